//! The funnel: the common rate, how far areas scatter about it, and where each of them stands.

use anyhow::Result;

use super::{Comparison, PER, Place, WITHIN, in_words, wrong};
use crate::dataset::Denominator;
use crate::facts::{Fact, Facts, Statistic};
use crate::stats::areas::funnel::{self, Baseline, CONFIDENCES, Standing};
use crate::stats::areas::{self, Overdispersion, WINSORISED};

/// Fewer areas than this have no funnel.
const FEWEST: usize = 3;

/// An area in the funnel.
struct Counted<'a> {
    place: &'a Place,
    count: f64,
    people: &'a Denominator,
    expected: f64,
}

/// What all areas have in common.
struct Common {
    baseline: Baseline,
    scatter: Overdispersion,
    /// By confidence: how many are outside the Poisson limits, and outside the wider ones.
    outside: [[u32; 2]; 2],
}

impl Comparison {
    /// # Errors
    /// Numbers that no funnel can be made from.
    pub(super) fn funnel(&self, facts: &mut Facts) -> Result<()> {
        let rated = |place: &'_ Place| place.rated(self.period).is_some();
        let places: Vec<&Place> = self.places.iter().filter(|place| rated(place)).collect();
        if places.len() < FEWEST {
            return Ok(());
        }
        let pairs: Vec<(f64, &Denominator)> = places
            .iter()
            .filter_map(|place| place.rated(self.period))
            .collect();
        let counts: Vec<f64> = pairs.iter().map(|(count, _)| *count).collect();
        let people: Vec<f64> = pairs.iter().map(|(_, people)| people.people).collect();
        let baseline = funnel::baseline(&counts, &people).map_err(wrong)?;
        let expected: Vec<f64> = people.iter().map(|people| baseline.rate * people).collect();
        let scatter = areas::overdispersion(&counts, &expected, WINSORISED).map_err(wrong)?;
        let mut common = Common {
            baseline,
            scatter,
            outside: [[0; 2]; 2],
        };
        for ((place, (count, people)), expected) in places.into_iter().zip(pairs).zip(expected) {
            let counted = Counted {
                place,
                count,
                people,
                expected,
            };
            self.stands(facts, &counted, &mut common)?;
        }
        self.of_all(facts, &common, people.len());
        Ok(())
    }

    /// Where one area stands, with the limits at each confidence.
    fn stands(&self, facts: &mut Facts, area: &Counted<'_>, common: &mut Common) -> Result<()> {
        let tau = common.scatter.tau;
        let rate = common.baseline.rate * PER;
        let about = || self.of_period(self.about(area.place));
        let mut stands = WITHIN;
        for (at, confidence) in CONFIDENCES.into_iter().enumerate() {
            let poisson = funnel::standing(area.count, area.expected, confidence).map_err(wrong)?;
            let wide =
                areas::standing(area.count, area.expected, tau, confidence).map_err(wrong)?;
            common.outside[at][0] += u32::from(poisson != Standing::Within);
            common.outside[at][1] += u32::from(wide != Standing::Within);
            let level = (at + 1) as f64;
            match wide {
                Standing::Above => stands = level,
                Standing::Below => stands = -level,
                Standing::Within => {}
            }
            // A count below 1 is on no curve.
            if let Ok(curve) = funnel::curve_point(area.count, rate, PER, confidence) {
                facts.add(Fact {
                    statistic: Statistic::FunnelCurve,
                    method: "exact Poisson".to_owned(),
                    lower: Some(curve.lower_rate),
                    upper: Some(curve.upper_rate),
                    confidence: Some(confidence),
                    ..about()
                });
            }
            let limits = areas::limits(area.expected, tau, confidence).map_err(wrong)?;
            facts.add(Fact {
                statistic: Statistic::FunnelLimits,
                method: common.scatter.method.to_owned(),
                value: Some(rate),
                lower: Some(rate * limits.lower),
                upper: Some(rate * limits.upper),
                confidence: Some(confidence),
                n: Some(area.people.people),
                ..about()
            });
        }
        facts.add(Fact {
            statistic: Statistic::Standing,
            method: common.scatter.method.to_owned(),
            value: Some(stands),
            note: in_words(stands).to_owned(),
            ..about()
        });
        Ok(())
    }

    fn of_all(&self, facts: &mut Facts, common: &Common, n: usize) {
        let Common {
            baseline,
            scatter,
            outside,
        } = common;
        let mut add = |statistic, method: &str, value, confidence| {
            facts.add(Fact {
                statistic,
                method: method.to_owned(),
                value: Some(value),
                confidence,
                n: Some(n as f64),
                ..self.of_period(self.about_all())
            });
        };
        add(Statistic::Rate, baseline.method, baseline.rate * PER, None);
        add(
            Statistic::Phi,
            "mean squared z-score, winsorised",
            scatter.phi,
            None,
        );
        add(Statistic::Tau, scatter.method, scatter.tau, None);
        for (counts, confidence) in outside.iter().zip(CONFIDENCES) {
            let [poisson, wide] = counts.map(f64::from);
            add(
                Statistic::OutsideLimits,
                "exact Poisson",
                poisson,
                Some(confidence),
            );
            add(
                Statistic::OutsideLimits,
                scatter.method,
                wide,
                Some(confidence),
            );
        }
    }
}
