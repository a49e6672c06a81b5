//! Every name in a claims file must lead somewhere, and every stated value must say how exact it is.

use std::collections::{BTreeMap, BTreeSet};

use super::soundness::{has_sound_numbers, of_claim};
use super::{Claims, Computation, Filter, LATEST, Written};
use crate::catalogue::Catalogue;
use crate::model::Period;
use crate::problem::{did_you_mean, themselves};
use crate::reports::{Records, StatedValues};

/// What the names in a claims file may lead to.
#[derive(Debug)]
pub struct Known<'a> {
    /// Measures and breaks.
    pub catalogue: &'a Catalogue,
    /// Names of the releases held.
    pub releases: Vec<String>,
    /// Values that the report and others state.
    pub values: &'a StatedValues,
    /// The list of commitments; none where the report names no such file.
    pub commitments: Option<&'a Records>,
    /// Further files by name.
    pub files: &'a BTreeMap<String, Records>,
}

impl Claims {
    /// Everything in the claims that leads nowhere or contradicts itself, each with its claim.
    pub(super) fn problems(&self, known: &Known<'_>) -> Vec<String> {
        let mut problems = Vec::new();
        if self.claims.is_empty() {
            problems.push("there is no [[claim]]".to_owned());
        }
        let defaults = &self.defaults;
        for release in [&defaults.release, &defaults.own, &defaults.population] {
            if !release.is_empty() {
                problems.extend(known.release(release).map(|it| format!("[defaults]: {it}")));
            }
        }
        if defaults.revision.is_nan() || defaults.revision < 0.0 {
            problems.push("[defaults]: `revision` is below 0".to_owned());
        }
        let mut ids = BTreeSet::new();
        for claim in &self.claims {
            let mut found = of_claim(claim);
            for computation in claim.computations() {
                known.check(computation, &self.defaults.population, &mut found);
            }
            found.extend(claim.release.iter().filter_map(|it| known.release(it)));
            if !ids.insert(&claim.id) {
                found.push("duplicate id".to_owned());
            }
            let place = |problem| format!("claim `{}`: {problem}", claim.id);
            problems.extend(found.into_iter().map(place));
        }
        problems
    }
}

impl Known<'_> {
    fn release(&self, id: &str) -> Option<String> {
        (id != LATEST && self.releases.iter().all(|release| release != id)).then(|| {
            let names = themselves(&self.releases);
            let hint = did_you_mean(id, names, "`vawg list releases` shows those held");
            format!("release `{id}` is not held: {hint}")
        })
    }

    fn measure(&self, id: &str) -> Option<String> {
        self.catalogue.measure(id).is_none().then(|| {
            let names = themselves(self.catalogue.measures.iter().map(|measure| &measure.id));
            let hint = did_you_mean(id, names, "`vawg list measures` shows them all");
            format!("unknown measure `{id}`: {hint}")
        })
    }

    fn value(&self, id: &str) -> Option<String> {
        let error = self.values.value(id).err()?;
        let names = themselves(self.values.all().iter().map(|value| &value.id));
        let hint = did_you_mean(id, names, "none is called alike");
        Some(format!("{error}: {hint}"))
    }

    fn has_values_of(&self, figure: &str) -> bool {
        let mut values = self.values.all().iter();
        values.any(|value| value.figure == figure)
    }

    fn r#break(&self, id: &str) -> Option<String> {
        let names = || self.catalogue.breaks.iter().map(|entry| &entry.id);
        names().all(|name| name != id).then(|| {
            let hint = did_you_mean(id, themselves(names()), "`vawg list breaks` shows them all");
            format!("unknown break `{id}`: {hint}")
        })
    }

    fn check(&self, computation: &Computation, population: &str, problems: &mut Vec<String>) {
        problems.extend(
            computation
                .contents()
                .measure
                .and_then(|id| self.measure(id)),
        );
        problems.extend(unreadable(computation));
        if !has_sound_numbers(computation) {
            problems
                .push("a number of its computation is none that can be computed with".to_owned());
        }
        match computation {
            Computation::Value { id } => problems.extend(self.value(id)),
            Computation::Lowest { figure } if !self.has_values_of(figure) => {
                problems.push(format!("no value is stated for the figure `{figure}`"));
            }
            Computation::BreakYear { r#break: id } => problems.extend(self.r#break(id)),
            Computation::EstimatedVictims { .. } if population.is_empty() => {
                problems.push("`estimated_victims` needs `population` in [defaults]".to_owned());
            }
            Computation::Uplift { deflator, .. } => problems.extend(self.release(deflator)),
            Computation::Sum { terms } if terms.is_empty() => {
                problems.push("`terms` is empty".to_owned());
            }
            Computation::CountOfRows { file, filter } => {
                columns(self.files.get(file), file, filter.keys(), problems);
            }
            Computation::CountOfCommitments { filter } => {
                self.check_commitments(filter, problems);
            }
            Computation::DistinctCommitments { column } => {
                let filter = Filter::from([(column.clone(), String::new())]);
                self.check_commitments(&filter, problems);
            }
            _ => {}
        }
    }

    fn check_commitments(&self, filter: &Filter, problems: &mut Vec<String>) {
        if self.commitments.is_none() {
            problems.push("the report names no file of `commitments`".to_owned());
        }
        columns(self.commitments, "the commitments", filter.keys(), problems);
    }
}

