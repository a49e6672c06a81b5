//! Finding room for labels: spread along a line, or in the nearest free place on a page.
//!
//! Holds geometry only: what is written in a box is not known here.

use super::geometry::{Area, Point, Segment};

/// Something with an extent that wishes to be centred on a place along a line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Wish {
    pub(crate) centre: f64,
    pub(crate) extent: f64,
}

/// Centres as near to the wishes as keeps `gap` between them, in the order of the wishes and
/// between `low` and `high`; if there is not room for all, they run on past `high`.
///
/// Least squares under an order: pool adjacent violators (Barlow and others 1972).
pub(crate) fn spread(wishes: &[Wish], low: f64, high: f64, gap: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..wishes.len()).collect();
    order.sort_by(|left, right| wishes[*left].centre.total_cmp(&wishes[*right].centre));

    let mut offsets = Vec::with_capacity(order.len());
    let mut reached = 0.0;
    for &index in &order {
        reached += wishes[index].extent / 2.0;
        offsets.push(reached);
        reached += wishes[index].extent / 2.0 + gap;
    }
    let length = (reached - gap).max(0.0);

    let mut pools: Vec<(f64, usize)> = Vec::new();
    for (&index, offset) in order.iter().zip(&offsets) {
        let mut pool = (wishes[index].centre - offset, 1);
        while let Some(&(mean, count)) = pools.last() {
            if mean <= pool.0 {
                break;
            }
            let total = count + pool.1;
            pool = (
                (mean * count as f64 + pool.0 * pool.1 as f64) / total as f64,
                total,
            );
            pools.pop();
        }
        pools.push(pool);
    }

    let starts = pools
        .iter()
        .flat_map(|(mean, count)| std::iter::repeat_n(*mean, *count));
    let mut centres = vec![0.0; wishes.len()];
    for ((&index, offset), start) in order.iter().zip(&offsets).zip(starts) {
        centres[index] = start.min(high - length).max(low) + offset;
    }
    centres
}

/// What a label must keep clear of, and where it may lie.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Room {
    pub(crate) bounds: Area,
    pub(crate) boxes: Vec<Area>,
    pub(crate) strokes: Vec<Segment>,
    /// Strokes that are better kept clear of, but may be written over: gridlines, edges of gaps.
    pub(crate) light_strokes: Vec<Segment>,
}

/// The least white space between a label and another box, in pixels.
const BETWEEN_BOXES: f64 = 4.0;
/// The least white space between a label and the middle of a stroke, in pixels.
const BESIDE_STROKES: f64 = 5.0;
/// Beyond this distance from its point, in pixels, a label needs a leader.
const NEAR: f64 = 24.0;

impl Room {
    /// Whether a box lies within the bounds and touches nothing.
    pub(crate) fn is_free(&self, area: &Area) -> bool {
        let beside = area.grown(BESIDE_STROKES);
        self.bounds.contains(area)
            && self.keeps_off_words(area)
            && !self.strokes.iter().any(|stroke| stroke.crosses(&beside))
    }

    fn keeps_off_words(&self, area: &Area) -> bool {
        let with_margin = area.grown(BETWEEN_BOXES);
        !self.boxes.iter().any(|other| other.overlaps(&with_margin))
    }

    /// The best free place for a box of a size beside a point, and a leader where it is far;
    /// `upward` says on which side it is looked for first.
    pub(crate) fn place(&self, anchor: Point, size: Point, upward: bool) -> Option<Placed> {
        let mut best: Option<Placed> = None;
        for ring in 0..40_u32 {
            let distance = 9.0 + 6.0 * f64::from(ring);
            if best.is_some_and(|placed| placed.cost <= distance) {
                break;
            }
            for (step, direction) in DIRECTIONS.into_iter().enumerate() {
                let area = beside(anchor, size, direction, distance, upward);
                let leader = leader(anchor, &area);
                if !self.is_free(&area) || leader.is_some_and(|line| self.hides(&line)) {
                    continue;
                }
                let cost = distance + step as f64 * 3.0 + self.untidiness(anchor, &area);
                if best.is_none_or(|placed| cost < placed.cost) {
                    best = Some(Placed { area, leader, cost });
                }
            }
        }
        best
    }

    /// Whether a leader would run through another label.
    fn hides(&self, leader: &Segment) -> bool {
        self.boxes.iter().any(|other| leader.crosses(other))
    }

