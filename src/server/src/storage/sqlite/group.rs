//! The reports of a batch, written with one statement of each kind.
//!
//! Each statement goes to SQLite's own thread and back, which costs more than what it
//! does there. So what many reports ask is asked together, and what they write is
//! written together; what is decided, and from what, is the same as one by one
//! (`sql/reports.rs`). Reports that could see each other (the same key, or the same
//! home) are not in the same round: the later one finds what the first one wrote.

use sqlx::{AssertSqlSafe, Row as _, SqliteConnection};
use std::collections::{HashMap, HashSet};
use tilik_core::{Aid, Through, aid};

use super::sql::crossing;
use super::sql::homes::{Homes, home};
use super::sql::messages::{self, First};
use super::sql::reports::{self, Claim, Decided, Open};
use super::{Query, Row};
use crate::sealing::{Home, NikKey};
use crate::storage::{StorageError, Submission, Submitted};

const CLAIMED: &str = "SELECT idempotency_key FROM claim WHERE idempotency_key IN";
const CARDS: &str = "SELECT nik_key, home FROM membership WHERE nik_key IN";
const AID: &str = "
    SELECT e.scheme, e.period, a.paid, 0, e.name, e.landed_on, a.home, a.nik_key
    FROM aid a JOIN edition e ON e.id = a.edition_id WHERE a.home IN";
const OPEN: &str = "SELECT home, case_home, ticket FROM open_case WHERE home IN";

/// Submits them all within the connection's transaction, in the order given.
///
/// # Errors
/// The engine's; and [`StorageError::NoTicket`] where a ticket that was drawn is taken:
/// one in millions, told so that the batch is done one by one.
pub async fn submit(
    connection: &mut SqliteConnection,
    submissions: Vec<&mut Submission>,
    tells: bool,
) -> Result<Vec<Submitted>, StorageError> {
    let mut submitted: Vec<Option<Submitted>> = Vec::new();
    submitted.resize_with(submissions.len(), || None);
    let mut left: Vec<(usize, &mut Submission)> = submissions.into_iter().enumerate().collect();
    while !left.is_empty() {
        let keys = left.iter().map(|(_, submission)| submission.idempotency_key.as_bytes().to_vec());
        let known: HashSet<Vec<u8>> = asked(connection, CLAIMED, keys, |row| Ok(row.try_get(0)?)).await?;
        let people = left.iter().map(|(_, submission)| submission.nik.as_bytes().to_vec());
        let mut cards: HashMap<NikKey, Vec<Home>> = HashMap::new();
        for (nik, card) in asked::<Vec<_>, _>(connection, CARDS, people, |row| {
            let nik = NikKey::from_bytes(row.try_get(0)?).ok_or(StorageError::Unreadable("key"))?;
            Ok((nik, home(row.try_get(1)?)?))
        })
        .await?
        {
            cards.entry(nik).or_default().push(card);
        }

        let (mut round, mut later) = (Vec::new(), Vec::new());
        let (mut keys, mut taken) = (HashSet::new(), HashSet::new());
        for (place, submission) in left {
            let homes = Homes::of(submission.nik, cards.get(&submission.nik).cloned().unwrap_or_default());
            let is_known = known.contains(submission.idempotency_key.as_bytes().as_slice());
            let waits = keys.contains(&submission.idempotency_key) || homes.all.iter().any(|home| taken.contains(home));
            if !is_known && waits {
                later.push((place, submission));
            } else if is_known || submission.reserved.is_some() {
                // Few: a kiosk's reports, whose tickets are taken one by one.
                if let Some(done) = submitted.get_mut(place) {
                    *done = Some(reports::submit(connection, submission, tells).await?);
                }
            } else {
                keys.insert(submission.idempotency_key);
                taken.extend(homes.all.iter().copied());
                round.push((place, submission, homes));
            }
        }
        for (place, answer) in write(connection, round, tells).await? {
            if let Some(done) = submitted.get_mut(place) {
                *done = Some(Submitted::Answer(answer));
            }
        }
        left = later;
    }
    // Each was either known or in a round.
    Ok(submitted.into_iter().flatten().collect())
}

/// A report of a round.
struct One<'submission> {
    place: usize,
    submission: &'submission Submission,
    homes: Homes,
    claim: Claim,
    decided: Decided<'submission>,
}

