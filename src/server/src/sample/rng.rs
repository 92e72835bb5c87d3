//! Chance that stays the same: SplitMix64, whose numbers no release of a library
//! can change, since a sample is named by its seed in tests and benchmarks.

/// A generator of its own for every family, so that one family more or one draw
/// more does not change the others.
pub(super) struct Rng(u64);

/// The golden ratio in 64 bits, SplitMix64's step.
const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

impl Rng {
    /// The generator of the family with this number.
    pub(super) fn of_family(seed: u64, index: u64) -> Self {
        let mut seeds = Self(seed);
        let start = seeds.next() ^ index.wrapping_mul(STEP);
        let mut rng = Self(start);
        rng.next();
        rng
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(STEP);
        scramble(self.0)
    }

    /// A number from 0 up to, but not including, `bound`.
    pub(super) fn below(&mut self, bound: u16) -> u16 {
        (((self.next() >> 48) * u64::from(bound)) >> 16) as u16
    }

    /// A number from `low` to `high`, both included.
    pub(super) fn between(&mut self, low: u16, high: u16) -> u16 {
        low + self.below(high - low + 1)
    }

    /// True that many times in a thousand.
    pub(super) fn chance(&mut self, per_mille: u16) -> bool {
        self.below(1_000) < per_mille
    }

    /// One of the list, which is not empty.
    pub(super) fn pick<'list, T>(&mut self, list: &'list [T]) -> &'list T {
        &list[usize::from(self.below(list.len() as u16))]
    }
}

/// SplitMix64's finish: every bit of the input moves every bit of the output.
pub(super) fn scramble(mut bits: u64) -> u64 {
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_splitmix64() {
        // The first numbers for seed 0 of the published algorithm.
        let mut rng = Rng(0);
        assert_eq!([rng.next(), rng.next()], [0xe220_a839_7b1d_cdaf, 0x6e78_9e6a_a1b9_65f4]);
    }

    #[test]
    fn draws_stay_in_their_bounds_and_reach_them() {
        let mut rng = Rng::of_family(1, 1);
        let draws: Vec<u16> = (0..10_000).map(|_| rng.between(3, 7)).collect();
        assert_eq!((draws.iter().min(), draws.iter().max()), (Some(&3), Some(&7)));
        let heads = (0..10_000).filter(|_| rng.chance(250)).count();
        assert!((2_300..2_700).contains(&heads), "{heads}");
    }
}
