//! `POST /api/v1/kiosk/keys`.

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::sync::Arc;
use tilik_api::Problem;
use tilik_api::kiosk::{KeysAnswer, KeysRequest, SnapshotKeys};

use super::session;
use crate::http::App;
use crate::http::body::Body;
use crate::http::problem::Refusal;

/// The keys of a newer snapshot, for a kiosk that is unlocked
#[utoipa::path(
    post, path = tilik_api::path::KIOSK_KEYS, request_body = KeysRequest,
    responses(
        (status = 200, body = KeysAnswer),
        (status = 401, body = Problem, content_type = "application/problem+json",
            description = "`locked`: the staff has to unlock it first"),
        (status = 422, body = Problem, content_type = "application/problem+json", description = "`version`: `format`"),
    )
)]
pub async fn keys(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Body(request): Body<KeysRequest>,
) -> Result<Json<KeysAnswer>, Refusal> {
    let kiosk = session::needed(&app, &headers).await?;
    let unlocked_for = kiosk.session.unlocked_until - app.clock.now().seconds();
    if unlocked_for <= 0 {
        return Err(Refusal::Locked);
    }
    Ok(Json(KeysAnswer { keys: snapshot_keys(&app, kiosk.village, &request.version)?, unlocked_for }))
}

/// The keys of a village's snapshot.
pub fn snapshot_keys(app: &App, village: u64, version: &str) -> Result<SnapshotKeys, Refusal> {
    // `STAMP.MILLIS`; anything else was never a version.
    let digits = |part: &str| !part.is_empty() && part.len() < 20 && part.bytes().all(|byte| byte.is_ascii_digit());
    if !version.split_once('.').is_some_and(|(stamp, at)| digits(stamp) && digits(at)) {
        return Err(Refusal::field("version", "format"));
    }
    let keys = app.kiosk.keys.of_snapshot(village, version);
    Ok(SnapshotKeys { body: STANDARD.encode(keys.body), filter: STANDARD.encode(keys.filter) })
}
