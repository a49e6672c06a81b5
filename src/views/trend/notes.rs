//! Notes on the trends of an answer, for the full answer and below charts.

use crate::estimates::Crossing;
use crate::facts::trend::sensitivity::has_trend;
use crate::facts::trend::shown::Shown;
use crate::facts::{Facts, Statistic};
use crate::model::PeriodBasis;
use crate::words;

/// What the notes depend on besides the facts.
#[allow(
    clippy::struct_excessive_bools,
    reason = "each option of the command line is a switch of its own"
)]
pub(crate) struct Asked {
    /// Whether a chart is drawn.
    pub(crate) chart: bool,
    /// How trends run across breaks.
    pub(crate) crossing: Crossing,
    /// Whether the user chose the first or the last period.
    pub(crate) window: bool,
}

/// A note, and whether it belongs below a chart too.
type Note = (String, bool);

/// The notes on the trends of an answer; none where there is no trend.
pub(crate) fn notes(asked: &Asked, shown: &[Shown], facts: &Facts) -> Vec<Note> {
    if !shown.iter().any(has_trend) {
        return Vec::new();
    }
    let mut notes: Vec<Note> = Vec::new();
    notes.extend(several_tests(facts).map(|note| (note, false)));
    let drawn = shown
        .iter()
        .any(|one| has_trend(one) && one.statistic == Statistic::Observed);
    if asked.chart && drawn {
        let which = match &asked.crossing {
            Crossing::Always => "trends across breaks, ignoring them",
            Crossing::Never => "trends between breaks",
            _ => "trends across breaks, with a level step where one was asked for",
        };
        let lines = format!("Thin dashed lines: {which}. Shaded: their confidence intervals.");
        notes.push((lines, true));
        if facts
            .iter()
            .any(|fact| fact.statistic == Statistic::JoinpointPlace)
        {
            let bars = "Bars on the time axis: where a trend turned, with its confidence limits.";
            notes.push((bars.to_owned(), true));
        }
    }
    // Fewer than two years have no room for terms.
    let two_years = |one: &&Shown| {
        let needed = match one.series.basis() {
            PeriodBasis::Month => 24,
            _ => 8,
        };
        one.valued().count() >= needed
    };
    let seasons = shown.iter().filter(|one| has_trend(one)).filter(two_years);
    let seasons = seasons.map(|one| one.series.basis());
    for basis in [PeriodBasis::Month, PeriodBasis::Quarter] {
        if seasons.clone().any(|one| one == basis) {
            let kind = basis.kind();
            let text = format!(
                "The trend has a term for each {kind} of the year, so that the season is not taken for a trend."
            );
            notes.push((text, true));
        }
    }
    if !matches!(asked.crossing, Crossing::Always | Crossing::Never) {
        let text = "A level step and a turn at about the same time can explain the same figures: models \
                    with one, the other or both may disagree. An average annual change leaves steps out.";
        notes.push((text.to_owned(), true));
    }
    if asked.window {
        let text =
            "The user chose the first or last period: a trend depends on where it begins and ends.";
        notes.push((text.to_owned(), true));
    }
    notes
}

/// How often several tests find something where nothing changes.
fn several_tests(facts: &Facts) -> Option<String> {
    let rates = [Statistic::Apc, Statistic::AnnualChange];
    let tested = facts
        .iter()
        .filter(|fact| rates.contains(&fact.statistic) && fact.p_value.is_some())
        .count();
    (tested > 1).then(|| {
        format!(
            "This answer tests {} trends. Each test finds a trend [s] in up to one of 20 series that do \
             not change, so with several tests a false [s] is more likely: about one in seven for a flat \
             series in three parts.",
            words::number(tested)
        )
    })
}
