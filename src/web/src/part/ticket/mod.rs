//! The ticket, large, and the ways to keep it: copy, share, print, a picture.

mod picture;

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlElement;

use crate::app::App;
use crate::browser;
use crate::draw::{View, el, text, worded};
use crate::text::{Text, fill, t};

use super::button;

const ID: &str = "nomor";

/// The ticket and its buttons.
pub fn ticket(app: App, ticket: &str) -> View {
    let number = ticket.to_owned();
    let keep = |act: fn(App, String)| {
        let number = number.clone();
        move || act(app, number.clone())
    };
    let can_share = browser::window()
        .is_some_and(|window| js_sys::Reflect::has(&window.navigator(), &"share".into()).unwrap_or(false));
    let share = can_share.then(|| button("btn btn--plain", t(Text::TicketShare), keep(share)));
    let print = || {
        if let Some(window) = browser::window() {
            let _ = window.print();
        }
    };
    let buttons = el("div")
        .class("pair")
        .add(button("btn btn--plain", t(Text::TicketCopy), keep(copy)))
        .add_some(share)
        .add(button("btn btn--plain", t(Text::TicketSave), keep(picture::save)))
        .add(button("btn btn--plain", t(Text::TicketPrint), print));
    el("section")
        .class("door")
        .set("aria-labelledby", "nomor-label")
        .add(el("p").class("soft").set("id", "nomor-label").text(t(Text::TicketLabel)).view())
        .add(el("p").class("ticket").set("id", ID).text(ticket).view())
        .add(worded("p", "soft", t(Text::TicketKeep)))
        .add(buttons.view())
        .add(el("p").class("soft").set("role", "status").live(move || text(app.said())).view())
        .view()
}

fn copy(app: App, number: String) {
    browser::spawn(async move {
        // Without https there is no clipboard to write to.
        let clipboard = browser::window().map(|window| window.navigator().clipboard());
        let written = match clipboard.filter(|clipboard| !clipboard.is_undefined()) {
            Some(clipboard) => JsFuture::from(clipboard.write_text(&number)).await.is_ok(),
            None => false,
        };
        if !written {
            select();
        }
        app.say(if written { Text::TicketCopied } else { Text::TicketCopyByHand });
    });
}

/// Selects the number, so that it can be copied by hand.
fn select() {
    let selection = browser::window().and_then(|window| window.get_selection().ok().flatten());
    if let (Some(selection), Some(number)) = (selection, browser::element::<HtmlElement>(ID)) {
        let _ = selection.select_all_children(&number);
    }
}

fn share(_: App, number: String) {
    let words = fill(t(Text::TicketShareText), &[("ticket", &number)]);
    let data = web_sys::ShareData::new();
    data.set_text(&words);
    if let Some(window) = browser::window() {
        // Not sharing after all is no fault.
        let shared = JsFuture::from(window.navigator().share_with_data(&data));
        browser::spawn(async move { drop(shared.await) });
    }
}

/// Has a link followed that downloads.
fn download(address: &str, name: &str) -> Option<()> {
    let document = browser::document()?;
    let link: web_sys::HtmlAnchorElement = document.create_element("a").ok()?.dyn_into().ok()?;
    link.set_href(address);
    link.set_download(name);
    link.click();
    Some(())
}
