//! `GET /api/v1/officer/deliveries`.

use axum::extract::State;
use axum::{Extension, Json};
use std::sync::Arc;
use tilik_api::Problem;
use tilik_api::officer::{Batch, BatchStanding, DeliveriesAnswer, LateLine, QUEUE_SHOWS, VillageWaits};
use tilik_core::case::{PROMISED_DAYS, promise};

use super::SignedIn;
use crate::clock::Instant;
use crate::http::App;
use crate::http::problem::Refusal;
use crate::storage::batches;

/// What is to be delivered in one's area, what is late, and the batches. It names nobody.
#[utoipa::path(
    get, path = tilik_api::path::OFFICER_DELIVERIES,
    responses(
        (status = 200, body = DeliveriesAnswer),
        (status = 401, body = Problem, content_type = "application/problem+json", description = "`signed_out`"),
        (status = 403, body = Problem, content_type = "application/problem+json",
            description = "`forbidden`, `must_change_password`"),
    )
)]
pub async fn deliveries(
    State(app): State<Arc<App>>,
    Extension(signed_in): Extension<SignedIn>,
) -> Result<Json<DeliveriesAnswer>, Refusal> {
    let today = app.clock.now().day();
    let area = signed_in.officer.duty.area().villages();
    let late_before = Instant::start_of(today.plus_days(-PROMISED_DAYS));
    let deliveries = app.officer.batches.deliveries(area, late_before, QUEUE_SHOWS).await?;
    let due = |since: Instant| promise(since.day()).1;
    let waiting = deliveries.waiting.into_iter();
    let waiting =
        waiting.map(|village| VillageWaits { village: village.village, count: village.count, due: due(village.since) });
    let late = deliveries.late.into_iter();
    let late = late.map(|late| LateLine {
        ticket: late.ticket,
        village: late.village,
        status: late.status,
        due: due(late.since),
    });
    Ok(Json(DeliveriesAnswer {
        waiting: waiting.collect(),
        late: late.collect(),
        batches: deliveries.batches.into_iter().map(batch).collect(),
        today,
    }))
}

/// A batch as it is told.
pub fn batch(batch: batches::Batch) -> Batch {
    let standing = match (batch.cancelled, batch.left) {
        (true, _) => BatchStanding::Cancelled,
        (false, true) => BatchStanding::Left,
        (false, false) => BatchStanding::Planned,
    };
    let batches::Batch { number, district, leaves_on, packages, handed_over, brought_back, .. } = batch;
    Batch { number, district, leaves_on, standing, packages, handed_over, brought_back }
}
