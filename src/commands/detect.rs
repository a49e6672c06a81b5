//! `vawg detect`: sample size, detectable change and years, for planning a survey.

use anyhow::Result;

use crate::answer::{Answer, Cell, Column, Evidence, NumberFormat, Panel, Table, TableRow};
use crate::cli::DetectArgs;
use crate::facts::{Fact, Statistic};
use crate::problem::Problem;
use crate::question::request::confidence;
use crate::stats::detect::{
    Detectable, Measurement, Test, base_needed, detectable_fall, first_detected,
};
use crate::stats::error::StatsError;
use crate::stats::path::{Path, Point, Shape};

/// Bases shown where none is asked for.
const BASES: [f64; 6] = [3_000.0, 6_000.0, 12_000.0, 24_000.0, 30_000.0, 48_000.0];
/// Years within which a fall is looked for.
const YEARS: i32 = 20;
/// No survey asks more.
const MOST_PEOPLE: f64 = 1e9;

/// The smallest fall that each size of survey would detect and the years that takes, or the size
/// that a fall needs.
///
/// # Errors
/// Numbers that nothing can be planned with: usage errors.
pub fn detect(args: &DetectArgs) -> Result<Answer> {
    let design = Design::of(args)?;
    let plans = plans(args, &design)
        .map_err(|error| Problem::usage(format!("nothing can be planned with this: {error}")))?;
    let figures: Vec<Fact> = plans
        .iter()
        .flat_map(|plan| figures_of(plan, &design))
        .collect();
    let title = "What a survey could detect";
    let panel = panel(&design, &plans);
    Ok(Answer::new(title, vec![panel], Evidence::of_no_figures()).with_facts(figures))
}

/// What is planned for, checked.
struct Design {
    /// Per cent.
    prevalence: f64,
    /// Design factors.
    factors: Vec<f64>,
    /// A share.
    annual_fall: f64,
    test: Test,
}

impl Design {
    fn of(args: &DetectArgs) -> Result<Self> {
        let halving = Path::new(Shape::Geometric, at(0.0, 1.0), at(10.0, 0.5))?;
        let design = Self {
            prevalence: args.prevalence,
            factors: args.design_factor.clone(),
            annual_fall: args.annual_fall.unwrap_or(1.0 - halving.value_at(1.0)?),
            test: Test {
                power: args.power,
                confidence: confidence(args.confidence)?,
            },
        };
        within(
            "--prevalence",
            args.prevalence,
            100.0,
            "per cent, more than 0 and less than 100",
        )?;
        for base in &args.base {
            let hint = "a number of people: more than 0, and fewer than a thousand million";
            within("--base", *base, MOST_PEOPLE, hint)?;
        }
        for factor in &args.design_factor {
            let hint = "the ratio of standard errors (deft), not of variances; 1.35 is usual here";
            within("--design-factor", *factor, 100.0, hint)?;
        }
        let share = "a share between 0 and 1, such as 0.067";
        if let Some(change) = args.change {
            within("--change", change, 1.0, share)?;
        }
        within("--annual-fall", design.annual_fall, 1.0, share)?;
        within("--power", args.power, 1.0, "0.8 is usual")?;
        Ok(design)
    }

    const fn several_factors(&self) -> bool {
        self.factors.len() > 1
    }

    /// The design factor in words, where it is one; several have a column.
    fn one_factor(&self) -> String {
        match self.factors[..] {
            [factor] => format!(", design factor {factor}"),
            _ => String::new(),
        }
    }

    /// The prevalence after so many years of the annual fall, as a share.
    fn after(&self, years: i32) -> f64 {
        self.prevalence / 100.0 * (1.0 - self.annual_fall).powi(years)
    }
}

/// Refuses a value that is not strictly between 0 and `most`.
fn within(option: &str, value: f64, most: f64, hint: &str) -> Result<()> {
    if value > 0.0 && value < most {
        return Ok(());
    }
    let message = format!("{option} {value:?} is outside what can be planned for");
    Err(Problem::usage(message).hint(hint).into())
}

const fn at(time: f64, value: f64) -> Point {
    Point { time, value }
}

/// What one size of survey would detect.
struct Plan {
    base: f64,
    design_factor: f64,
    fall: Option<Detectable>,
    /// Years until the annual fall would be told from no change.
    years: Option<usize>,
}

