//! Whether a computed value agrees with a stated one. Pure: numbers in, a verdict out.

use std::fmt;

use crate::reports::Bound;

/// The verdict on a claim, in the order of importance for the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Verdict {
    /// The computed value is different, by more than figures have been revised.
    Differs,
    /// The report used figures that are not held, and figures have been revised a little since.
    Revised,
    /// There is nothing to compute with, or nothing to compare with.
    NotComputable,
    /// The computed value is the stated one at the precision stated.
    Rounded,
    /// The computed value is the stated one, or lies where the report's words put it.
    Agrees,
}

impl Verdict {
    /// Every verdict, in the order in which they are shown.
    pub(crate) const ALL: [Self; 5] = [
        Self::Differs,
        Self::Revised,
        Self::NotComputable,
        Self::Rounded,
        Self::Agrees,
    ];

    /// Every verdict, in the order of a summary.
    pub(crate) const IN_SUMMARY: [Self; 5] = [
        Self::Agrees,
        Self::Rounded,
        Self::Revised,
        Self::Differs,
        Self::NotComputable,
    ];

    /// What so many claims do: `agree`.
    pub(crate) const fn verb(self, count: usize) -> &'static str {
        let one = count == 1;
        match self {
            Self::Differs if one => "differs",
            Self::Differs => "differ",
            Self::Revised if one => "differs as its figures were revised since",
            Self::Revised => "differ as their figures were revised since",
            Self::NotComputable => "cannot be computed",
            Self::Rounded if one => "agrees when rounded",
            Self::Rounded => "agree when rounded",
            Self::Agrees if one => "agrees",
            Self::Agrees => "agree",
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Revised => "differs: revised since",
            other => other.verb(1),
        })
    }
}

/// A value as a report states it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Statement {
    /// The value.
    pub(crate) stated: f64,
    /// Its decimal places; -3 is thousands.
    pub(crate) places: i32,
    /// `over` or `nearly`, where the report says so.
    pub(crate) bound: Option<Bound>,
    /// How far the computed value may lie from it, in its unit.
    pub(crate) tolerance: Option<f64>,
    /// How far revisions may have moved its figures, in per cent; none where the figures that the
    /// report used are held.
    pub(crate) revision: Option<f64>,
}

impl Statement {
    /// The verdict on a computed value, by the first rule that holds (docs/audit.md).
    pub(crate) fn verdict(&self, computed: f64) -> Verdict {
        if !computed.is_finite() {
            return Verdict::NotComputable;
        }
        if self.equals(computed) || self.is_bounded_by_words(computed) {
            return Verdict::Agrees;
        }
        if self.bound.is_none() && (self.rounds_to(computed) || self.is_within_tolerance(computed))
        {
            return Verdict::Rounded;
        }
        if self.may_be_revised(computed) {
            return Verdict::Revised;
        }
        Verdict::Differs
    }

    /// The computed value less the stated one.
    pub(crate) fn difference(&self, computed: f64) -> f64 {
        computed - self.stated
    }

    /// What one step at the precision stated is: 1,000 where it is in thousands.
    fn step(&self) -> f64 {
        10_f64.powi(-self.places)
    }

    /// Rounding in the last digits is not a difference.
    fn slack(&self, computed: f64) -> f64 {
        1e-9 * self.stated.abs().max(computed.abs()).max(self.step())
    }

    fn equals(&self, computed: f64) -> bool {
        self.difference(computed).abs() <= self.slack(computed)
    }

    /// `over` allows less than one step more, `nearly` less than one step less.
    fn is_bounded_by_words(&self, computed: f64) -> bool {
        let slack = self.slack(computed);
        let beyond = match self.bound {
            Some(Bound::Over) => self.difference(computed),
            Some(Bound::Nearly) => -self.difference(computed),
            None => return false,
        };
        beyond >= -slack && beyond < self.step() - slack
    }

    fn rounds_to(&self, computed: f64) -> bool {
        let stated = self.stated / self.step();
        let scaled = computed / self.step();
        // Half away from zero, as tables are rounded; the half itself is restored.
        let rounded = (scaled + scaled.signum() * 1e-9).round();
        (rounded - stated).abs() < 1e-6
    }

    fn is_within_tolerance(&self, computed: f64) -> bool {
        let slack = self.slack(computed);
        let within = |tolerance| self.difference(computed).abs() <= tolerance + slack;
        self.tolerance.is_some_and(within)
    }

    fn may_be_revised(&self, computed: f64) -> bool {
        let relative = 100.0 * (computed / self.stated - 1.0).abs();
        self.revision
            .is_some_and(|revision| relative.is_finite() && relative <= revision)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Bound, Statement, Verdict};

    fn stated(stated: f64, places: i32) -> Statement {
        Statement {
            stated,
            places,
            bound: None,
            tolerance: None,
            revision: None,
        }
    }

