//! Words and ink in place: what a form of chart lays out, before it is on a page.
//!
//! Holds positions and looks, and knows no form of chart. Positions are pixels; the upper edge of
//! the chart is at y = 0.

use anyhow::Result;
use plotters::style::RGBColor;

use super::canvas::{Anchor, Canvas};
use super::geometry::{Area, Point};
use super::theme::{GREY, GRIDLINE, SIDE, TICK};
use crate::render::font::Face;

/// Height of the frame that stands where there is nothing to draw, in pixels.
const EMPTY_HEIGHT: f64 = 110.0;
/// Ground beside and above words that stand on a ground of their own, in pixels.
const GROUND: (f64, f64) = (5.0, 2.0);

/// Lines of text that belong together.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Words {
    pub(crate) area: Area,
    pub(crate) lines: Vec<String>,
    pub(crate) anchor: Anchor,
    pub(crate) face: Face,
    pub(crate) colour: RGBColor,
    /// What is painted beneath them, so that no stroke runs through them.
    pub(crate) ground: Option<RGBColor>,
}

impl Words {
    /// Words that hang from `top`; `anchor` says which of their ends stands at `x`.
    pub(crate) fn new(lines: Vec<String>, (x, top): Point, anchor: Anchor, face: Face) -> Self {
        let width = face.widest(&lines);
        let left = match anchor {
            Anchor::Start => x,
            Anchor::Middle => x - width / 2.0,
            Anchor::End => x - width,
        };
        let height = if lines.is_empty() {
            0.0
        } else {
            face.height(lines.len())
        };
        Self {
            area: Area {
                left,
                top,
                right: left + width,
                bottom: top + height,
            },
            lines,
            anchor,
            face,
            colour: GREY,
            ground: None,
        }
    }

    /// Words about a height in their middle.
    pub(crate) fn about(
        lines: Vec<String>,
        (x, middle): Point,
        anchor: Anchor,
        face: Face,
    ) -> Self {
        let height = face.height(lines.len());
        Self::new(lines, (x, middle - height / 2.0), anchor, face)
    }

    /// The same words in a colour; they are grey otherwise.
    pub(crate) fn in_colour(self, colour: RGBColor) -> Self {
        Self { colour, ..self }
    }

    /// The same words on a ground of their own.
    pub(crate) fn on(self, ground: RGBColor) -> Self {
        Self {
            ground: Some(ground),
            ..self
        }
    }

    fn put(&self, canvas: &Canvas<'_>) -> Result<()> {
        if let Some(ground) = self.ground {
            let (width, height) = (self.area.width(), self.area.height());
            let size = (width + 2.0 * GROUND.0, height + 2.0 * GROUND.1);
            let area = Area::around(self.area.centre(), size.0, size.1);
            canvas.rectangle(&area, ground)?;
        }
        let x = match self.anchor {
            Anchor::Start => self.area.left,
            Anchor::Middle => self.area.centre().0,
            Anchor::End => self.area.right,
        };
        let place = (x, self.area.top);
        canvas.lines(&self.lines, place, self.anchor, self.face, self.colour)?;
        Ok(())
    }
}

/// One shape that is drawn.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Ink {
    /// A filled rectangle.
    Fill(Area, RGBColor),
    /// A filled shape of any outline.
    Shape(Vec<Point>, RGBColor),
    /// A filled circle: its centre and its radius.
    Dot(Point, f64, RGBColor),
    /// A stroke along a path.
    Stroke {
        path: Vec<Point>,
        colour: RGBColor,
        width: f64,
        /// Length of a dash and of the space after it; `None` for an unbroken stroke.
        dash: Option<(f64, f64)>,
    },
}

impl Ink {
    /// An unbroken stroke.
    pub(crate) fn stroke(path: Vec<Point>, colour: RGBColor, width: f64) -> Self {
        Self::Stroke {
            path,
            colour,
            width,
            dash: None,
        }
    }

    /// The outline of a rectangle.
    pub(crate) fn outline(area: &Area, colour: RGBColor, width: f64) -> Self {
        Self::stroke(corners(area), colour, width)
    }

