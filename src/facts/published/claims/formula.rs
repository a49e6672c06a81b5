//! A computation in one line: `100 × police-rape 2015-16 / …`.

use crate::model::{Age, Period, Sex};
use crate::reports::{Computation, Filter, Term, Written};

/// The computation in one line.
pub(crate) fn formula(computation: &Computation) -> String {
    match computation {
        Computation::MeasureValue { measure, period } => format!("{measure} {}", text(period)),
        Computation::RowValue {
            table,
            label,
            period,
        } => format!("Table {table}, {label} {}", text(period)),
        Computation::Value { id } => id.clone(),
        Computation::Number { value } => value.to_string(),
        Computation::CountOfCommitments { filter } => format!("commitments{}", with(filter)),
        Computation::CountOfRows { file, filter } => format!("rows of {file}{}", with(filter)),
        Computation::DistinctCommitments { column } => {
            format!("different {column} of the commitments")
        }
        Computation::Lowest { figure } => format!("lowest value of Figure {figure}"),
        Computation::Position {
            pair: [first, second],
            measure,
            period,
        } => format!("place of {measure} {} in ({first}, {second})", text(period)),
        Computation::BreakYear { r#break: id } => format!("year of the break {id}"),
        Computation::Sum { terms } => sum(terms),
        Computation::Ratio { of, to } => format!("{} / {}", inner(of), inner(to)),
        Computation::Share { of, to } => format!("100 × {} / {}", inner(of), inner(to)),
        Computation::LessThan { of, to } => format!("{} < {}", formula(of), formula(to)),
        Computation::RelativeChange { from, to } => {
            format!("100 × ({} / {} − 1)", inner(to), inner(from))
        }
        Computation::ShareOfChange {
            measure,
            from,
            to,
            within_from,
            within_to,
        } => {
            let (whole, within) = (span(from, to), span(within_from, within_to));
            format!("100 × change of {measure} {within} / its change {whole}")
        }
        Computation::EstimatedVictims {
            prevalence,
            sex,
            age,
        } => format!(
            "{} / 100 × population of {}",
            inner(prevalence),
            people(sex, age)
        ),
        Computation::Uplift {
            amount,
            from,
            to,
            deflator,
        } => format!(
            "{} × deflator {} / deflator {} of {deflator}",
            inner(amount),
            text(to),
            text(from)
        ),
        Computation::Cannot { .. } => String::new(),
    }
}

fn people(sex: &Written<Sex>, age: &Written<Age>) -> String {
    format!("{} {}", text(sex), text(age))
}

fn span(from: &Written<Period>, to: &Written<Period>) -> String {
    format!("{} to {}", text(from), text(to))
}

fn text<T: Copy + ToString>(written: &Written<T>) -> String {
    written
        .get()
        .map_or_else(|error| error, |read| read.to_string())
}

/// In brackets where it has parts.
fn inner(computation: &Computation) -> String {
    let line = formula(computation);
    match computation.contents().parts.len() {
        0 => line,
        _ => format!("({line})"),
    }
}

fn sum(terms: &[Term]) -> String {
    let mut line = String::new();
    for term in terms {
        let minus = term.times < 0.0;
        line.push_str(match (line.is_empty(), minus) {
            (true, false) => "",
            (true, true) => "−",
            (false, false) => " + ",
            (false, true) => " − ",
        });
        if term.times.abs().total_cmp(&1.0).is_ne() {
            line.push_str(&term.times.abs().to_string());
            line.push_str(" × ");
        }
        line.push_str(&inner(&term.computation));
    }
    line
}

fn with(filter: &Filter) -> String {
    let conditions: Vec<String> = filter
        .iter()
        .map(|(column, wanted)| format!("{column} `{wanted}`"))
        .collect();
    if conditions.is_empty() {
        String::new()
    } else {
        format!(" with {}", conditions.join(" and "))
    }
}

#[cfg(test)]
mod tests {
    use super::formula;
    use crate::reports::Computation;

    #[track_caller]
    fn reads(text: &str, expected: &str) {
        #[derive(serde::Deserialize)]
        struct File {
            it: Computation,
        }
        let file: File = toml::from_str(&format!("it = {text}")).unwrap();
        assert_eq!(formula(&file.it), expected);
    }

    #[test]
    fn a_computation_reads_as_arithmetic() {
        reads(
            "{ kind = 'share', of = { kind = 'sum', terms = [{ kind = 'value', id = 'a' }, { kind = 'value', id = 'b', times = -1 }, { kind = 'number', value = 6, times = 3 }] }, to = { kind = 'measure_value', measure = 'm', period = '2015-16' } }",
            "100 × (a − b + 3 × 6) / m 2015-16",
        );
        reads(
            "{ kind = 'count_of_commitments', filter = { type = 'activity', lead = 'X' } }",
            "commitments with lead `X` and type `activity`",
        );
        reads(
            "{ kind = 'less_than', of = { kind = 'number', value = 1 }, to = { kind = 'number', value = 2.5 } }",
            "1 < 2.5",
        );
    }
}
