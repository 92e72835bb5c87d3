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
/// The contract as OpenAPI 3.1.
pub const OPENAPI: &str = "/api/openapi.json";

/// The header that makes a report safe to send again: a UUID of the sender's.
pub const IDEMPOTENCY_KEY: &str = "Idempotency-Key";
