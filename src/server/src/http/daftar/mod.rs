//! `/daftar`: the announced lists, as pages that need no program. They show what hangs on
//! the wall: no NIK, no number of a card, and names as the regency has them masked.
//! Anybody may read them; search engines are asked not to keep them.

use axum::Router;
use axum::extract::{DefaultBodyLimit, Path, Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, Uri, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use std::sync::Arc;
use tilik_core::Desa;
use tilik_core::announcement::Sheet;
use tilik_pages::html::list;
use tilik_pages::screen::daftar::{Announced, CHECK, CODE, Daftar, Found, PATH};
use tilik_pages::text::{Language, Text};
use tilik_pages::{Model, Page, Route};
use tower_http::compression::CompressionLayer;

use super::form::{Form, notice};
use super::limits::address_of;
use super::problem::Refusal;
use super::site::remembered;
use super::{App, LARGEST_BODY};
use crate::announcement::SheetCode;
use crate::secrets::hex;
use crate::storage::announcements::KeptSheet;

/// A sheet of an announcement never changes, but the page tells whether it is the newest.
const AN_HOUR: &str = "public, max-age=3600";
/// What somebody typed.
const NEVER: &str = "no-store";
/// What may be replaced at any moment.
const ASK_AGAIN: &str = "no-cache";

/// The pages, each also under the tag of a language.
pub fn router(app: &Arc<App>) -> Router<Arc<App>> {
    let one = |router: Router<Arc<App>>, below: &str| {
        router
            .route(&format!("{below}/{PATH}"), get(villages))
            .route(&format!("{below}/{PATH}/{{village}}"), get(newest))
            .route(&format!("{below}/{PATH}/{{village}}/{{number}}"), get(numbered))
    };
    let router = one(Router::new(), "");
    let router = Language::ALL.iter().fold(router, |router, language| one(router, &format!("/{}", language.tag())));
    // A village's list is a hundred kilobytes of names: a tenth of it travels.
    let router = router.route_layer(from_fn_with_state(Arc::clone(app), limited));
    // A form counts by itself.
    let check = |router: Router<Arc<App>>, below: &str| {
        router.route(&format!("{below}/{PATH}/{CHECK}"), post(check).get(box_to_type_in))
    };
    let router = check(router, "");
    let router = Language::ALL.iter().fold(router, |router, language| check(router, &format!("/{}", language.tag())));
    router.layer(DefaultBodyLimit::max(LARGEST_BODY)).layer(CompressionLayer::new())
}

/// Counts with what else a network asks: a list is drawn and packed for each.
async fn limited(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let (Some(limits), Some(address)) = (&app.limits, address_of(&request, app.proxies)) else {
        return next.run(request).await;
    };
    match limits.network(address).await {
        Ok(()) => next.run(request).await,
        Err(refusal) => failed(&app, &Reader::of(&request), refusal),
    }
}

/// Where somebody reads: the language, and the path below it.
struct Reader {
    language: Language,
    path: String,
}

impl Reader {
    fn of(request: &Request) -> Self {
        let path = request.uri().path();
        let named = Route::parse(path, "/").1;
        let language = named.or_else(|| remembered(request.headers())).unwrap_or_default();
        let path = match named {
            Some(language) => path.trim_start_matches('/').trim_start_matches(language.tag()),
            None => path,
        };
        Self { language, path: path.trim_matches('/').to_owned() }
    }

    fn model(self, app: &App) -> Model {
        Model {
            page: Page::Unknown,
            language: self.language,
            path: Some(self.path),
            base: app.site.as_ref().map(|site| site.base().to_owned()).unwrap_or_default(),
            plain: true,
            online: true,
            ..Model::default()
        }
    }
}

async fn villages(State(app): State<Arc<App>>, request: Request) -> Response {
    let reader = Reader::of(&request);
    match announced(&app).await {
        Ok(newest) => shown(&app, reader, Daftar::Villages { newest, checked: None }, ASK_AGAIN),
        Err(refusal) => failed(&app, &reader, refusal),
    }
}

/// As many characters of a code as are told back: it has 24 with what stands between them.
const LONGEST_CODE: usize = 60;

/// A code as somebody typed it, by a form: it may as well be a NIK, typed into the wrong
/// box, which must stand in no address and stay in no cache.
async fn check(State(app): State<Arc<App>>, form: Form) -> Response {
    // The language switch leads to the page with the box.
    let reader = Reader { language: form.language, path: PATH.to_owned() };
    let code: String = form.fields.text(CODE).trim().chars().take(LONGEST_CODE).collect();
    match checked(&app, &code).await {
        Ok((newest, found)) => shown(&app, reader, Daftar::Villages { newest, checked: Some((code, found)) }, NEVER),
        Err(refusal) => failed(&app, &reader, refusal),
    }
}

/// `GET` of the same, from a tab that was restored.
async fn box_to_type_in(uri: Uri) -> Redirect {
    Redirect::to(uri.path().trim_end_matches(CHECK).trim_end_matches('/'))
}

async fn checked(app: &App, typed: &str) -> Result<(Option<Announced>, Found), Refusal> {
    let newest = announced(app).await?;
    let Some(code) = SheetCode::parse(typed) else { return Ok((newest, Found::NoCode)) };
    let sheets = app.announced.store.sheets_with(code.as_bytes()).await?;
    let Some(kept) = sheets.first() else { return Ok((newest, Found::Nothing)) };
    let Sheet { head, village, .. } = read(kept)?;
    let announced = Announced { number: head.number, made_on: head.made_on };
    let is_newest = newest.is_some_and(|newest| newest.number == head.number);
    Ok((newest, Found::Sheet { village, announced, newest: is_newest }))
}

async fn newest(State(app): State<Arc<App>>, Path(village): Path<String>, request: Request) -> Response {
    sheet(&app, Reader::of(&request), &village, None).await
}

async fn numbered(
    State(app): State<Arc<App>>,
    Path((village, number)): Path<(String, String)>,
    request: Request,
) -> Response {
    sheet(&app, Reader::of(&request), &village, Some(&number)).await
}

async fn sheet(app: &App, reader: Reader, village: &str, number: Option<&str>) -> Response {
    let (number, as_text) = match number {
        Some(number) => (number.strip_suffix(".txt").unwrap_or(number).parse().map(Some), number.ends_with(".txt")),
        None => (Ok(None), false),
    };
    let (Some(village), Ok(number)) = (Desa::parse(village), number) else {
        return missing(app, &reader);
    };
    let found = async {
        let kept = app.announced.store.sheet(village.code(), number).await?;
        Ok::<_, Refusal>((kept, announced(app).await?))
    };
    let (kept, newest) = match found.await {
        Ok((Some(kept), newest)) => (kept, newest),
        Ok((None, _)) => return missing(app, &reader),
        Err(refusal) => return failed(app, &reader, refusal),
    };
    if as_text {
        return text(village, kept);
    }
    let (Ok(sheet), Some(code)) = (read(&kept), SheetCode::of(&kept.sha256)) else {
        return failed(app, &reader, Refusal::Internal);
    };
    let shown_sheet = Daftar::Sheet {
        sheet: Box::new(sheet),
        code: code.to_string(),
        checksum: hex(&kept.sha256),
        newest: newest.map_or(kept.number, |newest| newest.number),
    };
    let kept_for = if number.is_some() { AN_HOUR } else { ASK_AGAIN };
    shown(app, reader, shown_sheet, kept_for)
}

fn read(kept: &KeptSheet) -> Result<Sheet, Refusal> {
    Sheet::parse(&kept.text).map_err(|_| Refusal::Internal)
}

async fn announced(app: &App) -> Result<Option<Announced>, Refusal> {
    let newest = app.announced.store.announcements(1).await?;
    Ok(newest.first().map(|one| Announced { number: one.number, made_on: one.made_at.day() }))
}

/// The sheet's text, byte for byte what its checksum is over.
fn text(village: Desa, kept: KeptSheet) -> Response {
    let name = format!("attachment; filename=\"daftar-{}-{}.txt\"", village.code(), kept.number);
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8")),
        (header::CACHE_CONTROL, HeaderValue::from_static(AN_HOUR)),
        (header::CONTENT_DISPOSITION, HeaderValue::try_from(name).unwrap_or(HeaderValue::from_static("attachment"))),
        (ROBOTS, HeaderValue::from_static("noindex")),
    ];
    (headers, kept.text).into_response()
}

const ROBOTS: HeaderName = HeaderName::from_static("x-robots-tag");

fn shown(app: &App, reader: Reader, shown: Daftar, kept_for: &'static str) -> Response {
    let Some(site) = &app.site else { return Refusal::NotFound.into_response() };
    let page = site.template().fill(&list(reader.model(app), shown), false);
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
        (header::CACHE_CONTROL, HeaderValue::from_static(kept_for)),
        // The language comes from a cookie where the address names none.
        (header::VARY, HeaderValue::from_static("cookie")),
        (ROBOTS, HeaderValue::from_static("noindex")),
    ];
    (headers, page).into_response()
}

fn missing(app: &App, reader: &Reader) -> Response {
    notice(app, reader.language, StatusCode::NOT_FOUND, Text::MissingTitle, Text::MissingText)
}

fn failed(app: &App, reader: &Reader, refusal: Refusal) -> Response {
    let (status, _, wait) = refusal.problem();
    let mut response = notice(app, reader.language, status, Text::GalatListTitle, Text::GalatList);
    if let Some(wait) = wait {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(wait));
    }
    response
}
