//! The pages as plain forms, for a browser without the program: what is posted is
//! answered with a page, drawn from the same views and decided by the same core.
//!
//! Nothing is remembered between two posts: the answers so far travel in the page.
//! A form makes no use of a cookie or a session, so there is nothing that another
//! site could make a browser abuse; a form posted from another site is refused all
//! the same, unless the settings name that site: its pages may be ours, on a static
//! host. Reports are safe to send twice, by the key in the page. A look-up costs
//! no proof of work here, so its limits are narrower than the API's.

mod check;
mod fields;
mod objection;
mod report;
mod status;

use axum::Router;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use std::net::IpAddr;
use std::sync::Arc;
use tilik_pages::html::html;
use tilik_pages::text::{Language, Text};
use tilik_pages::{Model, Page, Route, Trouble, part};

use super::App;
use super::limits::address_of;
use super::problem::Refusal;
use fields::Fields;

/// The pages that take a form, each also under the tag of a language.
pub fn router() -> Router<Arc<App>> {
    let one = |router: Router<Arc<App>>, below: &str| {
        router
            .route(&format!("{below}/{}", Route::Cek.path()), post(check::check))
            .route(&format!("{below}/{}", Route::Lapor.path()), post(report::report))
            .route(&format!("{below}/{}", Route::Status.path()), post(status::status))
            .route(&format!("{below}/{}", part::objection::PATH), post(objection::object).get(objection::elsewhere))
    };
    Language::ALL.iter().fold(one(Router::new(), ""), |router, language| one(router, &format!("/{}", language.tag())))
}

/// A form as it was posted.
pub struct Form {
    /// The language of its address.
    pub language: Language,
    address: Option<IpAddr>,
    /// What was filled in.
    pub fields: Fields,
}

impl FromRequest<Arc<App>> for Form {
    type Rejection = Response;

    async fn from_request(request: Request, app: &Arc<App>) -> Result<Self, Response> {
        let language = Route::parse(request.uri().path(), "/").1.unwrap_or_default();
        if is_foreign(request.headers(), &app.origins) {
            return Err(notice(app, language, StatusCode::FORBIDDEN, Text::PlainForeignTitle, Text::PlainForeign));
        }
        let address = address_of(&request, app.proxies);
        if let (Some(limits), Some(address)) = (&app.limits, address)
            && let Err(refusal) = limits.network(address).await
        {
            return Err(refused(app, Page::Beranda, language, refusal));
        }
        let unreadable = || notice(app, language, StatusCode::BAD_REQUEST, Text::PlainAgainTitle, Text::PlainAgain);
        let kind = request.headers().get(header::CONTENT_TYPE).map(HeaderValue::as_bytes).unwrap_or_default();
        if !kind.starts_with(b"application/x-www-form-urlencoded") {
            return Err(unreadable());
        }
        let body = axum::body::Bytes::from_request(request, &()).await.map_err(|_| unreadable())?;
        Ok(Self { language, address, fields: Fields::read(&body) })
    }
}

impl Form {
    /// What every page needs.
    fn model(&self, app: &App, page: Page) -> Model {
        blank(app, page, self.language)
    }

    /// Counts a look-up.
    async fn pay(&self, app: &App) -> Result<(), Refusal> {
        match &app.limits {
            Some(limits) => limits.plain(self.address).await,
            None => Ok(()),
        }
    }
}

fn blank(app: &App, page: Page, language: Language) -> Model {
    Model {
        page,
        language,
        base: app.site.as_ref().map(|site| site.base().to_owned()).unwrap_or_default(),
        plain: true,
        today: Some(app.clock.now().day()),
        online: true,
        ..Model::default()
    }
}

/// Whether a form was posted from a page of another site. A browser that says
/// nothing of where it comes from is let through: it is an old one, and there is
/// nothing to gain by deceiving it.
fn is_foreign(headers: &HeaderMap, known: &[HeaderValue]) -> bool {
    if headers.get(header::ORIGIN).is_some_and(|origin| known.contains(origin)) {
        return false;
    }
    if let Some(site) = headers.get("sec-fetch-site") {
        return !matches!(site.as_bytes(), b"same-origin" | b"none");
    }
    let Some(origin) = headers.get(header::ORIGIN) else {
        return false;
    };
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let from = origin.to_str().ok().and_then(|origin| origin.split_once("://")).map(|(_, host)| host);
    from.is_none() || from != host
}

/// The page, with whatever is wrong told on it.
fn shown(app: &App, model: Model, status: StatusCode) -> Response {
    let Some(site) = &app.site else {
        return Refusal::NotFound.into_response();
    };
    // What it shows is one resident's own, and is kept nowhere. Only a question stays
    // with the browser that asked it, or its back button would show an error instead.
    let kept = if matches!(model.page, Page::Lapor(_)) { "private, no-cache" } else { "no-store" };
    let page = site.template().fill(&html(model), false);
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
        (header::CACHE_CONTROL, HeaderValue::from_static(kept)),
    ];
    (status, headers, page).into_response()
}

/// The page, with why there is no answer.
fn told(app: &App, mut model: Model, refusal: Refusal) -> Response {
    let (status, problem, wait) = refusal.problem();
    model.trouble = Some(Trouble::Refused { problem, wait: wait.and_then(|wait| u32::try_from(wait).ok()) });
    let mut response = shown(app, model, status);
    if let Some(wait) = wait {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(wait));
    }
    response
}

/// An empty page, with why there is no answer.
fn refused(app: &App, page: Page, language: Language, refusal: Refusal) -> Response {
    told(app, blank(app, page, language), refusal)
}

/// A page of two sentences.
pub fn notice(app: &App, language: Language, status: StatusCode, title: Text, words: Text) -> Response {
    let mut model = blank(app, Page::Unknown, language);
    model.told = Some((title, words));
    shown(app, model, status)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn foreign(pairs: &[(&'static str, &'static str)]) -> bool {
        let known = [HeaderValue::from_static("https://banyuwangikab.example")];
        let mut headers = HeaderMap::from_iter([(header::HOST, HeaderValue::from_static("tilik.example"))]);
        for &(name, value) in pairs {
            headers.insert(name, HeaderValue::from_static(value));
        }
        is_foreign(&headers, &known)
    }

    #[test]
    fn only_our_own_pages_post_forms() {
        assert!(!foreign(&[]));
        assert!(!foreign(&[("origin", "https://tilik.example")]));
        assert!(!foreign(&[("origin", "https://banyuwangikab.example")]));
        assert!(!foreign(&[("sec-fetch-site", "cross-site"), ("origin", "https://banyuwangikab.example")]));
        assert!(!foreign(&[("sec-fetch-site", "same-origin"), ("origin", "null")]));
        assert!(foreign(&[("origin", "https://elsewhere.example")]));
        assert!(foreign(&[("origin", "null")]));
        assert!(foreign(&[("sec-fetch-site", "cross-site")]));
        assert!(foreign(&[("sec-fetch-site", "cross-site"), ("origin", "null")]));
        assert!(foreign(&[("sec-fetch-site", "same-site"), ("origin", "https://tilik.example")]));
    }
}
