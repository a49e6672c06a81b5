//! What the computations of an audit draw on: series, stated values, lists of the report.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use anyhow::Result;

use super::computed::{Input, Origin, Population, Stop};
use crate::catalogue::Measure;
use crate::dataset::{Dataset, ReleaseFile};
use crate::model::{Period, Point, Series, Source};
use crate::problem::Problem;
use crate::reports::{
    About, Claims, Computation, Known, LATEST, Records, ReportFiles, ReportSpec, StatedValue,
    StatedValues,
};

/// What the computations of an audit draw on.
pub(super) struct Ground<'a> {
    /// The releases.
    pub(super) dataset: &'a Dataset<'a>,
    /// The report.
    pub(super) about: About,
    /// Its claims, every name in them looked up.
    pub(super) claims: Claims,
    /// Values that it and others state.
    pub(super) values: StatedValues,
    /// Commitments that it lists.
    pub(super) commitments: Option<Records>,
    /// Further lists by the names of their files.
    pub(super) lists: BTreeMap<String, Records>,
    /// Series asked for so far.
    series: RefCell<BTreeMap<SeriesKey, Option<Rc<Series>>>>,
}

/// Measure, pinned release, and whether the report's own figures are in it.
type SeriesKey = (String, String, bool);

impl<'a> Ground<'a> {
    /// The claims of a report and everything they name.
    ///
    /// # Errors
    /// A file that cannot be read or is damaged; everything in the claims that leads nowhere.
    pub(super) fn open(files: &ReportFiles, dataset: &'a Dataset<'a>) -> Result<Self> {
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

    /// The measure of a name that was looked up before.
    pub(super) fn measure(&self, id: &str) -> Result<&'a Measure, Stop> {
        let measure = self.dataset.catalogue().measure(id);
        measure.ok_or_else(|| Stop::cannot(format!("the catalogue has no measure `{id}`")))
    }

    /// A release by its name.
    pub(super) fn release(&self, id: &str) -> Option<&ReleaseFile<'a>> {
        let mut releases = self.dataset.releases().iter();
        releases.find(|release| release.id == id)
    }

    /// The series of a measure, with or without the report's own figures.
    pub(super) fn series(
        &self,
        id: &str,
        pin: &str,
        own: bool,
    ) -> Result<Option<Rc<Series>>, Stop> {
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

    /// The same as a copy, without the report's own figures; none where it cannot be had.
    ///
    /// # Errors
    /// A damaged release.
    pub(super) fn series_at_hand(&self, id: &str, pin: &str) -> Result<Option<Series>> {
        match self.series(id, pin, false) {
            Ok(series) => Ok(series.map(|series| (*series).clone())),
            Err(Stop::Failed(error)) => Err(error),
            Err(Stop::Cannot { .. }) => Ok(None),
        }
    }

    /// The figure of a measure for a period; the report's own never stands for it.
    pub(super) fn figure(&self, id: &str, period: Period, pin: &str) -> Result<Input, Stop> {
        let series = self.series(id, pin, false)?;
        let point = series.as_ref().and_then(|series| series.point(period));
        if let (Some(series), Some(point)) = (&series, point)
            && let Some(value) = point.value
        {
            return Ok(of_series(series, point, value));
        }
        let with_own = self.series(id, pin, true)?;
        let own = with_own.is_some_and(|series| {
            series
                .point(period)
                .is_some_and(|point| point.value.is_some())
        });
        let marker = point.and_then(|point| point.marker);
        let reason = match (own, marker) {
            (true, _) => "no figure is held but the report's own".to_owned(),
            (false, Some(marker)) if point.is_some_and(|it| !it.release.is_empty()) => format!(
                "{marker} stands in place of the figure of {id} for {period}: {}",
                marker.meaning()
            ),
            // The police's figures come from one release, so that another may well hold it.
            _ => match series.as_ref().filter(|it| it.source == Source::Police) {
                Some(series) => format!(
                    "release {} holds no figure of {id} for {period}",
                    series
                        .valued()
                        .map(|(point, _)| point.release.as_str())
                        .next()
                        .unwrap_or(pin)
                ),
                None => format!("no release at hand holds the figure of {id} for {period}"),
            },
        };
        Err(Stop::Cannot { reason, own })
    }

    /// A value that the report states, or that others state beside it.
    pub(super) fn stated(&self, id: &str) -> Result<Input, Stop> {
        let stated = self.values.value(id).map_err(|error| error.to_string())?;
        let Some(value) = stated.value else {
            let why = match stated.note.as_str() {
                "" => "it is not stated".to_owned(),
                note => note.to_owned(),
            };
            return Err(Stop::cannot(format!("`{id}` has no value: {why}")));
        };
        Ok(self.of_report(stated, value))
    }

    /// A stated value as a figure; what has no paragraph is not of the report, and its note says who
    /// quoted it.
    pub(super) fn of_report(&self, stated: &StatedValue, value: f64) -> Input {
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
    pub(super) fn list(&self, file: &str) -> Result<&Records, Stop> {
        let list = if file == self.about.commitments {
            self.commitments.as_ref()
        } else {
            self.lists.get(file)
        };
        list.ok_or_else(|| Stop::cannot(format!("the report has no list `{file}`")))
    }

    /// Where in the report: `HC 547, paragraph 7; paragraph 1.8; Figure 1`.
    pub(super) fn place(&self, paragraph: &str) -> String {
        let places: Vec<String> = paragraph.split("; ").map(one_place).collect();
        let reference = match self.about.reference.as_str() {
            "" => &self.about.title,
            reference => reference,
        };
        format!("{reference}, {}", places.join("; "))
    }
}

/// A bare number is a paragraph; anything else says what it is.
fn one_place(place: &str) -> String {
    match place {
        "KF" => "Key facts".to_owned(),
        place if place.starts_with(|first: char| first.is_ascii_digit()) => {
            format!("paragraph {place}")
        }
        place => place.to_owned(),
    }
}

/// What `dataset` takes for a release's name or `latest`.
pub(super) fn as_pin(pin: &str) -> Option<&str> {
    Some(pin).filter(|pin| *pin != LATEST)
}

fn of_series(series: &Series, point: &Point, value: f64) -> Input {
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
        population: Some(Population::of(series)),
        period: Some(point.period),
        value,
        release: point.release.clone(),
        source_ref: format!("{}{quoted}", point.source_ref),
        status: point.status,
        origin: Origin::Elsewhere,
        ..Input::default()
    }
}
