//! What stands around every page: the masthead, the offline bar, the foot.

use web_sys::Event;

use crate::app::{App, Page};
use crate::browser;
use crate::draw::{View, el, many, nothing, worded};
use crate::text::{Language, Text, t};

use super::link;
use super::link::follow;

/// The id of the switch of languages.
pub const LANGUAGES: &str = "bahasa";

/// The id of the page's content.
pub const CONTENT: &str = "isi";

/// The skip link, the owner, and the other languages.
pub fn masthead(app: App) -> View {
    let skip = |event: Event| {
        event.prevent_default();
        browser::focus(CONTENT);
    };
    let home = el("a")
        .class("masthead__home")
        .set("href", &browser::base())
        .on("click", follow(app, Page::Beranda))
        .add(worded("strong", "", "Tilik"))
        .add(worded("small", "", t(Text::MastheadOwner)));
    let shown = app.with(|model| model.language);
    let others = Language::ALL.into_iter().filter(|language| *language != shown).map(|language| {
        el("button")
            .set("type", "button")
            .set("id", LANGUAGES)
            .set("lang", language.tag())
            .text(language.name())
            .on("click", move |_| app.choose_language(language))
            .view()
    });
    let languages = el("nav").set("aria-label", t(Text::MastheadLanguages)).add_all(others.collect());
    let inner = el("div").class("masthead__in").add(home.view()).add(languages.view());
    many(vec![
        el("a").class("skip").set("href", "#isi").text(t(Text::MastheadSkip)).on("click", skip).view(),
        el("header").class("masthead").add(inner.view()).view(),
    ])
}

/// The bar that says the network is gone.
pub fn offline(app: App) -> View {
    let bar = move || if app.online() { nothing() } else { worded("p", "bar", t(Text::OfflineBar)) };
    el("div").class("bar__at").set("role", "status").live(bar).view()
}

/// The other doors, and where to go in person.
pub fn foot(app: App) -> View {
    let doors = el("nav")
        .class("row")
        .set("aria-label", t(Text::FooterLabel))
        .add(link(app, Page::Cek, "quiet", t(Text::CekSubmit)))
        .add(link(app, Page::Status, "quiet", t(Text::StatusTitle)));
    let inner = el("div")
        .class("page")
        .add(el("p").add(worded("strong", "", t(Text::FooterMotto))).view())
        .add(doors.view())
        .add(worded("p", "soft", t(Text::FooterHelp)));
    el("footer").class("foot").add(inner.view()).view()
}
