//! One batch: its manifest to print and to work through at the doors.

use leptos::prelude::*;
use leptos::task::spawn_local;
use tilik_api::officer::{
    BatchAct, BatchStanding, BatchStepRequest, HandoverRequest, ManifestAnswer, ManifestRequest, Package, StepAnswer,
};
use tilik_api::path;
use tilik_core::case::Handover;
use tilik_core::officer::Permission;

use super::deliveries::told;
use crate::console::{Console, Screen};
use crate::part::{Field, Heading, Trouble};
use crate::text::{fill, t, village};

/// The screen.
#[component]
pub fn Batch() -> impl IntoView {
    let console = Console::shared();
    let number = console.batch.get_untracked().unwrap_or_default();
    let (manifest, trouble, find) =
        (RwSignal::new(None::<ManifestAnswer>), RwSignal::new(None), RwSignal::new(String::new()));
    spawn_local(async move {
        match console.post(path::OFFICER_BATCH, &ManifestRequest { number }).await {
            Ok(answer) => manifest.set(Some(answer)),
            Err(failure) => trouble.set(Some(failure.said())),
        }
    });
    let head = move || {
        manifest.read().as_ref().map(|ManifestAnswer { batch, .. }| {
            let open = batch.packages - batch.handed_over - batch.brought_back;
            let counted = fill(
                "batch.counted",
                &[
                    ("packages", &batch.packages.to_string()),
                    ("handed", &batch.handed_over.to_string()),
                    ("back", &batch.brought_back.to_string()),
                    ("open", &open.to_string()),
                ],
            );
            view! { <p>{told(batch)}</p><p class="soft" role="status">{counted}</p> }
        })
    };
    let planned = Memo::new(move |_| {
        let planned = manifest.read().as_ref().is_some_and(|found| found.batch.standing == BatchStanding::Planned);
        planned && console.session().is_some_and(|session| session.role.may(Permission::Send))
    });
    let left =
        Memo::new(move |_| manifest.read().as_ref().is_some_and(|found| found.batch.standing == BatchStanding::Left));
    let packages = move || {
        let wanted = find.get().to_lowercase().replace('-', "");
        let found = |package: &Package| {
            package.name.to_lowercase().contains(&wanted)
                || package.ticket.replace('-', "").to_lowercase().contains(&wanted)
        };
        let all = manifest.read().as_ref().map(|manifest| manifest.packages.clone()).unwrap_or_default();
        all.into_iter().filter(found).collect::<Vec<_>>()
    };
    view! {
        <button type="button" class="link" on:click=move |_| console.go(Screen::Deliveries)>{t("batch.back")}</button>
        <Heading text=fill("deliveries.batch", &[("number", &number.to_string())])/>
        <Trouble said=trouble/>
        {head}
        <Show when=move || planned.get()><Steps number manifest trouble/></Show>
        <div class="tools">
            <div><Field id="cari" label=t("batch.find") value=find kind="search"/></div>
            <button type="button" class="btn btn--plain" on:click=move |_| drop(window().print())>{t("batch.print")}</button>
        </div>
        <h2 class="after">{t("batch.packages")}</h2>
        <ol class="plain">
            <For
                each=packages
                key=|package| (package.ticket.clone(), package.result)
                children=move |package| view! { <Line number package manifest left/> }
            />
        </ol>
    }
}

/// Sending it off, or giving it up after a question.
#[component]
fn Steps(number: i64, manifest: RwSignal<Option<ManifestAnswer>>, trouble: RwSignal<Option<String>>) -> impl IntoView {
    let console = Console::shared();
    let sure = RwSignal::new(false);
    let step = move |act: BatchAct, told: &'static str| {
        trouble.set(None);
        spawn_local(async move {
            match console.post(path::OFFICER_BATCH_STEPS, &BatchStepRequest { number, act }).await {
                Ok(answer) => {
                    manifest.set(Some(answer));
                    console.notice.set(Some(fill(told, &[("number", &number.to_string())])));
                }
                Err(failure) => trouble.set(Some(failure.said())),
            }
        });
    };
    view! {
        <section class="door narrow">
            <Show
                when=move || sure.get()
                fallback=move || view! {
                    <button type="button" class="btn" on:click=move |_| step(BatchAct::SendOff, "batch.sent")>
                        {t("batch.send_off")}
                    </button>
                    <button type="button" class="btn btn--plain" on:click=move |_| sure.set(true)>{t("batch.cancel")}</button>
                }
            >
                <p role="alert">{t("batch.sure")}</p>
                <button type="button" class="btn" on:click=move |_| step(BatchAct::Cancel, "batch.cancelled")>
                    {t("batch.yes")}
                </button>
                <button type="button" class="btn btn--plain" on:click=move |_| sure.set(false)>{t("batch.no")}</button>
            </Show>
        </section>
    }
}

