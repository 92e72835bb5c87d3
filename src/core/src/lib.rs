//! Tilik's rules, the same in the browser, on the kiosk and on the server.
//!
//! Follow a resident's path through it: a text becomes a [`Nik`]; a [`Draft`]
//! becomes a [`Report`] or a list of [`Fault`]s; [`decide`] holds the report
//! against the family's aid and the [`RuleSet`] and says what happens, and why.
//!
//! Nothing here reads a clock, a file, a socket or a random number, and nothing
//! here writes a sentence: time and randomness are arguments, and what people
//! read is made from the codes by whoever shows them.

pub mod aid;
pub mod announcement;
pub mod case;
pub mod crockford;
pub mod date;
pub mod decide;
mod digits;
pub mod draft;
pub mod figures;
pub mod kartu_keluarga;
pub mod message;
pub mod nik;
pub mod officer;
pub mod phone;
pub mod region;
pub mod report;
pub mod rules;
pub mod ticket;

pub use aid::{Aid, Level, Period, Scheme, Through};
pub use case::Status;
pub use date::Date;
pub use decide::{Crossing, Decision, FamilyStanding, Outcome, Reason, decide};
pub use draft::{Draft, Fault, FaultCode, Field};
pub use kartu_keluarga::KartuKeluarga;
pub use nik::{Nik, NikFault};
pub use phone::Phone;
pub use region::{Desa, Region};
pub use report::{About, Report};
pub use rules::RuleSet;
pub use ticket::Ticket;
