//! Names of cells as a spreadsheet shows them: `Y77`.

/// The name of a cell as a spreadsheet shows it; row and column counted from 0.
#[must_use]
pub fn cell_name(row: usize, column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        let digit = (rest - 1) % 26;
        letters.push(char::from(b'A' + u8::try_from(digit).unwrap_or(0)));
        rest = (rest - 1) / 26;
    }
    let letters: String = letters.into_iter().rev().collect();
    format!("{letters}{}", row + 1)
}

/// Row and column, counted from 0, of a cell's name.
#[must_use]
pub fn cell_position(name: &str) -> Option<(usize, usize)> {
    let split = name.find(|letter: char| !letter.is_ascii_uppercase())?;
    let (letters, digits) = name.split_at(split);
    if letters.is_empty() || letters.len() > 3 || digits.starts_with(['0', '+']) {
        return None;
    }
    let column = letters.bytes().fold(0, |column, letter| {
        column * 26 + usize::from(letter - b'A') + 1
    });
    let row: usize = digits.parse().ok()?;
    Some((row.checked_sub(1)?, column.checked_sub(1)?))
}

#[cfg(test)]
mod tests {
    use super::{cell_name, cell_position};

    #[test]
    fn cells_are_named_as_a_spreadsheet_names_them() {
        for (row, column, name) in [
            (0, 0, "A1"),
            (76, 24, "Y77"),
            (8, 26, "AA9"),
            (0, 701, "ZZ1"),
            (0, 702, "AAA1"),
        ] {
            assert_eq!(cell_name(row, column), name);
            assert_eq!(cell_position(name), Some((row, column)));
        }
        for none in ["", "A", "1", "A0", "a1", "A1B", "ABCD1"] {
            assert_eq!(cell_position(none), None, "{none}");
        }
    }
}
