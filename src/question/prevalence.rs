//! What is asked of `vawg prevalence`.

use anyhow::Result;

use super::request;
use super::terms::period;
use super::terms::window::Window;
use crate::cli::PrevalenceArgs;
use crate::facts::trend::shown::Uncertainty;
use crate::model::{Period, PeriodBasis, Series};

/// How prevalence is to be estimated.
pub(crate) struct Question {
    pub(crate) window: Window,
    /// The period that the latest is compared with; the first shown unless given.
    pub(crate) compare: Option<Period>,
    /// What the user states.
    pub(crate) uncertainty: Uncertainty,
    /// The number of people to multiply by.
    pub(crate) population: Option<f64>,
}

impl Question {
    /// # Errors
    /// Periods, sample sizes and levels of confidence that cannot be used: usage errors.
    pub(crate) fn of(args: &PrevalenceArgs) -> Result<Self> {
        Ok(Self {
            window: Window::given(args.span.from.as_deref(), args.span.to.as_deref())?,
            compare: period::given("--compare", args.compare.as_deref())?,
            uncertainty: Uncertainty {
                assumed: request::assumed(&args.precision)?,
                confidence: request::confidence(args.precision.confidence)?,
            },
            population: args.population,
        })
    }

    /// Refuses periods that a series cannot have.
    ///
    /// # Errors
    /// A usage error that names the option.
    pub(crate) fn check(&self, args: &PrevalenceArgs, series: &Series) -> Result<()> {
        self.window.check(series)?;
        period::refuse_bare_year("--compare", self.compare, series.basis())?;
        request::fits(None, &args.precision, series.basis())
    }

    /// The period to compare with, as a series of this kind means it.
    pub(crate) fn compare(&self, basis: PeriodBasis) -> Option<Period> {
        period::on_basis(self.compare, basis)
    }
}
