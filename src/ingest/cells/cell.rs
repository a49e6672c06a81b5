//! What publishers write into cells: labels with note references, codes, numbers and markers.

use crate::ingest::files::book::Cell;
use crate::ingest::finding::Finding;
use crate::model::Marker;

/// A label and the notes it refers to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Label {
    /// Without note references; spaces of any kind collapsed.
    pub(crate) text: String,
    /// Numbers as published, joined by commas: `28,29`.
    pub(crate) notes: String,
}

/// Splits a label from its note references: `[note 28,29]`, `[notes 3, 4]`, `[note 9][note 10]`,
/// or a bare `[70]`. Other brackets stay in the text.
pub(crate) fn label(raw: &str) -> Label {
    let mut text = String::with_capacity(raw.len());
    let mut notes: Vec<String> = Vec::new();
    let mut rest = raw;
    while let Some(open) = rest.find('[') {
        let (before, bracket) = rest.split_at(open);
        text.push_str(before);
        let Some(close) = bracket.find(']') else {
            rest = bracket;
            break;
        };
        match note_numbers(&bracket[1..close]) {
            Some(numbers) => notes.extend(numbers),
            None => text.push_str(&bracket[..=close]),
        }
        rest = &bracket[close + 1..];
    }
    text.push_str(rest);
    Label {
        text: collapsed(&text),
        notes: notes.join(","),
    }
}

/// Splits a name from digits of footnotes glued to it: `Dyfed-Powys4`, `Surrey7,8`,
/// `(excluding fraud3)`, `Stalking and harassment 5`.
pub(crate) fn glued_notes(raw: &str) -> (String, String) {
    let text = collapsed(raw);
    let (text, bracket) = match text.strip_suffix(')') {
        Some(inside) => (inside, ")"),
        None => (text.as_str(), ""),
    };
    let name = text.trim_end_matches(|character: char| {
        character.is_ascii_digit() || matches!(character, ',' | ' ')
    });
    let digits = text[name.len()..].trim();
    let glued = digits.starts_with(|first: char| first.is_ascii_digit())
        && name.ends_with(|last: char| last.is_alphabetic() || last == ')')
        && digits
            .split(',')
            .all(|note| (1..=2).contains(&note.trim().len()));
    if glued {
        let notes: Vec<&str> = digits.split(',').map(str::trim).collect();
        (format!("{name}{bracket}"), notes.join(","))
    } else {
        (format!("{text}{bracket}"), String::new())
    }
}

/// Text with outer spaces removed and inner runs of any white space made one space.
pub(crate) fn collapsed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn note_numbers(inside: &str) -> Option<Vec<String>> {
    let inside = inside.trim();
    let lower = inside.to_ascii_lowercase();
    let numbers = lower
        .strip_prefix("notes")
        .or_else(|| lower.strip_prefix("note"))
        .unwrap_or(&lower);
    let numbers: Vec<String> = numbers
        .split(',')
        .map(|number| number.trim().to_owned())
        .collect();
    let all_digits =
        |number: &String| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    numbers.iter().all(all_digits).then_some(numbers)
}

/// An offence code as text: a whole number without a decimal point, other text as it stands.
pub(crate) fn code(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Number(number) => number.to_string(),
        Cell::Text(text) => without_residue(collapsed(text)),
    }
}

/// Whether a row holds the number of people asked: `Unweighted base - number of adults`,
/// `Base: unweighted`, `Number of respondents`.
pub(crate) fn is_base(label: &str) -> bool {
    let label = label.to_lowercase();
    let weighted = label.contains("weighted") && !label.contains("unweighted");
    let asked = [
        "unweighted",
        "sample size",
        "number of respondents",
        "number of interviews",
    ];
    !weighted && (label.starts_with("base") || asked.iter().any(|words| label.contains(words)))
}

/// What a cell of figures holds.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Reading {
    /// A number.
    Value(f64),
    /// The marker that stands for one.
    Marker(Marker),
    /// Nothing at all.
    Blank,
    /// Text that is neither.
    Unreadable(String),
}

/// Reads a cell of figures; numbers kept as text (`"1,234"`, ` 66776 `) are read as numbers.
pub(crate) fn reading(cell: &Cell) -> Reading {
    match cell {
        Cell::Empty => Reading::Blank,
        Cell::Number(number) if number.is_finite() => Reading::Value(*number),
        Cell::Number(number) => Reading::Unreadable(number.to_string()),
        Cell::Text(text) => {
            if let Ok(marker) = text.parse() {
                return Reading::Marker(marker);
            }
            match number(text) {
                Some(number) => Reading::Value(number),
                None => Reading::Unreadable(collapsed(text)),
            }
        }
    }
}

