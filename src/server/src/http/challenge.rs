//! `GET /api/v1/challenge`.

use axum::Json;
use axum::extract::State;
use std::sync::Arc;
use tilik_api::Challenge;

use super::App;

/// A proof-of-work challenge, or that none is needed
#[utoipa::path(get, path = tilik_api::path::CHALLENGE, responses((status = 200, body = Challenge)))]
pub async fn challenge(State(app): State<Arc<App>>) -> Json<Challenge> {
    Json(match &app.proof {
        Some(work) => work.challenge(app.clock.now(), &*app.entropy),
        None => Challenge::NOT_REQUIRED,
    })
}
