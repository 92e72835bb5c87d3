//! Days, months and moments in the form of the language in use.

use tilik_core::{Date, Period};

use super::{Text, fill, t};

/// "12 Maret 1985".
pub fn day(date: Date) -> String {
    let (day, year) = (date.day().to_string(), date.year().to_string());
    fill(t(Text::DateDay), &[("day", &day), ("month", month_name(date.month())), ("year", &year)])
}

/// "Mei 2020".
pub fn month(period: Period) -> String {
    let year = period.year().to_string();
    fill(t(Text::DateMonth), &[("month", month_name(period.month())), ("year", &year)])
}

/// "26–28 Mei 2020", or both in full where the months differ.
pub fn days(from: Date, to: Date) -> String {
    let same_month = (from.year(), from.month()) == (to.year(), to.month());
    let first = if same_month { from.day().to_string() } else { day(from) };
    fill(t(if same_month { Text::DateDays } else { Text::DateDaysLong }), &[("from", &first), ("to", &day(to))])
}

/// "20 Mei 2020, 11.34" of an RFC 3339 moment, which comes with Banyuwangi's
/// offset; the text itself where it is none.
pub fn moment(text: &str) -> String {
    let date = text.get(..10).and_then(|date| date.parse().ok());
    let (Some(date), Some(hour), Some(minute)) = (date, text.get(11..13), text.get(14..16)) else {
        return text.to_owned();
    };
    fill(t(Text::DateMoment), &[("date", &day(date)), ("hour", hour), ("minute", minute)])
}

pub(super) fn month_name(month: u8) -> &'static str {
    t(Text::DateMonths).split(' ').nth(usize::from(month).wrapping_sub(1)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn date(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn days_read_as_people_say_them() {
        assert_eq!(day(date("1985-03-12")), "12 Maret 1985");
        assert_eq!(day(date("2020-12-01")), "1 Desember 2020");
        assert_eq!(month("2020-05".parse().unwrap()), "Mei 2020");
    }

    #[test]
    fn spans_say_the_month_once() {
        assert_eq!(days(date("2020-05-26"), date("2020-05-28")), "26–28 Mei 2020");
        assert_eq!(days(date("2020-05-30"), date("2020-06-01")), "30 Mei 2020 sampai 1 Juni 2020");
    }

    #[test]
    fn moments_keep_the_offsets_own_hour() {
        assert_eq!(moment("2020-05-20T11:34:09+07:00"), "20 Mei 2020, 11.34");
        assert_eq!(moment("kemarin"), "kemarin");
    }
}