/// The value of a cell of figures, or the marker that stands for it; `None` where it has neither.
pub(crate) fn value_or_marker(cell: &Cell) -> Option<(Option<f64>, Option<Marker>)> {
    match reading(cell) {
        Reading::Value(value) => Some((Some(value), None)),
        Reading::Marker(marker) => Some((None, Some(marker))),
        Reading::Blank | Reading::Unreadable(_) => None,
    }
}

/// The finding about a cell that holds no figure: blank, an unknown marker, a formula or text.
pub(crate) fn unreadable(sheet: &str, at: String, cell: &Cell, label: &str) -> Finding {
    let value = match cell {
        Cell::Empty => String::new(),
        Cell::Number(number) => number.to_string(),
        Cell::Text(text) => text.clone(),
    };
    let text = value.trim();
    let bracketed = text.starts_with('[') && text.ends_with(']');
    let (rule, what) = if text.is_empty() {
        ("figure-readable", "is blank")
    } else if bracketed {
        ("marker-known", "is a marker that is not known")
    } else if text.starts_with('=') {
        (
            "figure-readable",
            "is missing: the cell holds a formula without its result (open the file in a spreadsheet program and save it)",
        )
    } else {
        ("figure-readable", "is neither a number nor a known marker")
    };
    let character = odd_character(text).filter(|_| !bracketed);
    let message = format!(
        "the figure of `{label}` {what}{}",
        character.unwrap_or_default()
    );
    Finding::error(rule, sheet, at, value, message)
}

/// Names a character that looks like another one.
fn odd_character(text: &str) -> Option<String> {
    let odd = text
        .chars()
        .find(|one| !one.is_ascii() && !one.is_alphabetic())?;
    Some(format!(" (it has the character U+{:04X})", u32::from(odd)))
}

/// A number as text: thousands in groups, a per cent sign after it, or `8.3E-2` as programs write it.
///
/// A typographic minus is a minus; spaces that do not break a line may part thousands.
pub(crate) fn number(text: &str) -> Option<f64> {
    let text = text.trim();
    let text = text.strip_suffix('%').map_or(text, str::trim_end);
    if text.is_ascii() {
        return plain_number(text);
    }
    plain_number(&without_typography(text))
}

/// A number with a hyphen for its minus and without spaces of typographers.
fn without_typography(text: &str) -> String {
    let kept = text
        .chars()
        .filter(|one| !matches!(one, '\u{a0}' | '\u{2009}' | '\u{202f}'));
    kept.map(|one| if one == '\u{2212}' { '-' } else { one })
        .collect()
}

fn plain_number(text: &str) -> Option<f64> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    if let Some((mantissa, exponent)) = digits.split_once(['e', 'E']) {
        return with_exponent(mantissa, exponent).then(|| text.parse().ok())?;
    }
    let plain = digits
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.' || byte == b',');
    let (whole, _) = digits.split_once('.').unwrap_or((digits, ""));
    let mut groups = whole.split(',');
    let first = groups.next()?;
    let grouped =
        !whole.contains(',') || (first.len() <= 3 && groups.all(|group| group.len() == 3));
    (plain && grouped && !first.is_empty())
        .then(|| text.replace(',', "").parse().ok())
        .flatten()
}

/// One digit, perhaps with others behind a point, times a power of ten.
fn with_exponent(mantissa: &str, exponent: &str) -> bool {
    let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, decimals) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
    let power = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
    whole.len() == 1
        && all_digits(whole)
        && !decimals.is_empty()
        && all_digits(decimals)
        && (1..=2).contains(&power.len())
        && all_digits(power)
}

