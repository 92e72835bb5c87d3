//! What the officers' side asks of the database: accounts and sessions, the cases that
//! wait, what is done with them, and the trail of it all.
//!
//! Whatever an officer does goes in as one [`Work`], together with the [`Deed`] that the
//! trail keeps of it, so that neither is there without the other.

use async_trait::async_trait;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use std::sync::Arc;
use tilik_core::case::{Desk, Finding};
use tilik_core::officer::Duty;
use tilik_core::{Aid, FamilyStanding, Status, Ticket};
use uuid::Uuid;

use super::StorageError;
use super::announcements::NewAnnouncement;
use super::batches::{AtTheDoor, BatchStep, NewBatch};
use crate::clock::Instant;
use crate::sealing::{Sealing, SessionKey, SignOnKey, SubjectKey, TryKey};

/// An account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Officer {
    /// Its id.
    pub id: Uuid,
    /// What its owner signs in with.
    pub name: String,
    /// The role and where.
    pub duty: Duty,
    /// The password under Argon2id.
    pub password: String,
    /// Somebody else knows the password.
    pub must_change: bool,
    /// The secret of the second factor, sealed.
    pub factor: Option<Vec<u8>>,
    /// Who its owner is at the regency's provider; none: not bound to anybody there.
    pub subject: Option<SubjectKey>,
    /// Since when it may do nothing any more.
    pub ended_at: Option<Instant>,
}

/// Somebody who is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Who.
    pub officer: Officer,
    /// When a request was last noted.
    pub seen_at: Instant,
    /// When it ends, whatever is done.
    pub until: Instant,
}

/// Tries at a password before none counts for a while.
pub const TRIES: i64 = 10;

/// For how long none counts then. Milliseconds: 15 minutes.
pub const PAUSE: i64 = 15 * 60_000;

/// Something to write.
#[derive(Clone)]
pub struct Work {
    /// What.
    pub what: What,
    /// What the trail says of it, if it could be done.
    pub deed: Option<Deed>,
}

/// What an officer, or the program for one, does.
#[derive(Clone)]
pub enum What {
    /// Nothing but the deed itself: a look.
    Look,
    /// A new account, with a password that its owner must change.
    Add(Box<Officer>, Instant),
    /// An account gets another password. Its sessions end, but for one.
    Password {
        /// Whose.
        officer: Uuid,
        /// Under Argon2id.
        password: String,
        /// Its owner must change it.
        must_change: bool,
        /// The session that goes on.
        keep: Option<SessionKey>,
    },
    /// An account gets a second factor, or none. Its sessions go on.
    Factor {
        /// Whose.
        officer: Uuid,
        /// The secret, sealed.
        sealed: Option<Vec<u8>>,
    },
    /// A code of the second factor is used up. Not done where it was before.
    FactorUsed {
        /// Whose.
        officer: Uuid,
        /// The half minute it belongs to, since 1970.
        at: i64,
    },
    /// An account is bound to somebody at the regency's provider, or to nobody. Its
    /// sessions end. Not done where another account is bound to them.
    Link {
        /// Whose.
        officer: Uuid,
        /// To whom.
        subject: Option<SubjectKey>,
    },
    /// A sign-on through the provider comes to its end. Not done where it did before.
    SignOnUsed {
        /// Which.
        key: SignOnKey,
        /// Now.
        at: Instant,
        /// When it is past its time anyway.
        until: Instant,
    },
    /// An account ends, its sessions, and what it was bound to. Not done where it is the
    /// last admin's: nobody would be left to look after accounts.
    End {
        /// Whose.
        officer: Uuid,
        /// Now.
        at: Instant,
    },
    /// Somebody is about to try a password. Counted before it is looked at, so that many
    /// at once are no more tries than one after the other. Not done while none counts.
    Try {
        /// Counted as.
        key: TryKey,
        /// Now.
        at: Instant,
    },
    /// It was right: the count begins anew.
    Right {
        /// Counted as.
        key: TryKey,
    },
    /// A session begins.
    SignIn {
        /// Found by.
        key: SessionKey,
        /// Whose.
        officer: Uuid,
        /// Now.
        at: Instant,
        /// When it ends.
        until: Instant,
    },
    /// A session is still used.
    Seen {
        /// Which.
        key: SessionKey,
        /// Now.
        at: Instant,
    },
    /// A session ends.
    SignOut {
        /// Which.
        key: SessionKey,
    },
    /// A step of a case.
    Step(Box<CaseStep>),
    /// A batch is made of those who wait longest. Not done where nobody waits.
    MakeBatch(Box<NewBatch>),
    /// A batch leaves, or is given up.
    StepBatch(Box<BatchStep>),
    /// Something became of a package.
    AtTheDoor(Box<AtTheDoor>),
    /// The lists are announced.
    Announce(Arc<NewAnnouncement>),
    /// Messages that could not be sent are tried anew. Not done where there is none.
    Revive {
        /// The report and the place among its messages; none: all.
        which: Option<(Ticket, i64)>,
        /// Now.
        at: Instant,
    },
}

