//! The static site: files with their precompressed siblings, hashed ones kept
//! forever; and the pages, each in the language of its address or the one chosen
//! before.

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};
use std::path::Path;
use std::sync::Arc;
use tilik_pages::Route;
use tilik_pages::html::Template;
use tilik_pages::text::Language;
use tower::{ServiceBuilder, ServiceExt};
use tower_http::services::{ServeDir, ServeFile};

use super::App;

/// The cookie that remembers the language. It says nothing of who chose it.
const LANGUAGE: &str = "bahasa";

/// What the server knows of the site it serves.
pub struct Site {
    template: Template,
    style: String,
    base: String,
}

impl Site {
    /// Reads the site in `folder`; `None` where there is none.
    pub fn open(folder: &Path) -> Option<Self> {
        let file = std::fs::read_to_string(folder.join(Template::FILE)).ok()?;
        let between = |start: &str, end: &str| Some(file.split_once(start)?.1.split_once(end)?.0.to_owned());
        Some(Self {
            template: Template::parse(&file)?,
            style: between("<style>", "</style>").unwrap_or_default(),
            base: between("<base href=\"", "\"").unwrap_or_default(),
        })
    }

    /// What pages are put into.
    pub fn template(&self) -> &Template {
        &self.template
    }

    /// The path the site lives under.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// The hash of the style in every page, as a policy names it.
    pub fn style_hash(&self) -> Option<String> {
        (!self.style.is_empty()).then(|| STANDARD.encode(Sha256::digest(self.style.as_bytes())))
    }
}

/// Serves `folder`.
pub fn router(folder: &Path) -> Router<Arc<App>> {
    let mut router = Router::new();
    for route in Route::ALL {
        let name = if route == Route::Beranda { "index" } else { route.path() };
        let files = Files::new(folder, name);
        router = router.route(&format!("/{}", route.path()), get(page).with_state((None, files.clone())));
        for language in Language::ALL {
            let state = (Some(language), files.clone());
            if route == Route::Beranda {
                router = router.route(&format!("/{}", language.tag()), get(page).with_state(state.clone()));
            }
            router = router.route(&format!("/{}/{}", language.tag(), route.path()), get(page).with_state(state));
        }
    }
    let missing = Files::new(folder, "404");
    let template = format!("/{}", Template::FILE);
    let files = ServeDir::new(folder)
        .append_index_html_on_directories(false)
        .precompressed_br()
        .precompressed_gzip()
        .call_fallback_on_method_not_allowed(false)
        .fallback(get(not_found).with_state(missing.clone()));
    // One page in every language: whoever comes to a kiosk chooses there.
    let alone = |name: &str| ServeFile::new(folder.join(name)).precompressed_br().precompressed_gzip();
    router
        .route_service("/kiosk", alone("kiosk.html"))
        .route_service("/petugas", alone("petugas.html"))
        .route(&template, get(not_found).with_state(missing))
        .fallback_service(files)
        .layer(ServiceBuilder::new().layer(from_fn(cache)))
}

/// One page's file in each language, in the order of [`Language`].
#[derive(Clone)]
struct Files(Arc<[ServeFile; 4]>);

impl Files {
    /// The files of a page. A site that was not built by us may have one page for all
    /// addresses: it is taken where there is no other.
    fn new(folder: &Path, name: &str) -> Self {
        Self(Arc::new(Language::ALL.map(|language| {
            let own = if language == Language::Indonesian { folder.to_owned() } else { folder.join(language.tag()) };
            let own = own.join(name).with_extension("html");
            let file = if own.is_file() { own } else { folder.join("index.html") };
            ServeFile::new(file).precompressed_br().precompressed_gzip()
        })))
    }

    async fn serve(&self, language: Language, request: Request) -> Response {
        match self.0.get(language as usize) {
            Some(file) => file.clone().oneshot(request).await.into_response(),
            None => StatusCode::NOT_FOUND.into_response(),
        }
    }
}

async fn page(State((named, files)): State<(Option<Language>, Files)>, request: Request) -> Response {
    let remembered = remembered(request.headers());
    let mut response = files.serve(named.or(remembered).unwrap_or_default(), request).await;
    let headers = response.headers_mut();
    match named {
        Some(language) if Some(language) != remembered => {
            let cookie = format!("{LANGUAGE}={};path=/;max-age=31536000;samesite=lax", language.tag());
            if let Ok(cookie) = HeaderValue::from_str(&cookie) {
                headers.insert(header::SET_COOKIE, cookie);
            }
        }
        Some(_) => {}
        None => {
            headers.insert(header::VARY, HeaderValue::from_static("accept-encoding, cookie"));
        }
    }
    response
}

async fn not_found(State(files): State<Files>, request: Request) -> Response {
    let mut response = files.serve(remembered(request.headers()).unwrap_or_default(), request).await;
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}

/// The language chosen on an earlier visit.
pub fn remembered(headers: &HeaderMap) -> Option<Language> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|cookie| cookie.to_str().ok());
    let mut pairs = cookies.flat_map(|cookie| cookie.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == LANGUAGE).and_then(|(_, tag)| Language::from_tag(tag))
}

async fn cache(request: Request, next: Next) -> Response {
    let hashed = is_hashed(request.uri().path());
    let mut response = next.run(request).await;
    let policy =
        if hashed && response.status().is_success() { "public, max-age=31536000, immutable" } else { "no-cache" };
    let headers = response.headers_mut();
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static(policy));
    // A shared cache must not hand the brotli sibling to whoever cannot read it.
    headers.entry(header::VARY).or_insert(HeaderValue::from_static("accept-encoding"));
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
    use super::*;

    #[test]
    fn only_hashed_names_are_kept_forever() {
        assert!(is_hashed("/tilik-web-6a1fca2b3a4d5e6f.js"));
        assert!(is_hashed("/tilik-web-6a1fca2b3a4d5e6f_bg.wasm"));
        assert!(is_hashed("/lang/jv-6a1fca2b3a4d5e6f.txt"));
        for path in ["/", "/index.html", "/boot.js", "/cek", "/3510161203850001x"] {
            assert!(!is_hashed(path), "{path}");
        }
    }

    #[test]
    fn the_language_is_found_among_cookies() {
        let with = |cookie: &'static str| {
            remembered(&HeaderMap::from_iter([(header::COOKIE, HeaderValue::from_static(cookie))]))
        };
        assert_eq!(with("a=1; bahasa=jv"), Some(Language::Javanese));
        assert_eq!(with("bahasa=xx"), None);
        assert_eq!(with("xbahasa=en"), None);
    }
}
