//! What a landing makes anew from the registry and the lists: the aid of each home,
//! and which open report a home's next one repeats. It reads every home, so it
//! belongs to an import and to nothing a resident waits for.

use super::Connection;

const FORGET_AID: &str = "DELETE FROM aid";

/// Each line of an active list at every home it reaches, in the order of the key.
const FILL_AID: &str = "
    INSERT INTO aid (home, recipient_id, edition_id, nik_key, paid)
    SELECT m.home, r.id, r.edition_id, r.nik_key, r.paid
    FROM recipient r JOIN edition e ON e.id = r.edition_id AND e.active JOIN membership m ON m.nik_key = r.nik_key
    UNION ALL
    SELECT r.nik_key, r.id, r.edition_id, r.nik_key, r.paid
    FROM recipient r JOIN edition e ON e.id = r.edition_id AND e.active
    WHERE r.nik_key IS NOT NULL AND (SELECT COUNT(*) FROM membership m WHERE m.nik_key = r.nik_key) <> 1
    UNION ALL
    SELECT r.kk_key, r.id, r.edition_id, NULL, r.paid
    FROM recipient r JOIN edition e ON e.id = r.edition_id AND e.active
    WHERE r.nik_key IS NULL
    ORDER BY 1, 2";

const FORGET_OPEN: &str = "DELETE FROM open_case";

/// The oldest open case of each home's present people.
const FILL_OPEN: &str = "
    INSERT INTO open_case (home, case_home, ticket)
    SELECT o.home, o.case_home, o.ticket FROM (
        SELECT m.home AS home, r.home AS case_home, r.ticket AS ticket, r.received_at AS received_at
        FROM report r JOIN membership m ON m.nik_key = r.nik_key
        WHERE r.same_case_ticket IS NULL AND r.status NOT IN ('rejected', 'delivered')
        UNION ALL
        SELECT r.nik_key, r.home, r.ticket, r.received_at
        FROM report r
        WHERE r.same_case_ticket IS NULL AND r.status NOT IN ('rejected', 'delivered')
          AND (SELECT COUNT(*) FROM membership m WHERE m.nik_key = r.nik_key) <> 1
    ) o WHERE TRUE ORDER BY o.received_at
    ON CONFLICT (home) DO NOTHING";

/// The aid of every home.
pub async fn aid(connection: &mut Connection) -> sqlx::Result<()> {
    sqlx::query(FORGET_AID).execute(&mut *connection).await?;
    sqlx::query(FILL_AID).execute(connection).await?;
    Ok(())
}

/// Where each open case counts, people having moved.
pub async fn open_cases(connection: &mut Connection) -> sqlx::Result<()> {
    sqlx::query(FORGET_OPEN).execute(&mut *connection).await?;
    sqlx::query(FILL_OPEN).execute(connection).await?;
    Ok(())
}
