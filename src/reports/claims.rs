//! What a report claims, as its claims file says: where, the sentence in our words, the stated value
//! and how it is computed. The file holds no verdict. `docs/audit.md` describes the file.

mod check;
mod computation;
mod soundness;

use std::fmt::Display;
use std::str::FromStr;

use anyhow::Result;
use serde::{Deserialize, Deserializer};

pub use check::{Known, financial};
pub use computation::{Beside, Computation, Filter, Term};

use super::source::ReportFiles;
use crate::problem::Problem;

/// The claims of a report.
#[derive(Debug, Clone, PartialEq)]
pub struct Claims {
    /// What holds for every claim that does not say otherwise.
    pub defaults: Defaults,
    /// In the order of the file.
    pub claims: Vec<Claim>,
    /// The file, as a person finds it.
    pub file: String,
}

/// What holds for every claim that does not say otherwise.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Defaults {
    /// The release that figures are taken from: a name, or `latest`.
    pub release: String,
    /// The release that holds the report's own figures, which never test it; empty for none.
    pub own: String,
    /// The release of the population; empty for none.
    pub population: String,
    /// How far revisions may have moved a figure, in per cent.
    pub revision: f64,
}

impl Default for Defaults {
    fn default() -> Self {
        Self {
            release: LATEST.to_owned(),
            own: String::new(),
            population: String::new(),
            revision: 1.0,
        }
    }
}

/// In place of a release's name: whichever is the latest.
pub const LATEST: &str = "latest";

/// One claim.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claim {
    /// Its name.
    pub id: String,
    /// Where in the report, with `; ` between several places.
    pub paragraph: String,
    /// What it says, in our words.
    pub sentence: String,
    /// The value that it states; none where the report gives no figure.
    #[serde(default)]
    pub stated: Option<f64>,
    /// The item that it names, where the computation is of kind `lowest`.
    #[serde(default)]
    pub item: String,
    /// `offences`, `per cent` …
    pub unit: String,
    /// Decimal places of the stated value; -3 is thousands.
    pub places: i32,
    /// On which side of the stated value the report's words put the true one.
    #[serde(default)]
    pub bound: Option<Bound>,
    /// How far the computed value may lie from the stated one, in its unit.
    #[serde(default)]
    pub tolerance: Option<f64>,
    /// What the report used and no release held has.
    #[serde(default)]
    pub rests_on: String,
    /// How far revisions may have moved it, in per cent, in place of the default.
    #[serde(default)]
    pub revision: Option<f64>,
    /// The release that its figures are taken from, in place of the default.
    #[serde(default)]
    pub release: Option<String>,
    /// How it is computed.
    pub computation: Computation,
    /// Further computations shown beside the verdict, which they do not touch.
    #[serde(default)]
    pub also: Vec<Beside>,
    /// The command that shows the figures.
    #[serde(default)]
    pub command: String,
    /// What is said where it agrees.
    #[serde(default)]
    pub when_agrees: String,
    /// What is said where it agrees when rounded.
    #[serde(default)]
    pub when_rounded: String,
    /// What is said where figures were revised since.
    #[serde(default)]
    pub when_revised: String,
    /// What is said where it differs.
    #[serde(default)]
    pub when_differs: String,
    /// What is said where no figure is held but the report's own.
    #[serde(default)]
    pub when_own: String,
    /// What is said where the report states no figure.
    #[serde(default)]
    pub when_unstated: String,
}

/// On which side of a stated value the report's words put the true one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Bound {
    /// `more than`, `over`, `at least`
    Over,
    /// `nearly`, `almost`
    Nearly,
}

/// A text of the file and what it was read as, or why it cannot be: one that cannot be read is
/// reported with everything else that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written<T>(Result<T, String>);

impl<T: Copy> Written<T> {
    /// What was written.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub fn get(&self) -> Result<T, String> {
        self.0.clone()
    }
}

impl<'de, T: FromStr<Err: Display>> Deserialize<'de> for Written<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Ok(Self(
            text.parse().map_err(|error: T::Err| error.to_string()),
        ))
    }
}

/// The file as it stands, its claims still unread: each is read by itself, so that one that is
/// damaged does not hide another.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    defaults: Defaults,
    #[serde(default)]
    claim: Vec<toml::Table>,
}

impl Claims {
    /// The claims of a file; what they name is not yet looked up.
    ///
    /// # Errors
    /// A file that cannot be read or is no TOML; every claim with a key that is unknown or missing.
    pub fn read(files: &ReportFiles, name: &str) -> Result<Self> {
        Self::of(&files.text(name)?, &files.path(name))
    }

    /// The claims of a text, with the name that its errors carry.
    fn of(text: &str, path: &str) -> Result<Self> {
        let file: Result<File, _> = toml::from_str(text);
        let file = file.map_err(|error| damaged(path, &[error.to_string().trim().to_owned()]))?;
        let (claims, problems) = claims(file.claim);
        if problems.is_empty() {
            Ok(Self {
                defaults: file.defaults,
                claims,
                file: path.to_owned(),
            })
        } else {
            Err(damaged(path, &problems))
        }
    }

