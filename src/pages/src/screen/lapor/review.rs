//! Every answer once more, each with a way to change it; consent; sending.

use tilik_core::Desa;
use tilik_core::draft::{Draft, Field, Subject};

use crate::act::{Act, Chosen};
use crate::app::App;
use crate::draw::{View, el, worded};
use crate::part::trouble::{told, trouble};
use crate::part::{Asked, Choice, button, button_to, choices, group, plain, submit, titled};
use crate::text::{Text, fill, impact, relation, t};

use super::{Step, step_form, to_step};

/// The screen.
pub fn review(app: App, summary: View) -> View {
    let (draft, waiting, fault) =
        app.with(|model| (model.unfinished.draft.clone(), model.waiting, model.said_of(Field::Consent)));
    let answers: Vec<View> =
        answers(&draft).into_iter().map(|(step, label, value)| answer(step, label, &value)).collect();
    let consent = Asked {
        id: Field::Consent.word(),
        name: Field::Consent.word(),
        label: Text::ReviewConsentTitle,
        heading: false,
        hint: Some(Text::ReviewConsentHint),
        fault,
    };
    let agree = Choice {
        label: t(Text::ReviewConsent),
        hint: "",
        picture: "",
        word: "1",
        chosen: draft.consent,
        means: Chosen::Consent,
    };
    let waits = waiting.then(|| {
        let now = button("btn btn--plain", t(Text::ReviewSendNow), Act::Send);
        told(Text::ReviewWaitingTitle, t(Text::ReviewWaiting), Some(now))
    });
    // The Enter key takes a form's first button: without this one, the first "Ubah".
    let first = el("button").class("said").set("type", "submit").set("tabindex", "-1").set("aria-hidden", "true");
    let mut parts = vec![first.view(), summary, titled(Text::ReviewTitle), trouble(app, Act::Send)];
    parts.extend(waits);
    parts.push(el("dl").class("answers").add_all(answers).view());
    parts.push(choices(&consent, true, vec![agree]));
    parts.push(submit(app, Text::ReviewSend, Text::ReviewSending, Text::ReviewSendingSlow));
    step_form(app, Step::Review, Act::Send, "", parts)
}

fn answers(draft: &Draft) -> Vec<(Step, Text, String)> {
    let about = if draft.about == Some(Subject::Other) { Text::LaporAboutOther } else { Text::LaporAboutSelf };
    let village = Desa::parse(&draft.village).map(|desa| {
        fill(t(Text::ReviewVillageValue), &[("village", desa.name()), ("district", desa.kecamatan().name())])
    });
    let people = fill(t(Text::ReviewHouseholdValue), &[("people", draft.household_size.trim())]);
    let impacts: Vec<&str> = draft.impact.iter().map(|&one| impact(one)).collect();
    let mut answers = vec![
        (Step::About, Text::ReviewAbout, t(about).to_owned()),
        (Step::Nik, Text::NikLabel, group(&plain(&draft.nik))),
        (Step::Name, Text::ReviewName, draft.name.clone()),
        (Step::Village, Text::ReviewVillage, village.unwrap_or_default()),
        (Step::Address, Text::ReviewAddress, draft.address.clone()),
        (Step::Phone, Text::ReviewPhone, draft.phone.clone()),
    ];
    if draft.about == Some(Subject::Other) {
        let relation = draft.relation.map(relation).unwrap_or_default();
        let reporter = [draft.reporter_name.trim(), draft.reporter_phone.trim(), relation].join(", ");
        answers.push((Step::Reporter, Text::ReviewReporter, reporter));
    }
    answers.push((Step::Impact, Text::ReviewImpact, impacts.join(", ")));
    answers.push((Step::Household, Text::ReviewHousehold, people));
    answers.push((Step::Note, Text::ReviewNote, draft.note.clone()));
    answers
}

fn answer(step: Step, label: Text, value: &str) -> View {
    let value = if value.trim().is_empty() { t(Text::ReviewEmpty) } else { value };
    let label = t(label);
    let change = button_to("quiet", t(Text::ReviewChange), &to_step(step), Act::Change(step))
        .add(el("span").class("said").text(" ").text(label).view());
    el("div").add(worded("dt", "", label)).add(worded("dd", "", value)).add(el("dd").add(change.view()).view()).view()
}
