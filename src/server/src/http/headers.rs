//! Headers of the site's pages: what a browser may load, and who may frame it.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

use super::Site;

/// No inline script; the one style in a page is known by its hash. WebAssembly is
/// compiled, nothing is evaluated. `<base>` decides the path the app lives under,
/// hence `base-uri 'self'`.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; \
    img-src 'self' data: blob:; connect-src 'self'; worker-src 'self'; manifest-src 'self'; \
    base-uri 'self'; form-action 'self'; ";

/// The headers, with the style of the site's pages and the origins that may frame one.
pub fn page_headers(origins: &[HeaderValue], site: Option<&Site>) -> HeaderMap {
    let mut policy = POLICY.to_owned();
    policy.push_str("style-src 'self'");
    if let Some(hash) = site.and_then(Site::style_hash) {
        policy.push_str(" 'sha256-");
        policy.push_str(&hash);
        policy.push('\'');
    }
    policy.push_str("; frame-ancestors 'self'");
    for origin in origins.iter().filter_map(|origin| origin.to_str().ok()) {
        policy.push(' ');
        policy.push_str(origin);
    }
    let mut headers = HeaderMap::new();
    // Settings let no origin through that cannot stand in a header.
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    // With `no-referrer` a browser would not say either which page a form comes from.
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert(
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static("camera=(), microphone=(), geolocation=(), payment=()"),
    );
    headers
}

/// Sets them on every answer of the site.
pub async fn set(State(headers): State<HeaderMap>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    response.headers_mut().extend(headers);
    response
}
