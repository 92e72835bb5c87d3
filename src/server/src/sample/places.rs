//! Where families live and where their members were first registered.
//!
//! Villages come from the regency's table. How people spread over the districts is
//! a rounded guess that makes a believable queue per district, not a statistic.

use super::YEAR;
use super::rng::Rng;
use tilik_core::region::{Kecamatan, REGENCY};

/// People per district in thousands, in the order of codes, rounded.
const THOUSANDS: [u16; 25] =
    [52, 63, 69, 65, 134, 74, 62, 94, 90, 74, 65, 48, 55, 55, 36, 118, 31, 79, 54, 78, 84, 47, 50, 30, 55];

/// Blimbingsari was founded out of Rogojampi and Kabat. Whoever was registered
/// there before keeps a NIK of one of those.
const BLIMBINGSARI: u32 = 351_025;
const BEFORE_BLIMBINGSARI: [u32; 2] = [351_013, 351_014];
const FIRST_YEAR_OF_BLIMBINGSARI: u16 = 2018;

/// Districts near and far from which people come to Banyuwangi.
const ELSEWHERE: [u32; 24] = [
    350_901, 350_907, 350_921, 351_103, 351_109, 351_202, 351_208, 350_806, 350_719, 357_803, 352_903, 352_608,
    351_711, 510_102, 510_104, 517_101, 510_806, 340_413, 331_105, 330_203, 321_605, 317_404, 520_112, 647_101,
];

/// Districts of Papua by the codes they had before 2022.
const RETIRED: [u32; 4] = [910_101, 910_118, 910_402, 910_211];

const HAMLETS: [&str; 24] = [
    "Krajan",
    "Krajan Satu",
    "Krajan Dua",
    "Sumberejo",
    "Sidomulyo",
    "Kampung Baru",
    "Pandan Sari",
    "Tegalrejo",
    "Curahjati",
    "Sumber Urip",
    "Rejosari",
    "Mulyorejo",
    "Kalisetail",
    "Tanjungrejo",
    "Wonorejo",
    "Sidorukun",
    "Karangasem",
    "Kedungdandang",
    "Umbulrejo",
    "Gunungsari",
    "Pasinan",
    "Maelang",
    "Sukomukti",
    "Cangkring",
];

const STREETS: [&str; 12] = [
    "Melati",
    "Kenanga",
    "Merpati",
    "Rajawali",
    "Kutilang",
    "Ikan Tongkol",
    "Ikan Pari",
    "Gajah Oling",
    "Nusantara",
    "Mawar",
    "Cendana",
    "Gandrung",
];

/// A village to live in.
pub(super) struct Village {
    /// Its code as lists write it, `35.10.16.2001`.
    pub code: String,
    /// Its district, six digits.
    pub district: u32,
    town: bool,
}

/// Every village, district by district, with the districts' shares.
pub(super) struct Places {
    districts: Vec<Vec<Village>>,
    /// Running sums of [`THOUSANDS`].
    shares: Vec<u16>,
}

impl Places {
    /// The table of the regency.
    pub(super) fn of_the_regency() -> Self {
        let districts = Kecamatan::all().map(|kecamatan| kecamatan.villages().map(Village::of).collect()).collect();
        let shares = THOUSANDS.iter().scan(0, |sum, &share| {
            *sum += share;
            Some(*sum)
        });
        Self { districts, shares: shares.collect() }
    }

    /// Somewhere to live.
    pub(super) fn home(&self, rng: &mut Rng) -> &Village {
        let place = rng.below(self.shares.last().copied().unwrap_or(1));
        let district = self.shares.partition_point(|&share| share <= place);
        rng.pick(&self.districts[district])
    }

    /// The district in which somebody was first registered who lives in `home` now:
    /// a NIK does not follow a move.
    pub(super) fn origin(&self, rng: &mut Rng, home: &Village, born_in: u16) -> u32 {
        let child = YEAR - born_in < 18;
        let (here, regency, elsewhere) = if child { (960, 985, 999) } else { (640, 860, 997) };
        let roll = rng.below(1_000);
        let district = if roll < here {
            home.district
        } else if roll < regency {
            self.home(rng).district
        } else if roll < elsewhere {
            *rng.pick(&ELSEWHERE)
        } else {
            retired(rng)
        };
        if district == BLIMBINGSARI && born_in < FIRST_YEAR_OF_BLIMBINGSARI {
            *rng.pick(&BEFORE_BLIMBINGSARI)
        } else {
            district
        }
    }

    /// A card is recorded where the family lives.
    pub(super) fn office(home: &Village, recorded_in: u16) -> u32 {
        if home.district == BLIMBINGSARI && recorded_in < FIRST_YEAR_OF_BLIMBINGSARI {
            BEFORE_BLIMBINGSARI[0]
        } else {
            home.district
        }
    }
}

impl Village {
    fn of(desa: tilik_core::Desa) -> Self {
        let code = desa.code();
        let (district, number) = (code / 10_000, code % 10_000);
        Self {
            code: format!("{:02}.{:02}.{:02}.{number:04}", REGENCY / 100, REGENCY % 100, district % 100),
            district: district as u32,
            // Kelurahan have numbers below those of desa.
            town: number < 2_000,
        }
    }

    /// An address as the village writes it.
    pub(super) fn address(&self, rng: &mut Rng) -> String {
        let (rt, rw) = (rng.between(1, 8), rng.between(1, 6));
        if self.town {
            let (street, house) = (rng.pick(&STREETS), rng.between(1, 140));
            format!("Jl. {street} No. {house} RT {rt:02} RW {rw:02}")
        } else {
            format!("Dusun {} RT {rt:02} RW {rw:02}", rng.pick(&HAMLETS))
        }
    }
}

/// A district whose code went out of use.
pub(super) fn retired(rng: &mut Rng) -> u32 {
    *rng.pick(&RETIRED)
}

/// A district outside the regency.
pub(super) fn elsewhere(rng: &mut Rng) -> u32 {
    *rng.pick(&ELSEWHERE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use tilik_core::Nik;
    use tilik_core::region::Standing;

    #[test]
    fn districts_elsewhere_exist_and_retired_ones_did() {
        let standing = |district: u32| Nik::parse(&format!("{district}0101800001")).unwrap().region().standing();
        for district in ELSEWHERE {
            assert_eq!(standing(district), Standing::InForce, "{district}");
        }
        for district in RETIRED {
            assert_eq!(standing(district), Standing::Retired, "{district}");
        }
    }

    #[test]
    fn every_village_can_be_lived_in_and_is_real() {
        let places = Places::of_the_regency();
        let mut rng = Rng::of_family(1, 1);
        let homes: std::collections::HashSet<String> =
            (0..20_000).map(|_| places.home(&mut rng).code.clone()).collect();
        assert_eq!(homes.len(), 217);
        assert!(homes.iter().all(|code| tilik_core::Desa::parse(code).is_some()));
    }

    #[test]
    fn blimbingsaris_elders_keep_the_number_of_the_district_before() {
        let places = Places::of_the_regency();
        let mut rng = Rng::of_family(1, 1);
        let home = places.districts[24].first().unwrap();
        assert_eq!(home.district, BLIMBINGSARI);
        for _ in 0..1_000 {
            assert_ne!(places.origin(&mut rng, home, 1960), BLIMBINGSARI);
        }
        assert!((0..100).any(|_| places.origin(&mut rng, home, 2019) == BLIMBINGSARI));
    }
}
