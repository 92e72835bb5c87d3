//! Links between pages and buttons that do something.

use wasm_bindgen::JsCast;
use web_sys::{Event, MouseEvent};

use crate::app::{App, Page};
use crate::browser;
use crate::draw::{View, el};

/// A link to a page, drawn without asking the server.
pub fn link(app: App, page: Page, class: &'static str, words: &str) -> View {
    let address = browser::below_base(page.address().0.path());
    el("a").set("href", &address).class(class).text(words).on("click", follow(app, page)).view()
}

/// Follows a link within the program; opening it in a new tab stays the browser's
/// business.
pub fn follow(app: App, page: Page) -> impl Fn(Event) + 'static {
    move |event| {
        let elsewhere = event
            .dyn_ref::<MouseEvent>()
            .is_some_and(|click| click.ctrl_key() || click.meta_key() || click.shift_key() || click.alt_key());
        if !elsewhere {
            event.prevent_default();
            app.go(page);
        }
    }
}

/// A button.
pub fn button(class: &'static str, words: &str, act: impl Fn() + 'static) -> View {
    el("button").set("type", "button").class(class).text(words).on("click", move |_| act()).view()
}

/// A form that is sent by the program alone.
pub fn form(class: &'static str, send: impl Fn() + 'static, parts: Vec<View>) -> View {
    let send = move |event: Event| {
        event.prevent_default();
        send();
    };
    el("form").class(class).set("novalidate", "").on("submit", send).add_all(parts).view()
}