fn plans(args: &DetectArgs, design: &Design) -> Result<Vec<Plan>, StatsError> {
    let first = design.after(0);
    let mut plans = Vec::new();
    for factor in &design.factors {
        let needed = |second: f64| base_needed(first, second, *factor, design.test);
        let bases = match (args.change, args.years) {
            (Some(change), _) => vec![needed(first * (1.0 - change))?.ceil()],
            (None, Some(years)) => vec![needed(design.after(i32::from(years)))?.ceil()],
            (None, None) if args.base.is_empty() => BASES.to_vec(),
            (None, None) => args.base.clone(),
        };
        for base in bases {
            plans.push(plan(base, *factor, design)?);
        }
    }
    Ok(plans)
}

fn plan(base: f64, design_factor: f64, design: &Design) -> Result<Plan, StatsError> {
    let effective_base = base / (design_factor * design_factor);
    let measured = |years: i32| Measurement {
        prevalence: design.after(years),
        effective_base,
    };
    let later: Vec<Measurement> = (1..=YEARS).map(measured).collect();
    Ok(Plan {
        base,
        design_factor,
        fall: detectable_fall(measured(0), effective_base, design.test)?,
        years: first_detected(measured(0), &later, design.test)?.map(|index| index + 1),
    })
}

fn panel(design: &Design, plans: &[Plan]) -> Panel {
    let percent = |places: usize, share: f64| NumberFormat::PerCent(places).write(100.0 * share);
    // As the user wrote it: 0.05% is not 0.1%.
    let prevalence = design.prevalence;
    Panel {
        title: format!("What a survey would detect from {prevalence}%").into(),
        scope: format!(
            "Power {}, two-sided test at {} confidence{}, the same number of people asked each time",
            percent(0, design.test.power),
            percent(0, design.test.confidence),
            design.one_factor()
        ),
        table: Table {
            columns: columns(design),
            rows: plans.iter().map(|plan| row(plan, design)).collect(),
            earlier_rows: 0,
        },
        remarks: vec![
            format!(
                "Years: until a fall of {} a year would be told from no change.",
                percent(1, design.annual_fall)
            )
            .into(),
        ],
        ..Panel::default()
    }
}

fn columns(design: &Design) -> Vec<Column> {
    let factor = design.several_factors().then_some("design factor");
    let others = ["people asked", "smallest fall", "of the figure", "years"];
    factor
        .into_iter()
        .chain(others)
        .map(Column::right)
        .collect()
}

fn row(plan: &Plan, design: &Design) -> TableRow {
    let none = || Cell::text("none");
    let points = |fall: Detectable| {
        Cell::Text(format!(
            "{} points",
            NumberFormat::Decimal(2).write(100.0 * fall.absolute)
        ))
    };
    let share = |fall: Detectable| Cell::Number(100.0 * fall.relative, NumberFormat::PerCent(1));
    let factor = Cell::Text(plan.design_factor.to_string());
    let cells = [
        Cell::Number(plan.base, NumberFormat::Whole),
        plan.fall.map_or_else(none, points),
        plan.fall.map_or_else(none, share),
        plan.years.map_or_else(
            || Cell::text(format!("over {YEARS}")),
            |years| Cell::Number(years as f64, NumberFormat::Whole),
        ),
    ];
    let factor = design.several_factors().then_some(factor);
    TableRow {
        cells: factor.into_iter().chain(cells).collect(),
        ..TableRow::default()
    }
}

fn figures_of(plan: &Plan, design: &Design) -> [Fact; 2] {
    let template = Fact {
        series: format!("base {}", plan.base),
        method: format!(
            "two-sided z test, power {}, design factor {}",
            design.test.power, plan.design_factor
        ),
        confidence: Some(design.test.confidence),
        n: Some(plan.base),
        ..Fact::default()
    };
    [
        Fact {
            statistic: Statistic::DetectableChange,
            value: plan.fall.map(|fall| -100.0 * fall.relative),
            unit: "per cent".to_owned(),
            ..template.clone()
        },
        Fact {
            note: format!("a fall of {} a year", design.annual_fall),
            statistic: Statistic::YearsToDetect,
            value: plan.years.map(|years| years as f64),
            unit: "years".to_owned(),
            ..template
        },
    ]
}
