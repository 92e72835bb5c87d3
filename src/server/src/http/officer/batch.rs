//! `POST /api/v1/officer/batch`.

use axum::extract::State;
use axum::{Extension, Json};
use std::sync::Arc;
use tilik_api::Problem;
use tilik_api::officer::{ManifestAnswer, ManifestRequest, Package};

use super::case::Details;
use super::{SignedIn, deliveries};
use crate::http::App;
use crate::http::body::Body;
use crate::http::problem::Refusal;
use crate::sealing::Kind;
use crate::storage::batches;
use crate::storage::officers::{What, Work};

/// A batch with its packages: whom each is for and where. The trail keeps who looked.
#[utoipa::path(
    post, path = tilik_api::path::OFFICER_BATCH, request_body = ManifestRequest,
    responses(
        (status = 200, body = ManifestAnswer),
        (status = 401, body = Problem, content_type = "application/problem+json", description = "`signed_out`"),
        (status = 403, body = Problem, content_type = "application/problem+json",
            description = "`csrf`, `forbidden`, `must_change_password`"),
        (status = 404, body = Problem, content_type = "application/problem+json",
            description = "No such batch in one's area"),
    )
)]
pub async fn manifest(
    State(app): State<Arc<App>>,
    Extension(signed_in): Extension<SignedIn>,
    Body(ManifestRequest { number }): Body<ManifestRequest>,
) -> Result<Json<ManifestAnswer>, Refusal> {
    read(&app, &signed_in, number).await.map(Json)
}

/// The batch of that number, if it is of one's area.
pub async fn read(app: &App, signed_in: &SignedIn, number: i64) -> Result<ManifestAnswer, Refusal> {
    let found = app.officer.batches.manifest(number, signed_in.districts()).await?;
    let (batch, packages) = found.ok_or(Refusal::NotFound)?;
    let deed = Some(signed_in.deed(app, "saw_manifest", app.clock.now()));
    app.officer.store.work(Work { what: What::Look, deed }).await?;
    let packages = packages.into_iter().map(|one| package(app, one));
    Ok(ManifestAnswer { batch: deliveries::batch(batch), packages: packages.collect::<Result<_, _>>()? })
}

fn package(app: &App, package: batches::Package) -> Result<Package, Refusal> {
    let Details { name, address, phone, .. } = Details::open(app, &package.details)?;
    let batches::Package { place, ticket, village, result, note, .. } = package;
    let note = note.map(|sealed| {
        let opened = app.sealing.open(Kind::CaseNote, &sealed).map_err(|_| Refusal::Internal)?;
        String::from_utf8(opened).map_err(|_| Refusal::Internal)
    });
    Ok(Package { place, ticket, name, village, address, phone, result, note: note.transpose()? })
}
