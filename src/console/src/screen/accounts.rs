//! Officers' accounts, for the regency's admin: who has one and how it stands, and what
//! is done with it.

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use tilik_api::officer_accounts::{AccountLine, AccountRequest, AccountsAnswer, FirstPasswordAnswer, LinkRequest};
use tilik_api::path;

use super::new_account::NewAccount;
use crate::console::Console;
use crate::failure::Failure;
use crate::part::{Field, Heading, Trouble};
use crate::text::{area, fill, moment, t};

/// What the parts of the screen share.
#[derive(Clone, Copy)]
pub struct Accounts {
    found: RwSignal<Option<AccountsAnswer>>,
    trouble: RwSignal<Option<String>>,
    /// The name of the account that is being looked after.
    open: RwSignal<Option<String>>,
    /// A first password that was not noted yet.
    first: RwSignal<Option<(String, String)>>,
}

impl Accounts {
    /// Asks for the list.
    fn load(self, console: Console) {
        spawn_local(async move {
            match console.get(path::OFFICER_ACCOUNTS).await {
                Ok(answer) => self.found.set(Some(answer)),
                Err(failure) => self.trouble.set(Some(failure.said())),
            }
        });
    }

    /// Something was done: the list is asked for anew, and it is told.
    fn done(self, console: Console, told: String) {
        self.open.set(None);
        console.notice.set(Some(told));
        self.load(console);
    }

    /// A first password was given.
    pub fn given(self, console: Console, answer: FirstPasswordAnswer) {
        self.done(console, fill("accounts.given", &[("name", &answer.name)]));
        self.first.set(Some((answer.name, answer.first_password)));
    }
}

/// The screen.
#[component]
pub fn AccountsScreen() -> impl IntoView {
    let accounts = Accounts {
        found: RwSignal::new(None),
        trouble: RwSignal::new(None),
        open: RwSignal::new(None),
        first: RwSignal::new(None),
    };
    accounts.load(Console::shared());
    let list = move || {
        accounts.found.get().map(|found| {
            let provider = found.provider;
            let lines = found.accounts.into_iter().map(|account| view! { <Line accounts account provider/> });
            view! { <ul class="plain">{lines.collect_view()}</ul> }
        })
    };
    view! {
        <Heading text=t("accounts.title").to_owned()/>
        <p class="soft">{t("accounts.hint")}</p>
        {move || {
            let first = accounts.first;
            first.get().map(|(name, password)| view! { <First name password first/> })
        }}
        <Trouble said=accounts.trouble/>
        <div class="halves">
            <div>{list}</div>
            <div><NewAccount accounts/></div>
        </div>
    }
}

/// A first password: it is shown this once. It takes the focus, which the form that asked
/// for it had.
#[component]
fn First(name: String, password: String, first: RwSignal<Option<(String, String)>>) -> impl IntoView {
    let heading = NodeRef::<html::H2>::new();
    Effect::new(move |_| {
        if let Some(heading) = heading.get() {
            // A browser that gives it no focus shows it all the same.
            let _ = heading.focus();
        }
    });
    view! {
        <section class="door narrow">
            <h2 node_ref=heading tabindex="-1">{fill("accounts.first", &[("name", &name)])}</h2>
            <p class="secret">{password}</p>
            <p>{t("accounts.first_hint")}</p>
            <button type="button" class="btn btn--plain" on:click=move |_| first.set(None)>
                {t("accounts.noted")}
            </button>
        </section>
    }
}

/// An account; pressed, what may be done with it.
#[component]
fn Line(accounts: Accounts, account: AccountLine, provider: bool) -> impl IntoView {
    let told = format!("{}, {}", t(&format!("role.{}", account.role.word())), area(account.area));
    let standing = standing(&account);
    if account.ended_at.is_some() {
        return view! {
            <li class="package"><p><strong>{account.name}</strong></p><p>{told}</p><p class="soft">{standing}</p></li>
        }
        .into_any();
    }
    let name = account.name.clone();
    let opened = Memo::new(move |_| accounts.open.read().as_ref() == Some(&name));
    let name = account.name.clone();
    let toggle = move |_| accounts.open.set((!opened.get_untracked()).then(|| name.clone()));
    let title = account.name.clone();
    view! {
        <li>
            <button type="button" class="case" aria-expanded=move || opened.get().to_string() on:click=toggle>
                <strong class="case__name">{title}</strong>
                <span class="case__where">{told}</span>
                <span class="soft">{standing}</span>
            </button>
            {move || opened.get().then(|| view! { <Manage accounts account=account.clone() provider/> })}
        </li>
    }
    .into_any()
}

