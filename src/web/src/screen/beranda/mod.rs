//! The front page: two doors, and nothing between a resident and them.

use crate::app::{App, Page};
use crate::draw::{View, el, many, text, worded};
use crate::part::{button, heading, link};
use crate::text::{Text, day, fill, t};

use super::cek::nik_form;

/// The page.
pub fn beranda(app: App) -> View {
    let unfinished = app.with(|model| model.unfinished.draft.about.is_some());
    let (words, label) = if unfinished {
        (Text::BerandaResumeText, Text::BerandaResume)
    } else {
        (Text::BerandaReportText, Text::BerandaReport)
    };
    let report = el("section")
        .class("door")
        .add(worded("h2", "", t(Text::BerandaReportTitle)))
        .add(worded("p", "soft", t(words)))
        .add(button("btn btn--plain", t(label), move || app.start_report(None)));
    let steps = [Text::BerandaStepOne, Text::BerandaStepTwo, Text::BerandaStepThree];
    let steps = steps.into_iter().map(|step| worded("li", "", t(step)));
    let how = el("section")
        .add(worded("h2", "", t(Text::BerandaHow)))
        .add(el("ol").class("steps").add_all(steps.collect()).view());
    let status = el("section").class("door").add(worded("h2", "", t(Text::BerandaStatusTitle))).add(link(
        app,
        Page::Status,
        "btn btn--plain",
        t(Text::BerandaStatus),
    ));
    let as_of = move || {
        let words = app.data_as_of().map(|date| fill(t(Text::DataAsOf), &[("date", &day(date))]));
        text(&words.unwrap_or_default())
    };
    many(vec![
        heading(t(Text::BerandaTitle)),
        el("section").class("door").add(nik_form(app)).view(),
        report.view(),
        how.view(),
        status.view(),
        el("p").class("soft after").live(as_of).view(),
    ])
}
