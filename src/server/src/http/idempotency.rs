//! What makes a request safe to send again: the sender's key, and a fingerprint that tells
//! a repetition from another body under the same key. Who keeps them is the storage's.

use axum::http::HeaderMap;
use serde::Serialize;
use uuid::Uuid;

use super::App;
use super::problem::Refusal;

/// The key that came along.
pub fn key(headers: &HeaderMap) -> Result<Uuid, Refusal> {
    headers
        .get(tilik_api::path::IDEMPOTENCY_KEY)
        .and_then(|value| Uuid::try_parse_ascii(value.as_bytes()).ok())
        .ok_or(Refusal::IdempotencyKey)
}

/// The fingerprint of what is asked for.
pub fn fingerprint(app: &App, asked: &impl Serialize) -> Result<[u8; 16], Refusal> {
    let canonical = serde_json::to_vec(asked).map_err(|_| Refusal::Internal)?;
    Ok(app.sealing.fingerprint(&canonical))
}