    /// The outline of a rectangle in dashes.
    pub(crate) fn dashed_outline(
        area: &Area,
        colour: RGBColor,
        width: f64,
        dash: (f64, f64),
    ) -> Self {
        Self::Stroke {
            path: corners(area),
            colour,
            width,
            dash: Some(dash),
        }
    }

    fn put(&self, canvas: &Canvas<'_>) -> Result<()> {
        match self {
            Self::Fill(area, colour) => canvas.rectangle(area, *colour),
            Self::Shape(outline, colour) => canvas.shape(outline, *colour, 1.0),
            Self::Dot(centre, radius, colour) => canvas.dot(*centre, *radius, *colour),
            Self::Stroke {
                path,
                colour,
                width,
                dash,
            } => match dash {
                Some(dash) => canvas.dashes(path, *colour, *width, *dash),
                None => canvas.path(path, *colour, *width),
            },
        }
    }
}

/// A closed path about a rectangle.
fn corners(area: &Area) -> Vec<Point> {
    vec![
        (area.left, area.top),
        (area.right, area.top),
        (area.right, area.bottom),
        (area.left, area.bottom),
        (area.left, area.top),
    ]
}

/// A chart in place: ink in the order of drawing, then words.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Sheet {
    pub(crate) ink: Vec<Ink>,
    pub(crate) words: Vec<Words>,
    /// How far down the chart reaches.
    pub(crate) height: f64,
}

impl Sheet {
    /// A frame on a page of a width, that says why nothing is drawn.
    pub(crate) fn empty(reason: &str, page: f64) -> Self {
        let frame = Area {
            left: SIDE,
            top: 0.0,
            right: page - SIDE,
            bottom: EMPTY_HEIGHT,
        };
        let lines = vec![reason.to_owned()];
        Self {
            ink: vec![Ink::outline(&frame, GRIDLINE, 1.5)],
            words: vec![Words::about(lines, frame.centre(), Anchor::Middle, TICK)],
            height: EMPTY_HEIGHT,
        }
    }

    /// The same sheet further to the right.
    pub(crate) fn moved_right(mut self, by: f64) -> Self {
        for words in &mut self.words {
            words.area = words.area.moved_right(by);
        }
        for ink in &mut self.ink {
            match ink {
                Ink::Fill(area, _) => *area = area.moved_right(by),
                Ink::Shape(path, _) | Ink::Stroke { path, .. } => {
                    for (x, _) in path {
                        *x += by;
                    }
                }
                Ink::Dot((x, _), ..) => *x += by,
            }
        }
        self
    }

    /// Adds what another sheet has.
    pub(crate) fn add(&mut self, other: Self) {
        self.ink.extend(other.ink);
        self.words.extend(other.words);
    }

    /// Adds words, unless there are none.
    pub(crate) fn write(&mut self, words: Words) {
        if !words.lines.is_empty() {
            self.words.push(words);
        }
    }

    /// Draws everything; returns how many pixels it takes from the top of the canvas.
    pub(crate) fn put(&self, canvas: &Canvas<'_>) -> Result<f64> {
        self.ink.iter().try_for_each(|ink| ink.put(canvas))?;
        self.words.iter().try_for_each(|words| words.put(canvas))?;
        Ok(self.height)
    }
}

/// Whether a sheet can be read: what the property tests of every form ask.
#[cfg(test)]
pub(crate) mod legible {
    use super::{Ink, Sheet, Words, corners};
    use crate::render::chart::parts::geometry::{Area, Segment};

    const SMALLEST: f64 = 16.0;

    /// Widths of pages in units: web, A4, the widest before sizes, slide.
    pub(crate) const PAGES: [f64; 4] = [800.0, 900.0, 1300.0, 1920.0 / 1.125];

