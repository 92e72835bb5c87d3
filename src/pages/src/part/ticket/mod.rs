//! The ticket, large, and the ways to keep it: copy, share, print, a picture.

use crate::act::Act;
use crate::app::App;
use crate::draw::{View, el, said, text};
use crate::text::{Text, t};

use super::button;

/// The id of the number.
pub const ID: &str = "nomor";

/// The ticket and its buttons.
pub fn ticket(app: App, ticket: &str) -> View {
    let one = |words: Text, act: Act| button("btn btn--plain", t(words), act);
    let buttons = (!app.plain()).then(|| {
        el("div")
            .class("pair")
            .add(one(Text::TicketCopy, Act::Copy))
            .add_some(app.with(|model| model.can_share).then(|| one(Text::TicketShare, Act::Share)))
            .add(one(Text::TicketSave, Act::Save))
            .add(one(Text::TicketPrint, Act::Print))
            .view()
    });
    el("section")
        .class("door")
        .set("aria-labelledby", "nomor-label")
        .add(el("p").class("soft").set("id", "nomor-label").say(Text::TicketLabel).view())
        .add(el("p").class("ticket").set("id", ID).text(ticket).view())
        .add(said("p", "soft", Text::TicketKeep))
        .add_some(buttons)
        .add(el("p").class("soft").set("role", "status").live(move || text(app.said())).view())
        .view()
}
