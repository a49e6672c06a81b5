//! One figure of an answer as SVG: each panel's finding, scope and chart, then notes and sources.
//!
//! Holds the page and the document around it; how a chart is drawn is not known here.

mod frame;
mod notes;
mod page;

use std::fmt::Write as _;

use anyhow::Result;

use self::frame::Frame;
pub(super) use self::page::in_page;
use super::chart::{self, Margins, Place};
use super::{font, png};
use crate::answer::{Answer, Chart, Panel};
use crate::cli::PictureArgs;
use crate::problem::Problem;
use crate::render::chart::parts::canvas::{Anchor, Canvas, UNITS_PER_PIXEL};
use crate::render::chart::parts::theme::{BLACK, GREY, SIDE, SUBTITLE, TITLE};

/// White space above the first title, in pixels.
const TOP: f64 = 34.0;
/// The same where there is no title.
const BARE_TOP: f64 = 18.0;
/// Lowest plot that can be read, in pixels.
const LOWEST_PLOT: f64 = 100.0;
/// White space below everything, in pixels.
const BOTTOM: f64 = 26.0;
/// Between a title and what says its scope, in pixels.
const BELOW_TITLE: f64 = 4.0;
/// Between the scope and the chart, in pixels.
const BELOW_SCOPE: f64 = 12.0;
/// Between one panel and the next, in pixels.
const BETWEEN_PANELS: f64 = 40.0;
/// The same on a page that is low, such as a slide.
const BETWEEN_LOW_PANELS: f64 = 24.0;
/// Height of a funnel plot with its axis, in pixels.
const FUNNEL: f64 = 580.0;
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
    let needed = charts.iter().map(|(_, chart)| chart::narrowest(chart));
    let needed = needed.fold(0.0, f64::max);
    let frame = Frame::of(style.size.unwrap_or_default(), needed);
    let drawn = Drawn {
        answer,
        charts,
        style,
        frame,
    };
    let height = plot_height(&drawn.charts);
    let (mut drawing, mut bottom) = drawn.draw(height, 0.0)?;
    if let Some(wanted) = frame.height {
        let free = |(_, chart): &&(&Panel, &Chart)| chart::has_free_height(chart);
        let count = drawn.charts.iter().filter(free).count();
        if count > 0 {
            let mut height = height;
            // A plot that its labels keep from being lower leaves all the rest to the others.
            for parts in [count, 1, 1] {
                height = (height + (wanted - bottom) / parts as f64).max(LOWEST_PLOT);
                (drawing, bottom) = drawn.draw(height, 0.0)?;
                if bottom <= wanted {
                    break;
                }
            }
        } else if bottom > wanted {
            let less = (bottom - wanted) / drawn.charts.len() as f64;
            (drawing, bottom) = drawn.draw(height, less)?;
        }
        bottom = bottom.max(wanted);
    }
    let descriptions: Vec<&str> = drawn
        .charts
        .iter()
        .map(|(panel, _)| panel.alternative_text.trim())
        .collect();
    let title = style.title.as_deref().unwrap_or(&answer.title);
    let about = About {
        id: &identifier(title),
        title,
        description: &descriptions.join(" "),
    };
    let layout = (frame.width, bottom.ceil());
    let shown = [frame.length(layout.0), frame.length(layout.1)];
    let shown = shown.each_ref().map(String::as_str);
    let svg = document(&about, &drawing, layout, shown);
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
    /// The drawing with plots so high, or so much less high than they need, and where it ends.
    fn draw(&self, plot: f64, less: f64) -> Result<(String, f64)> {
        let mut drawing = String::new();
        let canvas = Canvas::new(&mut drawing, self.frame.width)?;
        let margins = self
            .charts
            .iter()
            .map(|(_, chart)| chart::margins(chart, self.frame.width))
            .fold(Margins::default(), Margins::wider);
        let mut bottom = if self.style.bare { BARE_TOP } else { TOP };
        let between = match self.frame.height {
            Some(_) => BETWEEN_LOW_PANELS,
            None => BETWEEN_PANELS,
        };
        for (position, (panel, chart)) in self.charts.iter().enumerate() {
            if position > 0 {
                bottom += between;
            }
            bottom = self.panel(
                (position, panel, chart),
                &canvas,
                margins,
                (bottom, plot, less),
            )?;
        }
        if !self.style.bare {
            let page = (self.frame.width, self.frame.height.is_some());
            bottom = notes::draw(self.answer, &canvas, bottom + ABOVE_NOTES, page)?;
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
        (top, height, less): (f64, f64, f64),
    ) -> Result<f64> {
        let width = self.frame.width - 2.0 * SIDE;
        let own = self.style.title.as_deref().filter(|_| position == 0);
        let title = own.unwrap_or_else(|| name(panel));
        let mut below = top;
        if !self.style.bare {
            let title = TITLE.wrap(title, width);
            let scope = SUBTITLE.wrap(&panel.scope, width);
            below = canvas.lines(&title, (SIDE, top), Anchor::Start, TITLE, BLACK)? + BELOW_TITLE;
            below =
                canvas.lines(&scope, (SIDE, below), Anchor::Start, SUBTITLE, GREY)? + BELOW_SCOPE;
        }
        let page = self.frame.width;
        let place = Place {
            edges: (SIDE + margins.left, page - SIDE - margins.right),
            page,
            height,
            less,
        };
        let height = chart::draw(chart, &canvas.moved_down(below), place)?;
        Ok(below + height)
    }
}

/// What a panel is called: its finding, else its heading.
fn name(panel: &Panel) -> &str {
    if panel.title.is_empty() {
        &panel.heading
    } else {
        &panel.title
    }
}

/// Height of each plot among some charts, in pixels.
fn plot_height(charts: &[(&Panel, &Chart)]) -> f64 {
    match charts {
        [(_, Chart::Funnel(_))] => FUNNEL,
        [_] => 420.0,
        [_, _] => 320.0,
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
fn document(about: &About<'_>, drawing: &str, layout: (f64, f64), shown: [&str; 2]) -> String {
    let About {
        id,
        title,
        description,
    } = about;
    let (wide, high) = (layout.0 * UNITS_PER_PIXEL, layout.1 * UNITS_PER_PIXEL);
    let [width, height] = shown;
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
mod tests;
