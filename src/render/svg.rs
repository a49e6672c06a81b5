//! One figure of an answer as SVG: each panel's finding, scope and chart, then notes and sources.
//!
//! Holds the page and the document around it; how a chart is drawn is not known here.

mod notes;

use std::fmt::Write as _;

use anyhow::Result;

use super::chart::canvas::{Anchor, Canvas, UNITS_PER_PIXEL};
use super::chart::theme::{BLACK, FIGURE_WIDTH, GREY, SIDE, SUBTITLE, TITLE};
use super::chart::{self, Margins};
use super::font;
use crate::answer::{Answer, Chart, Panel};
use crate::problem::Problem;

/// White space above the first title, in pixels.
const TOP: f64 = 34.0;
/// White space below everything, in pixels.
const BOTTOM: f64 = 26.0;
/// Between a title and what says its scope, in pixels.
const BELOW_TITLE: f64 = 4.0;
/// Between the scope and the chart, in pixels.
const BELOW_SCOPE: f64 = 12.0;
/// Between one panel and the next, in pixels.
const BETWEEN_PANELS: f64 = 40.0;
/// Width of a chart against time within a page, in pixels: drawn narrower than a figure, its text is
/// still 12 pixels high on a phone.
const PAGE_WIDTH: f64 = 900.0;
/// White space around such a chart, in pixels.
const PAGE_SIDE: f64 = 12.0;
/// Height of its plot, in pixels.
const PAGE_PLOT: f64 = 360.0;
/// Between the last panel and the notes, in pixels.
const ABOVE_NOTES: f64 = 26.0;

/// The whole figure of an answer: all panels that have a chart, with their notes and sources.
/// The same answer always gives the same bytes.
///
/// # Errors
/// If no panel of the answer has a chart.
pub fn svg(answer: &Answer) -> Result<String> {
    let charts: Vec<(&Panel, &Chart)> = answer
        .panels
        .iter()
        .filter_map(|panel| Some((panel, panel.chart.as_ref()?)))
        .collect();
    if charts.is_empty() {
        let message = format!("`{}` has no chart to draw", answer.title);
        let hint = "ask for text, markdown, csv or json instead";
        return Err(Problem::usage(message).hint(hint).into());
    }
    font::register()?;
    let mut drawing = String::new();
    let canvas = Canvas::new(&mut drawing, FIGURE_WIDTH)?;
    let margins = charts
        .iter()
        .map(|(_, chart)| chart::margins(chart))
        .fold(Margins::default(), Margins::wider);
    let mut bottom = TOP;
    for (position, (panel, chart)) in charts.iter().enumerate() {
        if position > 0 {
            bottom += BETWEEN_PANELS;
        }
        bottom = draw_panel(panel, chart, &canvas, margins, (bottom, charts.len()))?;
    }
    bottom = notes::draw(answer, &canvas, bottom + ABOVE_NOTES)?;
    canvas.finish()?;
    let descriptions: Vec<&str> = charts
        .iter()
        .map(|(panel, _)| panel.alternative_text.trim())
        .collect();
    let about = About {
        id: &identifier(&answer.title),
        title: &answer.title,
        description: &descriptions.join(" "),
    };
    Ok(document(
        &about,
        &drawing,
        (FIGURE_WIDTH, (bottom + BOTTOM).ceil()),
    ))
}

