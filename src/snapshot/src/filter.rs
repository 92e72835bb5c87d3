//! Sets of 64-bit keys that never deny a key they hold, and hold a strange one by
//! accident alone: binary fuse filters (Graf and Lemire 2022, arXiv 2201.01174).
//!
//! As bytes: the number of fingerprints, the descriptor, the fingerprints; numbers in
//! little-endian order.

use xorf::{BinaryFuse16, BinaryFuse32, Filter};

/// The bytes are no filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the bytes are no filter")]
pub struct NoFilter;

/// A key that stands in every filter, since an empty one cannot be built.
const ANCHOR: u64 = 0x7469_6c69_6b00_0001;

/// Bytes before the fingerprints.
const HEAD: usize = 4 + 20;

macro_rules! filter {
    ($(#[$doc:meta])* $name:ident, $inner:ident, $fingerprint:ty) => {
        $(#[$doc])*
        #[derive(Clone)]
        pub struct $name($inner);

        impl $name {
            /// The set of these keys; `None` where the construction fails, which for
            /// distinct keys is as likely as a broken machine.
            pub fn of(mut keys: Vec<u64>) -> Option<Self> {
                keys.push(ANCHOR);
                keys.sort_unstable();
                keys.dedup();
                $inner::try_from(&keys).ok().map(Self)
            }

            /// Whether it holds the key.
            pub fn holds(&self, key: u64) -> bool {
                self.0.contains(&key)
            }

            /// Adds its bytes.
            pub fn write(&self, to: &mut Vec<u8>) {
                let descriptor = &self.0.descriptor;
                to.extend((self.0.fingerprints.len() as u32).to_le_bytes());
                to.extend(descriptor.seed.to_le_bytes());
                for number in [
                    descriptor.segment_length,
                    descriptor.segment_length_mask,
                    descriptor.segment_count_length,
                ] {
                    to.extend(number.to_le_bytes());
                }
                to.extend(self.0.fingerprints.iter().flat_map(|fingerprint| fingerprint.to_le_bytes()));
            }

            /// Reads one, and what follows it.
            ///
            /// # Errors
            /// [`NoFilter`] where the bytes end too early or name places beyond the end.
            pub fn read(bytes: &[u8]) -> Result<(Self, &[u8]), NoFilter> {
                const WIDTH: usize = size_of::<$fingerprint>();
                let (head, rest) = bytes.split_at_checked(HEAD).ok_or(NoFilter)?;
                let number = |at: usize| {
                    let four = head.get(at..at + 4).and_then(|four| four.try_into().ok());
                    four.map(u32::from_le_bytes).ok_or(NoFilter)
                };
                let count = number(0)? as usize;
                let (low, high) = (u64::from(number(4)?), u64::from(number(8)?));
                let (segment, mask, segments) = (number(12)?, number(16)?, number(20)?);
                // A key's places reach two segments beyond the last: none may lie outside.
                let reach = u64::from(segments) + 2 * u64::from(segment);
                let aligned = segment.is_power_of_two() && mask == segment - 1 && segments.is_multiple_of(segment);
                if !aligned || reach > count as u64 {
                    return Err(NoFilter);
                }
                let length = count.checked_mul(WIDTH).ok_or(NoFilter)?;
                let (body, rest) = rest.split_at_checked(length).ok_or(NoFilter)?;
                let (chunks, _) = body.as_chunks::<WIDTH>();
                // The crate keeps the descriptor's type to itself: one is taken and filled in.
                let mut filter = Self::of(Vec::new()).ok_or(NoFilter)?;
                filter.0.descriptor.seed = high << 32 | low;
                filter.0.descriptor.segment_length = segment;
                filter.0.descriptor.segment_length_mask = mask;
                filter.0.descriptor.segment_count_length = segments;
                filter.0.fingerprints = chunks.iter().map(|chunk| <$fingerprint>::from_le_bytes(*chunk)).collect();
                Ok((filter, rest))
            }
        }
    };
}

filter!(
    /// Holds a strange key once in 65,536 times; 18 bits a key.
    Wide, BinaryFuse16, u16
);
filter!(
    /// Holds a strange key once in 4.3 thousand million times; 36 bits a key.
    Fine, BinaryFuse32, u32
);

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn bytes(filter: &Fine) -> Vec<u8> {
        let mut bytes = Vec::new();
        filter.write(&mut bytes);
        bytes
    }

    #[test]
    fn an_empty_set_is_a_filter_too() {
        let filter = Fine::of(Vec::new()).unwrap();
        assert!(!filter.holds(1));
        assert!(Fine::read(&bytes(&filter)).is_ok());
    }

    #[test]
    fn strange_keys_are_held_by_accident_alone() {
        let mix = |key: u64| key.wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(31) ^ key;
        let filter = Wide::of((0..20_000).map(mix).collect()).unwrap();
        let held = (20_000..1_020_000).filter(|&key| filter.holds(mix(key))).count();
        // 15 are expected among a million; 60 would be eleven standard deviations off.
        assert!(held < 60, "{held}");
    }

    proptest! {
        #[test]
        fn every_key_is_held_after_a_journey(keys in prop::collection::vec(any::<u64>(), 0..300)) {
            let (filter, wide) = (Fine::of(keys.clone()).unwrap(), Wide::of(keys.clone()).unwrap());
            let mut written = bytes(&filter);
            wide.write(&mut written);
            let (filter, rest) = Fine::read(&written).unwrap();
            let (wide, rest) = Wide::read(rest).unwrap();
            prop_assert!(rest.is_empty());
            for key in keys {
                prop_assert!(filter.holds(key) && wide.holds(key));
            }
        }

        #[test]
        fn damaged_bytes_are_no_filter_or_answer_all_the_same(at in 0usize..200, to: u8, cut in 0usize..200) {
            let mut written = bytes(&Fine::of((0..20).collect()).unwrap());
            let at = at % written.len();
            written[at] = to;
            written.truncate(written.len() - cut % written.len());
            if let Ok((filter, _)) = Fine::read(&written) {
                for key in 0..200 {
                    filter.holds(key);
                }
            }
        }
    }
}
