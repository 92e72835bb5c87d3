//! The lists on the wall: announcing them, and printing them for one village or for all.

use leptos::prelude::*;
use leptos::task::spawn_local;
use tilik_api::announcement::{AnnounceRequest, AnnouncementLine, AnnouncementsAnswer};
use tilik_api::path;
use tilik_core::announcement::Place;
use tilik_core::officer::{Area, Permission};
use tilik_core::region::Kecamatan;

use crate::console::Console;
use crate::part::{Heading, Trouble};
use crate::text::{day, fill, t};

/// The screen.
#[component]
pub fn Announcements() -> impl IntoView {
    let console = Console::shared();
    let (found, trouble) = (RwSignal::new(None::<AnnouncementsAnswer>), RwSignal::new(None));
    let load = move || {
        spawn_local(async move {
            match console.get(path::OFFICER_ANNOUNCEMENTS).await {
                Ok(answer) => found.set(Some(answer)),
                Err(failure) => trouble.set(Some(failure.said())),
            }
        });
    };
    load();
    let announces = move || console.session().is_some_and(|session| session.role.may(Permission::Announce));
    let shown = move || {
        found.get().map(|answer| {
            let newest = answer.announcements.first().map_or(0, |newest| newest.number);
            let masking = t(&format!("masking.{}", answer.masking.word()));
            let no_address =
                (!answer.has_address).then(|| view! { <p class="soft after">{t("announce.no_address")}</p> });
            view! {
                <div class="halves">
                    {announces().then(|| view! { <Announce newest masking reload=Callback::new(move |()| load())/> })}
                    {(newest > 0).then(|| view! { <Printing numbers=answer.announcements.clone()/> })}
                </div>
                {no_address}
                <h2 class="after">{t("announce.made")}</h2>
                {made(&answer.announcements)}
            }
        })
    };
    view! {
        <Heading text=t("announce.title").to_owned()/>
        <p class="soft">{t("announce.hint")}</p>
        <Trouble said=trouble/>
        {shown}
    }
}

fn made(announcements: &[AnnouncementLine]) -> AnyView {
    if announcements.is_empty() {
        return view! { <p class="door">{t("announce.none")}</p> }.into_any();
    }
    let lines = announcements.iter().map(|one| {
        let values = [
            ("number", one.number.to_string()),
            ("date", day(one.made_on)),
            ("people", one.people.to_string()),
            ("masking", t(&format!("masking.{}", one.masking.word())).to_owned()),
        ];
        let line = fill("announce.line", &values.each_ref().map(|(name, value)| (*name, value.as_str())));
        let unplaced = (one.unplaced > 0)
            .then(|| view! { <br/><span class="soft">{fill("announce.unplaced", &[("lines", &one.unplaced.to_string())])}</span> });
        view! { <li>{line}{unplaced}</li> }
    });
    view! { <ul>{lines.collect_view()}</ul> }.into_any()
}

/// Announcing the lists as they are now, after a question.
#[component]
fn Announce(newest: u32, masking: &'static str, reload: Callback<()>) -> impl IntoView {
    let console = Console::shared();
    let (sure, busy, trouble) = (RwSignal::new(false), RwSignal::new(false), RwSignal::new(None));
    let announce = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        trouble.set(None);
        spawn_local(async move {
            let request = AnnounceRequest { after: newest };
            match console.post::<AnnouncementLine>(path::OFFICER_ANNOUNCEMENTS, &request).await {
                Ok(made) => {
                    let values = [("number", made.number.to_string()), ("people", made.people.to_string())];
                    let told = fill("announce.done", &values.each_ref().map(|(name, value)| (*name, value.as_str())));
                    console.notice.set(Some(told));
                    // The screen may be gone.
                    reload.try_run(());
                }
                Err(failure) => {
                    if failure.word() == "announced_before" {
                        reload.try_run(());
                    }
                    trouble.set(Some(failure.said()));
                }
            }
            busy.set(false);
            sure.set(false);
        });
    };
    view! {
        <section class="door">
            <h2>{t("announce.now")}</h2>
            <p>{fill("announce.masked", &[("masking", masking)])}</p>
            <Trouble said=trouble/>
            <Show
                when=move || sure.get()
                fallback=move || view! {
                    <button type="button" class="btn" on:click=move |_| sure.set(true)>{t("announce.send")}</button>
                }
            >
                <p role="alert">{t("announce.sure")}</p>
                <button type="button" class="btn" aria-disabled=move || busy.get().then_some("true") on:click=announce>
                    {t("announce.yes")}
                </button>
                <button type="button" class="btn btn--plain" on:click=move |_| sure.set(false)>{t("batch.no")}</button>
            </Show>
        </section>
    }
}

