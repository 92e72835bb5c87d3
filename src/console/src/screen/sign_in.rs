//! Signing in.

use leptos::prelude::*;
use leptos::task::spawn_local;
use tilik_api::officer::{SessionAnswer, SignInRequest};
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
    let (asks_code, busy, trouble) = (RwSignal::new(false), RwSignal::new(false), RwSignal::new(None));
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
    }
}
