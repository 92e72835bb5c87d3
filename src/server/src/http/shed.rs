//! Sending requests away when too much is under way.
//!
//! Arrivals do not wait for each other on payout day. Beyond what the server can do,
//! every request taken in only makes all of them late, until nobody is answered in
//! time. So at most so many are under way; the rest get 503 at once, with a time to
//! come again that differs from one to the next, so that they do not come together.
//! What is written waits for the disk, so at most half of the places are for that:
//! many reports must not keep out those who only ask.

use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use tilik_api::path;

use super::problem::Refusal;
use crate::metrics::metrics;

/// How much may be under way, and is.
pub struct InFlight {
    most: i64,
    now: AtomicI64,
    /// Of these, what is written.
    writing: AtomicI64,
    shed: AtomicU64,
}

impl InFlight {
    /// So many at the most.
    pub fn at_most(most: u32) -> Arc<Self> {
        Arc::new(Self {
            most: most.into(),
            now: AtomicI64::new(0),
            writing: AtomicI64::new(0),
            shed: AtomicU64::new(0),
        })
    }
}

/// Gives its place back however the request ends, also when the sender goes away.
struct Place {
    in_flight: Arc<InFlight>,
    writes: bool,
}

impl Place {
    /// A place, and whether it may be kept.
    fn take(in_flight: &Arc<InFlight>, writes: bool) -> (Self, bool) {
        metrics().in_flight.inc();
        let before = in_flight.now.fetch_add(1, Ordering::Relaxed);
        let writing = if writes { in_flight.writing.fetch_add(1, Ordering::Relaxed) } else { 0 };
        let fits = before < in_flight.most && (!writes || 2 * writing < in_flight.most);
        (Self { in_flight: Arc::clone(in_flight), writes }, fits)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.in_flight.now.fetch_sub(1, Ordering::Relaxed);
        if self.writes {
            self.in_flight.writing.fetch_sub(1, Ordering::Relaxed);
        }
        metrics().in_flight.dec();
    }
}

/// Whether a request is to write: a report or an objection, by the API or by a form.
fn writes(request: &Request) -> bool {
    let asked = request.uri().path();
    request.method() == Method::POST
        && ([path::REPORTS, path::OBJECTIONS].contains(&asked)
            || asked.ends_with("/lapor")
            || asked.ends_with("/sanggah"))
}

/// Takes a request in, or sends it away.
pub async fn shed(State(in_flight): State<Arc<InFlight>>, request: Request, next: Next) -> Response {
    let (_place, fits) = Place::take(&in_flight, writes(&request));
    if fits {
        return next.run(request).await;
    }
    metrics().shed("in_flight");
    // Three to nine seconds.
    let wait = 3 + in_flight.shed.fetch_add(1, Ordering::Relaxed) % 7;
    let mut response = Refusal::Unavailable.into_response();
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(wait));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_has_half_of_the_places() {
        let in_flight = InFlight::at_most(4);
        let take = |writes| Place::take(&in_flight, writes);
        let written = [take(true), take(true)];
        assert!(written.iter().all(|(_, fits)| *fits));
        assert!(!take(true).1, "half of four are taken");
        let asked = [take(false), take(false)];
        assert!(asked.iter().all(|(_, fits)| *fits), "who only asks has a place");
        assert!(!take(false).1);
        drop((written, asked));
        assert!(take(true).1);
        assert_eq!((in_flight.now.load(Ordering::Relaxed), in_flight.writing.load(Ordering::Relaxed)), (0, 0));
    }
}
