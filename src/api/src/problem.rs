//! Errors, as `application/problem+json` (RFC 9457).

use serde::{Deserialize, Serialize};

/// What went wrong, in stable words. The sentence for people is made by the client
/// from its catalogue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Problem {
    /// The kind, `urn:tilik:problem:` and a stable word.
    #[serde(rename = "type")]
    pub kind: String,
    /// The kind in English, for whoever reads a trace.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// For a form: each field at fault.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
}

/// One field at fault.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct FieldError {
    /// The field, as named in the request, `subject.nik`.
    pub field: String,
    /// The fault's stable word.
    pub code: String,
}

/// What every [`Problem::kind`] starts with.
pub const KIND_PREFIX: &str = "urn:tilik:problem:";

impl Problem {
    /// The stable word of the kind.
    pub fn word(&self) -> &str {
        self.kind.strip_prefix(KIND_PREFIX).unwrap_or(&self.kind)
    }
}
