//! `/api/v1/officer/…`: the officers' side. Every request but the first comes with the
//! session's cookie, and every one that changes something with its
//! [`CSRF`](crate::path::CSRF) header.

use serde::{Deserialize, Serialize};
use tilik_core::case::{Desk, Finding, Handover};
use tilik_core::officer::Role;
use tilik_core::report::Impact;
use tilik_core::{Date, Status};

use crate::check::AidLine;
use crate::report::ReasonLine;

/// `POST /api/v1/officer/sessions`.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SignInRequest {
    /// The account's name.
    pub name: String,
    /// Its password.
    pub password: String,
    /// The six digits of the second factor, where the account has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
}

/// Who is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct SessionAnswer {
    /// The account's name.
    pub name: String,
    /// The role.
    #[cfg_attr(feature = "schema", schema(value_type = String, example = "verifier"))]
    pub role: Role,
    /// The village's or the district's code; none for the whole regency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<u64>,
    /// Goes into the [`CSRF`](crate::path::CSRF) header.
    pub csrf: String,
    /// The password is one that somebody else knows: nothing else is answered until it
    /// is changed.
    pub must_change_password: bool,
    /// Whether the account asks for a second factor.
    pub second_factor: bool,
}

/// `POST /api/v1/officer/password`.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PasswordRequest {
    /// The password so far.
    pub old: String,
    /// The one from now on, 12 characters at least.
    pub new: String,
}

/// `POST /api/v1/officer/second-factor`: a secret to put into an authenticator.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct SecondFactorAnswer {
    /// In base 32, as authenticators take it when typed.
    pub secret: String,
    /// The same as an `otpauth://` URI.
    pub uri: String,
}

/// `POST /api/v1/officer/second-factor/confirmation`.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SecondFactorRequest {
    /// The secret as it was given.
    pub secret: String,
    /// What the authenticator shows.
    pub code: String,
    /// The account's password once more.
    pub password: String,
}

/// `GET /api/v1/officer/queue`: the cases that wait in one's area, oldest promise first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct QueueAnswer {
    /// The cases, at most [`QUEUE_SHOWS`].
    pub cases: Vec<QueueLine>,
    /// How many there are in all.
    pub total: u64,
    /// The day by which the clocks are read.
    #[cfg_attr(feature = "schema", schema(value_type = String, format = Date))]
    pub today: Date,
}

/// As many cases as a queue shows at once.
pub const QUEUE_SHOWS: usize = 200;

/// A case in the queue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct QueueLine {
    /// The ticket.
    pub ticket: String,
    /// Where it stands: verifying, undetermined or objected.
    #[cfg_attr(feature = "schema", schema(value_type = String))]
    pub status: Status,
    /// The village's code.
    pub village: u64,
    /// Who is to be helped.
    pub name: String,
    /// When it was reported, RFC 3339.
    #[cfg_attr(feature = "schema", schema(format = DateTime))]
    pub received_at: String,
    /// Whose desk it lies on today.
    #[cfg_attr(feature = "schema", schema(value_type = String))]
    pub desk: Desk,
    /// The last day it may lie there.
    #[cfg_attr(feature = "schema", schema(value_type = String, format = Date))]
    pub due: Date,
    /// Whether the one who asks may decide it.
    pub mine: bool,
}

/// `POST /api/v1/officer/case`. The ticket is in the body, so that no log has it.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CaseRequest {
    /// The ticket.
    pub ticket: String,
}

/// All that is known of a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct CaseAnswer {
    /// As the queue has it.
    #[serde(flatten)]
    pub line: QueueLine,
    /// The report.
    pub report: CaseReport,
    /// What the crossing saw and said when the report came.
    pub crossing: CaseCrossing,
    /// The lists as of today, for the person and the family.
    pub aid: Vec<ListedAid>,
    /// How surely the registry knows the family.
    pub standing: Standing,
    /// The family by the registry: everybody on each of the person's cards.
    pub family: Vec<FamilyMember>,
    /// The family's other reports, newest first.
    pub others: Vec<OtherReport>,
    /// The objection, in the family's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub objection: Option<CaseObjection>,
    /// What was done so far, oldest first.
    pub acts: Vec<CaseAct>,
    /// How far the case has come: sent along with a step, so that nobody decides on what
    /// another has changed meanwhile.
    pub seen: u32,
}

