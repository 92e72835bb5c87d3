//! How long something took, as a distribution: half of the cases and nine of ten marked.

use leptos::prelude::*;
use tilik_api::officer_figures::SpreadFigures;

use super::table::{section, table};
use crate::chart::{self, HIGH};
use crate::text::{duration, fill, number, t};

/// A histogram by days.
pub fn spread(title: &'static str, about: &'static str, found: &SpreadFigures, opened: RwSignal<bool>) -> AnyView {
    let bins = found.days.len();
    let about = fill(about, &[("count", &number(found.count))]);
    let (Some(median), Some(ninety)) = (found.median_hours, found.ninety_hours) else {
        let none = view! { <p>{t("figures.none_yet")}</p> }.into_any();
        return section(title, about, none, ().into_any());
    };
    let most = found.days.iter().copied().max().unwrap_or_default();
    let top = chart::top(most);
    let columns: Vec<[u64; 1]> = found.days.iter().map(|&count| [count]).collect();
    let [bars] = chart::stacked(&columns, top);
    let mark = |hours| format!("M{:.1} 0v{HIGH:.0}", chart::place(hours, bins));
    let half = fill("figures.half", &[("time", &duration(median))]);
    let most_of_them = fill("figures.ninety", &[("time", &duration(ninety))]);
    let told = format!("{half} {most_of_them}");
    let frame = format!("0 0 {:.0} {HIGH:.0}", chart::width(bins));
    let last = bins.saturating_sub(1);
    let bin = move |day: usize| match day {
        0 => t("figures.first_bin").to_owned(),
        day if day == last => fill("figures.last_bin", &[("days", &day.to_string())]),
        day => fill("figures.bin", &[("days", &day.to_string())]),
    };
    let drawn = view! {
        <ul class="legend">
            <li><svg class="swatch" viewBox="0 0 10 100" preserveAspectRatio="none" aria-hidden="true"><path class="mark" d="M5 0v100"/></svg>{half}</li>
            <li><svg class="swatch" viewBox="0 0 10 100" preserveAspectRatio="none" aria-hidden="true"><path class="mark mark--ninety" d="M5 0v100"/></svg>{most_of_them}</li>
        </ul>
        <p class="axis"><span>{number(top)}</span></p>
        <svg class="plot" viewBox=frame preserveAspectRatio="none" role="img" aria-label=told>
            <path class="kind kind--1" d=bars/>
            <path class="mark" d=mark(median)/>
            <path class="mark mark--ninety" d=mark(ninety)/>
        </svg>
        <p class="axis"><span>{bin(0)}</span><span>{bin(last)}</span></p>
    };
    let rows = found.days.iter().enumerate().map(|(day, &count)| vec![bin(day), number(count)]).collect();
    let table = table(t(title), vec![t("figures.took"), t("figures.cases")], rows, opened);
    section(title, about, drawn.into_any(), table)
}
