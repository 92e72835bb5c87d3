//! Numbers that no two people and no two cards share, without remembering any of
//! them.
//!
//! For each district, two-digit year and sex one counter is kept. Its n-th person
//! gets the n-th day of a walk that visits every day of the year once before it
//! comes back, and a serial that goes up by one with each round. So serials are as
//! low as in life, and two people of one counter differ in the day or the serial.
//! A few thousand counters are the whole memory. Cards are counted the same way, by
//! district and year.

use super::rng::scramble;
use super::{SampleError, YEAR};
use std::collections::HashMap;
use tilik_core::Date;

/// Serials kept for the demo families, which no counter gives out.
pub(super) const DEMO_SERIALS: std::ops::RangeInclusive<u32> = 91..=99;

/// 1 January to 19 May of the sample's year, which is a leap year: 31 + 29 + 31 + 30 + 19.
const DAYS_SO_FAR: u32 = 140;

/// The walk's step: a prime that divides neither 365, 366 nor [`DAYS_SO_FAR`].
const STRIDE: u32 = 139;

/// Whose numbers a counter counts.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Counted {
    Men,
    Women,
    Cards,
}

/// The counters.
#[derive(Default)]
pub(super) struct Numbers {
    given: HashMap<(u32, u16, Counted), u32>,
}

impl Numbers {
    /// A NIK nobody has yet, first registered in `region` (six digits).
    pub(super) fn nik(&mut self, region: u32, born_in: u16, female: bool) -> Result<String, SampleError> {
        self.next(region, born_in, if female { Counted::Women } else { Counted::Men })
    }

    /// A card number no family has yet.
    pub(super) fn card(&mut self, region: u32, recorded_in: u16) -> Result<String, SampleError> {
        self.next(region, recorded_in, Counted::Cards)
    }

    fn next(&mut self, region: u32, year: u16, counted: Counted) -> Result<String, SampleError> {
        let short_year = year % 100;
        // The century does not show in a number: 1919 and 2019 share a counter.
        let given = self.given.entry((region, short_year, counted)).or_default();
        let days = match short_year {
            _ if short_year == YEAR % 100 => DAYS_SO_FAR,
            // 2000 was a leap year, and nobody here was born in 1900.
            _ if short_year.is_multiple_of(4) => 366,
            _ => 365,
        };
        let start = scramble(u64::from(region) << 32 | u64::from(short_year) << 8 | counted as u64);
        let day_of_year = (start as u32 % days + *given % days * STRIDE) % days;
        let mut serial = 1 + *given / days;
        if serial >= *DEMO_SERIALS.start() {
            serial += DEMO_SERIALS.count() as u32;
        }
        if serial > 9_999 {
            return Err(SampleError::TooManyFamilies);
        }
        *given += 1;
        // A year the calendar does not have would have no number either.
        let day = Date::new(year, 1, 1).ok_or(SampleError::TooManyFamilies)?.plus_days(day_of_year as i32);
        let sex = if counted == Counted::Women { 40 } else { 0 };
        Ok(format!("{region:06}{:02}{:02}{short_year:02}{serial:04}", day.day() + sex, day.month()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;
    use tilik_core::{KartuKeluarga, Nik};

    #[test]
    fn no_number_is_given_twice_and_each_is_well_formed() {
        let mut numbers = Numbers::default();
        let mut seen = HashSet::new();
        for _ in 0..40_000 {
            // Both centuries of one short year, and a year that has not ended.
            for year in [1919, 2019, 2000, 1920, 2020, 1984] {
                let nik = numbers.nik(351_016, year, true).unwrap();
                assert!(Nik::parse(&nik).is_ok() && seen.insert(nik));
            }
        }
        let cards: HashSet<String> = (0..40_000).map(|_| numbers.card(351_016, 2017).unwrap()).collect();
        assert_eq!(cards.len(), 40_000);
        assert!(cards.iter().all(|card| KartuKeluarga::parse(card).is_ok()));
    }

    #[test]
    fn serials_start_at_one_skip_the_demos_and_end() {
        let mut numbers = Numbers::default();
        let serials: Vec<u32> =
            (0..).map_while(|_| numbers.nik(351_016, 2020, false).ok()).map(|nik| nik[12..].parse().unwrap()).collect();
        assert_eq!((serials.first(), serials.last()), (Some(&1), Some(&9_999)));
        assert!(serials.contains(&90) && serials.contains(&100));
        assert!(!serials.iter().any(|serial| DEMO_SERIALS.contains(serial)));
        assert_eq!(serials.len(), (9_999 - 9) * DAYS_SO_FAR as usize);
    }

    #[test]
    fn nobody_is_born_after_the_samples_day() {
        let mut numbers = Numbers::default();
        let last = (0..DAYS_SO_FAR)
            .map(|_| numbers.nik(351_016, 2020, false).unwrap())
            .map(|nik| (nik[8..10].to_owned(), nik[6..8].to_owned()))
            .max();
        assert_eq!(last, Some(("05".into(), "19".into())));
    }
}
