//! A file for each screen.

pub mod account;
pub mod batch;
pub mod case;
pub mod decision;
pub mod deliveries;
pub mod figures;
pub mod password;
pub mod queue;
pub mod sign_in;
pub mod trail;
