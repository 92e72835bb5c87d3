//! A report on its way in, as steps that touch one home, one ticket or one key each.
//!
//! The order makes a report exact without a transaction over several shards: first
//! the ticket finds its home, then the sender's key is claimed for that ticket, then
//! the report is decided and written at home. Cut off anywhere, the same key sent
//! again goes on where it stopped. An engine without shards does all of it in one
//! transaction.

use sqlx::Row;
use tilik_core::{Aid, Crossing, Ticket};
use uuid::Uuid;

use super::homes::{Homes, home};
use super::messages::First;
use super::{Connection, Query, crossing};
use crate::sealing::Home;
use crate::storage::{Reserved, StorageError, Submission, Submitted, Verdict};

/// One shard: the key's.
pub const CLAIMED: &str = "SELECT fingerprint, home, ticket FROM claim WHERE idempotency_key = $1";
/// One shard: the key's.
pub const CLAIM: &str = "
    INSERT INTO claim (idempotency_key, fingerprint, home, ticket) VALUES ($1, $2, $3, $4)
    ON CONFLICT (idempotency_key) DO NOTHING";
/// One shard: the ticket's.
pub const TAKE_TICKET: &str = "INSERT INTO ticket_home (ticket, home) VALUES ($1, $2) ON CONFLICT (ticket) DO NOTHING";
/// One shard: the home's, like everything after it.
pub const ANSWER: &str = "SELECT answer FROM report WHERE home = $1 AND ticket = $2";
/// The open report that this one would repeat.
pub const OPEN: &str = "SELECT case_home, ticket FROM open_case WHERE home = $1";
/// Makes it the one that the next would repeat.
pub const OPENED: &str =
    "INSERT INTO open_case (home, case_home, ticket) VALUES ($1, $2, $3) ON CONFLICT (home) DO NOTHING";
/// The report.
pub const INSERT: &str = "
    INSERT INTO report (home, ticket, nik_key, about_other, reporter_phone_key, village, channel, household_size,
        impact, details_sealed, made_at, received_at, received_on, decided, status, first_rule, same_case_home,
        same_case_ticket, rules_version, reasons, may_object_until, answer, provisional,
        language)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23,
        $24)";
/// A reserved ticket leaves the kiosk's home for the report's. One shard: the ticket's.
/// It may have been done before, the rest having been cut off.
pub const USE_RESERVED: &str = "UPDATE ticket_home SET home = $2 WHERE ticket = $1 AND home IN ($2, $3)";

/// Tickets tried before giving up. With a million reports one in a million is
/// taken, so a second try is rare and a third is a broken generator.
const TICKETS_TRIED: usize = 3;

/// A report of which a key is claimed.
#[derive(Clone, Copy)]
pub struct Claim {
    /// Where it lives, or will.
    pub home: Home,
    /// Its ticket.
    pub ticket: Ticket,
}

impl Claim {
    /// Binds the values of [`CLAIM`].
    pub fn bind<'query>(&self, query: Query<'query>, submission: &Submission) -> Query<'query> {
        query
            .bind(submission.idempotency_key.as_bytes().to_vec())
            .bind(submission.fingerprint.to_vec())
            .bind(self.home.as_bytes().to_vec())
            .bind(self.ticket.to_string())
    }
}

/// What a key stands for.
pub enum Claimed {
    /// This very report.
    Same(Claim),
    /// Another body.
    Other,
}

/// What the key was claimed for, if it was.
pub async fn claimed(
    connection: &mut Connection,
    key: Uuid,
    fingerprint: [u8; 16],
) -> Result<Option<Claimed>, StorageError> {
    let query = sqlx::query(CLAIMED).bind(key.as_bytes().to_vec());
    let Some(row) = query.fetch_optional(connection).await? else { return Ok(None) };
    if row.try_get::<&[u8], _>(0)? != fingerprint {
        return Ok(Some(Claimed::Other));
    }
    let ticket = Ticket::parse(row.try_get(2)?).map_err(|_| StorageError::Unreadable("ticket"))?;
    Ok(Some(Claimed::Same(Claim { home: home(row.try_get(1)?)?, ticket })))
}

