//! Numbers with commas in a file whose columns are separated by semicolons: where a comma is the
//! decimal sign, `54,369` is not fifty-four thousand.

use super::book::{Cell, Sheet};

/// A number of the sheet that may have a decimal comma, where no other number tells that it has not:
/// none has a decimal point or two groups of thousands.
pub(crate) fn doubtful(sheet: &Sheet) -> Option<&str> {
    let mut doubtful = None;
    for cell in sheet.rows.iter().flatten() {
        let Cell::Text(text) = cell else { continue };
        match sign_of(text.trim()) {
            Some(Sign::Comma) => doubtful = doubtful.or(Some(text.trim())),
            Some(Sign::PointOrGroups) => return None,
            None => {}
        }
    }
    doubtful
}

enum Sign {
    /// One comma, with three digits behind it: of thousands or of decimals.
    Comma,
    /// What only an English number has.
    PointOrGroups,
}

fn sign_of(text: &str) -> Option<Sign> {
    let digits = text.strip_prefix(['-', '+', '\u{2212}']).unwrap_or(text);
    let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|one| one.is_ascii_digit());
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
    let groups: Vec<&str> = whole.split(',').collect();
    if !groups.iter().all(|group| all_digits(group)) {
        return None;
    }
    let in_thousands = groups[1..].iter().all(|group| group.len() == 3);
    match (groups.len(), decimals) {
        // Three digits behind a point may be thousands as well: `1.234` tells nothing.
        (_, decimals) if all_digits(decimals) && decimals.len() != 3 => Some(Sign::PointOrGroups),
        (3.., "") if in_thousands => Some(Sign::PointOrGroups),
        (2, "") if in_thousands => Some(Sign::Comma),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Cell, Sheet, doubtful};

    #[test]
    fn a_comma_is_in_doubt_unless_another_number_shows_what_it_is() {
        let doubt = |cells: &[&str]| {
            let row = cells.iter().map(|text| Cell::from_text(text)).collect();
            let sheet = Sheet {
                rows: vec![row],
                ..Sheet::default()
            };
            doubtful(&sheet).map(ToOwned::to_owned)
        };
        assert_eq!(
            doubt(&["2000-01", "54,369", "7"]).as_deref(),
            Some("54,369")
        );
        assert_eq!(doubt(&["-1,216", "1.234"]).as_deref(), Some("-1,216"));
        assert_eq!(doubt(&["54,369", "6.5"]), None);
        assert_eq!(doubt(&["54,369", "1,054,369"]), None);
        assert_eq!(doubt(&["54369", "Kent, Surrey", "2,5", "1,2,3"]), None);
    }
}
