//! From numbers to shapes: bars, stripes and marks as the paths of an SVG, in units of
//! its own. Nothing here knows a text, a colour or a screen.
//!
//! A chart is [`HIGH`] units high and [`COLUMN`] wide for each column. The picture is
//! stretched to its place, so no letters are drawn in it: they stand beside it.

use std::fmt::Write;

/// How high a chart is.
pub const HIGH: f64 = 100.0;
/// How wide a column is.
pub const COLUMN: f64 = 10.0;
/// Beyond so many columns the bars touch: a gap would be thinner than a hair.
const COLUMNS_APART: usize = 62;
/// Between two stripes.
const STRIPES: f64 = 5.0;

/// The next number up that reads easily: 1, 2 or 5 and zeros, 4 at least.
pub fn top(largest: u64) -> u64 {
    let mut power: u64 = 1;
    loop {
        for step in [1, 2, 5] {
            let candidate = power.saturating_mul(step);
            if candidate >= largest.max(4) {
                return candidate;
            }
        }
        let Some(next) = power.checked_mul(10) else { return u64::MAX };
        power = next;
    }
}

/// A bar, or a part of one.
struct Bar {
    kind: usize,
    left: f64,
    above: f64,
    wide: f64,
    high: f64,
}

/// The parts of the bars: for each column its kinds upon each other, below a top.
fn parts<const N: usize>(columns: &[[u64; N]], top: u64) -> impl Iterator<Item = Bar> {
    let wide = if columns.len() > COLUMNS_APART { COLUMN } else { COLUMN * 0.8 };
    columns.iter().enumerate().flat_map(move |(place, column)| {
        let left = place as f64 * COLUMN + (COLUMN - wide) / 2.0;
        let mut above = HIGH;
        column.iter().enumerate().filter(|(_, count)| **count > 0).map(move |(kind, &count)| {
            let high = HIGH * count as f64 / top.max(1) as f64;
            above -= high;
            Bar { kind, left, above, wide, high }
        })
    })
}

/// A bar for each column, of `N` kinds upon each other, below a top: a path for each kind.
pub fn stacked<const N: usize>(columns: &[[u64; N]], top: u64) -> [String; N] {
    let mut paths = [const { String::new() }; N];
    for Bar { kind, left, above, wide, high } in parts(columns, top) {
        // Writing into a string does not fail.
        let _ = write!(paths[kind], "M{left:.1} {above:.2}h{wide:.1}v{high:.2}h-{wide:.1}z");
    }
    paths
}

/// Lines across the bars of one kind.
pub fn stripes<const N: usize>(columns: &[[u64; N]], top: u64, kind: usize) -> String {
    let mut path = String::new();
    for bar in parts(columns, top).filter(|bar| bar.kind == kind) {
        let mut line = bar.above + STRIPES / 2.0;
        while line < bar.above + bar.high {
            let _ = write!(path, "M{:.1} {line:.2}h{:.1}", bar.left, bar.wide);
            line += STRIPES;
        }
    }
    path
}

/// How wide a chart of so many columns is.
pub fn width(columns: usize) -> f64 {
    columns.max(1) as f64 * COLUMN
}

/// Where so many hours stand among bins of a day, the last of which is open: in its
/// middle at the latest.
pub fn place(hours: u64, bins: usize) -> f64 {
    (hours as f64 / 24.0).min(bins as f64 - 0.5) * COLUMN
}

/// A part of a whole in thousandths, rounded; none of nothing.
pub fn share(part: u64, whole: u64) -> Option<u64> {
    (whole > 0).then(|| (part * 1000 + whole / 2) / whole)
}

/// How long a bar is, of 100.
pub fn length(count: u64, largest: u64) -> u64 {
    if count == 0 { 0 } else { (count * 100 / largest.max(1)).max(1) }
}

/// Into which of three thirds up to the largest a count falls; 0 where there is none.
pub fn third(count: u64, largest: u64) -> u8 {
    if count == 0 {
        return 0;
    }
    match count * 3 / largest.max(1) {
        0 => 1,
        1 => 2,
        _ => 3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chart_ends_at_a_number_that_reads_easily() {
        for (largest, expected) in [(0, 5), (4, 5), (5, 5), (6, 10), (11, 20), (48, 50), (501, 1_000), (20_000, 20_000)]
        {
            assert_eq!(top(largest), expected, "{largest}");
        }
        assert_eq!(top(u64::MAX), u64::MAX);
    }

    #[test]
    fn bars_stand_upon_each_other() {
        let columns = [[2, 1], [0, 4]];
        let [lower, upper] = stacked(&columns, 4);
        assert_eq!(lower, "M1.0 50.00h8.0v50.00h-8.0z");
        assert_eq!(upper, "M1.0 25.00h8.0v25.00h-8.0zM11.0 0.00h8.0v100.00h-8.0z");
        assert_eq!(stripes(&columns, 4, 1).matches('M').count(), 5 + 20);
        assert_eq!(stripes(&columns, 4, 0).matches('M').count(), 10);
        assert_eq!(stacked(&[[7]; 63], 7)[0].matches("h10.0v").count(), 63, "many touch");
        assert_eq!(stacked::<1>(&[], 0), [""]);
    }

    #[test]
    fn a_mark_stands_where_its_hours_are() {
        assert_eq!((place(0, 11), place(36, 11)), (0.0, 15.0));
        assert_eq!(place(9_000, 11), 105.0, "in the open bin");
    }

    #[test]
    fn shares_lengths_and_thirds_are_of_the_whole() {
        assert_eq!((share(1, 3), share(2, 3), share(0, 5), share(1, 0)), (Some(333), Some(667), Some(0), None));
        assert_eq!((length(0, 9), length(1, 1_000), length(9, 9)), (0, 1, 100));
        assert_eq!([0, 1, 3, 4, 7, 9].map(|count| third(count, 9)), [0, 1, 2, 2, 3, 3]);
    }
}
