//! One figure of an answer as SVG: each panel's finding, scope and chart, then notes and sources.
//!
//! Holds the page and the document around it; how a chart is drawn is not known here.

mod frame;
mod notes;

use std::fmt::Write as _;

use anyhow::Result;

use self::frame::Frame;
use super::chart::canvas::{Anchor, Canvas, UNITS_PER_PIXEL};
use super::chart::theme::{BLACK, GREY, SIDE, SUBTITLE, TITLE};
use super::chart::{self, Margins};
use super::{font, png};
use crate::answer::{Answer, Chart, Panel};
use crate::cli::PictureArgs;
use crate::problem::Problem;

/// White space above the first title, in pixels.
const TOP: f64 = 34.0;
/// The same where there is no title.
const BARE_TOP: f64 = 18.0;
/// Lowest plot that can be read, in pixels.
const LOWEST_PLOT: f64 = 150.0;
/// White space below everything, in pixels.
const BOTTOM: f64 = 26.0;
/// Between a title and what says its scope, in pixels.
const BELOW_TITLE: f64 = 4.0;
/// Between the scope and the chart, in pixels.
const BELOW_SCOPE: f64 = 12.0;
/// Between one panel and the next, in pixels.
const BETWEEN_PANELS: f64 = 40.0;
/// Between the last panel and the notes, in pixels.
const ABOVE_NOTES: f64 = 26.0;

/// A figure, drawn: its SVG with real text, and how large it is shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    svg: String,
    frame: Frame,
}

impl Picture {
    /// SVG with text as text, for a page that has the font or names another.
    #[must_use]
    pub fn with_text(&self) -> &str {
        &self.svg
    }

    /// SVG with text as outlines: it looks the same in every program, without the font.
    ///
    /// # Errors
    /// If the figure cannot be read again.
    pub fn outlined(&self) -> Result<String> {
        let (outlines, [wide, high]) = png::outlines(&self.svg)?;
        // The drawing as paths, in the document that names and describes it; its unit is a pixel.
        let (head, _) = self.svg.split_once("<rect ").unwrap_or((&self.svg, ""));
        let (before, rest) = head.split_once("viewBox=\"").unwrap_or((head, ""));
        let (_, after) = rest.split_once('"').unwrap_or(("", ""));
        let body = outlines.split_once('>').map_or("", |(_, body)| body);
        let body = body.trim_start();
        Ok(format!(
            "{before}viewBox=\"0 0 {wide} {high}\"{after}{body}"
        ))
    }

    /// Pixels, with the resolution at which they have the size asked for.
    ///
    /// # Errors
    /// If the figure cannot be drawn.
    pub fn png(&self) -> Result<Vec<u8>> {
        png::png(&self.svg, self.frame.png_scale(), self.frame.dots_per_inch)
    }
}

/// The whole figure of an answer: all panels that have a chart, with the notes without which it
/// misleads, and its sources. The same answer always gives the same bytes.
///
/// # Errors
/// If no panel of the answer has a chart.
pub fn picture(answer: &Answer, style: &PictureArgs) -> Result<Picture> {
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
    let fits = charts
        .iter()
        .all(|(_, chart)| matches!(chart, Chart::Lines(_)));
    let frame = Frame::of(style.size.unwrap_or_default(), fits);
    let drawn = Drawn {
        answer,
        charts,
        style,
        frame,
    };
    let height = plot_height(drawn.charts.len());
    let (mut drawing, mut bottom) = drawn.draw(height)?;
    if let Some(wanted) = frame.height.filter(|_| fits) {
        let count = drawn.charts.len() as f64;
        let height = (height + (wanted - bottom) / count).max(LOWEST_PLOT);
        (drawing, bottom) = drawn.draw(height)?;
        bottom = bottom.max(wanted);
    }
    let descriptions: Vec<&str> = drawn
        .charts
        .iter()
        .map(|(panel, _)| panel.alternative_text.trim())
        .collect();
    let title = style.title.as_deref().unwrap_or(&answer.title);
    let svg = document(
        title,
        &descriptions.join(" "),
        &drawing,
        bottom.ceil(),
        &frame,
    );
    Ok(Picture { svg, frame })
}

