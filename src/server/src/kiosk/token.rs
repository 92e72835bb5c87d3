//! What a kiosk shows with each request, and what it signs to get it. Both are signed
//! with the session key and stored nowhere: any server of the installation takes them.

use hmac::{Hmac, Mac};
use sha2::Sha256;
use uuid::Uuid;

use crate::clock::Instant;
use crate::entropy::{Entropy, bytes};
use crate::secrets::{Secrets, hex, unhex};

/// How long a nonce may be signed. Seconds.
const NONCE_SECONDS: i64 = 5 * 60;
/// How long a token holds. Seconds.
pub const TOKEN_SECONDS: i64 = 60 * 60;

/// Makes and reads them.
#[derive(Clone)]
pub struct Tokens {
    signer: Hmac<Sha256>,
}

/// A session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Session {
    /// Whose it is.
    pub kiosk: Uuid,
    /// Unix seconds at which it ends.
    pub expires: i64,
    /// Unix seconds until which the staff has unlocked the kiosk; 0 for not at all.
    pub unlocked_until: i64,
}

impl Tokens {
    /// Signs with the secrets' session key.
    pub fn new(secrets: &Secrets) -> Self {
        Self { signer: secrets.session_hmac() }
    }

    fn sign(&self, kind: &[u8], text: &str) -> Hmac<Sha256> {
        let mut signer = self.signer.clone();
        signer.update(kind);
        signer.update(&[0]);
        signer.update(text.as_bytes());
        signer
    }

    fn signed(&self, kind: &[u8], text: String) -> String {
        let signature = hex(&self.sign(kind, &text).finalize().into_bytes());
        format!("{text}.{signature}")
    }

    /// The text that was signed, if it was.
    fn opened<'text>(&self, kind: &[u8], signed: &'text str) -> Option<&'text str> {
        let (text, signature) = signed.rsplit_once('.')?;
        self.sign(kind, text).verify_slice(&unhex(signature)?).is_ok().then_some(text)
    }

    /// Something to sign.
    pub fn nonce(&self, now: Instant, entropy: &dyn Entropy) -> String {
        let random = hex(&bytes::<16>(entropy));
        self.signed(b"kiosk nonce", format!("{}.{random}", now.seconds() + NONCE_SECONDS))
    }

    /// Whether a nonce is ours and may still be signed.
    pub fn is_nonce(&self, nonce: &str, now: Instant) -> bool {
        let expires = self.opened(b"kiosk nonce", nonce).and_then(|text| text.split('.').next()?.parse::<i64>().ok());
        expires.is_some_and(|expires| now.seconds() <= expires)
    }

    /// A session as a token.
    pub fn token(&self, session: Session) -> String {
        let Session { kiosk, expires, unlocked_until } = session;
        self.signed(b"kiosk token", format!("{}.{expires}.{unlocked_until}", kiosk.as_simple()))
    }

    /// The session of a token that is ours and not past its time.
    pub fn session(&self, token: &str, now: Instant) -> Option<Session> {
        let mut parts = self.opened(b"kiosk token", token)?.split('.');
        let kiosk = Uuid::try_parse(parts.next()?).ok()?;
        let expires: i64 = parts.next()?.parse().ok()?;
        let unlocked_until: i64 = parts.next()?.parse().ok()?;
        (now.seconds() <= expires).then_some(Session { kiosk, expires, unlocked_until })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entropy::SystemEntropy;

    const NOW: Instant = Instant::from_millis(1_589_950_000_000);

    fn later(seconds: i64) -> Instant {
        Instant::from_millis(NOW.millis() + seconds * 1_000)
    }

    #[test]
    fn a_token_is_ours_and_ends() {
        let tokens = Tokens::new(&Secrets::random(&SystemEntropy));
        let session = Session { kiosk: Uuid::from_u128(7), expires: NOW.seconds() + 60, unlocked_until: 0 };
        let token = tokens.token(session);
        assert_eq!(tokens.session(&token, NOW), Some(session));
        assert_eq!(tokens.session(&token, later(61)), None);
        assert_eq!(Tokens::new(&Secrets::random(&SystemEntropy)).session(&token, NOW), None);
        // A longer unlocking written into it is no longer signed.
        assert_eq!(tokens.session(&token.replacen(".0.", ".9999999999.", 1), NOW), None);
    }

    #[test]
    fn a_nonce_is_no_token_and_ends() {
        let tokens = Tokens::new(&Secrets::random(&SystemEntropy));
        let nonce = tokens.nonce(NOW, &SystemEntropy);
        assert!(tokens.is_nonce(&nonce, later(299)) && !tokens.is_nonce(&nonce, later(301)));
        assert_eq!(tokens.session(&nonce, NOW), None);
        assert!(!tokens.is_nonce("", NOW) && !tokens.is_nonce("9999999999.x", NOW));
    }
}
