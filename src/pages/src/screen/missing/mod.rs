//! An address that is no page: said plainly, with ways on.

use crate::act::Act;
use crate::app::App;
use crate::draw::{View, many, said};
use crate::page::Page;
use crate::part::{link, link_with, titled};
use crate::text::{Text, t};

use super::lapor::Step;

/// The page.
pub fn missing(app: App) -> View {
    let (title, words) = app.with(|model| model.told).unwrap_or((Text::MissingTitle, Text::MissingText));
    many(vec![
        titled(title),
        said("p", "", words),
        link(app, Page::Beranda, "btn", t(Text::MissingHome)),
        link_with(app, Page::Lapor(Step::About), Act::Report, "btn btn--plain", t(Text::BerandaReport)),
        link(app, Page::Status, "btn btn--plain", t(Text::BerandaStatus)),
    ])
}
