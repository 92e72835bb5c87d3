//! A NIK with the number of its family card, and what they become.
//!
//! NIKs alone can be guessed: 5.5 million candidates hold every resident. With the
//! card's number as a second factor there is nothing to enumerate, and each guess
//! costs an Argon2id.

use argon2::{Algorithm, Argon2, Params, Version};
use serde::{Deserialize, Serialize};
use std::fmt;
use tilik_core::{KartuKeluarga, Nik};

/// Somebody, as they show themselves where there is no network.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    /// The person.
    pub nik: Nik,
    /// The card that the person is on.
    pub kk: KartuKeluarga,
}

/// What a guess costs: Argon2id's parameters (RFC 9106).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cost {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes over it.
    pub passes: u32,
    /// The installation's salt, 32 hexadecimal digits.
    pub salt: String,
}

/// The parameters cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("Argon2id cannot work with these parameters")]
pub struct BadCost;

/// A pair, stretched. The same for every snapshot of an installation, so that the
/// server computes it once for each person.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Stretched([u8; 32]);

impl Cost {
    /// What the server asks for: OWASP's least for Argon2id, 19 MiB and two passes. A
    /// kiosk's processor takes a tenth to half of a second for it.
    pub fn usual(salt: [u8; 16]) -> Self {
        let salt = salt.iter().map(|byte| format!("{byte:02x}")).collect();
        Self { memory_kib: 19_456, passes: 2, salt }
    }

    /// Stretches a pair. Slow, as it is meant to be.
    ///
    /// # Errors
    /// [`BadCost`] for parameters that Argon2id does not take.
    pub fn stretch(&self, pair: Pair) -> Result<Stretched, BadCost> {
        let params = Params::new(self.memory_kib, self.passes, 1, Some(32)).map_err(|_| BadCost)?;
        let mut out = [0; 32];
        let typed = format!("{:016}{:016}", pair.nik.number(), pair.kk.number());
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(typed.as_bytes(), self.salt.as_bytes(), &mut out)
            .map_err(|_| BadCost)?;
        Ok(Stretched(out))
    }
}

impl Stretched {
    /// As the server keeps it, sealed.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// What the server kept.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }
}

impl fmt::Debug for Pair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pair(…)")
    }
}

impl fmt::Debug for Stretched {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Stretched(…)")
    }
}
