//! What a survey would detect, one row a sample size.

use crate::answer::{Answer, Cell, Column, Evidence, NumberFormat, Panel, Table, TableRow, Text};
use crate::facts::halving::detect::{ALL_SIZES, PER_CENT, POINTS, YEARS};
use crate::facts::{Fact, Facts, Statistic};
use crate::question::halving::detect::Design;
use crate::views::precision::{decimals, factor_format};
use crate::words::trimmed;

/// The answer on a design.
pub(crate) fn answer(design: &Design, facts: Facts) -> Answer {
    let panel = panel(design, &facts);
    let mut answer = Answer::new(
        "What a survey could detect",
        vec![panel],
        Evidence::of_no_figures(),
    );
    answer.facts = facts;
    answer
}

fn panel(design: &Design, facts: &Facts) -> Panel {
    let common = |statistic| facts.of(ALL_SIZES, statistic).next();
    let mut title = Text::from("Smallest fall that a survey would detect from ");
    if let Some(prevalence) = common(Statistic::Prevalence) {
        // As the user wrote it: 0.05% is not 0.1%.
        let format = NumberFormat::PerCent(decimals(prevalence.value));
        title = title.value(prevalence, format);
    }
    let factor = facts
        .iter()
        .find(|fact| fact.statistic == Statistic::DesignFactor);
    let one_factor = factor.filter(|_| design.factors.len() == 1);
    let one_factor = one_factor.map_or_else(Text::default, |fact| {
        Text::from(", design factor ").value(fact, factor_format(fact))
    });
    let people = match design.later_base {
        Some(later) => format!(
            "{} people asked in later years",
            NumberFormat::Whole.write(later)
        ),
        None => "The same number of people asked each time".to_owned(),
    };
    let setting = Text::from(format!(
        "{people}, power {}%, {}% confidence{}",
        trimmed(100.0 * design.test.power),
        trimmed(100.0 * design.test.confidence),
        one_factor.as_str(),
    ));
    let years = common(Statistic::RequiredRate).map(|fact| {
        Text::from("Years: until a fall of ")
            .part(
                fact,
                |fact| fact.value.map(f64::abs),
                NumberFormat::PerCent(1),
            )
            .and(" a year would be detected.")
    });
    let bridge = "Bridged: across a change of questions that two half samples link.";
    Panel {
        title,
        scope: setting.to_string(),
        table: table(design, facts),
        summary: years.clone().into_iter().chain([bridge.into()]).collect(),
        remarks: years.into_iter().chain([bridge.into()]).collect(),
        ..Panel::default()
    }
}

fn table(design: &Design, facts: &Facts) -> Table {
    let factor = (design.factors.len() > 1).then_some("design factor");
    let others = [
        "sample size",
        "smallest fall",
        "as a share",
        "years",
        "bridged",
        "years",
    ];
    let columns = factor.into_iter().chain(others).map(Column::right);
    let sizes = facts
        .iter()
        .filter(|fact| fact.statistic == Statistic::Base);
    Table {
        columns: columns.collect(),
        rows: sizes.map(|size| row(size, design, facts)).collect(),
        earlier_rows: 0,
    }
}

fn row(size: &Fact, design: &Design, facts: &Facts) -> TableRow {
    let fact = |statistic, unit: &str| {
        let mut of_size = facts.of(&size.series, statistic);
        of_size.find(|fact| fact.unit == unit && fact.value.is_some())
    };
    let fall = |unit: &str, format, after: &str| match fact(Statistic::DetectableChange, unit) {
        Some(fact) => {
            let fall = Text::default().part(fact, |fact| fact.value.map(f64::abs), format);
            Cell::Text(fall.and(after).to_string())
        }
        None => Cell::text("none"),
    };
    let factor = fact(Statistic::DesignFactor, "").filter(|_| design.factors.len() > 1);
    let bridged = match fact(Statistic::DetectableBridged, PER_CENT) {
        Some(fact) => {
            let size = |fact: &Fact| fact.value.map(f64::abs);
            let fall = Text::default().part(fact, size, NumberFormat::PerCent(1));
            Cell::Text(fall.to_string())
        }
        None => Cell::text("none"),
    };
    let years = |statistic| {
        fact(statistic, "years").map_or_else(
            || Cell::text(format!("over {YEARS}")),
            |fact| Cell::of(fact, NumberFormat::Whole),
        )
    };
    let cells = [
        Cell::of(size, NumberFormat::Whole),
        fall(POINTS, NumberFormat::Decimal(2), " points"),
        fall(PER_CENT, NumberFormat::PerCent(1), ""),
        years(Statistic::YearsToDetect),
        bridged,
        years(Statistic::YearsBridged),
    ];
    TableRow {
        cells: factor
            .map(|fact| Cell::of(fact, factor_format(fact)))
            .into_iter()
            .chain(cells)
            .collect(),
        ..TableRow::default()
    }
}
