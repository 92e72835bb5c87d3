//! Kiosks as the database knows them, and what their snapshots are made from.

use async_trait::async_trait;
use tilik_core::Ticket;
use uuid::Uuid;

use super::StorageError;
use crate::clock::Instant;
use crate::sealing::{CodeKey, Home, NikKey};

/// A kiosk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kiosk {
    /// Who it is.
    pub id: Uuid,
    /// The village's code.
    pub village: u64,
    /// Where in it, as the officer named it.
    pub place: String,
    /// When it was made known.
    pub made_at: Instant,
    /// What came of that.
    pub standing: Standing,
}

/// How far a kiosk has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Its code waits to be used.
    Expected {
        /// The last moment for that.
        until: Instant,
    },
    /// A device has enrolled.
    Enrolled(Device),
    /// It may do nothing any more.
    Revoked {
        /// Since when.
        at: Instant,
    },
}

/// The device of a kiosk.
#[derive(Clone, PartialEq, Eq)]
pub struct Device {
    /// Its public key, an uncompressed P-256 point.
    pub public_key: Vec<u8>,
    /// The staff's digits, under Argon2id.
    pub pin: String,
    /// Until when no try at them counts.
    pub pin_blocked_until: Instant,
    /// When it enrolled.
    pub since: Instant,
}

impl std::fmt::Debug for Device {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Device(…)")
    }
}

/// A change to kiosks.
#[derive(Clone, Debug)]
pub enum KioskChange {
    /// A new one, with its one-time code.
    Add {
        /// Its id.
        id: Uuid,
        /// The village's code.
        village: u64,
        /// The place.
        place: String,
        /// The code.
        code: CodeKey,
        /// The last moment to use it.
        code_until: Instant,
        /// Now.
        at: Instant,
    },
    /// A device enrols with a code, which is gone with that.
    Enrol {
        /// The code.
        code: CodeKey,
        /// The device.
        device: Device,
    },
    /// It may do nothing any more.
    Revoke {
        /// Which.
        id: Uuid,
        /// Now.
        at: Instant,
    },
    /// Somebody is about to try the staff's digits. Counted before they are looked at,
    /// so that many at once are no more tries than one after the other.
    PinTry {
        /// On which.
        id: Uuid,
        /// Now.
        at: Instant,
    },
    /// They were right: the count begins anew.
    PinRight {
        /// On which.
        id: Uuid,
    },
    /// Tickets that nobody else gets.
    Reserve {
        /// For which.
        id: Uuid,
        /// These, as far as they are free.
        tickets: Vec<Ticket>,
    },
    /// What stretching came to.
    Stretched(Vec<(Home, NikKey, Vec<u8>)>),
}

/// What a change came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KioskChanged {
    /// It is done.
    Done,
    /// There is no such kiosk, or no such code; or no try counts for now.
    NotFound,
    /// The device belongs to this kiosk now.
    Enrolled(Kiosk),
    /// These tickets are the kiosk's.
    Reserved(Vec<Ticket>),
}

/// Wrong tries at the staff's digits in a row before none counts for a while.
pub const PIN_TRIES: i64 = 5;

/// For how long none counts then. Milliseconds: 15 minutes. A million numbers would
/// take six years.
pub const PIN_PAUSE: i64 = 15 * 60_000;

/// Somebody of an area, as the registry has them.
pub struct Resident {
    /// The person's key.
    pub nik: NikKey,
    /// The card.
    pub home: Home,
    /// The NIK, sealed.
    pub nik_sealed: Vec<u8>,
    /// The card's number, sealed.
    pub kk_sealed: Vec<u8>,
    /// On how many cards the person is.
    pub cards: i64,
    /// What stretching came to before, sealed.
    pub stretched: Option<Vec<u8>>,
}

/// Kiosks, and the people of their areas.
#[async_trait]
pub trait Kiosks: Send + Sync {
    /// The kiosk with that id.
    async fn kiosk(&self, id: Uuid) -> Result<Option<Kiosk>, StorageError>;

    /// Makes a change. It is on disk when this returns.
    async fn change(&self, change: KioskChange) -> Result<KioskChanged, StorageError>;

    /// Everybody who lives in a village.
    async fn residents(&self, village: u64) -> Result<Vec<Resident>, StorageError>;
}
