//! What is counted of reports: for which days, how long things took, whether the
//! promise was kept, and when many refusals in an hour are out of the ordinary. Counting
//! itself is the database's; here is what the numbers mean, for the server that answers,
//! the console that draws and the tests of both.
//!
//! Figures name nobody. They are still an area's own: who sees them sees its cases.

use crate::case::PROMISED_DAYS;
use crate::date::Date;

/// The most days that are asked about at once: a year, and a leap year's last day.
pub const LONGEST_SPAN: i32 = 366;

/// A row of days, the first and the last one included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    from: Date,
    to: Date,
}

/// Two days that are no span.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpanFault {
    /// The last day lies before the first.
    BeforeFrom,
    /// More than [`LONGEST_SPAN`] days.
    TooLong,
}

impl SpanFault {
    /// Its stable word.
    pub const fn code(self) -> &'static str {
        match self {
            Self::BeforeFrom => "before_from",
            Self::TooLong => "too_long",
        }
    }
}

impl Span {
    /// The days from one to another.
    ///
    /// # Errors
    /// [`SpanFault`] where there are none, or too many.
    pub const fn new(from: Date, to: Date) -> Result<Self, SpanFault> {
        let days = to.to_days() - from.to_days() + 1;
        if days < 1 {
            Err(SpanFault::BeforeFrom)
        } else if days > LONGEST_SPAN {
            Err(SpanFault::TooLong)
        } else {
            Ok(Self { from, to })
        }
    }

    /// The first day.
    pub const fn from(self) -> Date {
        self.from
    }

    /// The last day.
    pub const fn to(self) -> Date {
        self.to
    }

    /// Every day, in order.
    pub fn days(self) -> impl Iterator<Item = Date> {
        (self.from.to_days()..=self.to.to_days()).filter_map(Date::from_days)
    }
}

/// How long something took, over many cases.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spread {
    /// How many cases there are.
    pub count: u64,
    /// Half of them took so many whole hours or fewer. None where there is none.
    pub median: Option<u64>,
    /// Nine of ten did.
    pub ninety: Option<u64>,
    /// Cases by whole days, from 0; the last has every longer one.
    pub days: Vec<u64>,
}

impl Spread {
    /// From how many cases took how many whole hours, over `bins` bins of a day.
    ///
    /// Median and 90 % are taken from the cases themselves by nearest rank, not from the
    /// bins: the value of the case at place ⌈p · n⌉ in the order of waiting. Hours below
    /// 0, which a clock that was set back leaves, are counted as 0.
    pub fn of(hours: &[(i64, u64)], bins: usize) -> Self {
        let mut sorted: Vec<(u64, u64)> = hours.iter().map(|&(hours, count)| (hours.max(0) as u64, count)).collect();
        sorted.sort_unstable();
        let count: u64 = sorted.iter().map(|(_, count)| count).sum();
        let mut days = vec![0; bins.max(1)];
        for &(hours, cases) in &sorted {
            let day = usize::try_from(hours / 24).unwrap_or(usize::MAX).min(days.len() - 1);
            days[day] += cases;
        }
        let at = |percent: u64| {
            let rank = (count * percent).div_ceil(100);
            let mut seen = 0;
            sorted.iter().find_map(|&(hours, cases)| {
                seen += cases;
                (seen >= rank).then_some(hours)
            })
        };
        Self { count, median: at(50), ninety: at(90), days }
    }
}

/// Whether a package that was approved on a day kept the promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Promise {
    /// It arrived within [`PROMISED_DAYS`] days.
    Kept,
    /// It arrived later, or is not there and its last day is past.
    Broken,
    /// It is not there, and there is time.
    Open,
}

impl Promise {
    /// Of a package approved and delivered so many days apart, or not yet delivered and
    /// approved so many days ago.
    pub const fn of(days: i64, delivered: bool) -> Self {
        match (days <= PROMISED_DAYS as i64, delivered) {
            (true, true) => Self::Kept,
            (true, false) => Self::Open,
            (false, _) => Self::Broken,
        }
    }
}

/// Fewer than so many in an hour are never out of the ordinary: a village hall at noon.
pub const ORDINARY: u64 = 50;
/// So many times the usual are.
pub const TIMES_USUAL: u64 = 4;
/// Days before that an hour is held against.
pub const DAYS_HELD: i64 = 14;
/// With fewer days than these to hold it against, nothing is said.
pub const LEAST_HELD: usize = 3;

/// Whether an hour is out of the ordinary: more than [`ORDINARY`], and more than
/// [`TIMES_USUAL`] times the median of the same hour on the days before.
pub fn is_unusual(times: u64, days_before: &[u64]) -> bool {
    if days_before.len() < LEAST_HELD {
        return false;
    }
    let mut sorted = days_before.to_vec();
    sorted.sort_unstable();
    let median = sorted.get((sorted.len() - 1) / 2).copied().unwrap_or_default();
    times > ORDINARY && times > TIMES_USUAL * median
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn a_span_has_its_first_and_its_last_day_and_a_year_at_most() {
        let span = |from, to| Span::new(day(from), day(to));
        assert_eq!(span("2020-05-20", "2020-05-20").unwrap().days().count(), 1);
        let days: Vec<_> = span("2020-02-28", "2020-03-01").unwrap().days().collect();
        assert_eq!(days, [day("2020-02-28"), day("2020-02-29"), day("2020-03-01")]);
        assert!(span("2020-01-01", "2020-12-31").is_ok());
        assert_eq!(span("2020-01-01", "2021-01-01"), Err(SpanFault::TooLong));
        assert_eq!(span("2020-05-20", "2020-05-19"), Err(SpanFault::BeforeFrom));
    }

    #[test]
    fn a_spread_is_taken_from_the_cases_and_not_from_its_bins() {
        let spread = Spread::of(&[(30, 1), (2, 3), (23, 1), (24, 4), (100, 1)], 3);
        assert_eq!((spread.count, spread.days), (10, vec![4, 5, 1]));
        // The fifth and the ninth of 2 2 2 23 24 24 24 24 30 100.
        assert_eq!((spread.median, spread.ninety), (Some(24), Some(30)));
        let one = Spread::of(&[(5, 1)], 3);
        assert_eq!((one.median, one.ninety), (Some(5), Some(5)));
        let even = Spread::of(&[(1, 1), (9, 1)], 3);
        assert_eq!((even.median, even.ninety), (Some(1), Some(9)), "the lower of two, since a case took it");
        let none = Spread::of(&[], 2);
        assert_eq!((none.count, none.median, none.ninety, none.days), (0, None, None, vec![0, 0]));
        assert_eq!(Spread::of(&[(-3, 2)], 1).median, Some(0));
    }

    #[test]
    fn a_promise_is_kept_on_its_last_day_and_broken_after_it() {
        assert_eq!([0, 7, 8].map(|days| Promise::of(days, true)), [Promise::Kept, Promise::Kept, Promise::Broken]);
        assert_eq!([0, 7, 8].map(|days| Promise::of(days, false)), [Promise::Open, Promise::Open, Promise::Broken]);
    }

    #[test]
    fn an_hour_is_unusual_against_the_same_hour_of_other_days() {
        assert!(!is_unusual(9_000, &[0, 0]), "too few days to say");
        assert!(is_unusual(51, &[0; 14]) && !is_unusual(50, &[0; 14]));
        let usual = [100, 90, 110, 20, 400];
        assert!(!is_unusual(400, &usual) && is_unusual(401, &usual), "four times the median of 100");
    }
}
