//! The figures, ratios first.

/// Rows to print at the end.
#[derive(Default)]
pub struct Table {
    rows: Vec<(String, String, String)>,
}

impl Table {
    /// A ratio, what it should reach, and what it is made of.
    pub fn row(&mut self, what: &str, figure: String, made_of: String) {
        println!("  {what}: {figure} ({made_of})");
        self.rows.push((what.to_owned(), figure, made_of));
    }

    /// Prints them as a table.
    pub fn print(&self) {
        let wide = |column: fn(&(String, String, String)) -> &String| {
            self.rows.iter().map(|row| column(row).chars().count()).max().unwrap_or_default()
        };
        let (first, second) = (wide(|row| &row.0), wide(|row| &row.1));
        println!();
        for (what, figure, made_of) in &self.rows {
            println!("{what:first$}  {figure:>second$}  {made_of}");
        }
    }
}

/// The middle of an odd number of measurements.
pub fn median(mut measured: Vec<f64>) -> f64 {
    measured.sort_by(f64::total_cmp);
    measured[measured.len() / 2]
}
