//! `POST /api/v1/kiosk/sessions`.

use axum::Json;
use axum::extract::State;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::sync::Arc;
use tilik_api::Problem;
use tilik_api::kiosk::{SESSION_SIGNED, SessionAnswer, SessionRequest};
use uuid::Uuid;

use crate::http::App;
use crate::http::body::Body;
use crate::http::problem::Refusal;
use crate::kiosk::keys;
use crate::kiosk::token::{Session, TOKEN_SECONDS};
use crate::storage::kiosks::Standing;

/// A kiosk's session, against a signature of its device
///
/// No clock of the kiosk's is asked: what it signs is the server's nonce.
#[utoipa::path(
    post, path = tilik_api::path::KIOSK_SESSIONS, request_body = SessionRequest,
    responses(
        (status = 200, body = SessionAnswer),
        (status = 401, body = Problem, content_type = "application/problem+json",
            description = "`kiosk_unknown`: not known or revoked; `signature`: not its own, or of an old nonce"),
        (status = 429, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn session(
    State(app): State<Arc<App>>,
    Body(request): Body<SessionRequest>,
) -> Result<Json<SessionAnswer>, Refusal> {
    let now = app.clock.now();
    let id = Uuid::try_parse(&request.kiosk).map_err(|_| Refusal::KioskUnknown)?;
    let kiosk = app.kiosk.store.kiosk(id).await?.ok_or(Refusal::KioskUnknown)?;
    let Standing::Enrolled(device) = kiosk.standing else { return Err(Refusal::KioskUnknown) };
    let signed = format!("{SESSION_SIGNED}{}\n{}", request.kiosk, request.nonce);
    let signature = STANDARD.decode(&request.signature).map_err(|_| Refusal::Signature)?;
    let ours = app.kiosk.tokens.is_nonce(&request.nonce, now);
    if !ours || !keys::is_signed(&device.public_key, signed.as_bytes(), &signature) {
        return Err(Refusal::Signature);
    }
    let session = Session { kiosk: id, expires: now.seconds() + TOKEN_SECONDS, unlocked_until: 0 };
    Ok(Json(SessionAnswer {
        token: app.kiosk.tokens.token(session),
        expires_in: TOKEN_SECONDS,
        village: kiosk.village.to_string(),
        place: kiosk.place,
    }))
}
