//! A calendar of thirty lines: Gregorian dates and the day counts between them.
//!
//! It has no time of day and no time zone. "Today" in Banyuwangi is decided
//! where the clock is (the server, the browser) and comes in as a [`Date`].

use std::fmt;
use std::str::FromStr;

/// A day of the Gregorian calendar, years 1 to 9999.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

/// The text is not `YYYY-MM-DD`, or no such day exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotADate;

impl Date {
    /// 1970-01-01, where day counts start.
    pub const EPOCH: Self = Self { year: 1970, month: 1, day: 1 };

    /// The day, if the calendar has it.
    pub const fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        if year >= 1 && year <= 9999 && day >= 1 && day <= days_in_month(year, month) {
            Some(Self { year, month, day })
        } else {
            None
        }
    }

    /// The year, 1 to 9999.
    pub const fn year(self) -> u16 {
        self.year
    }

    /// The month, 1 to 12.
    pub const fn month(self) -> u8 {
        self.month
    }

    /// The day of the month, 1 to 31.
    pub const fn day(self) -> u8 {
        self.day
    }

    /// Days since 1970-01-01 (negative before).
    ///
    /// Counts in 400-year cycles from 1 March, so that the leap day is the last
    /// of its year.
    pub const fn to_days(self) -> i32 {
        let year = self.year as i32 - (self.month <= 2) as i32;
        let cycle = year.div_euclid(400);
        let year_of_cycle = year.rem_euclid(400);
        let month_from_march = (self.month as i32 + 9) % 12;
        let day_of_year = (153 * month_from_march + 2) / 5 + self.day as i32 - 1;
        let day_of_cycle = year_of_cycle * 365 + year_of_cycle / 4 - year_of_cycle / 100 + day_of_year;
        cycle * 146_097 + day_of_cycle - 719_468
    }

    /// The day that lies `days` after 1970-01-01; `None` outside years 1 to 9999.
    pub const fn from_days(days: i32) -> Option<Self> {
        let Some(shifted) = days.checked_add(719_468) else {
            return None;
        };
        let cycle = shifted.div_euclid(146_097);
        let day_of_cycle = shifted.rem_euclid(146_097);
        let year_of_cycle =
            (day_of_cycle - day_of_cycle / 1_460 + day_of_cycle / 36_524 - day_of_cycle / 146_096) / 365;
        let day_of_year = day_of_cycle - (365 * year_of_cycle + year_of_cycle / 4 - year_of_cycle / 100);
        let month_from_march = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
        let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
        let year = cycle * 400 + year_of_cycle + (month <= 2) as i32;
        if year < 1 || year > 9999 {
            return None;
        }
        Self::new(year as u16, month as u8, day as u8)
    }

    /// The day `days` later (earlier when negative), kept within years 1 to 9999.
    pub const fn plus_days(self, days: i32) -> Self {
        match Self::from_days(self.to_days().saturating_add(days)) {
            Some(date) => date,
            None if days < 0 => Self { year: 1, month: 1, day: 1 },
            None => Self { year: 9999, month: 12, day: 31 },
        }
    }

    /// Completed years from this day to `later`, as an age is counted.
    pub const fn years_until(self, later: Self) -> i32 {
        let before_anniversary = later.month < self.month || (later.month == self.month && later.day < self.day);
        later.year as i32 - self.year as i32 - before_anniversary as i32
    }
}

/// Days in the month, 0 for a month that does not exist.
pub(crate) const fn days_in_month(year: u16, month: u8) -> u8 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        _ => 0,
    }
}

impl fmt::Display for Date {
    /// `YYYY-MM-DD` (ISO 8601).
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Date {
    type Err = NotADate;

    fn from_str(text: &str) -> Result<Self, NotADate> {
        let bytes = text.as_bytes();
        if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
            return Err(NotADate);
        }
        let number = |range: std::ops::Range<usize>| {
            bytes[range]
                .iter()
                .try_fold(0u16, |sum, byte| byte.is_ascii_digit().then(|| sum * 10 + u16::from(byte - b'0')))
        };
        let (Some(year), Some(month), Some(day)) = (number(0..4), number(5..7), number(8..10)) else {
            return Err(NotADate);
        };
        Self::new(year, month as u8, day as u8).ok_or(NotADate)
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Date {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Date {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(|NotADate| serde::de::Error::custom("expected a day as YYYY-MM-DD"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn knows_the_calendar() {
        assert!(Date::new(2000, 2, 29).is_some());
        assert!(Date::new(1900, 2, 29).is_none());
        assert!(Date::new(2001, 2, 29).is_none());
        assert!(Date::new(2020, 4, 31).is_none());
        assert!(Date::new(2020, 13, 1).is_none());
        assert!(Date::new(2020, 0, 1).is_none());
    }

    #[test]
    fn counts_days_from_the_epoch() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        assert_eq!(day("1970-01-01").to_days(), 0);
        assert_eq!(day("2020-02-29").to_days(), 18_321);
        assert_eq!(day("2020-05-20").plus_days(30), day("2020-06-19"));
        assert_eq!(day("0001-01-01").plus_days(-1), day("0001-01-01"));
        assert_eq!(day("9999-12-31").plus_days(1), day("9999-12-31"));
    }

    #[test]
    fn counts_completed_years() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        assert_eq!(day("1985-03-12").years_until(day("2020-03-11")), 34);
        assert_eq!(day("1985-03-12").years_until(day("2020-03-12")), 35);
    }

    #[test]
    fn refuses_other_forms() {
        for text in ["2020-5-20", "20-05-2020", "2020/05/20", "2020-02-30", "", "2020-05-2x", "+020-05-20"] {
            assert_eq!(text.parse::<Date>(), Err(NotADate), "{text}");
        }
    }

    proptest! {
        #[test]
        fn days_and_dates_are_one_to_one(days in -719_162i32..2_932_896) {
            let date = Date::from_days(days).unwrap();
            prop_assert_eq!(date.to_days(), days);
            prop_assert_eq!(date.to_string().parse::<Date>().unwrap(), date);
        }
    }
}
