//! An address that is no page: said plainly, with ways on.

use crate::app::{App, Page};
use crate::draw::{View, many, worded};
use crate::part::{button, heading, link};
use crate::text::{Text, t};

/// The page.
pub fn missing(app: App) -> View {
    many(vec![
        heading(t(Text::MissingTitle)),
        worded("p", "", t(Text::MissingText)),
        link(app, Page::Beranda, "btn", t(Text::MissingHome)),
        button("btn btn--plain", t(Text::BerandaReport), move || app.start_report(None)),
        link(app, Page::Status, "btn btn--plain", t(Text::BerandaStatus)),
    ])
}
