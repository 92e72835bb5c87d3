//! `POST /api/v1/officer/password`.

use axum::Extension;
use axum::extract::State;
use axum::http::StatusCode;
use std::sync::Arc;
use tilik_api::Problem;
use tilik_api::officer::PasswordRequest;

use super::{SignedIn, confirmation};
use crate::http::App;
use crate::http::body::Body;
use crate::http::problem::Refusal;
use crate::officer::password::{self, Password};
use crate::storage::officers::{What, Work, Worked};

/// An officer changes the password; other sessions of the account end
#[utoipa::path(
    post, path = tilik_api::path::OFFICER_PASSWORD, request_body = PasswordRequest,
    responses(
        (status = 204),
        (status = 401, body = Problem, content_type = "application/problem+json", description = "`signed_out`"),
        (status = 403, body = Problem, content_type = "application/problem+json", description = "`csrf`"),
        (status = 422, body = Problem, content_type = "application/problem+json",
            description = "`old`: `wrong`; `new`: `too_short`, `too_long`, `too_plain`, `same`"),
        (status = 429, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn change(
    State(app): State<Arc<App>>,
    Extension(signed_in): Extension<SignedIn>,
    Body(request): Body<PasswordRequest>,
) -> Result<StatusCode, Refusal> {
    let now = app.clock.now();
    let PasswordRequest { old, new } = request;
    let password = Password::parse(&new, &signed_in.name()?).map_err(|fault| Refusal::field("new", fault.code()))?;
    if old == new {
        return Err(Refusal::field("new", "same"));
    }
    confirmation::by_password(&app, &signed_in, old, "old").await?;
    let entropy = Arc::clone(&app.entropy);
    let made = password::slowly(move || password.kept(&*entropy)).await.ok_or(Refusal::Unavailable)?;
    let what =
        What::Password { officer: signed_in.officer.id, password: made, must_change: false, keep: Some(signed_in.key) };
    let deed = signed_in.deed(&app, "password_changed", now);
    match app.officer.store.work(Work { what, deed: Some(deed) }).await? {
        Worked::Done => Ok(StatusCode::NO_CONTENT),
        _ => Err(Refusal::SignedOut),
    }
}
