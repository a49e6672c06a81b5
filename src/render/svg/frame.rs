//! How large a figure is drawn, so that its smallest text can be read where it is shown.
//!
//! A figure is laid out in units in which the smallest text is 16 high; the size asked for says how
//! many units are as wide as the picture.

use crate::cli::Size;

/// Units of the layout to a picture of a size.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Frame {
    /// Width of the layout, in units.
    pub(super) width: f64,
    /// Height of the layout, where the size has one.
    pub(super) height: Option<f64>,
    /// Length of a unit where the SVG is shown, in pixels of the web or in millimetres.
    unit: f64,
    in_millimetres: bool,
    /// Dots of the PNG to a unit.
    dots: f64,
    pub(super) dots_per_inch: f64,
}

impl Frame {
    /// The frame of a size, for charts that need so many units. Where they need more than a page or a
    /// slide has, the picture is wider, so that its words can be read; a size in pixels is kept.
    pub(super) fn of(size: Size, needed: f64) -> Self {
        let frame = match size {
            // 16 units are 12 pixels.
            Size::Web => Self::web(800.0, None, 2.0),
            // 16 units are 2.84 mm, which is 8.06 points; 300 dots to the inch.
            Size::A4 => Self {
                width: 900.0,
                height: None,
                unit: 160.0 / 900.0,
                in_millimetres: true,
                dots: 2.1,
                dots_per_inch: 300.0,
            },
            // 16 units are 18 pixels.
            Size::Slide => Self {
                unit: 1.125,
                dots: 1.125,
                dots_per_inch: 144.0,
                ..Self::web(1920.0 / 1.125, Some(960.0), 1.0)
            },
            Size::Pixels(width, height) => {
                Self::web(f64::from(width) / 0.75, Some(f64::from(height) / 0.75), 1.0)
            }
        };
        if needed <= frame.width {
            return frame;
        }
        match size {
            Size::Pixels(..) => frame.shrunk(frame.width / needed),
            _ => Self {
                width: needed,
                ..frame
            },
        }
    }

    /// The same picture with more and smaller units.
    fn shrunk(self, by: f64) -> Self {
        Self {
            width: self.width / by,
            height: self.height.map(|height| height / by),
            unit: self.unit * by,
            dots: self.dots * by,
            ..self
        }
    }

    const fn web(width: f64, height: Option<f64>, dots_per_pixel: f64) -> Self {
        Self {
            width,
            height,
            unit: 0.75,
            in_millimetres: false,
            dots: 0.75 * dots_per_pixel,
            dots_per_inch: 96.0 * dots_per_pixel,
        }
    }

    /// A length as the SVG states it.
    pub(super) fn length(&self, units: f64) -> String {
        let length = units * self.unit;
        if self.in_millimetres {
            format!("{length:.2}mm")
        } else {
            format!("{length}")
        }
    }

    /// Dots of the PNG to a pixel of the SVG, at 96 pixels to the inch.
    pub(super) fn png_scale(&self) -> f64 {
        let pixels = if self.in_millimetres {
            self.unit * 96.0 / 25.4
        } else {
            self.unit
        };
        self.dots / pixels
    }
}

#[cfg(test)]
mod tests {
    use super::Frame;
    use crate::cli::Size;

    /// The smallest text of every figure, in units (`theme::NOTE`).
    const SMALLEST: f64 = 16.0;

    #[test]
    fn the_smallest_text_can_be_read_at_every_size() {
        let height = |size| SMALLEST * Frame::of(size, 0.0).unit;
        assert!(height(Size::Web) >= 12.0);
        // A point is 25.4 / 72 mm.
        assert!(height(Size::A4) >= 8.0 * 25.4 / 72.0);
        assert!(height(Size::Slide) >= 18.0);
        assert!(height(Size::Pixels(1200, 800)) >= 12.0);
    }

    #[test]
    fn a_chart_that_needs_more_room_keeps_its_letters_or_the_pixels_asked_for() {
        let page = Frame::of(Size::A4, 1100.0);
        assert!((page.width - 1100.0).abs() < 1e-9);
        assert!((page.unit - Frame::of(Size::A4, 0.0).unit).abs() < 1e-9);
        let pixels = Frame::of(Size::Pixels(400, 300), 800.0);
        assert!((pixels.width - 800.0).abs() < 1e-9);
        assert!((pixels.width * pixels.dots - 400.0).abs() < 1e-9);
        assert!((pixels.height.unwrap() * pixels.unit - 300.0).abs() < 1e-9);
    }

    #[test]
    fn pictures_have_the_dots_that_their_size_says() {
        let dots = |size| {
            let frame = Frame::of(size, 0.0);
            frame.width * frame.dots
        };
        assert!((dots(Size::Web) - 1200.0).abs() < 1e-9);
        assert!((dots(Size::A4) - 1890.0).abs() < 1e-9);
        assert!((dots(Size::Slide) - 1920.0).abs() < 1e-9);
        assert!((dots(Size::Pixels(1000, 500)) - 1000.0).abs() < 1e-9);
    }
}