/// The chart of one panel, for a page that has its title, scope, notes and sources in words; `id`
/// is its name on that page. None where the panel has no chart, or only a table that is drawn.
///
/// # Errors
/// If the chart cannot be drawn.
pub(super) fn in_page(panel: &Panel, id: &str) -> Result<Option<String>> {
    let drawn = panel.chart.as_ref();
    let Some(chart) = drawn.filter(|chart| !matches!(chart, Chart::Listing(_))) else {
        return Ok(None);
    };
    // The other forms have columns of a fixed width.
    let (width, beside) = match chart {
        Chart::Lines(_) => (PAGE_WIDTH, PAGE_SIDE),
        _ => (FIGURE_WIDTH, SIDE),
    };
    let mut drawing = String::new();
    let canvas = Canvas::new(&mut drawing, width)?;
    let margins = chart::margins(chart);
    let edges = (beside + margins.left, width - beside - margins.right);
    let height = chart::draw(chart, &canvas.moved_down(PAGE_SIDE), edges, PAGE_PLOT)?;
    canvas.finish()?;
    let title = if panel.title.is_empty() {
        panel.heading.as_str()
    } else {
        panel.title.as_str()
    };
    let about = About {
        id,
        title,
        description: panel.alternative_text.trim(),
    };
    let size = (width, (height + 2.0 * PAGE_SIDE).ceil());
    Ok(Some(document(&about, &drawing, size)))
}

/// Draws one panel from `place.0` downwards, one of `place.1`; returns where it ends.
fn draw_panel(
    panel: &Panel,
    chart: &Chart,
    canvas: &Canvas<'_>,
    margins: Margins,
    (top, count): (f64, usize),
) -> Result<f64> {
    let width = FIGURE_WIDTH - 2.0 * SIDE;
    let title = if panel.title.is_empty() {
        panel.heading.as_str()
    } else {
        panel.title.as_str()
    };
    let title = TITLE.wrap(title, width);
    let scope = SUBTITLE.wrap(&panel.scope, width);
    let below = canvas.lines(&title, (SIDE, top), Anchor::Start, TITLE, BLACK)? + BELOW_TITLE;
    let below = canvas.lines(&scope, (SIDE, below), Anchor::Start, SUBTITLE, GREY)? + BELOW_SCOPE;
    let edges = (SIDE + margins.left, FIGURE_WIDTH - SIDE - margins.right);
    let height = chart::draw(chart, &canvas.moved_down(below), edges, plot_height(count))?;
    Ok(below + height)
}

/// Height of each plot among so many, in pixels.
fn plot_height(count: usize) -> f64 {
    match count {
        1 => 420.0,
        2 => 320.0,
        _ => 270.0,
    }
}

/// What a drawing is called and what it shows, in words.
struct About<'a> {
    id: &'a str,
    title: &'a str,
    description: &'a str,
}

/// The document around a drawing: its size, its name and its description in words.
fn document(about: &About<'_>, drawing: &str, (width, height): (f64, f64)) -> String {
    let About {
        id,
        title,
        description,
    } = about;
    let (wide, high) = (width * UNITS_PER_PIXEL, height * UNITS_PER_PIXEL);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {wide} {high}\" role=\"img\" aria-labelledby=\"{id}-title {id}-desc\" \
         xml:lang=\"en-GB\" stroke-linejoin=\"round\">\n"
    );
    let _ = writeln!(svg, "<title id=\"{id}-title\">{}</title>", escaped(title));
    let _ = writeln!(
        svg,
        "<desc id=\"{id}-desc\">{}</desc>",
        escaped(description)
    );
    let _ = writeln!(
        svg,
        "<rect width=\"{wide}\" height=\"{high}\" fill=\"#FFFFFF\"/>"
    );
    // The first line is the engine's own opening tag, whose size is not that of the page.
    let mut lines = drawing.lines().skip(1);
    while let Some(line) = lines.next() {
        svg.push_str(&line.replace(" opacity=\"1\"", ""));
        if line.starts_with("<text ") {
            // No white space may stand between the tag and its text: some viewers show it.
            svg.push_str(lines.next().unwrap_or_default());
            svg.push_str(lines.next().unwrap_or_default());
        }
        svg.push('\n');
    }
    svg
}

/// A name for the document's parts that differs between figures on one page.
fn identifier(title: &str) -> String {
    let words: Vec<String> = title
        .split(|character: char| !character.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_lowercase)
        .collect();
    format!("chart-{}", words.join("-"))
}

