//! Files that officers take along: tables of cells, written as CSV or as a workbook.
//! Nothing here asks the database or knows who may have what.
//!
//! A number that names something (a NIK, a village's code) is text in every cell: a
//! spreadsheet that takes it for a number drops its last digits.

mod csv;
mod reports;
mod tables;
mod texts;
mod xlsx;

pub use reports::{Person, reports};
pub use tables::figures;

use tilik_api::officer_figures::ExportFormat;
use tilik_core::Date;

use crate::clock::Instant;

/// A table with its name.
pub struct Table {
    /// What a workbook's sheet is called: 31 characters at most.
    pub name: &'static str,
    /// The head.
    pub columns: Vec<&'static str>,
    /// The rows, each as long as the head.
    pub rows: Vec<Vec<Cell>>,
}

/// A cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Nothing.
    Nothing,
    /// A text.
    Text(String),
    /// A NIK.
    Nik(String),
    /// How many.
    Number(u64),
    /// A day.
    Day(Date),
    /// A moment.
    Moment(Instant),
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<u64> for Cell {
    fn from(number: u64) -> Self {
        Self::Number(number)
    }
}

/// A file could not be written.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// As a workbook.
    #[error("the workbook could not be written")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
    /// As CSV.
    #[error("the CSV could not be written")]
    Csv(#[from] ::csv::Error),
}

/// The tables as one file. A workbook has a sheet for each; CSV has one table, so
/// several become one of all their cells.
///
/// # Errors
/// [`ExportError`].
pub fn write(tables: Vec<Table>, format: ExportFormat) -> Result<Vec<u8>, ExportError> {
    match format {
        ExportFormat::Csv => csv::write(tables),
        ExportFormat::Xlsx => xlsx::write(tables),
    }
}