/// The answer of the report, if it was written.
pub async fn answer(connection: &mut Connection, claim: Claim) -> Result<Option<String>, StorageError> {
    let query = sqlx::query_scalar(ANSWER).bind(claim.home.as_bytes().to_vec()).bind(claim.ticket.to_string());
    Ok(query.fetch_optional(connection).await?)
}

/// The answer once given under the key.
pub async fn replay(
    connection: &mut Connection,
    key: Uuid,
    fingerprint: [u8; 16],
) -> Result<Option<Submitted>, StorageError> {
    match claimed(connection, key, fingerprint).await? {
        None => Ok(None),
        Some(Claimed::Other) => Ok(Some(Submitted::KeyReused)),
        Some(Claimed::Same(claim)) => Ok(answer(connection, claim).await?.map(Submitted::Answer)),
    }
}

/// Takes the ticket that the sender has in hand, or else one that nobody has.
pub async fn take_ticket(
    connection: &mut Connection,
    submission: &mut Submission,
    home: Home,
) -> Result<Ticket, StorageError> {
    if let Some(Reserved { ticket, kiosk }) = submission.reserved {
        let query = sqlx::query(USE_RESERVED)
            .bind(ticket.to_string())
            .bind(home.as_bytes().to_vec())
            .bind(kiosk.as_bytes().to_vec());
        let ours = query.execute(&mut *connection).await?.rows_affected() == 1;
        // A kiosk that gives a ticket out twice: the second report gets another.
        if ours && answer(connection, Claim { home, ticket }).await?.is_none() {
            return Ok(ticket);
        }
    }
    for _ in 0..TICKETS_TRIED {
        let ticket = (submission.draw)();
        let query = sqlx::query(TAKE_TICKET).bind(ticket.to_string()).bind(home.as_bytes().to_vec());
        if query.execute(&mut *connection).await?.rows_affected() == 1 {
            return Ok(ticket);
        }
    }
    Err(StorageError::NoTicket)
}

/// Claims the sender's key; false where somebody was quicker.
pub async fn claim(connection: &mut Connection, submission: &Submission, claim: Claim) -> Result<bool, StorageError> {
    let query = claim.bind(sqlx::query(CLAIM), submission);
    Ok(query.execute(connection).await?.rows_affected() == 1)
}

/// The report that a home's next one would repeat: its home and its ticket.
pub type Open = Option<(Home, String)>;

/// A report as it was decided.
pub struct Decided<'submission> {
    submission: &'submission Submission,
    verdict: Verdict,
    claim: Claim,
    same_case: Open,
}

impl<'submission> Decided<'submission> {
    /// Decides on what the crossing found.
    pub fn new(submission: &'submission Submission, homes: &Homes, claim: Claim, aid: Vec<Aid>, open: Open) -> Self {
        let crossing = Crossing { standing: homes.standing, aid, open_report: open.is_some() };
        let verdict = (submission.decide)(&crossing, claim.ticket);
        let same_case = open.filter(|_| verdict.already_reported);
        Self { submission, verdict, claim, same_case }
    }

    /// Whether it is a case that others would repeat.
    pub const fn opens(&self) -> bool {
        !self.verdict.already_reported && self.verdict.status.is_open()
    }

    /// What the sender is told.
    pub fn answer(self) -> String {
        self.verdict.answer
    }

    /// What is told to whom besides.
    pub fn messages(&self) -> impl Iterator<Item = First> + use<> {
        let about_other = self.submission.reporter_phone.is_some();
        First::of(self.claim, self.verdict.status, about_other, self.submission.received_at)
    }

