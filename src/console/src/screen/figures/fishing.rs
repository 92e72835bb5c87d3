//! Signs that somebody is guessing NIKs, hour by hour, and what to do about it.

use leptos::prelude::*;
use tilik_api::officer_figures::FishingFigures;

use super::table::{section, table};
use crate::chart::{self, HIGH};
use crate::text::{fill, moment, number, t};

/// Checks by the hour, the unusual hours marked, and every hour in its table.
pub fn fishing(found: &FishingFigures, opened: RwSignal<bool>) -> AnyView {
    let title = "figures.fishing";
    if found.hours.is_empty() {
        let none = view! { <p>{t("figures.no_fishing")}</p> }.into_any();
        return section(title, t("figures.fishing_about").to_owned(), none, ().into_any());
    }
    // The newest come first; a chart reads from the left.
    let hours: Vec<_> = found.hours.iter().rev().collect();
    // Who was held for asking about the same NIK again is among the checks.
    let columns: Vec<[u64; 1]> = hours.iter().map(|hour| [hour.checks + hour.network + hour.ceiling]).collect();
    let top = chart::top(columns.iter().map(|[count]| *count).max().unwrap_or_default());
    let [bars] = chart::stacked(&columns, top);
    let marked: Vec<[u64; 1]> =
        hours.iter().zip(&columns).map(|(hour, [count])| [if hour.unusual { *count } else { 0 }]).collect();
    let stripes = chart::stripes(&marked, top, 0);
    let [marked] = chart::stacked(&marked, top);
    let frame = format!("0 0 {:.0} {HIGH:.0}", chart::width(columns.len()));
    let told = match found.unusual {
        0 => t("figures.usual").to_owned(),
        hours => fill("figures.unusual", &[("hours", &number(hours))]),
    };
    let advice = (found.unusual > 0).then(|| view! { <p class="door door--wait">{t("figures.advice")}</p> });
    let ends = [hours.first(), hours.last()].map(|hour| hour.map(|hour| moment(&hour.at)).unwrap_or_default());
    let [first, last] = ends;
    let drawn = view! {
        <p role="status"><strong>{told.clone()}</strong></p>
        {advice}
        <p class="axis"><span>{number(top)}</span></p>
        <svg class="plot" viewBox=frame preserveAspectRatio="none" role="img" aria-label=told>
            <path class="kind kind--1" d=bars/>
            <path class="kind kind--2" d=marked/>
            <path class="stripes" d=stripes/>
        </svg>
        <p class="axis"><span>{first}</span><span>{last}</span></p>
    };
    let rows = found.hours.iter().map(|hour| {
        let mark = if hour.unusual { t("figures.is_unusual") } else { t("figures.is_usual") };
        let counts = [hour.checks, hour.nik, hour.network, hour.ceiling].map(number);
        std::iter::once(moment(&hour.at)).chain(counts).chain([mark.to_owned()]).collect()
    });
    let head = vec![
        t("figures.hour"),
        t("figures.checks"),
        t("figures.held_nik"),
        t("figures.held_network"),
        t("figures.held_ceiling"),
        t("figures.mark"),
    ];
    let table = table(t(title), head, rows.collect(), opened);
    section(title, t("figures.fishing_about").to_owned(), drawn.into_any(), table)
}
