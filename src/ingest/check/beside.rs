//! A file beside another release: the same figures under another period, and fewer figures, areas
//! or periods than there were.

use std::collections::BTreeSet;

use crate::catalogue::OUTCOMES_IN_PERIOD;
use crate::frame::Figures;
use crate::ingest::finding::Finding;
use crate::ingest::{Intake, Previous};
use crate::model::{Kind, Marker, Period};

const RULE: &str = "other-period";

/// A finding where a file holds the figures of a release of another period again, all of them and in
/// the same order.
pub(super) fn same_as_other_period(
    figures: &Figures,
    period: Period,
    other: &Previous<'_>,
) -> Option<Finding> {
    let same_length = figures.len() == other.figures.len() && !figures.is_empty();
    if !same_length || period == other.period || periods(figures) == periods(other.figures) {
        return None;
    }
    contents(figures).eq(contents(other.figures)).then(|| {
        let message = format!(
            "all {} figures are those of release {}, which is of another period: is the file the right one for {period}?",
            figures.len(),
            other.release
        );
        Finding::warning(RULE, "", "", period.to_string(), message)
    })
}

/// A finding where the bytes of a file are those of a release of another period.
pub(crate) fn same_bytes(intake: &Intake, others: &[(String, Period)]) -> Option<Finding> {
    if intake.findings.iter().any(|one| one.rule == RULE) {
        return None;
    }
    let (release, period) = others.iter().find(|(_, period)| *period != intake.period)?;
    let message = format!(
        "the same file is release {release}, of {period}: is it the right one for {}?",
        intake.period
    );
    let value = intake.period.to_string();
    Some(Finding::warning(RULE, "", "", value, message))
}

/// What each figure is about, but for its period, with what it says.
fn contents(figures: &Figures) -> impl Iterator<Item = (&Kind, &str, Option<u64>, Option<Marker>)> {
    figures.iter().map(|row| {
        let value = row.value().map(f64::to_bits);
        (row.kind(), row.area(), value, row.marker())
    })
}

fn periods(figures: &Figures) -> BTreeSet<Period> {
    figures.periods().iter().copied().collect()
}

/// A finding where a file has fewer figures, areas or periods than another release of its family.
pub(super) fn fewer_than(figures: &Figures, other: &Previous<'_>) -> Option<Finding> {
    let fewer = fewer(figures, other.figures)?;
    let message = format!("the file has less than release {}: {fewer}", other.release);
    Some(shrunk(figures, message))
}

/// A finding where a file has fewer figures, areas or periods than those held under its own name,
/// which it would take the place of.
pub(crate) fn poorer_than(figures: &Figures, held: &Previous<'_>) -> Option<Finding> {
    let fewer = fewer(figures, held.figures)?;
    let message = format!(
        "the file has less than what is held of release {}, and takes its place: {fewer}",
        held.release
    );
    Some(shrunk(figures, message))
}

fn shrunk(figures: &Figures, message: String) -> Finding {
    let value = figures.len().to_string();
    Finding::warning("coverage-shrank", "", "", value, message)
}

/// What there is less of, in words.
fn fewer(figures: &Figures, other: &Figures) -> Option<String> {
    // A file of outcomes has a row only for those that were recorded.
    let is_sparse = figures
        .tables()
        .iter()
        .any(|table| table == OUTCOMES_IN_PERIOD);
    let sizes = |figures: &Figures| {
        [
            (
                "figures and markers",
                if is_sparse { 0 } else { figures.len() },
            ),
            ("tables", figures.tables().len()),
            ("areas", figures.areas().len()),
            ("periods", periods(figures).len()),
        ]
    };
    let fewer: Vec<String> = sizes(figures)
        .iter()
        .zip(sizes(other))
        .filter(|((_, now), (_, before))| now < before)
        .map(|((what, now), (_, before))| format!("{now} {what}, not {before}"))
        .collect();
    (!fewer.is_empty()).then(|| fewer.join("; "))
}

#[cfg(test)]
mod tests {
    use super::{Previous, fewer_than, same_as_other_period};
    use crate::frame::{Figures, FiguresBuilder};
    use crate::ingest::check::fixture::{add, frame, some};
    use crate::model::Period;

    fn counts(first: u16, values: &[f64]) -> Figures {
        let mut figures = FiguresBuilder::default();
        let values: Vec<Option<f64>> = values.iter().copied().map(Some).collect();
        add(&mut figures, ("T", "count"), first, &[("", "Row", &values)]);
        frame(&figures)
    }

    fn earlier(figures: &Figures) -> Previous<'_> {
        Previous {
            release: "earlier".to_owned(),
            period: Period::financial(2017),
            figures,
        }
    }

    #[test]
    fn the_same_figures_under_another_period_are_told() {
        let old = counts(2017, &[5.0, 6.0]);
        let told = |figures: &Figures, year| {
            same_as_other_period(figures, Period::financial(year), &earlier(&old)).is_some()
        };
        assert!(told(&counts(2018, &[5.0, 6.0]), 2018));
        assert!(!told(&counts(2018, &[5.0, 7.0]), 2018));
        assert!(!told(&counts(2017, &[5.0, 6.0]), 2017));
        assert!(!told(&Figures::default(), 2018));
    }

    #[test]
    fn fewer_figures_are_told_with_their_numbers() {
        let old = counts(2015, &some([1.0; 4]).map(|one| one.unwrap_or(0.0)));
        let message =
            |figures: &Figures| fewer_than(figures, &earlier(&old)).map(|one| one.message);
        assert_eq!(message(&counts(2015, &[1.0; 4])), None);
        let told = message(&counts(2015, &[1.0; 2])).unwrap();
        assert!(
            told.contains("2 figures and markers, not 4; 2 periods, not 4"),
            "{told}"
        );
    }
}
