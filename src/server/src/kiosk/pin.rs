//! The staff's six digits, kept under Argon2id. A million numbers are no secret from
//! who has the database and time; what guards them is the count of wrong tries
//! (`storage/kiosks.rs`) and that they open nothing without the device's own key.

use argon2::{Algorithm, Argon2, Params, Version};

use crate::entropy::{Entropy, bytes};
use crate::secrets::hex;

/// The digits of a PIN.
const DIGITS: usize = 6;

/// Six digits.
#[derive(Clone, PartialEq, Eq)]
pub struct Pin(String);

impl Pin {
    /// Takes a text that is six digits and not all the same.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.len() == DIGITS && text.bytes().all(|byte| byte.is_ascii_digit());
        let first = text.chars().next()?;
        (digits && text.chars().any(|digit| digit != first)).then(|| Self(text.to_owned()))
    }

    /// As it is kept: salt and hash in hexadecimal.
    pub fn kept(&self, entropy: &dyn Entropy) -> String {
        let salt = hex(&bytes::<16>(entropy));
        let hash = self.hash(&salt);
        format!("{salt}${hash}")
    }

    /// Whether it is the one that was kept.
    pub fn is(&self, kept: &str) -> bool {
        let Some((salt, hash)) = kept.split_once('$') else { return false };
        let ours = self.hash(salt);
        // Every character is looked at, whichever differs first.
        ours.len() == hash.len() && ours.bytes().zip(hash.bytes()).fold(0, |sum, (a, b)| sum | (a ^ b)) == 0
    }

    fn hash(&self, salt: &str) -> String {
        let mut out = [0; 32];
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::DEFAULT);
        match argon2.hash_password_into(self.0.as_bytes(), salt.as_bytes(), &mut out) {
            Ok(()) => hex(&out),
            // A salt of the wrong length in the database: equal to nothing.
            Err(_) => String::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entropy::SystemEntropy;

    #[test]
    fn only_the_same_digits_are_right() {
        let kept = Pin::parse("204060").unwrap().kept(&SystemEntropy);
        assert!(Pin::parse("204060").unwrap().is(&kept));
        assert!(!Pin::parse("204061").unwrap().is(&kept));
        assert!(!Pin::parse("204060").unwrap().is("x"));
        assert!(!kept.contains("204060"));
    }

    #[test]
    fn six_digits_not_all_the_same() {
        for text in ["", "12345", "1234567", "12345a", "111111", "１２３４５６"] {
            assert!(Pin::parse(text).is_none(), "{text}");
        }
    }
}
