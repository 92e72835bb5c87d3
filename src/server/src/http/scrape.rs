//! `GET /metrics`, on an address of its own: it is for whoever watches the server, and
//! not for the network that residents come from.

use anyhow::Context;
use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use prometheus_client::encoding::text::encode;
use prometheus_client::registry::Registry;
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::net::TcpListener;

const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// Serves what the registry has, for as long as the process runs.
///
/// # Errors
/// Where the address cannot be listened on.
pub async fn serve_metrics(address: SocketAddr, registry: Registry) -> anyhow::Result<()> {
    let listener =
        TcpListener::bind(address).await.with_context(|| format!("{address} cannot be listened on for metrics"))?;
    tracing::info!("metrics on http://{}/metrics", listener.local_addr()?);
    let router = Router::new().route("/metrics", get(metrics)).with_state(Arc::new(registry));
    tokio::spawn(async move {
        if let Err(error) = axum::serve(listener, router).await {
            tracing::error!(%error, "metrics are not served any more");
        }
    });
    Ok(())
}

async fn metrics(State(registry): State<Arc<Registry>>) -> Response {
    let mut text = String::new();
    match encode(&mut text, &registry) {
        Ok(()) => ([(header::CONTENT_TYPE, OPEN_METRICS)], text).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}
