//! The front page: two doors, and nothing between a resident and them.

use crate::act::Act;
use crate::app::App;
use crate::draw::{View, el, many, said, text};
use crate::page::Page;
use crate::part::{link, link_with, titled};
use crate::text::{Text, day, fill, t};

use super::cek::nik_form;
use super::lapor::Step;

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
        .add(said("h2", "", Text::BerandaReportTitle))
        .add(said("p", "soft", words))
        .add(link_with(app, Page::Lapor(Step::About), Act::Report, "btn btn--plain", t(label)));
    let steps = [Text::BerandaStepOne, Text::BerandaStepTwo, Text::BerandaStepThree];
    let steps = steps.into_iter().map(|step| said("li", "", step));
    let how = el("section")
        .add(said("h2", "", Text::BerandaHow))
        .add(el("ol").class("steps").add_all(steps.collect()).view());
    let status = el("section").class("door").add(said("h2", "", Text::BerandaStatusTitle)).add(link(
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
        titled(Text::BerandaTitle),
        el("section").class("door").add(nik_form(app)).view(),
        report.view(),
        how.view(),
        status.view(),
        el("p").class("soft after as-of").live(as_of).view(),
    ])
}
