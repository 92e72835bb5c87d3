//! `POST /api/v1/kiosk/reports`.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::sync::Arc;
use tilik_api::kiosk::{KioskReport, SealedReport};
use tilik_api::{Problem, ReportAnswer};
use uuid::Uuid;

use super::session;
use crate::http::body::Body;
use crate::http::problem::Refusal;
use crate::http::{App, Json, idempotency, reports};

/// A report that a kiosk sealed, perhaps days ago
///
/// Decided as any other, on the day it arrives, under the ticket that the resident has
/// in hand. The same key with the same report gives the same answer again.
#[utoipa::path(
    post, path = tilik_api::path::KIOSK_REPORTS, request_body = SealedReport,
    params(("Idempotency-Key" = String, Header, description = "A UUID of the kiosk's, one per report; sealed along")),
    responses(
        (status = 201, body = ReportAnswer),
        (status = 400, body = Problem, content_type = "application/problem+json", description = "It does not open, or is no report"),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
        (status = 429, body = Problem, content_type = "application/problem+json"),
        (status = 503, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn report(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Body(request): Body<SealedReport>,
) -> Result<(StatusCode, Json), Refusal> {
    let kiosk = session::needed(&app, &headers).await?;
    let key = idempotency::key(&headers)?;
    // A device that was revoked and enrolled again still brings what it took before.
    let kiosk = match &request.kiosk {
        Some(former) => Uuid::try_parse(former).map_err(|_| Refusal::Malformed)?,
        None => kiosk.id,
    };
    let sealed = STANDARD.decode(&request.sealed).map_err(|_| Refusal::Malformed)?;
    let plain = app.kiosk.keys.open(kiosk, key, &sealed).map_err(|_| Refusal::Malformed)?;
    let report: KioskReport = serde_json::from_slice(&plain).map_err(|_| Refusal::Malformed)?;
    reports::through_kiosk(&app, kiosk, key, report).await
}
