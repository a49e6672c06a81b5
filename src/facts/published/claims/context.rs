//! The data that an audit calculates with: series, stated values, lists of the report.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use anyhow::Result;

use super::computed::{Input, NotComputable, Origin, People, Reason, possible};
use crate::catalogue::Measure;
use crate::dataset::{Dataset, ReleaseFile};
use crate::model::{Period, Point, Series, Source};
use crate::problem::Problem;
use crate::reports::{
    About, Claims, Computation, Known, LATEST, Records, ReportFiles, ReportSpec, StatedValue,
    StatedValues,
};

/// The data that an audit calculates with.
pub(crate) struct AuditContext<'a> {
    /// The releases.
    pub(crate) dataset: &'a Dataset<'a>,
    /// The report.
    pub(crate) about: About,
    /// Its claims; every name in them has been checked.
    pub(crate) claims: Claims,
    /// Values that the report and others state.
    pub(crate) values: StatedValues,
    /// Commitments that the report lists.
    pub(crate) commitments: Option<Records>,
    /// Further lists by the names of their files.
    pub(crate) lists: BTreeMap<String, Records>,
    /// Series asked for so far.
    series: RefCell<BTreeMap<SeriesKey, Option<Rc<Series>>>>,
}

/// Measure, pinned release, and whether the report's own figures are in it.
type SeriesKey = (String, String, bool);

impl<'a> AuditContext<'a> {
    /// The claims of a report and everything that they name.
    ///
    /// # Errors
    /// A file that cannot be read or is damaged; every unknown name in the claims.
    pub(crate) fn open(files: &ReportFiles, dataset: &'a Dataset<'a>) -> Result<Self> {
        let mut about = files.described::<ReportSpec>()?.report;
        if about.title.is_empty() {
            about.title = files.described_in();
        }
        if about.claims.is_empty() {
            return Err(
                Problem::data(format!("`{}` names no claims", files.described_in()))
                    .hint("name them in its [report] section, as in claims = \"claims.toml\"; docs/audit.md says what such a file holds")
                    .into(),
            );
        }
        let claims = Claims::read(files, &about.claims)?;
        let values = StatedValues::read(files, about.value_files())?;
        let commitments = match about.commitments.as_str() {
            "" => None,
            file => Some(files.records(file)?),
        };
        let mut lists = BTreeMap::new();
        for computation in claims.computations() {
            if let Computation::CountOfRows { file, .. } = computation
                && !lists.contains_key(file)
            {
                lists.insert(file.clone(), files.records(file)?);
            }
        }
        claims.check(&Known {
            catalogue: dataset.catalogue(),
            releases: dataset.releases().iter().map(|it| it.id.clone()).collect(),
            values: &values,
            commitments: commitments.as_ref(),
            files: &lists,
        })?;
        Ok(Self {
            dataset,
            about,
            claims,
            values,
            commitments,
            lists,
            series: RefCell::default(),
        })
    }

