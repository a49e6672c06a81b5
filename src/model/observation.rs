//! One published cell.

use super::{Age, Marker, Period, Sex, Status};

/// One published figure, or the marker that stands for it, with the cell it was read from.
#[derive(Debug, Clone, PartialEq)]
pub struct Observation {
    /// The publication: `ons-appendix-ye-dec-2025`.
    pub release: String,
    /// The publisher's table: `A5a`.
    pub table: String,
    /// `SHEET!CELL`, or the address of a quotation.
    pub source_ref: String,
    /// Offence code as published; empty on totals and in survey tables.
    pub code: String,
    /// Row label without note references and outer or double spaces.
    pub label: String,
    /// What the row stands under, where its label alone is not unique.
    pub group: String,
    /// Any further dimension, such as an ethnic group; empty in the headline row.
    pub breakdown: String,
    /// Sex of the people the figure describes.
    pub sex: Sex,
    /// Their ages.
    pub age: Age,
    /// `England and Wales`.
    pub area: String,
    /// Code of the area as published (GSS where there is one); empty where the file gives none.
    pub area_code: String,
    /// On the publisher's basis.
    pub period: Period,
    /// `count`, `rate`, `prevalence`, `share`, `relative_change`, `incidents`, `victims` …
    pub statistic: String,
    /// `offences`, `per cent`, `per 1,000 population` …
    pub unit: String,
    /// The figure as published, at full precision.
    pub value: Option<f64>,
    /// Why there is no figure, or what the publisher says of it.
    pub marker: Option<Marker>,
    /// In the unit of the value.
    pub standard_error: Option<f64>,
    /// Lower confidence limit as published.
    pub lower: Option<f64>,
    /// Upper confidence limit as published.
    pub upper: Option<f64>,
    /// Unweighted base: number of people asked.
    pub base: Option<f64>,
    /// The standing of this figure.
    pub status: Status,
    /// Note references as published (`28,29`), or a short remark of the publisher.
    pub notes: String,
    /// The rule that keeps the figure from being served; empty where it may be served.
    pub withheld: String,
}

/// What a row of figures is about, whatever its area and period.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Kind {
    /// The publisher's table.
    pub table: String,
    /// Offence code as published.
    pub code: String,
    /// Row label without note references.
    pub label: String,
    /// What the row stands under.
    pub group: String,
    /// Any further dimension, such as an ethnic group; empty in the headline row.
    pub breakdown: String,
    /// Sex of the people the figures describe.
    pub sex: Sex,
    /// Their ages.
    pub age: Age,
    /// `count`, `prevalence` …
    pub statistic: String,
    /// `offences`, `per cent` …
    pub unit: String,
    /// The standing of the figure.
    pub status: Status,
    /// Note references as published.
    pub notes: String,
}

/// A place as a file names it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Area {
    /// Its name without note references.
    pub name: String,
    /// Its code as published (GSS where there is one); empty where the file gives none.
    pub code: String,
}

impl Area {
    /// A name in the form in which spellings are compared: case, spaces and `&` do not matter.
    #[must_use]
    pub fn key(name: &str) -> String {
        let words: Vec<&str> = name.split_whitespace().collect();
        words.join(" ").to_lowercase().replace('&', "and")
    }

    /// An area known by its name alone.
    #[must_use]
    pub fn named(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            code: String::new(),
        }
    }
}

impl Observation {
    /// The columns of the tidy CSV, in order.
    pub const COLUMNS: [&'static str; 23] = [
        "release",
        "table",
        "source_ref",
        "code",
        "label",
        "group",
        "breakdown",
        "sex",
        "age",
        "area",
        "area_code",
        "period",
        "statistic",
        "unit",
        "value",
        "marker",
        "standard_error",
        "lower",
        "upper",
        "base",
        "status",
        "notes",
        "withheld",
    ];
}
