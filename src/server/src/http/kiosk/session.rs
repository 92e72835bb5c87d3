//! Who asks: the kiosk of a request's token.

use axum::http::{HeaderMap, header};
use uuid::Uuid;

use crate::http::App;
use crate::http::problem::Refusal;
use crate::kiosk::token::Session;
use crate::storage::kiosks::{Device, Standing};

/// A kiosk with a session.
pub struct Enrolled {
    /// Who it is.
    pub id: Uuid,
    /// The village's code.
    pub village: u64,
    /// Its device.
    pub device: Device,
    /// Its session.
    pub session: Session,
}

/// The session that a request shows, whether or not the kiosk was revoked since.
pub fn shown(app: &App, headers: &HeaderMap) -> Option<Session> {
    let token = headers.get(header::AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ")?;
    app.kiosk.tokens.session(token, app.clock.now())
}

/// The kiosk that asks; `None` where nobody says to be one.
///
/// # Errors
/// [`Refusal::Token`], [`Refusal::KioskUnknown`] where it was revoked, the engine's.
pub async fn of(app: &App, headers: &HeaderMap) -> Result<Option<Enrolled>, Refusal> {
    if headers.contains_key(header::AUTHORIZATION) { needed(app, headers).await.map(Some) } else { Ok(None) }
}

/// The kiosk that asks, where it must be one.
///
/// # Errors
/// As [`of`].
pub async fn needed(app: &App, headers: &HeaderMap) -> Result<Enrolled, Refusal> {
    let session = shown(app, headers).ok_or(Refusal::Token)?;
    let kiosk = app.kiosk.store.kiosk(session.kiosk).await?.ok_or(Refusal::KioskUnknown)?;
    match kiosk.standing {
        Standing::Enrolled(device) => Ok(Enrolled { id: kiosk.id, village: kiosk.village, device, session }),
        Standing::Expected { .. } | Standing::Revoked { .. } => Err(Refusal::KioskUnknown),
    }
}