    /// The measure of this name.
    pub(crate) fn measure(&self, id: &str) -> Result<&'a Measure, NotComputable> {
        let measure = self.dataset.catalogue().measure(id);
        let unknown = || Reason::Unusable(format!("the catalogue has no measure `{id}`"));
        Ok(measure.ok_or_else(unknown)?)
    }

    /// A release by its name.
    pub(crate) fn release(&self, id: &str) -> Option<&ReleaseFile<'a>> {
        let mut releases = self.dataset.releases().iter();
        releases.find(|release| release.id == id)
    }

    /// The series of a measure, with or without the report's own figures.
    pub(crate) fn series(
        &self,
        id: &str,
        pin: &str,
        own: bool,
    ) -> Result<Option<Rc<Series>>, NotComputable> {
        let key = (id.to_owned(), pin.to_owned(), own);
        if let Some(found) = self.series.borrow().get(&key) {
            return Ok(found.clone());
        }
        let measure = self.measure(id)?;
        let found = if own {
            self.dataset.series(measure, as_pin(pin))?
        } else {
            let left_out = &self.claims.defaults.own;
            self.dataset
                .series_without(left_out, measure, as_pin(pin))?
        };
        let found = found.map(Rc::new);
        self.series.borrow_mut().insert(key, found.clone());
        Ok(found)
    }

    /// A copy of the series without the report's own figures; none where it is not available.
    ///
    /// # Errors
    /// A damaged release.
    pub(crate) fn available_series(&self, id: &str, pin: &str) -> Result<Option<Series>> {
        let found = possible(self.series(id, pin, false))?;
        Ok(found.ok().flatten().map(|series| (*series).clone()))
    }

    /// The figure of a measure for a period; the report's own figure never counts.
    pub(crate) fn figure(
        &self,
        id: &str,
        period: Period,
        pin: &str,
    ) -> Result<Input, NotComputable> {
        let series = self.series(id, pin, false)?;
        let point = series.as_ref().and_then(|series| series.point(period));
        if let (Some(series), Some(point)) = (&series, point)
            && let Some(value) = point.value
        {
            return Ok(from_series(series, point, value));
        }
        let with_own = self.series(id, pin, true)?;
        let own = with_own.as_ref().and_then(|series| series.point(period));
        if own.is_some_and(|point| point.value.is_some()) {
            return Err(Reason::OnlyOwnFigure.into());
        }
        let published = point.filter(|point| !point.release.is_empty());
        if let Some(marker) = published.and_then(|point| point.marker) {
            let what = format!("the figure of {id} for {period}");
            return Err(Reason::Marked(marker, what).into());
        }
        // Police figures come from one release, so another release may well have the figure.
        let release = series
            .filter(|it| it.source == Source::Police)
            .map(|series| {
                let mut points = series.valued();
                let first = points.next();
                first.map_or_else(|| pin.to_owned(), |(point, _)| point.release.clone())
            });
        let wanted = format!("figure of {id} for {period}");
        Err(Reason::NotHeld(match release {
            Some(release) => format!("release {release} has no {wanted}"),
            None => format!("no available release has the {wanted}"),
        })
        .into())
    }

    /// A value that the report states, or that others state beside it.
    pub(crate) fn stated(&self, id: &str) -> Result<Input, NotComputable> {
        let stated = self.values.value(id).map_err(|error| error.to_string())?;
        let Some(value) = stated.value else {
            let why = match stated.note.as_str() {
                "" => "it is not stated",
                note => note,
            };
            return Err(Reason::Unusable(format!("`{id}` has no value: {why}")).into());
        };
        Ok(self.report_input(stated, value))
    }

    /// A stated value as a figure. A value without a paragraph is not the report's: its note says who
    /// quoted it.
    pub(crate) fn report_input(&self, stated: &StatedValue, value: f64) -> Input {
        let quoted = stated.paragraph.is_empty();
        Input {
            name: stated.id.clone(),
            period: stated.period.parse().ok(),
            value,
            release: self.about.id.clone(),
            source_ref: if quoted {
                stated.note.clone()
            } else {
                self.place(&stated.paragraph)
            },
            origin: if quoted {
                Origin::Elsewhere
            } else {
                Origin::Report
            },
            source: if quoted {
                format!("{}: {}.", stated.item, stated.note)
            } else {
                String::new()
            },
            ..Input::default()
        }
    }

    /// A list of the report's.
    pub(crate) fn list(&self, file: &str) -> Result<&Records, NotComputable> {
        let list = if file == self.about.commitments {
            self.commitments.as_ref()
        } else {
            self.lists.get(file)
        };
        let unknown = || Reason::Unusable(format!("the report has no list `{file}`"));
        Ok(list.ok_or_else(unknown)?)
    }

    /// Where in the report: `HC 547, paragraph 7; paragraph 1.8; Figure 1`.
    pub(crate) fn place(&self, paragraph: &str) -> String {
        let places: Vec<String> = paragraph.split("; ").map(one_place).collect();
        self.about.place(&places.join("; "))
    }
}

/// A bare number is a paragraph; any other text is complete.
fn one_place(place: &str) -> String {
    match place {
        "KF" => "Key facts".to_owned(),
        place if place.starts_with(|first: char| first.is_ascii_digit()) => {
            format!("paragraph {place}")
        }
        place => place.to_owned(),
    }
}

/// The release as `dataset` takes it: none for the latest.
pub(crate) fn as_pin(pin: &str) -> Option<&str> {
    Some(pin).filter(|pin| *pin != LATEST)
}

fn from_series(series: &Series, point: &Point, value: f64) -> Input {
    let quoted = if point.quoted_by.is_empty() {
        String::new()
    } else {
        format!(
            ", as quoted by {}, not checked against the publisher",
            point.quoted_by
        )
    };
    Input {
        name: series.measure.clone(),
        people: Some(People::from_series(series)),
        period: Some(point.period),
        value,
        release: point.release.clone(),
        source_ref: format!("{}{quoted}", point.source_ref),
        status: point.status,
        origin: Origin::Elsewhere,
        ..Input::default()
    }
}
