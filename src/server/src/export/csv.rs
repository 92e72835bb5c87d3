//! RFC 4180, UTF-8 with a byte order mark, by which a spreadsheet knows it for UTF-8.
//!
//! A spreadsheet runs what begins like a formula, and names come from anybody: such a
//! text gets an apostrophe in front, and is one line. A NIK is written in its three parts, as on the
//! pages: sixteen digits in a row would be read as a number and lose the last.

use ::csv::{QuoteStyle, Terminator, WriterBuilder};

use super::texts::t;
use super::{Cell, ExportError, Table};

const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// The tables as one.
pub fn write(mut tables: Vec<Table>) -> Result<Vec<u8>, ExportError> {
    let table = match (tables.len(), tables.pop()) {
        (1, Some(table)) => table,
        (_, last) => cells_of(tables.into_iter().chain(last)),
    };
    let mut writer = WriterBuilder::new()
        .terminator(Terminator::CRLF)
        .quote_style(QuoteStyle::Necessary)
        .from_writer(BYTE_ORDER_MARK.to_vec());
    writer.write_record(&table.columns)?;
    for row in &table.rows {
        writer.write_record(row.iter().map(text))?;
    }
    // Writing into memory does not fail.
    Ok(writer.into_inner().unwrap_or_default())
}

/// Every cell of several tables as a row of its own: the table, the row's first cell,
/// the column, the value.
fn cells_of(tables: impl Iterator<Item = Table>) -> Table {
    let mut rows = Vec::new();
    for Table { name, columns, rows: lines } in tables {
        for mut line in lines {
            let values = line.split_off(1.min(line.len()));
            let Some(first) = line.pop() else { continue };
            rows.extend(
                columns
                    .iter()
                    .skip(1)
                    .zip(values)
                    .map(|(&column, value)| vec![name.into(), first.clone(), column.into(), value]),
            );
        }
    }
    Table { name: "", columns: [t("cell.table"), t("cell.row"), t("cell.column"), t("cell.value")].into(), rows }
}

fn text(cell: &Cell) -> String {
    match cell {
        Cell::Nothing => String::new(),
        Cell::Text(text) => harmless(text),
        Cell::Nik(digits) => match (digits.get(..6), digits.get(6..12), digits.get(12..)) {
            (Some(region), Some(birth), Some(serial)) => format!("{region} {birth} {serial}"),
            _ => harmless(digits),
        },
        Cell::Number(number) => number.to_string(),
        Cell::Day(day) => day.to_string(),
        Cell::Moment(at) => at.to_string().get(..16).unwrap_or_default().replace('T', " "),
    }
}

/// A text that no spreadsheet takes for a formula: nor what it takes for a cell of its own,
/// where it divides lines at another sign than ours, as Indonesian ones do at semicolons.
fn harmless(text: &str) -> String {
    let mut told = String::with_capacity(text.len() + 1);
    let mut begins = true;
    for letter in text.chars() {
        let letter = if letter.is_control() { ' ' } else { letter };
        if begins && matches!(letter, '=' | '+' | '-' | '@') {
            told.push('\'');
        }
        begins = matches!(letter, ',' | ';') || (begins && letter == ' ');
        told.push(letter);
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Instant;

    fn table(rows: Vec<Vec<Cell>>) -> Table {
        Table { name: "Laporan", columns: vec!["Nama", "NIK"], rows }
    }

    #[test]
    fn what_is_read_back_is_what_was_written_and_no_formula() {
        let names = ["Siti, \"Ning\"\nContoh", "=1+1", "+62", "-1", "@SUM(A1)", "\t=1", "Budi = Contoh", "Ali-Ali"];
        let rows = names.iter().map(|&name| vec![name.into(), Cell::Nik("3510160101800001".into())]).collect();
        let file = write(vec![table(rows)]).unwrap();
        assert_eq!(file[..3], [0xef, 0xbb, 0xbf]);
        assert!(file[3..].starts_with(b"Nama,NIK\r\n"));
        let read: Vec<_> = ::csv::Reader::from_reader(&file[3..]).records().map(Result::unwrap).collect();
        let told: Vec<_> = read.iter().map(|record| record[0].to_owned()).collect();
        assert_eq!(told[0], "Siti, \"Ning\" Contoh");
        for (told, name) in told.iter().zip(names).skip(1).take(4) {
            assert_eq!(*told, format!("'{name}"));
        }
        assert_eq!(told[5], " '=1");
        assert_eq!(told[6..], names[6..]);
        assert_eq!(&read[0][1], "351016 010180 0001", "text, and its zeros");
    }

    #[test]
    fn what_another_divider_makes_a_cell_of_is_no_formula_either() {
        assert_eq!(harmless("Budi;=1+1;x"), "Budi;'=1+1;x");
        assert_eq!(harmless("a, @SUM(A1)"), "a, '@SUM(A1)");
        assert_eq!(harmless("a\n=1"), "a =1", "no line of its own");
        assert_eq!(harmless("RT 02-03; Dusun A"), "RT 02-03; Dusun A");
    }

    #[test]
    fn several_tables_are_one_of_their_cells() {
        let day = Table {
            name: "Per hari",
            columns: vec!["Hari", "Laporan", "Ditolak"],
            rows: vec![vec![Cell::Day("2020-05-20".parse().unwrap()), 3_u64.into(), Cell::Nothing]],
        };
        let moment = Cell::Moment(Instant::from_millis(1_589_907_600_000));
        let file = write(vec![day, table(vec![vec!["a".into(), moment]])]).unwrap();
        let text = String::from_utf8(file[3..].to_vec()).unwrap();
        let lines: Vec<_> = text.lines().skip(1).collect();
        assert_eq!(
            lines,
            ["Per hari,2020-05-20,Laporan,3", "Per hari,2020-05-20,Ditolak,", "Laporan,a,NIK,2020-05-20 00:00"]
        );
    }
}
