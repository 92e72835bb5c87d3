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
/// The contract as OpenAPI 3.1.
pub const OPENAPI: &str = "/api/openapi.json";

/// The header that makes a report safe to send again: a UUID of the sender's.
pub const IDEMPOTENCY_KEY: &str = "Idempotency-Key";
