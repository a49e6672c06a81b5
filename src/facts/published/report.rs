//! What the figures of a report state: one file a kind of question.

pub(crate) mod coverage;
pub(crate) mod definitions;
pub(crate) mod differences;
pub(crate) mod measures;
pub(crate) mod scorecard;
pub(crate) mod series_values;
pub(crate) mod span_shares;
pub(crate) mod stated_values;
pub(crate) mod tallies;
pub(crate) mod value_grid;
pub(crate) mod value_ratios;
pub(crate) mod victim_estimates;
mod written_numbers;

use anyhow::Result;

use crate::dataset::Dataset;
use crate::model::{Series, Source};
use crate::problem::{Problem, did_you_mean, themselves};
use crate::reports::{About, FigureSpec, Records, ReportFiles, StatedValues};

/// What every figure of a report is made from.
pub(crate) struct Context<'a> {
    pub(crate) about: &'a About,
    pub(crate) files: &'a ReportFiles,
    pub(crate) values: &'a StatedValues,
    pub(crate) dataset: &'a Dataset<'a>,
    /// `latest`, or a release to use instead of those that the figures name.
    pub(crate) release: Option<&'a str>,
}

impl Context<'_> {
    /// The release that a figure is pinned to; none for the latest.
    ///
    /// # Errors
    /// A release that is not held.
    pub(crate) fn pin<'b>(&'b self, figure: &'b FigureSpec) -> Result<Option<&'b str>> {
        let pin = match self.release {
            Some("latest") => None,
            Some(release) => Some(release),
            None => figure.release.as_deref(),
        };
        if let Some(release) = pin {
            self.dataset.require_release(release)?;
        }
        Ok(pin)
    }

    /// The series of a measure, from the release that the figure is pinned to.
    ///
    /// # Errors
    /// An unknown measure; one of which no release held has a figure.
    pub(crate) fn series(&self, figure: &FigureSpec, name: &str) -> Result<Series> {
        let catalogue = self.dataset.catalogue();
        let measure = catalogue.measure(name).ok_or_else(|| {
            let names = themselves(catalogue.measures.iter().map(|measure| &measure.id));
            let hint = did_you_mean(name, names, "`vawg list measures` shows them all");
            Problem::data(format!("unknown measure `{name}`")).hint(hint)
        })?;
        let pin = self.pin(figure)?;
        let series = self.dataset.series(measure, pin)?;
        let series = series
            .ok_or_else(|| Problem::data(format!("no release held has figures of `{name}`")))?;
        // A police series comes from one release: figures of another release would be taken for
        // those of the pinned one. The survey takes each year from where it is held.
        match pin {
            Some(pin) if series.source == Source::Police && !supplies(pin, &series) => {
                Err(Problem::data(format!("release `{pin}` has no figures of `{name}`")).into())
            }
            _ => Ok(series),
        }
    }

    /// The rows of a CSV beside the description.
    ///
    /// # Errors
    /// A file that cannot be read; a column that it does not have.
    pub(crate) fn records(&self, file: &str, columns: &[String]) -> Result<Records> {
        let records = self.files.records(file)?;
        for column in columns {
            if !records.headers.contains(column) {
                let otherwise = format!("its columns are {}", records.headers.join(", "));
                let hint = did_you_mean(column, themselves(&records.headers), &otherwise);
                let file = self.files.path(file);
                return Err(Problem::data(format!("`{file}` has no column `{column}`"))
                    .hint(hint)
                    .into());
            }
        }
        Ok(records)
    }

    /// The name of a file that `[report]` must give for this figure.
    ///
    /// # Errors
    /// A description that does not name it.
    #[allow(
        clippy::unused_self,
        reason = "asked of the context like its other files"
    )]
    pub(crate) fn named_file<'b>(&self, key: &str, file: &'b str) -> Result<&'b str> {
        if file.is_empty() {
            return Err(
                Problem::data(format!("[report] does not name a file of {key}"))
                    .hint(format!("give it in [report]: {key} = \"{key}.csv\""))
                    .into(),
            );
        }
        Ok(file)
    }
}

fn supplies(release: &str, series: &Series) -> bool {
    let mut points = series.points.iter().chain(&series.rolling);
    points.any(|point| point.release == release)
}
