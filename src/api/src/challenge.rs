//! The proof of work, in ALTCHA's format.

use serde::{Deserialize, Serialize};

/// A challenge: find the `number` up to `maxnumber` for which the SHA-256 of
/// `salt` followed by the number in decimal is `challenge`.
///
/// The proof sent back is the base64 of the JSON
/// `{algorithm, challenge, number, salt, signature}`. Where `required` is false
/// everything else is absent and no proof is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Challenge {
    /// Whether a proof must be sent.
    pub required: bool,
    /// `SHA-256`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub algorithm: Option<String>,
    /// Lower-case hex of the hash to find.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub challenge: Option<String>,
    /// The largest number to try.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maxnumber: Option<u32>,
    /// What goes before the number; carries `?expires=` in Unix seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub salt: Option<String>,
    /// The server's signature of the challenge, to be sent back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature: Option<String>,
}

impl Challenge {
    /// The answer where no proof is asked for.
    pub const NOT_REQUIRED: Self =
        Self { required: false, algorithm: None, challenge: None, maxnumber: None, salt: None, signature: None };
}
