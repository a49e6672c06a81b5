//! Number formats that change what a number means: 0.0725 shown as 7.25% is 7.25 per cent, and a
//! number shown as a date is not a figure.

use super::parts::{attribute, each_start};
use foldhash::{HashMap, HashMapExt};

/// What a number format makes of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum NumberFormat {
    /// A number as it is.
    #[default]
    Plain,
    /// A fraction shown as a percentage.
    Percentage,
    /// A date or a time.
    Date,
}

/// The formats that cells refer to by number.
pub(super) fn cell_formats(xml: &str) -> Result<Vec<NumberFormat>, String> {
    let mut own: HashMap<u32, NumberFormat> = HashMap::new();
    let mut formats = Vec::new();
    // `xf` occurs in two lists; cells refer to the one inside `cellXfs`.
    let mut of_cells = false;
    each_start(xml, |element| {
        let id = || attribute(element, "numFmtId").parse().unwrap_or(0);
        match element.local_name().as_ref() {
            "numFmt" => {
                own.insert(
                    id(),
                    NumberFormat::of_code(&attribute(element, "formatCode")),
                );
            }
            "cellXfs" => of_cells = true,
            "cellStyles" | "dxfs" | "cellStyleXfs" => of_cells = false,
            "xf" if of_cells => {
                let id = id();
                let format = own.get(&id).copied();
                formats.push(format.unwrap_or_else(|| NumberFormat::built_in(id)));
            }
            _ => {}
        }
        Ok(())
    })?;
    Ok(formats)
}

impl NumberFormat {
    /// The format of a number that Excel knows without a code.
    pub(crate) const fn built_in(id: u32) -> Self {
        match id {
            9 | 10 => Self::Percentage,
            14..=22 | 27..=36 | 45..=47 | 50..=58 => Self::Date,
            _ => Self::Plain,
        }
    }

    /// The format of a code such as `0.0%`, `#,##0` or `dd/mm/yyyy`, by its first section.
    pub(crate) fn of_code(code: &str) -> Self {
        let mut characters = code.chars().peekable();
        let mut date = false;
        while let Some(character) = characters.next() {
            match character {
                '\\' | '_' | '*' => {
                    characters.next();
                }
                '"' => {
                    characters.by_ref().find(|one| *one == '"');
                }
                '[' => {
                    let inside: String =
                        characters.by_ref().take_while(|one| *one != ']').collect();
                    let inside = inside.to_lowercase();
                    // `[h]` counts hours; `[Red]` and `[>100]` are not part of the number.
                    date |= !inside.is_empty() && inside.bytes().all(|one| b"hms".contains(&one));
                }
                '%' => return Self::Percentage,
                ';' => break,
                'd' | 'm' | 'h' | 'y' | 's' | 'D' | 'M' | 'H' | 'Y' | 'S' => date = true,
                _ => {}
            }
        }
        if date { Self::Date } else { Self::Plain }
    }
}

/// A fraction as a percentage, without the error that a multiplication would add: 7.25 of 0.0725.
pub(crate) fn per_cent(fraction: f64) -> f64 {
    let shifted = format!("{fraction}e2").parse();
    shifted.unwrap_or(fraction * 100.0)
}

#[cfg(test)]
mod tests {
    use super::{NumberFormat, cell_formats, per_cent};

    #[test]
    fn percentages_and_dates_are_told_from_numbers() {
        for (code, format) in [
            ("0%", NumberFormat::Percentage),
            ("0.0%;-0.0%", NumberFormat::Percentage),
            ("[Red]0.0%", NumberFormat::Percentage),
            ("0.0\"%\"", NumberFormat::Plain),
            ("0.0\\%", NumberFormat::Plain),
            ("#,##0", NumberFormat::Plain),
            ("General", NumberFormat::Plain),
            ("[>=100]0", NumberFormat::Plain),
            ("dd/mm/yyyy", NumberFormat::Date),
            ("[h]:mm", NumberFormat::Date),
            ("0\" days\"", NumberFormat::Plain),
        ] {
            assert_eq!(NumberFormat::of_code(code), format, "{code}");
        }
        assert_eq!(NumberFormat::built_in(10), NumberFormat::Percentage);
        assert_eq!(NumberFormat::built_in(14), NumberFormat::Date);
    }

    #[test]
    fn cells_refer_to_the_formats_of_cells() {
        let xml = "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"0.0%\"/></numFmts>\
            <cellStyleXfs><xf numFmtId=\"9\"/></cellStyleXfs><cellXfs><xf numFmtId=\"0\"/>\
            <xf numFmtId=\"164\"/><xf numFmtId=\"14\"/></cellXfs><cellStyles/></styleSheet>";
        assert_eq!(
            cell_formats(xml).unwrap(),
            [
                NumberFormat::Plain,
                NumberFormat::Percentage,
                NumberFormat::Date
            ]
        );
    }

    #[test]
    fn a_percentage_is_the_one_that_is_shown() {
        // In binary arithmetic 0.0725 * 100 is 7.249999999999999 and 0.07 * 100 is 7.000000000000001.
        for (fraction, shown) in [(0.0725, 7.25), (0.07, 7.0), (-0.0627, -6.27), (0.0, 0.0)] {
            assert!(
                per_cent(fraction).to_bits() == f64::to_bits(shown),
                "{fraction}"
            );
        }
    }
}
