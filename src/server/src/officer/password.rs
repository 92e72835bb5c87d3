//! Passwords, kept under Argon2id (RFC 9106; 19 MiB and two rounds, as OWASP asks for).

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use std::sync::{Arc, LazyLock};
use tilik_core::crockford::ALPHABET;
use tokio::sync::Semaphore;

use super::name::Name;
use crate::entropy::{Entropy, bytes};

/// The fewest characters. A long one that is remembered beats a short one with signs
/// (NIST SP 800-63B).
pub const SHORTEST: usize = 12;
/// The most: enough for a sentence, and no work for a hash.
const LONGEST: usize = 200;

/// A password that may be set.
pub struct Password(String);

/// Why it may not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordFault {
    /// Fewer characters than [`SHORTEST`].
    Short,
    /// More than anybody types.
    Long,
    /// The account's name with something around it, or few characters over and over.
    Plain,
}

impl PasswordFault {
    /// Its word on the wire.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Short => "too_short",
            Self::Long => "too_long",
            Self::Plain => "too_plain",
        }
    }
}

impl Password {
    /// A password for an account.
    ///
    /// # Errors
    /// [`PasswordFault`].
    pub fn parse(text: &str, name: &Name) -> Result<Self, PasswordFault> {
        let count = text.chars().count();
        if count < SHORTEST {
            return Err(PasswordFault::Short);
        }
        if count > LONGEST {
            return Err(PasswordFault::Long);
        }
        let mut distinct: Vec<char> = text.chars().collect();
        distinct.sort_unstable();
        distinct.dedup();
        let rest = text.to_lowercase().replace(name.as_str(), "");
        if distinct.len() < 5 || rest.chars().count() < SHORTEST / 2 {
            return Err(PasswordFault::Plain);
        }
        Ok(Self(text.to_owned()))
    }

    /// One that nobody chose: four groups of four, 80 bits.
    pub fn drawn(entropy: &dyn Entropy) -> Self {
        // Crockford's symbols: none of them is read as another.
        let symbols =
            bytes::<16>(entropy).map(|byte| char::from(ALPHABET[usize::from(byte & 31)]).to_ascii_lowercase());
        Self(symbols.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-"))
    }

    /// As text, to be told once.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// As it is kept: the hash's own text, with its parameters and salt.
    pub fn kept(&self, entropy: &dyn Entropy) -> String {
        let hash = Argon2::default().hash_password_with_salt(self.0.as_bytes(), &bytes::<16>(entropy));
        // Argon2 refuses only salts and passwords of other lengths. What is empty is
        // nobody's.
        hash.map(|hash: PasswordHash| hash.to_string()).unwrap_or_default()
    }
}

/// Whether a text is the password that was kept.
pub fn is(text: &str, kept: &str) -> bool {
    PasswordHash::new(kept).is_ok_and(|kept| Argon2::default().verify_password(text.as_bytes(), &kept).is_ok())
}

/// What a try at an account that does not exist is held against, so that it takes as long.
pub const NOBODYS: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5J3Mgc2FsdCE$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// So many are looked at at once: each takes a core for 30 ms and 19 MiB, and residents
/// are not to wait for those who guess.
static AT_ONCE: LazyLock<Arc<Semaphore>> = LazyLock::new(|| Arc::new(Semaphore::new(2)));
/// And so many may wait for their turn: half a second. More would hold the places of
/// residents' requests.
static WAITING: LazyLock<Semaphore> = LazyLock::new(|| Semaphore::new(16));

/// Looks at a password or makes its hash, away from the threads that answer residents.
/// Nothing where too many wait already, or the program stops.
pub async fn slowly<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    let _waits = WAITING.try_acquire().ok()?;
    let turn = Arc::clone(&AT_ONCE).acquire_owned().await.ok()?;
    // The turn goes along: whoever asked may go away, the work goes on.
    let work = move || {
        let done = work();
        drop(turn);
        done
    };
    tokio::task::spawn_blocking(work).await.ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entropy::SystemEntropy;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    #[test]
    fn only_the_same_password_is_right() {
        let name = Name::parse("siti.kebalenan").unwrap();
        let password = Password::parse("gandrung di pantai", &name).unwrap();
        let kept = password.kept(&SystemEntropy);
        assert!(is("gandrung di pantai", &kept) && !is("gandrung di pantau", &kept) && !is("", &kept));
        assert!(!is("gandrung di pantai", "") && !is("gandrung di pantai", NOBODYS));
        assert!(PasswordHash::new(NOBODYS).is_ok(), "it is looked at as long as any other");
        assert!(kept.starts_with("$argon2id$") && !kept.contains("gandrung"), "{kept}");
    }

    #[test]
    fn short_and_plain_ones_are_refused() {
        let name = Name::parse("siti.kebalenan").unwrap();
        let fault = |text: &str| Password::parse(text, &name).err();
        assert_eq!(fault("kopi-tubruk"), Some(PasswordFault::Short));
        assert_eq!(fault(&"kopi tubruk ".repeat(20)), Some(PasswordFault::Long));
        assert_eq!(fault("111111222222"), Some(PasswordFault::Plain));
        assert_eq!(fault("Siti.Kebalenan1"), Some(PasswordFault::Plain));
        assert_eq!(fault("kopi tubruk pagi"), None);
    }

    #[test]
    fn a_drawn_one_may_be_set_and_differs() {
        let name = Name::parse("siti.kebalenan").unwrap();
        let drawn = Password::drawn(&SystemEntropy);
        assert_eq!(drawn.as_str().len(), 19);
        assert!(Password::parse(drawn.as_str(), &name).is_ok());
        assert_ne!(drawn.as_str(), Password::drawn(&SystemEntropy).as_str());
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn few_are_at_work_and_few_wait_also_when_nobody_waits_for_them() {
        let (now, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let work = || {
            let (now, most) = (Arc::clone(&now), Arc::clone(&most));
            move || {
                most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                std::thread::sleep(Duration::from_millis(20));
                now.fetch_sub(1, Ordering::SeqCst);
            }
        };
        // Callers who go away as soon as their work has begun.
        for _ in 0..8 {
            let _ = tokio::time::timeout(Duration::from_millis(5), slowly(work())).await;
        }
        let waiting: Vec<_> = (0..40).map(|_| tokio::spawn(slowly(work()))).collect();
        let mut refused = 0;
        for one in waiting {
            refused += usize::from(one.await.unwrap().is_none());
        }
        assert!(most.load(Ordering::SeqCst) <= 2, "{most:?} at once");
        assert!(refused > 0, "nobody was refused");
    }
}
