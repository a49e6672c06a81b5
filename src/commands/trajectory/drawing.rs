//! The chart of a target: both paths, the figures with their intervals, the target.

use crate::answer::chart::Level;
use crate::answer::{BreakMark, Line, LinePoint, LineRole, Lines, Tick};

use crate::estimates::trajectory::Reading;

use super::{Findings, path_name, remarks};

/// Figures with bars, paths, target.
pub(super) fn chart(findings: &Findings<'_>) -> Lines {
    let goal = &findings.subject.goal;
    let periods = findings.trajectory.paths.first().map(|path| &path.values);
    let ticks = periods.into_iter().flatten().map(|(period, _)| Tick {
        at: period.midpoint(),
        label: period.axis_label(),
    });
    let target = findings
        .format
        .precise
        .write(findings.trajectory.target_value);
    Lines {
        from: goal.baseline.start(),
        to: goal.target.end(),
        ticks: ticks.collect(),
        period_axis: goal.baseline.basis().axis_title(),
        value_axis: findings.format.axis,
        lines: lines(findings),
        breaks: Vec::<BreakMark>::new(),
        gaps: Vec::new(),
        stretches: Vec::new(),
        levels: vec![Level {
            value: findings.trajectory.target_value,
            label: format!("Target: {}, {target}", findings.goal_in_words()),
        }],
    }
}

fn lines(findings: &Findings<'_>) -> Vec<Line> {
    let figures = |label: &str, given: bool| Line {
        label: label.to_owned(),
        role: LineRole::Observed { dots: true },
        points: findings
            .readings()
            .filter(|reading| reading.given == given)
            .flat_map(|reading| point(findings, reading))
            .collect(),
    };
    let figures = [
        figures("Figures", false),
        figures("Given, not published", true),
    ];
    let shown = findings
        .paths
        .iter()
        .filter_map(|at| findings.trajectory.paths.get(*at));
    let paths = shown.map(|path| Line {
        label: crate::commands::trend::words::capitalised(path_name(path.shape)),
        role: LineRole::Path,
        points: path
            .values
            .iter()
            .map(|(period, value)| LinePoint {
                at: period.midpoint(),
                value: Some(*value),
                interval: None,
                label: None,
            })
            .collect(),
    });
    let figures = figures.into_iter().filter(|line| !line.points.is_empty());
    figures.chain(paths).collect()
}

/// A figure, and nothing after it: figures are not joined, since joining would compare them.
fn point(findings: &Findings<'_>, reading: &Reading) -> [LinePoint; 2] {
    let at = reading.period.midpoint();
    let figure = LinePoint {
        at,
        value: Some(reading.value),
        interval: reading
            .interval
            .map(|interval| (interval.lower, interval.upper)),
        label: Some(findings.format.value.write(reading.value)),
    };
    let open = LinePoint {
        at: at + 1e-6,
        value: None,
        interval: None,
        label: None,
    };
    [figure, open]
}

/// What the chart shows, for readers who cannot see it.
pub(super) fn alternative_text(findings: &Findings<'_>) -> String {
    let goal = &findings.subject.goal;
    let figures: Vec<String> = findings
        .readings()
        .map(|reading| {
            let interval = reading.interval.map_or_else(String::new, |interval| {
                format!(
                    " (interval {} to {})",
                    findings.format.value.write(interval.lower),
                    findings.format.value.write(interval.upper)
                )
            });
            format!(
                "{} in {}{}{interval}",
                findings.format.value.write(reading.value),
                reading.period,
                if reading.given { ", given" } else { "" }
            )
        })
        .collect();
    let verdicts = remarks::verdicts(findings);
    let verdicts = if verdicts.is_empty() {
        "No verdict.".to_owned()
    } else {
        format!("{}.", verdicts.join("; "))
    };
    format!(
        "Line chart: paths from {} in {} to {} in {}. Observed: {}. {verdicts}",
        findings
            .format
            .value
            .write(findings.trajectory.baseline.value),
        goal.baseline,
        findings
            .format
            .precise
            .write(findings.trajectory.target_value),
        goal.target,
        figures.join(", ")
    )
}
