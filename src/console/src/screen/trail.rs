//! What was done by whom, for who audits it.

use leptos::prelude::*;
use leptos::task::spawn_local;
use tilik_api::officer::{TRAIL_SHOWS, TrailAnswer, TrailEntry};
use tilik_api::path;

use crate::console::Console;
use crate::part::{Heading, Trouble};
use crate::text::{moment, t};

/// The screen.
#[component]
pub fn Trail() -> impl IntoView {
    let console = Console::shared();
    let (entries, trouble) = (RwSignal::new(Vec::<TrailEntry>::new()), RwSignal::new(None));
    let more = RwSignal::new(false);
    let load = move || {
        let before = entries.read_untracked().last().map(|entry| format!("?before={}", entry.number));
        spawn_local(async move {
            let path = format!("{}{}", path::OFFICER_TRAIL, before.unwrap_or_default());
            match console.get::<TrailAnswer>(&path).await {
                Ok(answer) => {
                    trouble.set(None);
                    more.set(answer.entries.len() == TRAIL_SHOWS);
                    entries.update(|entries| entries.extend(answer.entries));
                }
                Err(failure) => trouble.set(Some(failure.said())),
            }
        });
    };
    load();
    view! {
        <Heading text=t("trail.title").to_owned()/>
        <p class="soft">{t("trail.hint")}</p>
        <Trouble said=trouble/>
        <div class="wide" tabindex="0" role="region" aria-label=t("trail.title")>
            <table>
                <thead>
                    <tr>
                        <th scope="col">{t("trail.number")}</th><th scope="col">{t("trail.at")}</th>
                        <th scope="col">{t("trail.by")}</th><th scope="col">{t("trail.deed")}</th>
                        <th scope="col">{t("trail.about")}</th>
                    </tr>
                </thead>
                <tbody><For each=move || entries.get() key=|entry| entry.number children=row/></tbody>
            </table>
        </div>
        <Show when=move || more.get()>
            <button type="button" class="btn btn--plain" on:click=move |_| load()>{t("trail.older")}</button>
        </Show>
    }
}

fn row(entry: TrailEntry) -> impl IntoView {
    let by = if entry.by.is_empty() { t("trail.server").to_owned() } else { entry.by };
    view! {
        <tr>
            <td>{entry.number}</td><td>{moment(&entry.at)}</td><td>{by}</td>
            <td>{t(&format!("deed.{}", entry.deed))}</td><td>{entry.ticket.or(entry.account)}</td>
        </tr>
    }
}
