//! `POST /api/v1/officer/sessions`.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::AppendHeaders;
use std::sync::Arc;
use std::time::Duration;
use tilik_api::Problem;
use tilik_api::officer::{SessionAnswer, SignInRequest};

use super::{SignedIn, cookie, session};
use crate::clock::Instant;
use crate::entropy::bytes;
use crate::http::App;
use crate::http::body::Body;
use crate::http::problem::Refusal;
use crate::officer::factor::Factor;
use crate::officer::name::Name;
use crate::officer::password;
use crate::sealing::Kind;
use crate::secrets::hex;
use crate::storage::officers::{Deed, Officer, PAUSE, What, Work, Worked};

/// A session ends after a working day, whatever is done. Milliseconds.
const LASTS: i64 = 12 * 60 * 60_000;

type Cookies = AppendHeaders<[(header::HeaderName, HeaderValue); 2]>;

/// An officer signs in
///
/// After ten wrong tries none counts for 15 minutes: for a browser that signed in to the
/// account before by itself, for all others together, so that nobody closes an account
/// to its owner. A name that nobody has is refused as a wrong password is.
#[utoipa::path(
    post, path = tilik_api::path::OFFICER_SESSIONS, request_body = SignInRequest,
    responses(
        (status = 201, body = SessionAnswer, description = "The session is in a cookie"),
        (status = 401, body = Problem, content_type = "application/problem+json",
            description = "`credentials`; `code_needed` where the password is right and the account has a second factor"),
        (status = 429, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn sign_in(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Body(request): Body<SignInRequest>,
) -> Result<(StatusCode, Cookies, Json<SessionAnswer>), Refusal> {
    let now = app.clock.now();
    let name = Name::parse(&request.name).ok_or(Refusal::Credentials)?;
    let store = &app.officer.store;
    let officer = store.officer(name.as_str()).await?.filter(|officer| officer.ended_at.is_none());
    let mark = cookie::browser(&headers);
    let known = mark.filter(|mark| officer.as_ref().is_some_and(|one| app.officer.browsers.is_known(mark, one.id)));
    let tries = app.sealing.try_key(name.as_str(), known);
    if store.work(Work { what: What::Try { key: tries, at: now }, deed: None }).await? != Worked::Done {
        return Err(Refusal::TooManyRequests { retry_after: Duration::from_millis(PAUSE.unsigned_abs()) });
    }
    let kept = officer.as_ref().map_or_else(|| password::NOBODYS.to_owned(), |officer| officer.password.clone());
    let right = password::slowly(move || password::is(&request.password, &kept)).await.ok_or(Refusal::Unavailable)?;
    let Some(officer) = officer.filter(|_| right) else { return Err(Refusal::Credentials) };
    second_factor(&app, &officer, request.code.as_deref(), now).await?;
    store.work(Work { what: What::Right { key: tries }, deed: None }).await?;
    let (signed_in, cookies) = begin(&app, officer, "signed_in", known, cookie::is_https(&headers)).await?;
    let cookies = AppendHeaders(cookies.map(|cookie| (header::SET_COOKIE, cookie)));
    Ok((StatusCode::CREATED, cookies, Json(session::answer(&signed_in))))
}

/// A session for an account whose owner has shown who they are, in the trail under a
/// word; `known` is the mark of a browser that has one. With its cookies.
pub async fn begin(
    app: &App,
    officer: Officer,
    word: &'static str,
    known: Option<&str>,
    https: bool,
) -> Result<(SignedIn, [HeaderValue; 2]), Refusal> {
    let now = app.clock.now();
    let token = hex(&bytes::<32>(&*app.entropy));
    let key = app.sealing.session_key(&token);
    let until = Instant::from_millis(now.millis() + LASTS);
    let what = What::SignIn { key, officer: officer.id, at: now, until };
    let deed = Deed::new(&app.sealing, now, Some(officer.id), word);
    app.officer.store.work(Work { what, deed: Some(deed) }).await?;
    let mark = match known {
        Some(mark) => mark.to_owned(),
        None => app.officer.browsers.mark(officer.id, &*app.entropy),
    };
    let cookies = [cookie::set_session(https, &token)?, cookie::set_browser(https, &mark)?];
    Ok((SignedIn { csrf: hex(&app.sealing.csrf(&token)), officer, key }, cookies))
}

/// The code, where the account asks for one. It counts once.
async fn second_factor(app: &App, officer: &Officer, code: Option<&str>, now: Instant) -> Result<(), Refusal> {
    let Some(sealed) = &officer.factor else { return Ok(()) };
    let secret = app.sealing.open(Kind::Factor, sealed).map_err(|_| Refusal::Internal)?;
    let factor = Factor::from_bytes(&secret).ok_or(Refusal::Internal)?;
    let code = code.filter(|code| !code.trim().is_empty()).ok_or(Refusal::CodeNeeded)?;
    let at = factor.step_of(code, now).ok_or(Refusal::Credentials)?;
    match app.officer.store.work(Work { what: What::FactorUsed { officer: officer.id, at }, deed: None }).await? {
        Worked::Done => Ok(()),
        _ => Err(Refusal::Credentials),
    }
}
