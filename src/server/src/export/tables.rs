//! The figures as tables, one for each chart of the dashboard.

use tilik_api::officer_figures::{FiguresAnswer, FishingFigures, NamedFigure, SpreadFigures};
use tilik_core::Desa;

use super::texts::{t, word};
use super::{Cell, Table};

/// Every table of them.
pub fn figures(figures: &FiguresAnswer) -> Vec<Table> {
    let mut tables = vec![
        totals(figures),
        days(figures),
        villages(figures),
        named("channel", t("sheet.channels"), t("column.channel"), &figures.channels),
        named("language", t("sheet.languages"), t("column.language"), &figures.languages),
        spreads(figures),
    ];
    tables.extend(figures.fishing.as_ref().map(fishing));
    tables
}

fn totals(figures: &FiguresAnswer) -> Table {
    let (totals, promise) = (&figures.totals, &figures.promise);
    let mut rows: Vec<Vec<Cell>> = [
        (t("column.reports"), totals.reports),
        (t("column.repeated"), totals.repeated),
        (t("column.cases"), totals.cases()),
        (t("column.rejected_at_once"), totals.rejected_at_once),
        (t("column.waiting"), totals.waiting),
        (t("column.under_way"), totals.under_way),
        (t("column.delivered"), totals.delivered),
        (t("column.rejected"), totals.rejected),
        (t("measure.kept"), promise.kept),
        (t("measure.broken"), promise.broken),
        (t("measure.open"), promise.open),
    ]
    .into_iter()
    .map(|(name, count)| vec![name.into(), count.into()])
    .collect();
    let spreads = [
        (t("column.verdict"), &figures.verdict),
        (t("column.approval"), &figures.approval),
        (t("column.delivery"), &figures.delivery),
    ];
    for (name, spread) in spreads {
        for (what, hours) in [(t("measure.median"), spread.median_hours), (t("measure.ninety"), spread.ninety_hours)] {
            rows.push(vec![Cell::Text(format!("{name}: {what}")), hours.map_or(Cell::Nothing, Cell::Number)]);
        }
    }
    Table { name: t("sheet.totals"), columns: vec![t("column.measure"), t("column.count")], rows }
}

fn days(figures: &FiguresAnswer) -> Table {
    let rows = figures.days.iter().map(|day| {
        let told = day.outcomes;
        let counts = [told.verifying, told.undetermined, told.rejected, told.repeated];
        std::iter::once(Cell::Day(day.day)).chain(counts.map(Cell::Number)).collect()
    });
    let columns = vec![
        t("column.day"),
        t("column.verifying"),
        t("column.undetermined"),
        t("column.rejected_at_once"),
        t("column.repeated"),
    ];
    Table { name: t("sheet.days"), columns, rows: rows.collect() }
}

fn villages(figures: &FiguresAnswer) -> Table {
    let rows = figures.villages.iter().map(|village| {
        let (desa, told) = (Desa::from_code(village.village), village.figures);
        let name = |name: Option<&str>| name.map_or(Cell::Nothing, Cell::from);
        let place = [
            Cell::Text(village.village.to_string()),
            name(desa.map(Desa::name)),
            name(desa.map(|desa| desa.kecamatan().name())),
        ];
        place.into_iter().chain(told.in_order().map(Cell::Number)).collect()
    });
    let columns = vec![
        t("column.village_code"),
        t("column.village"),
        t("column.district"),
        t("column.reports"),
        t("column.repeated"),
        t("column.rejected_at_once"),
        t("column.waiting"),
        t("column.under_way"),
        t("column.delivered"),
        t("column.rejected"),
    ];
    Table { name: t("sheet.villages"), columns, rows: rows.collect() }
}

fn named(kind: &str, name: &'static str, column: &'static str, figures: &[NamedFigure]) -> Table {
    let rows = figures.iter().map(|figure| {
        let told = figure.word.as_deref().map_or_else(|| t("cell.unknown").to_owned(), |known| word(kind, known));
        vec![Cell::Text(told), figure.reports.into()]
    });
    Table { name, columns: vec![column, t("column.reports")], rows: rows.collect() }
}

/// The three side by side, by whole days; the last row of each has every longer one.
fn spreads(figures: &FiguresAnswer) -> Table {
    let all = [&figures.verdict, &figures.approval, &figures.delivery];
    let longest = all.iter().map(|spread| spread.days.len()).max().unwrap_or_default();
    let cell = |spread: &SpreadFigures, day: usize| spread.days.get(day).map_or(Cell::Nothing, |&cases| cases.into());
    let mut rows = Vec::new();
    for day in 0..longest {
        // A shorter one ends with its own last bin, in a row of that name.
        let ends = all.map(|spread| spread.days.len() == day + 1);
        let whole = [0, 1, 2].map(|place| if ends[place] { Cell::Nothing } else { cell(all[place], day) });
        if whole.iter().any(|cell| *cell != Cell::Nothing) {
            rows.push([vec![Cell::Text(day.to_string())], whole.to_vec()].concat());
        }
        if ends.contains(&true) {
            let more = t("cell.or_more").replace("{days}", &day.to_string());
            let last = [0, 1, 2].map(|place| if ends[place] { cell(all[place], day) } else { Cell::Nothing });
            rows.push([vec![Cell::Text(more)], last.to_vec()].concat());
        }
    }
    let columns = vec![t("column.days"), t("column.verdict"), t("column.approval"), t("column.delivery")];
    Table { name: t("sheet.spread"), columns, rows }
}

fn fishing(figures: &FishingFigures) -> Table {
    let rows = figures.hours.iter().map(|hour| {
        let at = hour.at.get(..16).unwrap_or_default().replace('T', " ");
        let counts = [hour.checks, hour.nik, hour.network, hour.ceiling];
        let unusual = if hour.unusual { t("cell.yes") } else { t("cell.no") };
        std::iter::once(Cell::Text(at)).chain(counts.map(Cell::Number)).chain([unusual.into()]).collect()
    });
    let columns = vec![
        t("column.hour"),
        t("column.checks"),
        t("column.nik"),
        t("column.network"),
        t("column.ceiling"),
        t("column.unusual"),
    ];
    Table { name: t("sheet.fishing"), columns, rows: rows.collect() }
}
