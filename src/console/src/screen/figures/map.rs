//! The districts as tiles. Its table is by district too.

use leptos::prelude::*;
use std::collections::BTreeMap;
use tilik_api::officer_figures::{AreaFigures, FiguresAnswer};
use tilik_core::officer::Area;

use super::table::{section, table};
use crate::chart;
use crate::text::{area, number, percent, t};
use crate::tiles::{COLUMNS, ROWS, tiles};

/// A tile's sides.
const WIDE: usize = 60;
const HIGH: usize = 52;

/// Reports by district. Nothing where an area has one alone.
pub fn map(found: &FiguresAnswer, opened: RwSignal<bool>) -> Option<AnyView> {
    let mut districts: BTreeMap<u64, AreaFigures> = BTreeMap::new();
    for of in &found.villages {
        let figures = districts.entry(of.village / 10_000).or_default();
        *figures = figures.plus(of.figures);
    }
    if districts.len() < 2 {
        return None;
    }
    let most = districts.values().map(|of| of.reports).max().unwrap_or_default();
    let drawn = tiles().map(|tile| {
        let code = Area::Kecamatan(tile.district).code().unwrap_or_default();
        let reports = districts.get(&code).map_or(0, |of| of.reports);
        let (x, y) = (tile.column * WIDE + 2, tile.row * HIGH + 2);
        let class = format!("tile tile--{}", chart::third(reports, most));
        view! {
            <g class=class>
                <rect class="tile__ground" x=x.to_string() y=y.to_string() width=(WIDE - 4).to_string() height=(HIGH - 4).to_string() rx="4"/>
                <text x=(x + WIDE / 2 - 2).to_string() y=(y + 19).to_string() text-anchor="middle">{tile.short}</text>
                <text x=(x + WIDE / 2 - 2).to_string() y=(y + 38).to_string() text-anchor="middle">{number(reports)}</text>
            </g>
        }
    });
    let frame = format!("0 0 {} {}", COLUMNS * WIDE, ROWS * HIGH);
    let drawn = view! { <svg class="map" viewBox=frame role="img" aria-label=t("figures.map_told")>{drawn.collect_view()}</svg> };
    let rows = tiles().map(|tile| {
        let code = Area::Kecamatan(tile.district).code();
        let told = code.and_then(|code| districts.get(&code)).copied().unwrap_or_default();
        let share = chart::share(told.rejected_at_once, told.cases()).map(percent).unwrap_or_default();
        vec![
            area(code),
            tile.short.to_owned(),
            number(told.reports),
            share,
            number(told.waiting),
            number(told.delivered),
        ]
    });
    let head = vec![
        t("figures.district"),
        t("figures.short"),
        t("figures.reports"),
        t("figures.rejected_at_once"),
        t("figures.waiting"),
        t("figures.delivered"),
    ];
    let table = table(t("figures.map"), head, rows.collect(), opened);
    Some(section("figures.map", t("figures.map_about").to_owned(), drawn.into_any(), table))
}