    #[test]
    fn a_value_agrees_when_it_is_the_same_or_rounds_to_it() {
        assert_eq!(stated(3.4, 1).verdict(3.4), Verdict::Agrees);
        assert_eq!(stated(0.3, 1).verdict(0.1 + 0.2), Verdict::Agrees);
        // HC 547, Figure 1, and the rise computed from 33,743 and 122,660.
        assert_eq!(stated(264.0, 0).verdict(263.512_432), Verdict::Rounded);
        assert_eq!(stated(264.0, 0).verdict(263.5), Verdict::Rounded);
        assert_eq!(stated(264.0, 0).verdict(263.447), Verdict::Differs);
        assert_eq!(stated(34_000.0, -3).verdict(33_743.0), Verdict::Rounded);
        assert_eq!(stated(-2.0, 0).verdict(-2.5), Verdict::Differs);
        assert_eq!(stated(-3.0, 0).verdict(-2.5), Verdict::Rounded);
        assert_eq!(stated(0.0, 0).verdict(0.0), Verdict::Agrees);
    }

    #[test]
    fn words_bound_a_value_on_one_side_for_less_than_one_step() {
        let over = Statement {
            bound: Some(Bound::Over),
            ..stated(650_000.0, -4)
        };
        for (computed, verdict) in [
            (649_999.0, Verdict::Differs),
            (650_000.0, Verdict::Agrees),
            (659_999.0, Verdict::Agrees),
            (660_000.0, Verdict::Differs),
        ] {
            assert_eq!(over.verdict(computed), verdict, "{computed}");
        }
        let nearly = Statement {
            bound: Some(Bound::Nearly),
            ..stated(4.0, 0)
        };
        for (computed, verdict) in [
            (4.000_1, Verdict::Differs),
            (4.0, Verdict::Agrees),
            (3.635, Verdict::Agrees),
            (3.0, Verdict::Differs),
        ] {
            assert_eq!(nearly.verdict(computed), verdict, "{computed}");
        }
    }

    #[test]
    fn figures_that_are_not_held_may_have_been_revised() {
        // HC 547, paragraph 1.2: more than 194,000; 193,684 in the tables of June 2025.
        let mut statement = Statement {
            bound: Some(Bound::Over),
            revision: Some(1.0),
            ..stated(194_000.0, -3)
        };
        assert_eq!(statement.verdict(193_684.0), Verdict::Revised);
        assert_eq!(statement.verdict(192_000.0), Verdict::Differs);
        statement.revision = None;
        assert_eq!(statement.verdict(193_684.0), Verdict::Differs);
        let nothing = Statement {
            revision: Some(100.0),
            ..stated(0.0, 0)
        };
        assert_eq!(nothing.verdict(5.0), Verdict::Differs);
    }

    #[test]
    fn a_tolerance_says_what_loose_words_allow() {
        let quarter = Statement {
            tolerance: Some(2.5),
            ..stated(25.0, 0)
        };
        assert_eq!(quarter.verdict(100.0 * 6.0 / 23.0), Verdict::Rounded);
        assert_eq!(quarter.verdict(27.5), Verdict::Rounded);
        assert_eq!(quarter.verdict(28.0), Verdict::Differs);
    }

    #[test]
    fn a_value_that_is_not_finite_gives_no_verdict() {
        for value in [f64::NAN, f64::INFINITY] {
            assert_eq!(stated(1.0, 0).verdict(value), Verdict::NotComputable);
        }
    }

    fn statements() -> impl Strategy<Value = Statement> {
        let bound = prop_oneof![
            Just(None),
            Just(Some(Bound::Over)),
            Just(Some(Bound::Nearly))
        ];
        let optional = || prop_oneof![Just(None), (0.0..5.0).prop_map(Some)];
        (-99_999i32..99_999, -4i32..4, bound, optional(), optional()).prop_map(
            |(digits, places, bound, tolerance, revision)| Statement {
                stated: f64::from(digits) * 10_f64.powi(-places),
                places,
                bound,
                tolerance,
                revision,
            },
        )
    }

    proptest! {
        #[test]
        fn the_stated_value_itself_always_agrees(statement in statements()) {
            prop_assert_eq!(statement.verdict(statement.stated), Verdict::Agrees);
        }

        #[test]
        fn less_than_half_a_step_away_it_agrees_when_rounded(statement in statements(), part in -0.49f64..0.49) {
            prop_assume!(statement.bound.is_none() && part.abs() > 1e-3);
            let computed = statement.stated + part * 10_f64.powi(-statement.places);
            prop_assert_eq!(statement.verdict(computed), Verdict::Rounded);
        }

        #[test]
        fn figures_that_are_held_are_never_called_revised(statement in statements(), computed in -1e6f64..1e6) {
            let held = Statement { revision: None, ..statement };
            prop_assert_ne!(held.verdict(computed), Verdict::Revised);
            // A revision only ever stands in for a difference.
            if statement.verdict(computed) != held.verdict(computed) {
                prop_assert_eq!(held.verdict(computed), Verdict::Differs);
                prop_assert_eq!(statement.verdict(computed), Verdict::Revised);
            }
        }

        #[test]
        fn over_and_nearly_mirror_each_other(statement in statements(), computed in -1e6f64..1e6) {
            let over = Statement { bound: Some(Bound::Over), ..statement };
            let nearly = Statement { bound: Some(Bound::Nearly), stated: -statement.stated, ..statement };
            prop_assert_eq!(over.verdict(computed), nearly.verdict(-computed));
        }
    }
}
