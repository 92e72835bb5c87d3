//! A browser that has signed in to an account before. Tries at a password are counted
//! apart for it: who guesses from elsewhere closes the account for themselves, not for
//! its owner (OWASP's device cookies).

use hmac::{Hmac, Mac};
use sha2::Sha256;
use uuid::Uuid;

use crate::entropy::{Entropy, bytes};
use crate::secrets::{Secrets, hex, unhex};

/// Makes and reads the mark that such a browser keeps.
#[derive(Clone)]
pub struct Browsers {
    signer: Hmac<Sha256>,
}

impl Browsers {
    /// Signs with the secrets' session key.
    pub fn new(secrets: &Secrets) -> Self {
        Self { signer: secrets.session_hmac() }
    }

    fn sign(&self, officer: Uuid, number: &str) -> Hmac<Sha256> {
        let mut signer = self.signer.clone();
        signer.update(b"officer browser\0");
        signer.update(officer.as_bytes());
        signer.update(number.as_bytes());
        signer
    }

    /// A mark for a browser of an account's.
    pub fn mark(&self, officer: Uuid, entropy: &dyn Entropy) -> String {
        let number = hex(&bytes::<16>(entropy));
        let signature = hex(&self.sign(officer, &number).finalize().into_bytes());
        format!("{number}.{signature}")
    }

    /// Whether a mark is ours and for that account.
    pub fn is_known(&self, mark: &str, officer: Uuid) -> bool {
        let Some((number, signature)) = mark.split_once('.') else { return false };
        unhex(signature).is_some_and(|signature| self.sign(officer, number).verify_slice(&signature).is_ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entropy::SystemEntropy;

    #[test]
    fn a_mark_is_for_one_account_of_one_installation() {
        let browsers = Browsers::new(&Secrets::random(&SystemEntropy));
        let (one, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let mark = browsers.mark(one, &SystemEntropy);
        assert!(browsers.is_known(&mark, one) && !browsers.is_known(&mark, other));
        assert!(!Browsers::new(&Secrets::random(&SystemEntropy)).is_known(&mark, one));
        assert!(!browsers.is_known("", one) && !browsers.is_known("1.2", one));
    }
}
