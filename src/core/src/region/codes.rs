//! Reads the district codes in [`DISTRICTS`], whose grammar is explained there.

use super::table::DISTRICTS;

/// The first code of a city; regencies count up from 01.
const FIRST_CITY: u32 = 71;

/// Whether the district `PPRRKK` exists today. A code that doesn't may be a
/// retired one, which older people keep: that is no error.
pub(super) fn district_in_force(code: u32) -> bool {
    let (province, regency, district) = (code / 10_000, code / 100 % 100, code % 100);
    let Some(entries) = entries_of(province) else {
        return false;
    };
    // The place in the text: which regency, and its first district not yet read.
    let (mut at, mut next) = (1, 1);
    for byte in entries.bytes() {
        let (run, ends) = match byte {
            b'0'..=b'9' => {
                next += u32::from(byte - b'0');
                continue;
            }
            b'/' => {
                at = FIRST_CITY;
                continue;
            }
            b'a'..=b'z' => (u32::from(byte - b'a') + 1, false),
            b'A'..=b'Z' => (u32::from(byte - b'A') + 1, true),
            _ => (0, true),
        };
        if at == regency && (next..next + run).contains(&district) {
            return true;
        }
        next += run;
        if ends {
            if at >= regency {
                return false;
            }
            (at, next) = (at + 1, 1);
        }
    }
    false
}

/// What follows the two digits of `province` on its line, if it has one.
fn entries_of(province: u32) -> Option<&'static str> {
    let tens = char::from_digit(province / 10, 10)?;
    let ones = char::from_digit(province % 10, 10)?;
    DISTRICTS.split('\n').find_map(|line| line.strip_prefix(tens)?.strip_prefix(ones))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// FNV-1a over the codes in force of Kepmendagri 300.2.2-2430/2025, as four
    /// big-endian bytes each, taken from another data set (cahyadsn/wilayah)
    /// than the one the table is made from.
    const CHECKSUM: u64 = 0x2a9f_9740_c136_d917;

    #[test]
    fn exactly_the_7285_codes_of_2025_are_in_force() {
        // No district goes beyond 51; the other test has samples of the rest.
        let codes: Vec<u32> = (0..=1_000_000).filter(|code| code % 100 <= 60 && district_in_force(*code)).collect();
        assert_eq!(codes.len(), 7_285);
        let hash = codes
            .iter()
            .flat_map(|code| code.to_be_bytes())
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        assert_eq!(hash, CHECKSUM);
    }

    #[test]
    fn old_new_and_impossible_codes() {
        // Pesanggaran, Banyuwangi, and Blimbingsari, which is younger than most validators.
        for code in [351001, 351016, 351025] {
            assert!(district_in_force(code), "{code}");
        }
        // Kota Blitar's and Merauke's (since 2022 in Papua Selatan): cities and new provinces.
        for code in [357201, 930101] {
            assert!(district_in_force(code), "{code}");
        }
        // Merauke's former code, kept for life by those who were registered under it.
        assert!(!district_in_force(910101));
        for code in [0, 351000, 351026, 351099, 350001, 359901, 990101, 1_000_000, u32::MAX] {
            assert!(!district_in_force(code), "{code}");
        }
    }
}
