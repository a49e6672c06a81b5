//! `vawg list`: the names that other commands take, and what is held.

use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::Result;

use super::Outcome;
use crate::answer::Answer;
use crate::cli::{ListArgs, Thing};
use crate::dataset::Dataset;
use crate::facts::published::schedule::{self, Expected, Month};
use crate::problem::Problem;
use crate::views::list;

/// The entries of one kind, or the words that can be listed.
///
/// # Errors
/// An age that cannot be read; an option that does not belong to what is listed.
pub fn list(args: &ListArgs, dataset: &Dataset<'_>) -> Result<Outcome> {
    if !args.next && args.older_than.is_none() {
        return Ok(entries(args.thing, dataset).into());
    }
    if args.thing != Some(Thing::Releases) {
        return Err(
            Problem::usage("--next and --older-than belong to `vawg list releases`").into(),
        );
    }
    let expected = schedule::expected(dataset);
    let Some(age) = &args.older_than else {
        return Ok(list::schedule::next(&expected).into());
    };
    let (months, today) = (months(age)?, today());
    let old = |one: &Expected<'_>| today.since(one.published) > months;
    let old: Vec<Expected<'_>> = expected.into_iter().filter(old).collect();
    Ok(Outcome {
        failed: !old.is_empty(),
        answer: list::schedule::older(&old, months, today),
    })
}

/// The months of an age such as `6m` or `1y`.
fn months(age: &str) -> Result<i32> {
    let age = age.trim().to_lowercase();
    let (number, each) = match (age.strip_suffix('m'), age.strip_suffix('y')) {
        (Some(number), _) => (number, 1),
        (_, Some(number)) => (number, 12),
        _ => (age.as_str(), 1),
    };
    let number = number.parse::<u16>().ok().map(i32::from);
    number.map(|number| number * each).ok_or_else(|| {
        Problem::usage(format!("--older-than expects an age, not `{age}`"))
            .hint("6m is six months, 1y a year")
            .into()
    })
}

/// The present month; that of `SOURCE_DATE_EPOCH` where it is set, so that runs can be repeated.
pub(crate) fn today() -> Month {
    const SECONDS_A_DAY: i64 = 86_400;
    let set = std::env::var("SOURCE_DATE_EPOCH").ok();
    let set = set.and_then(|text| text.parse::<i64>().ok());
    let now = || {
        let since = SystemTime::now().duration_since(UNIX_EPOCH);
        since.map_or(0, |since| {
            i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
        })
    };
    Month::of_day(set.unwrap_or_else(now).div_euclid(SECONDS_A_DAY))
}

fn entries(thing: Option<Thing>, dataset: &Dataset<'_>) -> Answer {
    let catalogue = dataset.catalogue();
    let Some(thing) = thing else {
        return list::words(Thing::words());
    };
    match thing {
        Thing::Crimes => list::crimes(catalogue),
        Thing::NotHeld => list::not_held(catalogue),
        Thing::Measures => list::measures(catalogue),
        Thing::Areas => list::areas(catalogue),
        Thing::Definitions => list::definitions(catalogue),
        Thing::Breaks => list::breaks(catalogue),
        Thing::Releases => list::releases(dataset),
        Thing::Rules => list::rules(),
    }
}
