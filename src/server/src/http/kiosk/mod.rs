//! `/api/v1/kiosk/…`: what enrolled kiosks ask, one file per endpoint.
//!
//! A kiosk shows itself by a signature of its device's key ([`sessions`]) and then by
//! a token ([`session`]). What it is given opens nothing by itself: see `crate::kiosk`.

pub mod enrolments;
pub mod keys;
pub mod nonces;
pub mod reports;
pub mod session;
pub mod sessions;
pub mod snapshot;
pub mod tickets;
pub mod unlock;