/// What is drawn, and how.
struct Drawn<'a> {
    answer: &'a Answer,
    charts: Vec<(&'a Panel, &'a Chart)>,
    style: &'a PictureArgs,
    frame: Frame,
}

impl Drawn<'_> {
    /// The drawing with plots so high, and where it ends.
    fn draw(&self, plot: f64) -> Result<(String, f64)> {
        let mut drawing = String::new();
        let canvas = Canvas::new(&mut drawing, self.frame.width)?;
        let margins = self
            .charts
            .iter()
            .map(|(_, chart)| chart::margins(chart))
            .fold(Margins::default(), Margins::wider);
        let mut bottom = if self.style.bare { BARE_TOP } else { TOP };
        for (position, (panel, chart)) in self.charts.iter().enumerate() {
            if position > 0 {
                bottom += BETWEEN_PANELS;
            }
            bottom = self.panel((position, panel, chart), &canvas, margins, (bottom, plot))?;
        }
        if !self.style.bare {
            bottom = notes::draw(self.answer, &canvas, bottom + ABOVE_NOTES, self.frame.width)?;
        }
        canvas.finish()?;
        Ok((drawing, bottom + BOTTOM))
    }

    /// Draws one panel from `top` downwards; returns where it ends.
    fn panel(
        &self,
        (position, panel, chart): (usize, &Panel, &Chart),
        canvas: &Canvas<'_>,
        margins: Margins,
        (top, plot): (f64, f64),
    ) -> Result<f64> {
        let width = self.frame.width - 2.0 * SIDE;
        let own = self.style.title.as_deref().filter(|_| position == 0);
        let title = own.unwrap_or(if panel.title.is_empty() {
            panel.heading.as_str()
        } else {
            panel.title.as_str()
        });
        let mut below = top;
        if !self.style.bare {
            let title = TITLE.wrap(title, width);
            let scope = SUBTITLE.wrap(&panel.scope, width);
            below = canvas.lines(&title, (SIDE, top), Anchor::Start, TITLE, BLACK)? + BELOW_TITLE;
            below =
                canvas.lines(&scope, (SIDE, below), Anchor::Start, SUBTITLE, GREY)? + BELOW_SCOPE;
        }
        let edges = (SIDE + margins.left, self.frame.width - SIDE - margins.right);
        let height = chart::draw(chart, &canvas.moved_down(below), edges, plot)?;
        Ok(below + height)
    }
}

/// Height of each plot among so many, in pixels.
fn plot_height(count: usize) -> f64 {
    match count {
        1 => 420.0,
        2 => 320.0,
        _ => 270.0,
    }
}

/// The document around a drawing: its size, its name and its description in words.
fn document(title: &str, description: &str, drawing: &str, height: f64, frame: &Frame) -> String {
    let id = identifier(title);
    let (wide, high) = (frame.width * UNITS_PER_PIXEL, height * UNITS_PER_PIXEL);
    let (width, height) = (frame.length(frame.width), frame.length(height));
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {wide} {high}\" role=\"img\" aria-labelledby=\"{id}-title\" \
         aria-describedby=\"{id}-desc\" xml:lang=\"en-GB\" stroke-linejoin=\"round\">\n"
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
        let line = line.replace(" opacity=\"1\"", "");
        if line.starts_with("<text ") {
            svg.push_str(&on_its_baseline(&line).unwrap_or(line));
            // No white space may stand between the tag and its text: some viewers show it.
            svg.push_str(lines.next().unwrap_or_default());
            svg.push_str(lines.next().unwrap_or_default());
        } else {
            svg.push_str(&line);
        }
        svg.push('\n');
    }
    svg
}

/// A text with its baseline as `y`: some programs do not read `dy`.
fn on_its_baseline(line: &str) -> Option<String> {
    let (before, rest) = line.split_once(" y=\"")?;
    let (y, rest) = rest.split_once("\" dy=\"0.76em\"")?;
    let size: f64 = rest
        .split_once("font-size=\"")?
        .1
        .split_once('"')?
        .0
        .parse()
        .ok()?;
    let y: f64 = y.parse().ok()?;
    Some(format!(
        "{before} y=\"{}\"{rest}",
        (y + 0.76 * size).round()
    ))
}

/// Longest short alternative text, in characters.
const LONGEST_ALTERNATIVE: usize = 250;

