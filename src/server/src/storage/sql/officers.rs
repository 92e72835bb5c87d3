//! Officers' accounts and sessions, and the trail.

use sqlx::Row as _;
use tilik_core::officer::{Area, Duty, Role};
use uuid::Uuid;

use super::{Connection, Row, announcements, batches, cases, messages};
use crate::clock::Instant;
use crate::sealing::{SessionKey, SubjectKey};
use crate::storage::StorageError;
use crate::storage::officers::{Deed, Entry, Officer, PAUSE, Session, TRIES, Told, What, Work, Worked};

macro_rules! columns {
    () => {
        "o.id, o.name, o.role, o.area, o.password, o.must_change, o.factor_sealed, o.ended_at, o.subject_key"
    };
}

const BY_NAME: &str = concat!("SELECT ", columns!(), " FROM officer o WHERE o.name = $1");
const BY_SUBJECT: &str =
    concat!("SELECT ", columns!(), " FROM officer o WHERE o.subject_key = $1 AND o.ended_at IS NULL");
const ALL: &str = concat!("SELECT ", columns!(), " FROM officer o ORDER BY o.name");
const SESSION: &str = concat!(
    "SELECT ",
    columns!(),
    ", s.seen_at, s.until FROM officer_session s JOIN officer o ON o.id = s.officer_id
     WHERE s.token_key = $1 AND s.until > $2 AND o.ended_at IS NULL"
);

