//! Signing in.

use leptos::prelude::*;
use leptos::task::spawn_local;
use tilik_api::officer::{SessionAnswer, SignInRequest};
use tilik_api::officer_sign_on::{SignOnAnswer, SignOnStart};
use tilik_api::path;

use crate::console::Console;
use crate::part::{Field, Heading, Send, Trouble};
use crate::text::t;

/// The screen.
#[component]
pub fn SignIn() -> impl IntoView {
    let console = Console::shared();
    let (name, password, code) =
        (RwSignal::new(String::new()), RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (asks_code, busy) = (RwSignal::new(false), RwSignal::new(false));
    let trouble = RwSignal::new(console.came_back.get_untracked());
    console.came_back.set(None);
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let missing = [(name, "fault.name_required"), (password, "fault.password_required")];
        if let Some((_, fault)) = missing.into_iter().find(|(typed, _)| typed.read_untracked().trim().is_empty()) {
            return trouble.set(Some(t(fault).to_owned()));
        }
        busy.set(true);
        trouble.set(None);
        let code = code.get_untracked();
        let request = SignInRequest {
            name: name.get_untracked(),
            password: password.get_untracked(),
            code: (!code.trim().is_empty()).then_some(code),
        };
        spawn_local(async move {
            match console.post::<SessionAnswer>(path::OFFICER_SESSIONS, &request).await {
                Ok(session) => {
                    console.notice.set(None);
                    console.enter(session);
                }
                Err(failure) => {
                    asks_code.update(|asks| *asks |= failure.word() == "code_needed");
                    trouble.set(Some(failure.said()));
                }
            }
            busy.set(false);
        });
    };
    view! {
        <Heading text=t("signin.title").to_owned()/>
        <form class="door narrow" novalidate on:submit=send>
            <Trouble said=trouble/>
            <Field id="nama" label=t("signin.name") value=name autocomplete="username"/>
            <Field id="sandi" label=t("signin.password") value=password kind="password" autocomplete="current-password"/>
            <Show when=move || asks_code.get()>
                <Field
                    id="kode" label=t("signin.code") value=code autocomplete="one-time-code" inputmode="numeric"
                    hint=t("signin.code_hint")
                />
            </Show>
            <Send label=t("signin.send") busy/>
        </form>
        <SignOn trouble/>
    }
}

/// The way through the regency's provider, where there is one.
#[component]
fn SignOn(trouble: RwSignal<Option<String>>) -> impl IntoView {
    let console = Console::shared();
    let (offered, busy) = (RwSignal::new(false), RwSignal::new(false));
    spawn_local(async move {
        // Who is not told of it signs in with a password.
        if let Ok(SignOnAnswer { offered: true }) = console.get(path::OFFICER_SIGN_ON).await {
            offered.set(true);
        }
    });
    let leave = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        trouble.set(None);
        spawn_local(async move {
            let begun = console.post::<SignOnStart>(path::OFFICER_SIGN_ON, &()).await;
            if let Err(failure) = begun.and_then(|start| console.leave_for(&start.to)) {
                trouble.set(Some(failure.said()));
            }
            // Whoever comes back by the browser's own button finds the page as it was.
            busy.set(false);
        });
    };
    view! {
        <Show when=move || offered.get()>
            <div class="narrow">
                <button
                    type="button" class="btn btn--plain" aria-disabled=move || busy.get().then_some("true") on:click=leave
                >
                    {t("signin.provider")}
                </button>
            </div>
        </Show>
    }
}