/// A report in full.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct CaseReport {
    /// The NIK, 16 digits.
    pub nik: String,
    /// The address.
    pub address: String,
    /// A phone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// How the family was hit.
    #[cfg_attr(feature = "schema", schema(value_type = Vec<String>))]
    pub impact: Vec<Impact>,
    /// People in the household.
    pub household_size: u8,
    /// The note.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Who reported it, where that is somebody else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reporter: Option<CaseReporter>,
    /// Through which channel.
    pub channel: String,
}

/// Who reported somebody else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct CaseReporter {
    /// The name.
    pub name: String,
    /// The phone.
    pub phone: String,
    /// The relation's word.
    pub relation: String,
}

/// What the machine said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct CaseCrossing {
    /// What it decided.
    #[cfg_attr(feature = "schema", schema(value_type = String))]
    pub decided: Status,
    /// By which version of the rules.
    pub rules_version: String,
    /// Every rule that excluded.
    pub reasons: Vec<ReasonLine>,
}

/// An aid of today's lists, with the list it stands on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ListedAid {
    /// The aid.
    #[serde(flatten)]
    pub aid: AidLine,
    /// The list's edition.
    pub edition: String,
    /// When it landed.
    #[cfg_attr(feature = "schema", schema(value_type = String, format = Date))]
    pub landed_on: Date,
}

/// How surely the registry knows a family.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// The person is on one card.
    Certain,
    /// On several.
    Uncertain,
    /// On none.
    Unregistered,
}

/// Somebody on the person's card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct FamilyMember {
    /// The name.
    pub name: String,
    /// The relation to the head, as the registry writes it.
    pub relation: String,
    /// The village's code.
    pub village: u64,
    /// The address.
    pub address: String,
    /// The person who was reported.
    pub reported: bool,
    /// Which of the person's cards, from 1.
    pub card: u32,
}

/// Another report of the family's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct OtherReport {
    /// The ticket.
    pub ticket: String,
    /// Where it stands.
    #[cfg_attr(feature = "schema", schema(value_type = String))]
    pub status: Status,
    /// When it was reported, RFC 3339.
    #[cfg_attr(feature = "schema", schema(format = DateTime))]
    pub received_at: String,
    /// It only repeats the other.
    pub repeats: bool,
}

/// An objection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct CaseObjection {
    /// In the family's words.
    pub reason: String,
    /// When, RFC 3339.
    #[cfg_attr(feature = "schema", schema(format = DateTime))]
    pub made_at: String,
}

/// What an officer did with a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct CaseAct {
    /// What.
    pub act: Act,
    /// Who: the account's name.
    pub by: String,
    /// When, RFC 3339.
    #[cfg_attr(feature = "schema", schema(format = DateTime))]
    pub at: String,
    /// What was found, for a rejection.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>))]
    pub finding: Option<Finding>,
    /// In the officer's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// What may be done with a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// The family is eligible.
    Approve,
    /// It is not, and why.
    Reject,
    /// The next desk decides.
    PassUp,
}

impl Act {
    /// Its word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Approve => "approve",
            Self::Reject => "reject",
            Self::PassUp => "pass_up",
        }
    }
}

/// `POST /api/v1/officer/case/steps`.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct StepRequest {
    /// The ticket.
    pub ticket: String,
    /// How far the case had come when it was looked at.
    pub seen: u32,
    /// What to do.
    pub act: Act,
    /// What was found; a rejection needs it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>))]
    pub finding: Option<Finding>,
    /// In one's own words. Passing up needs it, and so does approving what the machine
    /// had rejected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// Where the case stands now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct StepAnswer {
    /// The ticket.
    pub ticket: String,
    /// Where it stands.
    #[cfg_attr(feature = "schema", schema(value_type = String))]
    pub status: Status,
}

/// `GET /api/v1/officer/deliveries`: what is to be delivered in one's area.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct DeliveriesAnswer {
    /// Approved and in no batch yet, village by village, the oldest promise first.
    pub waiting: Vec<VillageWaits>,
    /// Whose promise is past, oldest first, at most [`QUEUE_SHOWS`].
    pub late: Vec<LateLine>,
    /// The batches, newest first, at most [`QUEUE_SHOWS`].
    pub batches: Vec<Batch>,
    /// The day by which the clocks are read.
    #[cfg_attr(feature = "schema", schema(value_type = String, format = Date))]
    pub today: Date,
}

