//! Values that cannot be: outside the bounds of their statistic, or of their own limits.

use crate::frame::Row;
use crate::ingest::finding::Finding;
use crate::ingest::intake::Intake;
use crate::model::Kind;

const RULE: &str = "value-possible";

/// What values of a statistic may be.
struct Bounds {
    statistic: &'static str,
    /// The unit that the bounds are for; any unit where it is empty.
    unit: &'static str,
    least: f64,
    /// Whether the value must be above the least, not only at it.
    above: bool,
    most: f64,
    whole: bool,
    in_words: &'static str,
}

/// The largest count that any of the publications has is 68 million, of people.
const FEWER_THAN: f64 = 1e9;

const fn shares(statistic: &'static str) -> Bounds {
    Bounds {
        statistic,
        unit: "",
        least: 0.0,
        above: false,
        most: 100.0,
        whole: false,
        in_words: "from 0 to 100 per cent",
    }
}

const fn counts(statistic: &'static str, whole: bool) -> Bounds {
    Bounds {
        statistic,
        unit: "",
        least: 0.0,
        above: false,
        most: FEWER_THAN,
        whole,
        in_words: if whole {
            "a whole number from 0 to below 1,000,000,000"
        } else {
            "a number from 0 to below 1,000,000,000"
        },
    }
}

/// Bounds of each statistic. Changes have none. Numbers of a survey are printed in thousands, in some
/// releases with decimals.
const BOUNDS: [Bounds; 11] = [
    shares("share"),
    Bounds {
        unit: "proportion",
        most: 1.0,
        in_words: "from 0 to 1",
        ..shares("prevalence")
    },
    shares("prevalence"),
    counts("count", true),
    counts("population", true),
    counts("households", true),
    counts("incidents", false),
    counts("victims", false),
    counts("rate", false),
    counts("incidence_rate", false),
    Bounds {
        statistic: "index",
        unit: "",
        least: 0.0,
        above: true,
        most: f64::MAX,
        whole: false,
        in_words: "above 0",
    },
];

/// Families whose counts are negative where an earlier quarter is corrected.
const CORRECTED_BY_NEGATIVES: &str = "home-office";

/// More findings than this of one kind are folded into one.
const MOST_LISTED: usize = 20;

/// Every value and every base that cannot be.
pub(super) fn check(intake: &Intake, findings: &mut Vec<Finding>) {
    let negative_allowed = intake.family.starts_with(CORRECTED_BY_NEGATIVES);
    let kinds: Vec<Option<&Bounds>> = intake.observations.kinds().iter().map(bounds_of).collect();
    let mut wrong = Vec::new();
    for row in intake.observations.iter() {
        if let (Some(bounds), Some(value)) = (kinds[row.kind_id() as usize], row.value())
            && !bounds.holds(value, negative_allowed)
        {
            wrong.push(finding(row, value, &row.kind().statistic, bounds.in_words));
        }
        if let Some(base) = row.base()
            && !(base >= 1.0 && base.fract() == 0.0 && base < FEWER_THAN)
        {
            wrong.push(finding(row, base, "base", "a whole number from 1"));
        }
        wrong.extend(uncertainty(row, kinds[row.kind_id() as usize]));
    }
    let more = wrong.len().saturating_sub(MOST_LISTED);
    wrong.truncate(MOST_LISTED);
    findings.append(&mut wrong);
    if more > 0 {
        let message = format!("{more} more values are outside the bounds of their statistic");
        findings.push(Finding::error(RULE, "", "", more.to_string(), message));
    }
}

fn bounds_of(kind: &Kind) -> Option<&'static Bounds> {
    let mut bounds = BOUNDS.iter().filter(|one| one.statistic == kind.statistic);
    bounds.find(|one| one.unit.is_empty() || one.unit == kind.unit)
}

impl Bounds {
    fn holds(&self, value: f64, negative_allowed: bool) -> bool {
        let value = if negative_allowed && self.statistic == "count" {
            value.abs()
        } else {
            value
        };
        let least = if self.above {
            value > self.least
        } else {
            value >= self.least
        };
        let most = value < FEWER_THAN && value <= self.most;
        least && most && (!self.whole || value.fract() == 0.0)
    }
}

/// Confidence limits that do not go with their value, and a standard error of nothing: published
/// tables print one only where nobody or everybody asked said yes.
fn uncertainty(row: Row<'_>, bounds: Option<&Bounds>) -> Option<Finding> {
    let of = || format!("`{}` in {}", row.kind().label, row.period());
    let error = |value: f64, message: String| {
        let (sheet, cell) = (row.sheet(), row.cell());
        Some(Finding::error(
            RULE,
            sheet,
            cell,
            value.to_string(),
            message,
        ))
    };
    match (row.value(), row.lower(), row.upper()) {
        (_, None, Some(limit)) | (_, Some(limit), None) => {
            let (there, gone) = match row.lower() {
                Some(_) => ("a lower", "upper"),
                None => ("an upper", "lower"),
            };
            return error(
                limit,
                format!("{} has {there} limit and no {gone} one", of()),
            );
        }
        (Some(value), Some(lower), Some(upper)) if !(lower <= value && value <= upper) => {
            let message = format!(
                "the value of {} is {value}, but its limits are {lower} to {upper}: they must enclose it",
                of()
            );
            return error(value, message);
        }
        _ => {}
    }
    let standard_error = row.standard_error()?;
    let all_alike = |value: f64| bounds.is_some_and(|one| one.least >= value || one.most <= value);
    if standard_error > 0.0 || standard_error == 0.0 && row.value().is_some_and(all_alike) {
        return None;
    }
    Some(finding(row, standard_error, "standard error", "above 0"))
}

