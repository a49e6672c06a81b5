//! Small releases for the tests of queries and sums.

use crate::catalogue::Catalogue;
use crate::frame::{Figures, FiguresBuilder};
use crate::model::{Age, Observation, Period, Sex, Status};

/// Two offences, the second in use from 2006-07, and the measure that is their sum.
pub(super) const CATALOGUE: &str = r#"
    [[crime]]
    id = "crime"
    title = "Crime"
    description = "Both offences."
    default = ["both"]

    [[offence]]
    id = "X1"
    code = "X1"
    label = "First"
    sex = "all"

    [[offence]]
    id = "X2"
    code = "X2"
    label = "Second"
    also = ["Second offence"]
    sex = "all"
    from = "2006-07"

    [[measure]]
    id = "both"
    crime = "crime"
    source = "police"
    label = "Both"
    noun = "offences"
    unit = "offences"
    statistic = "count"
    sex = "all"
    age = "all"
    table = "A5a"
    offences = ["X1", "X2"]
    total = "Both offences"
"#;

/// The catalogue of the tests.
pub(super) fn catalogue() -> Catalogue {
    Catalogue::from_texts([("catalogue.toml", CATALOGUE)]).unwrap()
}

/// A count of an offence in England and Wales.
pub(super) fn count(
    code: &str,
    label: &str,
    period: Period,
    cell: &str,
    value: f64,
) -> Observation {
    Observation {
        release: "mine".into(),
        table: "A5a".into(),
        source_ref: format!("Sheet!{cell}"),
        code: code.into(),
        label: label.into(),
        group: String::new(),
        breakdown: String::new(),
        sex: Sex::All,
        age: Age::All,
        area: "England and Wales".into(),
        area_code: String::new(),
        period,
        statistic: "count".into(),
        unit: "offences".into(),
        value: Some(value),
        marker: None,
        standard_error: None,
        lower: None,
        upper: None,
        base: None,
        status: Status::Official,
        notes: String::new(),
        withheld: String::new(),
    }
}

/// The frame of some observations.
pub(super) fn frame(rows: &[Observation]) -> Figures {
    let mut builder = FiguresBuilder::default();
    for row in rows {
        builder.push(row);
    }
    builder.finish("mine").unwrap()
}