/// How an account stands, in words.
fn standing(account: &AccountLine) -> String {
    if let Some(at) = &account.ended_at {
        return fill("accounts.ended", &[("at", &moment(at))]);
    }
    let words = [
        Some(if account.first_password { "accounts.first_password" } else { "accounts.in_use" }),
        account.second_factor.then_some("accounts.second_factor"),
        account.linked.then_some("accounts.linked"),
    ];
    words.into_iter().flatten().map(t).collect::<Vec<_>>().join(", ")
}

/// What may be done with an account; each asks for the admin's own password.
#[component]
fn Manage(accounts: Accounts, account: AccountLine, provider: bool) -> impl IntoView {
    let console = Console::shared();
    let (password, subject) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (busy, sure, trouble) = (RwSignal::new(false), RwSignal::new(false), RwSignal::new(None));
    let own = console.session().is_some_and(|session| session.name == account.name);
    let name = StoredValue::new(account.name);
    let begin = move || {
        trouble.set(None);
        !busy.get_untracked() && {
            busy.set(true);
            true
        }
    };
    let finish = move |done: Result<String, Failure>| {
        busy.set(false);
        match done {
            Ok(told) => accounts.done(console, told),
            Err(failure) => trouble.set(Some(failure.said())),
        }
    };
    let request = move || AccountRequest { name: name.get_value(), password: password.get_untracked() };
    let reset = move |_| {
        if begin() {
            spawn_local(async move {
                match console.post(path::OFFICER_ACCOUNTS_RESET, &request()).await {
                    Ok(answer) => accounts.given(console, answer),
                    Err(failure) => finish(Err(failure)),
                }
            });
        }
    };
    let end = move |_| {
        if begin() {
            spawn_local(async move {
                let ended = console.tell(path::OFFICER_ACCOUNTS_END, &request()).await;
                finish(ended.map(|()| fill("accounts.done_end", &[("name", &name.get_value())])));
            });
        }
    };
    let link = move |subject: Option<String>| {
        if begin() {
            let key = if subject.is_some() { "accounts.done_link" } else { "accounts.done_unlink" };
            let request = LinkRequest { name: name.get_value(), subject, password: password.get_untracked() };
            spawn_local(async move {
                let linked = console.tell(path::OFFICER_ACCOUNTS_LINK, &request).await;
                finish(linked.map(|()| fill(key, &[("name", &request.name)])));
            });
        }
    };
    let binding = if account.linked {
        view! {
            <button type="button" class="btn btn--plain" on:click=move |_| link(None)>{t("accounts.unlink")}</button>
        }
        .into_any()
    } else if provider {
        view! {
            <Field id="subjek" label=t("accounts.subject") value=subject hint=t("accounts.subject_hint")/>
            <button type="button" class="btn btn--plain" on:click=move |_| link(Some(subject.get_untracked()))>
                {t("accounts.link")}
            </button>
        }
        .into_any()
    } else {
        ().into_any()
    };
    let end = move || match sure.get() {
        false => view! {
            <button type="button" class="btn btn--plain" on:click=move |_| sure.set(true)>{t("accounts.end")}</button>
        }
        .into_any(),
        true => view! {
            <p class="after">{fill("accounts.sure", &[("name", &name.get_value())])}</p>
            <button type="button" class="btn" on:click=end>{t("accounts.yes")}</button>
            <button type="button" class="btn btn--plain" on:click=move |_| sure.set(false)>{t("accounts.no")}</button>
        }
        .into_any(),
    };
    let others = (!own).then(|| {
        view! {
            <button type="button" class="btn btn--plain" on:click=reset>{t("accounts.reset")}</button>
            {end}
        }
    });
    view! {
        <form class="door" novalidate on:submit=|event| event.prevent_default()>
            <Trouble said=trouble/>
            <Field
                id="sandi-urus" label=t("accounts.own") value=password kind="password" autocomplete="current-password"
                hint=t("accounts.own_hint")
            />
            {binding}
            {others}
        </form>
    }
}
