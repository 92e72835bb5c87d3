//! What a script (`public/stay.js`) puts beside a page when there is reason to. It is
//! drawn when the site is built, a file for each language: most visits have no reason,
//! and the program carries none of it.

use crate::draw::{El, View, el};
use crate::text::{Text, t};

/// All of it, each piece with an id that the script finds it by.
pub fn beside() -> View {
    let foot = el("div")
        .class("row")
        .set("id", "beside-foot")
        .add(button("quiet", Text::BesideInstall, "beside-install"))
        .add(button("quiet", Text::BesideShare, "beside-share"));
    el("div").set("data-share", t(Text::HeadTitle)).add(foot.view()).view()
}

/// A button that the script answers.
fn button(class: &'static str, words: Text, id: &'static str) -> View {
    plain(class, id).say(words).view()
}

fn plain(class: &'static str, id: &'static str) -> El {
    el("button").set("type", "button").class(class).set("id", id)
}
