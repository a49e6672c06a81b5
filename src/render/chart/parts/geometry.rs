//! Rectangles and segments in pixels, y downwards: what touches what.
//!
//! Holds no text and no chart.

/// A position in pixels.
pub(crate) type Point = (f64, f64);

/// A rectangle, in pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Area {
    pub(crate) left: f64,
    pub(crate) top: f64,
    pub(crate) right: f64,
    pub(crate) bottom: f64,
}

impl Area {
    /// A rectangle of a size about its centre.
    pub(crate) fn around(centre: Point, width: f64, height: f64) -> Self {
        Self {
            left: centre.0 - width / 2.0,
            top: centre.1 - height / 2.0,
            right: centre.0 + width / 2.0,
            bottom: centre.1 + height / 2.0,
        }
    }

    pub(crate) fn width(&self) -> f64 {
        self.right - self.left
    }

    pub(crate) fn height(&self) -> f64 {
        self.bottom - self.top
    }

    pub(crate) fn centre(&self) -> Point {
        (
            f64::midpoint(self.left, self.right),
            f64::midpoint(self.top, self.bottom),
        )
    }

    /// The same rectangle with a margin of so many pixels on each side.
    pub(crate) fn grown(&self, by: f64) -> Self {
        Self {
            left: self.left - by,
            top: self.top - by,
            right: self.right + by,
            bottom: self.bottom + by,
        }
    }

    /// The same rectangle further to the right.
    pub(crate) fn moved_right(&self, by: f64) -> Self {
        Self {
            left: self.left + by,
            right: self.right + by,
            ..*self
        }
    }

    /// Whether the insides meet; rectangles that only share an edge do not.
    pub(crate) fn overlaps(&self, other: &Self) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }

    /// Whether the other rectangle lies wholly within this one.
    pub(crate) fn contains(&self, other: &Self) -> bool {
        self.left <= other.left
            && self.right >= other.right
            && self.top <= other.top
            && self.bottom >= other.bottom
    }

    /// The point of the rectangle nearest to a given one.
    pub(crate) fn nearest(&self, point: Point) -> Point {
        (
            point.0.max(self.left).min(self.right),
            point.1.max(self.top).min(self.bottom),
        )
    }
}

/// A straight stroke between two points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Segment {
    pub(crate) from: Point,
    pub(crate) to: Point,
}

impl Segment {
    /// The strokes of a path.
    pub(crate) fn along(path: &[Point]) -> impl Iterator<Item = Self> + '_ {
        path.windows(2).map(|ends| Self {
            from: ends[0],
            to: ends[1],
        })
    }

    /// The point at a share of the way, from 0 to 1.
    pub(crate) fn at(&self, share: f64) -> Point {
        (
            self.from.0 + (self.to.0 - self.from.0) * share,
            self.from.1 + (self.to.1 - self.from.1) * share,
        )
    }

    pub(crate) fn length(&self) -> f64 {
        (self.to.0 - self.from.0).hypot(self.to.1 - self.from.1)
    }

    /// Whether any part of the stroke lies in the rectangle (Liang and Barsky 1984).
    pub(crate) fn crosses(&self, area: &Area) -> bool {
        let (dx, dy) = (self.to.0 - self.from.0, self.to.1 - self.from.1);
        let mut enters: f64 = 0.0;
        let mut leaves: f64 = 1.0;
        for (towards, room) in [
            (-dx, self.from.0 - area.left),
            (dx, area.right - self.from.0),
            (-dy, self.from.1 - area.top),
            (dy, area.bottom - self.from.1),
        ] {
            if towards == 0.0 {
                if room < 0.0 {
                    return false;
                }
            } else if towards < 0.0 {
                enters = enters.max(room / towards);
            } else {
                leaves = leaves.min(room / towards);
            }
        }
        enters <= leaves
    }
}

#[cfg(test)]
mod tests {
    use super::{Area, Segment};

    const SQUARE: Area = Area {
        left: 0.0,
        top: 0.0,
        right: 10.0,
        bottom: 10.0,
    };

    #[test]
    fn a_stroke_through_a_corner_crosses_and_one_past_it_does_not() {
        let through = Segment {
            from: (-5.0, 8.0),
            to: (8.0, -5.0),
        };
        let past = Segment {
            from: (-5.0, 4.0),
            to: (4.0, -5.0),
        };
        let inside = Segment {
            from: (4.0, 4.0),
            to: (5.0, 5.0),
        };
        let short = Segment {
            from: (-9.0, 5.0),
            to: (-1.0, 5.0),
        };
        assert!(through.crosses(&SQUARE));
        assert!(inside.crosses(&SQUARE));
        assert!(!past.crosses(&SQUARE));
        assert!(!short.crosses(&SQUARE));
    }

    #[test]
    fn neighbours_that_share_an_edge_do_not_overlap() {
        let beside = Area {
            left: 10.0,
            right: 20.0,
            ..SQUARE
        };
        assert!(!SQUARE.overlaps(&beside));
        assert!(SQUARE.overlaps(&beside.grown(0.5)));
        assert!(SQUARE.grown(1.0).contains(&SQUARE));
        assert_eq!(SQUARE.nearest((15.0, 5.0)), (10.0, 5.0));
    }
}
