//! `POST /api/v1/kiosk/enrolments`.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::sync::Arc;
use tilik_api::kiosk::{EnrolmentAnswer, EnrolmentRequest};
use tilik_api::{FieldError, Problem};

use crate::clock::Instant;
use crate::http::App;
use crate::http::body::Body;
use crate::http::problem::Refusal;
use crate::kiosk::pin::Pin;
use crate::kiosk::{code, keys};
use crate::storage::kiosks::{Device, KioskChange, KioskChanged};

/// A device becomes the kiosk that an officer made a one-time code for
///
/// The code is gone with that. The answer has the keys that the kiosk seals reports to
/// and verifies snapshots with.
#[utoipa::path(
    post, path = tilik_api::path::KIOSK_ENROLMENTS, request_body = EnrolmentRequest,
    responses(
        (status = 201, body = EnrolmentAnswer),
        (status = 404, body = Problem, content_type = "application/problem+json",
            description = "No such code, or used, or past its time"),
        (status = 422, body = Problem, content_type = "application/problem+json",
            description = "`code`, `public_key`, `pin`: `format`"),
        (status = 429, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn enrol(
    State(app): State<Arc<App>>,
    Body(request): Body<EnrolmentRequest>,
) -> Result<(StatusCode, Json<EnrolmentAnswer>), Refusal> {
    let code = code::plain(&request.code);
    let public_key = STANDARD.decode(&request.public_key).ok().filter(|key| keys::is_point(key));
    let pin = Pin::parse(&request.pin);
    let (Some(code), Some(public_key), Some(pin)) = (&code, &public_key, &pin) else {
        let wrong = [("code", code.is_none()), ("public_key", public_key.is_none()), ("pin", pin.is_none())];
        let errors = wrong.iter().filter(|(_, wrong)| *wrong);
        let errors = errors.map(|(field, _)| FieldError { field: (*field).into(), code: "format".into() });
        return Err(Refusal::Invalid(errors.collect()));
    };
    let device = Device {
        public_key: public_key.clone(),
        pin: pin.kept(&*app.entropy),
        pin_blocked_until: Instant::from_millis(0),
        since: app.clock.now(),
    };
    let change = KioskChange::Enrol { code: app.sealing.code_key(code), device };
    let KioskChanged::Enrolled(kiosk) = app.kiosk.store.change(change).await? else { return Err(Refusal::NotFound) };
    tracing::info!(kiosk = %kiosk.id, village = kiosk.village, "a kiosk has enrolled");
    // The first snapshot takes minutes: it may begin.
    app.kiosk.snapshots.of(kiosk.village).await?;
    Ok((
        StatusCode::CREATED,
        Json(EnrolmentAnswer {
            kiosk: kiosk.id.to_string(),
            village: kiosk.village.to_string(),
            place: kiosk.place,
            seal_key: app.kiosk.keys.seal_point(),
            sign_key: app.kiosk.keys.sign_point(),
        }),
    ))
}
