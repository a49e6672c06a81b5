//! An amount of money, as people write it: `66bn`, `£140m`, `2,500`.

use anyhow::Result;

use crate::answer::{NumberFormat, Unit};
use crate::problem::Problem;

/// An amount of money and its unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Amount {
    /// In the unit.
    pub(crate) number: f64,
    unit: Unit,
}

impl Amount {
    const UNITS: [(&'static str, Unit); 7] = [
        ("billion", Unit::PoundsBillion),
        ("bn", Unit::PoundsBillion),
        ("million", Unit::PoundsMillion),
        ("m", Unit::PoundsMillion),
        ("thousand", Unit::PoundsThousand),
        ("k", Unit::PoundsThousand),
        ("", Unit::Pounds),
    ];

    /// The amount in a text.
    ///
    /// # Errors
    /// A text that is not an amount of money.
    pub(crate) fn read(text: &str) -> Result<Self> {
        let bare = text.trim().trim_start_matches('£').trim().to_lowercase();
        let read = Self::UNITS.iter().find_map(|(ending, unit)| {
            let digits = bare.strip_suffix(ending)?.trim_end().replace(',', "");
            let is_plain = digits.chars().all(|it| it.is_ascii_digit() || it == '.');
            let number = digits.parse().ok().filter(|_| is_plain)?;
            Some(Self {
                number,
                unit: *unit,
            })
        });
        read.ok_or_else(|| {
            Problem::usage(format!("`{text}` is not an amount of money"))
                .hint("for example 66bn, 140m, 2500 or '£2,500'")
                .into()
        })
    }

    /// Whether it is in pounds, not in thousands or millions of them.
    pub(crate) fn is_bare(self) -> bool {
        self.unit == Unit::Pounds
    }

    /// `£ billion`
    pub(crate) fn unit(self) -> String {
        self.unit.name().to_owned()
    }

    /// How a number in the same unit is written: `£66 billion`.
    pub(crate) fn format(self, number: f64) -> NumberFormat {
        let places = match number {
            _ if number.fract() == 0.0 => 0,
            _ if self.is_bare() => 2,
            _ => 1,
        };
        NumberFormat::In(self.unit, places)
    }
}

#[cfg(test)]
mod tests {
    use super::{Amount, Unit};

    #[test]
    fn amounts_are_read_as_people_write_them() {
        let read = |text| Amount::read(text).map(|it| (it.number, it.unit)).ok();
        assert_eq!(read("66bn"), Some((66.0, Unit::PoundsBillion)));
        assert_eq!(read("£66 billion"), Some((66.0, Unit::PoundsBillion)));
        assert_eq!(read("4.8 BN"), Some((4.8, Unit::PoundsBillion)));
        assert_eq!(read("£140m"), Some((140.0, Unit::PoundsMillion)));
        assert_eq!(read("£2,500"), Some((2500.0, Unit::Pounds)));
        for none in [
            "", "bn", "-3", "1e9", "inf", "NaN", "66 euros", "£", "1.2.3",
        ] {
            assert_eq!(read(none), None, "{none}");
        }
    }
}
