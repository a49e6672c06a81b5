//! Periods on the publisher's own basis, and their arithmetic. A type, never a bare year: the year to March 2024, the
//! year to December 2024 and calendar 2024 are three different things.

/// A span of months as a publisher names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Period {
    /// Twelve months ending with the month (1 to 12) of the year; the financial year ends in March.
    YearEnding {
        /// Year of the last month.
        year: u16,
        /// Last month, 1 to 12.
        month: u8,
    },
    /// A calendar quarter, 1 to 4.
    Quarter {
        /// Year.
        year: u16,
        /// 1 to 4.
        quarter: u8,
    },
    /// A calendar month, 1 to 12.
    Month {
        /// Year.
        year: u16,
        /// 1 to 12.
        month: u8,
    },
    /// A calendar year.
    Calendar {
        /// Year.
        year: u16,
    },
    /// A place on a time axis outside the calendar, one unit long: a user's own figures only.
    Number {
        /// The middle, in millionths.
        millionths: i64,
    },
}

/// The kinds of period that a reader can ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum PeriodKind {
    /// The publisher's years: financial years, calendar years.
    #[default]
    Year,
    /// Years that end with any month.
    Rolling,
    /// Calendar quarters.
    Quarter,
    /// Calendar months.
    Month,
}

impl PeriodKind {
    /// Every kind, the shortest last.
    pub const ALL: [Self; 4] = [Self::Year, Self::Rolling, Self::Quarter, Self::Month];

    /// Its name as an option takes it: `year`, `rolling` ….
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Year => "year",
            Self::Rolling => "rolling",
            Self::Quarter => "quarter",
            Self::Month => "month",
        }
    }

    /// What figures of this kind are: `yearly`, `monthly`.
    #[must_use]
    pub const fn adjective(self) -> &'static str {
        match self {
            Self::Year => "yearly",
            Self::Rolling => "rolling-year",
            Self::Quarter => "quarterly",
            Self::Month => "monthly",
        }
    }
}

/// What a series of periods is made of; periods of two bases never share a line or a fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PeriodBasis {
    /// Years ending with this month, 1 to 12.
    YearEnding(u8),
    /// Calendar quarters.
    Quarter,
    /// Calendar months.
    Month,
    /// Calendar years.
    Calendar,
    /// Plain numbers.
    Number,
}

impl PeriodBasis {
    /// The kind of period in words: `financial year`, `rolling year`, `quarter` …
    #[must_use]
    pub const fn kind(self) -> &'static str {
        match self {
            Self::YearEnding(3) => "financial year",
            Self::YearEnding(_) => "rolling year",
            Self::Quarter => "quarter",
            Self::Month => "month",
            Self::Calendar => "calendar year",
            Self::Number => "number",
        }
    }
}

impl Period {
    /// A place outside the calendar, kept to six decimal places; none for anything else.
    #[must_use]
    pub fn number(middle: f64) -> Option<Self> {
        const FARTHEST: f64 = 1e9;
        (middle.is_finite() && middle.abs() <= FARTHEST).then(|| Self::Number {
            millionths: (middle * 1e6).round() as i64,
        })
    }

    /// The financial year that ends in March of `year`.
    #[must_use]
    pub const fn financial(year: u16) -> Self {
        Self::YearEnding { year, month: 3 }
    }

    /// The period from the first to the last month, both `(year, month)` and both inside it, where
    /// publishers have a name for such a period.
    #[must_use]
    pub fn spanning(first: (u16, u8), last: (u16, u8)) -> Option<Self> {
        let months = month_index(last.0, last.1) - month_index(first.0, first.1) + 1;
        match months {
            1 => Some(Self::Month {
                year: last.0,
                month: last.1,
            }),
            3 if last.1.is_multiple_of(3) => Some(Self::Quarter {
                year: last.0,
                quarter: last.1 / 3,
            }),
            12 => Some(Self::YearEnding {
                year: last.0,
                month: last.1,
            }),
            _ => None,
        }
    }

