//! HTTP: one file per endpoint with its request, its errors, its handler and its
//! entry in the OpenAPI document. What they share (problems, bodies, limits,
//! headers) has a file each; what they decide lives in `tilik_core`.

mod body;
mod challenge;
mod checks;
mod daftar;
mod data;
mod form;
mod headers;
mod health;
mod idempotency;
mod kiosk;
mod limits;
mod objections;
mod observe;
mod officer;
mod openapi;
mod problem;
mod reports;
mod rules;
mod scrape;
mod shed;
mod site;
mod status;

use axum::Router;
use axum::body::Bytes;
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderName, HeaderValue, Method, header};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{any, get};
use std::sync::Arc;
use std::time::Duration;
use tilik_core::RuleSet;
use tilik_core::announcement::Masking;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::cors::CorsLayer;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub use limits::Limits;
pub use officer::{COUNTING_AT_ONCE, EXPORTS_AT_ONCE, OfficerService};
pub use openapi::document;
pub use scrape::serve_metrics;
pub use site::Site;

use crate::check_index::CheckIndex;
use crate::clock::Clock;
use crate::entropy::Entropy;
use crate::kiosk::{Keys, Snapshots, Tokens};
use crate::proof::ProofOfWork;
use crate::sealing::Sealing;
use crate::settings::Settings;
use crate::storage::{Announcements, Kiosks, Reports};
use problem::Refusal;
use shed::InFlight;

/// The largest body taken. A report with every field at its limit, each character
/// four bytes, is (200 + 300 + 200 + 1,000) × 4 = 6,800 bytes and some framing.
const LARGEST_BODY: usize = 64 * 1024;

/// What handlers work with.
pub struct App {
    /// The answers to checks.
    pub index: Arc<CheckIndex>,
    /// The reports.
    pub reports: Arc<dyn Reports>,
    /// The kiosks.
    pub kiosk: KioskService,
    /// The officers' side.
    pub officer: OfficerService,
    /// The lists on the wall.
    pub announced: AnnouncementService,
    /// The keys at work.
    pub sealing: Sealing,
    /// The rules in force.
    pub rules: RuleSet,
    /// The proof of work; none: not asked for.
    pub proof: Option<ProofOfWork>,
    /// The limits; none: no limits.
    pub limits: Option<Limits>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub entropy: Arc<dyn Entropy>,
    /// Proxies in front.
    pub proxies: usize,
    /// The site's pages; none where there is no site.
    pub site: Option<Site>,
    /// Origins that may call, beside the site's own.
    pub origins: Vec<HeaderValue>,
}

/// What kiosks are answered with.
pub struct KioskService {
    /// Who they are.
    pub store: Arc<dyn Kiosks>,
    /// The keys towards them.
    pub keys: Keys,
    /// Their sessions.
    pub tokens: Tokens,
    /// What they take along.
    pub snapshots: Arc<Snapshots>,
    /// Seconds that one stays unlocked.
    pub unlocked: i64,
}

/// What announces and prints the lists.
pub struct AnnouncementService {
    /// The sheets.
    pub store: Arc<dyn Announcements>,
    /// How names are shown.
    pub masking: Masking,
    /// Where the site is found.
    pub site: Option<String>,
    /// One prints at a time.
    turn: Arc<Semaphore>,
}

impl AnnouncementService {
    /// With what the settings say.
    pub fn new(store: Arc<dyn Announcements>, settings: &Settings) -> Self {
        let (masking, site) = (settings.announced_names, settings.public_url.clone());
        Self { store, masking, site, turn: Arc::new(Semaphore::new(1)) }
    }

    /// The turn to print, unless somebody else has it.
    fn turn(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.turn).try_acquire_owned().ok()
    }
}

/// A JSON answer made beforehand.
struct Json(Bytes);

impl Json {
    /// The answer as a value again, for a page that shows it.
    fn read<T: serde::de::DeserializeOwned>(&self) -> Result<T, Refusal> {
        serde_json::from_slice(&self.0).map_err(|_| Refusal::Internal)
    }
}

impl axum::response::IntoResponse for Json {
    fn into_response(self) -> axum::response::Response {
        ([(header::CONTENT_TYPE, "application/json")], self.0).into_response()
    }
}

/// The endpoints of the contract, with their document.
fn api() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(challenge::challenge))
        .routes(routes!(checks::check))
        .routes(routes!(reports::report))
        .routes(routes!(status::status))
        .routes(routes!(objections::object))
        .routes(routes!(rules::rules))
        .routes(routes!(data::data))
        .routes(routes!(kiosk::enrolments::enrol))
        .routes(routes!(kiosk::nonces::nonce))
        .routes(routes!(kiosk::sessions::session))
        .routes(routes!(kiosk::unlock::unlock))
        .routes(routes!(kiosk::keys::keys))
        .routes(routes!(kiosk::snapshot::snapshot))
        .routes(routes!(kiosk::tickets::tickets))
        .routes(routes!(kiosk::reports::report))
        .merge(officer::api())
}

/// Everything the server answers.
pub fn router(app: Arc<App>, settings: &Settings) -> Router {
    let (api, _) = api().split_for_parts();
    let api = api
        .route_layer(from_fn_with_state(Arc::clone(&app), officer::access::check))
        .route_layer(from_fn_with_state(Arc::clone(&app), limits::per_network))
        .route(tilik_api::path::OPENAPI, get(openapi::openapi))
        .method_not_allowed_fallback(problem::method_not_allowed)
        .route("/api", any(problem::not_found))
        .route("/api/", any(problem::not_found))
        .route("/api/{*rest}", any(problem::not_found))
        .layer(DefaultBodyLimit::max(LARGEST_BODY));
    let api = if settings.origins.is_empty() { api } else { api.layer(cors(settings)) };
    let health = Router::new().route("/healthz", get(health::healthz)).route("/readyz", get(health::readyz));
    let site = site::router(&settings.site)
        .merge(form::router().layer(DefaultBodyLimit::max(LARGEST_BODY)))
        .merge(daftar::router(&app))
        .layer(from_fn_with_state(headers::PageHeaders::new(&settings.origins, app.site.as_ref()), headers::set));
    let residents = api.merge(site).layer(from_fn_with_state(InFlight::at_most(settings.in_flight), shed::shed));
    Router::new()
        .merge(residents)
        .merge(health)
        .with_state(app)
        .layer(CatchPanicLayer::custom(problem::panicked))
        .layer(from_fn(observe::observe))
}

/// Other origins may call the API only where the settings name them.
fn cors(settings: &Settings) -> CorsLayer {
    CorsLayer::new()
        .allow_origin(settings.origins.clone())
        .allow_methods([Method::GET, Method::POST])
        .allow_headers([header::CONTENT_TYPE, HeaderName::from_static("idempotency-key")])
        // The pages tell today by the server's clock.
        .expose_headers([header::DATE, header::RETRY_AFTER, HeaderName::from_static("x-request-id")])
        // A browser need not ask again whether it may; Chromium believes it for two hours at most.
        .max_age(Duration::from_secs(2 * 60 * 60))
}
