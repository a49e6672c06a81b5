//! An answer as wide CSV: one row a period, one column a series.

use anyhow::Result;

use super::csv::safe_text;
use super::rows;
use crate::answer::Answer;
use crate::facts::{Fact, Statistic};
use crate::model::Period;
use crate::problem::Problem;

/// The published values of the answer: one row a period, in the order of time, one column a series.
/// A missing value has its marker.
///
/// # Errors
/// An answer that has no series.
pub fn wide_csv(answer: &Answer) -> Result<Vec<u8>> {
    let of_series = [Statistic::Observed, Statistic::Prevalence];
    let observed = answer
        .facts
        .iter()
        .filter(|fact| of_series.contains(&fact.statistic));
    let facts: Vec<(&Fact, Period)> = observed
        .filter_map(|fact| Some((fact, fact.period.period()?)))
        .collect();
    let mut series: Vec<String> = Vec::new();
    let mut periods: Vec<Period> = Vec::new();
    for (fact, period) in &facts {
        let name = name(fact);
        if !series.contains(&name) {
            series.push(name);
        }
        if !periods.contains(period) {
            periods.push(*period);
        }
    }
    if series.is_empty() {
        return Err(
            Problem::usage("this answer has no series, so --wide does not apply")
                .hint("leave out --wide")
                .into(),
        );
    }
    // Kinds of period stay apart, so that a rolling year is not taken for a financial one.
    periods.sort_by(|a, b| {
        let kinds = a.basis().kind().cmp(b.basis().kind());
        kinds.then(a.start().total_cmp(&b.start()))
    });
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    let mut header = ["period", "period_kind"].map(str::to_owned).to_vec();
    header.extend(series.iter().map(|name| safe_text(name)));
    writer.write_record(&header)?;
    for period in periods {
        let mut record = vec![period.to_string(), period.basis().kind().to_owned()];
        record.extend(series.iter().map(|wanted| {
            let mut found = facts
                .iter()
                .filter(|(fact, at)| *at == period && name(fact) == *wanted);
            found
                .next()
                .map_or_else(String::new, |(fact, _)| value(fact))
        }));
        writer.write_record(&record)?;
    }
    Ok(writer.into_inner()?)
}

/// The name of a column: the series, its area and its unit.
fn name(fact: &Fact) -> String {
    let area = if fact.area.is_empty() {
        String::new()
    } else {
        format!(", {}", fact.area)
    };
    format!("{}{area} ({})", fact.series, fact.unit)
}

fn value(fact: &Fact) -> String {
    match (fact.value, fact.marker) {
        (Some(_), _) => rows::Field::Number(fact.value).text(),
        (None, marker) => marker.map_or_else(String::new, |marker| marker.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::wide_csv;
    use crate::answer::{Answer, Evidence};
    use crate::facts::{Fact, Statistic};
    use crate::model::{Marker, Period};

    fn fact(series: &str, year: u16, value: Option<f64>) -> Fact {
        Fact {
            series: series.to_owned(),
            statistic: Statistic::Observed,
            unit: "offences".to_owned(),
            marker: value.is_none().then_some(Marker::NotAvailable),
            value,
            period: Period::financial(year).into(),
            ..Fact::default()
        }
    }

    #[test]
    fn a_period_has_one_row_and_a_series_one_column() {
        let facts = [
            fact("All", 2024, Some(12.0)),
            fact("All", 2010, None),
            fact("Women", 2024, Some(7.5)),
        ];
        let answer = Answer::new("x", Vec::new(), Evidence::default()).with_facts(facts);
        let written = String::from_utf8(wide_csv(&answer).unwrap()).unwrap();
        assert_eq!(
            written,
            "period,period_kind,All (offences),Women (offences)\n\
             2009-10,financial year,[x],\n2023-24,financial year,12.0,7.5\n"
        );
    }

    #[test]
    fn an_answer_without_series_is_refused() {
        let answer = Answer::new("x", Vec::new(), Evidence::default());
        assert!(wide_csv(&answer).is_err());
    }
}
