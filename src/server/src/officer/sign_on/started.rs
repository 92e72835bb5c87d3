//! A sign-on under way, as the browser keeps it: sealed, so that it can neither be read
//! nor made by somebody else, and for ten minutes.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::clock::Instant;
use crate::entropy::{Entropy, bytes};
use crate::sealing::{Kind, Sealing, SignOnKey};
use crate::secrets::same;

/// What was drawn for one sign-on.
pub struct Started {
    /// Comes back with the code.
    state: [u8; 32],
    /// Comes back in the id token.
    nonce: [u8; 32],
    /// Shows the provider that who brings the code is who asked for it.
    verifier: [u8; 32],
    until: Instant,
}

const LENGTH: usize = 3 * 32 + 8;

impl Started {
    /// For how long it may be finished: somebody looks for a password, or a phone.
    pub const SECONDS: i64 = 10 * 60;

    /// A new one.
    pub fn draw(now: Instant, entropy: &dyn Entropy) -> Self {
        Self {
            state: bytes(entropy),
            nonce: bytes(entropy),
            verifier: bytes(entropy),
            until: Instant::from_millis(now.millis() + Self::SECONDS * 1_000),
        }
    }

    /// As the browser keeps it.
    pub fn sealed(&self, sealing: &Sealing, entropy: &dyn Entropy) -> String {
        let mut whole = Vec::with_capacity(LENGTH);
        for part in [self.state, self.nonce, self.verifier] {
            whole.extend_from_slice(&part);
        }
        whole.extend_from_slice(&self.until.millis().to_be_bytes());
        URL_SAFE_NO_PAD.encode(sealing.seal(Kind::SignOn, &whole, entropy))
    }

    /// What a browser brought back, if it is ours and not past its time.
    pub fn open(text: &str, sealing: &Sealing, now: Instant) -> Option<Self> {
        let whole = sealing.open(Kind::SignOn, &URL_SAFE_NO_PAD.decode(text).ok()?).ok()?;
        let (state, rest) = whole.split_first_chunk()?;
        let (nonce, rest) = rest.split_first_chunk()?;
        let (verifier, until) = rest.split_first_chunk()?;
        let until = Instant::from_millis(i64::from_be_bytes(until.try_into().ok()?));
        (now < until).then_some(Self { state: *state, nonce: *nonce, verifier: *verifier, until })
    }

    /// Whether the provider's answer is to this one.
    pub fn is_answered_by(&self, state: &str) -> bool {
        URL_SAFE_NO_PAD.decode(state).is_ok_and(|state| same(&state, &self.state))
    }

    /// Finds it among those that were finished.
    pub fn key(&self, sealing: &Sealing) -> SignOnKey {
        sealing.sign_on_key(&self.state)
    }

    /// When it is past its time.
    pub const fn until(&self) -> Instant {
        self.until
    }

    /// What comes back with the code.
    pub fn state(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.state)
    }

    /// What comes back in the id token.
    pub fn nonce(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.nonce)
    }

    /// 43 characters, the fewest that PKCE takes.
    pub fn verifier(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.verifier)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entropy::SystemEntropy;
    use crate::secrets::Secrets;

    #[test]
    fn it_comes_back_as_it_was_and_in_time_or_not_at_all() {
        let sealing = Sealing::new(&Secrets::random(&SystemEntropy));
        let (now, late) = (Instant::from_millis(0), Instant::from_millis(Started::SECONDS * 1_000));
        let started = Started::draw(now, &SystemEntropy);
        let text = started.sealed(&sealing, &SystemEntropy);
        let back = Started::open(&text, &sealing, now).unwrap();
        assert_eq!((back.state, back.nonce, back.verifier), (started.state, started.nonce, started.verifier));
        assert!(back.is_answered_by(&started.state()) && !back.is_answered_by(&started.nonce()));
        assert!(!back.is_answered_by("") && !back.is_answered_by("not base 64!"));
        assert!(Started::open(&text, &sealing, late).is_none());
        assert!(Started::open(&text, &Sealing::new(&Secrets::random(&SystemEntropy)), now).is_none());
        let other = URL_SAFE_NO_PAD.encode(sealing.seal(Kind::Factor, &[0; LENGTH], &SystemEntropy));
        for text in ["", "not base 64!", &other] {
            assert!(Started::open(text, &sealing, now).is_none(), "{text}");
        }
    }
}
