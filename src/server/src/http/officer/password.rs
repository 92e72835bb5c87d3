//! `POST /api/v1/officer/password`.

use axum::Extension;
use axum::extract::State;
use axum::http::StatusCode;
use std::sync::Arc;
use std::time::Duration;
use tilik_api::Problem;
use tilik_api::officer::PasswordRequest;

use super::SignedIn;
use crate::http::App;
use crate::http::body::Body;
use crate::http::problem::Refusal;
use crate::officer::password::{self, Password};
use crate::storage::officers::{PAUSE, What, Work, Worked};

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
    // A session that was left open is no way to find the password out.
    let tries = app.sealing.try_key(&signed_in.officer.name, Some("password"));
    if app.officer.store.work(Work { what: What::Try { key: tries, at: now }, deed: None }).await? != Worked::Done {
        return Err(Refusal::TooManyRequests { retry_after: Duration::from_millis(PAUSE.unsigned_abs()) });
    }
    let (kept, entropy) = (signed_in.officer.password.clone(), Arc::clone(&app.entropy));
    let made = password::slowly(move || password::is(&old, &kept).then(|| password.kept(&*entropy)));
    let Some(made) = made.await.ok_or(Refusal::Unavailable)? else { return Err(Refusal::field("old", "wrong")) };
    app.officer.store.work(Work { what: What::Right { key: tries }, deed: None }).await?;
    let what =
        What::Password { officer: signed_in.officer.id, password: made, must_change: false, keep: Some(signed_in.key) };
    let deed = signed_in.deed(&app, "password_changed", now);
    match app.officer.store.work(Work { what, deed: Some(deed) }).await? {
        Worked::Done => Ok(StatusCode::NO_CONTENT),
        _ => Err(Refusal::SignedOut),
    }
}
