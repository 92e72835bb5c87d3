//! Officers' accounts and sessions, and the trail.

use sqlx::Row as _;
use tilik_core::officer::{Area, Duty, Role};
use uuid::Uuid;

use super::{Connection, Row, batches, cases, messages};
use crate::clock::Instant;
use crate::sealing::SessionKey;
use crate::storage::StorageError;
use crate::storage::officers::{Deed, Entry, Officer, PAUSE, Session, TRIES, What, Work, Worked};

macro_rules! columns {
    () => {
        "o.id, o.name, o.role, o.area, o.password, o.must_change, o.factor_sealed, o.ended_at"
    };
}

const BY_NAME: &str = concat!("SELECT ", columns!(), " FROM officer o WHERE o.name = $1");
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
const END: &str = "UPDATE officer SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL";

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

const LAST: &str = "
    SELECT number, at, officer_id, deed, ticket, hash FROM trail ORDER BY number DESC LIMIT 1";
const WRITE: &str = "INSERT INTO trail (number, at, officer_id, deed, ticket, hash) VALUES ($1, $2, $3, $4, $5, $6)";
const TRAIL: &str = "
    SELECT t.number, t.at, t.officer_id, t.deed, t.ticket, t.hash, o.name
    FROM trail t LEFT JOIN officer o ON o.id = t.officer_id WHERE t.number < $1 ORDER BY t.number DESC LIMIT $2";

/// The account of that name.
pub async fn by_name(connection: &mut Connection, name: &str) -> Result<Option<Officer>, StorageError> {
    let row = sqlx::query(BY_NAME).bind(name.to_owned()).fetch_optional(connection).await?;
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
        seen_at: Instant::from_millis(row.try_get(8)?),
        until: Instant::from_millis(row.try_get(9)?),
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
        // What is done with a case, a batch or a message is not an account's.
        What::Look
        | What::Step(_)
        | What::MakeBatch(_)
        | What::StepBatch(_)
        | What::AtTheDoor(_)
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
        What::End { officer, at } => {
            let id = officer.as_bytes().to_vec();
            sqlx::query(OTHERS_OUT).bind(id.clone()).bind(Vec::<u8>::new()).execute(&mut *connection).await?;
            sqlx::query(END).bind(id).bind(at.millis())
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
    let Entry { number, at, officer, deed, ticket, hash } = deed.after(last.as_ref());
    sqlx::query(WRITE)
        .bind(number)
        .bind(at.millis())
        .bind(officer.map(|officer| officer.as_bytes().to_vec()))
        .bind(deed)
        .bind(ticket)
        .bind(hash)
        .execute(connection)
        .await?;
    Ok(())
}

/// Entries of the trail, newest first, with the names of their accounts.
pub async fn trail(
    connection: &mut Connection,
    before: i64,
    limit: usize,
) -> Result<Vec<(Entry, Option<String>)>, StorageError> {
    let query = sqlx::query(TRAIL).bind(before).bind(i64::try_from(limit).unwrap_or(i64::MAX));
    query.fetch_all(connection).await?.iter().map(|row| Ok((entry(row)?, row.try_get(6)?))).collect()
}

fn entry(row: &Row) -> Result<Entry, StorageError> {
    let officer: Option<&[u8]> = row.try_get(2)?;
    Ok(Entry {
        number: row.try_get(0)?,
        at: Instant::from_millis(row.try_get(1)?),
        officer: officer.map(id).transpose()?,
        deed: row.try_get(3)?,
        ticket: row.try_get(4)?,
        hash: row.try_get(5)?,
    })
}

fn id(bytes: &[u8]) -> Result<Uuid, StorageError> {
    Uuid::from_slice(bytes).map_err(|_| StorageError::Unreadable("officer"))
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
    })
}
