//! What is wrong with a claim by itself, before any name in it is looked up.

use super::{Claim, Computation};

/// What a claim says of itself.
pub(super) fn of_claim(claim: &Claim) -> Vec<String> {
    let loose = claim.bound.is_some() || claim.tolerance.is_some();
    let lowest = matches!(claim.computation, Computation::Lowest { .. });
    let below_0 = |value: Option<f64>| value.is_some_and(|it| it.is_nan() || it < 0.0);
    let checks = [
        (claim.id.is_empty(), "`id` is empty"),
        (claim.paragraph.is_empty(), "`paragraph` is empty"),
        (claim.sentence.is_empty(), "`sentence` is empty"),
        (
            !(-12..=12).contains(&claim.places),
            "`places` must lie between -12 and 12",
        ),
        (
            claim.stated.is_none() && loose,
            "`bound` and `tolerance` need `stated`",
        ),
        (
            claim.bound.is_some() && claim.tolerance.is_some(),
            "`bound` and `tolerance` exclude each other",
        ),
        (below_0(claim.tolerance), "`tolerance` is below 0"),
        (below_0(claim.revision), "`revision` is below 0"),
        (
            claim.revision.is_some() && claim.rests_on.is_empty(),
            "`revision` needs `rests_on`",
        ),
        (
            !claim.stated.is_none_or(is_sound),
            "`stated` is not a number that a report could state",
        ),
        (
            claim.texts().any(|text| text.contains(char::is_control)),
            "a text holds a line break or another control character",
        ),
        (
            !is_exact(claim) && !loose,
            "`stated` has more digits than `places` says",
        ),
        (
            lowest && claim.item.is_empty(),
            "`lowest` needs the `item` that is claimed to be it",
        ),
        (
            !lowest && !claim.item.is_empty(),
            "`item` is only for a computation of kind `lowest`",
        ),
    ];
    let found = checks.into_iter().filter(|(is_wrong, _)| *is_wrong);
    found.map(|(_, problem)| problem.to_owned()).collect()
}

/// Whether the stated value has no more decimal places than it says.
fn is_exact(claim: &Claim) -> bool {
    let step = 10_f64.powi(-claim.places.clamp(-12, 12));
    let steps = claim.stated.unwrap_or(0.0) / step;
    !steps.is_finite() || (steps - steps.round()).abs() < 1e-6
}

/// Whether it is a number, and one that arithmetic on 15 digits can hold.
fn is_sound(number: f64) -> bool {
    const LARGEST: f64 = 1e15;
    number.abs() <= LARGEST
}

/// Whether the numbers that a computation states are sound.
pub(super) fn has_sound_numbers(computation: &Computation) -> bool {
    match computation {
        Computation::Number { value } => is_sound(*value),
        Computation::Position { pair, .. } => pair.iter().all(|it| is_sound(*it)),
        Computation::Sum { terms } => terms.iter().all(|term| is_sound(term.times)),
        _ => true,
    }
}
