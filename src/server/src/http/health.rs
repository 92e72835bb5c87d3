//! Whether the process lives and whether the database answers, for whatever
//! watches the server.

use axum::extract::State;
use axum::http::StatusCode;
use std::sync::Arc;

use super::App;
use crate::metrics::metrics;

/// `GET /healthz`: the process answers.
pub async fn healthz() -> &'static str {
    "ok\n"
}

/// `GET /readyz`: the database answers.
pub async fn readyz(State(app): State<Arc<App>>) -> (StatusCode, &'static str) {
    match app.reports.ready().await {
        Ok(()) => {
            metrics().database_up.set(1);
            (StatusCode::OK, "ready\n")
        }
        Err(error) => {
            metrics().database_up.set(0);
            tracing::warn!(%error, "the database does not answer");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n")
        }
    }
}
