//! `POST /api/v1/kiosk/unlock`.

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use std::sync::Arc;
use std::time::Duration;
use tilik_api::Problem;
use tilik_api::kiosk::{UnlockAnswer, UnlockRequest};

use super::keys::snapshot_keys;
use super::session;
use crate::http::App;
use crate::http::body::Body;
use crate::http::problem::Refusal;
use crate::kiosk::pin::Pin;
use crate::kiosk::token::Session;
use crate::storage::kiosks::{KioskChange, KioskChanged, PIN_PAUSE};

/// The staff unlocks a kiosk: it gets the keys of its snapshot, for a day
///
/// After five wrong tries in a row none counts for 15 minutes.
#[utoipa::path(
    post, path = tilik_api::path::KIOSK_UNLOCK, request_body = UnlockRequest,
    responses(
        (status = 200, body = UnlockAnswer),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json",
            description = "`pin`: `format`, `wrong`; `version`: `format`"),
        (status = 429, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn unlock(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Body(request): Body<UnlockRequest>,
) -> Result<Json<UnlockAnswer>, Refusal> {
    let kiosk = session::needed(&app, &headers).await?;
    let pin = Pin::parse(&request.pin).ok_or(Refusal::field("pin", "format"))?;
    let now = app.clock.now();
    if app.kiosk.store.change(KioskChange::PinTry { id: kiosk.id, at: now }).await? != KioskChanged::Done {
        // Somebody else may have closed it since the kiosk was read: then for the whole time.
        let left = kiosk.device.pin_blocked_until.millis() - now.millis();
        let left = if left > 0 { left } else { PIN_PAUSE };
        return Err(Refusal::TooManyRequests { retry_after: Duration::from_millis(left.unsigned_abs()) });
    }
    // Slow on purpose: not on the threads that answer residents.
    let kept = kiosk.device.pin.clone();
    let right = tokio::task::spawn_blocking(move || pin.is(&kept)).await.map_err(|_| Refusal::Internal)?;
    if !right {
        return Err(Refusal::field("pin", "wrong"));
    }
    app.kiosk.store.change(KioskChange::PinRight { id: kiosk.id }).await?;
    // The token holds as long: snapshots that come later have keys of their own.
    let unlocked_until = now.seconds() + app.kiosk.unlocked;
    Ok(Json(UnlockAnswer {
        keys: snapshot_keys(&app, kiosk.village, &request.version)?,
        token: app.kiosk.tokens.token(Session { expires: unlocked_until, unlocked_until, ..kiosk.session }),
        unlocked_for: app.kiosk.unlocked,
    }))
}
