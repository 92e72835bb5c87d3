//! The staff's six digits, kept under Argon2id. A million numbers are no secret from
//! who has the database and time; what guards them is the count of wrong tries
//! (`storage/kiosks.rs`) and that they open nothing without the device's own key.

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};

use crate::entropy::{Entropy, bytes};

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

    /// As it is kept: the hash's own text, with its parameters and salt.
    pub fn kept(&self, entropy: &dyn Entropy) -> String {
        let hash = Argon2::default().hash_password_with_salt(self.0.as_bytes(), &bytes::<16>(entropy));
        // Argon2 refuses only salts and passwords of other lengths. What is empty is
        // nobody's.
        hash.map(|hash: PasswordHash| hash.to_string()).unwrap_or_default()
    }

    /// Whether it is the one that was kept.
    pub fn is(&self, kept: &str) -> bool {
        PasswordHash::new(kept).is_ok_and(|kept| Argon2::default().verify_password(self.0.as_bytes(), &kept).is_ok())
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
        assert!(kept.starts_with("$argon2id$") && !kept.contains("204060"), "{kept}");
    }

    #[test]
    fn six_digits_not_all_the_same() {
        for text in ["", "12345", "1234567", "12345a", "111111", "１２３４５６"] {
            assert!(Pin::parse(text).is_none(), "{text}");
        }
    }
}