    /// What makes a free place worse, as so many pixels further away: a stroke between it and its
    /// point, which parts the two, and gridlines behind the words.
    fn untidiness(&self, anchor: Point, area: &Area) -> f64 {
        let way = Segment {
            from: anchor,
            to: area.nearest(anchor),
        };
        let steps = (way.length() / 4.0) as u32;
        let parted = (2..steps).any(|step| {
            let spot = Area::around(way.at(f64::from(step) / f64::from(steps)), 3.0, 3.0);
            self.strokes.iter().any(|stroke| stroke.crosses(&spot))
        });
        let lines = self
            .light_strokes
            .iter()
            .filter(|line| line.crosses(area))
            .count();
        lines.min(3) as f64 * 5.0 + if parted { 60.0 } else { 0.0 }
    }

    /// The place nearest to a point anywhere within the bounds: a free one, or where a plot is full
    /// of lines, the one that covers fewest of them and no other words.
    pub(crate) fn nearest_to(&self, anchor: Point, size: Point) -> Placed {
        const STEP: f64 = 6.0;
        let across = (self.bounds.width() / STEP) as u32;
        let down = (self.bounds.height() / STEP) as u32;
        let places = (0..across)
            .flat_map(|x| (0..down).map(move |y| (x, y)))
            .map(|(x, y)| {
                let left = self.bounds.left + f64::from(x) * STEP;
                let top = self.bounds.top + f64::from(y) * STEP;
                Area {
                    left,
                    top,
                    right: left + size.0,
                    bottom: top + size.1,
                }
            });
        let covered = |area: &Area| {
            let beside = area.grown(BESIDE_STROKES);
            self.strokes
                .iter()
                .filter(|stroke| stroke.crosses(&beside))
                .count() as f64
        };
        let away = |area: &Area| {
            Segment {
                from: anchor,
                to: area.centre(),
            }
            .length()
        };
        let area = places
            .filter(|area| self.bounds.contains(area) && self.keeps_off_words(area))
            .map(|area| (covered(&area) * 10_000.0 + away(&area), area))
            .min_by(|left, right| left.0.total_cmp(&right.0))
            .map_or_else(
                || beside(anchor, size, (1.0, 0.0), BESIDE_STROKES, true),
                |best| best.1,
            );
        let leader = leader(anchor, &area).filter(|leader| !self.hides(leader));
        Placed {
            area,
            leader,
            cost: f64::INFINITY,
        }
    }

    /// The free place for a box of a size nearest to the height `wish`, at one place across.
    pub(crate) fn place_in_column(&self, centre: f64, wish: f64, size: Point) -> Option<Area> {
        (0..60)
            .flat_map(|step| [wish - 6.0 * f64::from(step), wish + 6.0 * f64::from(step)])
            .map(|height| Area::around((centre, height), size.0, size.1))
            .find(|area| self.is_free(area))
    }
}

/// A place found for a label.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Placed {
    pub(crate) area: Area,
    pub(crate) leader: Option<Segment>,
    /// How far away and how untidy the place is: less is better.
    pub(crate) cost: f64,
}

/// Where the box lies from its point, in halves of its size; the best first, y upwards meaning
/// the preferred side.
const DIRECTIONS: [Point; 12] = [
    (0.0, 1.0),
    (1.0, 0.0),
    (0.5, 1.0),
    (-0.5, 1.0),
    (1.0, 1.0),
    (-1.0, 1.0),
    (-1.0, 0.0),
    (0.0, -1.0),
    (0.5, -1.0),
    (-0.5, -1.0),
    (1.0, -1.0),
    (-1.0, -1.0),
];

fn beside(anchor: Point, size: Point, direction: Point, distance: f64, upward: bool) -> Area {
    let down = if upward { -direction.1 } else { direction.1 };
    let across = if direction.0.abs() < 1.0 {
        0.0
    } else {
        distance
    };
    let centre = (
        anchor.0 + direction.0 * (size.0 / 2.0) + direction.0.signum() * across,
        anchor.1 + down * (size.1 / 2.0 + distance),
    );
    Area::around(centre, size.0, size.1)
}

