//! The day it is in Banyuwangi, by the clock of the machine that runs the tests,
//! which is the server's as well.

use std::time::{SystemTime, UNIX_EPOCH};

/// Banyuwangi keeps UTC+7, without daylight saving.
const OFFSET: u64 = 7 * 3_600;

/// The day that lies `days` after today, as `YYYY-MM-DD`.
pub fn today_plus(days: u64) -> String {
    day(today_since_1970() + days)
}

/// The day that lies `days` before today.
pub fn today_minus(days: u64) -> String {
    day(today_since_1970() - days)
}

fn today_since_1970() -> u64 {
    #[allow(clippy::disallowed_methods, reason = "the server under test runs by the real clock")]
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    (now + OFFSET) / 86_400
}

fn day(mut left: u64) -> String {
    // Year by year and month by month: slow, plain, and unlike the server's own way.
    let mut year = 1970;
    while left >= days_of(year) {
        left -= days_of(year);
        year += 1;
    }
    let february = if days_of(year) == 366 { 29 } else { 28 };
    for (month, length) in (1..).zip([31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]) {
        if left < length {
            return format!("{year}-{month:02}-{:02}", left + 1);
        }
        left -= length;
    }
    panic!("a year has twelve months");
}

/// Today.
pub fn today() -> String {
    today_plus(0)
}

fn days_of(year: u64) -> u64 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    if leap { 366 } else { 365 }
}
