//! `POST /api/v1/objections`.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use std::sync::Arc;
use tilik_api::{FieldError, ObjectionAnswer, ObjectionRequest, Problem};
use tilik_core::draft::{self, LONGEST_NOTE};
use tilik_core::{Nik, Status, Ticket};

use super::App;
use super::body::Body;
use super::problem::Refusal;
use crate::sealing::Kind;
use crate::storage::{Objected, Objection};

/// Sanggah against a rejection, within its date, once
#[utoipa::path(
    post, path = tilik_api::path::OBJECTIONS, request_body = ObjectionRequest,
    responses(
        (status = 201, body = ObjectionAnswer),
        (status = 404, body = Problem, content_type = "application/problem+json",
            description = "No such report for that NIK, or one that a helper made"),
        (status = 409, body = Problem, content_type = "application/problem+json",
            description = "`not_rejected`, `already_objected`, `too_late`"),
        (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
        (status = 429, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn object(
    State(app): State<Arc<App>>,
    Body(request): Body<ObjectionRequest>,
) -> Result<(StatusCode, Json<ObjectionAnswer>), Refusal> {
    let ticket = land(&app, &request).await?;
    Ok((StatusCode::CREATED, Json(ObjectionAnswer { ticket: ticket.to_string(), status: Status::Objected })))
}

/// Stores an objection.
pub async fn land(app: &App, request: &ObjectionRequest) -> Result<Ticket, Refusal> {
    let ticket = Ticket::parse(&request.ticket).map_err(|fault| ("ticket", fault.code()));
    let nik = Nik::parse(&request.nik).map_err(|fault| ("nik", fault.code()));
    let reason = draft::text(&request.reason, LONGEST_NOTE).map_err(|fault| ("reason", fault.code()));
    let (ticket, nik, reason) = match (ticket, nik, reason) {
        (Ok(ticket), Ok(nik), Ok(reason)) => (ticket, nik, reason),
        (ticket, nik, reason) => {
            let faults = ticket.err().into_iter().chain(nik.err()).chain(reason.err());
            return Err(Refusal::Invalid(
                faults.map(|(field, code)| FieldError { field: field.into(), code: code.into() }).collect(),
            ));
        }
    };
    let objection = Objection {
        ticket,
        nik: app.sealing.nik_key(nik),
        reason: app.sealing.seal(Kind::ObjectionReason, reason.as_bytes(), &*app.entropy),
        made_at: app.clock.now(),
    };
    match app.reports.object(objection).await? {
        Objected::Landed => Ok(ticket),
        Objected::NotFound => Err(Refusal::NotFound),
        Objected::NotRejected => Err(Refusal::NotRejected),
        Objected::Already => Err(Refusal::AlreadyObjected),
        Objected::TooLate => Err(Refusal::TooLate),
    }
}
