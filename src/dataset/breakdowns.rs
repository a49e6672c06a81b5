//! Survey figures of groups of people (by ethnic group, disability, age …): rows that have a breakdown,
//! which no headline figure is ever taken from.

use anyhow::Result;

use super::Dataset;
use super::ReleaseFile;
use super::points::point;
use super::series::tables_of;
use crate::catalogue::{Measure, MeasureRows, RowSelector};
use crate::frame::Key;
use crate::model::{Age, Observation, Period, Point, Series};

/// Built-in rows by group are apart from the headline rows of their table.
const GROUPS: &str = "groups";
/// Ages that headline figures are about: none of them is a group by age.
const HEADLINE_AGES: [Age; 3] = [Age::Between(16, 59), Age::Between(16, 74), Age::AndOver(16)];

/// The figure of one group of people.
#[derive(Debug, Clone)]
pub(crate) struct GroupFigure {
    /// What people are grouped by, as a name: `ethnicity`.
    pub(crate) dimension: String,
    /// The group, in words: `White`.
    pub(crate) group: String,
    /// The breakdown in machine output: `Ethnicity: White`.
    pub(crate) breakdown: String,
    /// Orders groups by age.
    pub(crate) from_age: u8,
    /// The figure.
    pub(crate) point: Point,
}

impl Dataset<'_> {
    /// The figures of groups that releases hold of a survey measure, each period and dimension from
    /// one release.
    ///
    /// # Errors
    /// A damaged release.
    pub(crate) fn groups(&self, measure: &Measure, pin: Option<&str>) -> Result<Vec<GroupFigure>> {
        let MeasureRows::Selected(selectors) = &measure.rows else {
            return Ok(Vec::new());
        };
        let mut found: Vec<GroupFigure> = Vec::new();
        let is_pinned = self.releases.iter().any(|one| Some(one.id.as_str()) == pin);
        for release in self.serving(pin) {
            if is_pinned && Some(release.id.as_str()) != pin {
                continue;
            }
            let selectors = selectors.iter();
            let selectors: Vec<&RowSelector> = selectors
                .filter(|row| row.is_of_family(&release.family))
                .collect();
            let of_release = self.groups_in(release, measure, &selectors)?;
            let known = found.len();
            for one in of_release {
                let same_dimension = |held: &&GroupFigure| {
                    (&held.dimension, held.point.period) == (&one.dimension, one.point.period)
                };
                let earlier = found[..known].iter().any(|held| same_dimension(&held));
                let repeated = found[known..]
                    .iter()
                    .any(|held| same_dimension(&held) && held.group == one.group);
                if !earlier && !repeated {
                    found.push(one);
                }
            }
        }
        Ok(found)
    }

    fn groups_in(
        &self,
        release: &ReleaseFile<'_>,
        measure: &Measure,
        selectors: &[&RowSelector],
    ) -> Result<Vec<GroupFigure>> {
        if selectors.is_empty() {
            return Ok(Vec::new());
        }
        let mut tables = tables_of(release, selectors)?;
        let own: Vec<&str> = tables.clone();
        tables.push(GROUPS);
        let whole = self.catalogue.whole();
        let key = match whole {
            Some(area) => Key::default().in_area(area.spellings(), &area.code),
            None => Key::default(),
        };
        let key = key
            .is("statistic", &measure.statistic)
            .is("unit", &measure.unit)
            .is("sex", &measure.sex.to_string())
            .with("label", selectors.iter().map(|row| &row.label));
        let mut found = Vec::new();
        for release_part in release.parts_with(&tables)? {
            let rows = super::select::rows(release_part, std::slice::from_ref(&key))?;
            for row in rows.iter().map(crate::frame::Row::observation) {
                let is_wanted = own.contains(&row.table.as_str())
                    && selectors.iter().any(|selector| {
                        selector.is_row(&row.table, &row.label, &row.group)
                            && selector.may_supply(row.period)
                    });
                if let Some(group) = group_of(&row, measure.age).filter(|_| is_wanted) {
                    found.push(GroupFigure {
                        point: point(&row, release.quoted_by()),
                        ..group
                    });
                }
            }
        }
        Ok(found)
    }

    /// The series that the figures of groups belong to, with who published them.
    pub(crate) fn series_of_groups(&self, measure: &Measure, points: &[Point]) -> Option<Series> {
        let mut series = self.template(measure, points, "")?;
        series.sources = self.source_lines(&series);
        Some(series)
    }
}

