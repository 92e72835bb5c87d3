//! How numbers that name a person rest in the database: encrypted, and found
//! again through a keyed hash.
//!
//! NIKs can be guessed, so a plain hash of one hides nothing; the key of this one
//! lives in the secrets file, outside the database. A look-up key is the first 16
//! bytes of HMAC-SHA-256 over a word for the kind and the value, so that a NIK
//! and a KK number of the same digits have nothing in common. Values themselves
//! are sealed with XChaCha20-Poly1305 under a random nonce, the kind's word being
//! authenticated along.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use std::fmt;
use tilik_core::{KartuKeluarga, Nik, Phone};

use crate::entropy::{self, Entropy};
use crate::officer::subject::Subject;
use crate::secrets::Secrets;

macro_rules! lookup_key {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name([u8; 16]);

        impl $name {
            /// The bytes as they stand in the database.
            pub const fn as_bytes(&self) -> &[u8] {
                &self.0
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    };
}

lookup_key!(
    /// Finds a person.
    NikKey
);
lookup_key!(
    /// Finds a family card.
    KkKey
);
lookup_key!(
    /// Finds a phone.
    PhoneKey
);

lookup_key!(
    /// Where the rows of a family live: the key of its card, or of the one person
    /// whose card is not certain. Engines that shard do so by it.
    Home
);

lookup_key!(
    /// Finds a kiosk by its one-time code.
    CodeKey
);

lookup_key!(
    /// Counts somebody's requests without telling whose they are.
    RateKey
);

lookup_key!(
    /// Finds an officer's session by its cookie.
    SessionKey
);

lookup_key!(
    /// Counts tries at an account's password.
    TryKey
);

lookup_key!(
    /// Finds an officer by who they are at the regency's provider.
    SubjectKey
);

lookup_key!(
    /// Finds a sign-on that was finished.
    SignOnKey
);

/// Keys that are read from the database again.
macro_rules! from_bytes {
    ($($name:ident)*) => {$(
        impl $name {
            /// The key that stands in the database as `bytes`.
            pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
                bytes.try_into().ok().map(Self)
            }
        }
    )*};
}

from_bytes!(NikKey PhoneKey Home RateKey SubjectKey);

impl From<KkKey> for Home {
    fn from(card: KkKey) -> Self {
        Self(card.0)
    }
}

impl From<NikKey> for Home {
    fn from(person: NikKey) -> Self {
        Self(person.0)
    }
}

/// What is sealed; its word is authenticated, so that one kind never opens as
/// another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A NIK.
    Nik,
    /// A number of a family card.
    Kk,
    /// What a report says of people.
    ReportDetails,
    /// Why somebody objects.
    ObjectionReason,
    /// A person on a card, stretched for snapshots.
    Stretched,
    /// The secret of an officer's second factor.
    Factor,
    /// What an officer wrote about a case.
    CaseNote,
    /// An officer's sign-on under way.
    SignOn,
}

impl Kind {
    const fn word(self) -> &'static [u8] {
        match self {
            Self::Nik => b"nik",
            Self::Kk => b"kk",
            Self::ReportDetails => b"report",
            Self::ObjectionReason => b"objection",
            Self::Stretched => b"stretched",
            Self::Factor => b"factor",
            Self::CaseNote => b"case note",
            Self::SignOn => b"sign-on",
        }
    }
}

/// The sealed value does not open: another key, or not what was sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a sealed value does not open with this encryption key")]
pub struct DoesNotOpen;

/// The keys at work.
#[derive(Clone)]
pub struct Sealing {
    lookup: Hmac<Sha256>,
    cipher: XChaCha20Poly1305,
}

const NONCE: usize = 24;

impl Sealing {
    /// Takes the keys from the secrets.
    pub fn new(secrets: &Secrets) -> Self {
        Self { lookup: secrets.hmac(), cipher: XChaCha20Poly1305::new(&secrets.encryption_key().into()) }
    }

    fn key(&self, kind: &[u8], value: &[u8]) -> [u8; 16] {
        let mut hmac = self.lookup.clone();
        hmac.update(kind);
        hmac.update(&[0]);
        hmac.update(value);
        let full: [u8; 32] = hmac.finalize().into_bytes().into();
        let [first @ .., _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _] = full;
        first
    }

    /// The key that finds a person.
    pub fn nik_key(&self, nik: Nik) -> NikKey {
        NikKey(self.key(b"nik", &nik.number().to_be_bytes()))
    }

    /// The key that finds a family card.
    pub fn kk_key(&self, kk: KartuKeluarga) -> KkKey {
        KkKey(self.key(b"kk", &kk.number().to_be_bytes()))
    }

    /// The key that finds a phone.
    pub fn phone_key(&self, phone: &Phone) -> PhoneKey {
        PhoneKey(self.key(b"phone", phone.as_digits().as_bytes()))
    }

