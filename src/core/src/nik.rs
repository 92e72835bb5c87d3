//! The NIK (Nomor Induk Kependudukan), the number every resident has for life.
//!
//! `PPRRKK DDMMYY SSSS`: the district of first registration, the birth date (the
//! day + 40 for women) and a serial (PP 37/2007, article 37). What a NIK cannot
//! tell lives elsewhere: whether its district is known is a question for
//! [`Region`], and whether a person has it is one for the registry.

use crate::date::{Date, days_in_month};
use crate::digits::{self, Stranger};
use crate::region::Region;
use std::fmt;

/// A well-formed NIK.
///
/// Its district may be unknown: codes are retired and founded, and a NIK is for
/// life. `Debug` shows no digit, so that a NIK cannot slip into a log;
/// [`Nik::as_digits`] is the one way out.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Nik(u64);

/// Why a text is no NIK.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NikFault {
    /// Not 16 digits.
    Length {
        /// How many digits there are.
        digits: usize,
    },
    /// A character that is neither a digit nor a separator.
    NotDigit {
        /// Its place, from 1, separators not counted.
        position: usize,
        /// The character.
        found: char,
    },
    /// Digits 7 to 12 are a birth date in no century.
    BirthDate(BirthDateFault),
    /// Digits 13 to 16 are 0000; serials start at 0001.
    Serial,
}

/// Which digits of the birth date are impossible.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BirthDateFault {
    /// Digits 7 and 8: not 01 to 31 nor 41 to 71.
    Day {
        /// The two digits as a number.
        found: u8,
    },
    /// Digits 9 and 10: not 01 to 12.
    Month {
        /// The two digits as a number.
        found: u8,
    },
    /// Digits 7 to 10: the month has no such day.
    DayOfMonth {
        /// The day, without the 40 of women.
        day: u8,
        /// The month, 1 to 12.
        month: u8,
    },
    /// Digits 7 to 12: 29 February in a year that is a leap year in no century.
    LeapDay {
        /// The year's last two digits.
        year: u8,
    },
}

impl NikFault {
    /// The stable word for it, as the API answers it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Length { .. } => "length",
            Self::NotDigit { .. } => "not_digits",
            Self::BirthDate(_) => "birth_date",
            Self::Serial => "serial",
        }
    }
}

impl From<Stranger> for NikFault {
    fn from(Stranger { position, found }: Stranger) -> Self {
        Self::NotDigit { position, found }
    }
}

/// The sex a NIK carries in its day of birth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sex {
    /// The day stands as it is.
    Male,
    /// The day stands with 40 added.
    Female,
}

/// The birth dates that a two-digit year leaves possible, the likelier first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BirthDates {
    likely: Option<Date>,
    other: Option<Date>,
}

impl BirthDates {
    /// The possible dates, the likelier first.
    pub fn iter(self) -> impl Iterator<Item = Date> {
        self.likely.into_iter().chain(self.other)
    }

    /// The date, where only one is possible.
    pub fn certain(self) -> Option<Date> {
        if self.other.is_none() { self.likely } else { None }
    }
}

/// A person older than this is unlikely; the date is kept only where no other is
/// possible. Years.
const OLDEST_LIKELY: i32 = 110;

impl Nik {
    /// Reads a NIK as people type and paste it: spaces, dots and dashes are
    /// dropped, digits of any script count.
    ///
    /// # Errors
    /// The first fault in the order of [`NikFault`]'s weight: a character that is
    /// no digit, then the length, the birth date, the serial.
    pub fn parse(text: &str) -> Result<Self, NikFault> {
        let (digits, count) = digits::read::<16>(text)?;
        if count != 16 {
            return Err(NikFault::Length { digits: count });
        }
        let nik = Self(digits::number(&digits));
        nik.check_birth_date().map_err(NikFault::BirthDate)?;
        if nik.serial() == 0 {
            return Err(NikFault::Serial);
        }
        Ok(nik)
    }

    fn check_birth_date(self) -> Result<(), BirthDateFault> {
        let (day_digits, month, year) = (self.pair(6), self.pair(8), self.pair(10));
        let day = self.day();
        if !(1..=31).contains(&day) {
            return Err(BirthDateFault::Day { found: day_digits });
        }
        if !(1..=12).contains(&month) {
            return Err(BirthDateFault::Month { found: month });
        }
        // 2000 is a leap year: the longest that the month can be.
        if day > days_in_month(2000, month) {
            return Err(BirthDateFault::DayOfMonth { day, month });
        }
        if CENTURIES.iter().all(|century| Date::new(century + u16::from(year), month, day).is_none()) {
            return Err(BirthDateFault::LeapDay { year });
        }
        Ok(())
    }

    /// The two digits that start after `index` digits.
    fn pair(self, index: u32) -> u8 {
        (self.0 / 10u64.pow(14 - index) % 100) as u8
    }

    /// The day of birth without the 40 of women; outside 1 to 31 only while parsing.
    fn day(self) -> u8 {
        let digits = self.pair(6);
        if digits > 40 { digits - 40 } else { digits }
    }

