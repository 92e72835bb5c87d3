//! `GET` and `DELETE /api/v1/officer/session`.

use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::{Extension, Json};
use std::sync::Arc;
use tilik_api::Problem;
use tilik_api::officer::SessionAnswer;

use super::{SignedIn, cookie};
use crate::http::App;
use crate::http::problem::Refusal;
use crate::storage::officers::{What, Work};

/// Who is signed in
#[utoipa::path(
    get, path = tilik_api::path::OFFICER_SESSION,
    responses(
        (status = 200, body = SessionAnswer),
        (status = 401, body = Problem, content_type = "application/problem+json", description = "`signed_out`"),
    )
)]
pub async fn who(Extension(signed_in): Extension<SignedIn>) -> Json<SessionAnswer> {
    Json(answer(&signed_in))
}

/// Signs out
#[utoipa::path(
    delete, path = tilik_api::path::OFFICER_SESSION,
    responses(
        (status = 204),
        (status = 401, body = Problem, content_type = "application/problem+json", description = "`signed_out`"),
        (status = 403, body = Problem, content_type = "application/problem+json", description = "`csrf`"),
    )
)]
pub async fn sign_out(
    State(app): State<Arc<App>>,
    Extension(signed_in): Extension<SignedIn>,
    headers: HeaderMap,
) -> Result<(StatusCode, [(HeaderName, HeaderValue); 1]), Refusal> {
    let deed = signed_in.deed(&app, "signed_out", app.clock.now());
    let what = What::SignOut { key: signed_in.key };
    app.officer.store.work(Work { what, deed: Some(deed) }).await?;
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, cookie::end_session(cookie::is_https(&headers))?)]))
}

/// What the console is told of a session.
pub fn answer(signed_in: &SignedIn) -> SessionAnswer {
    let officer = &signed_in.officer;
    SessionAnswer {
        name: officer.name.clone(),
        role: officer.duty.role(),
        area: officer.duty.area().code(),
        csrf: signed_in.csrf.clone(),
        must_change_password: officer.must_change,
        second_factor: officer.factor.is_some(),
    }
}
