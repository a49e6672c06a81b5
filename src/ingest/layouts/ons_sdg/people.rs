//! Of whom a row is: its sex and age, and the years in which no row is of all people.

use std::collections::BTreeMap;

use super::Reader;
use super::label::age_in;
use crate::frame::FiguresBuilder;
use crate::ingest::cells::columns::Columns;
use crate::ingest::cells::people::{SEX_WORDS, means_all, sex_named};
use crate::ingest::finding::Finding;
use crate::model::{Age, Sex};

impl Reader<'_> {
    /// The sex of a row and the age that it prints; a word that is not understood is found.
    pub(super) fn people(&mut self, row: usize) -> Option<(Sex, Option<Age>)> {
        let Some(sex) = self.sex_of(row) else {
            let column = self.columns.at("Sex").unwrap_or(0);
            let message = format!("the sex is none of {SEX_WORDS}, or blank");
            self.fault(false, "sex-known", row, column, message);
            return None;
        };
        let series = self.cell(row, "Series");
        if let Some(other) = sex_of_series(&series).filter(|other| *other != sex) {
            let column = self.columns.at("Sex").unwrap_or(0);
            let message = format!("the sex is not that of the series `{series}`, {other}");
            self.fault(false, "sex-known", row, column, message);
            return None;
        }
        let printed = self.cell(row, "Age");
        let age = age_in(&printed);
        if age.is_none() && !printed.is_empty() {
            let column = self.columns.at("Age").unwrap_or(0);
            let message = "not an age group such as 16 to 59, 16-19 or 75 and over".to_owned();
            self.fault(false, "age-known", row, column, message);
            return None;
        }
        Some((sex, age))
    }

    /// A blank cell is of all people, unless the series is of one sex.
    fn sex_of(&self, row: usize) -> Option<Sex> {
        let Some(column) = self.columns.at("Sex") else {
            return Some(self.sex);
        };
        let text = self.columns.text(row, column);
        if means_all(&text) {
            let of_series = sex_of_series(&self.cell(row, "Series"));
            return Some(of_series.unwrap_or(Sex::All));
        }
        sex_named(&text)
    }
}

/// The one sex that a series names: `Women aged 16 and over`.
fn sex_of_series(series: &str) -> Option<Sex> {
    let words = series.split(|letter: char| !letter.is_alphabetic());
    let sexes: Vec<Sex> = words
        .filter(|word| word.len() > 1)
        .filter_map(sex_named)
        .filter(|sex| *sex != Sex::All)
        .collect();
    let first = *sexes.first()?;
    sexes.iter().all(|sex| *sex == first).then_some(first)
}

/// A finding for the years that have figures of groups and none of all people: the figures that this
/// program serves are missing, or a column says of them what it should not.
pub(super) fn without_headline(figures: &FiguresBuilder, columns: &Columns<'_>) -> Option<Finding> {
    let mut headlines: BTreeMap<_, bool> = BTreeMap::new();
    for row in 0..figures.len() {
        let period = figures.periods()[usize::from(figures.period_id_at(row))];
        let is_headline = figures.kind_at(row).breakdown.is_empty();
        *headlines.entry(period).or_default() |= is_headline;
    }
    let missing = headlines.iter().filter(|(_, held)| !**held);
    let missing: Vec<String> = missing.map(|(period, _)| period.to_string()).collect();
    let years = missing.join(", ");
    (!missing.is_empty()).then(|| {
        let message = format!(
            "no row of {years} is of all people: none has a blank, or a word such as `All`, in every column that names a group, so that the file has no headline of those years"
        );
        Finding::warning("headline-present", &columns.sheet.name, "", years, message)
    })
}

#[cfg(test)]
mod tests {
    use super::{Sex, sex_of_series};

    #[test]
    fn a_series_may_name_one_sex() {
        assert_eq!(sex_of_series("Women aged 16 and over"), Some(Sex::Women));
        assert_eq!(
            sex_of_series("Percentage of adults aged 16 to 59 (%)"),
            None
        );
        assert_eq!(sex_of_series("Women and men aged 16 to 59"), None);
        assert_eq!(sex_of_series(""), None);
    }
}