    /// The period from one month to the month before another, both counted from the year 0, where
    /// publishers have a name for it.
    #[must_use]
    pub fn of_months(first: i32, end: i32) -> Option<Self> {
        let month = |index: i32| {
            let year = u16::try_from(index.div_euclid(12)).ok()?;
            Some((year, u8::try_from(index.rem_euclid(12) + 1).ok()?))
        };
        Self::spanning(month(first)?, month(end - 1)?)
    }

    /// The kind of period that a reader asks for with it.
    #[must_use]
    pub const fn kind(self) -> PeriodKind {
        match self {
            Self::YearEnding { month: 3, .. } | Self::Calendar { .. } | Self::Number { .. } => {
                PeriodKind::Year
            }
            Self::YearEnding { .. } => PeriodKind::Rolling,
            Self::Quarter { .. } => PeriodKind::Quarter,
            Self::Month { .. } => PeriodKind::Month,
        }
    }

    /// Which kind of series the period belongs to.
    #[must_use]
    pub const fn basis(self) -> PeriodBasis {
        match self {
            Self::YearEnding { month, .. } => PeriodBasis::YearEnding(month),
            Self::Quarter { .. } => PeriodBasis::Quarter,
            Self::Month { .. } => PeriodBasis::Month,
            Self::Calendar { .. } => PeriodBasis::Calendar,
            Self::Number { .. } => PeriodBasis::Number,
        }
    }

    /// First month, counted in months from the year 0.
    #[must_use]
    pub fn first_month(self) -> i32 {
        self.end_month() - self.months()
    }

    /// The month after the last, counted in months from the year 0.
    #[must_use]
    pub fn end_month(self) -> i32 {
        1 + match self {
            Self::YearEnding { year, month } | Self::Month { year, month } => {
                month_index(year, month)
            }
            Self::Quarter { year, quarter } => month_index(year, quarter * 3),
            Self::Calendar { year } => month_index(year, 12),
            Self::Number { .. } => (self.midpoint() * 12.0).round() as i32 + 5,
        }
    }

    /// Its first day, counted in days from 1 January 1970; none outside the calendar.
    #[must_use]
    pub fn first_day(self) -> Option<i32> {
        self.is_in_calendar()
            .then(|| days_before(self.first_month()))
    }

    /// Its last day, counted in days from 1 January 1970; none outside the calendar.
    #[must_use]
    pub fn last_day(self) -> Option<i32> {
        self.is_in_calendar()
            .then(|| days_before(self.end_month()) - 1)
    }

    const fn is_in_calendar(self) -> bool {
        !matches!(self, Self::Number { .. })
    }

    /// Length in months.
    #[must_use]
    pub const fn months(self) -> i32 {
        match self {
            Self::YearEnding { .. } | Self::Calendar { .. } | Self::Number { .. } => 12,
            Self::Quarter { .. } => 3,
            Self::Month { .. } => 1,
        }
    }

    /// The middle of the period in decimal years: the x of every trend and every chart.
    #[must_use]
    pub fn midpoint(self) -> f64 {
        match self {
            Self::Number { millionths } => millionths as f64 / 1e6,
            _ => f64::from(self.first_month() + self.end_month()) / 24.0,
        }
    }

    /// Its first moment in decimal years.
    #[must_use]
    pub fn start(self) -> f64 {
        match self {
            Self::Number { .. } => self.midpoint() - 0.5,
            _ => f64::from(self.first_month()) / 12.0,
        }
    }

    /// The moment after its last, in decimal years.
    #[must_use]
    pub fn end(self) -> f64 {
        match self {
            Self::Number { .. } => self.midpoint() + 0.5,
            _ => f64::from(self.end_month()) / 12.0,
        }
    }

