//! Which periods are named below the horizontal axis, and in how many lines.
//!
//! Holds words and places, and no drawing.

use super::strokes::Scale;
use super::theme::TICK;
use crate::answer::{Lines, Tick};

/// Widest line of a label below the axis, in pixels.
const WIDEST_TICK: f64 = 100.0;
/// Least white space between two labels below the axis, in pixels.
const BETWEEN_TICKS: f64 = 14.0;
/// The labels below the axis that have room.
pub(crate) fn placed(lines: &Lines, scale: &Scale) -> Vec<(f64, Vec<String>)> {
    let ticks: Vec<&Tick> = lines
        .ticks
        .iter()
        .filter(|tick| (scale.from..=scale.to).contains(&tick.at))
        .collect();
    let centres: Vec<f64> = ticks.iter().map(|tick| scale.x(tick.at)).collect();
    let labels: Vec<Vec<String>> = ticks.iter().map(|tick| words(tick)).collect();
    let widths: Vec<f64> = labels.iter().map(|lines| TICK.widest(lines)).collect();
    let kept = thinned(&centres, &widths, periods_per_year(&ticks), BETWEEN_TICKS);
    kept.into_iter()
        .map(|index| (centres[index], labels[index].clone()))
        .collect()
}

/// The lines of a period's label.
pub(crate) fn words(tick: &Tick) -> Vec<String> {
    TICK.wrap(&tick.label, WIDEST_TICK)
}

fn periods_per_year(ticks: &[&Tick]) -> usize {
    let spacing = ticks
        .windows(2)
        .map(|pair| pair[1].at - pair[0].at)
        .fold(f64::INFINITY, f64::min);
    if spacing.is_finite() && spacing > 0.0 {
        (1.0 / spacing).round() as usize
    } else {
        1
    }
}

/// Which of the labels are written, so that neighbours are at least `gap` pixels apart: evenly
/// spaced, the last always among them, and whole years where there are several to a year.
fn thinned(centres: &[f64], widths: &[f64], periods_per_year: usize, gap: f64) -> Vec<usize> {
    let count = centres.len();
    let Some(last) = count.checked_sub(1) else {
        return Vec::new();
    };
    let cycle = periods_per_year.max(1);
    let steps: Vec<usize> = (1..count.max(2))
        .filter(|step| step.is_multiple_of(cycle) || cycle.is_multiple_of(*step))
        .filter(|step| apart(&kept(last, *step), centres, widths, gap))
        .collect();
    let Some(&first) = steps.first() else {
        return vec![last];
    };
    let both_ends = |step: &&usize| last.is_multiple_of(**step) && **step <= first * 3 / 2 + 1;
    let step = steps.iter().find(both_ends).copied().unwrap_or(first);
    kept(last, step)
}

fn kept(last: usize, step: usize) -> Vec<usize> {
    (last % step..=last).step_by(step).collect()
}

fn apart(kept: &[usize], centres: &[f64], widths: &[f64], gap: f64) -> bool {
    kept.windows(2).all(|pair| {
        let (left, right) = (pair[0], pair[1]);
        centres[left] + widths[left] / 2.0 + gap <= centres[right] - widths[right] / 2.0
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::thinned;

    #[test]
    fn labels_are_thinned_to_both_ends_where_that_is_possible() {
        let centres: Vec<f64> = (0..23).map(|year| f64::from(year) * 40.0).collect();
        let kept = thinned(&centres, &[48.0; 23], 1, 12.0);
        assert_eq!(kept, (0..23).step_by(2).collect::<Vec<_>>());
        assert_eq!(thinned(&[5.0], &[48.0], 1, 12.0), [0]);
        assert!(thinned(&[], &[], 1, 12.0).is_empty());
    }

    #[test]
    fn quarters_are_thinned_by_whole_years() {
        let centres: Vec<f64> = (0..60).map(|quarter| f64::from(quarter) * 17.0).collect();
        let kept = thinned(&centres, &[80.0; 60], 4, 12.0);
        assert!(
            kept.windows(2)
                .all(|pair| (pair[1] - pair[0]).is_multiple_of(4))
        );
        assert_eq!(kept.last(), Some(&59));
    }

    proptest! {
        #[test]
        fn labels_that_are_kept_never_touch(
            widths in prop::collection::vec(5.0..200.0_f64, 1..80),
            spacing in 2.0..60.0_f64,
        ) {
            let centres: Vec<f64> = (0..widths.len()).map(|at| at as f64 * spacing).collect();
            let kept = thinned(&centres, &widths, 1, 8.0);
            prop_assert!(!kept.is_empty());
            for pair in kept.windows(2) {
                let left = centres[pair[0]] + widths[pair[0]] / 2.0;
                prop_assert!(left + 8.0 <= centres[pair[1]] - widths[pair[1]] / 2.0);
            }
        }
    }
}
