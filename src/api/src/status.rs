//! `POST /api/v1/reports/status`: what became of a report.

use serde::{Deserialize, Serialize};
use tilik_core::{Date, Status};

use crate::report::ReasonLine;

/// A ticket and what proves that it is one's own: the NIK it was made for, or the
/// phone of the helper who made it for somebody else.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct StatusRequest {
    /// The ticket, in any case, with or without dashes.
    #[cfg_attr(feature = "schema", schema(example = "K7Q2-M4XD-9"))]
    pub ticket: String,
    /// The NIK reported.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nik: Option<String>,
    /// The helper's phone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
}

/// The way a report has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct StatusAnswer {
    /// The ticket in its written form.
    pub ticket: String,
    /// Oldest first. For a report about somebody else the coarse steps alone.
    pub timeline: Vec<TimelineEntry>,
    /// The days between which the package arrives, once approved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected: Option<Expected>,
    /// Every rule that excluded, where the report is rejected.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<ReasonLine>,
    /// The last day for an objection, where one is still possible.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>, format = Date))]
    pub may_object_until: Option<Date>,
    /// A kiosk without a network had said something else; this is what holds.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub corrected: bool,
}

/// One step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct TimelineEntry {
    /// The status reached.
    #[cfg_attr(feature = "schema", schema(value_type = String, example = "received"))]
    pub status: Status,
    /// When, RFC 3339 with Banyuwangi's offset (+07:00).
    #[cfg_attr(feature = "schema", schema(format = DateTime))]
    pub at: String,
    /// The first rule that excluded, for a rejection.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// The promised days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Expected {
    /// The first.
    #[cfg_attr(feature = "schema", schema(value_type = String, format = Date))]
    pub from: Date,
    /// The last.
    #[cfg_attr(feature = "schema", schema(value_type = String, format = Date))]
    pub to: Date,
}
