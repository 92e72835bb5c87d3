//! `POST /api/v1/officer/handovers`.

use axum::extract::State;
use axum::{Extension, Json};
use std::sync::Arc;
use tilik_api::Problem;
use tilik_api::officer::{HandoverRequest, StepAnswer};
use tilik_core::Ticket;
use tilik_core::case::Handover;
use tilik_core::draft::{self, LONGEST_NOTE};

use super::SignedIn;
use crate::http::App;
use crate::http::body::Body;
use crate::http::problem::Refusal;
use crate::sealing::Kind;
use crate::storage::batches::AtTheDoor;
use crate::storage::officers::{What, Work, Worked};

/// What became of a package at the door
///
/// The same sent again is answered the same; another result for the same package is
/// `changed`.
#[utoipa::path(
    post, path = tilik_api::path::OFFICER_HANDOVERS, request_body = HandoverRequest,
    responses(
        (status = 200, body = StepAnswer),
        (status = 401, body = Problem, content_type = "application/problem+json", description = "`signed_out`"),
        (status = 403, body = Problem, content_type = "application/problem+json",
            description = "`csrf`, `forbidden`, `must_change_password`"),
        (status = 404, body = Problem, content_type = "application/problem+json",
            description = "No such package in that batch, or no such batch in one's area"),
        (status = 409, body = Problem, content_type = "application/problem+json",
            description = "`changed`: another result is there; `not_following`: the batch has not left"),
        (status = 422, body = Problem, content_type = "application/problem+json",
            description = "`ticket` as in a status; `note`: `too_long`"),
    )
)]
pub async fn hand_over(
    State(app): State<Arc<App>>,
    Extension(signed_in): Extension<SignedIn>,
    Body(request): Body<HandoverRequest>,
) -> Result<Json<StepAnswer>, Refusal> {
    let ticket = Ticket::parse(&request.ticket).map_err(|fault| Refusal::field("ticket", fault.code()))?;
    let note = request.note.as_deref().map(str::trim).filter(|note| !note.is_empty());
    let note = note.map(|note| draft::text(note, LONGEST_NOTE)).transpose();
    let note = note.map_err(|fault| Refusal::field("note", fault.code()))?;
    let now = app.clock.now();
    let door = AtTheDoor {
        number: request.number,
        districts: signed_in.districts(),
        ticket,
        result: request.result,
        note: note.map(|note| app.sealing.seal(Kind::CaseNote, note.as_bytes(), &*app.entropy)),
        officer: signed_in.officer.id,
        at: now,
    };
    let word = if request.result == Handover::HandedOver { "handed_over" } else { "brought_back" };
    let deed = Some(signed_in.deed(&app, word, now).about(ticket));
    match app.officer.store.work(Work { what: What::AtTheDoor(Box::new(door)), deed }).await? {
        Worked::Stepped(status) | Worked::Again(status) => Ok(Json(StepAnswer { ticket: ticket.to_string(), status })),
        Worked::Changed => Err(Refusal::Changed),
        Worked::NotFollowing => Err(Refusal::NotFollowing),
        _ => Err(Refusal::NotFound),
    }
}
