//! Units whose name is written around the number: `£84 billion`, `1 in 12`, `yes`.

use super::NumberFormat;

/// A unit whose name is written around the number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// `£2,500`
    Pounds,
    /// `£140 thousand`
    PoundsThousand,
    /// `£140 million`
    PoundsMillion,
    /// `£66 billion`
    PoundsBillion,
    /// `£66m`, where there is little room
    PoundsM,
    /// `£66bn`, where there is little room
    PoundsBn,
    /// `5.4 million`
    Million,
    /// `78%`
    PerCent,
    /// `3.64 times`
    Times,
    /// `1 in 12`
    OneIn,
    /// `2017`: a name, not a number of things
    Year,
    /// `first` for 1, else `second`
    PlaceInPair,
    /// `yes` for 1, else `no`
    YesOrNo,
}

impl Unit {
    const NAMES: [(Self, &'static str); 13] = [
        (Self::Pounds, "£"),
        (Self::PoundsThousand, "£ thousand"),
        (Self::PoundsMillion, "£ million"),
        (Self::PoundsBillion, "£ billion"),
        (Self::PoundsM, "£m"),
        (Self::PoundsBn, "£bn"),
        (Self::Million, "million"),
        (Self::PerCent, "per cent"),
        (Self::Times, "times"),
        (Self::OneIn, "one in"),
        (Self::Year, "year"),
        (Self::PlaceInPair, "place in the pair"),
        (Self::YesOrNo, "yes or no"),
    ];

    /// The unit of this name in machine output; none where the number is written by itself.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let found = Self::NAMES.iter().find(|(_, known)| *known == name);
        found.map(|(unit, _)| *unit)
    }

    /// Its name in machine output.
    #[must_use]
    pub fn name(self) -> &'static str {
        let found = Self::NAMES.iter().find(|(unit, _)| *unit == self);
        found.map_or("", |(_, name)| name)
    }

    /// The unit as a narrow table writes it.
    #[must_use]
    pub const fn abbreviated(self) -> Self {
        match self {
            Self::PoundsMillion => Self::PoundsM,
            Self::PoundsBillion => Self::PoundsBn,
            other => other,
        }
    }

    /// A number in this unit, with so many decimal places.
    pub(super) fn write(self, value: f64, places: usize) -> String {
        let number = NumberFormat::Decimal(places).write(value);
        let is_one = (value - 1.0).abs() < 1e-9;
        match self {
            Self::Pounds => format!("£{number}"),
            Self::PoundsThousand => format!("£{number} thousand"),
            Self::PoundsMillion => format!("£{number} million"),
            Self::PoundsBillion => format!("£{number} billion"),
            Self::PoundsM => format!("£{number}m"),
            Self::PoundsBn => format!("£{number}bn"),
            Self::Million => format!("{number} million"),
            Self::PerCent => format!("{number}%"),
            Self::Times => format!("{number} times"),
            Self::OneIn => format!("1 in {number}"),
            Self::Year => number.replace(',', ""),
            Self::PlaceInPair => if is_one { "first" } else { "second" }.to_owned(),
            Self::YesOrNo => if is_one { "yes" } else { "no" }.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Unit;

    #[test]
    fn the_name_of_a_unit_is_written_around_the_number() {
        let write = |name: &str, value, places| Unit::named(name).unwrap().write(value, places);
        assert_eq!(write("£ billion", 4.8, 1), "£4.8 billion");
        assert_eq!(write("one in", 12.0, 0), "1 in 12");
        assert_eq!(write("million", 5.4, 1), "5.4 million");
        assert_eq!(write("year", 2017.0, 0), "2017");
        assert_eq!(write("yes or no", 1.0, 0), "yes");
        assert_eq!(write("yes or no", 0.0, 0), "no");
        assert_eq!(write("place in the pair", 2.0, 0), "second");
        assert_eq!(write("per cent", 263.512_432, 2), "263.51%");
        assert_eq!(Unit::named("offences"), None);
        assert_eq!(Unit::PoundsMillion.name(), "£ million");
        assert_eq!(Unit::PoundsBillion.abbreviated().write(84.0, 0), "£84bn");
    }
}