/// Writes reports that cannot see each other.
async fn write(
    connection: &mut SqliteConnection,
    round: Vec<(usize, &mut Submission, Homes)>,
    tells: bool,
) -> Result<Vec<(usize, String)>, StorageError> {
    if round.is_empty() {
        return Ok(Vec::new());
    }
    let homes = || round.iter().map(|(_, _, homes)| homes.home.as_bytes().to_vec());
    let mut lines: HashMap<Home, Vec<(Option<NikKey>, Aid)>> = HashMap::new();
    for (at, named, line) in asked::<Vec<_>, _>(connection, AID, homes(), |row| {
        let named = row.try_get::<Option<&[u8]>, _>(7)?.and_then(NikKey::from_bytes);
        Ok((home(row.try_get(6)?)?, named, crossing::line(row)?))
    })
    .await?
    {
        lines.entry(at).or_default().push((named, line));
    }
    let mut open: HashMap<Home, (Home, String)> =
        asked(connection, OPEN, homes(), |row| Ok((home(row.try_get(0)?)?, (home(row.try_get(1)?)?, row.try_get(2)?))))
            .await?;

    let mut decided: Vec<One<'_>> = Vec::with_capacity(round.len());
    for (place, submission, homes) in round {
        let claim = Claim { home: homes.home, ticket: (submission.draw)() };
        let submission: &Submission = submission;
        let lines = lines.remove(&homes.home).unwrap_or_default().into_iter().map(|(named, line)| Aid {
            through: if named == Some(submission.nik) { Through::Own } else { Through::Family },
            ..line
        });
        let open: Open = open.remove(&homes.home);
        let decided_one = Decided::new(submission, &homes, claim, aid::fold(lines.collect()), open);
        decided.push(One { place, submission, homes, claim, decided: decided_one });
    }

    let tickets = "INSERT OR IGNORE INTO ticket_home (ticket, home)";
    let taken = inserted(connection, tickets, 2, &decided, |query, one| {
        query.bind(one.claim.ticket.to_string()).bind(one.claim.home.as_bytes().to_vec())
    })
    .await?;
    if taken != decided.len() as u64 {
        return Err(StorageError::NoTicket);
    }
    let claims = "INSERT INTO claim (idempotency_key, fingerprint, home, ticket)";
    inserted(connection, claims, 4, &decided, |query, one| one.claim.bind(query, one.submission)).await?;
    // As one by one, but for the row of values.
    let (insert, values) = reports::INSERT.split_once("VALUES").unwrap_or_default();
    inserted(connection, insert, values.matches('$').count(), &decided, |query, one| one.decided.bind(query)).await?;
    if tells {
        let (insert, values) = messages::FIRST.split_once("VALUES").unwrap_or_default();
        let told: Vec<First> = decided.iter().flat_map(|one| one.decided.messages()).collect();
        inserted(connection, insert, values.matches('$').count(), &told, |query, first| first.bind(query)).await?;
    }
    let opened: Vec<(Home, Claim)> = decided
        .iter()
        .filter(|one| one.decided.opens())
        .flat_map(|one| one.homes.all.iter().map(|&home| (home, one.claim)))
        .collect();
    let cases = "INSERT OR IGNORE INTO open_case (home, case_home, ticket)";
    inserted(connection, cases, 3, &opened, |query, (home, case)| {
        query.bind(home.as_bytes().to_vec()).bind(case.home.as_bytes().to_vec()).bind(case.ticket.to_string())
    })
    .await?;
    Ok(decided.into_iter().map(|one| (one.place, one.decided.answer())).collect())
}

/// Asks about many values at once. The list is filled up to a power of two with its
/// last value, so that few statements are prepared.
async fn asked<C: FromIterator<T>, T>(
    connection: &mut SqliteConnection,
    sql: &'static str,
    values: impl Iterator<Item = Vec<u8>>,
    read: impl Fn(&Row) -> Result<T, StorageError>,
) -> Result<C, StorageError> {
    let mut values: Vec<Vec<u8>> = values.collect();
    if let Some(last) = values.last().cloned() {
        values.resize(values.len().next_power_of_two(), last);
    }
    let mut query = sqlx::query(AssertSqlSafe(format!("{sql} ({})", vec!["?"; values.len()].join(","))));
    for value in values {
        query = query.bind(value);
    }
    query.fetch_all(connection).await?.iter().map(read).collect()
}

/// Inserts many rows, in statements of powers of two; returns how many went in.
async fn inserted<T>(
    connection: &mut SqliteConnection,
    insert: &str,
    columns: usize,
    mut rows: &[T],
    bind: impl for<'query> Fn(Query<'query>, &T) -> Query<'query>,
) -> Result<u64, StorageError> {
    let row = format!("({})", vec!["?"; columns].join(","));
    let mut inserted = 0;
    while !rows.is_empty() {
        let (now, later) = rows.split_at(1 << rows.len().ilog2());
        let mut query =
            sqlx::query(AssertSqlSafe(format!("{insert} VALUES {}", vec![row.as_str(); now.len()].join(","))));
        for row in now {
            query = bind(query, row);
        }
        inserted += query.execute(&mut *connection).await?.rows_affected();
        rows = later;
    }
    Ok(inserted)
}