/// What to print, as links: the address of a paper names nobody.
#[component]
fn Printing(numbers: Vec<AnnouncementLine>) -> impl IntoView {
    let console = Console::shared();
    let own = console.session().and_then(|session| session.area).and_then(Area::from_code).unwrap_or(Area::Kabupaten);
    let number = RwSignal::new(numbers.first().map_or(0, |newest| newest.number));
    let first = Kecamatan::all().flat_map(Kecamatan::villages).find(|village| own.covers(village.code()));
    let village = RwSignal::new(first.map_or(0, |village| village.code()));
    let paper = RwSignal::new("a4".to_owned());
    let places = RwSignal::new(Vec::<Place>::new());
    let query = move || {
        let places = places.get().iter().map(|place| place.word()).collect::<Vec<_>>().join(",");
        format!("?number={}&paper={}&places={places}", number.get(), paper.get())
    };
    let one = move || format!("{}{}&village={}", path::OFFICER_ANNOUNCED_SHEET, query(), village.get());
    let all = move || format!("{}{}", path::OFFICER_ANNOUNCED_SHEETS, query());
    let numbers = numbers.into_iter().map(|one| view! { <option value=one.number.to_string()>{one.number}</option> });
    let villages = Kecamatan::all().filter_map(|district| {
        let villages = district.villages().filter(|village| own.covers(village.code()));
        let villages: Vec<_> = villages
            .map(|village| view! { <option value=village.code().to_string()>{village.name()}</option> })
            .collect();
        (!villages.is_empty()).then(|| view! { <optgroup label=district.name()>{villages}</optgroup> })
    });
    let ticks = Place::ALL.iter().map(|&place| {
        let change = move |event| {
            places.update(|places| {
                places.retain(|known| *known != place);
                if event_target_checked(&event) {
                    places.push(place);
                    places.sort_unstable();
                }
            });
        };
        view! {
            <label class="tick">
                <input type="checkbox" name="tempat" value=place.word() on:change=change/>
                <span>{t(&format!("place.{}", place.word()))}</span>
            </label>
        }
    });
    view! {
        <section class="door">
            <h2>{t("print.title")}</h2>
            <label for="nomor">{t("print.number")}</label>
            <select
                class="box" id="nomor"
                on:change=move |event| number.set(event_target_value(&event).parse().unwrap_or_default())
            >
                {numbers.collect_view()}
            </select>
            <label for="desa">{t("print.village")}</label>
            <select
                class="box" id="desa"
                on:change=move |event| village.set(event_target_value(&event).parse().unwrap_or_default())
            >
                {villages.collect_view()}
            </select>
            <label for="kertas">{t("print.paper")}</label>
            <select class="box" id="kertas" on:change=move |event| paper.set(event_target_value(&event))>
                <option value="a4">{t("print.a4")}</option>
                <option value="a3">{t("print.a3")}</option>
            </select>
            <fieldset class="after">
                <legend>{t("print.places")}</legend>
                <p class="hint">{t("print.places_hint")}</p>
                {ticks.collect_view()}
            </fieldset>
            <a class="btn" href=one download="">{t("print.one")}</a>
            <a class="btn btn--plain" href=all download="">{t("print.all")}</a>
        </section>
    }
}
