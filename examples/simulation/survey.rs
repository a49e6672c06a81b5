//! Simulated surveys whose true prevalence and true design factor are known.

use crate::draws::Draws;

/// People in a cluster.
const CLUSTER: u64 = 10;

/// The share of people with the larger weight.
const HEAVY: f64 = 0.2;

/// What makes a sample less precise than a simple random one.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Cause {
    /// Nothing: a simple random sample.
    Nothing,
    /// Clusters of ten, alike within: beta-binomial with deft² = 1 + 9·(correlation within).
    Clusters,
    /// One person in five has a weight larger than the others': deft² = mean(w²)/mean(w)².
    Weights,
    /// Both, each with a factor of deft² that is the square root of the whole.
    Both,
}

impl Cause {
    /// The cause in words.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Nothing => "simple random",
            Self::Clusters => "clusters",
            Self::Weights => "weights",
            Self::Both => "both",
        }
    }
}

/// A design ready to draw samples of one prevalence.
pub(crate) struct Survey {
    people: u64,
    heavy_people: u64,
    heavy_weight: f64,
    /// The chances of 1 to 10 cases in a cluster, given that there are not fewer; none without clusters.
    clusters: Option<Vec<f64>>,
    prevalence: f64,
}

impl Survey {
    /// A design for a prevalence, with this many people and this true design factor (deft).
    pub(crate) fn new(people: u64, prevalence: f64, design_factor: f64, cause: Cause) -> Self {
        let effect = design_factor * design_factor;
        let (by_clusters, by_weights) = match cause {
            Cause::Nothing => (1.0, 1.0),
            Cause::Clusters => (effect, 1.0),
            Cause::Weights => (1.0, effect),
            Cause::Both => (design_factor, design_factor),
        };
        let heavy_people = if by_weights > 1.0 {
            (people as f64 * HEAVY / CLUSTER as f64).round() as u64 * CLUSTER
        } else {
            0
        };
        let clusters =
            (by_clusters > 1.0).then(|| conditional(prevalence, (by_clusters - 1.0) / 9.0));
        Self {
            people,
            heavy_people,
            heavy_weight: weight(by_weights),
            clusters,
            prevalence,
        }
    }

    /// The estimated prevalence of one sample.
    pub(crate) fn sample(&self, draws: &mut Draws) -> f64 {
        let heavy = self.cases(self.heavy_people, draws);
        let light = self.cases(self.people - self.heavy_people, draws);
        let (heavy_people, light_people) = (
            self.heavy_people as f64,
            (self.people - self.heavy_people) as f64,
        );
        (light as f64 + self.heavy_weight * heavy as f64)
            / (light_people + self.heavy_weight * heavy_people)
    }

    fn cases(&self, people: u64, draws: &mut Draws) -> u64 {
        let Some(chances) = &self.clusters else {
            return draws.binomial(people, self.prevalence);
        };
        let (mut left, mut cases) = (people / CLUSTER, 0);
        for (number, chance) in chances.iter().enumerate() {
            let clusters = draws.binomial(left, *chance);
            cases += clusters * number as u64;
            left -= clusters;
        }
        cases
    }
}

/// The larger weight beside weights of 1 that gives this design effect.
fn weight(effect: f64) -> f64 {
    // (1 − h + h·w²) = effect·(1 − h + h·w)², solved for w
    let (h, rest) = (HEAVY, 1.0 - HEAVY);
    let (a, b, c) = (
        h - effect * h * h,
        -2.0 * effect * h * rest,
        rest - effect * rest * rest,
    );
    (-b + (b * b - 4.0 * a * c).sqrt()) / (2.0 * a)
}

/// For 0 to 10 cases in a cluster the chance of that number given that it is not smaller, from the
/// beta-binomial with this correlation within clusters.
fn conditional(prevalence: f64, correlation: f64) -> Vec<f64> {
    let total = (1.0 - correlation) / correlation;
    let (a, b) = (prevalence * total, (1.0 - prevalence) * total);
    let mut probability = (0..CLUSTER).fold(1.0, |product, i| {
        product * (b + i as f64) / (total + i as f64)
    });
    let mut left = 1.0;
    let mut chances = Vec::new();
    for cases in 0..=CLUSTER {
        chances.push((probability / left).clamp(0.0, 1.0));
        left -= probability;
        let (done, rest) = (cases as f64, (CLUSTER - cases) as f64);
        if rest > 0.0 {
            probability *= rest / (done + 1.0) * (a + done) / (b + rest - 1.0);
        }
    }
    if let Some(last) = chances.last_mut() {
        *last = 1.0;
    }
    chances
}
