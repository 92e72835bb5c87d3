//! `POST /api/v1/officer/batches`.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::{Extension, Json};
use std::sync::Arc;
use tilik_api::Problem;
use tilik_api::officer::{BATCH_CARRIES, BatchRequest, ManifestAnswer};
use tilik_core::officer::Area;

use super::{SignedIn, batch};
use crate::http::body::Body;
use crate::http::problem::Refusal;
use crate::http::{App, idempotency};
use crate::storage::batches::NewBatch;
use crate::storage::officers::{What, Work, Worked};

/// A new batch of those who wait longest in a district, or in one of its villages
///
/// The same key with the same body is the same batch, as it stands now.
#[utoipa::path(
    post, path = tilik_api::path::OFFICER_BATCHES, request_body = BatchRequest,
    params(("Idempotency-Key" = String, Header, description = "A UUID of the sender's, one per batch")),
    responses(
        (status = 201, body = ManifestAnswer),
        (status = 400, body = Problem, content_type = "application/problem+json", description = "`idempotency_key`"),
        (status = 401, body = Problem, content_type = "application/problem+json", description = "`signed_out`"),
        (status = 403, body = Problem, content_type = "application/problem+json",
            description = "`csrf`, `forbidden`, `must_change_password`"),
        (status = 409, body = Problem, content_type = "application/problem+json", description = "`nobody_waits`"),
        (status = 422, body = Problem, content_type = "application/problem+json",
            description = "`district`, `village`: `unknown`; `leaves_on`: `past`; `capacity`: `range`;
            or `idempotency_key_reused`"),
    )
)]
pub async fn make(
    State(app): State<Arc<App>>,
    Extension(signed_in): Extension<SignedIn>,
    headers: HeaderMap,
    Body(request): Body<BatchRequest>,
) -> Result<(StatusCode, Json<ManifestAnswer>), Refusal> {
    let key = idempotency::key(&headers)?;
    let fingerprint = idempotency::fingerprint(&app, &(&request, signed_in.officer.id.as_bytes()))?;
    let now = app.clock.now();
    let duty = signed_in.officer.duty;
    let district = Area::from_code(request.district).filter(|area| matches!(area, Area::Kecamatan(_)));
    // A district of one's own.
    let district = district.filter(|district| duty.area().covers(district.villages().0));
    let district = district.ok_or(Refusal::field("district", "unknown"))?;
    let villages = match request.village {
        None => district.villages(),
        Some(code) => {
            let village = Area::from_code(code).filter(|area| matches!(area, Area::Desa(_)) && district.covers(code));
            village.ok_or(Refusal::field("village", "unknown"))?.villages()
        }
    };
    if request.leaves_on < now.day() {
        return Err(Refusal::field("leaves_on", "past"));
    }
    if !(1..=BATCH_CARRIES).contains(&request.capacity) {
        return Err(Refusal::field("capacity", "range"));
    }
    let new = NewBatch {
        idempotency_key: key,
        fingerprint,
        district: request.district,
        villages,
        leaves_on: request.leaves_on,
        capacity: request.capacity,
        officer: signed_in.officer.id,
        at: now,
    };
    let deed = Some(signed_in.deed(&app, "batch_made", now));
    match app.officer.store.work(Work { what: What::MakeBatch(Box::new(new)), deed }).await? {
        Worked::Made(number) | Worked::MadeBefore(number) => {
            Ok((StatusCode::CREATED, Json(batch::read(&app, &signed_in, number).await?)))
        }
        Worked::KeyReused => Err(Refusal::IdempotencyKeyReused),
        _ => Err(Refusal::NobodyWaits),
    }
}
