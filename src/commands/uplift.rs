//! `vawg uplift`: an amount of money in the prices of another year, by each vintage of the deflator.

use anyhow::Result;

use crate::answer::{Answer, Evidence, Text};
use crate::cli::UpliftArgs;
use crate::dataset::Dataset;
use crate::facts::deflator::{Deflator, source_line};
use crate::facts::halving::uplift::{Query, Vintage, facts, same};
use crate::model::Period;
use crate::problem::Problem;
use crate::question::terms::amount::Amount;
use crate::question::terms::period;
use crate::reports::stated_uplifts;
use crate::views;

/// The family of the releases that hold the deflator.
const FAMILY: &str = "hmt-deflators";

/// The amount in other prices, one row a vintage, the latest first.
///
/// # Errors
/// Usage errors: what is not an amount or a financial year, a release without a deflator. A data
/// error that says which years there are, where no vintage has both years.
pub fn uplift(args: &UpliftArgs, dataset: &Dataset<'_>) -> Result<Answer> {
    let query = Query {
        amount: Amount::read(&args.amount)?,
        from: financial_year("--from", &args.from)?,
        to: financial_year("--to", &args.to)?,
    };
    let vintages = vintages(&query, args.deflator.as_deref(), dataset)?;
    if vintages.iter().all(|vintage| vintage.uplifted.is_none()) {
        return Err(no_deflator(&query, &vintages).into());
    }
    let stated = same(&query, stated_uplifts()?);
    let facts = facts(&query, &vintages, &stated);
    let panel = views::halving::uplift::panel(&query, &vintages, &stated, &facts);
    let mut answer = Answer::new(title(&query), vec![panel], evidence(&vintages));
    answer.facts = facts;
    if vintages.iter().any(Vintage::is_forecast) {
        answer.cautions = vec![Text::from(
            "An amount marked [f] rests on growth forecast by the Treasury, not on measured prices.",
        )];
    }
    Ok(answer)
}

fn title(query: &Query) -> String {
    let amount = query.amount.format(query.amount.number);
    format!(
        "{} of {} in prices of {}",
        amount.write(query.amount.number),
        Period::financial(query.from),
        Period::financial(query.to)
    )
}

fn evidence(vintages: &[Vintage<'_>]) -> Evidence {
    let mut evidence = Evidence::of_no_figures();
    for vintage in vintages.iter().filter(|it| it.uplifted.is_some()) {
        evidence = evidence.with_source(source_line(vintage.release));
    }
    if vintages.iter().any(Vintage::is_forecast) {
        evidence = evidence.with_note(
            "[f] rests on growth that the Treasury forecast, not on measured prices. Where no index \
             is published, the growth is chained to the last index published.",
            true,
        );
    }
    evidence
}

fn vintages<'a>(
    query: &Query,
    pin: Option<&str>,
    dataset: &'a Dataset<'_>,
) -> Result<Vec<Vintage<'a>>> {
    let of_family = || {
        let all = dataset.releases().iter();
        all.filter(|release| release.family == FAMILY)
    };
    if let Some(id) = pin {
        dataset.require_release(id)?;
        if of_family().all(|release| release.id != id) {
            let ids: Vec<&str> = of_family().map(|release| release.id.as_str()).collect();
            return Err(Problem::usage(format!("release `{id}` has no deflator"))
                .hint(format!("releases with a deflator: {}", ids.join(", ")))
                .into());
        }
    }
    let mut vintages = Vec::new();
    for release in of_family().filter(|release| pin.is_none_or(|id| release.id == id)) {
        let deflator = Deflator::from_figures(dataset.figures(&release.id)?);
        vintages.push(Vintage {
            release,
            uplifted: deflator.uplift(query.amount.number, query.from, query.to),
            deflator,
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

fn no_deflator(query: &Query, vintages: &[Vintage<'_>]) -> Problem {
    let year = Period::financial;
    let mut problem = Problem::data(format!(
        "no available deflator has both {} and {}",
        year(query.from),
        year(query.to)
    ));
    for vintage in vintages {
        if let Some((first, last)) = vintage.deflator.span() {
            let id = &vintage.release.id;
            problem = problem.hint(format!("{id}: {} to {}", year(first), year(last)));
        }
    }
    problem.hint("`vawg ingest` takes in the Treasury's workbook")
}
