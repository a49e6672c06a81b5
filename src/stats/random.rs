//! Random numbers that are the same on every machine for a seed, and shuffling with them.
//!
//! Not for secrets.

/// The `SplitMix64` generator (Steele, Lea and Flood 2014, OOPSLA, 453-472).
#[derive(Debug, Clone)]
pub(crate) struct Random {
    state: u64,
}

const STRIDE: u64 = 0x9E37_79B9_7F4A_7C15;

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    /// A stream of its own for each number under a seed, so that the work can be shared out freely.
    pub(crate) fn stream(seed: u64, number: u64) -> Self {
        Self::new(mix(seed ^ mix(number.wrapping_add(STRIDE))))
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(STRIDE);
        mix(self.state)
    }

    /// A whole number below `limit` (more than 0), each equally likely (Lemire 2019, ACM
    /// Transactions on Modeling and Computer Simulation 29, 1-12).
    fn below(&mut self, limit: u64) -> u64 {
        let unfair = limit.wrapping_neg() % limit;
        loop {
            let wide = u128::from(self.next()) * u128::from(limit);
            if wide as u64 >= unfair {
                return (wide >> 64) as u64;
            }
        }
    }

    /// Puts values in a random order, each order equally likely (Fisher and Yates).
    pub(crate) fn shuffle<T>(&mut self, values: &mut [T]) {
        for last in (1..values.len()).rev() {
            let other = self.below(last as u64 + 1) as usize;
            values.swap(last, other);
        }
    }
}

fn mix(value: u64) -> u64 {
    let value = (value ^ (value >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    value ^ (value >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_first_numbers_of_a_seed_come_out() {
        let mut random = Random::new(1_234_567);
        let first: Vec<u64> = (0..3).map(|_| random.next()).collect();
        assert_eq!(
            first,
            [
                6_457_827_717_110_365_317,
                3_203_168_211_198_807_973,
                9_817_491_932_198_370_423
            ]
        );
    }

    #[test]
    fn every_order_of_three_is_about_equally_likely() {
        let mut seen = [0_u32; 27];
        for number in 0..60_000 {
            let mut values = [0_usize, 1, 2];
            Random::stream(7, number).shuffle(&mut values);
            seen[values[0] * 9 + values[1] * 3 + values[2]] += 1;
        }
        let counts: Vec<u32> = seen.into_iter().filter(|count| *count > 0).collect();
        assert_eq!(counts.len(), 6);
        // 10,000 expected of each, standard deviation 91
        assert!(
            counts.iter().all(|count| count.abs_diff(10_000) < 400),
            "{counts:?}"
        );
    }

    #[test]
    fn streams_differ_by_seed_and_number() {
        let first = |seed, number| Random::stream(seed, number).next();
        let all = [
            first(1, 1),
            first(1, 2),
            first(2, 1),
            first(2, 2),
            first(0, 0),
        ];
        for (at, one) in all.iter().enumerate() {
            assert!(all[at + 1..].iter().all(|other| other != one));
        }
        assert_eq!(first(1, 1), first(1, 1));
        for number in 0..100 {
            for seed in 0..16 {
                assert_ne!(first(seed, number), first(seed + 1, number));
            }
        }
    }

    #[test]
    fn numbers_below_a_limit_reach_both_ends() {
        let mut random = Random::new(3);
        let mut seen = [0_u32; 5];
        for _ in 0..10_000 {
            seen[random.below(5) as usize] += 1;
        }
        assert!(
            seen.iter().all(|count| count.abs_diff(2_000) < 200),
            "{seen:?}"
        );
        // Of a limit of three quarters of the range every third number comes of two draws, the others
        // of one, unless one of the two is rejected.
        let limit = 3_u64 << 62;
        let third = (0..10_000)
            .filter(|_| random.below(limit).is_multiple_of(3))
            .count();
        assert!(third.abs_diff(3_333) < 250, "{third}");
    }
}
