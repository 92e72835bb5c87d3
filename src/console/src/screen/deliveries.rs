//! What is to be delivered: who waits, who waits too long, and the batches.

use leptos::prelude::*;
use leptos::task::spawn_local;
use tilik_api::officer::{Batch, BatchRequest, BatchStanding, DeliveriesAnswer, ManifestAnswer};
use tilik_api::path;
use tilik_core::Date;
use tilik_core::officer::{Area, Permission};
use tilik_core::region::Kecamatan;

use crate::console::Console;
use crate::once::Once;
use crate::part::{Field, Heading, Send, Trouble};
use crate::text::{area, day, fill, t, village};

/// The screen.
#[component]
pub fn Deliveries() -> impl IntoView {
    let console = Console::shared();
    let (found, trouble) = (RwSignal::new(None::<DeliveriesAnswer>), RwSignal::new(None));
    spawn_local(async move {
        match console.get(path::OFFICER_DELIVERIES).await {
            Ok(answer) => found.set(Some(answer)),
            Err(failure) => trouble.set(Some(failure.said())),
        }
    });
    let makes = move || console.session().is_some_and(|session| session.role.may(Permission::Send));
    let shown = move || {
        found.get().map(|found| {
            let today = found.today;
            view! {
                <div class="halves">
                    <div>
                        {waiting(&found)}
                        {makes().then(|| view! { <Make today/> })}
                    </div>
                    <div>{late(&found)}</div>
                </div>
                <h2 class="after">{t("deliveries.batches")}</h2>
                {batches(found.batches)}
            }
        })
    };
    view! {
        <Heading text=t("deliveries.title").to_owned()/>
        <Trouble said=trouble/>
        {shown}
    }
}

fn waiting(found: &DeliveriesAnswer) -> AnyView {
    let none = found.waiting.is_empty().then(|| view! { <p>{t("deliveries.none_waiting")}</p> });
    let lines = found.waiting.iter().map(|waits| {
        let (village, count, date) = (village(waits.village), waits.count.to_string(), day(waits.due));
        view! { <li>{fill("deliveries.waits", &[("village", &village), ("count", &count), ("date", &date)])}</li> }
    });
    view! { <section class="door"><h2>{t("deliveries.waiting")}</h2>{none}<ul>{lines.collect_view()}</ul></section> }
        .into_any()
}

fn late(found: &DeliveriesAnswer) -> AnyView {
    let none = found.late.is_empty().then(|| view! { <p>{t("deliveries.none_late")}</p> });
    let class = if found.late.is_empty() { "door" } else { "door door--wait" };
    let lines = found.late.iter().map(|late| {
        let (village, date) = (village(late.village), day(late.due));
        let status = t(&format!("step.{}", late.status.word()));
        let values = [("ticket", late.ticket.as_str()), ("village", &village), ("status", status), ("date", &date)];
        view! { <li>{fill("deliveries.late_line", &values)}</li> }
    });
    view! { <section class=class><h2>{t("deliveries.late")}</h2>{none}<ul>{lines.collect_view()}</ul></section> }
        .into_any()
}

fn batches(batches: Vec<Batch>) -> AnyView {
    if batches.is_empty() {
        return view! { <p class="door">{t("deliveries.none_batches")}</p> }.into_any();
    }
    let lines = batches.into_iter().map(|batch| view! { <Line batch/> });
    view! { <ul class="plain">{lines.collect_view()}</ul> }.into_any()
}

#[component]
fn Line(batch: Batch) -> impl IntoView {
    let console = Console::shared();
    let number = batch.number;
    view! {
        <li>
            <button type="button" class="case" on:click=move |_| console.open_batch(number)>
                <strong class="case__name">{fill("deliveries.batch", &[("number", &number.to_string())])}</strong>
                <span class="tag tag--calm">{standing(batch.standing)}</span>
                <span class="case__where">{told(&batch)}</span>
            </button>
        </li>
    }
}

/// How a batch stands, in a word.
pub fn standing(standing: BatchStanding) -> &'static str {
    t(match standing {
        BatchStanding::Planned => "standing.planned",
        BatchStanding::Left => "standing.left",
        BatchStanding::Cancelled => "standing.cancelled",
    })
}

/// Where a batch goes, when, and how far it is.
pub fn told(batch: &Batch) -> String {
    let (district, date) = (area(Some(batch.district)), day(batch.leaves_on));
    let (done, packages) = ((batch.handed_over + batch.brought_back).to_string(), batch.packages.to_string());
    let values = [
        ("district", district.as_str()),
        ("date", &date),
        ("standing", standing(batch.standing)),
        ("done", &done),
        ("packages", &packages),
    ];
    fill("deliveries.batch_line", &values)
}

/// The districts that somebody's batches may be for.
fn districts(code: Option<u64>) -> Vec<(u64, &'static str)> {
    let own = code.and_then(Area::from_code).unwrap_or(Area::Kabupaten);
    let all = Kecamatan::all().filter_map(|district| Some((Area::Kecamatan(district).code()?, district.name())));
    all.filter(|(code, _)| own.covers(code * 10_000) || own.code() == Some(*code)).collect()
}

/// A new batch.
#[component]
fn Make(today: Date) -> impl IntoView {
    let console = Console::shared();
    let choices = districts(console.session().and_then(|session| session.area));
    let district = RwSignal::new(choices.first().map_or(0, |(code, _)| *code));
    let (leaves_on, capacity) = (RwSignal::new(today.to_string()), RwSignal::new("100".to_owned()));
    let (busy, trouble, once) = (RwSignal::new(false), RwSignal::new(None), RwSignal::new(Once::default()));
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let Ok(leaves_on) = leaves_on.get_untracked().parse() else {
            return trouble.set(Some(t("fault.leaves_on_required").to_owned()));
        };
        let Ok(capacity) = capacity.get_untracked().trim().parse() else {
            return trouble.set(Some(t("fault.capacity_range").to_owned()));
        };
        busy.set(true);
        trouble.set(None);
        let request = BatchRequest { district: district.get_untracked(), village: None, leaves_on, capacity };
        spawn_local(async move {
            match console.post_once::<ManifestAnswer, _>(path::OFFICER_BATCHES, &request, once).await {
                Ok(made) => {
                    let number = made.batch.number;
                    console.open_batch(number);
                    console.notice.set(Some(fill("batch.made", &[("number", &number.to_string())])));
                }
                Err(failure) => trouble.set(Some(failure.said())),
            }
            busy.set(false);
        });
    };
    let options = choices.into_iter().map(|(code, name)| view! { <option value=code.to_string()>{name}</option> });
    view! {
        <form class="door" novalidate on:submit=send>
            <h2>{t("batch.make")}</h2>
            <Trouble said=trouble/>
            <label for="kecamatan">{t("batch.district")}</label>
            <select
                class="box" id="kecamatan"
                on:change=move |event| district.set(event_target_value(&event).parse().unwrap_or_default())
            >
                {options.collect_view()}
            </select>
            <Field id="berangkat" label=t("batch.leaves_on") value=leaves_on kind="date"/>
            <Field id="muat" label=t("batch.capacity") value=capacity inputmode="numeric" hint=t("batch.capacity_hint")/>
            <Send label=t("batch.send") busy/>
        </form>
    }
}