/// A package, and what became of it.
#[component]
fn Line(number: i64, package: Package, manifest: RwSignal<Option<ManifestAnswer>>, left: Memo<bool>) -> impl IntoView {
    let note = package.note.clone().map(|note| view! { <span class="soft">{note}</span> });
    let result = package.result.map(|result| {
        let tone = if result == Handover::HandedOver { "tag tag--calm" } else { "tag" };
        view! { <span class=tone>{t(&format!("door.{}", result.word()))}</span> }
    });
    let phone =
        package.phone.clone().map(|phone| view! { <a class="link" href=format!("tel:{phone}")>{phone.clone()}</a> });
    let (open, door) = (package.result.is_none(), package.clone());
    view! {
        <li class="package">
            <p>
                <strong>{format!("{}. {}", package.place, package.name)}</strong>" "{result}<br/>
                {package.address}<br/>{village(package.village)}<br/>
                <span class="soft">{package.ticket}</span>" "{note}
            </p>
            {phone}
            <p class="sign">{t("batch.sign")}</p>
            <Show when=move || open && left.get()><Door number package=door.clone() manifest/></Show>
        </li>
    }
}

/// Saying what became of a package.
#[component]
fn Door(number: i64, package: Package, manifest: RwSignal<Option<ManifestAnswer>>) -> impl IntoView {
    let console = Console::shared();
    let (note, busy, trouble) = (RwSignal::new(String::new()), RwSignal::new(false), RwSignal::new(None));
    let package = StoredValue::new(package);
    let say = move |result: Handover| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        trouble.set(None);
        let (ticket, name) = package.with_value(|package| (package.ticket.clone(), package.name.clone()));
        let note = note.get_untracked();
        let note = (!note.trim().is_empty()).then_some(note);
        let request = HandoverRequest { number, ticket: ticket.clone(), result, note: note.clone() };
        spawn_local(async move {
            match console.post::<StepAnswer>(path::OFFICER_HANDOVERS, &request).await {
                Ok(_) => {
                    let said = t(&format!("door.{}", result.word()));
                    console.notice.set(Some(fill("door.said", &[("name", &name), ("result", said)])));
                    manifest.update(|manifest| {
                        if let Some(manifest) = manifest {
                            said_of(manifest, &ticket, result, note);
                        }
                    });
                }
                // What was typed stays.
                Err(failure) => {
                    trouble.set(Some(failure.said()));
                    busy.set(false);
                }
            }
        });
    };
    let id = package.with_value(|package| format!("catatan-{}", package.place));
    let buttons = Handover::ALL.iter().map(|&result| {
        let class = if result == Handover::HandedOver { "btn" } else { "btn btn--plain" };
        view! { <button type="button" class=class on:click=move |_| say(result)>{t(&format!("door.{}", result.word()))}</button> }
    });
    let title = package.with_value(|package| format!("{}: {}", t("door.title"), package.name));
    view! {
        <div role="group" aria-label=title>
            <label for=id.clone()>{t("door.note")}</label>
            <input
                class="box" id=id autocomplete="off"
                prop:value=move || note.get() on:input=move |event| note.set(event_target_value(&event))
            />
            <Trouble said=trouble/>
            <div class="doors">{buttons.collect_view()}</div>
        </div>
    }
}

/// Notes in the manifest on the screen what the server has noted in its own.
fn said_of(manifest: &mut ManifestAnswer, ticket: &str, result: Handover, note: Option<String>) {
    let Some(package) = manifest.packages.iter_mut().find(|package| package.ticket == ticket) else { return };
    package.result = Some(result);
    package.note = note;
    match result {
        Handover::HandedOver => manifest.batch.handed_over += 1,
        Handover::NotAtHome | Handover::Refused | Handover::Moved => manifest.batch.brought_back += 1,
    }
}
