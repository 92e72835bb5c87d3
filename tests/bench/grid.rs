//! A table with many columns.

/// Rows to print, under a title and the names of their columns.
pub struct Grid {
    title: String,
    rows: Vec<Vec<String>>,
}

impl Grid {
    /// An empty one.
    pub fn new(title: String, columns: &[&str]) -> Self {
        Self { title, rows: vec![columns.iter().map(|&name| name.to_owned()).collect()] }
    }

    /// Another row, a cell for each column.
    pub fn row(&mut self, cells: Vec<String>) {
        self.rows.push(cells);
    }

    /// Prints it, every column as wide as it must be.
    pub fn print(&self) {
        let wide = |column: usize| {
            self.rows.iter().filter_map(|row| Some(row.get(column)?.chars().count())).max().unwrap_or_default()
        };
        println!("\n{}", self.title);
        for row in &self.rows {
            let cells: Vec<String> =
                row.iter().enumerate().map(|(column, cell)| format!("{cell:>wide$}", wide = wide(column))).collect();
            println!("{}", cells.join("  "));
        }
    }
}
