//! What is done with accounts, as the work that the database does: by the commands of
//! whoever has the server, and by the regency's admin in the console.

use tilik_core::officer::Duty;
use uuid::Uuid;

use super::name::Name;
use super::password::Password;
use crate::clock::Instant;
use crate::entropy::{Entropy, bytes};
use crate::sealing::{Sealing, SubjectKey};
use crate::storage::officers::{Deed, Officer, What, Work};

/// A first password: to be told once, and as it is kept.
pub struct FirstPassword {
    /// What its owner is told.
    pub told: Password,
    /// Under Argon2id.
    pub kept: String,
}

impl FirstPassword {
    /// One that nobody chose. Takes as long as looking at one.
    pub fn drawn(entropy: &dyn Entropy) -> Self {
        let told = Password::drawn(entropy);
        let kept = told.kept(entropy);
        Self { told, kept }
    }
}

/// Who does something with accounts, and when.
pub struct Accounts<'sealing> {
    /// Chains the trail.
    pub sealing: &'sealing Sealing,
    /// Whose account does it; none for who has the server itself.
    pub by: Option<Uuid>,
    /// Now.
    pub now: Instant,
}

impl Accounts<'_> {
    /// A new account. Not done where the name is taken.
    pub fn add(&self, name: &Name, duty: Duty, first: &FirstPassword, entropy: &dyn Entropy) -> Work {
        let officer = Officer {
            id: Uuid::from_bytes(bytes(entropy)),
            name: name.as_str().to_owned(),
            duty,
            password: first.kept.clone(),
            must_change: true,
            factor: None,
            subject: None,
            ended_at: None,
        };
        let id = officer.id;
        self.work(What::Add(Box::new(officer), self.now), "account_added", id)
    }

    /// A new first password; the sessions and the second factor end.
    pub fn reset(&self, officer: Uuid, first: FirstPassword) -> [Work; 2] {
        let password = What::Password { officer, password: first.kept, must_change: true, keep: None };
        // Cut off in between, the account still asks for its second factor.
        [
            self.work(password, "password_reset", officer),
            self.work(What::Factor { officer, sealed: None }, "factor_removed", officer),
        ]
    }

    /// It is bound to somebody at the provider, or to nobody. Not done where another
    /// account is bound to them.
    pub fn link(&self, officer: Uuid, subject: Option<SubjectKey>) -> Work {
        let word = if subject.is_some() { "account_linked" } else { "account_unlinked" };
        self.work(What::Link { officer, subject }, word, officer)
    }

    /// It may do nothing any more. Not done where nobody would be left to look after
    /// accounts.
    pub fn end(&self, officer: Uuid) -> Work {
        self.work(What::End { officer, at: self.now }, "account_ended", officer)
    }

    fn work(&self, what: What, word: &'static str, account: Uuid) -> Work {
        Work { what, deed: Some(Deed::new(self.sealing, self.now, self.by, word).of(account)) }
    }
}
