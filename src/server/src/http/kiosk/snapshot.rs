//! `GET /api/v1/kiosk/snapshot`.

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::sync::Arc;
use tilik_api::Problem;

use super::session;
use crate::http::App;
use crate::http::problem::Refusal;

/// What a kiosk knows of its village's lists without a network
///
/// Signed, and encrypted with keys that come when the staff unlocks the kiosk.
#[utoipa::path(
    get, path = tilik_api::path::KIOSK_SNAPSHOT,
    params(("If-None-Match" = Option<String>, Header, description = "The version on the device, in quotes")),
    responses(
        (status = 200, description = "The file; its version in quotes as `ETag`", content_type = "application/octet-stream",
            body = Vec<u8>),
        (status = 304, description = "There is no newer one"),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 503, body = Problem, content_type = "application/problem+json", description = "It is being made"),
    )
)]
pub async fn snapshot(State(app): State<Arc<App>>, headers: HeaderMap) -> Result<Response, Refusal> {
    let kiosk = session::needed(&app, &headers).await?;
    let made = app.kiosk.snapshots.of(kiosk.village).await?.ok_or(Refusal::Unavailable)?;
    let version = format!("\"{}\"", made.version);
    if headers.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == version.as_bytes()) {
        return Ok(StatusCode::NOT_MODIFIED.into_response());
    }
    let mut response = made.file.into_response();
    let answered = response.headers_mut();
    answered.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
    if let Ok(version) = HeaderValue::from_str(&version) {
        answered.insert(header::ETAG, version);
    }
    Ok(response)
}
