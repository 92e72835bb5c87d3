//! `POST /lapor`, as a form: one question a page, and the answers so far travel
//! along. Only the last post makes a report.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use std::sync::Arc;
use tilik_api::ReportAnswer;
use tilik_core::Report;
use tilik_pages::part::link::{TO, TO_PREVIOUS, TO_SAME};
use tilik_pages::screen::lapor::{KEY, MADE_AT, REVIEWING, STEP, Step, TO_STEP};
use tilik_pages::{Kept, Model, Page, Sending, Shown};
use uuid::Uuid;

use super::{Form, shown, told};
use crate::entropy::bytes;
use crate::http::problem::Refusal;
use crate::http::{App, reports};

/// The next question of a report, or its result, as a page.
pub async fn report(State(app): State<Arc<App>>, form: Form) -> Response {
    let mut model = form.model(&app, Page::default());
    model.unfinished.draft = form.fields.draft();
    model.reviewing = form.fields.find(REVIEWING).is_some();
    model.unfinished.sending = sending(&form);
    // Without a step it is the start: the NIK just checked comes along.
    let Some(step) = form.fields.find(STEP).and_then(|step| step.parse().ok()).map(Step::from_number) else {
        return ask(&app, model, Step::About);
    };
    match form.fields.text(TO) {
        TO_PREVIOUS => {
            let before = step.previous(&model.unfinished.draft);
            ask(&app, model, before)
        }
        TO_SAME => ask(&app, model, step),
        to => match to.strip_prefix(TO_STEP).and_then(|step| step.parse().ok()) {
            Some(number) => {
                model.reviewing = true;
                ask(&app, model, Step::from_number(number))
            }
            None if step == Step::Review => send(&app, &form, model).await,
            None => next(&app, model, step),
        },
    }
}

/// What makes the report safe to send twice, where the page has it already.
fn sending(form: &Form) -> Option<Sending> {
    let key = Uuid::parse_str(form.fields.find(KEY)?).ok()?;
    Some(Sending { key: key.to_string(), made_at: form.fields.text(MADE_AT).to_owned() })
}

/// A question. The review gets the report's key; any other question may change an
/// answer and with it the report, so the key goes.
fn ask(app: &App, mut model: Model, step: Step) -> Response {
    let step = step.reachable(&model.unfinished.draft);
    model.page = Page::Lapor(step);
    if step == Step::Review {
        model.reviewing = false;
        let made_at = app.clock.now().to_string();
        let key = || uuid::Builder::from_random_bytes(bytes(&*app.entropy)).into_uuid().to_string();
        model.unfinished.sending.get_or_insert_with(|| Sending { key: key(), made_at });
    } else {
        model.unfinished.sending = None;
    }
    shown(app, model, StatusCode::OK)
}

/// On from a question, or what is wrong with its answer.
fn next(app: &App, mut model: Model, step: Step) -> Response {
    let draft = &model.unfinished.draft;
    let faults = step.fields().iter().filter_map(|&field| Some(Shown { field, code: Some(draft.fault(field)?) }));
    let faults: Vec<Shown> = faults.collect();
    if !faults.is_empty() {
        model.faults = faults;
        model.page = Page::Lapor(step);
        return shown(app, model, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let next = if model.reviewing { Step::first_open(draft) } else { step.next(draft) };
    ask(app, model, next)
}

async fn send(app: &Arc<App>, form: &Form, mut model: Model) -> Response {
    model.page = Page::Lapor(Step::Review);
    let report = match model.unfinished.draft.to_report() {
        Ok(report) => report,
        Err(faults) => {
            model.faults =
                faults.into_iter().map(|fault| Shown { field: fault.field, code: Some(fault.code) }).collect();
            return shown(app, model, StatusCode::UNPROCESSABLE_ENTITY);
        }
    };
    let nik = report.nik;
    match sent(app, form, &model, report).await {
        Ok(answer) => {
            // What was typed goes no further.
            let mut result = form.model(app, Page::Hasil);
            result.kept = Some(Kept { answer, objected: false });
            result.reported = Some(nik);
            shown(app, result, StatusCode::CREATED)
        }
        Err(refusal) => {
            if matches!(refusal, Refusal::IdempotencyKeyReused) {
                // That key has another report: the next sending is a new one.
                let fresh = uuid::Builder::from_random_bytes(bytes(&*app.entropy)).into_uuid();
                model.unfinished.sending =
                    Some(Sending { key: fresh.to_string(), made_at: app.clock.now().to_string() });
            }
            told(app, model, refusal)
        }
    }
}

async fn sent(app: &Arc<App>, form: &Form, model: &Model, report: Report) -> Result<ReportAnswer, Refusal> {
    let sending = model.unfinished.sending.as_ref().ok_or(Refusal::IdempotencyKey)?;
    let key = Uuid::parse_str(&sending.key).map_err(|_| Refusal::IdempotencyKey)?;
    let made = (sending.made_at.clone(), form.language.spoken());
    reports::through_form(app, report, key, made, form.pay(app)).await?.read()
}
