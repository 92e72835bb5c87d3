//! `POST /api/v1/kiosk/nonces`.

use axum::Json;
use axum::extract::State;
use std::sync::Arc;
use tilik_api::Problem;
use tilik_api::kiosk::Nonce;

use crate::http::App;

/// Something for a kiosk to sign
#[utoipa::path(
    post, path = tilik_api::path::KIOSK_NONCES,
    responses(
        (status = 200, body = Nonce),
        (status = 429, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn nonce(State(app): State<Arc<App>>) -> Json<Nonce> {
    Json(Nonce { nonce: app.kiosk.tokens.nonce(app.clock.now(), &*app.entropy) })
}
