//! How a webhook shows that it comes from here, after Standard Webhooks
//! (standardwebhooks.com): the HMAC-SHA-256 of `id.timestamp.body` under a key that both
//! sides hold, written as `v1,` and base64.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// The key that signs. It cannot be printed.
#[derive(Clone)]
pub struct SigningKey(Hmac<Sha256>);

/// What a key's text starts with.
const PREFIX: &str = "whsec_";

/// The bytes that a key may have: the range of Standard Webhooks.
const BYTES: std::ops::RangeInclusive<usize> = 24..=64;

impl SigningKey {
    /// Reads a key: `whsec_` and 24 to 64 bytes as base64.
    pub fn parse(text: &str) -> Option<Self> {
        let key = STANDARD.decode(text.trim().strip_prefix(PREFIX)?).ok()?;
        BYTES.contains(&key.len()).then(|| Hmac::new_from_slice(&key).ok().map(Self)).flatten()
    }

    /// Signs a body that is sent under an id at a time, in Unix seconds.
    pub fn sign(&self, id: &str, timestamp: i64, body: &[u8]) -> String {
        let mut mac = self.0.clone();
        mac.update(format!("{id}.{timestamp}.").as_bytes());
        mac.update(body);
        format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The vector of the reference libraries of Standard Webhooks.
    #[test]
    fn signs_as_the_reference_does() {
        let key = SigningKey::parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        let signature = key.sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, br#"{"test": 2432232314}"#);
        assert_eq!(signature, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    #[test]
    fn a_key_is_of_its_form_and_long_enough() {
        let of = |bytes: usize| format!("whsec_{}", STANDARD.encode(vec![7; bytes]));
        assert!(SigningKey::parse(&format!("{}\n", of(24))).is_some() && SigningKey::parse(&of(64)).is_some());
        for wrong in [of(23), of(65), of(32)[6..].to_owned(), "whsec_".into(), "whsec_?".into(), String::new()] {
            assert!(SigningKey::parse(&wrong).is_none(), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn another_id_time_or_body_has_another_signature(id in "[a-z]{1,9}", time in 0i64..1 << 40, body: Vec<u8>, at: usize) {
            let key = SigningKey::parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
            let signed = key.sign(&id, time, &body);
            prop_assert_ne!(&signed, &key.sign(&format!("{id}x"), time, &body));
            prop_assert_ne!(&signed, &key.sign(&id, time + 1, &body));
            let mut other = body.clone();
            other.insert(at % (body.len() + 1), b'!');
            prop_assert_ne!(&signed, &key.sign(&id, time, &other));
        }
    }
}
