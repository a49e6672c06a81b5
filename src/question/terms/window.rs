//! The periods asked for.

use anyhow::Result;

use crate::model::{Period, Series};
use crate::problem::Problem;
use crate::question::terms::period;

/// The periods asked for.
pub(crate) struct Window {
    pub(crate) from: Option<Period>,
    pub(crate) to: Option<Period>,
}

impl Window {
    pub(crate) fn given(from: Option<&str>, to: Option<&str>) -> Result<Self> {
        let from = period::given("--from", from)?;
        let to = period::given("--to", to)?;
        if let (Some(from), Some(to)) = (from, to)
            && from.first_month() > to.first_month()
        {
            return Err(
                Problem::usage(format!("--from {from} comes after --to {to}"))
                    .hint("--from takes the first period, --to the last")
                    .into(),
            );
        }
        Ok(Self { from, to })
    }

    /// Part of the series inside the window.
    pub(crate) fn of(&self, series: Series) -> Series {
        let basis = series.basis();
        series.within(
            period::on_basis(self.from, basis),
            period::on_basis(self.to, basis),
        )
    }

    /// Whether a period lies within it.
    pub(crate) fn holds(&self, period: Period) -> bool {
        self.from
            .is_none_or(|from| from.first_month() <= period.first_month())
            && self
                .to
                .is_none_or(|to| period.end_month() <= to.end_month())
    }

    pub(crate) fn check(&self, series: &Series) -> Result<()> {
        let basis = series.basis();
        period::refuse_bare_year("--from", self.from, basis)?;
        period::refuse_bare_year("--to", self.to, basis)
    }
}