/// A step of a case, by an officer.
#[derive(Clone)]
pub struct CaseStep {
    /// Which case.
    pub ticket: Ticket,
    /// How far it had come when the officer looked.
    pub seen: u32,
    /// Who.
    pub officer: Uuid,
    /// With which duty.
    pub duty: Duty,
    /// What.
    pub act: Act,
    /// In the officer's words, sealed.
    pub note: Option<Vec<u8>>,
    /// Now.
    pub at: Instant,
}

/// What is done with a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// The family is eligible.
    Approve,
    /// It is not.
    Reject(Finding),
    /// The next desk decides.
    PassUp,
}

/// What a work came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Worked {
    /// It is done.
    Done,
    /// It could not be: no such account or session, a name or a subject that is taken, no
    /// try that counts, a code or a sign-on used before.
    NotDone,
    /// It is the last admin's account.
    LastAdmin,
    /// The case stands here now.
    Stepped(Status),
    /// It was done before, and the case stands here.
    Again(Status),
    /// The machine had rejected it: who approves says why.
    NoteNeeded,
    /// The batch, or the announcement, has this number.
    Made(i64),
    /// It was made before under the same key, with this number.
    MadeBefore(i64),
    /// The key belongs to another batch.
    KeyReused,
    /// Another report of the family is approved, and its package not yet there.
    FamilyServed,
    /// There is no such case, or no such batch.
    NoCase,
    /// It is another desk's, or another village's.
    NotYours,
    /// Somebody else did something with it since it was looked at.
    Changed,
    /// The step does not follow from where it stands.
    NotFollowing,
}

/// An entry of the trail on its way into the database.
#[derive(Clone)]
pub struct Deed {
    /// When.
    pub at: Instant,
    /// Whose account; none for who has the server itself.
    pub officer: Option<Uuid>,
    /// What.
    pub word: &'static str,
    /// About which case.
    pub ticket: Option<Ticket>,
    /// About which account.
    pub account: Option<Uuid>,
    chain: Hmac<Sha256>,
}

impl Deed {
    /// Something that was done.
    pub fn new(sealing: &Sealing, at: Instant, officer: Option<Uuid>, word: &'static str) -> Self {
        Self { at, officer, word, ticket: None, account: None, chain: sealing.chain() }
    }

    /// About a case.
    #[must_use]
    pub fn about(self, ticket: Ticket) -> Self {
        Self { ticket: Some(ticket), ..self }
    }

    /// About an account.
    #[must_use]
    pub fn of(self, account: Uuid) -> Self {
        Self { account: Some(account), ..self }
    }

    /// As it stands in the trail after an entry.
    pub fn after(&self, former: Option<&Entry>) -> Entry {
        let mut entry = Entry {
            number: former.map_or(1, |former| former.number + 1),
            at: self.at,
            officer: self.officer,
            deed: self.word.to_owned(),
            ticket: self.ticket.map(|ticket| ticket.to_string()),
            account: self.account,
            hash: Vec::new(),
        };
        entry.hash = entry.link(self.chain.clone(), former);
        entry
    }
}

/// An entry of the trail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its place, from 1 without a gap.
    pub number: i64,
    /// When.
    pub at: Instant,
    /// Whose account.
    pub officer: Option<Uuid>,
    /// What.
    pub deed: String,
    /// About which case.
    pub ticket: Option<String>,
    /// About which account.
    pub account: Option<Uuid>,
    /// Over all of this and the former's hash.
    pub hash: Vec<u8>,
}

impl Entry {
    fn link(&self, mut chain: Hmac<Sha256>, former: Option<&Self>) -> Vec<u8> {
        // Each part with its length, so that no two entries have the same bytes.
        let mut part = |bytes: &[u8]| {
            chain.update(&(bytes.len() as u64).to_be_bytes());
            chain.update(bytes);
        };
        part(former.map_or(&[], |former| &former.hash));
        part(&self.number.to_be_bytes());
        part(&self.at.millis().to_be_bytes());
        part(self.officer.as_ref().map_or(&[], |officer| officer.as_bytes()));
        part(self.deed.as_bytes());
        part(self.ticket.as_deref().unwrap_or_default().as_bytes());
        // Entries from before accounts were told have one part fewer.
        if let Some(account) = &self.account {
            part(account.as_bytes());
        }
        chain.finalize().into_bytes().to_vec()
    }

