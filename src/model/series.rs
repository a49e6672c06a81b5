//! One measure through time, with everything that must be said beside it.

use super::{Age, Marker, Period, PeriodBasis, Sex, Source, Status};

/// One measure through time. Made by `dataset`, which fills in breaks, notes and origins.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// Name in this output: the measure, with `@release` where several releases are shown.
    pub name: String,
    /// The catalogue's measure.
    pub measure: String,
    /// The crime; empty for a user's own figures.
    pub crime: String,
    /// Direct label on a chart: `All rapes`.
    pub label: String,
    /// What is counted or who is meant, for sentences: `rapes`.
    pub noun: String,
    /// Police or survey.
    pub source: Source,
    /// Whom the figures are about.
    pub sex: Sex,
    /// Their ages.
    pub age: Age,
    /// `England and Wales`.
    pub area: String,
    /// Code of the area (GSS where there is one).
    pub area_code: String,
    /// `country`, `region`, `force` …; empty for a user's own figures.
    pub area_kind: &'static str,
    /// `offences`, `per cent`.
    pub unit: String,
    /// What kind of numbers they are, which decides how a trend is fitted.
    pub kind: SeriesKind,
    /// Points of one period basis, in the order of time, without repeated periods.
    pub points: Vec<Point>,
    /// Rolling years, which overlap the points and so never stand in one line with them.
    pub rolling: Vec<Point>,
    /// Dates after which the series does not mean the same thing, in the order of time.
    pub breaks: Vec<SeriesBreak>,
    /// Spans without figures, in the order of time.
    pub gaps: Vec<SeriesBreak>,
    /// Things that happened to the series without changing what it means.
    pub events: Vec<SeriesBreak>,
    /// Notes of the catalogue that concern the series.
    pub notes: Vec<SeriesNote>,
    /// Who published what, one a release.
    pub sources: Vec<SourceLine>,
    /// The rows that make it up: `Table A5a, codes 19C, 19D`; empty where the release says enough.
    pub composition: String,
    /// Whose figures they are, where that is not what their source says: `Homicide Index`.
    pub collection: String,
}

impl Series {
    /// The heading of its panel.
    #[must_use]
    pub fn heading(&self) -> &str {
        match self.collection.as_str() {
            "" => self.source.heading(),
            collection => collection,
        }
    }
}

/// Who published what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceLine {
    /// The release.
    pub release: String,
    /// Publisher and title, with who quoted it where it is known only so.
    pub full: String,
    /// The same in a few words, for a short answer or a chart; who quoted it, if it is known only so.
    pub short: String,
    /// Whether it is known only because somebody quoted it.
    pub is_quoted: bool,
}

/// What kind of numbers a series holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SeriesKind {
    /// Counts of events, zeros included.
    Counts,
    /// Shares of people, in per cent.
    Prevalence,
    /// Other values: rates, scores, numbers in thousands.
    Values,
}

/// One figure of a series, or the marker that stands for it.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// On the publisher's basis.
    pub period: Period,
    /// Full precision; `None` where `marker` stands.
    pub value: Option<f64>,
    /// Why there is no figure.
    pub marker: Option<Marker>,
    /// In the unit of the value.
    pub standard_error: Option<f64>,
    /// Degrees of freedom of the standard error, or of the limits; for t in place of z.
    pub df: Option<f64>,
    /// Published confidence limits.
    pub limits: Option<(f64, f64)>,
    /// Unweighted base: number of people asked.
    pub base: Option<f64>,
    /// Design factor (deft) stated for the figure.
    pub design_factor: Option<f64>,
    /// The population that a count comes from.
    pub population: Option<f64>,
    /// The part of the period that the figure covers: less than 1 where a survey ran for some of its
    /// months.
    pub covered: f64,
    /// The standing of this figure; `None` where nothing was published.
    pub status: Option<Status>,
    /// The release that serves it.
    pub release: String,
    /// Who quoted whom, where it is known only so; empty where it was published.
    pub quoted_by: String,
    /// `SHEET!CELL` or an address.
    pub source_ref: String,
}

impl Point {
    /// A point with its period alone.
    #[must_use]
    pub const fn unknown(period: Period) -> Self {
        Self {
            period,
            value: None,
            marker: None,
            standard_error: None,
            df: None,
            limits: None,
            base: None,
            design_factor: None,
            population: None,
            covered: 1.0,
            status: None,
            release: String::new(),
            quoted_by: String::new(),
            source_ref: String::new(),
        }
    }

