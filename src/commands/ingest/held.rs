//! What is held already, beside which a file is read: the release before it, the figures that it
//! would take the place of, and releases of the same bytes.

use std::cell::RefCell;

use anyhow::Result;

use crate::catalogue::Measure;
use crate::dataset::Dataset;
use crate::ingest::{Beside, Intake, Previous};
use crate::model::Period;

/// The releases held, and the files read so far in one command.
pub(crate) struct Held<'a> {
    dataset: &'a Dataset<'a>,
    read: RefCell<Vec<Bytes>>,
}

/// A file by its bytes: what they are, and what they were taken for.
struct Bytes {
    sha256: String,
    release: String,
    period: Period,
}

impl<'a> Held<'a> {
    pub(crate) const fn new(dataset: &'a Dataset<'a>) -> Self {
        Self {
            dataset,
            read: RefCell::new(Vec::new()),
        }
    }

    /// Remembers a file that was read.
    pub(super) fn add(&self, intake: &Intake) {
        self.read.borrow_mut().push(Bytes {
            sha256: intake.sha256.clone(),
            release: intake.release.clone(),
            period: intake.period,
        });
    }
}

impl<'a> Beside<'a> for Held<'a> {
    fn previous(&self, intake: &Intake) -> Result<Option<Previous<'a>>> {
        let beside = self
            .dataset
            .beside(&intake.family, &intake.release, intake.period);
        let Some(release) = beside else {
            return Ok(None);
        };
        let figures = release.figures_beside(intake.observations.tables())?;
        Ok(figures.map(|figures| Previous {
            release: release.id.clone(),
            period: release.period,
            figures,
        }))
    }

    fn replaced(&self, intake: &Intake) -> Result<Vec<Previous<'a>>> {
        let mut releases = self.dataset.releases().iter();
        let Some(release) = releases.find(|release| release.id == intake.release) else {
            return Ok(Vec::new());
        };
        let figures = release.replaced_by(&intake.origin())?;
        let previous = |figures| Previous {
            release: release.id.clone(),
            period: release.period,
            figures,
        };
        Ok(figures.into_iter().map(previous).collect())
    }

    fn latest(&self, measure: &Measure, release: &str) -> Result<Option<f64>> {
        let series = self.dataset.series_without(release, measure, None)?;
        let points = series.map_or_else(Vec::new, |series| series.points);
        Ok(points.iter().rev().find_map(|point| point.value))
    }

    fn of_same_bytes(&self, intake: &Intake) -> Vec<(String, Period)> {
        let of_release = self.dataset.releases().iter().flat_map(|release| {
            let digests = release.digests();
            let same = digests.filter(|digest| *digest == intake.sha256);
            same.map(|_| (release.id.clone(), release.period))
        });
        let read = self.read.borrow();
        let read = read.iter().filter(|one| one.sha256 == intake.sha256);
        let read = read.map(|one| (one.release.clone(), one.period));
        of_release.chain(read).collect()
    }
}