    /// The key that finds a kiosk by its one-time code, as typed without gaps.
    pub fn code_key(&self, code: &str) -> CodeKey {
        CodeKey(self.key(b"code", code.as_bytes()))
    }

    /// The key that counts what `who` does of one kind.
    pub fn rate_key(&self, kind: &[u8], who: &[u8]) -> RateKey {
        RateKey(self.key(&[b"rate ", kind].concat(), who))
    }

    /// The key that finds an officer's session by its cookie.
    pub fn session_key(&self, token: &str) -> SessionKey {
        SessionKey(self.key(b"officer session", token.as_bytes()))
    }

    /// What the console shows with a session's requests, beside the cookie.
    pub fn csrf(&self, token: &str) -> [u8; 16] {
        self.key(b"officer csrf", token.as_bytes())
    }

    /// The key that counts tries at an account from a browser; none: from all browsers
    /// that never signed in to it.
    pub fn try_key(&self, name: &str, browser: Option<&str>) -> TryKey {
        TryKey(self.key(b"officer try", format!("{name}\n{}", browser.unwrap_or_default()).as_bytes()))
    }

    /// The key that finds an officer by the subject that an issuer knows them as. Another
    /// issuer's subjects are others.
    pub fn subject_key(&self, issuer: &str, subject: &Subject) -> SubjectKey {
        SubjectKey(self.key(b"officer subject", format!("{issuer}\n{}", subject.as_str()).as_bytes()))
    }

    /// The key that finds a sign-on by its state.
    pub fn sign_on_key(&self, state: &[u8]) -> SignOnKey {
        SignOnKey(self.key(b"officer sign-on", state))
    }

    /// What chains one entry of the trail to the next. Keyed, so that who has the
    /// database alone cannot write it anew.
    pub fn chain(&self) -> Hmac<Sha256> {
        let mut chain = self.lookup.clone();
        chain.update(b"trail\0");
        chain
    }

    /// A fingerprint of a report's body, telling a repetition from another body.
    pub fn fingerprint(&self, body: &[u8]) -> [u8; 16] {
        self.key(b"body", body)
    }

    /// What the database keeps to tell whether these secrets are its own.
    pub fn check(&self) -> [u8; 16] {
        self.key(b"check", b"tilik")
    }

    /// Seals a value: nonce, ciphertext, tag.
    pub fn seal(&self, kind: Kind, value: &[u8], entropy: &dyn Entropy) -> Vec<u8> {
        let nonce: [u8; NONCE] = entropy::bytes(entropy);
        // The cipher refuses only messages of more than 256 GB.
        let sealed =
            self.cipher.encrypt(&XNonce::from(nonce), Payload { msg: value, aad: kind.word() }).unwrap_or_default();
        let mut whole = Vec::with_capacity(NONCE + sealed.len());
        whole.extend_from_slice(&nonce);
        whole.extend_from_slice(&sealed);
        whole
    }

    /// Opens what [`Sealing::seal`] sealed.
    ///
    /// # Errors
    /// [`DoesNotOpen`] under other keys, as another kind, or when changed.
    pub fn open(&self, kind: Kind, sealed: &[u8]) -> Result<Vec<u8>, DoesNotOpen> {
        let (nonce, sealed) = sealed.split_at_checked(NONCE).ok_or(DoesNotOpen)?;
        let nonce: [u8; NONCE] = nonce.try_into().map_err(|_| DoesNotOpen)?;
        self.cipher.decrypt(&XNonce::from(nonce), Payload { msg: sealed, aad: kind.word() }).map_err(|_| DoesNotOpen)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entropy::SystemEntropy;

    #[test]
    fn opens_only_what_it_sealed() {
        let sealing = Sealing::new(&Secrets::random(&SystemEntropy));
        let sealed = sealing.seal(Kind::Nik, b"value", &SystemEntropy);
        assert_eq!(sealing.open(Kind::Nik, &sealed), Ok(b"value".to_vec()));
        assert_eq!(sealing.open(Kind::Kk, &sealed), Err(DoesNotOpen));
        assert_eq!(Sealing::new(&Secrets::random(&SystemEntropy)).open(Kind::Nik, &sealed), Err(DoesNotOpen));
        assert_ne!(sealed, sealing.seal(Kind::Nik, b"value", &SystemEntropy));
        let mut changed = sealed;
        changed[30] ^= 1;
        assert_eq!(sealing.open(Kind::Nik, &changed), Err(DoesNotOpen));
    }

    #[test]
    fn kinds_share_no_key() {
        let sealing = Sealing::new(&Secrets::random(&SystemEntropy));
        let nik = Nik::parse("3510161203850001").unwrap();
        let kk = KartuKeluarga::parse("3510161203850001").unwrap();
        assert_ne!(sealing.nik_key(nik).as_bytes(), sealing.kk_key(kk).as_bytes());
        assert_eq!(sealing.nik_key(nik), sealing.nik_key(nik));
    }
}
