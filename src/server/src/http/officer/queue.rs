//! `GET /api/v1/officer/queue`.

use axum::extract::State;
use axum::{Extension, Json};
use std::sync::Arc;
use tilik_api::Problem;
use tilik_api::officer::{QUEUE_SHOWS, QueueAnswer, QueueLine};
use tilik_core::case::Desk;
use tilik_core::officer::Duty;

use super::SignedIn;
use super::case::Details;
use crate::clock::Instant;
use crate::http::App;
use crate::http::problem::Refusal;
use crate::storage::officers::{Waiting, What, Work};

/// The cases that wait in one's area: those passed up to one first, then the oldest
#[utoipa::path(
    get, path = tilik_api::path::OFFICER_QUEUE,
    responses(
        (status = 200, body = QueueAnswer),
        (status = 401, body = Problem, content_type = "application/problem+json", description = "`signed_out`"),
        (status = 403, body = Problem, content_type = "application/problem+json",
            description = "`forbidden`, `must_change_password`"),
    )
)]
pub async fn queue(
    State(app): State<Arc<App>>,
    Extension(signed_in): Extension<SignedIn>,
) -> Result<Json<QueueAnswer>, Refusal> {
    let now = app.clock.now();
    let duty = signed_in.officer.duty;
    let queue = app.officer.store.queue(duty.area().villages(), duty.role().desk(), QUEUE_SHOWS).await?;
    // It shows names.
    let deed = signed_in.deed(&app, "saw_queue", now);
    app.officer.store.work(Work { what: What::Look, deed: Some(deed) }).await?;
    let lines = queue.cases.iter().map(|case| line(case, &Details::open(&app, &case.details)?, duty, now));
    Ok(Json(QueueAnswer { cases: lines.collect::<Result<_, _>>()?, total: queue.total, today: now.day() }))
}

/// A case as the queue shows it to somebody.
pub fn line(case: &Waiting, details: &Details, duty: Duty, now: Instant) -> Result<QueueLine, Refusal> {
    let (desk, due) = Desk::on(case.desk, case.since.day(), now.day());
    Ok(QueueLine {
        ticket: case.ticket.to_string(),
        status: case.status,
        village: case.village,
        name: details.name.clone(),
        received_at: case.received_at.to_string(),
        desk,
        due,
        mine: duty.may_decide(case.village, case.desk),
    })
}
