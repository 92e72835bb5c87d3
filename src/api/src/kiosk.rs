//! `/api/v1/kiosk/…`: what an enrolled kiosk and the server say to each other.
//!
//! Keys, signatures and sealed bytes travel as standard base64. A point is an
//! uncompressed P-256 point (SEC 1, 65 bytes), a signature r and s in a row (64 bytes).

use serde::{Deserialize, Serialize};

use crate::report::{ReportOutcome, ReportRequest};

/// What a kiosk signs for a session: this, its id, a line break, the nonce.
pub const SESSION_SIGNED: &str = "tilik kiosk session\n";

/// The purpose that the key of a sealed report is derived for.
pub const SEALED_REPORT: &str = "tilik kiosk report 1";

/// A kiosk enrols.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct EnrolmentRequest {
    /// The one-time code that an officer made.
    #[cfg_attr(feature = "schema", schema(example = "7KQ2M-4XD9P"))]
    pub code: String,
    /// The kiosk's public key: a point.
    pub public_key: String,
    /// Six digits that the staff will unlock the kiosk with.
    pub pin: String,
}

/// What a kiosk must know.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct EnrolmentAnswer {
    /// The kiosk's id, a UUID.
    pub kiosk: String,
    /// The village where it stands.
    #[cfg_attr(feature = "schema", schema(example = "3510161001"))]
    pub village: String,
    /// The place, as the officer named it.
    #[cfg_attr(feature = "schema", schema(example = "Balai desa"))]
    pub place: String,
    /// What reports are sealed to: a point.
    pub seal_key: String,
    /// What snapshots are signed with: a point.
    pub sign_key: String,
}

/// Something to sign.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Nonce {
    /// Holds for five minutes.
    pub nonce: String,
}

/// A kiosk asks for a session.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SessionRequest {
    /// The kiosk's id.
    pub kiosk: String,
    /// The nonce.
    pub nonce: String,
    /// Over [`SESSION_SIGNED`], the id, a line break and the nonce.
    pub signature: String,
}

/// A session.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct SessionAnswer {
    /// For `Authorization: Bearer`.
    pub token: String,
    /// Seconds that it holds.
    pub expires_in: i64,
    /// The village where the kiosk stands.
    pub village: String,
    /// The place.
    pub place: String,
}

/// The staff unlocks a kiosk.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct UnlockRequest {
    /// The six digits.
    pub pin: String,
    /// The version of the snapshot on the device.
    pub version: String,
}

/// A kiosk that is unlocked asks for the keys of another snapshot.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct KeysRequest {
    /// Its version.
    pub version: String,
}

/// The keys of one snapshot.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct SnapshotKeys {
    /// Opens it: 32 bytes.
    pub body: String,
    /// Asks its sets: 32 bytes.
    pub filter: String,
}

/// The keys, and for how long.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct KeysAnswer {
    /// The keys.
    pub keys: SnapshotKeys,
    /// Seconds until they must be forgotten.
    pub unlocked_for: i64,
}

/// An unlocked kiosk.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct UnlockAnswer {
    /// In place of the session's former token.
    pub token: String,
    /// The keys.
    pub keys: SnapshotKeys,
    /// Seconds until they must be forgotten.
    pub unlocked_for: i64,
}

/// A kiosk asks for tickets.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct TicketsRequest {
    /// How many.
    pub count: u32,
}

/// Tickets that nobody else will get.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct TicketsAnswer {
    /// At most 200.
    #[cfg_attr(feature = "schema", schema(example = json!(["K7Q2-M4XD-9"])))]
    pub tickets: Vec<String>,
}

/// A report that only the server can read.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SealedReport {
    /// An ephemeral point, then a [`KioskReport`] as JSON under AES-256-GCM.
    pub sealed: String,
    /// The kiosk it was sealed on, where this device was enrolled anew since.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kiosk: Option<String>,
}

/// What is sealed.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KioskReport {
    /// The report.
    pub report: ReportRequest,
    /// The reserved ticket that the resident has in hand.
    pub ticket: String,
    /// What the kiosk decided by itself, where it had to.
    #[serde(default)]
    pub provisional: Option<ReportOutcome>,
    /// The snapshot it decided from.
    #[serde(default)]
    pub snapshot: Option<String>,
}
