//! What is counted in one's area: a period, the large figures, and a chart for each
//! question with its table.

mod bars;
mod export;
mod fishing;
mod map;
mod spread;
mod table;

use leptos::prelude::*;
use leptos::task::spawn_local;
use tilik_api::officer_figures::{FiguresAnswer, FiguresRequest};
use tilik_api::path;
use tilik_core::Date;

use crate::chart;
use crate::console::Console;
use crate::part::{Field, Heading, Send, Trouble};
use crate::text::{area, day, fill, number, percent, t};

/// The screen.
#[component]
pub fn Figures() -> impl IntoView {
    let console = Console::shared();
    let (found, trouble) = (RwSignal::new(None::<FiguresAnswer>), RwSignal::new(None));
    let (from, to, busy) = (RwSignal::new(String::new()), RwSignal::new(String::new()), RwSignal::new(false));
    // Tables open by themselves for paper, where nobody can open them.
    let opened = RwSignal::new(false);
    let load = move |request: FiguresRequest| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        trouble.set(None);
        spawn_local(async move {
            match console.post::<FiguresAnswer>(path::OFFICER_FIGURES, &request).await {
                Ok(answer) => {
                    from.set(answer.from.to_string());
                    to.set(answer.to.to_string());
                    found.set(Some(answer));
                }
                // What was shown before stays.
                Err(failure) => trouble.set(Some(failure.said())),
            }
            busy.set(false);
        });
    };
    load(FiguresRequest { from: None, to: None });
    let show = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let read = |text: RwSignal<String>| text.get_untracked().parse::<Date>().ok();
        match (read(from), read(to)) {
            (Some(from), Some(to)) => load(FiguresRequest { from: Some(from), to: Some(to) }),
            _ => trouble.set(Some(t("fault.days_required").to_owned())),
        }
    };
    let print = move |_| {
        opened.set(true);
        // Once they are open.
        request_animation_frame(|| drop(window().print()));
    };
    let whose = move || area(console.session().and_then(|session| session.area));
    view! {
        <Heading text=t("figures.title").to_owned()/>
        <p class="soft">{move || fill("figures.about", &[("area", &whose())])}</p>
        <form class="tools tools--period" novalidate on:submit=show>
            <div><Field id="dari" label=t("figures.from") value=from kind="date"/></div>
            <div><Field id="sampai" label=t("figures.to") value=to kind="date"/></div>
            <Send label=t("figures.show") busy/>
        </form>
        <Trouble said=trouble/>
        {move || found.get().map(|found| shown(found, opened))}
        <Show when=move || found.read().is_some()>
            <button type="button" class="btn btn--plain" on:click=print>{t("figures.print")}</button>
            <export::Export from to/>
        </Show>
    }
}

fn shown(found: FiguresAnswer, opened: RwSignal<bool>) -> AnyView {
    let span = fill("figures.span", &[("from", &day(found.from)), ("to", &day(found.to))]);
    if found.totals.reports == 0 {
        let fishing = found.fishing.as_ref().map(|told| fishing::fishing(told, opened));
        return view! { <p class="soft" role="status">{span}</p><p class="door">{t("figures.none")}</p>{fishing} }
            .into_any();
    }
    view! {
        <p class="soft" role="status">{span}</p>
        {large(&found)}
        {bars::days(&found, opened)}
        {bars::villages(&found, opened)}
        {map::map(&found, opened)}
        <div class="halves">
            {bars::named("channel", "figures.channels", &found.channels, opened)}
            {bars::named("language", "figures.languages", &found.languages, opened)}
        </div>
        {spread::spread("figures.verdict", "figures.verdict_about", &found.verdict, opened)}
        {spread::spread("figures.approval", "figures.approval_about", &found.approval, opened)}
        {spread::spread("figures.delivery", "figures.delivery_about", &found.delivery, opened)}
        {bars::promise(&found, opened)}
        {found.fishing.as_ref().map(|told| fishing::fishing(told, opened))}
    }
    .into_any()
}

/// The figures that are asked for first.
fn large(found: &FiguresAnswer) -> AnyView {
    let (totals, promise) = (&found.totals, &found.promise);
    let at_once = chart::share(totals.rejected_at_once, totals.cases());
    let kept = chart::share(promise.kept, promise.kept + promise.broken);
    let none = || t("figures.not_yet").to_owned();
    let told = [
        (t("figures.reports"), number(totals.reports)),
        (t("figures.cases"), number(totals.cases())),
        (t("figures.rejected_at_once"), at_once.map_or_else(none, percent)),
        (t("figures.waiting"), number(totals.waiting)),
        (t("figures.delivered"), number(totals.delivered)),
        (t("figures.kept"), kept.map_or_else(none, percent)),
    ];
    let told = told.into_iter().map(|(name, figure)| view! { <div><dt>{name}</dt><dd>{figure}</dd></div> });
    view! { <dl class="large">{told.collect_view()}</dl> }.into_any()
}