/// Columns that the table does not have.
fn columns<'a>(
    table: Option<&Records>,
    name: &str,
    wanted: impl Iterator<Item = &'a String>,
    problems: &mut Vec<String>,
) {
    let Some(table) = table else { return };
    for column in wanted.filter(|column| !table.headers.contains(column)) {
        let all = format!("columns are {}", table.headers.join(", "));
        let hint = did_you_mean(column, themselves(&table.headers), &all);
        problems.push(format!("{name} has no column `{column}`: {hint}"));
    }
}

/// Periods, sexes and ages that cannot be read.
fn unreadable(computation: &Computation) -> Vec<String> {
    let read: Vec<Option<String>> = match computation {
        Computation::MeasureValue { period, .. }
        | Computation::RowValue { period, .. }
        | Computation::Position { period, .. } => vec![period.get().err()],
        Computation::ShareOfChange {
            from,
            to,
            within_from,
            within_to,
            ..
        } => {
            let periods = [from, to, within_from, within_to];
            periods.iter().map(|period| period.get().err()).collect()
        }
        Computation::EstimatedVictims { sex, age, .. } => vec![sex.get().err(), age.get().err()],
        Computation::Uplift { from, to, .. } => {
            let years = [from, to];
            years.iter().map(|year| financial(year).err()).collect()
        }
        _ => Vec::new(),
    };
    read.into_iter().flatten().collect()
}

