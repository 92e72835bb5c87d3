//! One's own account: the password and the second factor.

use leptos::prelude::*;
use leptos::task::spawn_local;
use tilik_api::officer::{SecondFactorAnswer, SecondFactorRequest};
use tilik_api::path;

use super::password::Password;
use crate::console::Console;
use crate::part::{Field, Heading, Send, Trouble};
use crate::text::t;

/// The screen.
#[component]
pub fn Account() -> impl IntoView {
    let console = Console::shared();
    view! {
        <Heading text=t("app.account").to_owned()/>
        <Password first=false/>
        <section class="door narrow">
            <h2>{t("factor.title")}</h2>
            {move || match console.session() {
                Some(session) if session.second_factor => view! { <p>{t("factor.has")}</p> }.into_any(),
                _ => view! { <SecondFactor/> }.into_any(),
            }}
        </section>
    }
}

/// Setting one up: a secret into the authenticator, and a code to show that it is there.
#[component]
fn SecondFactor() -> impl IntoView {
    let console = Console::shared();
    let offered = RwSignal::new(None::<SecondFactorAnswer>);
    let (code, password) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (busy, trouble) = (RwSignal::new(false), RwSignal::new(None));
    let start = move |_| {
        spawn_local(async move {
            match console.post(path::OFFICER_SECOND_FACTOR, &()).await {
                Ok(answer) => offered.set(Some(answer)),
                Err(failure) => trouble.set(Some(failure.said())),
            }
        });
    };
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(SecondFactorAnswer { secret, .. }) = offered.get_untracked().filter(|_| !busy.get_untracked()) else {
            return;
        };
        busy.set(true);
        trouble.set(None);
        let request = SecondFactorRequest { secret, code: code.get_untracked(), password: password.get_untracked() };
        spawn_local(async move {
            match console.tell(path::OFFICER_SECOND_FACTOR_CONFIRMATION, &request).await {
                Ok(()) => {
                    console.notice.set(Some(t("factor.done").to_owned()));
                    console.change(|session| session.second_factor = true);
                }
                Err(failure) => trouble.set(Some(failure.said())),
            }
            busy.set(false);
        });
    };
    let form = move || match offered.get() {
        None => view! {
            <button type="button" class="btn btn--plain" on:click=start>{t("factor.start")}</button>
        }
        .into_any(),
        Some(SecondFactorAnswer { secret, uri }) => view! {
            <form novalidate on:submit=send>
                <p>{t("factor.secret")}</p>
                <p class="secret">{grouped(&secret)}</p>
                <p><a class="link" href=uri>{t("factor.open")}</a></p>
                <Field id="kode" label=t("factor.code") value=code inputmode="numeric" autocomplete="one-time-code"/>
                <Field
                    id="sandi-kode" label=t("factor.password") value=password kind="password"
                    autocomplete="current-password" hint=t("factor.password_hint")
                />
                <Send label=t("factor.send") busy/>
            </form>
        }
        .into_any(),
    };
    view! {
        <p>{t("factor.why")}</p>
        <Trouble said=trouble/>
        {form}
    }
}

/// In fours, to be typed.
fn grouped(secret: &str) -> String {
    let symbols: Vec<char> = secret.chars().collect();
    symbols.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}
