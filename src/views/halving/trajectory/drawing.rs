//! The chart of a target: both paths, the figures with their intervals, the target.

use crate::answer::chart::Level;
use crate::answer::{BreakMark, Evidence, Line, LinePoint, LineRole, Lines, Text, Tick};
use crate::facts::Fact;
use crate::facts::halving::trajectory::{Figure, path_name};
use crate::model::{Period, SeriesBreak};
use crate::views::halving::goal::part_left;
use crate::words::capitalised;

use super::View;

impl View<'_> {
    /// Figures with bars, paths, target, and the breaks between the figures.
    pub(super) fn chart(&self, evidence: &Evidence) -> Lines {
        let goal = &self.findings.subject.goal;
        let periods = self.each_path().take(1).flat_map(|path| &path.values);
        let ticks = periods.filter_map(|fact| fact.period.period());
        let levels = self.findings.target().map(|target| {
            let left = format!("Target: {}, ", part_left(&self.findings.subject));
            Level {
                value: target.value.unwrap_or_default(),
                label: self.write(left, target, true),
            }
        });
        Lines {
            from: goal.baseline.start(),
            to: goal.target.end(),
            ticks: ticks.map(tick).collect(),
            period_axis: goal.baseline.basis().axis_title(),
            value_axis: self.format.axis,
            lines: self.lines(),
            levels: levels.into_iter().collect(),
            breaks: self.breaks(evidence),
            ..Lines::default()
        }
    }

    /// Breaks between the baseline and the latest figure: those behind which nothing is compared.
    pub(super) fn crossed(&self) -> Vec<&SeriesBreak> {
        let last = self.findings.figures().last();
        let series = &self.findings.subject.series;
        let from = self.findings.baseline.period;
        last.map_or_else(Vec::new, |last| series.breaks_between(from, last.period))
    }

    fn breaks(&self, evidence: &Evidence) -> Vec<BreakMark> {
        let mark = |one: &SeriesBreak| {
            let note = evidence.number_of(&one.id)?;
            Some(BreakMark { at: one.at, note })
        };
        self.crossed().into_iter().filter_map(mark).collect()
    }

    fn write(&self, lead: impl Into<Text>, fact: &Fact, precise: bool) -> String {
        let format = if precise {
            self.format.precise
        } else {
            self.format.value
        };
        lead.into().value(fact, format).to_string()
    }

    fn lines(&self) -> Vec<Line> {
        let figures = |label: &str, given: bool| Line {
            label: label.to_owned(),
            role: LineRole::Observed { dots: true },
            points: self
                .findings
                .figures()
                .filter(|figure| figure.is_given == given)
                .flat_map(|figure| self.points(figure))
                .collect(),
        };
        let figures = [
            figures("Figures", false),
            figures("Given, not published", true),
        ];
        let figures = figures.into_iter().filter(|line| !line.points.is_empty());
        let paths = self
            .each_path()
            .map(|path| course(capitalised(path_name(path.shape)), &path.values));
        let assumed = self.findings.what_if.iter();
        let assumed =
            assumed.map(|what| course(format!("What if: {} a year", what.rate), &what.values));
        figures.chain(paths).chain(assumed).collect()
    }

    /// A figure, and nothing after it: a line between figures would compare them.
    fn points(&self, figure: &Figure) -> [LinePoint; 2] {
        let at = figure.period.midpoint();
        let point = LinePoint {
            at,
            value: figure.fact.value,
            interval: figure.fact.limits(),
            label: Some(self.write("", &figure.fact, false)),
        };
        let open = LinePoint {
            at: at + 1e-6,
            value: None,
            interval: None,
            label: None,
        };
        [point, open]
    }

    /// What the chart shows, for readers who cannot see it.
    pub(super) fn alternative_text(&self) -> Text {
        let goal = &self.findings.subject.goal;
        let value = self.format.value;
        let figures = self.findings.figures().map(|figure| {
            let text = Text::default().value(&figure.fact, value);
            let text = text.and(format!(" in {}", figure.period));
            let text = text.and(if figure.is_given { ", given" } else { "" });
            match figure.fact.limits() {
                Some(_) => text.and(" (interval ").limits(&figure.fact, value).and(")"),
                None => text,
            }
        });
        let figures = Text::joined(figures, ", ");
        let verdicts = Text::joined(self.verdicts(), "; ");
        let text = Text::from("Line chart: paths from ")
            .value(&self.findings.baseline.fact, value)
            .and(format!(" in {} to ", goal.baseline));
        let text = match self.findings.target() {
            Some(target) => text.value(target, self.format.precise),
            None => text,
        };
        let text = text.and(format!(" in {}.", goal.target));
        let text = match &self.findings.what_if {
            Some(what) => text.and(format!(
                " A further dashed line: what if the figure changed by {} a year.",
                what.rate
            )),
            None => text,
        };
        let breaks = self.crossed();
        let breaks = breaks.iter().map(|one| one.date_in_words.as_str());
        let breaks = match breaks.collect::<Vec<_>>().join(", ") {
            none if none.is_empty() => none,
            dates => format!("Breaks are marked at {dates}. "),
        };
        text.and(" Observed: ")
            .and(figures)
            .and(". ")
            .and(breaks)
            .and(verdicts)
            .and(".")
    }
}

fn tick(period: Period) -> Tick {
    Tick {
        at: period.midpoint(),
        label: period.axis_label(),
    }
}

/// A course that nobody observed.
fn course(label: String, values: &[Fact]) -> Line {
    let points = values.iter().filter_map(|fact| {
        Some(LinePoint {
            at: fact.period.period()?.midpoint(),
            value: fact.value,
            interval: None,
            label: None,
        })
    });
    Line {
        label,
        role: LineRole::Path,
        points: points.collect(),
    }
}
