//! The static site: files with their precompressed siblings, hashed ones kept
//! forever, the shell asked for anew each time, and the pages as deep links.

use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use std::path::Path;
use tower::ServiceBuilder;
use tower_http::services::{ServeDir, ServeFile};

/// Serves `folder`, with `index.html` for every page of the app, and for any
/// other path as well, but as not found.
pub fn router(folder: &Path) -> Router {
    let shell = || ServeFile::new(folder.join("index.html")).precompressed_br().precompressed_gzip();
    let missing = ServiceBuilder::new().map_response(as_missing).service(shell());
    let files = ServeDir::new(folder)
        .append_index_html_on_directories(false)
        .precompressed_br()
        .precompressed_gzip()
        .call_fallback_on_method_not_allowed(false)
        .fallback(missing);
    let pages = tilik_api::path::PAGES.iter().fold(Router::new(), |router, page| router.route_service(page, shell()));
    pages.fallback_service(files).layer(ServiceBuilder::new().layer(from_fn(cache)))
}

fn as_missing<B>(mut response: axum::http::Response<B>) -> axum::http::Response<B> {
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}

async fn cache(request: Request, next: Next) -> Response {
    let hashed = is_hashed(request.uri().path());
    let mut response = next.run(request).await;
    let policy =
        if hashed && response.status().is_success() { "public, max-age=31536000, immutable" } else { "no-cache" };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(policy));
    // A shared cache must not hand the brotli sibling to whoever cannot read it.
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    response
}

/// Whether a file's name carries the hash of its content, as Trunk writes it:
/// `name-0123456789abcdef.js`, `name-0123456789abcdef_bg.wasm`.
fn is_hashed(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    name.split(['-', '_', '.'])
        .any(|part| part.len() >= 16 && part.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')))
}

#[cfg(test)]
mod tests {
    use super::is_hashed;

    #[test]
    fn only_hashed_names_are_kept_forever() {
        assert!(is_hashed("/tilik-web-6a1fca2b3a4d5e6f.js"));
        assert!(is_hashed("/tilik-web-6a1fca2b3a4d5e6f_bg.wasm"));
        for path in ["/", "/index.html", "/boot.js", "/cek", "/lang/en.lang", "/3510161203850001x"] {
            assert!(!is_hashed(path), "{path}");
        }
    }
}
