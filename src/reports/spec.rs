//! What a report shows, as its `report.toml` says: figures with their queries, windows, pinned
//! releases, forms, titles and notes. `docs/reports.md` describes the file for those who write one.

use anyhow::Result;
use serde::Deserialize;

use super::about::About;
use super::query::Query;
use super::source::ReportFiles;
use crate::problem::Problem;

/// A report: what it is, and its figures.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReportSpec {
    /// What the report is.
    pub report: About,
    /// Its figures, in the order of the page.
    #[serde(default)]
    pub figure: Vec<FigureSpec>,
}

/// One figure.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FigureSpec {
    /// Its number or name, in file names: letters, digits and hyphens.
    pub id: String,
    /// The finding; may hold `{change}` and the like, filled in from the figures.
    #[serde(default)]
    pub title: String,
    /// What, where, when, in what unit.
    #[serde(default)]
    pub subtitle: String,
    /// How it is drawn; as the query does it unless given.
    #[serde(default)]
    pub form: Option<Form>,
    /// The release it is pinned to; the latest unless given.
    #[serde(default)]
    pub release: Option<String>,
    /// Its source.
    #[serde(default)]
    pub source: String,
    /// Notes.
    #[serde(default)]
    pub notes: Vec<String>,
    /// What it shows.
    pub query: Query,
    /// The criteria of a scorecard.
    #[serde(default)]
    pub criterion: Vec<CriterionSpec>,
}

/// How a figure is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Form {
    /// Series against time.
    Lines,
    /// Horizontal bars, those of a row one below the other.
    Bars,
    /// Horizontal bars whose parts add up.
    Stacked,
    /// Stages that follow on one another.
    Funnel,
    /// Marks in a grid.
    Matrix,
    /// Criteria, each with the direction that the figures show.
    Scorecard,
    /// A table without a chart.
    Table,
}

/// A criterion of a scorecard: two figures to compare, or why there are none.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CriterionSpec {
    /// The outcome that it belongs to.
    pub outcome: String,
    /// What is compared.
    pub criterion: String,
    /// The direction wanted.
    pub wanted: Wanted,
    /// A measure of the catalogue …
    #[serde(default)]
    pub measure: Option<String>,
    /// … from this period …
    #[serde(default)]
    pub from: Option<String>,
    /// … to this one;
    #[serde(default)]
    pub to: Option<String>,
    /// or two stated values, the earlier first;
    #[serde(default)]
    pub values: Vec<String>,
    /// or why there is nothing to compare.
    #[serde(default)]
    pub reason: String,
    /// A remark beside the figures.
    #[serde(default)]
    pub remark: String,
}

/// The direction wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Wanted {
    /// More.
    Up,
    /// Less.
    Down,
    /// None is named.
    None,
}

impl ReportSpec {
    /// The description of a report.
    ///
    /// # Errors
    /// A file that cannot be read or is damaged, with the place; every figure whose id is empty,
    /// appears twice or cannot be part of a file name.
    pub fn read(files: &ReportFiles) -> Result<Self> {
        let spec: Self = files.described()?;
        let problems = spec.problems();
        if problems.is_empty() {
            Ok(spec)
        } else {
            Err(Problem::data(format!(
                "`{}` is damaged:\n  {}",
                files.described_in(),
                problems.join("\n  ")
            ))
            .hint("docs/reports.md says what such a file holds")
            .into())
        }
    }

    fn problems(&self) -> Vec<String> {
        let fits = |name: &str| {
            let allowed = |character: char| character.is_ascii_alphanumeric() || character == '-';
            !name.is_empty() && name.chars().all(allowed)
        };
        let mut problems = Vec::new();
        if !fits(&self.report.id) {
            problems.push(format!(
                "[report] id `{}` must be letters, digits and hyphens",
                self.report.id
            ));
        }
        if self.figure.is_empty() {
            problems.push("there is no [[figure]]".to_owned());
        }
        for (position, figure) in self.figure.iter().enumerate() {
            let id = &figure.id;
            if !fits(id) {
                problems.push(format!(
                    "figure id `{id}` must be letters, digits and hyphens"
                ));
            }
            // On some file systems `a` and `A` are the same name.
            let is_like = |other: &&FigureSpec| other.id.eq_ignore_ascii_case(id);
            if let Some(other) = self.figure[..position].iter().find(is_like) {
                problems.push(if other.id == *id {
                    format!("duplicate figure id `{id}`")
                } else {
                    format!(
                        "figure ids `{}` and `{id}` differ only in capitals",
                        other.id
                    )
                });
            }
        }
        problems
    }
}

#[cfg(test)]
mod tests {
    use super::{ReportFiles, ReportSpec};

    #[test]
    fn every_report_built_in_can_be_read() {
        for name in ReportFiles::names() {
            let spec = ReportSpec::read(&ReportFiles::open(&name).unwrap()).unwrap();
            assert_eq!(spec.report.id, name);
        }
    }

    #[test]
    fn ids_that_are_not_file_names_or_appear_twice_are_listed_together() {
        let text = "[report]\nid = 'a b'\n[[figure]]\nid = '1'\nquery = { kind = 'criteria' }\n\
            [[figure]]\nid = '1'\nquery = { kind = 'criteria' }\n[[figure]]\nid = '../2'\nquery = { kind = 'criteria' }\n\
            [[figure]]\nid = 'a'\nquery = { kind = 'criteria' }\n[[figure]]\nid = 'A'\nquery = { kind = 'criteria' }\n";
        let spec: ReportSpec = toml::from_str(text).unwrap();
        assert_eq!(
            spec.problems(),
            [
                "[report] id `a b` must be letters, digits and hyphens",
                "duplicate figure id `1`",
                "figure id `../2` must be letters, digits and hyphens",
                "figure ids `a` and `A` differ only in capitals",
            ]
        );
    }

    #[test]
    fn unknown_keys_are_refused() {
        let text = "[report]\nid = 'a'\ncolour = 'red'\n";
        let error = toml::from_str::<ReportSpec>(text).unwrap_err().to_string();
        assert!(error.contains("unknown field `colour`"), "{error}");
    }
}
