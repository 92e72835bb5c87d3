//! Bars: by day, by village, by a word, and of the promise.

use leptos::prelude::*;
use tilik_api::officer_figures::{FiguresAnswer, NamedFigure};

use super::table::{section, table};
use crate::chart::{self, HIGH};
use crate::text::{day, fill, number, percent, t, village};

/// As many villages as stand in the chart; the table has all.
const VILLAGES: usize = 12;

/// The kinds of a day's reports, from the ground up: the key of each name.
const OUTCOMES: [&str; 4] =
    ["figures.verifying", "figures.undetermined", "figures.rejected_at_once", "figures.repeated"];

/// Reports by day, and what was decided at once.
pub fn days(found: &FiguresAnswer, opened: RwSignal<bool>) -> AnyView {
    let columns: Vec<[u64; 4]> = found
        .days
        .iter()
        .map(|day| day.outcomes)
        .map(|told| [told.verifying, told.undetermined, told.rejected, told.repeated])
        .collect();
    let most = columns.iter().map(|column| column.iter().sum::<u64>()).max().unwrap_or_default();
    let top = chart::top(most);
    let frame = format!("0 0 {:.0} {HIGH:.0}", chart::width(columns.len()));
    let legend = OUTCOMES.iter().enumerate().map(|(kind, key)| {
        let swatch = kinds(&[std::array::from_fn(|place| u64::from(place == kind))], 1);
        view! { <li><svg class="swatch" viewBox="0 0 10 100" preserveAspectRatio="none" aria-hidden="true">{swatch}</svg>{t(key)}</li> }
    });
    let told = fill("figures.days_told", &[("most", &number(most))]);
    let drawn = view! {
        <ul class="legend">{legend.collect_view()}</ul>
        <p class="axis"><span>{number(top)}</span></p>
        <svg class="plot" viewBox=frame preserveAspectRatio="none" role="img" aria-label=told>{kinds(&columns, top)}</svg>
        <p class="axis"><span>{day(found.from)}</span><span>{day(found.to)}</span></p>
    };
    let rows = found.days.iter().zip(&columns).map(|(at, column)| {
        let all = std::iter::once(column.iter().sum::<u64>()).chain(column.iter().copied());
        std::iter::once(day(at.day)).chain(all.map(number)).collect()
    });
    let head = [t("figures.day"), t("figures.reports")].into_iter().chain(OUTCOMES.map(t)).collect();
    let table = table(t("figures.days"), head, rows.collect(), opened);
    section("figures.days", t("figures.days_about").to_owned(), drawn.into_any(), table)
}

/// Those of the machine's rejections, whose bars are striped.
const STRIPED: usize = 2;

/// Each kind with a look of its own: full, hollow, striped, dashed.
fn kinds(columns: &[[u64; 4]], top: u64) -> AnyView {
    let bars = chart::stacked(columns, top).into_iter().enumerate();
    let bars = bars.map(|(kind, bars)| view! { <path class=format!("kind kind--{kind}") d=bars/> }).collect_view();
    view! { {bars}<path class="stripes" d=chart::stripes(columns, top, STRIPED)/> }.into_any()
}

/// A line of a ranked list: its name, its number, its bar.
fn line(name: String, count: u64, largest: u64) -> impl IntoView {
    let long = chart::length(count, largest).to_string();
    view! {
        <li class="rank">
            <span>{name}</span><strong>{number(count)}</strong>
            <svg class="rank__bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
                <rect class="kind kind--0" width=long height="10"/>
            </svg>
        </li>
    }
}

/// Villages by their reports.
pub fn villages(found: &FiguresAnswer, opened: RwSignal<bool>) -> AnyView {
    let most = found.villages.first().map_or(0, |first| first.figures.reports);
    let first = found.villages.iter().take(VILLAGES);
    let lines = first.map(|of| line(village(of.village), of.figures.reports, most));
    let drawn = view! { <ol class="plain">{lines.collect_view()}</ol> }.into_any();
    let rows = found
        .villages
        .iter()
        .map(|of| std::iter::once(village(of.village)).chain(of.figures.in_order().map(number)).collect());
    let head = vec![
        t("figures.village"),
        t("figures.reports"),
        t("figures.repeated"),
        t("figures.rejected_at_once"),
        t("figures.waiting"),
        t("figures.under_way"),
        t("figures.delivered"),
        t("figures.rejected"),
    ];
    let shown = found.villages.len().min(VILLAGES);
    let values = [("shown", number(shown as u64)), ("all", number(found.villages.len() as u64))];
    let about = fill("figures.villages_about", &values.each_ref().map(|(name, value)| (*name, value.as_str())));
    section("figures.villages", about, drawn, table(t("figures.villages"), head, rows.collect(), opened))
}

/// Reports by where, or in which language, they were made.
pub fn named(kind: &str, title: &'static str, figures: &[NamedFigure], opened: RwSignal<bool>) -> AnyView {
    let name = |figure: &NamedFigure| match &figure.word {
        Some(word) => t(&format!("{kind}.{word}")),
        None => t("figures.not_told"),
    };
    let all = figures.iter().map(|figure| figure.reports).sum();
    let most = figures.iter().map(|figure| figure.reports).max().unwrap_or_default();
    let lines = figures.iter().map(|figure| line(name(figure).to_owned(), figure.reports, most));
    let drawn = view! { <ol class="plain">{lines.collect_view()}</ol> }.into_any();
    let rows = figures.iter().map(|figure| {
        let share = chart::share(figure.reports, all).map(percent).unwrap_or_default();
        vec![name(figure).to_owned(), number(figure.reports), share]
    });
    let head = vec![t(title), t("figures.reports"), t("figures.share")];
    section(title, t("figures.of_reports").to_owned(), drawn, table(t(title), head, rows.collect(), opened))
}

/// How the promise stands.
pub fn promise(found: &FiguresAnswer, opened: RwSignal<bool>) -> AnyView {
    let promise = &found.promise;
    let told = [
        (t("figures.promise_kept"), promise.kept),
        (t("figures.promise_broken"), promise.broken),
        (t("figures.promise_open"), promise.open),
    ];
    let (all, most) = (promise.kept + promise.broken + promise.open, told.map(|(_, count)| count).into_iter().max());
    let lines = told.map(|(name, count)| line(name.to_owned(), count, most.unwrap_or_default()));
    let drawn = view! { <ol class="plain">{lines.into_iter().collect_view()}</ol> }.into_any();
    let rows = told.map(|(name, count)| {
        vec![name.to_owned(), number(count), chart::share(count, all).map(percent).unwrap_or_default()]
    });
    let head = vec![t("figures.promise"), t("figures.packages"), t("figures.share")];
    let table = table(t("figures.promise"), head, rows.to_vec(), opened);
    section("figures.promise", t("figures.promise_about").to_owned(), drawn, table)
}
