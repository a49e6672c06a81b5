//! `vawg detect`: sample size, detectable change and years, for planning a survey.

use anyhow::Result;

use super::trend::request::confidence;
use crate::answer::{Answer, Cell, Column, Evidence, Figure, NumberFormat, Panel, Table, TableRow};
use crate::cli::DetectArgs;
use crate::problem::Problem;
use crate::stats::detect::{
    Detectable, Measurement, Test, base_needed, detectable_fall, first_detected,
};
use crate::stats::error::StatsError;

/// Bases shown where none is asked for.
const BASES: [f64; 6] = [3_000.0, 6_000.0, 12_000.0, 24_000.0, 30_000.0, 48_000.0];
/// Years within which a fall is looked for.
const YEARS: i32 = 20;

/// The smallest fall that each size of survey would detect and the years that takes, or the size
/// that a fall needs.
///
/// # Errors
/// Numbers that nothing can be planned with: usage errors.
pub fn detect(args: &DetectArgs) -> Result<Answer> {
    if !(args.prevalence > 0.0 && args.prevalence < 100.0) {
        return Err(Problem::usage(format!(
            "--prevalence {} does not lie between 0 and 100",
            args.prevalence
        ))
        .into());
    }
    let test = Test {
        power: args.power,
        confidence: confidence(args.confidence)?,
    };
    let plans = plans(args, test).map_err(|error| {
        Problem::usage(error.to_string()).hint(
            "--prevalence is in per cent, --change and --annual-fall are shares such as 0.067",
        )
    })?;
    let figures = plans
        .iter()
        .flat_map(|plan| figures_of(plan, args))
        .collect();
    let title = "What a survey could detect";
    let panel = panel(args, &plans);
    Ok(Answer::new(title, vec![panel], Evidence::of_no_figures()).with_figures(figures))
}

/// What one size of survey would detect.
struct Plan {
    base: f64,
    fall: Option<Detectable>,
    /// Years until the annual fall would be told from no change.
    years: Option<usize>,
}

fn plans(args: &DetectArgs, test: Test) -> Result<Vec<Plan>, StatsError> {
    let prevalence = args.prevalence / 100.0;
    let bases = match (args.change, args.base) {
        (Some(change), _) => {
            let second = prevalence * (1.0 - change);
            vec![base_needed(prevalence, second, args.design_factor, test)?.ceil()]
        }
        (None, Some(base)) => vec![base],
        (None, None) => BASES.to_vec(),
    };
    bases
        .into_iter()
        .map(|base| plan(base, args, test))
        .collect()
}

fn plan(base: f64, args: &DetectArgs, test: Test) -> Result<Plan, StatsError> {
    let effective_base = base / (args.design_factor * args.design_factor);
    let after = |years: i32| Measurement {
        prevalence: args.prevalence / 100.0 * (1.0 - args.annual_fall).powi(years),
        effective_base,
    };
    let later: Vec<Measurement> = (1..=YEARS).map(after).collect();
    Ok(Plan {
        base,
        fall: detectable_fall(after(0), effective_base, test)?,
        years: first_detected(after(0), &later, test)?.map(|index| index + 1),
    })
}

fn panel(args: &DetectArgs, plans: &[Plan]) -> Panel {
    let percent = |places: usize, share: f64| NumberFormat::PerCent(places).write(100.0 * share);
    Panel {
        title: format!(
            "What a survey would detect from {}",
            NumberFormat::PerCent(1).write(args.prevalence)
        ),
        scope: format!(
            "Power {}, two-sided test at {} confidence, design factor {}, the same number of people \
             asked each time",
            percent(0, args.power),
            percent(0, args.confidence),
            args.design_factor
        ),
        table: Table {
            columns: ["people asked", "smallest fall", "of the figure", "years"]
                .map(Column::right)
                .to_vec(),
            rows: plans.iter().map(row).collect(),
            earlier_rows: 0,
        },
        remarks: vec![format!(
            "Years: until a fall of {} a year would be told from no change.",
            percent(1, args.annual_fall)
        )],
        ..Panel::default()
    }
}

fn row(plan: &Plan) -> TableRow {
    let none = || Cell::text("none");
    let points = |fall: Detectable| {
        Cell::Text(format!(
            "{} points",
            NumberFormat::Decimal(2).write(100.0 * fall.absolute)
        ))
    };
    let share = |fall: Detectable| Cell::Number(100.0 * fall.relative, NumberFormat::PerCent(1));
    TableRow {
        cells: vec![
            Cell::Number(plan.base, NumberFormat::Whole),
            plan.fall.map_or_else(none, points),
            plan.fall.map_or_else(none, share),
            plan.years.map_or_else(
                || Cell::text(format!("over {YEARS}")),
                |years| Cell::Number(years as f64, NumberFormat::Whole),
            ),
        ],
        ..TableRow::default()
    }
}

fn figures_of(plan: &Plan, args: &DetectArgs) -> [Figure; 2] {
    let template = Figure {
        series: format!("base {}", plan.base),
        method: format!(
            "two-sided z test, power {}, design factor {}",
            args.power, args.design_factor
        ),
        confidence: Some(args.confidence),
        n: Some(plan.base),
        ..Figure::default()
    };
    [
        Figure {
            statistic: "detectable_change".to_owned(),
            value: plan.fall.map(|fall| -100.0 * fall.relative),
            unit: "per cent".to_owned(),
            ..template.clone()
        },
        Figure {
            statistic: "years_to_detect".to_owned(),
            value: plan.years.map(|years| years as f64),
            unit: "years".to_owned(),
            ..template
        },
    ]
}
