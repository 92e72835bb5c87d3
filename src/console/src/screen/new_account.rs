//! A new account: its name, its role, and where.

use leptos::prelude::*;
use leptos::task::spawn_local;
use tilik_api::officer_accounts::NewAccountRequest;
use tilik_api::path;
use tilik_core::Desa;
use tilik_core::case::Desk;
use tilik_core::officer::{Area, Role};
use tilik_core::region::Kecamatan;

use super::accounts::Accounts;
use crate::console::Console;
use crate::part::{Field, Send, Trouble};
use crate::text::t;

/// The form.
#[component]
pub fn NewAccount(accounts: Accounts) -> impl IntoView {
    let console = Console::shared();
    let (name, password) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (role, place) = (RwSignal::new(Role::Verifier), RwSignal::new(None::<u64>));
    let (busy, trouble) = (RwSignal::new(false), RwSignal::new(None));
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        trouble.set(None);
        let request = NewAccountRequest {
            name: name.get_untracked(),
            role: role.get_untracked(),
            area: place.get_untracked(),
            password: password.get_untracked(),
        };
        spawn_local(async move {
            match console.post(path::OFFICER_ACCOUNTS, &request).await {
                Ok(answer) => {
                    name.set(String::new());
                    password.set(String::new());
                    accounts.given(console, answer);
                }
                Err(failure) => trouble.set(Some(failure.said())),
            }
            busy.set(false);
        });
    };
    let choose = move |event| {
        role.set(Role::from_word(&event_target_value(&event)).unwrap_or(Role::Verifier));
        // Another role has another kind of place.
        place.set(None);
    };
    let roles = Role::ALL.iter().map(|role| {
        let word = role.word();
        view! { <option value=word>{t(&format!("role.{word}"))}</option> }
    });
    view! {
        <form class="door" novalidate on:submit=send>
            <h2>{t("accounts.add")}</h2>
            <Trouble said=trouble/>
            <Field id="nama-baru" label=t("accounts.name") value=name hint=t("accounts.name_hint")/>
            <label for="peran">{t("accounts.role")}</label>
            <select class="box" id="peran" on:change=choose>{roles.collect_view()}</select>
            {move || place_of(role.get(), place)}
            <Field
                id="sandi-tambah" label=t("accounts.own") value=password kind="password"
                autocomplete="current-password" hint=t("accounts.own_hint")
            />
            <Send label=t("accounts.send") busy/>
        </form>
    }
}

/// The places that a role has to choose from; none where it has the whole regency.
fn place_of(role: Role, place: RwSignal<Option<u64>>) -> AnyView {
    let (label, options) = match role.desk() {
        Desk::Desa => ("accounts.village", villages()),
        Desk::Kecamatan => ("accounts.district", districts()),
        Desk::Kabupaten => return ().into_any(),
    };
    view! {
        <label for="tempat">{t(label)}</label>
        <select class="box" id="tempat" on:change=move |event| place.set(event_target_value(&event).parse().ok())>
            <option value="">{t("step.choose")}</option>
            {options}
        </select>
    }
    .into_any()
}

fn villages() -> AnyView {
    let groups = Kecamatan::all().map(|district| {
        let own = Desa::all().filter(|desa| desa.kecamatan() == district);
        let options = own.map(|desa| view! { <option value=desa.code().to_string()>{desa.name()}</option> });
        view! { <optgroup label=district.name()>{options.collect_view()}</optgroup> }
    });
    groups.collect_view().into_any()
}

fn districts() -> AnyView {
    let all = Kecamatan::all().filter_map(|district| Some((Area::Kecamatan(district).code()?, district.name())));
    all.map(|(code, name)| view! { <option value=code.to_string()>{name}</option> }).collect_view().into_any()
}
