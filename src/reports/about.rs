//! What a report is: its name, who published it and when, and the files beside its description.

use serde::Deserialize;

use crate::model::month_name;

/// What a report is, and which files are beside its description.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct About {
    /// Its name, in file names and messages.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Who published it.
    pub publisher: String,
    /// Its number or the like: `HC 547`.
    pub reference: String,
    /// When: `2025-01-31`, or a month.
    pub published: String,
    /// Where it can be found.
    pub address: String,
    /// Licence of its figures.
    pub licence: String,
    /// The release in which values that only the report states are kept.
    pub own_release: String,
    /// Releases that the figures are pinned to.
    pub releases: Vec<String>,
    /// CSV of the values that only the report states.
    pub values: String,
    /// CSV of values that others state, for comparison.
    pub beside: String,
    /// CSV of commitments.
    pub commitments: String,
    /// Where in the report the commitments are listed: `Appendix Two`.
    pub commitments_place: String,
    /// What readers of the commitments need to know: who reported their status, and when.
    pub commitments_note: String,
    /// CSV of the measures held, by metric and crime.
    pub coverage: String,
    /// TOML of the claims that `vawg audit` checks.
    pub claims: String,
    /// The page's first paragraph.
    pub summary: String,
    /// Notes on the whole page.
    pub notes: Vec<String>,
}

impl About {
    /// When it was published, as people write it: `31 January 2025`; any other text as it is.
    #[must_use]
    pub fn published_in_words(&self) -> String {
        in_words(&self.published).unwrap_or_else(|| self.published.clone())
    }

    /// Publisher, title, reference and date, as a source is cited.
    #[must_use]
    pub fn citation(&self) -> String {
        let published = in_words(&self.published).unwrap_or_else(|| self.published.clone());
        let parts = [&self.publisher, &self.title, &self.reference, &published];
        let parts = parts.into_iter().map(String::as_str);
        let parts: Vec<&str> = parts.filter(|text| !text.is_empty()).collect();
        parts.join(", ")
    }

    /// A place in the report: `HC 547, Appendix Two`; by its title where it has no reference.
    #[must_use]
    pub fn place(&self, place: &str) -> String {
        let reference = match self.reference.as_str() {
            "" => &self.title,
            reference => reference,
        };
        let parts = [reference, place];
        let parts = parts.into_iter().filter(|text| !text.is_empty());
        parts.collect::<Vec<_>>().join(", ")
    }

    /// `National Audit Office, HC 547, 31 January 2025, https://…`
    #[must_use]
    pub fn publication(&self) -> String {
        let published = self.published_in_words();
        let parts = [&self.publisher, &self.reference, &published, &self.address];
        let parts = parts.into_iter().filter(|part| !part.is_empty());
        let parts: Vec<&str> = parts.map(String::as_str).collect();
        parts.join(", ")
    }

    /// The files of stated values, the report's own first.
    pub fn value_files(&self) -> impl Iterator<Item = &str> {
        let files = [self.values.as_str(), self.beside.as_str()];
        files.into_iter().filter(|file| !file.is_empty())
    }
}

/// A date `2025-01-31` or a month `2025-01` in words.
fn in_words(date: &str) -> Option<String> {
    let parts: Vec<u16> = date
        .split('-')
        .map(|part| part.parse().ok())
        .collect::<Option<_>>()?;
    let month = |month: u16| {
        let month = u8::try_from(month).ok()?;
        (1..=12).contains(&month).then(|| month_name(month))
    };
    match *parts.as_slice() {
        [year, number] if year > 999 => Some(format!("{} {year}", month(number)?)),
        [year, number, day] if year > 999 && (1..=31).contains(&day) => {
            Some(format!("{day} {} {year}", month(number)?))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::in_words;

    #[test]
    fn a_date_is_written_as_people_write_it() {
        assert_eq!(in_words("2025-01-31").unwrap(), "31 January 2025");
        assert_eq!(in_words("2023-03").unwrap(), "March 2023");
        for other in [
            "2025",
            "spring 2025",
            "2025-13",
            "2025-01-32",
            "2024-25",
            "",
        ] {
            assert_eq!(in_words(other), None, "{other}");
        }
    }
}
