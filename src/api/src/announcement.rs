//! Announcing the lists: what the regency's staff asks and is told. The sheets themselves
//! are PDF and text, and pages at `/daftar`.

use serde::{Deserialize, Serialize};
use tilik_core::Date;
use tilik_core::announcement::Masking;

/// As many announcements as are shown.
pub const ANNOUNCEMENTS_SHOWN: usize = 50;

/// `GET /api/v1/officer/announcements`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct AnnouncementsAnswer {
    /// Newest first, at most [`ANNOUNCEMENTS_SHOWN`].
    pub announcements: Vec<AnnouncementLine>,
    /// How the next one would show names.
    #[cfg_attr(feature = "schema", schema(value_type = String))]
    pub masking: Masking,
    /// The server knows where the site is found: sheets carry a QR code.
    pub has_address: bool,
}

/// An announcement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct AnnouncementLine {
    /// Its number, from 1.
    pub number: u32,
    /// The day it was made.
    #[cfg_attr(feature = "schema", schema(value_type = String, format = Date))]
    pub made_on: Date,
    /// How it shows names.
    #[cfg_attr(feature = "schema", schema(value_type = String))]
    pub masking: Masking,
    /// Names on all its sheets.
    pub people: u64,
    /// Lines of the lists that are on no sheet, since no village is known for them.
    pub unplaced: u64,
}

/// `POST /api/v1/officer/announcements`: the lists as they are now.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AnnounceRequest {
    /// The number of the newest announcement that was looked at, 0 for none. Where there
    /// is a newer one nothing is announced, so that sent twice is announced once.
    pub after: u32,
}
