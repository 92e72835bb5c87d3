//! What stands around every page: the masthead with its tools, the offline bar, the
//! foot with the languages.

use crate::act::Act;
use crate::app::App;
use crate::draw::{El, View, el, many, nothing, said, text, worded};
use crate::page::Page;
use crate::route::{address, address_named};
use crate::screen;
use crate::text::{Language, Text, t};

use super::link;
use super::link::{FORM, TO, TO_SAME, address_of, path_of, place_of};

/// The id of the switch of languages.
pub const LANGUAGES: &str = "bahasa";

/// The id of the link to a language.
pub const fn switch(language: Language) -> &'static str {
    match language {
        Language::Indonesian => "bahasa-id",
        Language::Javanese => "bahasa-jv",
        Language::Madurese => "bahasa-mad",
        Language::English => "bahasa-en",
    }
}

/// The id of the button for larger letters.
pub const SIZE: &str = "ukuran";

/// The id of the page's content.
pub const CONTENT: &str = "isi";

/// The whole, drawn anew where everything is.
pub fn framed(app: App) -> View {
    let whole = move || {
        app.follow_frame();
        frame(app)
    };
    el("div").class("frame").live(whole).view()
}

/// A page with all that stands around it.
pub fn frame(app: App) -> View {
    around(app, content().live(move || screen::show(app, app.page())))
}

/// A page that is none of the program's, with all that stands around it.
#[cfg(not(target_arch = "wasm32"))]
pub fn framing(app: App, page: View) -> View {
    el("div").class("frame").add(around(app, content().add(page))).view()
}

fn content() -> El {
    el("main").class("page").set("id", CONTENT).set("tabindex", "-1")
}

fn around(app: App, content: El) -> View {
    many(vec![
        masthead(app),
        offline(app),
        content.view(),
        foot(app),
        el("p").class("said").set("role", "status").live(move || text(app.said())).view(),
    ])
}

/// The skip link, the owner, and the tools.
fn masthead(app: App) -> View {
    let home = el("a")
        .class("masthead__home")
        .set("href", &address_of(app, Page::Beranda))
        .add(worded("strong", "", "Tilik"))
        .add(said("small", "", Text::MastheadOwner))
        .act(Act::Go(Page::Beranda));
    let languages = can_speak(app, app.with(|model| model.page)).then(|| {
        let there = el("a").class("tool").set("href", &place_of(app, LANGUAGES));
        there.say(Text::MastheadLanguages).act(Act::Lead(LANGUAGES)).view()
    });
    let inner = el("div").class("masthead__in").add(home.view()).add_some(languages);
    many(vec![
        el("a")
            .class("skip")
            .set("href", &place_of(app, CONTENT))
            .say(Text::MastheadSkip)
            .act(Act::Lead(CONTENT))
            .view(),
        el("header").class("masthead").add(inner.view()).add(tools(app)).view(),
    ])
}

/// What only a program can do: their place is kept until it is there.
fn tools(app: App) -> View {
    let size = el("button").set("type", "button").set("id", SIZE).class("tool tool--size").say(Text::ToolsSize);
    let pressed = move || String::from(if app.large() { "true" } else { "false" });
    let listen = move || text(t(if app.listening() { Text::ToolsListenStop } else { Text::ToolsListen }));
    let listen = el("button").set("type", "button").class("tool tool--listen").live(listen).act(Act::Listen);
    el("div")
        .class("tools")
        .set("role", "group")
        .set("aria-label", t(Text::ToolsLabel))
        .add(listen.view())
        .add(size.set_live("aria-pressed", pressed).act(Act::Enlarge).view())
        .view()
}

/// The bar that says the network is gone.
fn offline(app: App) -> View {
    let bar = move || match (app.online(), app.with(|model| model.forgets)) {
        (true, _) => nothing(),
        (false, false) => said("p", "bar", Text::OfflineBar),
        // Where storage is full or forbidden, nothing is kept.
        (false, true) => said("p", "bar", Text::TroubleOffline),
    };
    el("div").class("bar__at").set("role", "status").live(bar).view()
}

/// The other doors, the languages, and where to go in person.
fn foot(app: App) -> View {
    let doors = el("nav")
        .class("row")
        .set("aria-label", t(Text::FooterLabel))
        .add(link(app, Page::Cek, "quiet", t(Text::CekSubmit)))
        .add(link(app, Page::Status, "quiet", t(Text::StatusTitle)))
        .add(lists(app))
        .add(link(app, Page::Bantuan, "quiet", t(Text::FooterGuide)))
        .add(link(app, Page::Akses, "quiet", t(Text::FooterAccessibility)));
    let inner = el("div")
        .class("page")
        .add(el("p").add(said("strong", "", Text::FooterMotto)).view())
        .add(doors.view())
        .add(
            el("nav")
                .live(move || languages(app))
                .class("row langs")
                .set("id", LANGUAGES)
                .set("tabindex", "-1")
                .set("aria-label", t(Text::MastheadLanguages))
                .view(),
        )
        .add(said("p", "soft", Text::FooterHelp));
    el("footer").class("foot").add(inner.view()).view()
}

/// The announced lists, which only the server draws.
fn lists(app: App) -> View {
    let there = app.with(|model| address(&model.base, model.language, "daftar"));
    el("a").class("quiet").set("href", &there).say(Text::FooterLists).view()
}

/// Whether another language can be shown: an answer to a form is there once, in the
/// language that it was asked in; only a question takes what it knows along.
fn can_speak(app: App, page: Page) -> bool {
    !app.plain() || matches!(page, Page::Lapor(_) | Page::Unknown)
}

/// The languages. On a page that answers a form they take the answers along.
fn languages(app: App) -> View {
    let page = app.page();
    if !can_speak(app, page) {
        return nothing();
    }
    let (shown, base) = app.with(|model| (model.language, model.base.clone()));
    let plain = app.plain();
    let path = app.with(|model| path_of(model).into_owned());
    let one = |language: Language| {
        let there = address_named(&base, language, &path);
        let choice = if plain && matches!(page, Page::Lapor(_)) {
            el("button").set("form", FORM).set("formaction", &there).set("name", TO).set("value", TO_SAME)
        } else {
            el("a").set("href", &there)
        };
        choice
            .class("quiet")
            .set("id", switch(language))
            .set("lang", language.tag())
            .set_if(language == shown, "aria-current", "true")
            .text(language.name())
            .act(Act::Speak(language))
            .view()
    };
    many(Language::ALL.into_iter().map(one).collect())
}
