//! The answers so far as a form carries them from question to question, for a
//! browser without the program. What the page itself asks is left out: the browser
//! sends it.

use tilik_core::draft::{Draft, Field, Subject};

use crate::act::Typed;
use crate::app::App;
use crate::model::Model;

use super::{STEP, Step};

/// The name of the report's key in a form.
pub const KEY: &str = "kunci";

/// The name of the moment it was made.
pub const MADE_AT: &str = "dibuat";

/// The name of what says that a question is changed from the review.
pub const REVIEWING: &str = "periksa";

/// What goes along unseen.
pub fn carried(app: App, step: Step) -> Vec<(&'static str, String)> {
    let mut carried = vec![(STEP, step.number().to_string())];
    if app.plain() {
        app.with(|model| answers(model, step, &mut carried));
    }
    carried
}

fn answers(model: &Model, step: Step, to: &mut Vec<(&'static str, String)>) {
    let draft = &model.unfinished.draft;
    let elsewhere = Field::ALL.iter().filter(|field| !step.fields().contains(field));
    for &field in elsewhere {
        for value in values(model, draft, field) {
            if !value.is_empty() {
                to.push((field.word(), value));
            }
        }
    }
    if let Some(sending) = &model.unfinished.sending {
        to.push((KEY, sending.key.clone()));
        to.push((MADE_AT, sending.made_at.clone()));
    }
    if model.reviewing {
        to.push((REVIEWING, "1".to_owned()));
    }
}

fn values(model: &Model, draft: &Draft, field: Field) -> Vec<String> {
    match field {
        Field::About => draft.about.map(Subject::word).into_iter().map(str::to_owned).collect(),
        Field::ReporterRelation => draft.relation.into_iter().map(|relation| relation.word().to_owned()).collect(),
        Field::Impact => draft.impact.iter().map(|impact| impact.word().to_owned()).collect(),
        // Always given anew, with every answer in sight.
        Field::Consent => Vec::new(),
        typed => vec![model.typed(Typed::Draft(typed)).to_owned()],
    }
}
