//! The proof of work that a check or a report costs, in ALTCHA's first format.
//!
//! It makes guessing NIKs dear, together with the limits: some tens of thousands
//! of hashes, a fraction of a second for one resident's phone and hours for
//! whoever tries millions. A challenge is signed rather than stored; a solved one
//! counts once, and again only for the same report sent again.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, Mac};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use tilik_api::Challenge;
use uuid::Uuid;

use crate::clock::Instant;
use crate::entropy::{self, Entropy};
use crate::secrets::{Secrets, hex, unhex};
use crate::together::Together;

/// The largest number to try. A phone of 2015 hashes some 100,000 times a second
/// in JavaScript: half of this is a quarter of a second, spent while one types.
const MAX_NUMBER: u32 = 50_000;

/// How long a challenge may be solved. Long enough for a form filled in slowly.
const VALID_SECONDS: i64 = 20 * 60;

/// Why a proof does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProofFault {
    /// None was sent.
    Required,
    /// Not a proof, or not one of this server's challenges.
    Invalid,
    /// Solved too late.
    Expired,
    /// Counted already.
    Used,
}

impl ProofFault {
    /// The stable word for it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::Invalid => "invalid",
            Self::Expired => "expired",
            Self::Used => "used",
        }
    }
}

/// Makes challenges and counts proofs.
pub struct ProofOfWork {
    signer: Hmac<Sha256>,
    /// Drawn at each start where this is the only server: what was counted is forgotten
    /// with the process, so its challenges must not outlive it. Zeros where it is
    /// counted together with others, who take each other's challenges.
    start: [u8; 16],
    used: Mutex<Used>,
    together: Together,
}

/// What was counted and not yet expired: challenge, expiry, and for which report.
#[derive(Default)]
struct Used {
    proofs: HashMap<[u8; 32], (i64, Option<Uuid>)>,
    swept_at: i64,
}

/// What a browser sends, as base64 of JSON.
#[derive(Deserialize)]
struct Payload {
    algorithm: String,
    challenge: String,
    number: u32,
    salt: String,
    signature: String,
}

impl ProofOfWork {
    /// Signs with the secrets' session key.
    pub fn new(secrets: &Secrets, entropy: &dyn Entropy, together: Together) -> Self {
        let start = if together.is_alone() { entropy::bytes(entropy) } else { [0; 16] };
        Self { signer: secrets.session_hmac(), start, used: Mutex::default(), together }
    }

    /// A new challenge.
    pub fn challenge(&self, now: Instant, entropy: &dyn Entropy) -> Challenge {
        let salt = format!("{}?expires={}", hex(&entropy::bytes::<12>(entropy)), now.seconds() + VALID_SECONDS);
        let number = u32::from_be_bytes(entropy::bytes(entropy)) % (MAX_NUMBER + 1);
        let challenge = hex(&hash(&salt, number));
        let signature = hex(&self.sign(&challenge).finalize().into_bytes());
        Challenge {
            required: true,
            algorithm: Some("SHA-256".into()),
            challenge: Some(challenge),
            maxnumber: Some(MAX_NUMBER),
            salt: Some(salt),
            signature: Some(signature),
        }
    }

    fn sign(&self, challenge: &str) -> Hmac<Sha256> {
        let mut signer = self.signer.clone();
        signer.update(b"challenge\0");
        signer.update(&self.start);
        signer.update(challenge.as_bytes());
        signer
    }

    /// Counts a proof; `report` is the key of the report it is for, which may be
    /// sent again with the same proof.
    ///
    /// # Errors
    /// [`ProofFault`].
    pub async fn count(&self, proof: Option<&str>, now: Instant, report: Option<Uuid>) -> Result<(), ProofFault> {
        let (solution, expires) = self.verify(proof, now)?;
        self.count_here(solution, expires, now, report)?;
        if self.together.proof(solution, expires, report).await { Ok(()) } else { Err(ProofFault::Used) }
    }

    /// The solution of a proof that holds, and when it expires.
    fn verify(&self, proof: Option<&str>, now: Instant) -> Result<([u8; 32], i64), ProofFault> {
        let proof = proof.filter(|proof| !proof.is_empty()).ok_or(ProofFault::Required)?;
        let json = STANDARD.decode(proof).map_err(|_| ProofFault::Invalid)?;
        let payload: Payload = serde_json::from_slice(&json).map_err(|_| ProofFault::Invalid)?;
        let solution = hash(&payload.salt, payload.number);
        let signature = unhex(&payload.signature).ok_or(ProofFault::Invalid)?;
        let ours = self.sign(&payload.challenge).verify_slice(&signature).is_ok();
        if !ours || payload.algorithm != "SHA-256" || payload.challenge != hex(&solution) {
            return Err(ProofFault::Invalid);
        }
        let expires: i64 = payload
            .salt
            .split_once("?expires=")
            .and_then(|(_, seconds)| seconds.parse().ok())
            .ok_or(ProofFault::Invalid)?;
        if expires < now.seconds() {
            return Err(ProofFault::Expired);
        }
        Ok((solution, expires))
    }

