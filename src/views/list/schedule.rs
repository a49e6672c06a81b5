//! The next release of each family, and the releases that are old, as tables.

use crate::answer::{Answer, Text};
use crate::facts::published::schedule::{Expected, Month};

use super::Place::{Full, Machine, Short};
use super::listing;

/// The next release of each family that has a calendar.
pub(crate) fn next(expected: &[Expected<'_>]) -> Answer {
    let rows = expected.iter().map(|one| {
        vec![
            one.calendar.family.clone(),
            one.held.period.to_string(),
            one.period.to_string(),
            one.due.in_words(),
            one.calendar.title.clone(),
            one.address.clone(),
            one.calendar.seen.join(" "),
        ]
    });
    let columns = [
        ("family", Short),
        ("held", Short),
        ("next", Short),
        ("expected", Short),
        ("title", Full),
        ("address, a guess", Full),
        ("addresses seen", Machine),
    ];
    let mut answer = listing(
        "Next releases, by the publishers' calendars",
        &columns,
        rows,
    );
    if let Some(panel) = answer.panels.first_mut() {
        panel.summary.push(Text::from(
            "Addresses are guesses made from those seen. This program opens no connection.",
        ));
    }
    answer
}

/// Releases, the latest of their family, that were published more than so many months ago.
pub(crate) fn older(old: &[Expected<'_>], months: i32, today: Month) -> Answer {
    let rows = old.iter().map(|one| {
        vec![
            one.held.id.clone(),
            one.published.in_words(),
            one.period.to_string(),
            one.due.in_words(),
            one.address.clone(),
        ]
    });
    let columns = [
        ("name", Short),
        ("published", Short),
        ("next", Short),
        ("expected", Short),
        ("address, a guess", Full),
    ];
    let title = format!(
        "Releases published more than {months} months before {}",
        today.in_words()
    );
    let mut answer = listing(&title, &columns, rows);
    if let (Some(panel), true) = (answer.panels.first_mut(), old.is_empty()) {
        panel.summary = vec!["None.".into()];
    }
    answer
}
