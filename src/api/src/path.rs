//! Where things live. The site's own pages are in the browser's program.

/// A proof-of-work challenge.
pub const CHALLENGE: &str = "/api/v1/challenge";
/// Checking a NIK.
pub const CHECKS: &str = "/api/v1/checks";
/// Making a report.
pub const REPORTS: &str = "/api/v1/reports";
/// Asking what became of a report.
pub const REPORTS_STATUS: &str = "/api/v1/reports/status";
/// Objecting to a rejection.
pub const OBJECTIONS: &str = "/api/v1/objections";
/// How old the lists are.
pub const DATA: &str = "/api/v1/data";
/// The rule matrix in force.
pub const RULES: &str = "/api/v1/rules";
/// A kiosk enrols with its one-time code.
pub const KIOSK_ENROLMENTS: &str = "/api/v1/kiosk/enrolments";
/// Something to sign, for a session.
pub const KIOSK_NONCES: &str = "/api/v1/kiosk/nonces";
/// A kiosk's session.
pub const KIOSK_SESSIONS: &str = "/api/v1/kiosk/sessions";
/// The staff's unlocking.
pub const KIOSK_UNLOCK: &str = "/api/v1/kiosk/unlock";
/// The keys of a snapshot, while unlocked.
pub const KIOSK_KEYS: &str = "/api/v1/kiosk/keys";
/// The snapshot of a kiosk's area.
pub const KIOSK_SNAPSHOT: &str = "/api/v1/kiosk/snapshot";
/// Tickets reserved for a kiosk.
pub const KIOSK_TICKETS: &str = "/api/v1/kiosk/tickets";
/// A sealed report.
pub const KIOSK_REPORTS: &str = "/api/v1/kiosk/reports";
/// What every path of the officers' side starts with.
pub const OFFICER: &str = "/api/v1/officer/";
/// Signing in.
pub const OFFICER_SESSIONS: &str = "/api/v1/officer/sessions";
/// Whether the regency's provider signs officers in; and beginning that.
pub const OFFICER_SIGN_ON: &str = "/api/v1/officer/sign-on";
/// Where the provider sends the browser back to.
pub const OFFICER_SIGN_ON_CALLBACK: &str = "/api/v1/officer/sign-on/callback";
/// Who is signed in; and signing out.
pub const OFFICER_SESSION: &str = "/api/v1/officer/session";
/// Changing one's password.
pub const OFFICER_PASSWORD: &str = "/api/v1/officer/password";
/// A secret for a second factor.
pub const OFFICER_SECOND_FACTOR: &str = "/api/v1/officer/second-factor";
/// From now on the second factor is asked for.
pub const OFFICER_SECOND_FACTOR_CONFIRMATION: &str = "/api/v1/officer/second-factor/confirmation";
/// The cases that wait.
pub const OFFICER_QUEUE: &str = "/api/v1/officer/queue";
/// One case.
pub const OFFICER_CASE: &str = "/api/v1/officer/case";
/// A step of a case.
pub const OFFICER_CASE_STEPS: &str = "/api/v1/officer/case/steps";
/// What is to be delivered, and the batches.
pub const OFFICER_DELIVERIES: &str = "/api/v1/officer/deliveries";
/// A new batch.
pub const OFFICER_BATCHES: &str = "/api/v1/officer/batches";
/// A batch's manifest.
pub const OFFICER_BATCH: &str = "/api/v1/officer/batch";
/// A step of a batch.
pub const OFFICER_BATCH_STEPS: &str = "/api/v1/officer/batch/steps";
/// What became of a package at the door.
pub const OFFICER_HANDOVERS: &str = "/api/v1/officer/handovers";
/// What was announced; and announcing the lists.
pub const OFFICER_ANNOUNCEMENTS: &str = "/api/v1/officer/announcements";
/// The sheet of a village, on paper.
pub const OFFICER_ANNOUNCED_SHEET: &str = "/api/v1/officer/announcements/sheet";
/// The sheets of all villages.
pub const OFFICER_ANNOUNCED_SHEETS: &str = "/api/v1/officer/announcements/sheets";
/// Every account; and a new one.
pub const OFFICER_ACCOUNTS: &str = "/api/v1/officer/accounts";
/// A new first password for an account.
pub const OFFICER_ACCOUNTS_RESET: &str = "/api/v1/officer/accounts/reset";
/// The end of an account.
pub const OFFICER_ACCOUNTS_END: &str = "/api/v1/officer/accounts/end";
/// Who an account's owner is at the regency's provider.
pub const OFFICER_ACCOUNTS_LINK: &str = "/api/v1/officer/accounts/link";
/// Messages: how many there are, and those that could not be sent.
pub const OFFICER_MESSAGES: &str = "/api/v1/officer/messages";
/// Messages that are to be sent once more.
pub const OFFICER_MESSAGES_REVIVALS: &str = "/api/v1/officer/messages/revivals";
/// What was done by whom.
pub const OFFICER_TRAIL: &str = "/api/v1/officer/trail";
/// What is counted in one's area.
pub const OFFICER_FIGURES: &str = "/api/v1/officer/figures";
/// A file to take along.
pub const OFFICER_EXPORTS: &str = "/api/v1/officer/exports";
/// The contract as OpenAPI 3.1.
pub const OPENAPI: &str = "/api/openapi.json";

/// The header that makes a report, or a batch, safe to send again: a UUID of the sender's.
pub const IDEMPOTENCY_KEY: &str = "Idempotency-Key";

/// The header that shows that a request comes from the console's own page: what
/// [`SessionAnswer::csrf`](crate::officer::SessionAnswer) says.
pub const CSRF: &str = "X-CSRF-Token";
