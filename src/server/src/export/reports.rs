//! The reports of an area as a table, a row each.

use tilik_core::Desa;

use super::texts::{t, word};
use super::{Cell, Table};
use crate::clock::Instant;
use crate::storage::figures::ReportLine;

/// Who a report is about.
pub struct Person {
    /// The name.
    pub name: String,
    /// The NIK's sixteen digits.
    pub nik: String,
}

/// The reports, with who they are about where that may be known.
pub fn reports(lines: impl Iterator<Item = (ReportLine, Option<Person>)>, persons: bool) -> Table {
    let mut columns = vec![
        t("column.ticket"),
        t("column.repeats"),
        t("column.village_code"),
        t("column.village"),
        t("column.district"),
        t("column.received"),
        t("column.channel"),
        t("column.language"),
        t("column.about_other"),
        t("column.household"),
        t("column.decided"),
        t("column.rule"),
        t("column.status"),
        t("column.verdict_on"),
        t("column.finding"),
        t("column.approved_on"),
        t("column.delivered_on"),
    ];
    if persons {
        columns.extend([t("column.person"), t("column.person_nik")]);
    }
    let rows = lines.map(|(line, person)| {
        let mut cells = row(line);
        if persons {
            cells.extend(match person {
                Some(Person { name, nik }) => [Cell::Text(name), Cell::Nik(nik)],
                None => [Cell::Nothing, Cell::Nothing],
            });
        }
        cells
    });
    Table { name: t("sheet.reports"), columns, rows: rows.collect() }
}

fn row(line: ReportLine) -> Vec<Cell> {
    let desa = Desa::from_code(line.village);
    let text = |text: Option<String>| text.map_or(Cell::Nothing, Cell::Text);
    let day = |at: Option<Instant>| at.map_or(Cell::Nothing, |at| Cell::Day(at.day()));
    vec![
        Cell::Text(line.ticket),
        text(line.repeats),
        Cell::Text(line.village.to_string()),
        text(desa.map(|desa| desa.name().to_owned())),
        text(desa.map(|desa| desa.kecamatan().name().to_owned())),
        Cell::Moment(line.received_at),
        Cell::Text(word("channel", &line.channel)),
        text(line.language.map(|language| word("language", &language))),
        if line.about_other { t("cell.yes") } else { t("cell.no") }.into(),
        Cell::Number(u64::from(line.household_size)),
        Cell::Text(word("status", line.decided.word())),
        text(line.first_rule),
        Cell::Text(word("status", line.status.word())),
        day(line.verdict_at),
        text(line.finding.map(|finding| word("finding", finding.word()))),
        day(line.approved_at),
        day(line.delivered_at),
    ]
}
