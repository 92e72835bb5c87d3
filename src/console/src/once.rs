//! What is sent under a key, so that sending it again makes no second one: the key stays
//! with what was sent until its answer has come, and what is changed gets another.

/// What was sent last and has no answer yet, with its key.
#[derive(Clone, Debug)]
pub struct Once<T> {
    open: Option<(T, String)>,
}

impl<T> Default for Once<T> {
    fn default() -> Self {
        Self { open: None }
    }
}

impl<T: PartialEq> Once<T> {
    /// The key for sending this. `random` makes the one of whatever is not being sent again.
    pub fn key(&mut self, sent: T, random: [u8; 16]) -> String {
        match &self.open {
            Some((open, key)) if *open == sent => key.clone(),
            _ => {
                let key = uuid(random);
                self.open = Some((sent, key.clone()));
                key
            }
        }
    }

    /// An answer has come: the next one is another, even if it is the same.
    pub fn answered(&mut self) {
        self.open = None;
    }
}

/// A random UUID (RFC 9562, version 4).
fn uuid(mut bytes: [u8; 16]) -> String {
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]].join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sent_again_has_its_key_again() {
        let mut once = Once::default();
        let first = once.key("a", [1; 16]);
        assert_eq!(first, "01010101-0101-4101-8101-010101010101");
        assert_eq!(once.key("a", [2; 16]), first);
        let other = once.key("b", [2; 16]);
        assert_ne!(other, first, "what was changed is another");
        once.answered();
        assert_ne!(once.key("b", [3; 16]), other, "the same after an answer is another");
    }
}
