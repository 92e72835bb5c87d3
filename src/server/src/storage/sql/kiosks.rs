//! Kiosks: their rows, their reserved tickets, and the people of their villages.

use sqlx::Row as _;
use tilik_core::Ticket;
use uuid::Uuid;

use super::homes::home;
use super::{Connection, Row};
use crate::clock::Instant;
use crate::sealing::NikKey;
use crate::storage::StorageError;
use crate::storage::kiosks::{Device, Kiosk, KioskChange, KioskChanged, PIN_PAUSE, PIN_TRIES, Resident, Standing};

macro_rules! columns {
    () => {
        "id, village, place, made_at, code_until, public_key, pin, pin_blocked_until, enrolled_at, revoked_at"
    };
}

const BY_ID: &str = concat!("SELECT ", columns!(), " FROM kiosk WHERE id = $1");
const BY_CODE: &str =
    concat!("SELECT ", columns!(), " FROM kiosk WHERE code_key = $1 AND code_until >= $2 AND revoked_at IS NULL");
const ALL: &str = concat!("SELECT ", columns!(), " FROM kiosk ORDER BY village, made_at");

const ADD: &str = "
    INSERT INTO kiosk (id, village, place, made_at, code_key, code_until) VALUES ($1, $2, $3, $4, $5, $6)";
/// The code is gone with it: of two devices that use it at once one finds none.
const ENROL: &str = "
    UPDATE kiosk SET code_key = NULL, public_key = $2, pin = $3, enrolled_at = $4 WHERE id = $1 AND code_key = $5";
const REVOKE: &str = "
    UPDATE kiosk SET revoked_at = $2, code_key = NULL, public_key = NULL, pin = NULL WHERE id = $1 AND revoked_at IS NULL";
const PIN_RIGHT: &str = "UPDATE kiosk SET pin_wrong = 0, pin_blocked_until = 0 WHERE id = $1";
const PIN_TRY: &str = "
    UPDATE kiosk SET pin_blocked_until = CASE WHEN pin_wrong + 1 >= $2 THEN $3 ELSE 0 END,
        pin_wrong = CASE WHEN pin_wrong + 1 >= $2 THEN 0 ELSE pin_wrong + 1 END
    WHERE id = $1 AND pin_blocked_until <= $4";

const STRETCHED: &str = "
    INSERT INTO stretched (home, nik_key, stretched_sealed) VALUES ($1, $2, $3) ON CONFLICT (home, nik_key) DO NOTHING";

const OF_VILLAGE: &str = "
    SELECT r.nik_key, r.home, r.nik_sealed, f.kk_sealed, s.stretched_sealed,
           (SELECT COUNT(*) FROM membership m WHERE m.nik_key = r.nik_key)
    FROM resident r JOIN family f ON f.home = r.home
    LEFT JOIN stretched s ON s.home = r.home AND s.nik_key = r.nik_key
    WHERE r.until IS NULL AND r.village = $1";

/// People who left their card: nobody asks for what stretching them came to.
const FORGET_STRETCHED: &str = "
    DELETE FROM stretched WHERE NOT EXISTS (
        SELECT 1 FROM membership m WHERE m.nik_key = stretched.nik_key AND m.home = stretched.home)";

/// The kiosk with that id.
pub async fn by_id(connection: &mut Connection, id: Uuid) -> Result<Option<Kiosk>, StorageError> {
    let row = sqlx::query(BY_ID).bind(id.as_bytes().to_vec()).fetch_optional(connection).await?;
    row.as_ref().map(kiosk).transpose()
}

/// All of them, by village.
pub async fn all(connection: &mut Connection) -> Result<Vec<Kiosk>, StorageError> {
    sqlx::query(ALL).fetch_all(connection).await?.iter().map(kiosk).collect()
}

/// Everybody who lives in a village.
pub async fn residents(connection: &mut Connection, village: u64) -> Result<Vec<Resident>, StorageError> {
    let rows = sqlx::query(OF_VILLAGE).bind(village.cast_signed()).fetch_all(connection).await?;
    let resident = |row: &Row| {
        Ok(Resident {
            nik: NikKey::from_bytes(row.try_get(0)?).ok_or(StorageError::Unreadable("key"))?,
            home: home(row.try_get(1)?)?,
            nik_sealed: row.try_get(2)?,
            kk_sealed: row.try_get(3)?,
            stretched: row.try_get(4)?,
            cards: row.try_get(5)?,
        })
    };
    rows.iter().map(resident).collect()
}

/// Forgets what stretching people came to who left their card.
pub async fn forget_stretched(connection: &mut Connection) -> sqlx::Result<()> {
    sqlx::query(FORGET_STRETCHED).execute(connection).await?;
    Ok(())
}

