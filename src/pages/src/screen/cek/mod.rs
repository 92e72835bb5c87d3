//! The check: the NIK field, and what the lists say.

use tilik_core::Nik;
use tilik_core::draft::Field;

use crate::act::{Act, Typed};
use crate::app::App;
use crate::draw::{View, el, many, said, worded};
use crate::model::Checked;
use crate::page::Page;
use crate::part::link::address_of;
use crate::part::trouble::trouble;
use crate::part::{Asked, Tone, aid_list, form, group, link_with, nik_field, submit, titled, verdict};
use crate::text::{Text, t};

use super::lapor::Step;

/// The id of the NIK field.
pub const NIK: &str = "nik";

/// The page.
pub fn cek(app: App) -> View {
    match app.with(|model| model.checked.clone()) {
        Some(checked) => answer(app, &checked),
        None => many(vec![titled(Text::CekTitle), el("section").class("door").add(nik_form(app)).view()]),
    }
}

/// The NIK field with its button, here and on the front page.
pub fn nik_form(app: App) -> View {
    let fault = app.with(|model| model.said_of(Field::Nik));
    let asked = Asked { id: NIK, name: "nik", label: Text::NikLabel, heading: false, hint: Some(Text::NikHint), fault };
    let parts = vec![nik_field(app, &asked, Typed::Check), submit(app, Text::CekSubmit, Text::CekBusy, Text::BusySlow)];
    let form = form("", &address_of(app, Page::Cek), Act::Check, Vec::new(), parts);
    many(vec![trouble(app, Act::Check), form.view()])
}

fn answer(app: App, checked: &Checked) -> View {
    let listed = !checked.answer.aid.is_empty();
    let (tone, mark, title, words) = match (listed, checked.excluded) {
        (true, true) => (Tone::Good, Text::CekListedMark, Text::CekListedTitle, Text::CekListedText),
        (true, false) => (Tone::Good, Text::CekListedMark, Text::CekListedTitle, Text::CekListedMayText),
        (false, _) => (Tone::Note, Text::CekUnlistedMark, Text::CekUnlistedTitle, Text::CekUnlistedText),
    };
    let nik = checked.nik;
    let mut page = vec![verdict(tone, t(mark), t(title), vec![said("p", "", words), asked_about(nik)])];
    if listed {
        page.push(aid_list(checked));
    }
    if !checked.excluded {
        page.push(report(app, nik));
    }
    page.push(link_with(app, Page::Cek, Act::CheckAnother, "btn btn--plain", t(Text::CekAgain)));
    many(page)
}

/// The way to a report; the NIK goes along, not typed twice.
fn report(app: App, nik: Nik) -> View {
    let carried = vec![(Field::Nik.word(), nik.as_digits())];
    let go = el("button").class("btn").set("type", "submit").say(Text::CekReport).view();
    form("", &address_of(app, Page::Lapor(Step::About)), Act::ReportChecked, carried, vec![go]).view()
}

/// The NIK the answer is for, so that nobody reads another's.
fn asked_about(nik: Nik) -> View {
    let digits = worded("span", "digits", &group(&nik.as_digits()));
    el("p").class("soft").say(Text::CekChecked).text(": ").add(digits).view()
}
