//! `POST /api/v1/officer/accounts/reset`.

use axum::extract::State;
use axum::{Extension, Json};
use std::sync::Arc;
use tilik_api::Problem;
use tilik_api::officer_accounts::{AccountRequest, FirstPasswordAnswer};

use super::{SignedIn, accounts, confirmation};
use crate::http::App;
use crate::http::body::Body;
use crate::http::problem::Refusal;
use crate::storage::officers::Worked;

/// A new first password for who lost theirs, or the phone; told this once
///
/// The account's sessions and its second factor end.
#[utoipa::path(
    post, path = tilik_api::path::OFFICER_ACCOUNTS_RESET, request_body = AccountRequest,
    responses(
        (status = 200, body = FirstPasswordAnswer),
        (status = 401, body = Problem, content_type = "application/problem+json", description = "`signed_out`"),
        (status = 403, body = Problem, content_type = "application/problem+json",
            description = "`csrf`, `forbidden`, `must_change_password`; `own_account`: change the password instead"),
        (status = 422, body = Problem, content_type = "application/problem+json",
            description = "`name`: `unknown`; `password`: `wrong`"),
        (status = 429, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn reset(
    State(app): State<Arc<App>>,
    Extension(signed_in): Extension<SignedIn>,
    Body(AccountRequest { name, password }): Body<AccountRequest>,
) -> Result<Json<FirstPasswordAnswer>, Refusal> {
    let officer = accounts::somebody_elses(&app, &signed_in, &name).await?;
    confirmation::by_password(&app, &signed_in, password, "password").await?;
    let first = accounts::first_password(&app).await?;
    let answer = accounts::told(&officer.name, &first);
    for work in accounts::of(&app, &signed_in).reset(officer.id, first) {
        if app.officer.store.work(work).await? != Worked::Done {
            return Err(Refusal::field("name", "unknown"));
        }
    }
    Ok(Json(answer))
}
