//! What a heading has beside its period: the unit, the status of the figures, notes.

use crate::ingest::cells::cell::collapsed;
use crate::model::Marker;

/// The period of a heading alone, and the notes with those that were found beside it.
pub(super) fn without_what_stands_beside(heading: &str, mut notes: String) -> (String, String) {
    let mut text = without_unit(heading);
    if let Some((before, marker)) = standing_in_words(&text) {
        add_note(&mut notes, marker);
        text = before.trim_end().to_owned();
    }
    // `[p]` after a period says that its figures are provisional.
    while let Some((before, marker)) = text.clone().rsplit_once('[') {
        let Ok(marker) = format!("[{marker}").parse::<Marker>() else {
            break;
        };
        add_note(&mut notes, &marker.to_string());
        before.trim_end().clone_into(&mut text);
    }
    if let Some((without, note)) = glued_to_year(&text) {
        text = without;
        let others = std::mem::replace(&mut notes, note);
        add_note(&mut notes, &others);
    }
    (text, notes)
}

/// A heading without the words or sign that say that its figures are percentages.
fn without_unit(text: &str) -> String {
    let text = collapsed(&text.replace("(%)", " "));
    let lower = text.to_ascii_lowercase();
    let units = [
        "(percentage)",
        "(percentages)",
        "(per cent)",
        "(percent)",
        "%",
    ];
    let unit = units.iter().find(|unit| lower.ends_with(**unit));
    unit.map_or(text.clone(), |unit| {
        text[..text.len() - unit.len()].trim_end().to_owned()
    })
}

/// A heading without the words that say how its figures stand, and the marker that says the same:
/// `2021/22 [provisional]`, `2021/22p`.
fn standing_in_words(text: &str) -> Option<(&str, &'static str)> {
    const STANDINGS: [(&str, &str); 8] = [
        ("[provisional]", "[p]"),
        ("(provisional)", "[p]"),
        ("(p)", "[p]"),
        ("[revised]", "[r]"),
        ("(revised)", "[r]"),
        ("(r)", "[r]"),
        ("p", "[p]"),
        ("r", "[r]"),
    ];
    let lower = text.to_ascii_lowercase();
    STANDINGS.iter().find_map(|(ending, marker)| {
        let before = text.get(..lower.strip_suffix(ending)?.len())?;
        let follows_a_digit = before.ends_with(|last: char| last.is_ascii_digit());
        (ending.len() > 1 || follows_a_digit).then_some((before, *marker))
    })
}

fn add_note(notes: &mut String, note: &str) {
    if !notes.is_empty() && !note.is_empty() {
        notes.push(',');
    }
    notes.push_str(note);
}

/// The heading without the digits of footnotes glued to its last year: `Mar '121`, `Mar 20113,4`.
fn glued_to_year(text: &str) -> Option<(String, String)> {
    let (before, year) = text.rsplit_once(' ')?;
    let short = year.starts_with(['\'', '\u{2019}']);
    let digits = year.trim_start_matches(['\'', '\u{2019}']);
    let length = year.len() - digits.len() + if short { 2 } else { 4 };
    let note = year.get(length..)?;
    let all_notes = !note.is_empty()
        && digits.starts_with(|first: char| first.is_ascii_digit())
        && note.split(',').all(|note| {
            (1..=2).contains(&note.len()) && note.bytes().all(|byte| byte.is_ascii_digit())
        });
    all_notes.then(|| (format!("{before} {}", &year[..length]), note.to_owned()))
}