    /// The district of first registration. It stays when the person moves.
    pub fn region(self) -> Region {
        Region::new((self.0 / 10_000_000_000) as u32)
    }

    /// The sex recorded at registration.
    pub fn sex(self) -> Sex {
        if self.pair(6) > 40 { Sex::Female } else { Sex::Male }
    }

    /// The serial, 1 to 9999.
    pub fn serial(self) -> u16 {
        (self.0 % 10_000) as u16
    }

    /// The birth dates possible for somebody who is alive on `as_of`: not in the
    /// future, and not over 110 years old where a younger age is possible.
    ///
    /// Empty only where `as_of` lies before every reading, as on a phone whose
    /// clock is wrong.
    pub fn birth_dates(self, as_of: Date) -> BirthDates {
        let (month, year) = (self.pair(8), u16::from(self.pair(10)));
        let [older, younger] =
            CENTURIES.map(|century| Date::new(century + year, month, self.day()).filter(|&date| date <= as_of));
        match (younger, older) {
            (Some(younger), Some(older)) if older.years_until(as_of) > OLDEST_LIKELY => {
                BirthDates { likely: Some(younger), other: None }
            }
            (Some(younger), older) => BirthDates { likely: Some(younger), other: older },
            (None, older) => BirthDates { likely: older, other: None },
        }
    }

    /// The number itself, below 10^16.
    pub fn number(self) -> u64 {
        self.0
    }

    /// The 16 ASCII digits: for the person's own form and for sealing, never for
    /// a log, a URL or an error.
    pub fn as_digits(self) -> String {
        format!("{:016}", self.0)
    }
}

/// What counts of a NIK being typed: separators dropped, digits of any script made
/// ASCII, anything else left in place. For a form that groups the digits while
/// they come; whether they are a NIK is for [`Nik::parse`].
pub fn plain(text: &str) -> String {
    digits::plain(text)
}

/// The centuries a two-digit year may mean. Nobody alive was born before 1900.
const CENTURIES: [u16; 2] = [1900, 2000];

impl fmt::Debug for Nik {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Nik(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn births(nik: &str, as_of: &str) -> Vec<String> {
        Nik::parse(nik).unwrap().birth_dates(day(as_of)).iter().map(|date| date.to_string()).collect()
    }

    #[test]
    fn resolves_the_century_by_the_day_of_asking() {
        assert_eq!(births("3510161203850001", "2020-05-20"), ["1985-03-12"]);
        assert_eq!(births("3510161203150001", "2020-05-20"), ["2015-03-12", "1915-03-12"]);
        assert_eq!(births("3510161203150001", "2026-11-24"), ["2015-03-12"]);
        assert_eq!(births("3510161203200001", "2026-11-24"), ["2020-03-12", "1920-03-12"]);
        assert_eq!(births("3510162902000001", "2020-05-20"), ["2000-02-29"]);
        assert_eq!(births("3510161203050001", "2004-01-01"), ["1905-03-12"]);
        assert!(births("3510162902000001", "1970-01-01").is_empty());
    }

    #[test]
    fn reads_sex_region_and_serial() {
        let nik = Nik::parse("3510165203850042").unwrap();
        assert_eq!(nik.sex(), Sex::Female);
        assert_eq!(nik.region().code(), 351_016);
        assert_eq!(nik.serial(), 42);
        assert_eq!(nik.birth_dates(day("2020-05-20")).certain(), Some(day("1985-03-12")));
        assert_eq!(Nik::parse("3510161203850001").unwrap().sex(), Sex::Male);
    }

    #[test]
    fn debug_shows_no_digit() {
        let text = format!("{:?}", Nik::parse("3510161203850001").unwrap());
        assert!(!text.contains(|character: char| character.is_ascii_digit()));
    }

    proptest! {
        #[test]
        fn any_text_parses_or_says_why(text in "\\PC{0,40}") {
            if let Ok(nik) = Nik::parse(&text) {
                prop_assert_eq!(Nik::parse(&nik.as_digits()), Ok(nik));
            }
        }

        #[test]
        fn every_date_of_birth_makes_a_nik(
            region in 110_000u32..990_000, days in -25_567i32..20_000, female: bool, serial in 1u16..10_000,
        ) {
            let born = Date::from_days(days).unwrap();
            let digits = format!(
                "{region:06}{:02}{:02}{:02}{serial:04}",
                born.day() + 40 * u8::from(female), born.month(), born.year() % 100,
            );
            let nik = Nik::parse(&digits).unwrap();
            prop_assert_eq!(nik.as_digits(), digits);
            prop_assert!(nik.birth_dates(born.plus_days(1)).iter().any(|date| date == born));
        }

        #[test]
        fn separators_never_matter(gaps in proptest::collection::vec(0usize..17, 0..8), mark in "[ .\\-\u{a0}\u{2013}]") {
            let mut text = String::from("3510161203850001");
            for gap in gaps {
                if text.is_char_boundary(gap) { text.insert_str(gap, &mark); }
            }
            prop_assert_eq!(Nik::parse(&text), Nik::parse("3510161203850001"));
        }
    }
}
