//! `POST /api/v1/officer/accounts/end`.

use axum::Extension;
use axum::extract::State;
use axum::http::StatusCode;
use std::sync::Arc;
use tilik_api::Problem;
use tilik_api::officer_accounts::AccountRequest;

use super::{SignedIn, accounts, confirmation};
use crate::http::App;
use crate::http::body::Body;
use crate::http::problem::Refusal;
use crate::storage::officers::Worked;

/// An account may do nothing any more, as from now
#[utoipa::path(
    post, path = tilik_api::path::OFFICER_ACCOUNTS_END, request_body = AccountRequest,
    responses(
        (status = 204),
        (status = 401, body = Problem, content_type = "application/problem+json", description = "`signed_out`"),
        (status = 403, body = Problem, content_type = "application/problem+json",
            description = "`csrf`, `forbidden`, `must_change_password`; `own_account`: nobody ends their own"),
        (status = 409, body = Problem, content_type = "application/problem+json",
            description = "`last_admin`: nobody would be left to look after accounts"),
        (status = 422, body = Problem, content_type = "application/problem+json",
            description = "`name`: `unknown`; `password`: `wrong`"),
        (status = 429, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn end(
    State(app): State<Arc<App>>,
    Extension(signed_in): Extension<SignedIn>,
    Body(AccountRequest { name, password }): Body<AccountRequest>,
) -> Result<StatusCode, Refusal> {
    let officer = accounts::somebody_elses(&app, &signed_in, &name).await?;
    confirmation::by_password(&app, &signed_in, password, "password").await?;
    match app.officer.store.work(accounts::of(&app, &signed_in).end(officer.id)).await? {
        Worked::Done => Ok(StatusCode::NO_CONTENT),
        Worked::LastAdmin => Err(Refusal::LastAdmin),
        _ => Err(Refusal::field("name", "unknown")),
    }
}
