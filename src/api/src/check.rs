//! `POST /api/v1/checks`: is this NIK on a list?

use serde::{Deserialize, Serialize};
use tilik_core::{Date, Level, Period, Scheme, Through};

/// A NIK as typed, and the proof of work.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CheckRequest {
    /// 16 digits; separators and the digits of any script are accepted.
    #[cfg_attr(feature = "schema", schema(example = "3510161203850001"))]
    pub nik: String,
    /// The proof, where one is required.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proof: Option<String>,
}

/// Whether a person is on a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ListStatus {
    /// The person, or the person's family, is.
    Listed,
    /// Neither is; unknown NIKs get the same answer.
    NotListed,
}

/// The answer to a check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct CheckAnswer {
    /// On a list or not.
    pub status: ListStatus,
    /// One line per scheme and period; empty where not listed.
    pub aid: Vec<AidLine>,
    /// The day the newest list landed; null before the first.
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>, format = Date))]
    pub data_as_of: Option<Date>,
}

/// One aid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct AidLine {
    /// The scheme's code.
    #[cfg_attr(feature = "schema", schema(value_type = String, example = "bst"))]
    pub scheme: Scheme,
    /// Who pays it.
    #[cfg_attr(feature = "schema", schema(value_type = String, example = "central"))]
    pub level: Level,
    /// The list's month.
    #[cfg_attr(feature = "schema", schema(value_type = String, example = "2020-05"))]
    pub period: Period,
    /// Paid out, rather than named and waiting.
    pub paid: bool,
    /// Own, or somebody's on the same card; never whose.
    #[cfg_attr(feature = "schema", schema(value_type = String, example = "family"))]
    pub through: Through,
}
