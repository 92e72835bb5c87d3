//! `GET /api/v1/officer/messages`.

use axum::Json;
use axum::extract::State;
use std::sync::Arc;
use tilik_api::Problem;
use tilik_api::officer_messages::{DEAD_SHOWN, DeadMessage, MessageCounts, MessageName, MessagesAnswer};

use crate::http::App;
use crate::http::problem::Refusal;
use crate::storage::messages::{self, Dead};

/// How many messages there are, and those that could not be sent. They name nobody
#[utoipa::path(
    get, path = tilik_api::path::OFFICER_MESSAGES,
    responses(
        (status = 200, body = MessagesAnswer),
        (status = 401, body = Problem, content_type = "application/problem+json", description = "`signed_out`"),
        (status = 403, body = Problem, content_type = "application/problem+json",
            description = "`forbidden`, `must_change_password`"),
    )
)]
pub async fn messages(State(app): State<Arc<App>>) -> Result<Json<MessagesAnswer>, Refusal> {
    read(&app).await.map(Json)
}

/// How they stand.
pub async fn read(app: &App) -> Result<MessagesAnswer, Refusal> {
    let (messages::MessageCounts { waiting, sent, no_address, dead }, newest) =
        app.officer.messages.overview(DEAD_SHOWN).await?;
    let counts = MessageCounts { waiting, sent, no_address, dead };
    Ok(MessagesAnswer { sends: app.officer.sends, counts, dead: newest.into_iter().map(line).collect() })
}

fn line(dead: Dead) -> DeadMessage {
    let Dead { ticket, number, recipient, event, at, tries, failure } = dead;
    let message = MessageName { ticket, number: u32::try_from(number).unwrap_or(u32::MAX) };
    DeadMessage { message, recipient, event, at: at.to_string(), tries, failure }
}
