//! What a kiosk knows of the lists without a network.
//!
//! The server makes a snapshot of an area's families ([`Builder`]), the kiosk asks it
//! about a person ([`Snapshot`]); both use this code, so that they cannot disagree. A
//! snapshot holds no list: it answers for a NIK together with the number of its family
//! card, and only to whoever has its key. Why both, and what trying all of them would
//! cost, is in docs/adr/0016.
//!
//! - [`pair`]: from NIK and card number to something slow to compute
//! - [`filter`]: sets that answer "surely not in it" or "almost surely in it"
//! - [`header`]: what may be read by everybody: lines, rules, dates
//! - [`snapshot`]: the question and its answer
//!
//! Nothing here encrypts, signs, reads a clock or draws a random number: the server
//! and the kiosk do so around it.

pub mod filter;
pub mod header;
pub mod pair;
pub mod snapshot;

pub use header::{Header, Line, Number};
pub use pair::{Cost, Pair, Stretched};
pub use snapshot::{Builder, Found, Key, Snapshot, SnapshotFault};
