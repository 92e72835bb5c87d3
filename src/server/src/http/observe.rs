//! Around every request: an id, a line in the log, and no caching of the API.
//!
//! The line names the route's pattern, never the path or query as sent: a stray
//! NIK in a URL must not end up in a log.

use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderName, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::Response;
use std::time::Instant;
use tilik_api::path;
use tracing::{Instrument, field};
use uuid::Uuid;

use crate::metrics::{RequestKind, metrics};

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The routes whose time is worth a line of its own.
const ROUTES: [&str; 11] = [
    path::CHALLENGE,
    path::CHECKS,
    path::REPORTS,
    path::REPORTS_STATUS,
    path::OBJECTIONS,
    path::RULES,
    path::DATA,
    path::OPENAPI,
    "/healthz",
    "/readyz",
    "none",
];

/// The route as a word that outlives the request; pages and forms are one, and so are
/// the officers' endpoints.
fn known(route: &str) -> &'static str {
    if route.starts_with(path::OFFICER) {
        return path::OFFICER;
    }
    ROUTES.into_iter().find(|&known| known == route).unwrap_or("page")
}

/// Gives the request its id, logs it, and marks answers of the API.
pub async fn observe(request: Request, next: Next) -> Response {
    let id = Uuid::new_v4();
    let started = Instant::now();
    let is_api = request.uri().path().starts_with("/api");
    // A sender may write any word there.
    let method = match *request.method() {
        Method::GET => "GET",
        Method::POST => "POST",
        _ => "other",
    };
    let route = request.extensions().get::<MatchedPath>().cloned();
    let route = known(route.as_ref().map_or("none", MatchedPath::as_str));
    let span = tracing::info_span!("request", id = %id.as_simple(), method, route, status = field::Empty);
    let mut response = next.run(request).instrument(span.clone()).await;
    let took = started.elapsed();
    let kind = RequestKind { route, method, status: response.status().as_u16() };
    span.record("status", kind.status);
    metrics().request(&kind, took, || id.as_simple().to_string());
    let headers = response.headers_mut();
    let mut buffer = [0; uuid::fmt::Hyphenated::LENGTH];
    if let Ok(value) = HeaderValue::from_str(id.hyphenated().encode_lower(&mut buffer)) {
        headers.insert(REQUEST_ID, value);
    }
    if is_api {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        span.in_scope(|| {
            tracing::info!(
                method,
                route,
                status = response.status().as_u16(),
                micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX),
                "answered"
            );
        });
    }
    response
}
