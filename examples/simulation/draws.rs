//! Seeded random draws: uniform, normal, gamma, beta, binomial, Poisson and counts that scatter more.

/// A stream of random numbers (xoshiro256++, Blackman and Vigna 2021, ACM Transactions on Mathematical
/// Software 47, 1-32), started from a seed by `SplitMix64`.
pub(crate) struct Draws {
    state: [u64; 4],
}

impl Draws {
    /// The stream of a cell of a study under the study's seed.
    pub(crate) fn new(seed: u64, cell: u64) -> Self {
        let mut at = seed ^ cell.wrapping_mul(0xD134_2543_DE82_EF95);
        let state = std::array::from_fn(|_| {
            at = at.wrapping_add(0x9E37_79B9_7F4A_7C15);
            let mixed = (at ^ (at >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            mixed ^ (mixed >> 31)
        });
        Self { state }
    }

    /// The next 64 bits.
    pub(crate) fn bits(&mut self) -> u64 {
        let [a, b, c, d] = self.state;
        let found = a.wrapping_add(d).rotate_left(23).wrapping_add(a);
        let (c, d) = (c ^ a, d ^ b);
        self.state = [a ^ d, b ^ c, c ^ (b << 17), d.rotate_left(45)];
        found
    }

    /// Uniform, strictly between 0 and 1.
    pub(crate) fn uniform(&mut self) -> f64 {
        ((self.bits() >> 12) as f64 + 0.5) / (1_u64 << 52) as f64
    }

    /// Uniform between two numbers.
    pub(crate) fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.uniform()
    }

    /// Standard normal (Box and Muller).
    pub(crate) fn normal(&mut self) -> f64 {
        let radius = (-2.0 * self.uniform().ln()).sqrt();
        radius * (std::f64::consts::TAU * self.uniform()).cos()
    }

    /// Student's t with few degrees of freedom, scaled to a standard deviation of 1 (df more than 2).
    pub(crate) fn heavy_tailed(&mut self, df: f64) -> f64 {
        let chi_square = 2.0 * self.gamma(df / 2.0);
        self.normal() / (chi_square / (df - 2.0)).sqrt()
    }

    /// Gamma with this shape and scale 1 (Marsaglia and Tsang 2000, ACM Transactions on Mathematical
    /// Software 26, 363-372).
    pub(crate) fn gamma(&mut self, shape: f64) -> f64 {
        if shape < 1.0 {
            return self.gamma(shape + 1.0) * self.uniform().powf(1.0 / shape);
        }
        let d = shape - 1.0 / 3.0;
        let c = 1.0 / (9.0 * d).sqrt();
        loop {
            let normal = self.normal();
            let v = (1.0 + c * normal).powi(3);
            if v > 0.0 && self.uniform().ln() < 0.5 * normal * normal + d - d * v + d * v.ln() {
                return d * v;
            }
        }
    }

    fn beta(&mut self, a: f64, b: f64) -> f64 {
        let one = self.gamma(a);
        one / (one + self.gamma(b))
    }

    /// The number of successes in n trials: n is halved by order statistics until few are left (Relles
    /// 1972, JASA 67, 612-613), then the gaps between successes are drawn.
    pub(crate) fn binomial(&mut self, n: u64, p: f64) -> u64 {
        let (mut n, mut p, mut found) = (n, p, 0);
        while n as f64 * p.min(1.0 - p) > 8.0 {
            let middle = n.div_ceil(2);
            let split = self.beta(middle as f64, (n + 1 - middle) as f64);
            if split <= p {
                found += middle;
                n -= middle;
                p = (p - split) / (1.0 - split);
            } else {
                n = middle - 1;
                p /= split;
            }
        }
        if p > 0.5 {
            found + n - self.rare(n, 1.0 - p)
        } else {
            found + self.rare(n, p)
        }
    }

    fn rare(&mut self, n: u64, p: f64) -> u64 {
        if p <= 0.0 {
            return 0;
        }
        let failure = (-p).ln_1p();
        let (mut at, mut found) = (0.0, 0);
        loop {
            at += (self.uniform().ln() / failure).floor() + 1.0;
            if at > n as f64 {
                return found;
            }
            found += 1;
        }
    }

    /// A Poisson count: large means are reduced by gamma waiting times (Ahrens and Dieter 1974,
    /// Computing 12, 223-246).
    pub(crate) fn poisson(&mut self, mean: f64) -> f64 {
        let (mut mean, mut found) = (mean, 0.0);
        while mean > 16.0 {
            let events = (mean * 0.875).floor();
            let waited = self.gamma(events);
            if waited > mean {
                let before = self.binomial(events as u64 - 1, mean / waited);
                return found + before as f64;
            }
            found += events;
            mean -= waited;
        }
        let mut waited = -self.uniform().ln();
        while waited <= mean {
            found += 1.0;
            waited -= self.uniform().ln();
        }
        found
    }

    /// A count whose variance is `dispersion` times its mean: Poisson about a gamma mean.
    pub(crate) fn scattered(&mut self, mean: f64, dispersion: f64) -> f64 {
        if dispersion <= 1.0 {
            return self.poisson(mean);
        }
        let scale = dispersion - 1.0;
        let drawn = self.gamma(mean / scale) * scale;
        self.poisson(drawn)
    }
}
