//! A workbook with a sheet for each table. Days and moments are dates that sort; a NIK
//! and every other text is a text cell, whatever it looks like.
//!
//! It is made in memory, which the most rows of a file keep small: the library's way
//! with less memory puts the rows, and with them NIKs in the clear, on the disk.

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet};

use super::{Cell, ExportError, Table};
use crate::clock::Instant;
use tilik_core::Date;

/// Each table as a sheet.
pub fn write(tables: Vec<Table>) -> Result<Vec<u8>, ExportError> {
    let mut workbook = Workbook::new();
    let formats = Formats::new();
    for table in tables {
        sheet(workbook.add_worksheet(), table, &formats)?;
    }
    Ok(workbook.save_to_buffer()?)
}

struct Formats {
    head: Format,
    /// So that who edits a cell does not make a number of it.
    text: Format,
    day: Format,
    moment: Format,
}

impl Formats {
    fn new() -> Self {
        Self {
            head: Format::new().set_bold(),
            text: Format::new().set_num_format("@"),
            day: Format::new().set_num_format("yyyy-mm-dd"),
            moment: Format::new().set_num_format("yyyy-mm-dd hh:mm"),
        }
    }
}

fn sheet(sheet: &mut Worksheet, table: Table, formats: &Formats) -> Result<(), ExportError> {
    sheet.set_name(table.name)?;
    sheet.set_freeze_panes(1, 0)?;
    for (column, name) in (0..).zip(&table.columns) {
        sheet.write_string_with_format(0, column, *name, &formats.head)?;
        sheet.set_column_width(column, 18)?;
    }
    for (row, cells) in (1..).zip(table.rows) {
        for (column, cell) in (0..).zip(cells) {
            match cell {
                Cell::Nothing => continue,
                Cell::Text(text) | Cell::Nik(text) => {
                    sheet.write_string_with_format(row, column, text, &formats.text)?
                }
                // Counts of reports: far below where a spreadsheet's numbers grow coarse.
                Cell::Number(number) => sheet.write_number(row, column, number as f64)?,
                Cell::Day(day) => sheet.write_datetime_with_format(row, column, date(day)?, &formats.day)?,
                Cell::Moment(at) => sheet.write_datetime_with_format(row, column, moment(at)?, &formats.moment)?,
            };
        }
    }
    Ok(())
}

fn date(day: Date) -> Result<ExcelDateTime, ExportError> {
    Ok(ExcelDateTime::from_ymd(day.year(), day.month(), day.day())?)
}

/// As Banyuwangi's clocks show it; a workbook knows no time zone.
fn moment(at: Instant) -> Result<ExcelDateTime, ExportError> {
    let day = at.day();
    let seconds = (at.millis() - Instant::start_of(day).millis()) / 1000;
    let hour = u16::try_from(seconds / 3_600).unwrap_or_default();
    let minute = u8::try_from(seconds / 60 % 60).unwrap_or_default();
    Ok(date(day)?.and_hms(hour, minute, (seconds % 60) as f64)?)
}
