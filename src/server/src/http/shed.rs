//! Sending requests away when too much is under way.
//!
//! Arrivals do not wait for each other on payout day. Beyond what the server can do,
//! every request taken in only makes all of them late, until nobody is answered in
//! time. So at most so many are under way; the rest get 503 at once, with a time to
//! come again that differs from one to the next, so that they do not come together.

use axum::extract::{Request, State};
use axum::http::{HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use super::problem::Refusal;
use crate::metrics::metrics;

/// How much may be under way, and is.
pub struct InFlight {
    most: i64,
    now: AtomicI64,
    shed: AtomicU64,
}

impl InFlight {
    /// So many at the most.
    pub fn at_most(most: u32) -> Arc<Self> {
        Arc::new(Self { most: most.into(), now: AtomicI64::new(0), shed: AtomicU64::new(0) })
    }
}

/// Gives its place back however the request ends, also when the sender goes away.
struct Place(Arc<InFlight>);

impl Drop for Place {
    fn drop(&mut self) {
        self.0.now.fetch_sub(1, Ordering::Relaxed);
        metrics().in_flight.dec();
    }
}

/// Takes a request in, or sends it away.
pub async fn shed(State(in_flight): State<Arc<InFlight>>, request: Request, next: Next) -> Response {
    metrics().in_flight.inc();
    let before = in_flight.now.fetch_add(1, Ordering::Relaxed);
    let _place = Place(Arc::clone(&in_flight));
    if before < in_flight.most {
        return next.run(request).await;
    }
    metrics().shed("in_flight");
    // Three to nine seconds.
    let wait = 3 + in_flight.shed.fetch_add(1, Ordering::Relaxed) % 7;
    let mut response = Refusal::Unavailable.into_response();
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(wait));
    response
}
