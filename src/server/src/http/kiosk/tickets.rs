//! `POST /api/v1/kiosk/tickets`.

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use std::sync::Arc;
use tilik_api::Problem;
use tilik_api::kiosk::{TicketsAnswer, TicketsRequest};
use tilik_core::Ticket;

use super::session;
use crate::entropy::bytes;
use crate::http::App;
use crate::http::body::Body;
use crate::http::problem::Refusal;
use crate::storage::kiosks::{KioskChange, KioskChanged};

/// Tickets given out at once at the most, so that no other writing waits for long.
const AT_ONCE: u32 = 200;

/// Tickets for a kiosk to give out without a network
///
/// Nobody else gets them. At most 200 at once, and a few times an hour.
#[utoipa::path(
    post, path = tilik_api::path::KIOSK_TICKETS, request_body = TicketsRequest,
    responses(
        (status = 200, body = TicketsAnswer),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 429, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn tickets(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Body(request): Body<TicketsRequest>,
) -> Result<Json<TicketsAnswer>, Refusal> {
    let kiosk = session::needed(&app, &headers).await?;
    if let Some(limits) = &app.limits {
        limits.kiosk_tickets(kiosk.id).await?;
    }
    let drawn = (0..request.count.min(AT_ONCE))
        .map(|_| Ticket::from_random(u64::from_be_bytes(bytes(&*app.entropy))))
        .collect();
    let change = KioskChange::Reserve { id: kiosk.id, tickets: drawn };
    let KioskChanged::Reserved(tickets) = app.kiosk.store.change(change).await? else { return Err(Refusal::Internal) };
    Ok(Json(TicketsAnswer { tickets: tickets.iter().map(ToString::to_string).collect() }))
}