    fn count_here(
        &self,
        solution: [u8; 32],
        expires: i64,
        now: Instant,
        report: Option<Uuid>,
    ) -> Result<(), ProofFault> {
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        used.sweep(now.seconds());
        match used.proofs.get(&solution) {
            Some((_, before)) if report.is_none() || *before != report => Err(ProofFault::Used),
            Some(_) => Ok(()),
            None => {
                used.proofs.insert(solution, (expires, report));
                Ok(())
            }
        }
    }
}

impl Used {
    /// Forgets what has expired, once a minute.
    fn sweep(&mut self, now: i64) {
        if now - self.swept_at >= 60 {
            self.proofs.retain(|_, (expires, _)| *expires >= now);
            self.swept_at = now;
        }
    }
}

fn hash(salt: &str, number: u32) -> [u8; 32] {
    let mut hasher = Sha256::new();
    hasher.update(salt.as_bytes());
    hasher.update(number.to_string().as_bytes());
    hasher.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entropy::SystemEntropy;

    const NOW: Instant = Instant::from_millis(1_589_950_000_000);

    fn solve(challenge: &Challenge) -> String {
        let (salt, target) = (challenge.salt.as_deref().unwrap(), challenge.challenge.as_deref().unwrap());
        let number = (0..=challenge.maxnumber.unwrap()).find(|&number| hex(&hash(salt, number)) == target).unwrap();
        STANDARD.encode(
            serde_json::json!({"algorithm": "SHA-256", "challenge": target, "number": number, "salt": salt,
                "signature": challenge.signature})
            .to_string(),
        )
    }

    #[tokio::test]
    async fn a_proof_counts_once() {
        let work = ProofOfWork::new(&Secrets::random(&SystemEntropy), &SystemEntropy, Together::alone());
        let proof = solve(&work.challenge(NOW, &SystemEntropy));
        assert_eq!(work.count(Some(&proof), NOW, None).await, Ok(()));
        assert_eq!(work.count(Some(&proof), NOW, None).await, Err(ProofFault::Used));
        assert_eq!(work.count(Some(&proof), NOW, Some(Uuid::nil())).await, Err(ProofFault::Used));
    }

    #[tokio::test]
    async fn a_report_sent_again_may_bring_its_proof_again() {
        let work = ProofOfWork::new(&Secrets::random(&SystemEntropy), &SystemEntropy, Together::alone());
        let proof = solve(&work.challenge(NOW, &SystemEntropy));
        assert_eq!(work.count(Some(&proof), NOW, Some(Uuid::nil())).await, Ok(()));
        assert_eq!(work.count(Some(&proof), NOW, Some(Uuid::nil())).await, Ok(()));
        assert_eq!(work.count(Some(&proof), NOW, Some(Uuid::max())).await, Err(ProofFault::Used));
        assert_eq!(work.count(Some(&proof), NOW, None).await, Err(ProofFault::Used));
    }

    #[tokio::test]
    async fn late_foreign_and_made_up_proofs_do_not_count() {
        let work = ProofOfWork::new(&Secrets::random(&SystemEntropy), &SystemEntropy, Together::alone());
        let proof = solve(&work.challenge(NOW, &SystemEntropy));
        let late = Instant::from_millis(NOW.millis() + (VALID_SECONDS + 1) * 1000);
        assert_eq!(work.count(Some(&proof), late, None).await, Err(ProofFault::Expired));
        let other = ProofOfWork::new(&Secrets::random(&SystemEntropy), &SystemEntropy, Together::alone());
        assert_eq!(other.count(Some(&proof), NOW, None).await, Err(ProofFault::Invalid));
        let json = String::from_utf8(STANDARD.decode(&proof).unwrap()).unwrap();
        for made_up in ["", "%%%", &STANDARD.encode("{}"), &STANDARD.encode(json.replace("expires=1", "expires=9"))] {
            assert!(work.count(Some(made_up), NOW, None).await.is_err(), "{made_up}");
        }
        assert_eq!(work.count(None, NOW, None).await, Err(ProofFault::Required));
    }

    #[tokio::test]
    async fn a_proof_does_not_outlive_the_process_that_counted_it() {
        let secrets = Secrets::random(&SystemEntropy);
        let work = ProofOfWork::new(&secrets, &SystemEntropy, Together::alone());
        let proof = solve(&work.challenge(NOW, &SystemEntropy));
        work.count(Some(&proof), NOW, None).await.unwrap();
        let restarted = ProofOfWork::new(&secrets, &SystemEntropy, Together::alone());
        assert_eq!(restarted.count(Some(&proof), NOW, None).await, Err(ProofFault::Invalid));
    }

    #[tokio::test]
    async fn what_has_expired_is_forgotten() {
        let work = ProofOfWork::new(&Secrets::random(&SystemEntropy), &SystemEntropy, Together::alone());
        work.count(Some(&solve(&work.challenge(NOW, &SystemEntropy))), NOW, None).await.unwrap();
        let later = Instant::from_millis(NOW.millis() + (VALID_SECONDS + 61) * 1000);
        work.count(Some(&solve(&work.challenge(later, &SystemEntropy))), later, None).await.unwrap();
        assert_eq!(work.used.lock().unwrap().proofs.len(), 1);
    }
}
