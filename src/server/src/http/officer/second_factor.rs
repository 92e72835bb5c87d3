//! `POST /api/v1/officer/second-factor` and `…/confirmation`.

use axum::extract::State;
use axum::http::StatusCode;
use axum::{Extension, Json};
use std::sync::Arc;
use tilik_api::Problem;
use tilik_api::officer::{SecondFactorAnswer, SecondFactorRequest};

use super::{SignedIn, confirmation};
use crate::http::App;
use crate::http::body::Body;
use crate::http::problem::Refusal;
use crate::officer::factor::Factor;
use crate::sealing::Kind;
use crate::storage::officers::{What, Work, Worked};

/// A secret for an authenticator; nothing is asked for until it is confirmed
#[utoipa::path(
    post, path = tilik_api::path::OFFICER_SECOND_FACTOR,
    responses(
        (status = 200, body = SecondFactorAnswer),
        (status = 401, body = Problem, content_type = "application/problem+json", description = "`signed_out`"),
        (status = 403, body = Problem, content_type = "application/problem+json", description = "`csrf`"),
        (status = 409, body = Problem, content_type = "application/problem+json", description = "`has_factor`"),
    )
)]
pub async fn offer(
    State(app): State<Arc<App>>,
    Extension(signed_in): Extension<SignedIn>,
) -> Result<Json<SecondFactorAnswer>, Refusal> {
    if signed_in.officer.factor.is_some() {
        return Err(Refusal::HasFactor);
    }
    let factor = Factor::drawn(&*app.entropy).ok_or(Refusal::Internal)?;
    Ok(Json(SecondFactorAnswer { secret: factor.text(), uri: factor.uri(&signed_in.name()?) }))
}

/// The authenticator has the secret: from now on signing in asks for its code
#[utoipa::path(
    post, path = tilik_api::path::OFFICER_SECOND_FACTOR_CONFIRMATION, request_body = SecondFactorRequest,
    responses(
        (status = 204),
        (status = 401, body = Problem, content_type = "application/problem+json", description = "`signed_out`"),
        (status = 403, body = Problem, content_type = "application/problem+json", description = "`csrf`"),
        (status = 409, body = Problem, content_type = "application/problem+json", description = "`has_factor`"),
        (status = 422, body = Problem, content_type = "application/problem+json",
            description = "`secret`: `format`; `code`: `wrong`; `password`: `wrong`"),
        (status = 429, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn confirm(
    State(app): State<Arc<App>>,
    Extension(signed_in): Extension<SignedIn>,
    Body(request): Body<SecondFactorRequest>,
) -> Result<StatusCode, Refusal> {
    if signed_in.officer.factor.is_some() {
        return Err(Refusal::HasFactor);
    }
    let SecondFactorRequest { secret, code, password } = request;
    let now = app.clock.now();
    let factor = Factor::parse(&secret).ok_or(Refusal::field("secret", "format"))?;
    let at = factor.step_of(&code, now).ok_or(Refusal::field("code", "wrong"))?;
    confirmation::by_password(&app, &signed_in, password, "password").await?;
    let sealed = Some(app.sealing.seal(Kind::Factor, factor.as_bytes(), &*app.entropy));
    let officer = signed_in.officer.id;
    let deed = Some(signed_in.deed(&app, "factor_set", now));
    let set = app.officer.store.work(Work { what: What::Factor { officer, sealed }, deed }).await?;
    if set != Worked::Done {
        return Err(Refusal::SignedOut);
    }
    app.officer.store.work(Work { what: What::FactorUsed { officer, at }, deed: None }).await?;
    Ok(StatusCode::NO_CONTENT)
}
