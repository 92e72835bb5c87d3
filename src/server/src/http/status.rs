//! `POST /api/v1/reports/status`.

use axum::Json;
use axum::extract::State;
use std::sync::Arc;
use tilik_api::report::ReasonLine;
use tilik_api::{Expected, FieldError, Problem, StatusAnswer, StatusRequest, TimelineEntry};
use tilik_core::{Date, Nik, Phone, Status, Ticket, case};

use super::App;
use super::body::Body;
use super::problem::Refusal;
use crate::storage::{Event, Holder, Progress};

/// What became of a report
///
/// With the ticket and the NIK reported, or the phone of the helper who reported
/// it. A wrong pair and an unknown ticket get the same 404. Of a report about
/// somebody else only the coarse steps are told, whoever asks: the helper knows
/// the NIK as well.
#[utoipa::path(
    post, path = tilik_api::path::REPORTS_STATUS, request_body = StatusRequest,
    responses(
        (status = 200, body = StatusAnswer),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json",
            description = "`ticket`: `length`, `character`, `check`; `nik` and `phone` as in a report"),
        (status = 429, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn status(
    State(app): State<Arc<App>>,
    Body(request): Body<StatusRequest>,
) -> Result<Json<StatusAnswer>, Refusal> {
    look_up(&app, &request).await.map(Json)
}

/// What became of the report that is asked for.
pub async fn look_up(app: &App, request: &StatusRequest) -> Result<StatusAnswer, Refusal> {
    let ticket = Ticket::parse(&request.ticket).map_err(|fault| fault.code());
    let holder = holder(app, request);
    let (ticket, holder) = match (ticket, holder) {
        (Ok(ticket), Ok(holder)) => (ticket, holder),
        (ticket, holder) => {
            let ticket = ticket.err().map(|code| ("ticket", code));
            let errors = ticket.into_iter().chain(holder.err());
            return Err(Refusal::Invalid(
                errors.map(|(field, code)| FieldError { field: field.into(), code: code.into() }).collect(),
            ));
        }
    };
    let progress = app.reports.progress(ticket, holder).await?.ok_or(Refusal::NotFound)?;
    let today = app.clock.now().day();
    if progress.about_other {
        return Ok(coarse(ticket, progress));
    }
    let rejected = progress.status == Status::Rejected;
    Ok(StatusAnswer {
        ticket: ticket.to_string(),
        expected: expected(&progress, today),
        // An objection keeps its rejection's reasons in sight.
        reasons: if rejected || progress.status == Status::Objected {
            serde_json::from_str::<Vec<ReasonLine>>(&progress.reasons).map_err(|_| Refusal::Internal)?
        } else {
            Vec::new()
        },
        may_object_until: progress.may_object_until.filter(|&until| rejected && !progress.objected && today <= until),
        corrected: progress.corrected,
        timeline: progress.events.into_iter().map(entry).collect(),
    })
}

fn holder(app: &App, request: &StatusRequest) -> Result<Holder, (&'static str, &'static str)> {
    match (&request.nik, &request.phone) {
        (Some(nik), _) => {
            let nik = Nik::parse(nik).map_err(|fault| ("nik", fault.code()))?;
            Ok(Holder::Person(app.sealing.nik_key(nik)))
        }
        (None, Some(phone)) => {
            let phone = Phone::parse(phone).map_err(|fault| ("phone", fault.code()))?;
            Ok(Holder::Reporter(app.sealing.phone_key(&phone)))
        }
        (None, None) => Err(("nik", "required")),
    }
}

fn coarse(ticket: Ticket, progress: Progress) -> StatusAnswer {
    let events = progress.events.into_iter().filter(|event| event.status.is_coarse());
    StatusAnswer {
        ticket: ticket.to_string(),
        timeline: events.map(entry).collect(),
        expected: None,
        reasons: Vec::new(),
        may_object_until: None,
        corrected: false,
    }
}

fn entry(event: Event) -> TimelineEntry {
    TimelineEntry { status: event.status, at: event.at.to_string(), reason: event.reason }
}

/// The day of its batch, once it is in one that did not miss it. Else the promise, which runs from the first
/// approval; once it is past, no day is better than a wrong one.
fn expected(progress: &Progress, today: Date) -> Option<Expected> {
    if !matches!(progress.status, Status::Approved | Status::Batched | Status::OnTheWay) {
        return None;
    }
    if let Some(leaves_on) = progress.leaves_on.filter(|&day| today <= day) {
        return Some(Expected { from: leaves_on, to: leaves_on });
    }
    let approved = progress.events.iter().find(|event| event.status == Status::Approved)?;
    let (from, to) = case::promise(approved.at.day());
    (today <= to).then_some(Expected { from: from.max(today), to })
}
