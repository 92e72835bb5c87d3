//! What was told to people, and what could not be: to be sent once more.

use leptos::prelude::*;
use leptos::task::spawn_local;
use tilik_api::officer_messages::{DeadMessage, MessageCounts, MessageName, MessagesAnswer, RevivalRequest};
use tilik_api::path;

use crate::console::Console;
use crate::part::{Heading, Trouble};
use crate::text::{fill, moment, t};

/// The screen.
#[component]
pub fn Messages() -> impl IntoView {
    let console = Console::shared();
    let (found, trouble) = (RwSignal::new(None::<MessagesAnswer>), RwSignal::new(None));
    let busy = RwSignal::new(false);
    spawn_local(async move {
        match console.get(path::OFFICER_MESSAGES).await {
            Ok(answer) => found.set(Some(answer)),
            Err(failure) => trouble.set(Some(failure.said())),
        }
    });
    let revive = move |message: Option<MessageName>| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        trouble.set(None);
        let one = message.as_ref().map(|message| message.ticket.clone());
        let request = RevivalRequest { message };
        spawn_local(async move {
            match console.post(path::OFFICER_MESSAGES_REVIVALS, &request).await {
                Ok(answer) => {
                    found.set(Some(answer));
                    console.notice.set(Some(match one {
                        Some(ticket) => fill("messages.revived", &[("ticket", &ticket)]),
                        None => t("messages.revived_all").to_owned(),
                    }));
                }
                Err(failure) => trouble.set(Some(failure.said())),
            }
            busy.set(false);
        });
    };
    let revive = Callback::new(revive);
    let shown = move || {
        found.get().map(|MessagesAnswer { sends, counts, dead }| {
            let many = dead.len() > 1;
            view! {
                {(!sends).then(|| view! { <p class="notice">{t("messages.off")}</p> })}
                {counted(counts)}
                <h2 class="after">{t("messages.dead")}</h2>
                {lines(dead, busy, revive)}
                {many
                    .then(|| {
                        view! {
                            <button
                                type="button" class="btn btn--plain" aria-disabled=move || busy.get().then_some("true")
                                on:click=move |_| revive.run(None)
                            >
                                {t("messages.again_all")}
                            </button>
                        }
                    })}
            }
        })
    };
    view! {
        <Heading text=t("messages.title").to_owned()/>
        <p class="soft">{t("messages.hint")}</p>
        <Trouble said=trouble/>
        {shown}
    }
}

fn counted(MessageCounts { waiting, sent, no_address, dead }: MessageCounts) -> impl IntoView {
    let counts = [
        ("messages.sent", sent),
        ("messages.waiting", waiting),
        ("messages.no_address", no_address),
        ("messages.failed", dead),
    ];
    let lines = counts.map(|(key, count)| view! { <div><dt>{t(key)}</dt><dd>{count}</dd></div> });
    view! { <section class="door"><dl class="facts">{lines.into_iter().collect_view()}</dl></section> }
}

fn lines(dead: Vec<DeadMessage>, busy: RwSignal<bool>, revive: Callback<Option<MessageName>>) -> AnyView {
    if dead.is_empty() {
        return view! { <p class="door">{t("messages.none_dead")}</p> }.into_any();
    }
    let lines = dead.into_iter().map(|dead| view! { <Line dead busy revive/> });
    view! { <ul class="plain">{lines.collect_view()}</ul> }.into_any()
}

/// A message that could not be sent.
#[component]
fn Line(dead: DeadMessage, busy: RwSignal<bool>, revive: Callback<Option<MessageName>>) -> impl IntoView {
    let DeadMessage { message, recipient, event, at, tries, failure } = dead;
    let (event, to) = (t(&format!("told.{}", event.word())), t(&format!("recipient.{}", recipient.word())));
    let values = [("event", event), ("recipient", to), ("date", &moment(&at))];
    let what = fill("messages.line", &values);
    let why = match t(&format!("failure.{failure}")) {
        "" => failure.as_str(),
        why => why,
    };
    let why = fill("messages.why", &[("failure", why), ("tries", &tries.to_string())]);
    let label = fill("messages.again_label", &[("ticket", &message.ticket), ("event", event)]);
    let ticket = message.ticket.clone();
    view! {
        <li class="door">
            <p><strong>{ticket}</strong></p>
            <p>{what}</p>
            <p class="soft">{why}</p>
            <button
                type="button" class="btn" aria-label=label aria-disabled=move || busy.get().then_some("true")
                on:click=move |_| revive.run(Some(message.clone()))
            >
                {t("messages.again")}
            </button>
        </li>
    }
}