/// Of which group a row is, where it is of one of people of an age: without a figure yet.
fn group_of(row: &Observation, age: Age) -> Option<GroupFigure> {
    let named = |dimension: &str, group: String, breakdown: String, from_age| GroupFigure {
        dimension: slug(dimension),
        group,
        breakdown,
        from_age,
        point: Point::unknown(row.period),
    };
    let parts: Vec<(&str, &str)> = row
        .breakdown
        .split("; ")
        .filter_map(|part| part.split_once(": "))
        .collect();
    if parts.is_empty() {
        // By age: `Women aged 16 to 59`, the people that the age group is a part of, or nothing.
        let whole = age.in_words();
        let whole = whole.trim_start_matches("aged ");
        let is_of_whole = row.breakdown.contains(whole);
        let is_group = !HEADLINE_AGES.contains(&row.age) && row.age != Age::All;
        let belongs = is_of_whole || (row.breakdown.is_empty() && is_within(row.age, age));
        let words = row.age.in_words();
        let words = words.trim_start_matches("aged ").to_owned();
        return (is_group && belongs)
            .then(|| named("Age", words.clone(), format!("Age: {words}"), from(row.age)));
    }
    if row.age != age {
        return None;
    }
    // An ethnic group within a larger one is a dimension of its own.
    let (dimensions, groups): (Vec<&str>, Vec<&str>) = match parts.as_slice() {
        [("Ethnicity", _), group @ ("Ethnic group", _)] => (vec![group.0], vec![group.1]),
        parts => parts.iter().copied().unzip(),
    };
    Some(named(
        &dimensions.join(" by "),
        groups.join(", "),
        row.breakdown.clone(),
        0,
    ))
}

fn from(age: Age) -> u8 {
    match age {
        Age::Between(from, _) | Age::AndOver(from) => from,
        Age::All | Age::Under(_) => 0,
    }
}

/// Whether one age group is a part of another.
fn is_within(part: Age, whole: Age) -> bool {
    let ends = |age: Age| match age {
        Age::Between(from, to) => (from, to),
        Age::AndOver(from) => (from, u8::MAX),
        Age::Under(to) => (0, to),
        Age::All => (0, u8::MAX),
    };
    let ((from, to), (first, last)) = (ends(part), ends(whole));
    part != whole && first <= from && to <= last
}

/// A name of small letters, digits and hyphens.
fn slug(text: &str) -> String {
    let words = text.split(|one: char| !one.is_alphanumeric());
    let words: Vec<String> = words
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    words.join("-")
}

/// The latest period among figures.
pub(crate) fn latest(figures: &[GroupFigure]) -> Option<Period> {
    let periods = figures.iter().map(|one| one.point.period);
    periods.max_by_key(|period| period.end_month())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(breakdown: &str, age: Age) -> Observation {
        Observation {
            breakdown: breakdown.to_owned(),
            age,
            ..crate::dataset::fixture::count("", "", Period::financial(2020), "A1", 1.0)
        }
    }

    #[test]
    fn a_headline_row_is_of_no_group() {
        let all = Age::Between(16, 59);
        assert!(group_of(&row("", all), all).is_none());
        assert!(group_of(&row("", Age::AndOver(16)), all).is_none());
        assert!(group_of(&row("", Age::Between(16, 74)), Age::AndOver(16)).is_none());
    }

    #[test]
    fn groups_are_named_by_what_they_are_grouped_by() {
        let all = Age::Between(16, 59);
        let named = |breakdown: &str, age| {
            let found = group_of(&row(breakdown, age), all)?;
            Some((found.dimension, found.group))
        };
        let some = |dimension: &str, group: &str| Some((dimension.to_owned(), group.to_owned()));
        assert_eq!(named("Ethnicity: White", all), some("ethnicity", "White"));
        assert_eq!(
            named("Ethnicity: White; Ethnic group: Irish", all),
            some("ethnic-group", "Irish")
        );
        assert_eq!(
            named("Women aged 16 to 59", Age::Between(16, 19)),
            some("age", "16 to 19")
        );
        assert_eq!(named("", Age::Between(20, 24)), some("age", "20 to 24"));
        // Groups of other people.
        assert_eq!(named("Ethnicity: White", Age::AndOver(16)), None);
        assert_eq!(named("Women aged 16 to 74", Age::Between(16, 19)), None);
    }
}