/// The year in which a financial year ends.
///
/// # Errors
/// A period that cannot be read or is not a financial year.
pub fn financial(period: &Written<Period>) -> Result<u16, String> {
    match period.get()? {
        Period::YearEnding { year, month: 3 } => Ok(year),
        other => Err(format!("`{other}` is not a financial year such as 2016-17")),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{Claims, Known};
    use crate::catalogue::Catalogue;
    use crate::reports::{Computation, Records, ReportFiles, ReportSpec, StatedValues};

    /// Everything wrong with these claims beside the values and commitments of HC 547.
    fn problems(claims: &str) -> Vec<String> {
        let files = ReportFiles::open("nao-hc547").unwrap();
        let values = StatedValues::read(&files, ["values.csv", "beside.csv"]).unwrap();
        let commitments = files.records("commitments.csv").unwrap();
        let lists = BTreeMap::from([("list.csv".to_owned(), Records::of("who,what\n").unwrap())]);
        let claims = Claims::of(claims, "claims.toml").unwrap();
        claims.problems(&Known {
            catalogue: &Catalogue::built_in().unwrap(),
            releases: vec!["ons-appendix-ye-jun-2025".to_owned()],
            values: &values,
            commitments: Some(&commitments),
            files: &lists,
        })
    }

    fn claim(more: &str) -> String {
        format!(
            "[[claim]]\nid = 'a'\nparagraph = '1'\nsentence = 's'\nunit = 'u'\nplaces = 0\n{more}\n"
        )
    }

    #[test]
    fn everything_that_leads_nowhere_is_listed_with_its_claim() {
        let parts = "computation = { kind = 'sum', terms = [
            { kind = 'measure_value', measure = 'police-rap', period = '2023-4' },
            { kind = 'value', id = 'fig3-sexual-offence' },
            { kind = 'break_year', break = 'two-crime-rule' },
            { kind = 'count_of_commitments', filter = { stat = 'x' } },
            { kind = 'count_of_rows', file = 'list.csv', filter = { whom = 'x' } },
            { kind = 'lowest', figure = '99' },
            { kind = 'estimated_victims', prevalence = { kind = 'number', value = 1 }, sex = 'girls', age = '16-59' },
            { kind = 'uplift', amount = { kind = 'number', value = 1 }, from = '2016', to = '2024-25', deflator = 'hmt' },
        ] }
        release = 'ons-appendix-ye-jun-2026'";
        let found = problems(&claim(parts));
        let expected = [
            "unknown measure `police-rap`: did you mean `police-rape`",
            "`2023-4`",
            "no stated value is called `fig3-sexual-offence`: did you mean `fig3-sexual-offences`",
            "unknown break `two-crime-rule`: did you mean `two-crime-rule-2018`",
            "the commitments has no column `stat`",
            "list.csv has no column `whom`: did you mean `who`?",
            "no value is stated for the figure `99`",
            "`girls` is none of women, men, all",
            "`estimated_victims` needs `population` in [defaults]",
            "`2016` is not a financial year such as 2016-17",
            "release `hmt` is not held",
            "release `ons-appendix-ye-jun-2026` is not held: did you mean",
        ];
        assert_eq!(found.len(), expected.len(), "{found:#?}");
        for (found, expected) in found.iter().zip(expected) {
            assert!(found.starts_with("claim `a`: "), "{found}");
            assert!(found.contains(expected), "{found}\n{expected}");
        }
    }

    #[test]
    fn a_stated_value_says_how_exact_it_is() {
        let number = "computation = { kind = 'number', value = 1 }";
        for (more, problem) in [
            (
                "stated = 4.8",
                "`stated` has more digits than `places` says",
            ),
            (
                "stated = nan",
                "`stated` is not a number that a report could state",
            ),
            (
                "when_differs = \"a\\u001b[31m\"",
                "a text holds a line break or another control character",
            ),
            ("bound = 'over'", "`bound` and `tolerance` need `stated`"),
            (
                "stated = 5\nbound = 'over'\ntolerance = 1",
                "`bound` and `tolerance` exclude each other",
            ),
            ("stated = 5\ntolerance = -1", "`tolerance` is below 0"),
            ("stated = 5\nrevision = 2.0", "`revision` needs `rests_on`"),
            (
                "stated = 5\nitem = 'x'",
                "`item` is only for a computation of kind `lowest`",
            ),
        ] {
            let found = problems(&claim(&format!("{number}\n{more}")));
            assert_eq!(found, [format!("claim `a`: {problem}")]);
        }
        for unsound in [
            "kind = 'number', value = inf",
            "kind = 'sum', terms = [{ kind = 'number', value = 1, times = nan }]",
            "kind = 'position', pair = [nan, 1], measure = 'police-rape', period = '2023-24'",
        ] {
            let found = problems(&claim(&format!("computation = {{ {unsound} }}")));
            assert_eq!(found.len(), 1, "{found:?}");
            assert!(found[0].contains("can be computed with"), "{found:?}");
        }
        assert_eq!(problems(&claim(number)), Vec::<String>::new());
        let twice = claim(number) + &claim(number);
        assert_eq!(problems(&twice), ["claim `a`: duplicate id"]);
        assert_eq!(problems(""), ["there is no [[claim]]"]);
        let defaults = format!(
            "[defaults]\nown = 'mine'\nrevision = -1.0\n{}",
            claim(number)
        );
        assert_eq!(problems(&defaults).len(), 2);
    }

    #[test]
    fn every_claims_file_built_in_loads_and_leads_somewhere() {
        let catalogue = Catalogue::built_in().unwrap();
        for name in ReportFiles::names() {
            let files = ReportFiles::open(&name).unwrap();
            let about = files.described::<ReportSpec>().unwrap().report;
            let claims = Claims::read(&files, &about.claims).unwrap();
            let values = StatedValues::read(&files, about.value_files()).unwrap();
            let commitments = files.records(&about.commitments).ok();
            let mut lists = BTreeMap::new();
            for computation in claims.computations() {
                if let Computation::CountOfRows { file, .. } = computation {
                    lists.insert(file.clone(), files.records(file).unwrap());
                }
            }
            let known = Known {
                catalogue: &catalogue,
                releases: catalogue.releases.iter().map(|it| it.id.clone()).collect(),
                values: &values,
                commitments: commitments.as_ref(),
                files: &lists,
            };
            claims.check(&known).unwrap();
        }
    }
}
