//! What of a snapshot may be read by everybody: for whom and when it was made, with
//! which rules it decides, and which lines of the lists it knows of. Nobody's name or
//! number is in it.

use serde::{Deserialize, Serialize};
use tilik_core::aid::Edition;
use tilik_core::{Aid, Date, Period, RuleSet, Scheme, Through};

use crate::pair::Cost;

/// The form that this code reads and writes.
pub const FORMAT: u32 = 1;

/// Rises with each landing, and with each making of the same state. A kiosk never goes
/// back to a lower one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Number(
    /// The lists' stamp.
    pub i64,
    /// When it was made, in milliseconds since 1970.
    pub i64,
);

/// The header.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// [`FORMAT`].
    pub format: u32,
    /// The number as one word.
    pub version: String,
    /// The number.
    pub number: Number,
    /// The villages' codes.
    pub area: Vec<String>,
    /// Milliseconds since 1970.
    pub made_at: i64,
    /// The day the newest list landed.
    pub data_as_of: Option<Date>,
    /// From then on it is too old to answer. Milliseconds since 1970.
    pub refused_after: i64,
    /// The rules to decide with.
    pub rules: RuleSet,
    /// The kinds of line that people have, each with its place.
    pub lines: Vec<Line>,
    /// What a guess costs.
    pub argon2: Cost,
    /// How many people it knows.
    pub people: usize,
}

/// A line of a list as many people have it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// The scheme.
    pub scheme: Scheme,
    /// The list's month.
    pub period: Period,
    /// Paid out.
    pub paid: bool,
    /// Own, or somebody's on the card.
    pub through: Through,
    /// The list's edition.
    pub edition: String,
    /// The day it landed.
    pub edition_date: Date,
}

impl From<Aid> for Line {
    fn from(aid: Aid) -> Self {
        let Aid { scheme, period, paid, through, edition } = aid;
        Self { scheme, period, paid, through, edition: edition.name, edition_date: edition.landed_on }
    }
}

impl From<Line> for Aid {
    fn from(line: Line) -> Self {
        let Line { scheme, period, paid, through, edition, edition_date } = line;
        Self { scheme, period, paid, through, edition: Edition { name: edition, landed_on: edition_date } }
    }
}
