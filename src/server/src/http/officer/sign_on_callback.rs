//! `GET /api/v1/officer/sign-on/callback`.
//!
//! The provider sends the browser here from another site, so the session's cookie, which
//! is `SameSite=Strict`, does not come along; nothing here needs it. It is set by the
//! answer, and comes along from then on with what the console asks, whose requests come
//! from this site whatever led to its page.

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse, Response};
use serde::Deserialize;
use std::sync::Arc;
use tilik_api::Problem;
use tilik_api::officer_sign_on::CAME_BACK;

use super::{cookie, sessions};
use crate::http::App;
use crate::http::problem::Refusal;
use crate::officer::sign_on::{SignOn, Started};
use crate::storage::officers::{What, Work, Worked};

/// What the provider sends along; where it signed nobody in, an `error` in place of the
/// code.
#[derive(Deserialize)]
pub struct Back {
    state: Option<String>,
    code: Option<String>,
}

/// The provider sends an officer's browser back
///
/// The answer leads to the console, whether or not somebody is signed in now; where
/// nobody is, its address says why: `#masuk=` and `not_linked`, `unfinished` or
/// `provider_unavailable`.
#[utoipa::path(
    get, path = tilik_api::path::OFFICER_SIGN_ON_CALLBACK,
    params(
        ("state" = Option<String>, Query, description = "As it was sent to the provider"),
        ("code" = Option<String>, Query, description = "The provider's, for an id token"),
    ),
    responses(
        (status = 303, description = "To the console; the session is in a cookie"),
        (status = 404, body = Problem, content_type = "application/problem+json",
            description = "There is no such provider"),
    )
)]
pub async fn back(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    query: Result<Query<Back>, QueryRejection>,
) -> Result<Response, Refusal> {
    let sign_on = app.officer.sign_on.as_ref().ok_or(Refusal::NotFound)?;
    let mut cookies = vec![cookie::set_sign_on(sign_on.is_https(), "", 0)?];
    let console = format!("{}petugas", app.site.as_ref().map_or("/", |site| site.base()));
    let to = match signed_in(&app, sign_on, &headers, query.ok()).await {
        Ok(session) => {
            cookies.extend(session);
            console
        }
        Err(refusal) => format!("{console}#{CAME_BACK}{}", refusal.word()),
    };
    let cookies = AppendHeaders(cookies.into_iter().map(|cookie| (header::SET_COOKIE, cookie)));
    Ok((StatusCode::SEE_OTHER, [(header::LOCATION, to)], cookies).into_response())
}

/// The cookies of a session for whoever the provider says it is.
async fn signed_in(
    app: &App,
    sign_on: &SignOn,
    headers: &HeaderMap,
    back: Option<Query<Back>>,
) -> Result<[HeaderValue; 2], Refusal> {
    let now = app.clock.now();
    let Some(Query(Back { state: Some(state), code })) = back else { return Err(Refusal::Unfinished) };
    let started = cookie::sign_on(headers).and_then(|sealed| Started::open(sealed, &app.sealing, now));
    let started = started.filter(|started| started.is_answered_by(&state)).ok_or(Refusal::Unfinished)?;
    // Somebody who went back, or a provider that was told no.
    let code = code.ok_or(Refusal::Unfinished)?;
    let what = What::SignOnUsed { key: started.key(&app.sealing), at: now, until: started.until() };
    if app.officer.store.work(Work { what, deed: None }).await? != Worked::Done {
        return Err(Refusal::Unfinished);
    }
    let subject = sign_on.subject(&started, code, now).await?;
    let subject = app.sealing.subject_key(sign_on.issuer(), &subject);
    let officer = app.officer.store.officer_of(subject).await?.ok_or(Refusal::NotLinked)?;
    // It comes along where the provider is of the same site.
    let mark = cookie::browser(headers).filter(|mark| app.officer.browsers.is_known(mark, officer.id));
    let (_, cookies) = sessions::begin(app, officer, "signed_in_oidc", mark, sign_on.is_https()).await?;
    Ok(cookies)
}
