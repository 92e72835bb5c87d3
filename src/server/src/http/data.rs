//! `GET /api/v1/data`.

use axum::Json;
use axum::extract::State;
use std::sync::Arc;
use tilik_api::DataAnswer;

use super::App;
use super::problem::Refusal;

/// The day the newest list landed, for the front page
#[utoipa::path(get, path = tilik_api::path::DATA, responses((status = 200, body = DataAnswer)))]
pub async fn data(State(app): State<Arc<App>>) -> Result<Json<DataAnswer>, Refusal> {
    Ok(Json(DataAnswer { data_as_of: app.index.data_as_of().await? }))
}
