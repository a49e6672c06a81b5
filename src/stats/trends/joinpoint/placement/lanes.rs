//! The search over placements for several sets of values at once.
//!
//! Reading the weights of all placements takes most of the time of a permutation test, and they are the
//! same for every permutation: they are read once for all sets.

use super::Search;
use crate::stats::trends::orthogonal::dot;

/// The sets of values that are searched together.
pub(crate) const LANES: usize = 8;

/// One number for each set.
type Lane = [f64; LANES];

/// What a search keeps between sets of values so that it need not allocate.
#[derive(Default)]
pub(crate) struct LaneScratch {
    rests: Vec<Vec<f64>>,
    moments: Vec<Lane>,
    explained: Vec<Vec<Lane>>,
}

/// The placement that explains most of each set, the first of equals.
#[derive(Clone, Copy)]
struct Largest {
    value: Lane,
    node: [Option<usize>; LANES],
}

impl Largest {
    const NONE: Self = Self {
        value: [f64::NEG_INFINITY; LANES],
        node: [None; LANES],
    };

    fn take(&mut self, node: usize, values: &Lane) {
        for (lane, value) in values.iter().enumerate() {
            if *value > self.value[lane] {
                (self.value[lane], self.node[lane]) = (*value, Some(node));
            }
        }
    }
}

impl Search {
    /// For each of up to [`LANES`] sets of weighted values the smallest sums of squares with `fewer`
    /// and with `more` joinpoints.
    pub(crate) fn pairs(
        &self,
        targets: &[Vec<f64>],
        (fewer, more): (usize, usize),
        scratch: &mut LaneScratch,
    ) -> Vec<(f64, f64)> {
        self.prepare(targets, scratch);
        scratch.explained.resize(self.levels.len(), Vec::new());
        let mut largest = [Largest::NONE; 2];
        for depth in 1..=more {
            let (above, here) = scratch.explained.split_at_mut(depth - 1);
            let above = above.last().map(Vec::as_slice);
            let place = usize::from(depth != fewer);
            let tracked = (depth == fewer || depth == more).then_some(&mut largest[place]);
            // nothing below the deepest placements is searched, so their values need not be kept
            let kept = (depth < more).then_some(&mut here[0]);
            self.explain_lanes(depth, above, &scratch.moments, kept, tracked);
        }
        let smallest = |depth: usize, largest: &Largest, lane: usize| {
            let rest = &scratch.rests[lane];
            match (depth.checked_sub(1), largest.node[lane]) {
                (None, _) => dot(rest, rest),
                (Some(level), Some(node)) => self
                    .exact(rest, &self.placement(level, node))
                    .unwrap_or(f64::INFINITY),
                (Some(_), None) => f64::INFINITY,
            }
        };
        let [with_fewer, with_more] = largest;
        let with_more = if fewer == more { with_fewer } else { with_more };
        let pair = |lane| {
            (
                smallest(fewer, &with_fewer, lane),
                smallest(more, &with_more, lane),
            )
        };
        (0..targets.len()).map(pair).collect()
    }

    /// Takes the base out of each set, and multiplies it with the column of each joinpoint.
    fn prepare(&self, targets: &[Vec<f64>], scratch: &mut LaneScratch) {
        scratch.rests.resize(LANES, Vec::new());
        scratch.moments.clear();
        scratch.moments.resize(self.columns.len(), [0.0; LANES]);
        for (lane, target) in targets.iter().enumerate() {
            let rest = &mut scratch.rests[lane];
            rest.clear();
            rest.extend_from_slice(target);
            self.base.take_out(rest);
            for (moments, column) in scratch.moments.iter_mut().zip(&self.columns) {
                moments[lane] = dot(column, rest);
            }
        }
    }

    /// How much of each set every placement of so many joinpoints explains. Its loops are by index:
    /// unoptimised, as in tests, iterators take several times as long.
    fn explain_lanes(
        &self,
        depth: usize,
        above: Option<&[Lane]>,
        moments: &[Lane],
        mut kept: Option<&mut Vec<Lane>>,
        mut tracked: Option<&mut Largest>,
    ) {
        let level = &self.levels[depth - 1];
        if let Some(kept) = &mut kept {
            kept.clear();
        }
        let nodes = level
            .weights
            .chunks_exact(depth)
            .zip(level.paths.chunks_exact(depth));
        for (node, ((weights, path), parent)) in nodes.zip(&level.parents).enumerate() {
            let mut share = [0.0; LANES];
            for (weight, at) in weights.iter().zip(path) {
                let moments = &moments[usize::from(*at)];
                for lane in 0..LANES {
                    share[lane] += weight * moments[lane];
                }
            }
            let mut value = above.map_or([0.0; LANES], |above| above[*parent as usize]);
            for lane in 0..LANES {
                value[lane] += share[lane] * share[lane];
            }
            if let Some(largest) = &mut tracked {
                largest.take(node, &value);
            }
            if let Some(kept) = &mut kept {
                kept.push(value);
            }
        }
    }
}
