//! `POST /api/v1/officer/messages/revivals`.

use axum::extract::State;
use axum::{Extension, Json};
use std::sync::Arc;
use tilik_api::Problem;
use tilik_api::officer_messages::{MessagesAnswer, RevivalRequest};
use tilik_core::Ticket;

use super::{SignedIn, messages};
use crate::http::App;
use crate::http::body::Body;
use crate::http::problem::Refusal;
use crate::storage::officers::{What, Work, Worked};

/// Messages that could not be sent are sent once more, one or all of them
#[utoipa::path(
    post, path = tilik_api::path::OFFICER_MESSAGES_REVIVALS, request_body = RevivalRequest,
    responses(
        (status = 200, body = MessagesAnswer),
        (status = 401, body = Problem, content_type = "application/problem+json", description = "`signed_out`"),
        (status = 403, body = Problem, content_type = "application/problem+json",
            description = "`csrf`, `forbidden`, `must_change_password`"),
        (status = 409, body = Problem, content_type = "application/problem+json",
            description = "`not_dead`: it was sent, waits, or is none"),
        (status = 422, body = Problem, content_type = "application/problem+json",
            description = "`ticket`: `length`, `character`, `check`"),
    )
)]
pub async fn revive(
    State(app): State<Arc<App>>,
    Extension(signed_in): Extension<SignedIn>,
    Body(RevivalRequest { message }): Body<RevivalRequest>,
) -> Result<Json<MessagesAnswer>, Refusal> {
    let which = match message {
        None => None,
        Some(name) => {
            let ticket = Ticket::parse(&name.ticket).map_err(|fault| Refusal::field("ticket", fault.code()))?;
            Some((ticket, i64::from(name.number)))
        }
    };
    let now = app.clock.now();
    let deed = match which {
        None => signed_in.deed(&app, "messages_revived", now),
        Some((ticket, _)) => signed_in.deed(&app, "message_revived", now).about(ticket),
    };
    match app.officer.store.work(Work { what: What::Revive { which, at: now }, deed: Some(deed) }).await? {
        Worked::Done => messages::read(&app).await.map(Json),
        _ => Err(Refusal::NotDead),
    }
}
