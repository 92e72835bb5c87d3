//! `POST /api/v1/officer/case/steps`.

use axum::extract::State;
use axum::{Extension, Json};
use std::sync::Arc;
use tilik_api::Problem;
use tilik_api::officer::{Act, StepAnswer, StepRequest};
use tilik_core::Ticket;
use tilik_core::draft::{self, LONGEST_NOTE};

use super::SignedIn;
use crate::http::App;
use crate::http::body::Body;
use crate::http::problem::Refusal;
use crate::sealing::Kind;
use crate::storage::officers::{self, CaseStep, What, Work, Worked};

/// An officer decides a case, or passes it up
#[utoipa::path(
    post, path = tilik_api::path::OFFICER_CASE_STEPS, request_body = StepRequest,
    responses(
        (status = 200, body = StepAnswer),
        (status = 401, body = Problem, content_type = "application/problem+json", description = "`signed_out`"),
        (status = 403, body = Problem, content_type = "application/problem+json",
            description = "`csrf`, `forbidden`, `must_change_password`; `not_yours`: it was passed up to another desk"),
        (status = 404, body = Problem, content_type = "application/problem+json",
            description = "No such case in one's area"),
        (status = 409, body = Problem, content_type = "application/problem+json",
            description = "`changed`: somebody did something with it meanwhile; `not_following`: not from where it stands;
            `family_served`: another report of the family is approved"),
        (status = 422, body = Problem, content_type = "application/problem+json",
            description = "`ticket` as in a status; `finding`: `required`, `not_allowed`; `note`: `required`, `too_long`"),
    )
)]
pub async fn step(
    State(app): State<Arc<App>>,
    Extension(signed_in): Extension<SignedIn>,
    Body(request): Body<StepRequest>,
) -> Result<Json<StepAnswer>, Refusal> {
    let ticket = Ticket::parse(&request.ticket).map_err(|fault| Refusal::field("ticket", fault.code()))?;
    let act = match (request.act, request.finding) {
        (Act::Approve, None) => officers::Act::Approve,
        (Act::PassUp, None) => officers::Act::PassUp,
        (Act::Reject, Some(finding)) => officers::Act::Reject(finding),
        (Act::Reject, None) => return Err(Refusal::field("finding", "required")),
        (Act::Approve | Act::PassUp, Some(_)) => return Err(Refusal::field("finding", "not_allowed")),
    };
    let note = request.note.as_deref().map(str::trim).filter(|note| !note.is_empty());
    let note = note.map(|note| draft::text(note, LONGEST_NOTE)).transpose();
    let note = note.map_err(|fault| Refusal::field("note", fault.code()))?;
    if act == officers::Act::PassUp && note.is_none() {
        return Err(Refusal::field("note", "required"));
    }
    let now = app.clock.now();
    let step = CaseStep {
        ticket,
        seen: request.seen,
        officer: signed_in.officer.id,
        duty: signed_in.officer.duty,
        act,
        note: note.map(|note| app.sealing.seal(Kind::CaseNote, note.as_bytes(), &*app.entropy)),
        at: now,
    };
    let deed = signed_in.deed(&app, act.deed(), now).about(ticket);
    match app.officer.store.work(Work { what: What::Step(Box::new(step)), deed: Some(deed) }).await? {
        Worked::Stepped(status) => Ok(Json(StepAnswer { ticket: ticket.to_string(), status })),
        Worked::FamilyServed => Err(Refusal::FamilyServed),
        Worked::NoteNeeded => Err(Refusal::field("note", "required")),
        Worked::NotYours => Err(Refusal::NotYours),
        Worked::Changed => Err(Refusal::Changed),
        Worked::NotFollowing => Err(Refusal::NotFollowing),
        Worked::NoCase
        | Worked::Done
        | Worked::NotDone
        | Worked::Made(_)
        | Worked::MadeBefore(_)
        | Worked::KeyReused
        | Worked::LastAdmin
        | Worked::Again(_) => Err(Refusal::NotFound),
    }
}
