//! How many connections a pool has, for whoever watches.

use sqlx::{PgPool, SqlitePool};

/// A pool and what it is for.
pub struct Pool(&'static str, Kind);

enum Kind {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

impl Pool {
    /// A pool of SQLite's.
    pub const fn sqlite(name: &'static str, pool: SqlitePool) -> Self {
        Self(name, Kind::Sqlite(pool))
    }

    /// A pool of PostgreSQL's.
    pub const fn postgres(name: &'static str, pool: PgPool) -> Self {
        Self(name, Kind::Postgres(pool))
    }

    /// `read` or `write`.
    pub const fn name(&self) -> &'static str {
        self.0
    }

    /// Open and free.
    pub fn idle(&self) -> u32 {
        let idle = match &self.1 {
            Kind::Sqlite(pool) => pool.num_idle(),
            Kind::Postgres(pool) => pool.num_idle(),
        };
        u32::try_from(idle).unwrap_or(u32::MAX)
    }

    /// Open and at work.
    pub fn used(&self) -> u32 {
        let open = match &self.1 {
            Kind::Sqlite(pool) => pool.size(),
            Kind::Postgres(pool) => pool.size(),
        };
        open.saturating_sub(self.idle())
    }
}