    /// The first thing that is wrong with a sheet on a page of a width.
    pub(crate) fn complaint(sheet: &Sheet, width: f64) -> Option<String> {
        let page = Area {
            left: 0.0,
            top: 0.0,
            right: width,
            bottom: sheet.height + 0.5,
        };
        for (position, words) in sheet.words.iter().enumerate() {
            if !page.contains(&words.area) {
                return Some(format!("off the page {page:?}: {words:?}"));
            }
            if words.face.size < SMALLEST {
                return Some(format!("too small: {words:?}"));
            }
            let mut others = sheet.words[position + 1..].iter();
            if let Some(other) = others.find(|other| other.area.overlaps(&words.area)) {
                return Some(format!("words on words: {words:?} {other:?}"));
            }
            if let Some(ink) = sheet.ink.iter().find(|ink| disturbs(ink, words)) {
                return Some(format!("ink on words: {words:?} {ink:?}"));
            }
        }
        let strays = |ink: &&Ink| extent(ink).is_some_and(|area| !page.grown(0.5).contains(&area));
        let stray = sheet.ink.iter().find(strays);
        stray.map(|ink| format!("off the page {page:?}: {ink:?}"))
    }

    /// Words may stand wholly within a filled area, and on a ground of their own on strokes.
    fn disturbs(ink: &Ink, words: &Words) -> bool {
        match ink {
            Ink::Stroke { path, .. } => {
                words.ground.is_none()
                    && Segment::along(path).any(|stroke| stroke.crosses(&words.area))
            }
            Ink::Fill(area, _) => area.overlaps(&words.area) && !area.contains(&words.area),
            Ink::Shape(..) | Ink::Dot(..) => {
                extent(ink).is_some_and(|area| area.overlaps(&words.area))
            }
        }
    }

    fn extent(ink: &Ink) -> Option<Area> {
        let path = match ink {
            Ink::Fill(area, _) => corners(area),
            Ink::Dot(centre, radius, _) => {
                corners(&Area::around(*centre, radius * 2.0, radius * 2.0))
            }
            Ink::Shape(path, _) | Ink::Stroke { path, .. } => path.clone(),
        };
        let areas = path.iter().map(|point| Area::around(*point, 0.0, 0.0));
        areas.reduce(|one, other| Area {
            left: one.left.min(other.left),
            top: one.top.min(other.top),
            right: one.right.max(other.right),
            bottom: one.bottom.max(other.bottom),
        })
    }

    /// Fails with the first complaint.
    pub(crate) fn assert_legible(sheet: &Sheet, width: f64) {
        assert_eq!(complaint(sheet, width), None);
    }
}

#[cfg(test)]
mod tests {
    use super::legible::{assert_legible, complaint};
    use super::{Ink, Sheet, Words};
    use crate::render::chart::parts::canvas::Anchor;
    use crate::render::chart::parts::theme::{GRIDLINE, TICK, WHITE};
    use crate::render::font;

    fn words(x: f64) -> Words {
        let lines = vec!["831,000".to_owned(), "offences".to_owned()];
        Words::about(lines, (x, 100.0), Anchor::Middle, TICK)
    }

    #[test]
    fn what_cannot_be_read_is_told() {
        font::register().unwrap();
        let across = Ink::stroke(vec![(0.0, 100.0), (900.0, 100.0)], GRIDLINE, 1.5);
        let mut sheet = Sheet {
            height: 200.0,
            words: vec![words(300.0), words(700.0)],
            ..Sheet::default()
        };
        assert_legible(&sheet, 1300.0);
        sheet.ink.push(across);
        assert!(
            complaint(&sheet, 1300.0)
                .unwrap()
                .starts_with("ink on words")
        );
        sheet.words = vec![words(300.0).on(WHITE), words(700.0).on(WHITE)];
        assert_legible(&sheet, 1300.0);
        sheet.words[1] = words(310.0).on(WHITE);
        assert!(
            complaint(&sheet, 1300.0)
                .unwrap()
                .starts_with("words on words")
        );
        sheet.words = vec![words(10.0).on(WHITE)];
        assert!(
            complaint(&sheet, 1300.0)
                .unwrap()
                .starts_with("off the page")
        );
    }

    #[test]
    fn an_empty_chart_says_so() {
        font::register().unwrap();
        let sheet = Sheet::empty("No figure is held", 1300.0);
        assert_legible(&sheet, 1300.0);
        assert_eq!(sheet.words.len(), 1);
    }
}
