//! The service over HTTP, as the contract describes it: one module per endpoint or
//! promise, each against the real binary.
//!
//! What is right is taken from the contract, never from the server's code. Where
//! the contract leaves a choice open, the module's paragraph says what was decided.

// All of it is test code, which fails by panicking.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod accounts;
mod checks;
mod contract;
mod daftar;
mod deliveries;
mod demo;
mod figures;
mod forms;
mod headers;
mod idempotency;
mod import;
mod import_faults;
mod kiosk;
mod lifecycle;
mod limits;
mod messages;
mod metrics;
mod objections;
mod officers;
mod oracle;
mod privacy;
mod problems;
mod proof;
mod report_faults;
mod reports;
mod sign_on;
mod site;
mod status;
mod vectors;
