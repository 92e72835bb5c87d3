//! The report, one question a screen, and the review before it is sent. The order
//! of the questions is in [`step`], each question in [`question`].
//!
//! Where no program runs, the answers so far travel in the form as [`carried`].

mod carried;
mod question;
mod review;
mod step;

pub use carried::{KEY, MADE_AT, REVIEWING};
pub use step::Step;

use crate::act::Act;
use crate::app::App;
use crate::draw::{View, el, many, said};
use crate::page::Page;
use crate::part::link::{FORM, TO_PREVIOUS, address_of};
use crate::part::summary::{Line, There};
use crate::part::{button, button_to, form, steps_bar, summary};
use crate::text::{Text, t};

/// The id of the question whether to erase.
pub const ERASE: &str = "hapus";

/// What a form says, before the step's number, that leads to that question.
pub const TO_STEP: &str = "ubah-";

/// The name of the step's number in a form.
pub const STEP: &str = "langkah";

/// The screen of a step.
pub fn lapor(app: App, step: Step) -> View {
    let (place, of) = app.with(|model| step.place(&model.unfinished.draft));
    let summary = summary(app, faults(app, step));
    let mut page = Vec::new();
    if step == Step::Review {
        page.push(review::review(app, summary));
    } else {
        page.push(summary);
        let next = el("button").class("btn").set("type", "submit").say(Text::LaporNext);
        page.push(steps_bar(place, of));
        page.push(step_form(app, step, Act::Next(step), "", vec![question::question(app, step), next.view()]));
    }
    page.push(foot(app, step));
    many(page)
}

/// The form of a step.
fn step_form(app: App, step: Step, act: Act, class: &'static str, parts: Vec<View>) -> View {
    let action = address_of(app, Page::Lapor(step));
    form(class, &action, act, carried::carried(app, step), parts).set("id", FORM).view()
}

/// What is wrong, leading to the answer here or on its own screen.
fn faults(app: App, step: Step) -> Vec<Line> {
    let faults = app.with(|model| model.faults.clone());
    let lines = faults.into_iter().map(|fault| {
        let there = Step::of(fault.field);
        let there = if there == step {
            There::Here(fault.field.word())
        } else {
            There::Elsewhere(Act::Change(there), to_step(there))
        };
        Line { words: fault.said(), there }
    });
    lines.collect()
}

/// What a form says to get to a question.
fn to_step(step: Step) -> String {
    [TO_STEP, &step.number().to_string()].concat()
}

/// Back, and the way to erase what was typed.
fn foot(app: App, step: Step) -> View {
    if app.with(|model| model.erasing) {
        let answers = el("div").class("pair").add(button("btn", t(Text::LaporEraseYes), Act::Erase)).add(button(
            "btn btn--plain",
            t(Text::LaporEraseNo),
            Act::AskErase(false),
        ));
        return el("div")
            .class("door")
            .set("role", "group")
            .set("aria-labelledby", ERASE)
            .add(el("h2").set("id", ERASE).set("tabindex", "-1").say(Text::LaporEraseTitle).view())
            .add(said("p", "", Text::LaporEraseText))
            .add(answers.view())
            .view();
    }
    let mut buttons = Vec::new();
    if step != Step::About {
        buttons.push(button_to("quiet", t(Text::LaporBack), TO_PREVIOUS, Act::Back(step)).view());
    }
    let (plain, touched) = (app.plain(), app.with(|model| model.unfinished.touched > 0));
    let mut foot = Vec::new();
    if touched {
        buttons.push(button("quiet", t(Text::LaporErase), Act::AskErase(true)));
    }
    if touched || plain {
        let forgets = plain || app.with(|model| model.forgets);
        foot.push(said("p", "soft", if forgets { Text::PlainKept } else { Text::LaporKept }));
    }
    foot.insert(0, el("div").class("row").add_all(buttons).view());
    many(foot)
}