    /// Binds the values of [`INSERT`].
    pub fn bind<'query>(&self, query: Query<'query>) -> Query<'query> {
        let Self { submission, verdict, claim, same_case } = self;
        let status = verdict.status.word();
        query
            .bind(claim.home.as_bytes().to_vec())
            .bind(claim.ticket.to_string())
            .bind(submission.nik.as_bytes().to_vec())
            .bind(submission.reporter_phone.is_some())
            .bind(submission.reporter_phone.map(|phone| phone.as_bytes().to_vec()))
            .bind(submission.village.cast_signed())
            .bind(submission.channel)
            .bind(i64::from(submission.household_size))
            .bind(submission.impact.clone())
            .bind(submission.details.clone())
            .bind(submission.made_at.clone())
            .bind(submission.received_at.millis())
            .bind(submission.received_at.day().to_string())
            .bind(status)
            .bind(status)
            .bind(verdict.first_rule.clone())
            .bind(same_case.as_ref().map(|(home, _)| home.as_bytes().to_vec()))
            .bind(same_case.as_ref().map(|(_, ticket)| ticket.clone()))
            .bind(verdict.rules_version.clone())
            .bind(verdict.reasons.clone())
            .bind(verdict.may_object_until.map(|day| day.to_string()))
            .bind(verdict.answer.clone())
            .bind(submission.provisional)
            .bind(submission.language)
    }
}

/// What was written at home.
pub struct Written {
    /// What the sender is told.
    pub answer: String,
    /// Whether it is a case that others would repeat.
    pub opens: bool,
}

/// Crosses, decides and writes the report at its home, and what is told of it.
pub async fn write(
    connection: &mut Connection,
    submission: &Submission,
    homes: &Homes,
    claim: Claim,
    tells: bool,
) -> Result<Written, StorageError> {
    let aid = crossing::of(connection, homes, submission.nik).await?;
    let query = sqlx::query(OPEN).bind(homes.home.as_bytes().to_vec());
    let open = match query.fetch_optional(&mut *connection).await? {
        None => None,
        Some(row) => Some((home(row.try_get(0)?)?, row.try_get::<String, _>(1)?)),
    };
    let decided = Decided::new(submission, homes, claim, aid, open);
    decided.bind(sqlx::query(INSERT)).execute(&mut *connection).await?;
    if tells {
        for message in decided.messages() {
            message.write(connection).await?;
        }
    }
    let opens = decided.opens();
    if opens {
        open_at(connection, homes.home, claim).await?;
    }
    Ok(Written { answer: decided.answer(), opens })
}

/// Makes a case the one that a home's next report repeats, unless it has one.
pub async fn open_at(connection: &mut Connection, home: Home, case: Claim) -> Result<(), StorageError> {
    sqlx::query(OPENED)
        .bind(home.as_bytes().to_vec())
        .bind(case.home.as_bytes().to_vec())
        .bind(case.ticket.to_string())
        .execute(connection)
        .await?;
    Ok(())
}

/// Makes it so at the further homes of a person who is on several cards.
pub async fn open_elsewhere(connection: &mut Connection, homes: &Homes, case: Claim) -> Result<(), StorageError> {
    for &card in homes.all.iter().filter(|&&card| card != homes.home) {
        open_at(connection, card, case).await?;
    }
    Ok(())
}

/// The whole of it within the connection's one transaction.
pub async fn submit(
    connection: &mut Connection,
    submission: &mut Submission,
    tells: bool,
) -> Result<Submitted, StorageError> {
    match claimed(connection, submission.idempotency_key, submission.fingerprint).await? {
        Some(Claimed::Other) => return Ok(Submitted::KeyReused),
        Some(Claimed::Same(claim)) => {
            if let Some(answer) = answer(connection, claim).await? {
                return Ok(Submitted::Answer(answer));
            }
            let homes = super::homes::of(connection, submission.nik).await?;
            return at_home(connection, submission, &homes, claim, tells).await;
        }
        None => {}
    }
    let homes = super::homes::of(connection, submission.nik).await?;
    let ticket = take_ticket(connection, submission, homes.home).await?;
    let at = Claim { home: homes.home, ticket };
    if !claim(connection, submission, at).await? {
        return Err(StorageError::Raced);
    }
    at_home(connection, submission, &homes, at, tells).await
}

async fn at_home(
    connection: &mut Connection,
    submission: &Submission,
    homes: &Homes,
    claim: Claim,
    tells: bool,
) -> Result<Submitted, StorageError> {
    let written = write(connection, submission, homes, claim, tells).await?;
    if written.opens {
        open_elsewhere(connection, homes, claim).await?;
    }
    Ok(Submitted::Answer(written.answer))
}
