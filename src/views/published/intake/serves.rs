//! What a file in the tidy form serves, so that whoever wrote it sees that its rows are found.

use std::collections::BTreeSet;

use crate::ingest::{Intake, Served};
use crate::model::{Age, Period, Sex};
use crate::words::list;

/// So that the report on a file fits a screen.
const MOST: usize = 5;

/// What is said of people asked the same question in the same periods.
struct Line<'a> {
    crime: &'a str,
    age: Age,
    periods: &'a BTreeSet<Period>,
    sexes: Vec<Sex>,
}

/// `Serves: survey stalking, women and men aged 16 and over, 2029-30 and 2030-31`
pub(super) fn in_words(intake: &Intake) -> Vec<String> {
    let mut lines: Vec<Line<'_>> = Vec::new();
    for Served { measure, periods } in &intake.serves {
        let same = lines.iter_mut().find(|line| {
            line.crime == measure.crime && line.age == measure.age && line.periods == periods
        });
        match same {
            Some(line) => line.sexes.push(measure.sex),
            None => lines.push(Line {
                crime: &measure.crime,
                age: measure.age,
                periods,
                sexes: vec![measure.sex],
            }),
        }
    }
    let more = lines.len().saturating_sub(MOST);
    let shown = lines.iter().take(MOST).map(line);
    let more = (more > 0).then(|| format!("and {more} more"));
    shown.chain(more).collect()
}

fn line(line: &Line<'_>) -> String {
    let sexes: Vec<String> = line.sexes.iter().map(|sex| sex.noun().to_owned()).collect();
    let people = format!("{} {}", list(&sexes), line.age.in_words());
    let periods: Vec<String> = line.periods.iter().map(ToString::to_string).collect();
    let periods = match periods.as_slice() {
        [first, _, .., last] => format!("{first} to {last}"),
        few => list(few),
    };
    format!(
        "Serves: survey {}, {}, {periods}",
        line.crime,
        people.trim()
    )
}
