//! `GET` and `POST /api/v1/officer/sign-on`.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, header};
use std::sync::Arc;
use tilik_api::Problem;
use tilik_api::officer_sign_on::{SignOnAnswer, SignOnStart};

use super::cookie;
use crate::http::App;
use crate::http::problem::Refusal;
use crate::officer::sign_on::{ProviderError, SignOnError, Started};

/// Whether officers may sign in through the regency's provider
#[utoipa::path(
    get, path = tilik_api::path::OFFICER_SIGN_ON,
    responses((status = 200, body = SignOnAnswer))
)]
pub async fn offered(State(app): State<Arc<App>>) -> Json<SignOnAnswer> {
    Json(SignOnAnswer { offered: app.officer.sign_on.is_some() })
}

/// An officer begins to sign in through the regency's provider
///
/// What belongs to it is in a cookie for ten minutes.
#[utoipa::path(
    post, path = tilik_api::path::OFFICER_SIGN_ON,
    responses(
        (status = 200, body = SignOnStart),
        (status = 404, body = Problem, content_type = "application/problem+json",
            description = "There is no such provider"),
        (status = 503, body = Problem, content_type = "application/problem+json",
            description = "`provider_unavailable`: passwords go on working"),
    )
)]
pub async fn begin(
    State(app): State<Arc<App>>,
) -> Result<([(HeaderName, HeaderValue); 1], Json<SignOnStart>), Refusal> {
    let sign_on = app.officer.sign_on.as_ref().ok_or(Refusal::NotFound)?;
    let now = app.clock.now();
    let started = Started::draw(now, &*app.entropy);
    let to = sign_on.page(&started, now).await?;
    let sealed = started.sealed(&app.sealing, &*app.entropy);
    let cookie = cookie::set_sign_on(sign_on.is_https(), &sealed, Started::SECONDS)?;
    Ok(([(header::SET_COOKIE, cookie)], Json(SignOnStart { to: to.into() })))
}

/// The error and what caused it. None of it quotes what was sent or answered.
fn chain(error: &ProviderError) -> String {
    let mut told = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        told += &format!(": {error}");
        cause = error.source();
    }
    told
}

impl From<SignOnError> for Refusal {
    fn from(error: SignOnError) -> Self {
        match error {
            SignOnError::Provider(error) => {
                tracing::warn!(error = chain(&error), "single sign-on");
                Self::ProviderUnavailable
            }
            SignOnError::Crowded => Self::Unavailable,
            SignOnError::Nobody(why) => {
                tracing::warn!(why, "single sign-on: nobody was signed in");
                Self::Unfinished
            }
        }
    }
}
