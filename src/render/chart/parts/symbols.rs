//! Signs that are drawn as strokes and shapes, so that they need no letter of a font: ticks,
//! arrows, hatching.
//!
//! Holds shapes about a position, and no chart.

use plotters::style::RGBColor;

use super::geometry::{Area, Point};
use super::sheet::Ink;
use super::theme::Pattern;

/// Between the strokes of a hatched area, in pixels.
const HATCH: f64 = 9.0;
const HATCH_WIDTH: f64 = 1.5;
/// How much of a hatching stroke's colour is white: it must be seen, and not dazzle.
const WHITENESS: f64 = 0.6;
/// Width of an arrow's shaft, as a share of its head.
const SHAFT: f64 = 0.4;

/// A tick in a square of so many pixels about a centre.
pub(crate) fn tick(centre: Point, side: f64, colour: RGBColor) -> Ink {
    let at = |(x, y): Point| (centre.0 + x * side, centre.1 + y * side);
    let path = [(-0.42, 0.04), (-0.12, 0.34), (0.42, -0.34)];
    Ink::stroke(path.map(at).to_vec(), colour, side * 0.17)
}

/// An arrow of a width and a height about a centre, pointing up or down.
pub(crate) fn arrow(
    centre: Point,
    (width, height): (f64, f64),
    is_upward: bool,
    colour: RGBColor,
) -> Ink {
    let sign = if is_upward { 1.0 } else { -1.0 };
    let at = |(x, y): Point| (centre.0 + x * width, centre.1 + sign * y * height);
    let half = SHAFT / 2.0;
    let outline = [
        (0.0, -0.5),
        (0.5, 0.05),
        (half, 0.05),
        (half, 0.5),
        (-half, 0.5),
        (-half, 0.05),
        (-0.5, 0.05),
    ];
    Ink::Shape(outline.map(at).to_vec(), colour)
}

/// A filled area with its pattern.
pub(crate) fn patterned(area: &Area, colour: RGBColor, pattern: Pattern) -> Vec<Ink> {
    if area.width() <= 0.0 || area.height() <= 0.0 {
        return Vec::new();
    }
    let strokes = match pattern {
        Pattern::Plain => Vec::new(),
        Pattern::Rising => slanted(area, true),
        Pattern::Falling => slanted(area, false),
        Pattern::Upright => upright(area),
    };
    let hatching = strokes
        .into_iter()
        .map(|path| Ink::stroke(path, lightened(colour), HATCH_WIDTH));
    std::iter::once(Ink::Fill(*area, colour))
        .chain(hatching)
        .collect()
}

fn lightened(colour: RGBColor) -> RGBColor {
    let mix = |part: u8| {
        let whitened = f64::from(part) + (255.0 - f64::from(part)) * WHITENESS;
        whitened.round() as u8
    };
    RGBColor(mix(colour.0), mix(colour.1), mix(colour.2))
}

fn upright(area: &Area) -> Vec<Vec<Point>> {
    steps(area.left, area.right)
        .map(|x| vec![(x, area.top), (x, area.bottom)])
        .collect()
}

/// Strokes at 45 degrees, cut off at the edges of the area.
fn slanted(area: &Area, is_rising: bool) -> Vec<Vec<Point>> {
    let height = area.height();
    let cut = |foot: f64| {
        // The stroke runs from the lower edge at `foot` to the upper edge at `foot + height`.
        let from = foot.max(area.left);
        let to = (foot + height).min(area.right);
        let y = |x: f64| {
            let risen = x - foot;
            if is_rising {
                area.bottom - risen
            } else {
                area.top + risen
            }
        };
        (from < to).then(|| vec![(from, y(from)), (to, y(to))])
    };
    let step = HATCH * std::f64::consts::SQRT_2;
    let first = area.left - height + step / 2.0;
    let count = ((area.right - first) / step).ceil().max(0.0) as usize;
    (0..count)
        .filter_map(|index| cut(first + step * index as f64))
        .collect()
}

fn steps(from: f64, to: f64) -> impl Iterator<Item = f64> {
    let count = ((to - from) / HATCH).ceil() as usize;
    (1..count).map(move |index| from + HATCH * index as f64)
}

#[cfg(test)]
mod tests {
    use super::{arrow, patterned};
    use crate::render::chart::parts::geometry::Area;
    use crate::render::chart::parts::sheet::Ink;
    use crate::render::chart::parts::theme::{GREY, Pattern};

    const AREA: Area = Area {
        left: 100.0,
        top: 20.0,
        right: 150.0,
        bottom: 48.0,
    };

    #[test]
    fn hatching_stays_within_its_area() {
        for pattern in [Pattern::Rising, Pattern::Falling, Pattern::Upright] {
            let inks = patterned(&AREA, GREY, pattern);
            assert!(inks.len() > 4, "{pattern:?}");
            let paths = inks.iter().filter_map(|ink| match ink {
                Ink::Stroke { path, .. } => Some(path),
                _ => None,
            });
            let within = AREA.grown(1e-9);
            for point in paths.flatten() {
                assert!(
                    within.contains(&Area::around(*point, 0.0, 0.0)),
                    "{point:?}"
                );
            }
        }
        assert_eq!(patterned(&AREA, GREY, Pattern::Plain).len(), 1);
    }

    #[test]
    fn an_area_without_width_is_not_drawn() {
        let flat = Area {
            right: 100.0,
            ..AREA
        };
        assert!(patterned(&flat, GREY, Pattern::Rising).is_empty());
    }

    #[test]
    fn an_upward_arrow_has_its_tip_above() {
        let tip = |is_upward| match arrow((0.0, 0.0), (20.0, 30.0), is_upward, GREY) {
            Ink::Shape(outline, _) => outline[0],
            other => panic!("{other:?}"),
        };
        assert_eq!(tip(true), (0.0, -15.0));
        assert_eq!(tip(false), (0.0, 15.0));
    }
}
