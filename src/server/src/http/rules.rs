//! `GET /api/v1/rules`.

use axum::Json;
use axum::extract::State;
use std::sync::Arc;
use tilik_core::RuleSet;

use super::App;

/// The rule matrix in force, for clients that decide as the server does
///
/// `{version, rule: [{id, asked, excluded_by, counts_for, from, until?, regulation}]}`
#[utoipa::path(get, path = tilik_api::path::RULES, responses((status = 200, body = serde_json::Value)))]
pub async fn rules(State(app): State<Arc<App>>) -> Json<RuleSet> {
    Json(app.rules.clone())
}
