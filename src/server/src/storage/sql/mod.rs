//! What is asked of a database, in the SQL that both engines take. Each engine has
//! these files as a module of its own, with its own connection, row and query behind the
//! three names below; where a transaction begins and ends is the engine's (docs/adr/0013).

use super::{Connection, Query, Row};

pub mod aided;
pub mod announcements;
pub mod batches;
pub mod cases;
pub mod crossing;
pub mod figures;
pub mod homes;
pub mod kiosks;
pub mod landed;
pub mod messages;
pub mod objections;
pub mod officers;
pub mod progress;
pub mod rebuild;
pub mod reports;
