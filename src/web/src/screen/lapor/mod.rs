//! The report, one question a screen, and the review before it is sent. The order
//! of the questions is in [`step`], each question in [`question`].

mod question;
mod review;
mod step;

pub use step::Step;

use crate::app::{App, Focus};
use crate::browser;
use crate::draw::{View, el, many, worded};
use crate::part::{button, form, steps_bar, summary};
use crate::text::{Text, t};

/// The id of the question whether to erase.
const ERASE: &str = "hapus";

/// The screen of a step.
pub fn lapor(app: App, step: Step) -> View {
    let (place, of) = app.with(|model| step.place(&model.unfinished.draft));
    let mut page = vec![summary(faults(app, step))];
    if step == Step::Review {
        page.push(review::review(app));
    } else {
        let next = el("button").class("btn").set("type", "submit").text(t(Text::LaporNext));
        page.push(steps_bar(place, of));
        page.push(form("", move || app.next(step), vec![question::question(app, step), next.view()]));
    }
    page.push(foot(app, step));
    many(page)
}

/// What is wrong, leading to the answer here or on its own screen.
fn faults(app: App, step: Step) -> Vec<(String, Box<dyn Fn()>)> {
    let faults = app.with(|model| model.faults.clone());
    let lines = faults.into_iter().map(|fault| {
        let there = Step::of(fault.field);
        let lead: Box<dyn Fn()> = if there == step {
            Box::new(move || browser::focus(fault.field.word()))
        } else {
            Box::new(move || app.change(there))
        };
        (fault.said(), lead)
    });
    lines.collect()
}

/// Back, and the way to erase what was typed.
fn foot(app: App, step: Step) -> View {
    let ask = move |asked: bool| {
        app.update(|model| model.erasing = asked);
        app.redraw(if asked { Focus::On(ERASE) } else { Focus::Heading });
    };
    if app.with(|model| model.erasing) {
        let answers = el("div")
            .class("pair")
            .add(button("btn", t(Text::LaporEraseYes), move || app.erase(Text::LaporErased)))
            .add(button("btn btn--plain", t(Text::LaporEraseNo), move || ask(false)));
        return el("div")
            .class("door")
            .set("role", "group")
            .set("aria-labelledby", ERASE)
            .add(el("h2").set("id", ERASE).set("tabindex", "-1").text(t(Text::LaporEraseTitle)).view())
            .add(worded("p", "", t(Text::LaporEraseText)))
            .add(answers.view())
            .view();
    }
    let mut buttons = Vec::new();
    if step != Step::About {
        buttons.push(button("quiet", t(Text::LaporBack), move || app.back(step)));
    }
    let mut foot = Vec::new();
    if app.with(|model| model.unfinished.touched > 0) {
        buttons.push(button("quiet", t(Text::LaporErase), move || ask(true)));
        foot.push(worded("p", "soft", t(Text::LaporKept)));
    }
    foot.insert(0, el("div").class("row").add_all(buttons).view());
    many(foot)
}
