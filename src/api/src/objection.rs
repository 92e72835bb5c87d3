//! `POST /api/v1/objections`: sanggah, against a rejection.

use serde::{Deserialize, Serialize};
use tilik_core::Status;

/// An objection.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ObjectionRequest {
    /// The ticket of the rejected report.
    #[cfg_attr(feature = "schema", schema(example = "K7Q2-M4XD-9"))]
    pub ticket: String,
    /// The NIK reported.
    pub nik: String,
    /// What does not fit, up to 1,000 characters.
    pub reason: String,
}

/// The objection has landed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ObjectionAnswer {
    /// The ticket in its written form.
    pub ticket: String,
    /// `objected`.
    #[cfg_attr(feature = "schema", schema(value_type = String, example = "objected"))]
    pub status: Status,
}
