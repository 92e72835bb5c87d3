//! `POST /api/v1/officer/accounts/link`.

use axum::Extension;
use axum::extract::State;
use axum::http::StatusCode;
use std::sync::Arc;
use tilik_api::Problem;
use tilik_api::officer_accounts::LinkRequest;

use super::{SignedIn, accounts, confirmation};
use crate::http::App;
use crate::http::body::Body;
use crate::http::problem::Refusal;
use crate::officer::subject::Subject;
use crate::storage::officers::Worked;

/// Who an account's owner is at the regency's provider; the account's sessions end
#[utoipa::path(
    post, path = tilik_api::path::OFFICER_ACCOUNTS_LINK, request_body = LinkRequest,
    responses(
        (status = 204),
        (status = 401, body = Problem, content_type = "application/problem+json", description = "`signed_out`"),
        (status = 403, body = Problem, content_type = "application/problem+json",
            description = "`csrf`, `forbidden`, `must_change_password`"),
        (status = 422, body = Problem, content_type = "application/problem+json",
            description = "`name`: `unknown`; `subject`: `format`, `taken`, `no_provider`; `password`: `wrong`"),
        (status = 429, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn link(
    State(app): State<Arc<App>>,
    Extension(signed_in): Extension<SignedIn>,
    Body(LinkRequest { name, subject, password }): Body<LinkRequest>,
) -> Result<StatusCode, Refusal> {
    let officer = accounts::existing(&app, &name).await?;
    let subject = subject.map(|subject| {
        let sign_on = app.officer.sign_on.as_ref().ok_or(Refusal::field("subject", "no_provider"))?;
        let subject = Subject::typed(&subject).ok_or(Refusal::field("subject", "format"))?;
        Ok::<_, Refusal>(app.sealing.subject_key(sign_on.issuer(), &subject))
    });
    let subject = subject.transpose()?;
    confirmation::by_password(&app, &signed_in, password, "password").await?;
    match app.officer.store.work(accounts::of(&app, &signed_in).link(officer.id, subject)).await? {
        Worked::Done => Ok(StatusCode::NO_CONTENT),
        _ => Err(Refusal::field("subject", "taken")),
    }
}
