//! `POST /api/v1/officer/batch/steps`.

use axum::extract::State;
use axum::{Extension, Json};
use std::sync::Arc;
use tilik_api::Problem;
use tilik_api::officer::{BatchAct, BatchStepRequest, ManifestAnswer};

use super::{SignedIn, batch};
use crate::http::App;
use crate::http::body::Body;
use crate::http::problem::Refusal;
use crate::storage::batches::{self, BatchStep};
use crate::storage::officers::{What, Work, Worked};

/// A batch leaves, or is given up before it has
#[utoipa::path(
    post, path = tilik_api::path::OFFICER_BATCH_STEPS, request_body = BatchStepRequest,
    responses(
        (status = 200, body = ManifestAnswer),
        (status = 401, body = Problem, content_type = "application/problem+json", description = "`signed_out`"),
        (status = 403, body = Problem, content_type = "application/problem+json",
            description = "`csrf`, `forbidden`, `must_change_password`"),
        (status = 404, body = Problem, content_type = "application/problem+json",
            description = "No such batch in one's area"),
        (status = 409, body = Problem, content_type = "application/problem+json",
            description = "`not_following`: it has left, or was given up"),
    )
)]
pub async fn step(
    State(app): State<Arc<App>>,
    Extension(signed_in): Extension<SignedIn>,
    Body(BatchStepRequest { number, act }): Body<BatchStepRequest>,
) -> Result<Json<ManifestAnswer>, Refusal> {
    let now = app.clock.now();
    let (act, word) = match act {
        BatchAct::SendOff => (batches::BatchAct::SendOff, "batch_sent"),
        BatchAct::Cancel => (batches::BatchAct::Cancel, "batch_cancelled"),
    };
    let step = BatchStep { number, districts: signed_in.districts(), act, at: now };
    let deed = Some(signed_in.deed(&app, word, now));
    match app.officer.store.work(Work { what: What::StepBatch(Box::new(step)), deed }).await? {
        Worked::Done => batch::read(&app, &signed_in, number).await.map(Json),
        Worked::NotFollowing => Err(Refusal::NotFollowing),
        _ => Err(Refusal::NotFound),
    }
}
