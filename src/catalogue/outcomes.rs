//! Measures of outcomes: what became of the offences that a measure of recorded crime counts.

use serde::Deserialize;

use super::expand::{Measure, MeasureRows};
use crate::problem::{did_you_mean, themselves};

/// The family of releases that has them.
pub const OUTCOMES_FAMILY: &str = "home-office-outcomes";
/// Its table of the outcomes recorded in a period, of offences recorded whenever.
pub const OUTCOMES_IN_PERIOD: &str = "outcomes-in-period";
/// Its table of the outcomes of the offences recorded in a period.
pub const OUTCOMES_OF_OFFENCES: &str = "outcomes-of-offences";
/// The unit of charged offences.
pub const CHARGED: &str = "offences charged";

/// What is counted of the offences of a measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutcomeCount {
    /// Charged or summonsed in the year, whenever they were recorded.
    ChargedInPeriod,
    /// Recorded in the year, and charged or summonsed by the time of the release.
    ChargedOfRecorded,
    /// Recorded in the year, with whatever outcome or none.
    Recorded,
}

impl OutcomeCount {
    const ALL: [Self; 3] = [
        Self::ChargedInPeriod,
        Self::ChargedOfRecorded,
        Self::Recorded,
    ];

    /// The end of the name of a measure.
    const fn suffix(self) -> &'static str {
        match self {
            Self::ChargedInPeriod => "charged",
            Self::ChargedOfRecorded => "charged-of-year",
            Self::Recorded => "recorded",
        }
    }

    /// The table that has the count.
    #[must_use]
    pub const fn table(self) -> &'static str {
        match self {
            Self::ChargedInPeriod => OUTCOMES_IN_PERIOD,
            Self::ChargedOfRecorded | Self::Recorded => OUTCOMES_OF_OFFENCES,
        }
    }

    /// Whether it counts charges.
    #[must_use]
    pub fn is_charged(self) -> bool {
        self != Self::Recorded
    }

    const fn label(self) -> &'static str {
        match self {
            Self::ChargedInPeriod => "Charged in the year",
            Self::ChargedOfRecorded => "Of the year's offences",
            Self::Recorded => "Recorded in the year",
        }
    }

    /// The definition in a sentence.
    #[must_use]
    pub const fn definition(self) -> &'static str {
        match self {
            Self::ChargedInPeriod => {
                "Charged in the year: charges and summonses recorded in the year, also for offences \
                 recorded in earlier years."
            }
            Self::ChargedOfRecorded => {
                "Of the year's offences: offences recorded in the year and charged or summonsed by the \
                 time of the release. Many cases were still open, so later releases have more."
            }
            Self::Recorded => "Offences recorded in the year, with whatever outcome or none yet.",
        }
    }
}

/// An entry: the measure that outcomes are counted for.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OutcomeEntry {
    /// The measure of recorded offences.
    pub of: String,
    /// Its row in the built-in totals by force and year; empty where it has none.
    pub row: String,
}

/// The measures of the outcomes of others.
pub(super) fn measures(
    entries: &[OutcomeEntry],
    measures: &[Measure],
    problems: &mut Vec<String>,
) -> Vec<Measure> {
    let mut found = Vec::new();
    for entry in entries {
        let Some(of) = measures.iter().find(|measure| measure.id == entry.of) else {
            let names = themselves(measures.iter().map(|measure| &measure.id));
            let hint = did_you_mean(&entry.of, names, "no such measure");
            problems.push(format!("outcome: unknown measure `{}`: {hint}", entry.of));
            continue;
        };
        found.extend(OutcomeCount::ALL.map(|count| measure(entry, of, count)));
    }
    found
}

fn measure(entry: &OutcomeEntry, of: &Measure, count: OutcomeCount) -> Measure {
    let id = format!("{}-{}", of.id, count.suffix());
    Measure {
        base_id: id.clone(),
        id,
        label: count.label().to_owned(),
        noun: match count {
            OutcomeCount::ChargedInPeriod => format!("{} charged or summonsed", of.noun),
            OutcomeCount::ChargedOfRecorded => {
                format!("{} of the year charged or summonsed", of.noun)
            }
            OutcomeCount::Recorded => of.noun.clone(),
        },
        unit: if count.is_charged() {
            CHARGED.to_owned()
        } else {
            of.unit.clone()
        },
        description: count.definition().to_owned(),
        part_of: String::new(),
        share_note: String::new(),
        rows: MeasureRows::Outcomes {
            of: of.id.clone(),
            offences: of.offences().to_vec(),
            row: entry.row.clone(),
            count,
        },
        ..of.clone()
    }
}