    /// Whether it is the one that was written after the former.
    pub fn follows(&self, former: Option<&Self>, sealing: &Sealing) -> bool {
        self.number == former.map_or(1, |former| former.number + 1) && self.hash == self.link(sealing.chain(), former)
    }
}

/// An entry with the names that stand for its accounts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The entry.
    pub entry: Entry,
    /// Whose account; none for who has the server itself.
    pub by: Option<String>,
    /// About which account.
    pub account: Option<String>,
}

/// A case that waits, as the queue shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// The ticket.
    pub ticket: Ticket,
    /// Where it stands.
    pub status: Status,
    /// The village's code.
    pub village: u64,
    /// What names somebody, sealed.
    pub details: Vec<u8>,
    /// When it came.
    pub received_at: Instant,
    /// The desk it was passed up to, or the village's.
    pub desk: Desk,
    /// Since when it lies there.
    pub since: Instant,
}

/// The cases that wait in an area.
pub struct Queue {
    /// Those passed up to the desk first, then the ones that wait longest.
    pub cases: Vec<Waiting>,
    /// How many there are in all.
    pub total: u64,
}

/// All that the database has about a case.
pub struct CaseFile {
    /// As the queue has it.
    pub case: Waiting,
    /// What the crossing decided.
    pub decided: Status,
    /// By which rules.
    pub rules_version: String,
    /// The reasons, as JSON.
    pub reasons: String,
    /// The impacts' words, separated by commas.
    pub impact: String,
    /// People in the household.
    pub household_size: u8,
    /// The channel's word.
    pub channel: String,
    /// How surely the family is known.
    pub standing: FamilyStanding,
    /// Today's lists.
    pub aid: Vec<Aid>,
    /// The people on the person's cards.
    pub family: Vec<Member>,
    /// Other reports of the family's.
    pub others: Vec<Other>,
    /// The objection's words, sealed, and when.
    pub objection: Option<(Vec<u8>, Instant)>,
    /// What was done.
    pub acts: Vec<Done>,
    /// How far it has come.
    pub seen: u32,
}

/// Somebody on a card.
pub struct Member {
    /// The name.
    pub name: String,
    /// The relation to the head.
    pub relation: String,
    /// The village's code.
    pub village: u64,
    /// The address.
    pub address: String,
    /// The person of the case.
    pub reported: bool,
    /// Which of the person's cards, from 1.
    pub card: u32,
}

/// Another report.
pub struct Other {
    /// The ticket.
    pub ticket: String,
    /// Where it stands.
    pub status: Status,
    /// When it came.
    pub received_at: Instant,
    /// It only repeats one.
    pub repeats: bool,
}

/// Something that was done with a case.
pub struct Done {
    /// What.
    pub act: Act,
    /// Whose account.
    pub by: String,
    /// In words, sealed.
    pub note: Option<Vec<u8>>,
    /// When.
    pub at: Instant,
}

impl Act {
    /// Its word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Approve => "approve",
            Self::Reject(_) => "reject",
            Self::PassUp => "pass_up",
        }
    }

    /// What the trail calls it.
    pub const fn deed(self) -> &'static str {
        match self {
            Self::Approve => "approved",
            Self::Reject(_) => "rejected",
            Self::PassUp => "passed_up",
        }
    }
}

/// Accounts, cases and the trail.
#[async_trait]
pub trait Officers: Send + Sync {
    /// The account of that name.
    async fn officer(&self, name: &str) -> Result<Option<Officer>, StorageError>;

    /// The account that is bound to somebody at the provider.
    async fn officer_of(&self, subject: SubjectKey) -> Result<Option<Officer>, StorageError>;

    /// Every account, by name.
    async fn officers(&self) -> Result<Vec<Officer>, StorageError>;

    /// The session of a cookie, unless it or its account has ended.
    async fn session(&self, key: SessionKey, now: Instant) -> Result<Option<Session>, StorageError>;

    /// Does a work and keeps its deed. Both are on disk when this returns.
    async fn work(&self, work: Work) -> Result<Worked, StorageError>;

    /// The cases that wait in the villages between two codes.
    async fn queue(&self, villages: (u64, u64), desk: Desk, limit: usize) -> Result<Queue, StorageError>;

    /// The case with that ticket, whose village lies between two codes.
    async fn case(&self, ticket: Ticket, villages: (u64, u64)) -> Result<Option<CaseFile>, StorageError>;

    /// Entries of the trail with a number below `before`, newest first, with the names
    /// of their accounts.
    async fn trail(&self, before: i64, limit: usize) -> Result<Vec<Told>, StorageError>;
}
