//! The console's two cookies: the session's, and the mark of a browser that signed in
//! before. No script can read them, no other site sends them along, and nothing but
//! the officers' side ever gets them.

use axum::http::{HeaderMap, HeaderValue, header};
use tilik_api::path;

use crate::http::problem::Refusal;

const SESSION: &str = "tilik_petugas";
const BROWSER: &str = "tilik_browser";

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

/// The session's cookie, which ends with the browser's own session.
pub fn set_session(headers: &HeaderMap, token: &str) -> Result<HeaderValue, Refusal> {
    set(headers, SESSION, token, "")
}

/// Takes the session's cookie away.
pub fn end_session(headers: &HeaderMap) -> Result<HeaderValue, Refusal> {
    set(headers, SESSION, "", "; max-age=0")
}

/// The mark of a browser.
pub fn set_browser(headers: &HeaderMap, mark: &str) -> Result<HeaderValue, Refusal> {
    set(headers, BROWSER, mark, &format!("; max-age={BROWSER_LASTS}"))
}

fn read<'headers>(headers: &'headers HeaderMap, name: &str) -> Option<&'headers str> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|cookie| cookie.to_str().ok());
    let mut pairs = cookies.flat_map(|cookie| cookie.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find_map(|(given, value)| (given == name).then_some(value))
}

/// A browser says in `Origin` how it reached the page. Over plain HTTP, in a village
/// hall's own network, a `Secure` cookie would not come back.
fn set(headers: &HeaderMap, name: &str, value: &str, lasting: &str) -> Result<HeaderValue, Refusal> {
    let origin = headers.get(header::ORIGIN).and_then(|origin| origin.to_str().ok());
    let secure = if origin.is_some_and(|origin| origin.starts_with("http://")) { "" } else { "; secure" };
    let only = path::OFFICER.trim_end_matches('/');
    let cookie = format!("{name}={value}; path={only}; httponly; samesite=strict{secure}{lasting}");
    HeaderValue::from_str(&cookie).map_err(|_| Refusal::Internal)
}
