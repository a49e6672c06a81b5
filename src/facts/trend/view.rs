//! The forms in which a series can be shown, and what must be said of each.

use anyhow::Result;

use super::per_head;
use super::shown::Shown;
use crate::cli::TrendArgs;
use crate::model::Period;
use crate::question::terms::period;

/// The form asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum View {
    /// As published.
    Observed,
    /// Offences per 1,000 population.
    Rate,
    /// 100 at this period.
    Index(Period),
    /// One count in per cent of another.
    Share,
}

impl View {
    pub(crate) fn given(args: &TrendArgs) -> Result<Self> {
        if args.share_of.is_some() {
            return Ok(Self::Share);
        }
        if args.rate {
            return Ok(Self::Rate);
        }
        let index = period::given("--index", args.index.as_deref())?;
        Ok(index.map_or(Self::Observed, Self::Index))
    }

    /// The period at which an index is 100.
    pub(crate) const fn index(self) -> Option<Period> {
        match self {
            Self::Index(period) => Some(period),
            Self::Observed | Self::Rate | Self::Share => None,
        }
    }

    /// Notes on the form.
    pub(crate) fn notes(self, shown: &[Shown]) -> Vec<String> {
        match self {
            Self::Observed | Self::Share => Vec::new(),
            Self::Rate => per_head::notes(shown),
            Self::Index(base) => vec![format!(
                "Index: {} = 100. It is not carried across a break: [b] marks the years beyond it.",
                base.in_words()
            )],
        }
    }
}
