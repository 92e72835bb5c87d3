//! Kiosks in village halls, apart from HTTP and storage: their keys, their sessions,
//! the sealed reports they bring and the snapshots they take along.
//!
//! A kiosk is a device that may be stolen and is often without a network. So it holds
//! no list, only a [`snapshots`] file whose keys come when the staff unlocks it; it
//! holds no report, only what is [`keys`]-sealed to the server; and whatever it may do
//! ends when it is revoked. Why things are as they are: docs/adr/0016.

pub mod code;
pub mod command;
pub mod keys;
pub mod pin;
pub mod snapshots;
pub mod token;

pub use keys::Keys;
pub use snapshots::Snapshots;
pub use token::Tokens;
