//! The server's keys towards kiosks, all derived from the secrets file: what snapshots
//! are signed with, what reports are sealed to, and what opens each snapshot. And the
//! other side of each: a kiosk's signature, a sealed report.
//!
//! P-256 throughout, since that is what every browser's WebCrypto has.

use aes_gcm::Aes256Gcm;
use aes_gcm::aead::{Aead, KeyInit, Payload};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hkdf::Hkdf;
use p256::ecdsa::signature::{Signer, Verifier};
use p256::ecdsa::{Signature, SigningKey, VerifyingKey};
use p256::elliptic_curve::sec1::ToSec1Point;
use p256::{PublicKey, SecretKey};
use sha2::Sha256;
use uuid::Uuid;

use crate::entropy::{Entropy, bytes};
use crate::secrets::Secrets;

/// An uncompressed point.
const POINT: usize = 65;
/// The nonce before what it was used for.
const NONCE: usize = 12;

/// What was sealed does not open: for another server, by another kiosk, or changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a sealed report does not open")]
pub struct DoesNotOpen;

/// The keys.
#[derive(Clone)]
pub struct Keys {
    secrets: Secrets,
    seal: SecretKey,
    sign: SigningKey,
}

/// The keys of one snapshot.
pub struct SnapshotKeys {
    /// Opens it.
    pub body: [u8; 32],
    /// Asks its sets.
    pub filter: [u8; 32],
}

impl Keys {
    /// Derives them.
    pub fn new(secrets: &Secrets) -> Self {
        let seal = scalar(secrets, "kiosk seal");
        let sign = SigningKey::from(scalar(secrets, "kiosk sign"));
        Self { secrets: secrets.clone(), seal, sign }
    }

    /// The point that reports are sealed to.
    pub fn seal_point(&self) -> String {
        STANDARD.encode(self.seal.public_key().to_sec1_point(false).as_bytes())
    }

    /// The point that snapshots are verified with.
    pub fn sign_point(&self) -> String {
        STANDARD.encode(self.sign.verifying_key().to_sec1_point(false).as_bytes())
    }

    /// A signature: r and s in a row.
    pub fn sign(&self, message: &[u8]) -> Vec<u8> {
        let signature: Signature = self.sign.sign(message);
        signature.to_bytes().to_vec()
    }

    /// The salt of all stretching of this installation.
    pub fn salt(&self) -> [u8; 16] {
        let [salt @ .., _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _] = self.secrets.derived("kiosk salt");
        salt
    }

    /// The keys of a village's snapshot of that version. Any server of the
    /// installation has them, whichever made the snapshot.
    pub fn of_snapshot(&self, village: u64, version: &str) -> SnapshotKeys {
        let derived = |what: &str| self.secrets.derived(&format!("kiosk snapshot {what} {village} {version}"));
        SnapshotKeys { body: derived("body"), filter: derived("filter") }
    }

    /// Encrypts a snapshot's sets: nonce, ciphertext, tag.
    pub fn encrypt(keys: &SnapshotKeys, sets: &[u8], header: &[u8], entropy: &dyn Entropy) -> Vec<u8> {
        let nonce: [u8; NONCE] = bytes(entropy);
        let cipher = Aes256Gcm::new(&keys.body.into());
        // The cipher refuses only messages of more than 64 GB.
        let sealed = cipher.encrypt(&nonce.into(), Payload { msg: sets, aad: header }).unwrap_or_default();
        [nonce.as_slice(), &sealed].concat()
    }

    /// Opens what a kiosk sealed for a report's key.
    ///
    /// # Errors
    /// [`DoesNotOpen`].
    pub fn open(&self, kiosk: Uuid, report: Uuid, sealed: &[u8]) -> Result<Vec<u8>, DoesNotOpen> {
        let (ephemeral, ciphertext) = sealed.split_at_checked(POINT).ok_or(DoesNotOpen)?;
        let theirs = PublicKey::from_sec1_bytes(ephemeral).map_err(|_| DoesNotOpen)?;
        let shared = self.seal.diffie_hellman(&theirs);
        let ours = self.seal.public_key().to_sec1_point(false);
        let salt = [ephemeral, ours.as_bytes()].concat();
        let mut key = [0; 32];
        Hkdf::<Sha256>::new(Some(&salt), shared.raw_secret_bytes())
            .expand(tilik_api::kiosk::SEALED_REPORT.as_bytes(), &mut key)
            .map_err(|_| DoesNotOpen)?;
        // Each key is used once, so the nonce may be the same.
        let bound = format!("{kiosk}\n{report}");
        let payload = Payload { msg: ciphertext, aad: bound.as_bytes() };
        Aes256Gcm::new(&key.into()).decrypt(&[0; NONCE].into(), payload).map_err(|_| DoesNotOpen)
    }
}

