//! The check: the NIK field, and what the lists say.

use tilik_core::Nik;
use tilik_core::draft::{Draft, Field};

use crate::app::{App, Checked, Focus, Shown};
use crate::draw::{View, el, many, worded};
use crate::part::trouble::trouble;
use crate::part::{Asked, Tone, aid_list, button, form, group, heading, nik_field, submit, verdict};
use crate::text::{Text, t};

const NIK: &str = "nik";

/// The page.
pub fn cek(app: App) -> View {
    match app.with(|model| model.checked.clone()) {
        Some(checked) => answer(app, &checked),
        None => many(vec![heading(t(Text::CekTitle)), el("section").class("door").add(nik_form(app)).view()]),
    }
}

/// The NIK field with its button, here and on the front page.
pub fn nik_form(app: App) -> View {
    let (typed, fault) = app.with(|model| (model.typed.clone(), model.said_of(Field::Nik)));
    let asked = Asked { id: NIK, label: t(Text::NikLabel), heading: false, hint: t(Text::NikHint), fault };
    let parts = vec![
        nik_field(&asked, &typed, move |typed| app.update(|model| model.typed = typed)),
        submit(app, Text::CekSubmit, Text::CekBusy, Text::BusySlow),
    ];
    many(vec![trouble(app, move || app.check()), form("", move || send(app), parts)])
}

fn send(app: App) {
    let draft = Draft { nik: app.with(|model| model.typed.clone()), ..Draft::default() };
    match draft.fault(Field::Nik) {
        Some(code) => {
            app.update(|model| model.faults = vec![Shown { field: Field::Nik, code: Some(code) }]);
            app.redraw(Focus::On(NIK));
        }
        None => {
            app.update(|model| model.faults.clear());
            app.check();
        }
    }
}

fn answer(app: App, checked: &Checked) -> View {
    let listed = !checked.answer.aid.is_empty();
    let (tone, mark, title, words) = match (listed, checked.excluded) {
        (true, true) => (Tone::Good, Text::CekListedMark, Text::CekListedTitle, Text::CekListedText),
        (true, false) => (Tone::Good, Text::CekListedMark, Text::CekListedTitle, Text::CekListedMayText),
        (false, _) => (Tone::Note, Text::CekUnlistedMark, Text::CekUnlistedTitle, Text::CekUnlistedText),
    };
    let nik = checked.nik;
    let again = move || {
        app.update(|model| {
            model.typed.clear();
            model.checked = None;
        });
        app.redraw(Focus::On(NIK));
    };
    let mut page = vec![verdict(tone, t(mark), t(title), vec![worded("p", "", t(words)), asked_about(nik)])];
    if listed {
        page.push(aid_list(checked));
    }
    if !checked.excluded {
        page.push(button("btn", t(Text::CekReport), move || app.start_report(Some(nik.as_digits()))));
    }
    page.push(button("btn btn--plain", t(Text::CekAgain), again));
    many(page)
}

/// The NIK the answer is for, so that nobody reads another's.
fn asked_about(nik: Nik) -> View {
    let digits = worded("span", "digits", &group(&nik.as_digits()));
    el("p").class("soft").text(t(Text::CekChecked)).text(": ").add(digits).view()
}