fn leader(anchor: Point, area: &Area) -> Option<Segment> {
    let whole = Segment {
        from: anchor,
        to: area.nearest(anchor),
    };
    let length = whole.length();
    if length <= NEAR {
        return None;
    }
    Some(Segment {
        from: whole.at(8.0 / length),
        to: whole.at(1.0 - 3.0 / length),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Room, Wish, spread};
    use crate::render::chart::parts::geometry::{Area, Segment};

    const PAGE: Area = Area {
        left: 0.0,
        top: 0.0,
        right: 900.0,
        bottom: 320.0,
    };

    fn wishes() -> impl Strategy<Value = Vec<Wish>> {
        let wish =
            (0.0..300.0_f64, 10.0..60.0_f64).prop_map(|(centre, extent)| Wish { centre, extent });
        prop::collection::vec(wish, 1..8)
    }

    #[test]
    fn wishes_that_do_not_meet_are_granted() {
        let wishes = [
            Wish {
                centre: 200.0,
                extent: 40.0,
            },
            Wish {
                centre: 50.0,
                extent: 40.0,
            },
        ];
        assert_eq!(spread(&wishes, 0.0, 300.0, 6.0), [200.0, 50.0]);
    }

    #[test]
    fn equal_wishes_share_the_place_evenly() {
        let wishes = [Wish {
            centre: 100.0,
            extent: 20.0,
        }; 3];
        assert_eq!(spread(&wishes, 0.0, 300.0, 5.0), [75.0, 100.0, 125.0]);
    }

    proptest! {
        #[test]
        fn spread_labels_never_overlap(wishes in wishes(), gap in 0.0..10.0_f64) {
            let centres = spread(&wishes, 0.0, 320.0, gap);
            let mut ends: Vec<(f64, f64)> = wishes.iter().zip(&centres)
                .map(|(wish, centre)| (centre - wish.extent / 2.0, centre + wish.extent / 2.0))
                .collect();
            ends.sort_by(|left, right| left.0.total_cmp(&right.0));
            prop_assert!(ends.windows(2).all(|pair| pair[0].1 + gap <= pair[1].0 + 1e-6));
            prop_assert!(ends.first().is_none_or(|end| end.0 >= -1e-6));
            let needed: f64 = wishes.iter().map(|wish| wish.extent + gap).sum::<f64>() - gap;
            if needed <= 320.0 {
                prop_assert!(ends.last().is_none_or(|end| end.1 <= 320.0 + 1e-6));
            }
        }

        #[test]
        fn placed_labels_never_overlap_each_other_a_stroke_or_the_edge(
            heights in prop::collection::vec(0.0..320.0_f64, 2..30),
            anchors in prop::collection::vec((0.0..900.0_f64, 0.0..320.0_f64, any::<bool>()), 1..12),
        ) {
            let spacing = 900.0 / heights.len() as f64;
            let path: Vec<_> = heights.iter().enumerate()
                .map(|(at, height)| (at as f64 * spacing, *height)).collect();
            let strokes: Vec<Segment> = Segment::along(&path).collect();
            let mut room = Room {
                bounds: PAGE, boxes: Vec::new(), strokes, light_strokes: Vec::new(),
            };
            for (x, y, upward) in anchors {
                let Some(placed) = room.place((x, y), (70.0, 20.0), upward) else { continue };
                prop_assert!(PAGE.contains(&placed.area));
                prop_assert!(!room.boxes.iter().any(|other| other.overlaps(&placed.area)));
                prop_assert!(!room.strokes.iter().any(|stroke| stroke.crosses(&placed.area)));
                room.boxes.push(placed.area);
            }
        }
    }

    #[test]
    fn where_a_page_is_full_of_lines_a_label_still_keeps_off_other_words() {
        let full: Vec<_> = (0..90)
            .map(|at| (f64::from(at) * 10.0, f64::from(at % 2) * 320.0))
            .collect();
        let taken = Area {
            left: 300.0,
            right: 600.0,
            ..PAGE
        };
        let room = Room {
            bounds: PAGE,
            boxes: vec![taken],
            strokes: Segment::along(&full).collect(),
            light_strokes: Vec::new(),
        };
        assert_eq!(room.place((450.0, 160.0), (70.0, 20.0), true), None);
        let placed = room.nearest_to((450.0, 160.0), (70.0, 20.0));
        assert!(PAGE.contains(&placed.area));
        assert!(!placed.area.overlaps(&taken));
    }

    #[test]
    fn a_label_is_placed_above_its_point_where_there_is_room() {
        let room = Room {
            bounds: PAGE,
            boxes: Vec::new(),
            strokes: Vec::new(),
            light_strokes: Vec::new(),
        };
        let placed = room.place((400.0, 160.0), (70.0, 20.0), true).unwrap();
        assert!(placed.area.bottom < 160.0);
        assert!((placed.area.centre().0 - 400.0).abs() < 1e-9);
        assert_eq!(placed.leader, None);
    }
}
