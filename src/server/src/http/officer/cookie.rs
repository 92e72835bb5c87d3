//! The console's cookies: the session's, the mark of a browser that signed in before, and
//! for ten minutes a sign-on under way. No script can read them, and nothing but the
//! officers' side ever gets them.
//!
//! No other site sends the first two along. The third must come along when the provider
//! sends the browser back, so it is `Lax` and for that path alone.

use axum::http::{HeaderMap, HeaderValue, header};
use tilik_api::path;

use crate::http::problem::Refusal;

const SESSION: &str = "tilik_petugas";
const BROWSER: &str = "tilik_browser";
const SIGN_ON: &str = "tilik_sign_on";

/// A browser's mark lasts a year. Seconds.
const BROWSER_LASTS: i64 = 365 * 24 * 60 * 60;

/// The session's token.
pub fn session(headers: &HeaderMap) -> Option<&str> {
    read(headers, SESSION)
}

/// The browser's mark.
pub fn browser(headers: &HeaderMap) -> Option<&str> {
    read(headers, BROWSER)
}

/// The sign-on under way.
pub fn sign_on(headers: &HeaderMap) -> Option<&str> {
    read(headers, SIGN_ON)
}

/// Whether a browser reached the page encrypted, as it says in `Origin`. Over plain HTTP,
/// in a village hall's own network, a `Secure` cookie would not come back.
pub fn is_https(headers: &HeaderMap) -> bool {
    let origin = headers.get(header::ORIGIN).and_then(|origin| origin.to_str().ok());
    !origin.is_some_and(|origin| origin.starts_with("http://"))
}

/// The session's cookie, which ends with the browser's own session.
pub fn set_session(https: bool, token: &str) -> Result<HeaderValue, Refusal> {
    set(https, SESSION, token, "")
}

/// Takes the session's cookie away.
pub fn end_session(https: bool) -> Result<HeaderValue, Refusal> {
    set(https, SESSION, "", "; max-age=0")
}

/// The mark of a browser.
pub fn set_browser(https: bool, mark: &str) -> Result<HeaderValue, Refusal> {
    set(https, BROWSER, mark, &format!("; max-age={BROWSER_LASTS}"))
}

/// The sign-on under way, for so many seconds; none takes it away.
pub fn set_sign_on(https: bool, sealed: &str, seconds: i64) -> Result<HeaderValue, Refusal> {
    let cookie = format!(
        "{SIGN_ON}={sealed}; path={}; httponly; samesite=lax{}; max-age={seconds}",
        path::OFFICER_SIGN_ON_CALLBACK,
        secure(https)
    );
    HeaderValue::from_str(&cookie).map_err(|_| Refusal::Internal)
}

fn read<'headers>(headers: &'headers HeaderMap, name: &str) -> Option<&'headers str> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|cookie| cookie.to_str().ok());
    let mut pairs = cookies.flat_map(|cookie| cookie.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find_map(|(given, value)| (given == name).then_some(value))
}

const fn secure(https: bool) -> &'static str {
    if https { "; secure" } else { "" }
}

fn set(https: bool, name: &str, value: &str, lasting: &str) -> Result<HeaderValue, Refusal> {
    let secure = secure(https);
    let only = path::OFFICER.trim_end_matches('/');
    let cookie = format!("{name}={value}; path={only}; httponly; samesite=strict{secure}{lasting}");
    HeaderValue::from_str(&cookie).map_err(|_| Refusal::Internal)
}