    /// What must stand with a figure that is known only as somebody quoted it; else nothing.
    #[must_use]
    pub fn quotation(&self) -> String {
        if self.quoted_by.is_empty() {
            String::new()
        } else {
            format!(
                "as quoted by {}, not checked against the publisher",
                self.quoted_by
            )
        }
    }
}

/// A break, a gap or an event of the catalogue, as it touches one series.
#[derive(Debug, Clone, PartialEq)]
pub struct SeriesBreak {
    /// The catalogue's name for it.
    pub id: String,
    /// First month on the new basis, or of the gap: in decimal years.
    pub at: f64,
    /// End of the gap or event, in decimal years.
    pub until: Option<f64>,
    /// `November 2014`
    pub date_in_words: String,
    /// What happened, in a short sentence.
    pub text: String,
}

/// A note of the catalogue, as it touches one series.
#[derive(Debug, Clone, PartialEq)]
pub struct SeriesNote {
    /// The catalogue's name for it.
    pub id: String,
    /// The only period it concerns.
    pub period: Option<Period>,
    /// Whether only a part of that period is counted: no change is given from or to it.
    pub partial: bool,
    /// The remark beside that period's row.
    pub remark: String,
    /// A sentence or two.
    pub text: String,
    /// Whether it is short and weighty enough to stand below a chart.
    pub on_chart: bool,
}

/// Moments this close together, in years, are one.
const CLOSE: f64 = 1e-7;

impl Series {
    /// The kind of its periods; calendar years where it has none.
    #[must_use]
    pub fn basis(&self) -> PeriodBasis {
        let first = self.points.first().or(self.rolling.first());
        first.map_or(PeriodBasis::Calendar, |point| point.period.basis())
    }

    /// The breaks between two periods: those after the first has begun and before the last ends.
    #[must_use]
    pub fn breaks_between(&self, from: Period, to: Period) -> Vec<&SeriesBreak> {
        self.breaks
            .iter()
            .filter(|mark| mark.at > from.start() + CLOSE && mark.at < to.end() - CLOSE)
            .collect()
    }

    /// The same series from one period to another, both included; with the breaks, gaps, events
    /// and notes that concern what is left. Rolling years stay that end after `from` begins and,
    /// where `to` is given, not after it ends.
    #[must_use]
    pub fn within(mut self, from: Option<Period>, to: Option<Period>) -> Self {
        let inside = |period: Period| {
            from.is_none_or(|from| period.start() >= from.start() - CLOSE)
                && to.is_none_or(|to| period.end() <= to.end() + CLOSE)
        };
        self.points.retain(|point| inside(point.period));
        self.rolling.retain(|point| inside(point.period));
        let start = self
            .points
            .iter()
            .chain(&self.rolling)
            .map(|point| point.period.start());
        let end = self
            .points
            .iter()
            .chain(&self.rolling)
            .map(|point| point.period.end());
        let (start, end) = (start.fold(f64::MAX, f64::min), end.fold(f64::MIN, f64::max));
        let touches = |mark: &SeriesBreak| {
            mark.until.unwrap_or(mark.at) > start + CLOSE && mark.at < end - CLOSE
        };
        self.breaks.retain(touches);
        self.gaps.retain(touches);
        self.events.retain(touches);
        self.notes.retain(|note| note.period.is_none_or(inside));
        let points = || self.points.iter().chain(&self.rolling);
        self.sources
            .retain(|source| points().any(|point| point.release == source.release));
        self
    }

    /// Whether only a part of a period is covered.
    #[must_use]
    pub fn is_partial(&self, period: Period) -> bool {
        let mut notes = self.notes.iter();
        notes.any(|note| note.partial && note.period == Some(period))
    }

    /// The point of a period.
    #[must_use]
    pub fn point(&self, period: Period) -> Option<&Point> {
        let place = self
            .points
            .binary_search_by_key(&period, |point| point.period);
        let of_points = place.ok().and_then(|place| self.points.get(place));
        of_points.or_else(|| self.rolling.iter().find(|point| point.period == period))
    }

    /// The points that hold a figure.
    #[must_use]
    pub fn valued(&self) -> impl DoubleEndedIterator<Item = (&Point, f64)> {
        self.points
            .iter()
            .filter_map(|point| point.value.map(|value| (point, value)))
    }
}
