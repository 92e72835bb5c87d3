//! The cases that wait, oldest promise first.

use leptos::prelude::*;
use leptos::task::spawn_local;
use tilik_api::officer::{QueueAnswer, QueueLine};
use tilik_api::path;
use tilik_core::Date;

use crate::console::Console;
use crate::part::{Field, Heading, Trouble};
use crate::text::{day, fill, moment, t, village};

/// The screen.
#[component]
pub fn Queue() -> impl IntoView {
    let console = Console::shared();
    let (queue, trouble) = (RwSignal::new(None::<QueueAnswer>), RwSignal::new(None));
    let (find, mine, busy) = (RwSignal::new(String::new()), RwSignal::new(false), RwSignal::new(false));
    let load = move || {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            match console.get(path::OFFICER_QUEUE).await {
                Ok(answer) => {
                    trouble.set(None);
                    queue.set(Some(answer));
                }
                // What was loaded before stays.
                Err(failure) => trouble.set(Some(failure.said())),
            }
            busy.set(false);
        });
    };
    load();
    let list = move || {
        let Some(QueueAnswer { cases, total, today }) = queue.get() else {
            return busy.get().then(|| view! { <p class="soft" role="status">{t("app.loading")}</p> }.into_any());
        };
        let (wanted, only_mine) = (find.get().to_lowercase(), mine.get());
        let all = cases.len();
        let shown: Vec<QueueLine> =
            cases.into_iter().filter(|case| (!only_mine || case.mine) && matches(case, &wanted)).collect();
        let count = fill("queue.count", &[("shown", &shown.len().to_string()), ("total", &total.to_string())]);
        let none = if all == 0 { "queue.none" } else { "queue.none_found" };
        let empty = shown.is_empty().then(|| view! { <p class="door">{t(none)}</p> });
        let lines = shown.into_iter().map(|case| view! { <Line case today/> }).collect_view();
        Some(
            view! {
                <p class="soft" role="status">{count}</p>
                {empty}
                <ul class="plain">{lines}</ul>
            }
            .into_any(),
        )
    };
    view! {
        <Heading text=t("queue.title").to_owned()/>
        <div class="tools">
            <div><Field id="cari" label=t("queue.find") value=find kind="search"/></div>
            <label class="tick">
                <input type="checkbox" prop:checked=move || mine.get() on:change=move |event| mine.set(event_target_checked(&event))/>
                <span>{t("queue.mine")}</span>
            </label>
            <button type="button" class="btn btn--plain" on:click=move |_| load()>{t("queue.refresh")}</button>
        </div>
        <Trouble said=trouble/>
        {list}
    }
}

fn matches(case: &QueueLine, wanted: &str) -> bool {
    let plain = |text: &str| text.replace('-', "").to_lowercase();
    case.name.to_lowercase().contains(wanted)
        || village(case.village).to_lowercase().contains(wanted)
        || plain(&case.ticket).contains(&plain(wanted))
}

#[component]
fn Line(case: QueueLine, today: Date) -> impl IntoView {
    let console = Console::shared();
    let (clock, tone) = clock(case.due, today);
    let desk = t(&format!("desk.{}", case.desk.word()));
    let ticket = case.ticket.clone();
    view! {
        <li>
            <button type="button" class="case" on:click=move |_| console.open(ticket.clone())>
                <strong class="case__name">{case.name}</strong>
                <span class=tone>{clock}</span>
                <span class="case__where">{village(case.village)}</span>
                <span class="soft">{t(&format!("step.{}", case.status.word()))}</span>
                <span class="soft">
                    {format!("{} · {} · {}", case.ticket, fill("queue.since", &[("date", &moment(&case.received_at))]), fill("queue.at", &[("desk", desk)]))}
                </span>
            </button>
        </li>
    }
}

/// How the clock of a case stands, in words and as a class.
fn clock(due: Date, today: Date) -> (String, &'static str) {
    if due < today {
        (t("queue.late").to_owned(), "tag tag--late")
    } else if due == today {
        (t("queue.due_today").to_owned(), "tag")
    } else {
        (fill("queue.due", &[("date", &day(due))]), "tag tag--calm")
    }
}
