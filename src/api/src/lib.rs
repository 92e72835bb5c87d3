//! What crosses Tilik's wire: the paths, the requests, the answers and the
//! problems of `/api/v1`, as the contract names them.
//!
//! The shapes are the same for the server, which also publishes them as OpenAPI,
//! and for the browser. Nothing here decides or checks: a request is turned into
//! a [`tilik_core::Draft`] or handed to a parser of core, and an answer is made
//! from what core returned.

pub mod announcement;
pub mod challenge;
pub mod check;
pub mod data;
pub mod kiosk;
pub mod objection;
pub mod officer;
pub mod officer_accounts;
pub mod officer_figures;
pub mod officer_messages;
pub mod officer_sign_on;
pub mod path;
pub mod problem;
pub mod report;
pub mod status;

pub use challenge::Challenge;
pub use check::{AidLine, CheckAnswer, CheckRequest, ListStatus};
pub use data::DataAnswer;
pub use objection::{ObjectionAnswer, ObjectionRequest};
pub use problem::{FieldError, Problem};
pub use report::{ReportAnswer, ReportOutcome, ReportRequest, ReportSubject, Reporter};
pub use status::{Expected, StatusAnswer, StatusRequest, TimelineEntry};