/// What a chart is, in one or two sentences: the long description is beside it.
#[must_use]
pub fn short_alternative(answer: &Answer) -> String {
    let drawn = answer.panels.iter().filter(|panel| panel.chart.is_some());
    let findings = drawn.map(|panel| panel.title.trim_end_matches('.').to_owned());
    let findings: Vec<String> = findings
        .filter(|title| !title.is_empty() && *title != answer.title)
        .collect();
    let mut text = format!("Chart: {}.", answer.title.trim_end_matches('.'));
    for finding in findings {
        if text.chars().count() + finding.chars().count() + 2 <= LONGEST_ALTERNATIVE {
            text = format!("{text} {finding}.");
        }
    }
    if text.chars().count() <= LONGEST_ALTERNATIVE {
        return text;
    }
    let cut: String = text.chars().take(LONGEST_ALTERNATIVE - 1).collect();
    format!("{cut}…")
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

    use super::{escaped, picture};
    use crate::answer::{
        Answer, Chart, Evidence, Line, LinePoint, LineRole, Lines, Panel, Tick, ValueAxis,
    };
    use crate::cli::{PictureArgs, Size};

    fn svg(answer: &Answer) -> anyhow::Result<String> {
        Ok(picture(answer, &PictureArgs::default())?
            .with_text()
            .to_owned())
    }

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
        assert_eq!(root.attribute("aria-labelledby"), Some("chart-a-b-title"));
        assert_eq!(root.attribute("aria-describedby"), Some("chart-a-b-desc"));
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
    fn a_file_has_outlines_and_keeps_its_name_and_description() {
        let style = PictureArgs {
            size: Some(Size::A4),
            ..PictureArgs::default()
        };
        let outlined = picture(&answer(), &style).unwrap().outlined().unwrap();
        let document = Document::parse(&outlined).unwrap();
        assert!(!document.descendants().any(|node| node.has_tag_name("text")));
        let root = document.root_element();
        assert_eq!(root.attribute("width"), Some("160.00mm"));
        assert_eq!(root.attribute("aria-describedby"), Some("chart-a-b-desc"));
        // 160 mm are 604.7 pixels at 96 to the inch.
        let wide: f64 = root
            .attribute("viewBox")
            .unwrap()
            .split(' ')
            .nth(2)
            .unwrap()
            .parse()
            .unwrap();
        assert!((wide - 160.0 / 25.4 * 96.0).abs() < 0.5, "{wide}");
    }

    #[test]
    fn a_slide_has_its_size_and_a_bare_chart_no_words_of_the_answer() {
        let style = PictureArgs {
            size: Some(Size::Slide),
            title: Some("Mine".to_owned()),
            bare: false,
        };
        let drawn = picture(&answer(), &style).unwrap();
        let png = drawn.png().unwrap();
        // IHDR: width and height at bytes 16 and 20.
        let side = |at: usize| u32::from_be_bytes([png[at], png[at + 1], png[at + 2], png[at + 3]]);
        assert_eq!((side(16), side(20)), (1920, 1080));
        assert!(png.windows(4).any(|chunk| chunk == b"pHYs"));
        assert!(drawn.with_text().contains(">Mine</text>"));
        assert!(!drawn.with_text().contains("Fewer than"));
        let bare = PictureArgs {
            bare: true,
            ..PictureArgs::default()
        };
        assert!(
            !picture(&answer(), &bare)
                .unwrap()
                .with_text()
                .contains("Fewer than")
        );
    }

    #[test]
    fn text_has_enough_contrast_and_stands_on_its_baseline() {
        let written = svg(&answer()).unwrap();
        let document = Document::parse(&written).unwrap();
        for text in document
            .descendants()
            .filter(|node| node.has_tag_name("text"))
        {
            assert_eq!(text.attribute("dy"), None);
            // Black and dark grey on white: 19.3 and 10.9 to 1, against the 4.5 to 1 that text needs.
            let fill = text.attribute("fill").unwrap();
            assert!(["#0B0C0C", "#3D3D3D"].contains(&fill), "{fill}");
            let size: f64 = text.attribute("font-size").unwrap().parse().unwrap();
            assert!(size >= 160.0, "{size}");
        }
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
