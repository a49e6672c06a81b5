//! Periods in the spellings that people and spreadsheets use.

use proptest::prelude::*;

use super::{Column, date_of_day};

fn read(texts: &[&str]) -> Vec<String> {
    let column = Column::of(texts.iter().copied());
    let read = texts.iter().map(|text| column.read(text));
    read.map(|period| period.map_or_else(|error| error, |period| period.to_string()))
        .collect()
}

#[test]
fn each_spelling_is_read() {
    for (text, period) in [
        ("2014/15", "2014-15"),
        ("2014/2015", "2014-15"),
        ("2014-2015", "2014-15"),
        ("2014\u{2013}15", "2014-15"),
        ("Apr 2014 to Mar 2015", "2014-15"),
        ("April 2014 - March 2015", "2014-15"),
        ("Year ending December 2025", "ye-dec-2025"),
        ("YE Dec 2025", "ye-dec-2025"),
        ("Jan 2024", "2024-m01"),
        ("January-2024", "2024-m01"),
        ("2024 JAN", "2024-m01"),
        ("01/2024", "2024-m01"),
        ("2024/01", "2024-m01"),
        ("2024-01-31", "2024-m01"),
        ("31/01/2024", "2024-m01"),
        ("31.01.2024", "2024-m01"),
        ("2024-01-31 00:00:00", "2024-m01"),
        ("Q1 2024", "2024-q1"),
        ("2024 Q1", "2024-q1"),
        ("2024Q1", "2024-q1"),
        ("Jan to Mar 2024", "2024-q1"),
        ("2011-12", "2011-12"),
        ("2024", "2024"),
        ("7", "7"),
    ] {
        assert_eq!(read(&[text]), [period], "{text}");
    }
}

#[test]
fn a_column_says_what_its_texts_mean() {
    assert_eq!(read(&["2011-12", "2012-01"]), ["2011-m12", "2012-m01"]);
    assert_eq!(read(&["2010-11", "2011-12"]), ["2010-11", "2011-12"]);
    assert_eq!(read(&["2014-03-31", "2015-03-31"]), ["2013-14", "2014-15"]);
    assert_eq!(read(&["31/03/2015", "30/06/2015"]), ["2015-q1", "2015-q2"]);
    assert_eq!(
        read(&["2015-01-01", "2015-02-01"]),
        ["2015-m01", "2015-m02"]
    );
    assert_eq!(read(&["40878", "50"]), ["40878", "50"]);
}

#[test]
fn what_spreadsheets_do_to_periods_is_explained() {
    assert!(read(&["40878", "41244"])[0].contains("2011-12-01"));
    assert!(read(&["Dec-11"])[0].contains("format Text"));
    for text in [
        "",
        "x",
        "32/01/2024",
        "2024-13-01",
        "Jan",
        "13/2024",
        "Q5 2024",
        "inf",
    ] {
        assert!(read(&[text])[0].contains("is not a period"), "{text}");
    }
}

/// Days from Python's datetime.date(1899, 12, 30) + timedelta(n).
#[test]
fn days_are_those_of_the_calendar() {
    for (day, date) in [
        (25_569, (1970, 1, 1)),
        (40_878, (2011, 12, 1)),
        (45_351, (2024, 2, 29)),
        (36_526, (2000, 1, 1)),
    ] {
        assert_eq!(date_of_day(day), date);
    }
}

proptest! {
    #[test]
    fn no_text_makes_the_reader_panic(text in "\\PC{0,16}", other in "[0-9a-z/ -]{0,14}") {
        let column = Column::of([text.as_str(), other.as_str()].into_iter());
        let _ = column.read(&text);
        let _ = column.read(&other);
    }
}
