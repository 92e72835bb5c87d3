//! `GET /api/v1/officer/trail`.

use axum::Json;
use axum::extract::{Query, State};
use serde::Deserialize;
use std::sync::Arc;
use tilik_api::Problem;
use tilik_api::officer::{TRAIL_SHOWS, TrailAnswer, TrailEntry};

use crate::http::App;
use crate::http::problem::Refusal;
use crate::storage::officers::{Entry, Told};

/// Where to go on.
#[derive(Deserialize)]
pub struct Before {
    before: Option<i64>,
}

/// What was done, newest first
///
/// An entry names a case by its ticket and an account by its name, never a person.
#[utoipa::path(
    get, path = tilik_api::path::OFFICER_TRAIL,
    params(("before" = Option<i64>, Query, description = "Entries with a smaller number alone")),
    responses(
        (status = 200, body = TrailAnswer),
        (status = 401, body = Problem, content_type = "application/problem+json", description = "`signed_out`"),
        (status = 403, body = Problem, content_type = "application/problem+json",
            description = "`forbidden`, `must_change_password`"),
    )
)]
pub async fn trail(
    State(app): State<Arc<App>>,
    Query(Before { before }): Query<Before>,
) -> Result<Json<TrailAnswer>, Refusal> {
    let entries = app.officer.store.trail(before.unwrap_or(i64::MAX), TRAIL_SHOWS).await?;
    Ok(Json(TrailAnswer { entries: entries.into_iter().map(entry).collect() }))
}

fn entry(Told { entry, by, account }: Told) -> TrailEntry {
    let Entry { number, at, deed, ticket, .. } = entry;
    TrailEntry { number, at: at.to_string(), by: by.unwrap_or_default(), deed, ticket, account }
}
