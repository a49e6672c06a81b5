//! The texts of a stored release, as they stand in its file.

use serde::{Deserialize, Serialize};

use crate::model::{Area, Dictionary, Figures, Kind};

/// Everything that the columns' numbers stand for.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Texts {
    kinds: Vec<[String; 11]>,
    areas: Vec<[String; 2]>,
    sheets: Vec<String>,
    periods: Vec<String>,
}

impl Texts {
    /// The texts of figures.
    pub(super) fn of(figures: &Figures) -> Self {
        let kinds = figures.kinds().iter().map(|kind| {
            [
                kind.table.clone(),
                kind.code.clone(),
                kind.label.clone(),
                kind.group.clone(),
                kind.breakdown.clone(),
                kind.sex.to_string(),
                kind.age.to_string(),
                kind.statistic.clone(),
                kind.unit.clone(),
                kind.status.to_string(),
                kind.notes.clone(),
            ]
        });
        Self {
            kinds: kinds.collect(),
            areas: figures
                .areas()
                .iter()
                .map(|area| [area.name.clone(), area.code.clone()])
                .collect(),
            sheets: figures.sheets().to_vec(),
            periods: figures.periods().iter().map(ToString::to_string).collect(),
        }
    }

    /// The same as the model has them; `None` where a word is none of its own.
    pub(super) fn dictionary(self) -> Option<Dictionary> {
        let kinds = self.kinds.into_iter().map(|kind| {
            let [
                table,
                code,
                label,
                group,
                breakdown,
                sex,
                age,
                statistic,
                unit,
                status,
                notes,
            ] = kind;
            Some(Kind {
                table,
                code,
                label,
                group,
                breakdown,
                sex: sex.parse().ok()?,
                age: age.parse().ok()?,
                statistic,
                unit,
                status: status.parse().ok()?,
                notes,
            })
        });
        let periods = self.periods.iter().map(|period| period.parse().ok());
        Some(Dictionary {
            kinds: kinds.collect::<Option<_>>()?,
            areas: self
                .areas
                .into_iter()
                .map(|[name, code]| Area { name, code })
                .collect(),
            sheets: self.sheets,
            periods: periods.collect::<Option<_>>()?,
        })
    }
}