/// Makes a change within the connection's transaction.
pub async fn change(connection: &mut Connection, change: &KioskChange) -> Result<KioskChanged, StorageError> {
    match change {
        KioskChange::Add { id, village, place, code, code_until, at } => {
            sqlx::query(ADD)
                .bind(id.as_bytes().to_vec())
                .bind(village.cast_signed())
                .bind(place.clone())
                .bind(at.millis())
                .bind(code.as_bytes().to_vec())
                .bind(code_until.millis())
                .execute(connection)
                .await?;
            Ok(KioskChanged::Done)
        }
        KioskChange::Enrol { code, device } => {
            let code = code.as_bytes().to_vec();
            let row = sqlx::query(BY_CODE).bind(code.clone()).bind(device.since.millis());
            let Some(row) = row.fetch_optional(&mut *connection).await? else { return Ok(KioskChanged::NotFound) };
            let enrolled = Kiosk { standing: Standing::Enrolled(device.clone()), ..kiosk(&row)? };
            let query = sqlx::query(ENROL)
                .bind(enrolled.id.as_bytes().to_vec())
                .bind(device.public_key.clone())
                .bind(device.pin.clone())
                .bind(device.since.millis())
                .bind(code);
            Ok(match query.execute(connection).await?.rows_affected() {
                1 => KioskChanged::Enrolled(enrolled),
                _ => KioskChanged::NotFound,
            })
        }
        KioskChange::Revoke { id, at } => {
            let query = sqlx::query(REVOKE).bind(id.as_bytes().to_vec()).bind(at.millis());
            Ok(done(query.execute(connection).await?.rows_affected()))
        }
        KioskChange::PinRight { id } => {
            let query = sqlx::query(PIN_RIGHT).bind(id.as_bytes().to_vec());
            Ok(done(query.execute(connection).await?.rows_affected()))
        }
        KioskChange::PinTry { id, at } => {
            let query = sqlx::query(PIN_TRY).bind(id.as_bytes().to_vec()).bind(PIN_TRIES);
            let query = query.bind(at.millis() + PIN_PAUSE).bind(at.millis());
            Ok(done(query.execute(connection).await?.rows_affected()))
        }
        KioskChange::Reserve { id, tickets } => reserve(connection, *id, tickets).await,
        KioskChange::Stretched(people) => {
            for (home, nik, sealed) in people {
                sqlx::query(STRETCHED)
                    .bind(home.as_bytes().to_vec())
                    .bind(nik.as_bytes().to_vec())
                    .bind(sealed.clone())
                    .execute(&mut *connection)
                    .await?;
            }
            Ok(KioskChanged::Done)
        }
    }
}

/// Takes those that are free, for the kiosk's own home.
async fn reserve(connection: &mut Connection, id: Uuid, tickets: &[Ticket]) -> Result<KioskChanged, StorageError> {
    let mut ours = Vec::with_capacity(tickets.len());
    for &ticket in tickets {
        let query = sqlx::query(super::reports::TAKE_TICKET).bind(ticket.to_string()).bind(id.as_bytes().to_vec());
        if query.execute(&mut *connection).await?.rows_affected() == 1 {
            ours.push(ticket);
        }
    }
    Ok(KioskChanged::Reserved(ours))
}

fn done(rows: u64) -> KioskChanged {
    if rows == 1 { KioskChanged::Done } else { KioskChanged::NotFound }
}

fn kiosk(row: &Row) -> Result<Kiosk, StorageError> {
    let instant = |place: usize| -> sqlx::Result<Option<Instant>> {
        Ok(row.try_get::<Option<i64>, _>(place)?.map(Instant::from_millis))
    };
    let public_key: Option<Vec<u8>> = row.try_get(5)?;
    let pin: Option<String> = row.try_get(6)?;
    let standing = match (instant(9)?, public_key, pin, instant(8)?) {
        (Some(at), ..) => Standing::Revoked { at },
        (None, Some(public_key), Some(pin), Some(since)) => {
            let pin_blocked_until = Instant::from_millis(row.try_get(7)?);
            Standing::Enrolled(Device { public_key, pin, pin_blocked_until, since })
        }
        _ => Standing::Expected { until: Instant::from_millis(row.try_get(4)?) },
    };
    Ok(Kiosk {
        id: Uuid::from_slice(row.try_get(0)?).map_err(|_| StorageError::Unreadable("kiosk"))?,
        village: row.try_get::<i64, _>(1)?.cast_unsigned(),
        place: row.try_get(2)?,
        made_at: Instant::from_millis(row.try_get(3)?),
        standing,
    })
}
