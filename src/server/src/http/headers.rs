//! Headers of the site's pages: what a browser may load, and who may frame it.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use tilik_pages::policy::policy;

use super::Site;

/// Pages that nobody may frame, whatever the settings say: what is pressed there must
/// be pressed knowingly.
const ALONE: [&str; 2] = ["petugas", "kiosk"];

/// The headers of the site's pages.
#[derive(Clone)]
pub struct PageHeaders {
    residents: HeaderMap,
    alone: HeaderMap,
}

impl PageHeaders {
    /// With the style of the pages and the origins that may frame one.
    pub fn new(origins: &[HeaderValue], site: Option<&Site>) -> Self {
        let origins = origins.iter().filter_map(|origin| origin.to_str().ok());
        let framers: Vec<&str> = std::iter::once("'self'").chain(origins).collect();
        Self { residents: headers(&framers.join(" "), site), alone: headers("'none'", site) }
    }

    fn of(&self, path: &str) -> &HeaderMap {
        if stands_alone(path) { &self.alone } else { &self.residents }
    }
}

/// Whether a page is one that nobody may frame. No address of ours has a `%` in it, so
/// one that does is treated as whatever it may stand for.
fn stands_alone(path: &str) -> bool {
    let name = |part: &str| part.split('.').next().is_some_and(|name| ALONE.contains(&name));
    path.contains('%') || path.split('/').any(name)
}

fn headers(framers: &str, site: Option<&Site>) -> HeaderMap {
    let policy = policy(site.and_then(Site::style_hash).as_deref(), framers, None);
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
pub async fn set(State(headers): State<PageHeaders>, request: Request, next: Next) -> Response {
    let own = headers.of(request.uri().path()).clone();
    let mut response = next.run(request).await;
    response.headers_mut().extend(own);
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_officers_pages_and_the_kiosk_stand_alone_however_they_are_written() {
        let others =
            ["/petugas", "/petugas/antrean", "/jv/kiosk", "/kiosk.html", "//kiosk.html", "/./kiosk", "/%6biosk"];
        for path in others {
            assert!(stands_alone(path), "{path}");
        }
        for path in ["/", "/cek", "/mad/lapor", "/framed.js", "/petugas-desa.svg"] {
            assert!(!stands_alone(path), "{path}");
        }
    }
}
