//! `/api/v1/officer/sign-on`: signing in through the regency's OpenID Connect provider.

use serde::{Deserialize, Serialize};

/// `GET /api/v1/officer/sign-on`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct SignOnAnswer {
    /// Whether there is such a provider.
    pub offered: bool,
}

/// `POST /api/v1/officer/sign-on`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct SignOnStart {
    /// The provider's page, to which the browser goes.
    pub to: String,
}

/// What the console's address says after a sign-on that signed nobody in, before the
/// problem's word: `/petugas#masuk=not_linked`.
pub const CAME_BACK: &str = "masuk=";