/// A code such as 4.4 without what is left of its binary form: `4.4000000000000004`.
pub(crate) fn without_residue(code: String) -> String {
    const DIGITS_OF_A_BINARY_NUMBER: usize = 16;
    let number = code.parse::<f64>().ok();
    match number.filter(|_| code.len() > DIGITS_OF_A_BINARY_NUMBER) {
        Some(number) => number.to_string(),
        None => code,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{
        Cell, Label, Marker, Reading, code, glued_notes, is_base, label, number, reading,
        without_residue,
    };

    #[test]
    fn a_number_with_an_exponent_is_one_and_a_code_with_a_letter_is_none() {
        for (text, value) in [
            ("8.25E-2", Some(0.0825)),
            ("-1e-05", Some(-1e-5)),
            ("1E+3", Some(1e3)),
        ] {
            assert_eq!(number(text), value, "{text}");
        }
        for text in ["19E", "20E1", "E2", "1.E2", "1e", "1e999", "1,0e2", "1e-"] {
            assert_eq!(number(text), None, "{text}");
        }
    }

    #[test]
    fn a_code_keeps_its_letters_and_loses_only_what_is_no_part_of_it() {
        for (printed, code) in [
            ("4.4000000000000004", "4.4"),
            ("37.200000000000003", "37.2"),
            ("4.5999999999999996", "4.6"),
            ("4.10", "4.10"),
            ("1/4.1/4.10/4.2", "1/4.1/4.10/4.2"),
            ("19C", "19C"),
        ] {
            assert_eq!(without_residue(printed.to_owned()), code);
        }
    }

    fn split(raw: &str) -> (String, String) {
        let Label { text, notes } = label(raw);
        (text, notes)
    }

    #[test]
    fn note_references_of_every_spelling_are_kept_apart_from_the_label() {
        let cases = [
            ("Rape of a female [note 28,29]", "Rape of a female", "28,29"),
            ("Homicide [notes 3, 4]", "Homicide", "3,4"),
            (
                "Trafficking for sexual exploitation [note 23, 28 ]",
                "Trafficking for sexual exploitation",
                "23,28",
            ),
            ("Fraud  [note 61 ,62]", "Fraud", "61,62"),
            (
                "Robbery of business property [37]",
                "Robbery of business property",
                "37",
            ),
            ("    Fraud [note 9][note 10]", "Fraud", "9,10"),
            (
                "Sexual assault\u{a0}on a male  child ",
                "Sexual assault on a male child",
                "",
            ),
            ("Cost [net]", "Cost [net]", ""),
            ("Broken [note 3", "Broken [note 3", ""),
        ];
        for (raw, text, notes) in cases {
            assert_eq!(split(raw), (text.to_owned(), notes.to_owned()), "{raw}");
        }
    }

    #[test]
    fn digits_of_footnotes_are_taken_off_the_names_they_are_glued_to() {
        let cases = [
            ("ENGLAND AND WALES7,8", "ENGLAND AND WALES", "7,8"),
            ("Dyfed-Powys4", "Dyfed-Powys", "4"),
            (
                "Total recorded crime (excluding fraud3)",
                "Total recorded crime (excluding fraud)",
                "3",
            ),
            ("Stalking and harassment 5", "Stalking and harassment", "5"),
            ("North West ", "North West", ""),
            ("year ending March 2019", "year ending March 2019", ""),
        ];
        for (raw, name, notes) in cases {
            assert_eq!(
                glued_notes(raw),
                (name.to_owned(), notes.to_owned()),
                "{raw}"
            );
        }
    }

    #[test]
    fn a_base_is_told_from_figures_in_every_wording() {
        for base in [
            "Unweighted base - number of adults",
            "Base: unweighted",
            "Base (unweighted)",
            "Base",
            "Number of respondents",
            "Unweighted sample size",
        ] {
            assert!(is_base(base), "{base}");
        }
        for other in ["Weighted base", "Any domestic abuse", "Number of victims"] {
            assert!(!is_base(other), "{other}");
        }
    }

    #[test]
    fn codes_keep_what_tells_them_apart() {
        assert_eq!(code(&Cell::Number(1.0)), "1");
        assert_eq!(code(&Cell::Number(4.1)), "4.1");
        assert_eq!(code(&Cell::Text("4.10".into())), "4.10");
        assert_eq!(code(&Cell::Text(" 19C ".into())), "19C");
        assert_eq!(code(&Cell::Empty), "");
    }

    #[test]
    fn figures_are_numbers_markers_or_said_to_be_neither() {
        let text = |text: &str| reading(&Cell::Text(text.to_owned()));
        assert_eq!(text("[x]"), Reading::Marker(Marker::NotAvailable));
        assert_eq!(text(" 66,776 "), Reading::Value(66_776.0));
        assert_eq!(text("-1 "), Reading::Value(-1.0));
        assert_eq!(text("\u{2212}1.2"), Reading::Value(-1.2));
        assert_eq!(text("66\u{a0}776\u{2009}%"), Reading::Value(66_776.0));
        assert_eq!(text("66 776"), Reading::Unreadable("66 776".into()));
        assert_eq!(text("1,2345"), Reading::Unreadable("1,2345".into()));
        assert_eq!(text("n/a"), Reading::Unreadable("n/a".into()));
        assert_eq!(text("NaN"), Reading::Unreadable("NaN".into()));
        assert_eq!(reading(&Cell::Empty), Reading::Blank);
        assert_eq!(reading(&Cell::Number(0.0)), Reading::Value(0.0));
    }

    proptest! {
        #[test]
        fn no_cell_makes_the_reader_panic(raw in "\\PC{0,24}") {
            let _ = label(&raw);
            let _ = reading(&Cell::Text(raw));
        }
    }
}