/// The packages that a village waits for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct VillageWaits {
    /// The village's code.
    pub village: u64,
    /// How many.
    pub count: u64,
    /// The last day promised for the first of them.
    #[cfg_attr(feature = "schema", schema(value_type = String, format = Date))]
    pub due: Date,
}

/// A package that is late. It names nobody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct LateLine {
    /// The ticket.
    pub ticket: String,
    /// The village's code.
    pub village: u64,
    /// Where it stands.
    #[cfg_attr(feature = "schema", schema(value_type = String))]
    pub status: Status,
    /// The last day promised.
    #[cfg_attr(feature = "schema", schema(value_type = String, format = Date))]
    pub due: Date,
}

/// A batch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Batch {
    /// What stands on the manifest.
    pub number: i64,
    /// The district's code, six digits.
    pub district: u64,
    /// The day it is to leave, or left.
    #[cfg_attr(feature = "schema", schema(value_type = String, format = Date))]
    pub leaves_on: Date,
    /// How it stands.
    pub standing: BatchStanding,
    /// Packages in it.
    pub packages: u64,
    /// Of them handed over.
    pub handed_over: u64,
    /// Of them brought back.
    pub brought_back: u64,
}

/// How a batch stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum BatchStanding {
    /// It has not left.
    Planned,
    /// It is on its way, or done where every package has its result.
    Left,
    /// It was given up before it left.
    Cancelled,
}

/// `POST /api/v1/officer/batches`: the oldest promises of a district go first.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct BatchRequest {
    /// The district's code, six digits.
    pub district: u64,
    /// One village of it alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub village: Option<u64>,
    /// The day it is to leave.
    #[cfg_attr(feature = "schema", schema(value_type = String, format = Date))]
    pub leaves_on: Date,
    /// The most packages that it can carry, 1 to [`BATCH_CARRIES`].
    pub capacity: u32,
}

/// The most packages in one batch: a lorry's.
pub const BATCH_CARRIES: u32 = 1_000;

/// `POST /api/v1/officer/batch`.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ManifestRequest {
    /// The batch.
    pub number: i64,
}

/// A batch with its packages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ManifestAnswer {
    /// The batch.
    pub batch: Batch,
    /// Its packages, village by village.
    pub packages: Vec<Package>,
}

/// A package on a manifest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Package {
    /// Its place, from 1.
    pub place: u32,
    /// The ticket.
    pub ticket: String,
    /// Whom it is for.
    pub name: String,
    /// The village's code.
    pub village: u64,
    /// The address.
    pub address: String,
    /// A phone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// What became of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>))]
    pub result: Option<Handover>,
    /// In the crew's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// What may be done with a batch that has not left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum BatchAct {
    /// It leaves today.
    SendOff,
    /// It is given up: its reports wait again.
    Cancel,
}

/// `POST /api/v1/officer/batch/steps`.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct BatchStepRequest {
    /// The batch.
    pub number: i64,
    /// What to do.
    pub act: BatchAct,
}

/// `POST /api/v1/officer/handovers`. The same again is the same answer.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct HandoverRequest {
    /// The batch.
    pub number: i64,
    /// The package's ticket.
    pub ticket: String,
    /// What became of it.
    #[cfg_attr(feature = "schema", schema(value_type = String))]
    pub result: Handover,
    /// Who took it, or what was found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// `GET /api/v1/officer/trail`: what was done, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct TrailAnswer {
    /// At most [`TRAIL_SHOWS`] entries.
    pub entries: Vec<TrailEntry>,
}

/// As many entries as a look at the trail shows at once.
pub const TRAIL_SHOWS: usize = 200;

/// One entry of the trail. It names a case by its ticket and never a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct TrailEntry {
    /// Its place, from 1 without a gap.
    pub number: i64,
    /// When, RFC 3339.
    #[cfg_attr(feature = "schema", schema(format = DateTime))]
    pub at: String,
    /// Whose account.
    pub by: String,
    /// What was done: a stable word.
    pub deed: String,
    /// The ticket, where it was about a case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ticket: Option<String>,
    /// The account's name, where it was about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
}
