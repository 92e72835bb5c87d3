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

/// Unused tickets of one kiosk at the most: weeks of reports without a network.
const UNUSED: i64 = 500;
/// Tickets given out at once at the most, so that no other writing waits for long.
const AT_ONCE: u32 = 200;

/// Tickets for a kiosk to give out without a network
///
/// Nobody else gets them. Fewer than asked for where the kiosk has many unused, none
/// at the worst.
#[utoipa::path(
    post, path = tilik_api::path::KIOSK_TICKETS, request_body = TicketsRequest,
    responses(
        (status = 200, body = TicketsAnswer),
        (status = 401, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn tickets(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Body(request): Body<TicketsRequest>,
) -> Result<Json<TicketsAnswer>, Refusal> {
    let kiosk = session::needed(&app, &headers).await?;
    let free = (UNUSED - app.kiosk.store.reserved(kiosk.id).await?).clamp(0, i64::from(AT_ONCE));
    let count = i64::from(request.count).min(free);
    let drawn = (0..count).map(|_| Ticket::from_random(u64::from_be_bytes(bytes(&*app.entropy)))).collect();
    let change = KioskChange::Reserve { id: kiosk.id, tickets: drawn };
    let KioskChanged::Reserved(tickets) = app.kiosk.store.change(change).await? else { return Err(Refusal::Internal) };
    Ok(Json(TicketsAnswer { tickets: tickets.iter().map(ToString::to_string).collect() }))
}