/// Text as XML allows it.
fn escaped(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => written.push_str("&amp;"),
            '<' => written.push_str("&lt;"),
            '>' => written.push_str("&gt;"),
            '"' => written.push_str("&quot;"),
            '\'' => written.push_str("&apos;"),
            '\n' | '\t' | '\r' => written.push(' '),
            other if other.is_control() || matches!(other, '\u{FFFE}' | '\u{FFFF}') => {}
            other => written.push(other),
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use resvg::usvg::roxmltree::Document;

    use super::{escaped, svg};
    use crate::answer::{
        Answer, Chart, Evidence, Line, LinePoint, LineRole, Lines, Panel, Tick, ValueAxis,
    };

    fn answer() -> Answer {
        let point = |at: f64, value: Option<f64>| LinePoint {
            at,
            value,
            interval: None,
            label: value.map(|value| value.to_string()),
        };
        let line = Line {
            label: "Women & girls".to_owned(),
            role: LineRole::Observed { dots: false },
            points: vec![
                point(2020.5, Some(7.0)),
                point(2021.5, None),
                point(2022.5, Some(9.0)),
            ],
        };
        let tick = |year: i32| Tick {
            at: f64::from(year) + 0.5,
            label: year.to_string(),
        };
        let lines = Lines {
            from: 2020.0,
            to: 2023.0,
            ticks: (2020..2023).map(tick).collect(),
            value_axis: ValueAxis::Counts,
            lines: vec![line],
            ..Lines::default()
        };
        let panel = Panel {
            title: "Fewer than <10>".into(),
            alternative_text: "From 7 to 9 & \"no more\".".into(),
            chart: Some(Chart::Lines(lines)),
            ..Panel::default()
        };
        Answer::new("A & B", vec![panel], Evidence::default())
    }

    #[test]
    fn the_document_is_named_and_described_for_those_who_cannot_see_it() {
        let written = svg(&answer()).unwrap();
        let document = Document::parse(&written).unwrap();
        let root = document.root_element();
        assert_eq!(root.attribute("role"), Some("img"));
        assert_eq!(
            root.attribute("aria-labelledby"),
            Some("chart-a-b-title chart-a-b-desc")
        );
        let text = |id: &str| {
            let mut nodes = root
                .descendants()
                .filter(|node| node.attribute("id") == Some(id));
            nodes.next().and_then(|node| node.text()).map(str::to_owned)
        };
        assert_eq!(text("chart-a-b-title").unwrap(), "A & B");
        assert_eq!(
            text("chart-a-b-desc").unwrap(),
            "From 7 to 9 & \"no more\"."
        );
    }

    #[test]
    fn words_stay_text_in_one_family() {
        let written = svg(&answer()).unwrap();
        let document = Document::parse(&written).unwrap();
        let texts: Vec<_> = document
            .descendants()
            .filter(|node| node.has_tag_name("text"))
            .collect();
        for expected in ["Fewer than <10>", "Women & girls", "9", "2020"] {
            assert!(
                texts.iter().any(|node| node.text() == Some(expected)),
                "{expected}"
            );
        }
        let family = Some("Noto Sans, sans-serif");
        assert!(
            texts
                .iter()
                .all(|node| node.attribute("font-family") == family)
        );
    }

    #[test]
    fn the_same_answer_gives_the_same_bytes() {
        assert_eq!(svg(&answer()).unwrap(), svg(&answer()).unwrap());
    }

    #[test]
    fn an_answer_without_a_chart_is_refused_by_name() {
        let error = svg(&Answer::new("Releases", Vec::new(), Evidence::default())).unwrap_err();
        assert!(
            error
                .to_string()
                .starts_with("`Releases` has no chart to draw")
        );
    }

    #[test]
    fn xml_keeps_its_own_signs_and_loses_what_it_forbids() {
        assert_eq!(
            escaped("<a & \"b\" 'c'>"),
            "&lt;a &amp; &quot;b&quot; &apos;c&apos;&gt;"
        );
        assert_eq!(escaped("one\ntwo\u{0}\u{8}"), "one two");
    }
}