    /// The period of the same kind one year earlier.
    #[must_use]
    pub const fn year_before(self) -> Self {
        match self {
            Self::YearEnding { year, month } => Self::YearEnding {
                year: year.saturating_sub(1),
                month,
            },
            Self::Quarter { year, quarter } => Self::Quarter {
                year: year.saturating_sub(1),
                quarter,
            },
            Self::Month { year, month } => Self::Month {
                year: year.saturating_sub(1),
                month,
            },
            Self::Calendar { year } => Self::Calendar {
                year: year.saturating_sub(1),
            },
            Self::Number { millionths } => Self::Number {
                millionths: millionths - 1_000_000,
            },
        }
    }

    /// The period of the same kind that follows directly.
    #[must_use]
    pub const fn following(self) -> Self {
        match self {
            Self::YearEnding { year, month } => Self::YearEnding {
                year: year + 1,
                month,
            },
            Self::Quarter { year, quarter: 4 } => Self::Quarter {
                year: year + 1,
                quarter: 1,
            },
            Self::Quarter { year, quarter } => Self::Quarter {
                year,
                quarter: quarter + 1,
            },
            Self::Month { year, month: 12 } => Self::Month {
                year: year + 1,
                month: 1,
            },
            Self::Month { year, month } => Self::Month {
                year,
                month: month + 1,
            },
            Self::Calendar { year } => Self::Calendar { year: year + 1 },
            Self::Number { millionths } => Self::Number {
                millionths: millionths + 1_000_000,
            },
        }
    }
}

/// Days from 1 January 1970 to the first day of a month, counted in months from the year 0
/// (proleptic Gregorian calendar).
fn days_before(month: i32) -> i32 {
    // A year that begins in March has its leap day at its end.
    let since_march = month - 2;
    let (year, month) = (since_march.div_euclid(12), since_march.rem_euclid(12));
    let days = 365 * year + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    days + (153 * month + 2) / 5 - 719_468
}

fn month_index(year: u16, month: u8) -> i32 {
    i32::from(year) * 12 + i32::from(month) - 1
}

impl Ord for Period {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.start()
            .total_cmp(&other.start())
            .then(self.months().cmp(&other.months()))
            .then(self.basis().cmp(&other.basis()))
    }
}

impl PartialOrd for Period {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Period;

    fn period(text: &str) -> Period {
        text.parse().unwrap()
    }

    #[test]
    fn the_midpoint_of_a_financial_year_is_the_end_of_september() {
        assert!((period("2023-24").midpoint() - 2023.75).abs() < 1e-12);
        assert!((period("2024").midpoint() - 2024.5).abs() < 1e-12);
        assert!((period("2024-q1").midpoint() - 2024.125).abs() < 1e-12);
    }

    #[test]
    fn spans_are_named_only_where_publishers_name_them() {
        assert_eq!(
            Period::spanning((2023, 4), (2024, 3)),
            Some(period("2023-24"))
        );
        assert_eq!(
            Period::spanning((2025, 1), (2025, 12)),
            Some(period("ye-dec-2025"))
        );
        assert_eq!(
            Period::spanning((2024, 4), (2024, 6)),
            Some(period("2024-q2"))
        );
        assert_eq!(Period::spanning((2024, 5), (2024, 7)), None);
        assert_eq!(Period::spanning((2024, 3), (2023, 4)), None);
    }

    proptest! {
        #[test]
        fn a_following_period_begins_where_its_predecessor_ends(year in 1900u16..2100, month in 1u8..=12, kind in 0..4) {
            let period = match kind {
                0 => Period::YearEnding { year, month },
                1 => Period::Quarter { year, quarter: (month - 1) / 3 + 1 },
                2 => Period::Month { year, month },
                _ => Period::Calendar { year },
            };
            let next = period.following();
            prop_assert!(period < next);
            if kind != 0 {
                prop_assert_eq!(period.end_month(), next.first_month());
            }
            prop_assert_eq!(period.to_string().parse::<Period>(), Ok(period));
        }
    }
}
