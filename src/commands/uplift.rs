//! `vawg uplift`: an amount of money in the prices of another year, by each vintage of the deflator.

use anyhow::Result;

use crate::answer::{Answer, Cell, Column, Evidence, NumberFormat, Panel, Table, TableRow, Text};
use crate::cli::UpliftArgs;
use crate::dataset::{Dataset, ReleaseFile};
use crate::estimates::uplift::{Deflator, DeflatorYear, Uplifted};
use crate::facts::{Fact, Statistic};
use crate::model::{Marker, Period};
use crate::problem::Problem;
use crate::question::period;
use crate::reports::{StatedUplift, stated_uplifts};

/// The family of the releases that hold the deflator.
const FAMILY: &str = "hmt-deflators";

/// The amount in other prices, one row a vintage, the latest first.
///
/// # Errors
/// An amount or year that is none, a release that holds no deflator: usage errors. No vintage that
/// reaches both years: a data error that says how far they reach.
pub fn uplift(args: &UpliftArgs, dataset: &Dataset<'_>) -> Result<Answer> {
    let asked = Asked {
        amount: Amount::read(&args.amount)?,
        from: financial_year("--from", &args.from)?,
        to: financial_year("--to", &args.to)?,
    };
    let vintages = vintages(args.deflator.as_deref(), dataset)?;
    let found: Vec<(&Vintage<'_>, Uplifted)> = vintages
        .iter()
        .filter_map(|vintage| Some((vintage, asked.by(&vintage.deflator)?)))
        .collect();
    if found.is_empty() {
        return Err(asked.out_of_reach(&vintages).into());
    }
    let title = format!("{} in prices of {}", asked.in_words(), year(asked.to));
    let mut evidence = Evidence::of_no_figures();
    for (vintage, _) in &found {
        let release = vintage.release;
        let quoted = match release.quoted_by() {
            "" => String::new(),
            by => format!(", as copied by {by}, not checked against the publisher"),
        };
        evidence = evidence.with_source(format!("{}{quoted}.", release.title()));
    }
    let forecast = |it: &(&Vintage<'_>, Uplifted)| it.1.from.forecast || it.1.to.forecast;
    if found.iter().any(forecast) {
        evidence = evidence.with_note(
            "[f] rests on growth that the Treasury forecast, not on prices measured; where no index \
             is printed, the growth is chained to the last index that is.",
            true,
        );
    }
    let stated = stated_uplifts()?;
    let panel = asked.panel(&found, &vintages, &stated);
    let figures: Vec<_> = found.iter().map(|it| asked.figure(it.0, &it.1)).collect();
    Ok(Answer::new(title, vec![panel], evidence).with_facts(figures))
}

/// A release with the deflator that it holds.
struct Vintage<'a> {
    release: &'a ReleaseFile<'a>,
    deflator: Deflator,
}

fn vintages<'a>(pin: Option<&str>, dataset: &'a Dataset<'_>) -> Result<Vec<Vintage<'a>>> {
    let of_family = || {
        let all = dataset.releases().iter();
        all.filter(|release| release.family == FAMILY)
    };
    if let Some(id) = pin {
        dataset.require_release(id)?;
        if of_family().all(|release| release.id != id) {
            let ids: Vec<&str> = of_family().map(|release| release.id.as_str()).collect();
            return Err(Problem::usage(format!("release `{id}` holds no deflator"))
                .hint(format!("deflators at hand: {}", ids.join(", ")))
                .into());
        }
    }
    let mut vintages = Vec::new();
    for release in of_family().filter(|release| pin.is_none_or(|id| release.id == id)) {
        vintages.push(Vintage {
            release,
            deflator: Deflator::of(dataset.figures(&release.id)?),
        });
    }
    vintages.sort_by_key(|vintage| std::cmp::Reverse(vintage.release.period.end_month()));
    Ok(vintages)
}

/// The year in which a financial year ends.
fn financial_year(option: &str, text: &str) -> Result<u16> {
    match period::given(option, Some(text))? {
        Some(Period::YearEnding { year, month: 3 }) => Ok(year),
        _ => Err(
            Problem::usage(format!("`{text}` in {option} is not a financial year"))
                .hint("deflators are for financial years, written as 2016-17")
                .into(),
        ),
    }
}

fn year(ending: u16) -> String {
    Period::financial(ending).to_string()
}

/// An amount of money and its unit.
#[derive(Debug, PartialEq)]
struct Amount {
    number: f64,
    /// `billion`, `million`, `thousand` or nothing.
    unit: &'static str,
}

impl Amount {
    const UNITS: [(&'static str, &'static str); 7] = [
        ("billion", "billion"),
        ("bn", "billion"),
        ("million", "million"),
        ("m", "million"),
        ("thousand", "thousand"),
        ("k", "thousand"),
        ("", ""),
    ];

    fn read(text: &str) -> Result<Self> {
        let bare = text.trim().trim_start_matches('£').trim().to_lowercase();
        let read = Self::UNITS.iter().find_map(|(ending, unit)| {
            let digits = bare.strip_suffix(ending)?.trim_end().replace(',', "");
            let is_plain = digits.chars().all(|it| it.is_ascii_digit() || it == '.');
            let number = digits.parse().ok().filter(|_| is_plain)?;
            Some(Self { number, unit })
        });
        read.ok_or_else(|| {
            Problem::usage(format!("`{text}` is no amount of money"))
                .hint("for example 66bn, 140m, 2500 or '£2,500'")
                .into()
        })
    }

    /// The same unit with another number: `£66 billion`.
    fn write(&self, number: f64) -> String {
        let places = match number {
            _ if number.fract() == 0.0 => 0,
            _ if self.unit.is_empty() => 2,
            _ => 1,
        };
        let digits = NumberFormat::Decimal(places).write(number);
        format!("£{digits} {}", self.unit).trim_end().to_owned()
    }

    fn unit(&self) -> String {
        format!("£ {}", self.unit).trim_end().to_owned()
    }
}

/// What was asked: years by the year in which they end.
struct Asked {
    amount: Amount,
    from: u16,
    to: u16,
}

impl Asked {
    fn by(&self, deflator: &Deflator) -> Option<Uplifted> {
        deflator.uplift(self.amount.number, self.from, self.to)
    }

    fn in_words(&self) -> String {
        let amount = self.amount.write(self.amount.number);
        format!("{amount} of {}", year(self.from))
    }

    fn out_of_reach(&self, vintages: &[Vintage<'_>]) -> Problem {
        let mut problem = Problem::data(format!(
            "no deflator at hand reaches from {} to {}",
            year(self.from),
            year(self.to)
        ));
        for vintage in vintages {
            if let Some((first, last)) = vintage.deflator.span() {
                let id = &vintage.release.id;
                problem = problem.hint(format!("{id}: {} to {}", year(first), year(last)));
            }
        }
        problem.hint("`vawg ingest` takes in the Treasury's workbook")
    }

    fn panel(
        &self,
        found: &[(&Vintage<'_>, Uplifted)],
        vintages: &[Vintage<'_>],
        stated: &[StatedUplift],
    ) -> Panel {
        let mut remarks = vec![format!(
            "Amount × deflator of {} / deflator of {}; the vintage matters, and one is never mixed \
             with another.",
            year(self.to),
            year(self.from)
        )];
        for vintage in vintages {
            if let (None, Some((first, last))) =
                (self.by(&vintage.deflator), vintage.deflator.span())
            {
                remarks.push(format!(
                    "{} is left out: it holds {} to {}.",
                    vintage.release.id,
                    year(first),
                    year(last)
                ));
            }
        }
        remarks.extend(stated.iter().filter_map(|it| self.set_beside(it)));
        Panel {
            scope: "HM Treasury GDP deflator, financial years, by vintage, the latest first"
                .to_owned(),
            table: Table {
                columns: vec![
                    Column::left("vintage"),
                    Column::right(year(self.from)),
                    Column::right(year(self.to)),
                    Column::right("amount"),
                ],
                rows: found.iter().map(|it| self.row(it.0, &it.1)).collect(),
                earlier_rows: 0,
            },
            remarks: Text::all(remarks),
            ..Panel::default()
        }
    }

    /// What somebody states for the same amount and years.
    fn set_beside(&self, stated: &StatedUplift) -> Option<String> {
        let same_unit = self.amount.unit.is_empty() || stated.unit == self.amount.unit();
        let same = stated.amount.total_cmp(&self.amount.number).is_eq()
            && stated.from == year(self.from)
            && stated.to == year(self.to);
        (same && same_unit).then(|| {
            format!(
                "Published: {} states {} {} for {}. It rests on another vintage: {}.",
                stated.statement,
                stated.unit.replace("£ ", &format!("£{} ", stated.stated)),
                format_args!("in prices of {}", stated.to),
                stated.unit.replace("£ ", &format!("£{} ", stated.amount)),
                stated.reason
            )
        })
    }

    fn row(&self, vintage: &Vintage<'_>, uplifted: &Uplifted) -> TableRow {
        let index = |it: &DeflatorYear| {
            let digits = NumberFormat::Decimal(2).write(it.index);
            Cell::text(marked(digits, it.forecast))
        };
        let forecast = uplifted.from.forecast || uplifted.to.forecast;
        let chained = uplifted.from.chained || uplifted.to.chained;
        TableRow {
            cells: vec![
                Cell::text(&vintage.release.id),
                index(&uplifted.from),
                index(&uplifted.to),
                Cell::text(marked(self.amount.write(uplifted.amount), forecast)),
            ],
            remark: if chained { "chained" } else { "" }.to_owned(),
            ..TableRow::default()
        }
    }

    fn figure(&self, vintage: &Vintage<'_>, uplifted: &Uplifted) -> Fact {
        let forecast = uplifted.from.forecast || uplifted.to.forecast;
        Fact {
            series: vintage.release.id.clone(),
            area: "United Kingdom".to_owned(),
            statistic: Statistic::Uplifted,
            method: "amount × deflator of the later year / deflator of the earlier".to_owned(),
            from: year(self.from).into(),
            to: year(self.to).into(),
            value: Some(uplifted.amount),
            unit: self.amount.unit(),
            marker: forecast.then_some(Marker::Forecast),
            release: vintage.release.id.clone(),
            source_ref: format!("{}; {}", uplifted.from.source_ref, uplifted.to.source_ref),
            note: vintage.release.title(),
            ..Fact::default()
        }
    }
}

fn marked(text: String, forecast: bool) -> String {
    if forecast {
        format!("{text} {}", Marker::Forecast)
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::Amount;

    #[test]
    fn amounts_are_read_as_people_write_them() {
        let read = |text| Amount::read(text).map(|it| (it.number, it.unit)).ok();
        assert_eq!(read("66bn"), Some((66.0, "billion")));
        assert_eq!(read("£66 billion"), Some((66.0, "billion")));
        assert_eq!(read("4.8 BN"), Some((4.8, "billion")));
        assert_eq!(read("£140m"), Some((140.0, "million")));
        assert_eq!(read("£2,500"), Some((2500.0, "")));
        for none in [
            "", "bn", "-3", "1e9", "inf", "NaN", "66 euros", "£", "1.2.3",
        ] {
            assert_eq!(read(none), None, "{none}");
        }
    }
}
