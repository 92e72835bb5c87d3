//! The frame around every screen, and which one is shown.

use leptos::prelude::*;
use tilik_core::officer::Permission;

use crate::console::{Console, Screen, Stage};
use crate::screen::{
    account, accounts, announcements, batch, case, deliveries, figures, messages, password, queue, sign_in, trail,
};
use crate::text::{area, t};

/// The whole page.
#[component]
pub fn App() -> impl IntoView {
    let console = Console::begin();
    provide_context(console);
    let stage = console.stage();
    let shown = move || match stage.get() {
        Stage::Asking => view! { <p class="soft" role="status">{t("app.loading")}</p> }.into_any(),
        Stage::SignIn => view! { <sign_in::SignIn/> }.into_any(),
        Stage::FirstPassword => view! { <password::Password first=true/> }.into_any(),
        Stage::At(Screen::Queue) => view! { <queue::Queue/> }.into_any(),
        Stage::At(Screen::Case) => view! { <case::Case/> }.into_any(),
        Stage::At(Screen::Deliveries) => view! { <deliveries::Deliveries/> }.into_any(),
        Stage::At(Screen::Batch) => view! { <batch::Batch/> }.into_any(),
        Stage::At(Screen::Figures) => view! { <figures::Figures/> }.into_any(),
        Stage::At(Screen::Announcements) => view! { <announcements::Announcements/> }.into_any(),
        Stage::At(Screen::Messages) => view! { <messages::Messages/> }.into_any(),
        Stage::At(Screen::Trail) => view! { <trail::Trail/> }.into_any(),
        Stage::At(Screen::Accounts) => view! { <accounts::AccountsScreen/> }.into_any(),
        Stage::At(Screen::Account) => view! { <account::Account/> }.into_any(),
    };
    view! {
        <a class="skip" href="petugas#isi">{t("app.skip")}</a>
        <header class="masthead">
            <p class="masthead__name"><strong>{t("app.title")}</strong>" "<span>{t("app.owner")}</span></p>
            <Nav stage/>
        </header>
        <main class="page" id="isi" tabindex="-1">
            <p class="notice" role="status" hidden=move || console.notice.read().is_none()>
                {move || console.notice.get()}
            </p>
            {shown}
        </main>
    }
}

/// Where one may go, and who one is.
#[component]
fn Nav(stage: Memo<Stage>) -> impl IntoView {
    let console = Console::shared();
    move || {
        let session = console.session()?;
        let Stage::At(at) = stage.get() else {
            return Some(view! { <nav class="nav"><SignOut/></nav> }.into_any());
        };
        let may = |permission| session.role.may(permission);
        let places = [
            (may(Permission::See), Screen::Queue, "app.queue"),
            (may(Permission::SeeBatches), Screen::Deliveries, "app.deliveries"),
            (may(Permission::SeeAnnouncements), Screen::Announcements, "app.announcements"),
            (may(Permission::SeeFigures), Screen::Figures, "app.figures"),
            (may(Permission::Messages), Screen::Messages, "app.messages"),
            (may(Permission::Audit), Screen::Trail, "app.trail"),
            (may(Permission::Accounts), Screen::Accounts, "app.accounts"),
            (true, Screen::Account, "app.account"),
        ];
        let links = places.into_iter().filter(|(shown, ..)| *shown).map(|(_, screen, key)| {
            let here = screen == at
                || (screen == Screen::Queue && at == Screen::Case)
                || (screen == Screen::Deliveries && at == Screen::Batch);
            view! {
                <button type="button" class="nav__to" aria-current=here.then_some("page") on:click=move |_| console.go(screen)>
                    {t(key)}
                </button>
            }
        });
        let who = format!("{}, {}, {}", session.name, t(&format!("role.{}", session.role.word())), area(session.area));
        Some(
            view! {
                <nav class="nav">{links.collect_view()}<SignOut/></nav>
                <p class="masthead__who">{who}</p>
            }
            .into_any(),
        )
    }
}

#[component]
fn SignOut() -> impl IntoView {
    let console = Console::shared();
    view! { <button type="button" class="nav__to" on:click=move |_| console.leave()>{t("app.sign_out")}</button> }
}
