//! The ways to keep a ticket: copy, share, a picture.

mod picture;

use tilik_pages::part::ticket::ID;
use tilik_pages::text::{Text, fill, t};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlElement;

use crate::browser;
use crate::program::Program;

/// The ticket on the page.
fn number(program: Program) -> String {
    program.with(|model| model.kept.as_ref().map(|kept| kept.answer.ticket.clone())).unwrap_or_default()
}

/// Copies it, or selects it where the browser does not let a page copy.
pub fn copy(program: Program) {
    browser::spawn(async move {
        // Without https there is no clipboard to write to.
        let clipboard = browser::window().map(|window| window.navigator().clipboard());
        let written = match clipboard.filter(|clipboard| !clipboard.is_undefined()) {
            Some(clipboard) => JsFuture::from(clipboard.write_text(&number(program))).await.is_ok(),
            None => false,
        };
        if !written {
            select();
        }
        program.say(if written { Text::TicketCopied } else { Text::TicketCopyByHand });
    });
}

/// Selects the number, so that it can be copied by hand.
fn select() {
    let selection = browser::window().and_then(|window| window.get_selection().ok().flatten());
    if let (Some(selection), Some(number)) = (selection, browser::element::<HtmlElement>(ID)) {
        let _ = selection.select_all_children(&number);
    }
}

/// Hands it to another app of the phone's.
pub fn share(program: Program) {
    let words = fill(t(Text::TicketShareText), &[("ticket", &number(program))]);
    let data = web_sys::ShareData::new();
    data.set_text(&words);
    if let Some(window) = browser::window() {
        // Not sharing after all is no fault.
        let shared = JsFuture::from(window.navigator().share_with_data(&data));
        browser::spawn(async move { drop(shared.await) });
    }
}

/// Saves it as a picture.
pub fn save(program: Program) {
    let address = picture::draw(&number(program));
    if address.and_then(|address| download(&address, "nomor-laporan-tilik.png")).is_some() {
        program.say(Text::TicketSaved);
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
