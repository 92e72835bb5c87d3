//! `/api/v1/officer/…`: the officers' side. Every request passes [`access`] first, which
//! says who asks and whether they may; the handlers get a [`SignedIn`] that exists only
//! then.

pub mod access;
pub mod account_end;
pub mod account_link;
pub mod account_reset;
pub mod accounts;
pub mod announcements;
pub mod batch;
pub mod batch_steps;
pub mod batches;
pub mod case;
pub mod confirmation;
pub mod cookie;
pub mod deliveries;
pub mod exports;
pub mod figures;
pub mod handovers;
pub mod messages;
pub mod password;
pub mod queue;
pub mod revivals;
pub mod second_factor;
pub mod session;
pub mod sessions;
pub mod sheets;
pub mod sign_on;
pub mod sign_on_callback;
pub mod steps;
pub mod trail;

use std::sync::Arc;
use tokio::sync::Semaphore;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub use access::SignedIn;

use super::App;
use crate::officer::browser::Browsers;
use crate::officer::sign_on::SignOn;
use crate::storage::{Batches, Counts, Messages, Officers};

/// What officers are answered with.
pub struct OfficerService {
    /// Accounts, cases and the trail.
    pub store: Arc<dyn Officers>,
    /// Deliveries.
    pub batches: Arc<dyn Batches>,
    /// What was told to people.
    pub messages: Arc<dyn Messages>,
    /// Whether this server tells them anything.
    pub sends: bool,
    /// What is counted.
    pub figures: Arc<dyn Counts>,
    /// Turns at counting.
    pub counting: Semaphore,
    /// Turns at making a file.
    pub exports: Arc<Semaphore>,
    /// Browsers that signed in before.
    pub browsers: Browsers,
    /// The regency's provider; none: passwords alone.
    pub sign_on: Option<SignOn>,
}

/// Files that are made at once, each in memory.
pub const EXPORTS_AT_ONCE: usize = 2;

/// As many count at once.
pub const COUNTING_AT_ONCE: usize = 2;

/// The endpoints. A new one needs its line in [`access`].
pub fn api() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(sessions::sign_in))
        .routes(routes!(sign_on::offered, sign_on::begin))
        .routes(routes!(sign_on_callback::back))
        .routes(routes!(session::who, session::sign_out))
        .routes(routes!(password::change))
        .routes(routes!(second_factor::offer))
        .routes(routes!(second_factor::confirm))
        .routes(routes!(queue::queue))
        .routes(routes!(case::case))
        .routes(routes!(steps::step))
        .routes(routes!(deliveries::deliveries))
        .routes(routes!(batches::make))
        .routes(routes!(batch::manifest))
        .routes(routes!(batch_steps::step))
        .routes(routes!(handovers::hand_over))
        .routes(routes!(announcements::announced, announcements::announce))
        .routes(routes!(sheets::sheet))
        .routes(routes!(sheets::sheets))
        .routes(routes!(accounts::list, accounts::add))
        .routes(routes!(account_reset::reset))
        .routes(routes!(account_end::end))
        .routes(routes!(account_link::link))
        .routes(routes!(messages::messages))
        .routes(routes!(revivals::revive))
        .routes(routes!(figures::figures))
        .routes(routes!(exports::export))
        .routes(routes!(trail::trail))
}