/// Whether a device signed a message; false also for what is no key or no signature.
pub fn is_signed(public_key: &[u8], message: &[u8], signature: &[u8]) -> bool {
    let (Ok(key), Ok(signature)) = (VerifyingKey::from_sec1_bytes(public_key), Signature::from_slice(signature)) else {
        return false;
    };
    key.verify(message, &signature).is_ok()
}

/// Whether these bytes are a public key, uncompressed.
pub fn is_point(bytes: &[u8]) -> bool {
    bytes.len() == POINT && PublicKey::from_sec1_bytes(bytes).is_ok()
}

/// A secret scalar for one purpose. 32 bytes at random are one but for one time in
/// four thousand million, so a second try is rare and a tenth does not occur.
fn scalar(secrets: &Secrets, purpose: &str) -> SecretKey {
    let mut tries = 0_u32;
    loop {
        if let Ok(key) = SecretKey::from_slice(&secrets.derived(&format!("{purpose} {tries}"))) {
            return key;
        }
        tries += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entropy::SystemEntropy;

    /// Seals as a kiosk does.
    fn sealed(seal_point: &str, kiosk: Uuid, report: Uuid, plain: &[u8]) -> Vec<u8> {
        let server = STANDARD.decode(seal_point).unwrap();
        let ephemeral = SecretKey::from_slice(&bytes::<32>(&SystemEntropy)).unwrap();
        let point = ephemeral.public_key().to_sec1_point(false).as_bytes().to_vec();
        let shared = ephemeral.diffie_hellman(&PublicKey::from_sec1_bytes(&server).unwrap());
        let mut key = [0; 32];
        Hkdf::<Sha256>::new(Some(&[point.clone(), server].concat()), shared.raw_secret_bytes())
            .expand(b"tilik kiosk report 1", &mut key)
            .unwrap();
        let bound = format!("{kiosk}\n{report}");
        let payload = Payload { msg: plain, aad: bound.as_bytes() };
        let ciphertext = Aes256Gcm::new(&key.into()).encrypt(&[0; NONCE].into(), payload).unwrap();
        [point, ciphertext].concat()
    }

    #[test]
    fn a_report_opens_for_its_kiosk_and_its_key_alone() {
        let keys = Keys::new(&Secrets::random(&SystemEntropy));
        let (kiosk, report) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let mut sealed = sealed(&keys.seal_point(), kiosk, report, b"laporan");
        assert_eq!(keys.open(kiosk, report, &sealed), Ok(b"laporan".to_vec()));
        assert_eq!(keys.open(kiosk, kiosk, &sealed), Err(DoesNotOpen));
        assert_eq!(keys.open(report, report, &sealed), Err(DoesNotOpen));
        assert_eq!(Keys::new(&Secrets::random(&SystemEntropy)).open(kiosk, report, &sealed), Err(DoesNotOpen));
        *sealed.last_mut().unwrap() ^= 1;
        assert_eq!(keys.open(kiosk, report, &sealed), Err(DoesNotOpen));
        assert_eq!(keys.open(kiosk, report, b"short"), Err(DoesNotOpen));
    }

    #[test]
    fn a_signature_is_the_signers_over_that_message() {
        let keys = Keys::new(&Secrets::random(&SystemEntropy));
        let point = STANDARD.decode(keys.sign_point()).unwrap();
        let signature = keys.sign(b"daftar");
        assert!(is_point(&point) && is_signed(&point, b"daftar", &signature));
        assert!(!is_signed(&point, b"lain", &signature));
        assert!(!is_signed(&point, b"daftar", &signature[1..]));
        assert!(!is_signed(b"no key", b"daftar", &signature));
    }

    #[test]
    fn each_snapshot_has_keys_of_its_own() {
        let keys = Keys::new(&Secrets::random(&SystemEntropy));
        let one = keys.of_snapshot(3_510_161_001, "1.1");
        assert_eq!(one.body, keys.of_snapshot(3_510_161_001, "1.1").body);
        assert_ne!(one.body, one.filter);
        assert_ne!(one.body, keys.of_snapshot(3_510_161_001, "1.2").body);
        assert_ne!(one.body, keys.of_snapshot(3_510_161_002, "1.1").body);
    }
}
