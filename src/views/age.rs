//! How old the figures of an answer are, in a line.

use std::fmt::Write as _;

use crate::facts::published::schedule::{Age, Month};
use crate::model::Source;

/// `Police: to December 2025, published about April 2026; a newer one is probably out. Survey: to March
/// 2025, quoted in July 2025.` Without the present month it says when
/// the next release is expected instead, so that a file is the same whenever it is made.
pub(crate) fn sentence(ages: &[Age], today: Option<Month>) -> String {
    let each: Vec<String> = ages.iter().map(|age| of_source(age, today)).collect();
    each.join(" ")
}

/// `Newer police figures probably exist.`: empty where none are.
pub(crate) fn newer(ages: &[Age], today: Month) -> String {
    let is_out = |age: &&Age| age.next.is_some_and(|(_, due)| today.since(due) > 0);
    let out: Vec<&Age> = ages.iter().filter(is_out).collect();
    match out.as_slice() {
        [] => String::new(),
        [one] if one.source == Source::Police => "Newer police figures probably exist.".to_owned(),
        _ => "Newer figures probably exist.".to_owned(),
    }
}

fn of_source(age: &Age, today: Option<Month>) -> String {
    let source = match age.source {
        Source::Police => "Police",
        Source::Survey => "Survey",
        Source::Cps => "CPS",
        Source::Own => "Own figures",
    };
    let mut said = format!("{source}: to {}", age.to.in_words());
    if let Some((month, is_known)) = age.published {
        let how = match (age.is_quoted, is_known) {
            (true, _) => "quoted in",
            (false, true) => "published",
            (false, false) => "published about",
        };
        let _ = write!(said, ", {how} {}", month.in_words());
    }
    match (age.next, today) {
        (Some((_, due)), Some(today)) if today.since(due) > 0 => {
            said.push_str("; a newer one is probably out");
        }
        (Some((to, due)), _) => {
            let (to, due) = (to.in_words(), due.in_words());
            let _ = write!(said, "; the next, to {to}, is expected in {due}");
        }
        (None, _) => {}
    }
    said.push('.');
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_newer_release_is_probably_out_after_the_month_in_which_it_was_expected() {
        let month = |date| Month::of_date(date).unwrap();
        let age = Age {
            source: Source::Police,
            to: month("2025-12-31"),
            published: Some((month("2026-04-01"), false)),
            is_quoted: false,
            next: Some((month("2026-03-31"), month("2026-07-01"))),
        };
        let said = |today| sentence(std::slice::from_ref(&age), today);
        let start = "Police: to December 2025, published about April 2026; ";
        let expected = format!("{start}the next, to March 2026, is expected in July 2026.");
        assert_eq!(said(None), expected);
        assert_eq!(said(Some(month("2026-07-31"))), expected);
        assert_eq!(
            said(Some(month("2026-08-01"))),
            format!("{start}a newer one is probably out.")
        );
    }
}
