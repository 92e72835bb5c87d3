//! Links between pages, buttons that do something, and forms. Each also works where
//! no program runs: a link leads, a form is sent by the browser.

use std::borrow::Cow;

use crate::act::Act;
use crate::app::App;
use crate::draw::{El, View, el};
use crate::model::Model;
use crate::page::Page;
use crate::route::address;

/// The id of a page's form, for buttons that stand outside of it.
pub const FORM: &str = "isian";

/// The name of the buttons that lead elsewhere than on, and what they say.
pub const TO: &str = "ke";
/// Back to the question before.
pub const TO_PREVIOUS: &str = "kembali";
/// To the same question, in another language.
pub const TO_SAME: &str = "tetap";

/// The address of a page in the language in use.
pub fn address_of(app: App, page: Page) -> String {
    app.with(|model| address(&model.base, model.language, page.address().0.path()))
}

/// Where the page shown is found below the base.
pub fn path_of(model: &Model) -> Cow<'_, str> {
    match &model.path {
        Some(path) => path.into(),
        None => model.page.address().0.path().into(),
    }
}

/// The address of a place on the page shown. A bare `#place` would lead to the front
/// page, since `<base>` stands before it.
pub fn place_of(app: App, id: &str) -> String {
    let page = app.with(|model| address(&model.base, model.language, &path_of(model)));
    [&page, "#", id].concat()
}

/// A link to a page.
pub fn link(app: App, page: Page, class: &'static str, words: &str) -> View {
    link_with(app, page, Act::Go(page), class, words)
}

/// A link to a page on which the program does something before it goes there.
pub fn link_with(app: App, page: Page, act: Act, class: &'static str, words: &str) -> View {
    el("a").set("href", &address_of(app, page)).class(class).text(words).act(act).view()
}

/// A button that only a program can answer.
pub fn button(class: &'static str, words: &str, act: Act) -> View {
    el("button").set("type", "button").class(class).text(words).act(act).view()
}

/// A button that leads elsewhere with the answers of the page's form.
pub fn button_to(class: &'static str, words: &str, to: &str, act: Act) -> El {
    // A form takes its first button for the Enter key: those stand behind it.
    let button = el("button").class(class).set("form", FORM).set("name", TO).set("value", to);
    button.set("formnovalidate", "").text(words).act(act)
}

/// A form that is sent to `action`, or answered by the program. `carried` goes
/// along unseen.
pub fn form(class: &'static str, action: &str, act: Act, carried: Vec<(&'static str, String)>, parts: Vec<View>) -> El {
    let carried = carried.into_iter().map(|(name, value)| hidden(name, &value)).collect();
    let form = el("form").class(class).set("method", "post").set("action", action).set("novalidate", "");
    form.act(act).add_all(carried).add_all(parts)
}

fn hidden(name: &str, value: &str) -> View {
    el("input").set("type", "hidden").set("name", name).set("value", value).view()
}
