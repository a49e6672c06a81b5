//! Markers that a sheet explains itself, such as `[u1] indicates that the rate is suppressed`.

use super::cell::collapsed;
use crate::ingest::files::book::{Cell, Sheet};
use crate::model::Marker;

/// A marker with the explanation that its sheet gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Explained {
    /// The marker whose letters it has (`[u1]` is a `[u]`), else `[x]`.
    pub(crate) marker: Marker,
    /// The marker as printed and its explanation: `[u1] indicates that …`.
    pub(crate) note: String,
}

/// Longest text inside the brackets of a marker.
const LONGEST: usize = 4;

/// The explanation of a cell's marker in the text of the same sheet; `None` where the cell holds
/// another thing or the sheet does not explain the marker.
pub(crate) fn explained(sheet: &Sheet, cell: &Cell) -> Option<Explained> {
    let Cell::Text(text) = cell else { return None };
    let wanted = marker_at_start(text.trim())
        .filter(|(_, rest)| rest.is_empty())?
        .0;
    let mut texts = sheet.rows.iter().flatten().filter_map(|cell| match cell {
        Cell::Text(text) if text.contains('[') => Some(text),
        _ => None,
    });
    let explanation = texts.find_map(|text| explanation(text, &wanted))?;
    let letters = wanted.trim_end_matches(|last: char| last.is_ascii_digit());
    Some(Explained {
        marker: format!("[{letters}]")
            .parse()
            .unwrap_or(Marker::NotAvailable),
        note: format!("[{wanted}] {explanation}"),
    })
}

/// The words after a marker in a text, up to the next marker.
fn explanation(text: &str, wanted: &str) -> Option<String> {
    let mut rest = text;
    while let Some(open) = rest.find('[') {
        rest = &rest[open..];
        let Some((marker, after)) = marker_at_start(rest) else {
            rest = &rest[1..];
            continue;
        };
        if marker == wanted {
            let words = collapsed(until_next_marker(after));
            let words =
                words.trim_matches(|end: char| matches!(end, ':' | ';' | '-' | '–' | '=' | ' '));
            return (words.split(' ').count() >= 2).then(|| words.to_owned());
        }
        rest = after;
    }
    None
}

fn until_next_marker(text: &str) -> &str {
    let next = text
        .match_indices('[')
        .find(|(at, _)| marker_at_start(&text[*at..]).is_some());
    next.map_or(text, |(at, _)| &text[..at])
}

/// The letters and digits of a marker at the start of a text, and the text after it. Numbers in
/// brackets refer to notes: they are not markers.
fn marker_at_start(text: &str) -> Option<(String, &str)> {
    let (inside, after) = text.strip_prefix('[')?.split_once(']')?;
    let inside = inside.trim().to_ascii_lowercase();
    let plausible = (1..=LONGEST).contains(&inside.len())
        && inside.starts_with(|first: char| first.is_ascii_alphabetic())
        && inside.bytes().all(|byte| byte.is_ascii_alphanumeric());
    plausible.then_some((inside, after))
}

#[cfg(test)]
mod tests {
    use super::{Cell, Explained, Marker, Sheet, explained};

    fn sheet(texts: &[&str]) -> Sheet {
        Sheet {
            rows: texts
                .iter()
                .map(|text| vec![Cell::from_text(text)])
                .collect(),
            ..Sheet::default()
        }
    }

    #[test]
    fn a_marker_that_the_sheet_explains_keeps_its_explanation() {
        // The wording of ONS police force area tables, Table P3, year ending March 2022.
        let text = "Some shorthand is used in this table. [x] indicates that data are unavailable, \
                    [u1] indicates that rates for City of London have been suppressed.";
        let sheet = sheet(&["Table P3 [note 1]", text, "[u1]"]);
        let find = |text: &str| explained(&sheet, &Cell::Text(text.to_owned()));
        assert_eq!(
            find(" [U1] "),
            Some(Explained {
                marker: Marker::LowReliability,
                note: "[u1] indicates that rates for City of London have been suppressed."
                    .to_owned(),
            })
        );
        assert_eq!(find("[u2]"), None);
        assert_eq!(find("[1]"), None);
        assert_eq!(find("u1"), None);
    }

    #[test]
    fn a_marker_of_unknown_letters_is_not_available() {
        let sheet = sheet(&["[qq]: no figure was collected. [ z ] means not applicable"]);
        let find = |text: &str| explained(&sheet, &Cell::Text(text.to_owned()));
        let unknown = find("[qq]").map(|found| (found.marker, found.note));
        assert_eq!(
            unknown,
            Some((
                Marker::NotAvailable,
                "[qq] no figure was collected.".to_owned()
            ))
        );
        let spaced = find("[z]").map(|found| found.marker);
        assert_eq!(spaced, Some(Marker::NotApplicable));
    }
}