const ADD: &str = "
    INSERT INTO officer (id, name, role, area, password, must_change, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
    ON CONFLICT (name) DO NOTHING";
const PASSWORD: &str = "UPDATE officer SET password = $2, must_change = $3 WHERE id = $1 AND ended_at IS NULL";
const OTHERS_OUT: &str = "DELETE FROM officer_session WHERE officer_id = $1 AND token_key <> $2";
/// Of two that are set at once one is.
const FACTOR: &str = "
    UPDATE officer SET factor_sealed = $2, factor_used = 0
    WHERE id = $1 AND ended_at IS NULL AND ($2 IS NULL OR factor_sealed IS NULL)";
const FACTOR_USED: &str = "UPDATE officer SET factor_used = $2 WHERE id = $1 AND factor_used < $2";
/// Whoever is bound to somebody already stays so.
const LINK: &str = "
    UPDATE officer SET subject_key = $2 WHERE id = $1 AND ended_at IS NULL
    AND NOT EXISTS (SELECT 1 FROM officer other WHERE other.subject_key = $2 AND other.id <> $1)";
/// Not where it is the last of the role that looks after accounts.
const END: &str = "
    UPDATE officer SET ended_at = $2, subject_key = NULL WHERE id = $1 AND ended_at IS NULL
    AND (role <> $3 OR EXISTS (
        SELECT 1 FROM officer other WHERE other.role = $3 AND other.id <> $1 AND other.ended_at IS NULL))";
const HAS_NOT_ENDED: &str = "SELECT 1 FROM officer WHERE id = $1 AND ended_at IS NULL";

const TRY: &str = "
    INSERT INTO officer_try (key, tries, blocked_until, at) VALUES ($1, 1, 0, $2)
    ON CONFLICT (key) DO UPDATE SET
        blocked_until = CASE WHEN officer_try.tries + 1 >= $3 THEN $4 ELSE 0 END,
        tries = CASE WHEN officer_try.tries + 1 >= $3 THEN 0 ELSE officer_try.tries + 1 END,
        at = $2
    WHERE officer_try.blocked_until <= $2";
const RIGHT: &str = "DELETE FROM officer_try WHERE key = $1";
/// Names that nobody has are counted too: what is a day old limits nobody.
const FORGET_TRIES: &str = "DELETE FROM officer_try WHERE at < $1";

const SIGN_IN: &str = "INSERT INTO officer_session (token_key, officer_id, seen_at, until) VALUES ($1, $2, $3, $4)";
const SEEN: &str = "UPDATE officer_session SET seen_at = $2 WHERE token_key = $1 AND seen_at < $2";
const SIGN_OUT: &str = "DELETE FROM officer_session WHERE token_key = $1";
const FORGET_SESSIONS: &str = "DELETE FROM officer_session WHERE until <= $1";

const SIGN_ON_USED: &str = "
    INSERT INTO officer_sign_on (state_key, until) VALUES ($1, $2) ON CONFLICT (state_key) DO NOTHING";
const FORGET_SIGN_ONS: &str = "DELETE FROM officer_sign_on WHERE until <= $1";

const LAST: &str = "
    SELECT number, at, officer_id, deed, ticket, hash, account_id FROM trail ORDER BY number DESC LIMIT 1";
const WRITE: &str = "
    INSERT INTO trail (number, at, officer_id, deed, ticket, hash, account_id) VALUES ($1, $2, $3, $4, $5, $6, $7)";
const TRAIL: &str = "
    SELECT t.number, t.at, t.officer_id, t.deed, t.ticket, t.hash, t.account_id, o.name, a.name
    FROM trail t LEFT JOIN officer o ON o.id = t.officer_id LEFT JOIN officer a ON a.id = t.account_id WHERE t.number < $1 ORDER BY t.number DESC LIMIT $2";

/// The account of that name.
pub async fn by_name(connection: &mut Connection, name: &str) -> Result<Option<Officer>, StorageError> {
    let row = sqlx::query(BY_NAME).bind(name.to_owned()).fetch_optional(connection).await?;
    row.as_ref().map(officer).transpose()
}

/// The account that is bound to a subject.
pub async fn by_subject(connection: &mut Connection, subject: SubjectKey) -> Result<Option<Officer>, StorageError> {
    let row = sqlx::query(BY_SUBJECT).bind(subject.as_bytes().to_vec()).fetch_optional(connection).await?;
    row.as_ref().map(officer).transpose()
}

/// All accounts, by name.
pub async fn all(connection: &mut Connection) -> Result<Vec<Officer>, StorageError> {
    sqlx::query(ALL).fetch_all(connection).await?.iter().map(officer).collect()
}

/// The session of a cookie.
pub async fn session(
    connection: &mut Connection,
    key: SessionKey,
    now: Instant,
) -> Result<Option<Session>, StorageError> {
    let query = sqlx::query(SESSION).bind(key.as_bytes().to_vec()).bind(now.millis());
    let Some(row) = query.fetch_optional(connection).await? else { return Ok(None) };
    Ok(Some(Session {
        officer: officer(&row)?,
        seen_at: Instant::from_millis(row.try_get(9)?),
        until: Instant::from_millis(row.try_get(10)?),
    }))
}

/// Does a work within the connection's transaction, and keeps its deed.
pub async fn work(connection: &mut Connection, work: &Work, tells: bool) -> Result<Worked, StorageError> {
    let worked = match &work.what {
        What::Step(step) => cases::step(connection, step, tells).await?,
        What::MakeBatch(new) => batches::make(connection, new).await?,
        What::StepBatch(step) => batches::step(connection, step, tells).await?,
        What::AtTheDoor(door) => batches::at_the_door(connection, door, tells).await?,
        What::Revive { which, at } => match messages::revive(connection, *which, *at).await? {
            0 => Worked::NotDone,
            _ => Worked::Done,
        },
        What::Announce(new) => announcements::announce(connection, new).await?,
        what => account(connection, what).await?,
    };
    // What was only said again has its entry.
    if let (Worked::Done | Worked::Stepped(_) | Worked::Made(_), Some(deed)) = (worked, &work.deed) {
        keep(connection, deed).await?;
    }
    Ok(worked)
}

async fn account(connection: &mut Connection, what: &What) -> Result<Worked, StorageError> {
    let query = match what {
        // What is done with anything else is not an account's.
        What::Look
        | What::Step(_)
        | What::MakeBatch(_)
        | What::StepBatch(_)
        | What::AtTheDoor(_)
        | What::Announce(_)
        | What::Revive { .. } => return Ok(Worked::Done),
        What::Add(officer, at) => sqlx::query(ADD)
            .bind(officer.id.as_bytes().to_vec())
            .bind(officer.name.clone())
            .bind(officer.duty.role().word())
            .bind(officer.duty.area().code().map(u64::cast_signed))
            .bind(officer.password.clone())
            .bind(officer.must_change)
            .bind(at.millis()),
        What::Password { officer, password, must_change, keep } => {
            let id = officer.as_bytes().to_vec();
            let kept = keep.map(|key| key.as_bytes().to_vec()).unwrap_or_default();
            sqlx::query(OTHERS_OUT).bind(id.clone()).bind(kept).execute(&mut *connection).await?;
            sqlx::query(PASSWORD).bind(id).bind(password.clone()).bind(*must_change)
        }
        What::Factor { officer, sealed } => sqlx::query(FACTOR).bind(officer.as_bytes().to_vec()).bind(sealed.clone()),
        What::FactorUsed { officer, at } => sqlx::query(FACTOR_USED).bind(officer.as_bytes().to_vec()).bind(*at),
        What::Link { officer, subject } => {
            let id = officer.as_bytes().to_vec();
            let query = sqlx::query(LINK).bind(id.clone()).bind(subject.map(|subject| subject.as_bytes().to_vec()));
            if query.execute(&mut *connection).await?.rows_affected() != 1 {
                return Ok(Worked::NotDone);
            }
            sqlx::query(OTHERS_OUT).bind(id).bind(Vec::<u8>::new()).execute(connection).await?;
            return Ok(Worked::Done);
        }
        What::SignOnUsed { key, at, until } => {
            sqlx::query(FORGET_SIGN_ONS).bind(at.millis()).execute(&mut *connection).await?;
            sqlx::query(SIGN_ON_USED).bind(key.as_bytes().to_vec()).bind(until.millis())
        }
        What::End { officer, at } => {
            let id = officer.as_bytes().to_vec();
            let query = sqlx::query(END).bind(id.clone()).bind(at.millis()).bind(Role::Admin.word());
            if query.execute(&mut *connection).await?.rows_affected() != 1 {
                let there = sqlx::query(HAS_NOT_ENDED).bind(id).fetch_optional(connection).await?;
                return Ok(if there.is_some() { Worked::LastAdmin } else { Worked::NotDone });
            }
            sqlx::query(OTHERS_OUT).bind(id).bind(Vec::<u8>::new()).execute(connection).await?;
            return Ok(Worked::Done);
        }
        What::Try { key, at } => {
            sqlx::query(FORGET_TRIES).bind(at.millis() - DAY).execute(&mut *connection).await?;
            let query = sqlx::query(TRY).bind(key.as_bytes().to_vec()).bind(at.millis());
            query.bind(TRIES).bind(at.millis() + PAUSE)
        }
        What::Right { key } => sqlx::query(RIGHT).bind(key.as_bytes().to_vec()),
        What::SignIn { key, officer, at, until } => {
            sqlx::query(FORGET_SESSIONS).bind(at.millis()).execute(&mut *connection).await?;
            let query = sqlx::query(SIGN_IN).bind(key.as_bytes().to_vec()).bind(officer.as_bytes().to_vec());
            query.bind(at.millis()).bind(until.millis())
        }
        What::Seen { key, at } => sqlx::query(SEEN).bind(key.as_bytes().to_vec()).bind(at.millis()),
        What::SignOut { key } => sqlx::query(SIGN_OUT).bind(key.as_bytes().to_vec()),
    };
    Ok(if query.execute(connection).await?.rows_affected() == 1 { Worked::Done } else { Worked::NotDone })
}

const DAY: i64 = 24 * 60 * 60_000;

/// Adds to the trail. Two at once would take the same number: one of them is done again.
async fn keep(connection: &mut Connection, deed: &Deed) -> Result<(), StorageError> {
    let last = sqlx::query(LAST).fetch_optional(&mut *connection).await?;
    let last = last.as_ref().map(entry).transpose()?;
    let Entry { number, at, officer, deed, ticket, hash, account } = deed.after(last.as_ref());
    sqlx::query(WRITE)
        .bind(number)
        .bind(at.millis())
        .bind(officer.map(|officer| officer.as_bytes().to_vec()))
        .bind(deed)
        .bind(ticket)
        .bind(hash)
        .bind(account.map(|account| account.as_bytes().to_vec()))
        .execute(connection)
        .await?;
    Ok(())
}

/// Entries of the trail, newest first, with the names of their accounts.
pub async fn trail(connection: &mut Connection, before: i64, limit: usize) -> Result<Vec<Told>, StorageError> {
    let query = sqlx::query(TRAIL).bind(before).bind(i64::try_from(limit).unwrap_or(i64::MAX));
    let told = |row| Ok(Told { entry: entry(row)?, by: row.try_get(7)?, account: row.try_get(8)? });
    query.fetch_all(connection).await?.iter().map(told).collect()
}

fn entry(row: &Row) -> Result<Entry, StorageError> {
    let officer: Option<&[u8]> = row.try_get(2)?;
    let account: Option<&[u8]> = row.try_get(6)?;
    Ok(Entry {
        number: row.try_get(0)?,
        at: Instant::from_millis(row.try_get(1)?),
        officer: officer.map(id).transpose()?,
        deed: row.try_get(3)?,
        ticket: row.try_get(4)?,
        hash: row.try_get(5)?,
        account: account.map(id).transpose()?,
    })
}

fn id(bytes: &[u8]) -> Result<Uuid, StorageError> {
    Uuid::from_slice(bytes).map_err(|_| StorageError::Unreadable("officer"))
}

fn subject(bytes: &[u8]) -> Result<SubjectKey, StorageError> {
    SubjectKey::from_bytes(bytes).ok_or(StorageError::Unreadable("officer"))
}

fn officer(row: &Row) -> Result<Officer, StorageError> {
    let unreadable = StorageError::Unreadable("officer");
    let Some(role) = Role::from_word(row.try_get(2)?) else { return Err(unreadable) };
    let area = match row.try_get::<Option<i64>, _>(3)? {
        None => Some(Area::Kabupaten),
        Some(code) => Area::from_code(code.cast_unsigned()),
    };
    let Some(Ok(duty)) = area.map(|area| Duty::new(role, area)) else { return Err(unreadable) };
    Ok(Officer {
        id: id(row.try_get(0)?)?,
        name: row.try_get(1)?,
        duty,
        password: row.try_get(4)?,
        must_change: row.try_get(5)?,
        factor: row.try_get(6)?,
        ended_at: row.try_get::<Option<i64>, _>(7)?.map(Instant::from_millis),
        subject: row.try_get::<Option<&[u8]>, _>(8)?.map(subject).transpose()?,
    })
}
