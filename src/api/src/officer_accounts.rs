//! `/api/v1/officer/accounts…`: officers' accounts, for the regency's admin. Whatever
//! changes one comes with the admin's own password: whoever finds a session open must not
//! be able to make themselves an account with it.

use serde::{Deserialize, Serialize};
use tilik_core::officer::Role;

/// `GET /api/v1/officer/accounts`: every account, by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct AccountsAnswer {
    /// The accounts.
    pub accounts: Vec<AccountLine>,
    /// Whether accounts can be bound to somebody at the regency's provider.
    pub provider: bool,
}

/// An account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct AccountLine {
    /// Its name.
    pub name: String,
    /// The role.
    #[cfg_attr(feature = "schema", schema(value_type = String, example = "verifier"))]
    pub role: Role,
    /// The village's or the district's code; none for the whole regency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<u64>,
    /// Its owner has not changed the first password yet.
    pub first_password: bool,
    /// Whether it asks for a second factor.
    pub second_factor: bool,
    /// Whether it is bound to somebody at the regency's provider.
    pub linked: bool,
    /// Since when it may do nothing any more, RFC 3339.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(format = DateTime))]
    pub ended_at: Option<String>,
}

/// `POST /api/v1/officer/accounts`.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewAccountRequest {
    /// What its owner will sign in with.
    pub name: String,
    /// What it is there for.
    #[cfg_attr(feature = "schema", schema(value_type = String, example = "verifier"))]
    pub role: Role,
    /// A village's code, a district's, or none for the whole regency, as the role has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<u64>,
    /// The password of whoever asks.
    pub password: String,
}

/// `POST /api/v1/officer/accounts/reset` and `…/end`.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AccountRequest {
    /// Whose account.
    pub name: String,
    /// The password of whoever asks.
    pub password: String,
}

/// `POST /api/v1/officer/accounts/link`.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct LinkRequest {
    /// Whose account.
    pub name: String,
    /// Who they are at the regency's provider, the `sub` of its tokens; none: nobody any
    /// more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// The password of whoever asks.
    pub password: String,
}

/// A first password, told this once.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct FirstPasswordAnswer {
    /// Whose account.
    pub name: String,
    /// The password; its owner must change it.
    pub first_password: String,
}
