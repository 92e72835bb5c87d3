//! `/api/v1/officer/messages`: what was told to people, and what could not be. A message
//! is named by its report's ticket and its place among that report's messages.

use serde::{Deserialize, Serialize};
use tilik_core::message::{Event, Recipient};

/// As many dead messages as a look shows.
pub const DEAD_SHOWN: usize = 200;

/// `GET /api/v1/officer/messages`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct MessagesAnswer {
    /// Whether this server sends any.
    pub sends: bool,
    /// How many there are in each state.
    pub counts: MessageCounts,
    /// Those that could not be sent, newest first; at most [`DEAD_SHOWN`].
    pub dead: Vec<DeadMessage>,
}

/// How many messages there are in each state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct MessageCounts {
    /// To be sent, or to be tried again.
    pub waiting: u64,
    /// The gateway has them.
    pub sent: u64,
    /// The report names no phone of theirs.
    pub no_address: u64,
    /// Given up.
    pub dead: u64,
}

/// A message that could not be sent. It names nobody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct DeadMessage {
    /// Which.
    #[serde(flatten)]
    pub message: MessageName,
    /// Who should have it.
    #[cfg_attr(feature = "schema", schema(value_type = String, example = "person"))]
    pub recipient: Recipient,
    /// What it tells.
    #[cfg_attr(feature = "schema", schema(value_type = String, example = "on_the_way"))]
    pub event: Event,
    /// When that happened, RFC 3339.
    #[cfg_attr(feature = "schema", schema(format = DateTime))]
    pub at: String,
    /// How often it was tried.
    pub tries: u32,
    /// Why the last try failed: a stable word.
    pub failure: String,
}

/// Which message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct MessageName {
    /// The report's ticket.
    pub ticket: String,
    /// Its place among the report's messages, from 1.
    pub number: u32,
}

/// `POST /api/v1/officer/messages/revivals`: dead messages are to be sent once more.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RevivalRequest {
    /// Which; none: all of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<MessageName>,
}
