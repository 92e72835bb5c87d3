//! The question and its answer.
//!
//! Two sets, keyed anew for each snapshot. One knows who lives in the area: only of
//! them can it be said that they are *not* listed. The other holds, for each person
//! with aid, "is listed" and each line of the lists. No set forgets what was put in, so
//! nobody who is listed is ever told otherwise. A set may hold somebody by accident:
//! who is "listed" without any line to show for it is, and is told that this is to be
//! made sure of.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use tilik_core::{Aid, Crossing, Date, Decision, FamilyStanding, Report, RuleSet, aid, decide};

use crate::filter::{Fine, NoFilter, Wide};
use crate::header::{FORMAT, Header, Line};
use crate::pair::{BadCost, Pair, Stretched};

/// The key of one snapshot's sets. Whoever has it can ask; it lives in memory alone.
#[derive(Clone)]
pub struct Key(Hmac<Sha256>);

impl Key {
    /// A key of 32 bytes.
    pub fn new(bytes: &[u8; 32]) -> Self {
        let mut block = [0; 64];
        block[..32].copy_from_slice(bytes);
        // RFC 2104 pads a key to the block with zeros: the same MAC.
        Self(Hmac::new(&block.into()))
    }

    fn of(&self, what: What, stretched: &Stretched) -> u64 {
        let mut mac = self.0.clone();
        let (kind, place) = match what {
            What::Known => (0, 0),
            What::Listed => (1, 0),
            What::Line(place) => (2, place as u64),
        };
        mac.update(&[kind]);
        mac.update(&place.to_le_bytes());
        mac.update(stretched.as_bytes());
        let [a, b, c, d, e, f, g, h, ..]: [u8; 32] = mac.finalize().into_bytes().into();
        u64::from_be_bytes([a, b, c, d, e, f, g, h])
    }
}

/// What is put into a set about somebody.
#[derive(Clone, Copy)]
enum What {
    Known,
    Listed,
    Line(usize),
}

/// Makes a snapshot.
pub struct Builder {
    key: Key,
    known: Vec<u64>,
    lists: Vec<u64>,
    lines: Vec<Line>,
}

impl Builder {
    /// An empty one.
    pub const fn new(key: Key) -> Self {
        Self { key, known: Vec::new(), lists: Vec::new(), lines: Vec::new() }
    }

    /// Adds somebody who lives in the area and is on this one card, with the aid that
    /// reaches them.
    pub fn add(&mut self, person: &Stretched, aid: Vec<Aid>) {
        self.known.push(self.key.of(What::Known, person));
        if !aid.is_empty() {
            self.lists.push(self.key.of(What::Listed, person));
        }
        for line in aid.into_iter().map(Line::from) {
            let place = self.lines.iter().position(|known| *known == line).unwrap_or_else(|| {
                self.lines.push(line);
                self.lines.len() - 1
            });
            self.lists.push(self.key.of(What::Line(place), person));
        }
    }

    /// How many people it knows.
    pub fn people(&self) -> usize {
        self.known.len()
    }

    /// The lines for the header, and the sets as bytes; `None` where they cannot be
    /// built (see [`Fine::of`]).
    pub fn finish(self) -> Option<(Vec<Line>, Vec<u8>)> {
        let mut bytes = Vec::new();
        Fine::of(self.known)?.write(&mut bytes);
        Wide::of(self.lists)?.write(&mut bytes);
        Some((self.lines, bytes))
    }
}

/// A snapshot cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SnapshotFault {
    /// It is of another form, newer than this code.
    #[error("the snapshot is of a form that this version does not know")]
    Format,
    /// Its sets are damaged.
    #[error("the snapshot is damaged")]
    Damaged(#[from] NoFilter),
    /// Its cost cannot be used.
    #[error("the snapshot asks for another Argon2id")]
    Cost(#[from] BadCost),
}

/// A snapshot that can be asked.
pub struct Snapshot {
    header: Header,
    key: Key,
    known: Fine,
    lists: Wide,
}

/// What it says of somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// The pair is not known: mistyped, of another area, or new.
    Unknown,
    /// Known, and on no list.
    NotListed,
    /// On a list. Without any line it is so by accident of the sets, once in 65,536
    /// people, and is to be made sure of.
    Listed(Vec<Aid>),
}

impl Snapshot {
    /// Opens one.
    ///
    /// # Errors
    /// [`SnapshotFault`].
    pub fn open(header: Header, sets: &[u8], key: Key) -> Result<Self, SnapshotFault> {
        if header.format != FORMAT {
            return Err(SnapshotFault::Format);
        }
        let (known, rest) = Fine::read(sets)?;
        let (lists, _) = Wide::read(rest)?;
        Ok(Self { header, key, known, lists })
    }

    /// What stands in clear.
    pub const fn header(&self) -> &Header {
        &self.header
    }

    /// What it says of somebody. Slow, as [`crate::Cost::stretch`] is.
    ///
    /// # Errors
    /// [`SnapshotFault::Cost`].
    pub fn ask(&self, pair: Pair) -> Result<Found, SnapshotFault> {
        let person = self.header.argon2.stretch(pair)?;
        if !self.known.holds(self.key.of(What::Known, &person)) {
            return Ok(Found::Unknown);
        }
        if !self.lists.holds(self.key.of(What::Listed, &person)) {
            return Ok(Found::NotListed);
        }
        let lines = self.header.lines.iter().enumerate();
        let held = lines.filter(|(place, _)| self.lists.holds(self.key.of(What::Line(*place), &person)));
        Ok(Found::Listed(aid::fold(held.map(|(_, line)| line.clone().into()).collect())))
    }
}

impl Found {
    /// What the family is known to have, for the rules.
    fn crossing(self) -> Crossing {
        let (standing, aid) = match self {
            Self::Listed(aid) if !aid.is_empty() => (FamilyStanding::Certain, aid),
            Self::NotListed => (FamilyStanding::Certain, Vec::new()),
            Self::Listed(_) | Self::Unknown => (FamilyStanding::Unregistered, Vec::new()),
        };
        Crossing { standing, aid, open_report: false }
    }

    /// The decision as far as it can be made without a network: by the same rules, from
    /// what was found. The server decides again when it hears of the report.
    pub fn decide(self, report: &Report, rules: &RuleSet, today: Date) -> Decision {
        decide(report, &self.crossing(), rules, today)
    }
}

#[cfg(test)]
mod tests;
