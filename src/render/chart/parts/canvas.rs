//! A page in pixels, drawn by plotters as SVG: strokes, shapes and text.
//!
//! plotters rounds to whole units, so the page is drawn ten times as large; whoever closes the
//! document sets the view box accordingly. Holds no layout.

use anyhow::{Result, anyhow};
use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, IntoDrawingArea};
use plotters::element::{
    Circle, DashedPathElement, Drawable, PathElement, PointCollection, Polygon, Rectangle, Text,
};
use plotters::prelude::SVGBackend;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, RGBColor, ShapeStyle};

use super::geometry::{Area, Point};
use crate::render::font::{self, Face};

/// Units of the drawing to a pixel.
pub(crate) const UNITS_PER_PIXEL: f64 = 10.0;

/// plotters moves what lies below the page up to its edge; no page is as deep as this, in pixels.
const DEEPEST: f64 = 100_000.0;

/// plotters sets text that hangs from the top so far above its baseline, in ems.
const TOP_TO_BASELINE: f64 = 0.76;

/// Which end of a text stands at its position.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Anchor {
    Start,
    Middle,
    End,
}

/// Where drawing goes; positions are pixels from the upper left corner, moved by an offset.
pub(crate) struct Canvas<'a> {
    page: DrawingArea<SVGBackend<'a>, Shift>,
    offset: f64,
}

impl<'a> Canvas<'a> {
    /// A page that writes into `buffer`; its depth is open.
    ///
    /// # Errors
    /// If the font cannot be read.
    pub(crate) fn new(buffer: &'a mut String, width: f64) -> Result<Self> {
        font::register()?;
        let size = (units(width).unsigned_abs(), units(DEEPEST).unsigned_abs());
        Ok(Self {
            page: SVGBackend::with_string(buffer, size).into_drawing_area(),
            offset: 0.0,
        })
    }

    /// The same page, with every position moved down by so many pixels.
    pub(crate) fn moved_down(&self, by: f64) -> Self {
        Self {
            page: self.page.clone(),
            offset: self.offset + by,
        }
    }

    /// Closes the drawing.
    pub(crate) fn finish(self) -> Result<()> {
        self.page
            .present()
            .map_err(|error| anyhow!("the chart was not drawn: {error}"))
    }

    /// An unbroken stroke along a path; its width is in pixels.
    pub(crate) fn path(&self, path: &[Point], colour: RGBColor, width: f64) -> Result<()> {
        self.put(&PathElement::new(self.points(path), stroke(colour, width)))
    }

    /// A stroke of dashes, each of `dash.0` pixels and followed by `dash.1` pixels of nothing.
    pub(crate) fn dashes(
        &self,
        path: &[Point],
        colour: RGBColor,
        width: f64,
        dash: (f64, f64),
    ) -> Result<()> {
        let (length, space) = (units(dash.0), units(dash.1));
        self.put(&DashedPathElement::new(
            self.points(path),
            length,
            space,
            stroke(colour, width),
        ))
    }

    /// A filled rectangle.
    pub(crate) fn rectangle(&self, area: &Area, colour: RGBColor) -> Result<()> {
        let corners = [
            self.point((area.left, area.top)),
            self.point((area.right, area.bottom)),
        ];
        self.put(&Rectangle::new(corners, colour.filled()))
    }

    /// A filled shape, as light as `opacity` says.
    pub(crate) fn shape(&self, outline: &[Point], colour: RGBColor, opacity: f64) -> Result<()> {
        self.put(&Polygon::new(
            self.points(outline),
            colour.mix(opacity).filled(),
        ))
    }

    /// A filled circle.
    pub(crate) fn dot(&self, centre: Point, radius: f64, colour: RGBColor) -> Result<()> {
        self.put(&Circle::new(
            self.point(centre),
            units(radius),
            colour.filled(),
        ))
    }

    /// The outline of a circle.
    pub(crate) fn ring(&self, centre: Point, radius: f64, colour: RGBColor) -> Result<()> {
        self.put(&Circle::new(
            self.point(centre),
            units(radius),
            stroke(colour, 1.5),
        ))
    }

    /// One line of text on its baseline.
    pub(crate) fn text(
        &self,
        text: &str,
        (x, baseline): Point,
        anchor: Anchor,
        face: Face,
        colour: RGBColor,
    ) -> Result<()> {
        let side = match anchor {
            Anchor::Start => HPos::Left,
            Anchor::Middle => HPos::Center,
            Anchor::End => HPos::Right,
        };
        let style = plotters::style::TextStyle {
            font: face.scaled(UNITS_PER_PIXEL),
            color: colour.to_backend_color(),
            pos: Pos::new(side, VPos::Top),
        };
        let position = self.point((x, baseline - TOP_TO_BASELINE * face.size));
        // The font draws a grave accent before a letter upon the letter.
        let text: String = text
            .chars()
            .filter(|character| !character.is_control())
            .map(|character| if character == '`' { '\'' } else { character })
            .collect();
        self.put(&Text::new(text, position, style))
    }

    /// Lines of text, the first hanging from `top`; returns where the next line would hang.
    pub(crate) fn lines(
        &self,
        lines: &[String],
        (x, top): Point,
        anchor: Anchor,
        face: Face,
        colour: RGBColor,
    ) -> Result<f64> {
        let mut top = top;
        for line in lines {
            self.text(line, (x, top + face.ascent()), anchor, face, colour)?;
            top += face.line_height();
        }
        Ok(top)
    }

    fn put<E>(&self, element: &E) -> Result<()>
    where
        for<'b> &'b E: PointCollection<'b, (i32, i32)>,
        E: Drawable<SVGBackend<'a>>,
    {
        self.page
            .draw(element)
            .map_err(|error| anyhow!("the chart was not drawn: {error}"))
    }

    fn point(&self, (x, y): Point) -> (i32, i32) {
        (units(x), units(y + self.offset))
    }

    fn points(&self, path: &[Point]) -> Vec<(i32, i32)> {
        path.iter().map(|point| self.point(*point)).collect()
    }
}

fn units(pixels: f64) -> i32 {
    (pixels * UNITS_PER_PIXEL).round() as i32
}

fn stroke(colour: RGBColor, width: f64) -> ShapeStyle {
    colour.stroke_width(units(width).unsigned_abs())
}