    /// That every name in the claims leads somewhere.
    ///
    /// # Errors
    /// Everything that leads nowhere or contradicts itself, each with its claim.
    pub fn check(&self, known: &Known<'_>) -> Result<()> {
        let problems = self.problems(known);
        if problems.is_empty() {
            Ok(())
        } else {
            Err(damaged(&self.file, &problems))
        }
    }

    /// Every computation, those shown beside and those inside others included.
    pub fn computations(&self) -> impl Iterator<Item = &Computation> {
        self.claims.iter().flat_map(Claim::computations)
    }
}

impl Claim {
    /// Every text that is shown.
    fn texts(&self) -> impl Iterator<Item = &String> {
        let texts = [
            &self.id,
            &self.paragraph,
            &self.sentence,
            &self.item,
            &self.unit,
            &self.rests_on,
            &self.command,
            &self.when_agrees,
            &self.when_rounded,
            &self.when_revised,
            &self.when_differs,
            &self.when_own,
            &self.when_unstated,
        ];
        texts
            .into_iter()
            .chain(self.also.iter().map(|beside| &beside.label))
    }

    /// Every computation of the claim, those inside others included.
    pub fn computations(&self) -> impl Iterator<Item = &Computation> {
        let beside = self.also.iter().map(|beside| &beside.computation);
        std::iter::once(&self.computation)
            .chain(beside)
            .flat_map(Computation::with_parts)
    }
}

fn damaged(path: &str, problems: &[String]) -> anyhow::Error {
    let problems = problems.join("\n").replace('\n', "\n  ");
    Problem::data(format!("`{path}` is damaged:\n  {problems}"))
        .hint("docs/audit.md says what a claims file holds")
        .into()
}

fn claims(tables: Vec<toml::Table>) -> (Vec<Claim>, Vec<String>) {
    let (mut claims, mut problems) = (Vec::new(), Vec::new());
    for (position, table) in tables.into_iter().enumerate() {
        let id = table.get("id").and_then(toml::Value::as_str);
        let place = id.map_or_else(
            || format!("claim {}", position + 1),
            |id| format!("claim `{id}`"),
        );
        match table.try_into::<Claim>() {
            Ok(claim) => claims.push(claim),
            Err(error) => {
                let error = error.to_string();
                problems.push(format!("{place}: {}", error.trim().replace('\n', " ")));
            }
        }
    }
    (claims, problems)
}

#[cfg(test)]
mod tests {
    use super::{Bound, Claims, Computation, File, claims};
    use crate::reports::ReportFiles;

    #[test]
    fn claims_built_in_can_be_read() {
        for name in ReportFiles::names() {
            let files = ReportFiles::open(&name).unwrap();
            let claims = Claims::read(&files, "claims.toml").unwrap();
            assert!(!claims.claims.is_empty(), "{name}");
        }
        let files = ReportFiles::open("nao-hc547").unwrap();
        let claims = Claims::read(&files, "claims.toml").unwrap();
        assert_eq!(claims.defaults.own, "quoted-nao-hc547");
        let first = &claims.claims[0];
        assert_eq!(
            (first.stated, first.bound),
            (Some(194_000.0), Some(Bound::Over))
        );
        assert!(matches!(
            first.computation,
            Computation::MeasureValue { .. }
        ));
    }

    #[test]
    fn a_damaged_claim_does_not_hide_another() {
        let text = "
            [[claim]]
            id = 'a'
            paragraph = '1'
            sentence = 's'
            unit = 'u'
            places = 0
            colour = 'red'
            computation = { kind = 'number', value = 1 }
            [[claim]]
            id = 'b'
            paragraph = '1'
            sentence = 's'
            unit = 'u'
            places = 0
            computation = { kind = 'guess' }
            [[claim]]
            unit = 'u'
            [[claim]]
            id = 'd'
            paragraph = '1'
            sentence = 's'
            unit = 'u'
            places = 0
            computation = { kind = 'sum', terms = [{ kind = 'number', value = 1, times = 'x' }, { kind = 'value', id = 'x', id2 = 'y' }] }
        ";
        let file: File = toml::from_str(text).unwrap();
        let (read, problems) = claims(file.claim);
        assert!(read.is_empty());
        let expected = [
            ("claim `a`: ", "unknown field `colour`"),
            ("claim `b`: ", "unknown variant `guess`"),
            ("claim 3: ", "missing field `id`"),
            ("claim `d`: ", "`times` is not a number"),
        ];
        assert_eq!(problems.len(), expected.len(), "{problems:?}");
        for (problem, (place, what)) in problems.iter().zip(expected) {
            assert!(problem.starts_with(place), "{problem}");
            assert!(problem.contains(what), "{problem}");
        }
    }
}
