//! The second factor: six digits of an authenticator (RFC 6238).

use totp_rs::{Builder, Secret, Totp};

use super::name::Name;
use crate::clock::Instant;
use crate::entropy::{Entropy, bytes};

/// A secret shared with an authenticator. 160 bits, as RFC 4226 recommends.
pub struct Factor(Totp);

/// Bytes of a secret.
const BYTES: usize = 20;

impl Factor {
    /// A new one.
    pub fn drawn(entropy: &dyn Entropy) -> Option<Self> {
        Self::from_bytes(&bytes::<BYTES>(entropy))
    }

    /// From its bytes.
    pub fn from_bytes(secret: &[u8]) -> Option<Self> {
        if secret.len() != BYTES {
            return None;
        }
        // One step of 30 seconds to either side, for clocks that are not quite right.
        Builder::new().with_secret(secret.to_vec()).with_skew(1).build().ok().map(Self)
    }

    /// From base 32, as it was told.
    pub fn parse(secret: &str) -> Option<Self> {
        Secret::try_from_base32(secret).ok().and_then(|secret| Self::from_bytes(secret.as_ref()))
    }

    /// Its bytes.
    pub fn as_bytes(&self) -> &[u8] {
        self.0.secret().as_ref()
    }

    /// In base 32.
    pub fn text(&self) -> String {
        self.0.secret().to_base32()
    }

    /// As authenticators take it. A name needs no escaping.
    pub fn uri(&self, name: &Name) -> String {
        format!("otpauth://totp/Tilik:{}?secret={}&issuer=Tilik", name.as_str(), self.text())
    }

    /// The half minute since 1970 to which the six digits belong, if they are right now.
    pub fn step_of(&self, code: &str, now: Instant) -> Option<i64> {
        let code: String = code.chars().filter(|character| !character.is_whitespace()).collect();
        let now = u64::try_from(now.seconds()).ok()?;
        i64::try_from(self.0.check(&code, now)?).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entropy::SystemEntropy;

    #[test]
    fn the_digits_are_those_of_the_standard() {
        // RFC 6238, appendix B, SHA-1: the last six of its eight digits.
        let factor = Factor::from_bytes(b"12345678901234567890").unwrap();
        for (seconds, code) in [(59, "287082"), (1_111_111_109, "081804"), (1_234_567_890, "005924")] {
            let at = |seconds: i64| Instant::from_millis(seconds * 1_000);
            assert_eq!(factor.step_of(code, at(seconds)), Some(seconds / 30), "{code}");
            assert_eq!(factor.step_of(code, at(seconds + 30)), Some(seconds / 30), "a step late");
            assert_eq!(factor.step_of(code, at(seconds + 60)), None, "two steps late");
        }
        assert_eq!(factor.step_of("28 70 82", Instant::from_millis(59_000)), Some(1));
    }

    #[test]
    fn a_secret_is_told_and_taken_back() {
        let factor = Factor::drawn(&SystemEntropy).unwrap();
        assert_eq!(Factor::parse(&factor.text()).unwrap().as_bytes(), factor.as_bytes());
        for text in ["", "AAAA", "not base 32"] {
            assert!(Factor::parse(text).is_none(), "{text}");
        }
        let name = Name::parse("siti").unwrap();
        assert_eq!(factor.uri(&name), format!("otpauth://totp/Tilik:siti?secret={}&issuer=Tilik", factor.text()));
    }
}