fn finding(row: Row<'_>, value: f64, what: &str, bounds: &str) -> Finding {
    let message = format!(
        "the {what} of `{}` in {} is {value}, but must be {bounds}",
        row.kind().label,
        row.period()
    );
    Finding::error(RULE, row.sheet(), row.cell(), value.to_string(), message)
}

#[cfg(test)]
mod tests {
    use super::{BOUNDS, check};
    use crate::ingest::Intake;
    use crate::ingest::check::fixture::{add, some};
    use crate::model::Period;

    /// The values that are refused, of a table of one statistic.
    fn refused(family: &str, statistic: &str, values: [f64; 4]) -> Vec<String> {
        let mut intake = Intake::new("", "", family, Period::financial(2025), "");
        let values = some(values);
        add(
            &mut intake.figures,
            ("T", statistic),
            2020,
            &[("", "Row", &values)],
        );
        intake.finish().unwrap();
        let mut findings = Vec::new();
        check(&intake, &mut findings);
        findings.into_iter().map(|one| one.value).collect()
    }

    #[test]
    fn each_statistic_has_the_bounds_of_its_unit() {
        for statistic in ["share", "prevalence"] {
            assert_eq!(
                refused("f", statistic, [0.0, 100.0, 100.1, -0.1]),
                ["100.1", "-0.1"]
            );
        }
        assert_eq!(
            refused("f", "count", [0.0, 5.5, -3.0, 1e9]),
            ["5.5", "-3", "1000000000"]
        );
        assert_eq!(
            refused("home-office-open-data", "count", [0.0, 5.5, -3.0, 1.0]),
            ["5.5"]
        );
        assert_eq!(refused("f", "index", [0.0, 0.1, -1.0, 250.0]), ["0", "-1"]);
        assert!(refused("f", "relative_change", [-100.0, 5000.0, 0.5, 1e9]).is_empty());
    }

    #[test]
    fn a_base_is_a_whole_number_of_people() {
        let mut intake = Intake::new("", "", "f", Period::financial(2025), "");
        let values = some([5.0, 5.0, 5.0]);
        add(
            &mut intake.figures,
            ("T", "prevalence"),
            2020,
            &[("", "Row", &values)],
        );
        for (index, base) in [(0, 1000.0), (1, 0.0), (2, 0.5)] {
            intake.figures.set_base(index, base);
        }
        intake.finish().unwrap();
        let mut findings = Vec::new();
        check(&intake, &mut findings);
        let values: Vec<_> = findings.iter().map(|one| one.value.as_str()).collect();
        assert_eq!(values, ["0", "0.5"]);
    }

    #[test]
    fn limits_enclose_their_value_and_a_standard_error_is_above_nothing() {
        let found = |value: f64, error: Option<f64>, lower: Option<f64>, upper: Option<f64>| {
            let mut intake = Intake::new("", "", "f", Period::financial(2025), "");
            let values = some([value]);
            let rows = [("", "Row", &values[..])];
            add(&mut intake.figures, ("T", "prevalence"), 2020, &rows);
            intake.figures.set_uncertainty(0, error, lower, upper);
            intake.finish().unwrap();
            let mut findings = Vec::new();
            check(&intake, &mut findings);
            findings.len()
        };
        let wrong = |error, lower, upper| found(10.9, error, lower, upper);
        assert_eq!(wrong(Some(0.3), Some(10.2), Some(11.6)), 0);
        // A limit may round to the value itself.
        assert_eq!(wrong(None, Some(10.9), Some(10.9)), 0);
        assert_eq!(wrong(None, None, None), 0);
        assert_eq!(wrong(None, Some(10.2), Some(9.6)), 1);
        assert_eq!(wrong(None, Some(11.0), Some(11.6)), 1);
        assert_eq!(wrong(None, Some(10.2), None), 1);
        assert_eq!(wrong(None, None, Some(11.6)), 1);
        assert_eq!(wrong(Some(0.0), None, None), 1);
        assert_eq!(wrong(Some(-0.3), None, None), 1);
        // Nobody, or everybody, said yes.
        assert_eq!(found(0.0, Some(0.0), None, None), 0);
        assert_eq!(found(100.0, Some(0.0), None, None), 0);
        assert_eq!(found(0.0, Some(-0.1), None, None), 1);
    }

    #[test]
    fn no_statistic_has_two_bounds() {
        for (place, one) in BOUNDS.iter().enumerate() {
            let earlier = &BOUNDS[..place];
            let same =
                |other: &super::Bounds| (other.statistic, other.unit) == (one.statistic, one.unit);
            assert!(!earlier.iter().any(same), "{} {}", one.statistic, one.unit);
        }
    }
}
