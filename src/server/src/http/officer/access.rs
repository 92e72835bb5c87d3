//! Who asks, and whether they may: the one place that decides it for every endpoint of
//! the officers' side. An endpoint without a line here is refused to everybody.

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::sync::Arc;
use std::time::Duration;
use tilik_api::path;
use tilik_core::officer::Permission;

use super::cookie;
use crate::clock::Instant;
use crate::http::App;
use crate::http::problem::Refusal;
use crate::officer::name::Name;
use crate::sealing::SessionKey;
use crate::secrets::{same, unhex};
use crate::storage::officers::{Deed, Officer, What, Work};

/// A session without a request for so long is over: somebody left the desk.
const IDLE: Duration = Duration::from_secs(2 * 60 * 60);
/// A session's last use is noted this often.
const NOTED_EVERY: Duration = Duration::from_secs(60);

/// What an endpoint asks of who calls it.
#[derive(Clone, Copy)]
enum Need {
    /// Nothing: signing in.
    Nobody,
    /// Any officer, also one who must change the password first.
    Anybody,
    /// An officer who may do that.
    May(Permission),
}

/// Every endpoint.
const NEEDS: [(Method, &str, Need); 31] = [
    (Method::POST, path::OFFICER_SESSIONS, Need::Nobody),
    (Method::GET, path::OFFICER_SIGN_ON, Need::Nobody),
    (Method::POST, path::OFFICER_SIGN_ON, Need::Nobody),
    (Method::GET, path::OFFICER_SIGN_ON_CALLBACK, Need::Nobody),
    (Method::GET, path::OFFICER_SESSION, Need::Anybody),
    (Method::DELETE, path::OFFICER_SESSION, Need::Anybody),
    (Method::POST, path::OFFICER_PASSWORD, Need::Anybody),
    (Method::POST, path::OFFICER_SECOND_FACTOR, Need::Anybody),
    (Method::POST, path::OFFICER_SECOND_FACTOR_CONFIRMATION, Need::Anybody),
    (Method::GET, path::OFFICER_QUEUE, Need::May(Permission::See)),
    (Method::POST, path::OFFICER_CASE, Need::May(Permission::See)),
    (Method::POST, path::OFFICER_CASE_STEPS, Need::May(Permission::Decide)),
    (Method::GET, path::OFFICER_DELIVERIES, Need::May(Permission::SeeBatches)),
    (Method::POST, path::OFFICER_BATCHES, Need::May(Permission::Send)),
    (Method::POST, path::OFFICER_BATCH, Need::May(Permission::SeeBatches)),
    (Method::POST, path::OFFICER_BATCH_STEPS, Need::May(Permission::Send)),
    (Method::POST, path::OFFICER_HANDOVERS, Need::May(Permission::HandOver)),
    (Method::GET, path::OFFICER_ANNOUNCEMENTS, Need::May(Permission::SeeAnnouncements)),
    (Method::POST, path::OFFICER_ANNOUNCEMENTS, Need::May(Permission::Announce)),
    (Method::GET, path::OFFICER_ANNOUNCED_SHEET, Need::May(Permission::SeeAnnouncements)),
    (Method::GET, path::OFFICER_ANNOUNCED_SHEETS, Need::May(Permission::SeeAnnouncements)),
    (Method::GET, path::OFFICER_ACCOUNTS, Need::May(Permission::Accounts)),
    (Method::POST, path::OFFICER_ACCOUNTS, Need::May(Permission::Accounts)),
    (Method::POST, path::OFFICER_ACCOUNTS_RESET, Need::May(Permission::Accounts)),
    (Method::POST, path::OFFICER_ACCOUNTS_END, Need::May(Permission::Accounts)),
    (Method::POST, path::OFFICER_ACCOUNTS_LINK, Need::May(Permission::Accounts)),
    (Method::GET, path::OFFICER_MESSAGES, Need::May(Permission::Messages)),
    (Method::POST, path::OFFICER_MESSAGES_REVIVALS, Need::May(Permission::Messages)),
    (Method::POST, path::OFFICER_FIGURES, Need::May(Permission::SeeFigures)),
    (Method::POST, path::OFFICER_EXPORTS, Need::May(Permission::SeeFigures)),
    (Method::GET, path::OFFICER_TRAIL, Need::May(Permission::Audit)),
];

/// Who asks, with a session and the right to.
#[derive(Clone)]
pub struct SignedIn {
    /// The account.
    pub officer: Officer,
    /// Finds the session.
    pub key: SessionKey,
    /// What shows that a request comes from the console, 32 hexadecimal digits.
    pub csrf: String,
}

impl SignedIn {
    /// The account's name.
    ///
    /// # Errors
    /// [`Refusal::Internal`] where the database holds another kind of name.
    pub fn name(&self) -> Result<Name, Refusal> {
        Name::parse(&self.officer.name).ok_or(Refusal::Internal)
    }

    /// The codes of the first and the last district of the area.
    pub fn districts(&self) -> (u64, u64) {
        let (first, last) = self.officer.duty.area().villages();
        (first / 10_000, last / 10_000)
    }

    /// Something that is done, for the trail.
    pub fn deed(&self, app: &App, word: &'static str, at: Instant) -> Deed {
        Deed::new(&app.sealing, at, Some(self.officer.id), word)
    }
}

/// Lets through who may.
pub async fn check(State(app): State<Arc<App>>, mut request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().cloned();
    let route = route.as_ref().map_or("", MatchedPath::as_str);
    if !route.starts_with(path::OFFICER) {
        return next.run(request).await;
    }
    let need = NEEDS.iter().find(|(method, path, _)| method == request.method() && *path == route);
    let signed_in = match need {
        Some((.., Need::Nobody)) => return next.run(request).await,
        Some(&(.., need)) => who(&app, request.headers(), request.method(), need).await,
        None => Err(Refusal::Forbidden),
    };
    match signed_in {
        Ok(signed_in) => {
            request.extensions_mut().insert(signed_in);
            next.run(request).await
        }
        Err(refusal) => refusal.into_response(),
    }
}

async fn who(app: &App, headers: &HeaderMap, method: &Method, need: Need) -> Result<SignedIn, Refusal> {
    let now = app.clock.now();
    let token = cookie::session(headers).ok_or(Refusal::SignedOut)?;
    let key = app.sealing.session_key(token);
    let session = app.officer.store.session(key, now).await?.ok_or(Refusal::SignedOut)?;
    let idle = now.millis() - session.seen_at.millis();
    if idle > millis(IDLE) {
        return Err(Refusal::SignedOut);
    }
    let csrf = app.sealing.csrf(token);
    // The cookie comes along from anywhere on this site; the header from the console alone.
    if method != Method::GET && !shows(headers, csrf) {
        return Err(Refusal::Csrf);
    }
    if let Need::May(permission) = need {
        if session.officer.must_change {
            return Err(Refusal::MustChangePassword);
        }
        if !session.officer.duty.role().may(permission) {
            return Err(Refusal::Forbidden);
        }
    }
    if idle > millis(NOTED_EVERY) {
        app.officer.store.work(Work { what: What::Seen { key, at: now }, deed: None }).await?;
    }
    Ok(SignedIn { officer: session.officer, key, csrf: crate::secrets::hex(&csrf) })
}

fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

/// Whether the header says it.
fn shows(headers: &HeaderMap, csrf: [u8; 16]) -> bool {
    let shown = headers.get(path::CSRF).and_then(|value| value.to_str().ok()).and_then(unhex);
    shown.is_some_and(|shown| same(&shown, &csrf))
}
