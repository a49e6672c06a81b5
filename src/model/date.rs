//! Days of the calendar, counted from 1 January 1970.

/// `2024-03-31` from days since 1 January 1970 (proleptic Gregorian calendar).
#[must_use]
pub fn iso_date(days: i32) -> String {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let (month, carry) = if month < 10 {
        (month + 3, 0)
    } else {
        (month - 9, 1)
    };
    format!("{:04}-{month:02}-{day:02}", year + era * 400 + carry)
}

#[cfg(test)]
mod tests {
    use super::iso_date;
    use crate::model::Period;

    #[test]
    fn days_are_written_as_dates() {
        assert_eq!(iso_date(0), "1970-01-01");
        assert_eq!(iso_date(-1), "1969-12-31");
        // 29 February 2024 is 19,782 days after 1 January 1970 (Python: datetime.date.toordinal).
        assert_eq!(iso_date(19_782), "2024-02-29");
        let year = Period::financial(2024);
        assert_eq!(
            year.first_day().map(iso_date).as_deref(),
            Some("2023-04-01")
        );
        assert_eq!(year.last_day().map(iso_date).as_deref(), Some("2024-03-31"));
    }
}
