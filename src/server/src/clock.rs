//! The time of day, as an argument: handlers and imports take it from a
//! [`Clock`], so that a test can say what day it is.

use std::fmt;
use tilik_core::Date;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// An instant, in milliseconds since 1970-01-01 UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Instant(i64);

/// Banyuwangi keeps Waktu Indonesia Barat, UTC+7, without daylight saving.
const WIB: time::UtcOffset = time::macros::offset!(+7);
const WIB_MILLIS: i64 = 7 * 60 * 60 * 1000;
const DAY_MILLIS: i64 = 24 * 60 * 60 * 1000;

impl Instant {
    /// The instant `millis` after the epoch.
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Milliseconds since the epoch.
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// Whole seconds since the epoch.
    pub const fn seconds(self) -> i64 {
        self.0.div_euclid(1000)
    }

    /// The first instant of a day in Banyuwangi.
    pub fn start_of(day: Date) -> Self {
        Self(i64::from(day.to_days()) * DAY_MILLIS - WIB_MILLIS)
    }

    /// The day it is in Banyuwangi.
    pub fn day(self) -> Date {
        let days = (self.0.saturating_add(WIB_MILLIS)).div_euclid(DAY_MILLIS);
        // i64 milliseconds reach past the calendar's years: clamped, not wrapped.
        let days = i32::try_from(days).unwrap_or(if days < 0 { i32::MIN } else { i32::MAX });
        Date::EPOCH.plus_days(days)
    }
}

impl fmt::Display for Instant {
    /// RFC 3339 with Banyuwangi's offset, whole seconds.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = OffsetDateTime::from_unix_timestamp(self.seconds())
            .ok()
            .and_then(|instant| instant.to_offset(WIB).format(&Rfc3339).ok())
            .ok_or(fmt::Error)?;
        f.write_str(&text)
    }
}

/// Says what time it is.
pub trait Clock: Send + Sync {
    /// Now.
    fn now(&self) -> Instant;
}

/// The machine's clock.
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the machine's clock")]
    fn now(&self) -> Instant {
        let nanos = OffsetDateTime::now_utc().unix_timestamp_nanos();
        Instant(i64::try_from(nanos / 1_000_000).unwrap_or(i64::MAX))
    }
}

/// Whether the text is an RFC 3339 time, as a client's clock tells it.
pub fn is_rfc3339(text: &str) -> bool {
    OffsetDateTime::parse(text, &Rfc3339).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_turns_at_midnight_in_banyuwangi() {
        // 2020-05-19T17:00:00Z is 2020-05-20T00:00:00+07:00.
        let midnight = Instant::from_millis(1_589_907_600_000);
        assert_eq!(midnight.day().to_string(), "2020-05-20");
        assert_eq!(Instant::from_millis(midnight.millis() - 1).day().to_string(), "2020-05-19");
        assert_eq!(midnight.to_string(), "2020-05-20T00:00:00+07:00");
    }
}
