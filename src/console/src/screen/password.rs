//! Changing one's password: before anything else, or when one likes.

use leptos::prelude::*;
use leptos::task::spawn_local;
use tilik_api::officer::PasswordRequest;
use tilik_api::path;

use crate::console::Console;
use crate::part::{Field, Heading, Send, Trouble};
use crate::text::t;

/// The screen of who has a first password.
#[component]
pub fn Password(first: bool) -> impl IntoView {
    let console = Console::shared();
    let (old, new) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (busy, trouble) = (RwSignal::new(false), RwSignal::new(None));
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        trouble.set(None);
        let request = PasswordRequest { old: old.get_untracked(), new: new.get_untracked() };
        spawn_local(async move {
            match console.tell(path::OFFICER_PASSWORD, &request).await {
                Ok(()) => {
                    old.set(String::new());
                    new.set(String::new());
                    console.notice.set(Some(t("password.done").to_owned()));
                    console.change(|session| session.must_change_password = false);
                }
                Err(failure) => trouble.set(Some(failure.said())),
            }
            busy.set(false);
        });
    };
    view! {
        {first.then(|| view! {
            <Heading text=t("password.title").to_owned()/>
            <p>{t("password.first")}</p>
        })}
        <form class="door narrow" novalidate on:submit=send>
            {(!first).then(|| view! { <h2>{t("password.title")}</h2> })}
            <Trouble said=trouble/>
            <Field id="sandi-lama" label=t("password.old") value=old kind="password" autocomplete="current-password"/>
            <Field
                id="sandi-baru" label=t("password.new") value=new kind="password" autocomplete="new-password"
                hint=t("password.hint")
            />
            <Send label=t("password.send") busy/>
        </form>
    }
}
