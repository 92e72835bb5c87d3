//! Rows in the binary format of `COPY … FROM STDIN` (PostgreSQL, chapter "COPY",
//! "Binary Format"), gathered until they are worth a statement.

use sqlx::PgConnection;

/// Bytes gathered before they are sent.
const ENOUGH: usize = 4 * 1024 * 1024;

const HEADER: &[u8] = b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0";
/// In place of a row's count of fields, ends the data.
const TRAILER: [u8; 2] = (-1i16).to_be_bytes();
/// In place of a field's length, a null.
const NULL: [u8; 4] = (-1i32).to_be_bytes();

/// Rows on their way into one table.
pub struct Copy {
    statement: String,
    bytes: Vec<u8>,
}

impl Copy {
    /// For `COPY table (columns) FROM STDIN (FORMAT binary)`.
    pub fn new(statement: impl Into<String>) -> Self {
        Self { statement: statement.into(), bytes: Vec::new() }
    }

    /// How much is gathered.
    pub const fn gathered(&self) -> usize {
        self.bytes.len()
    }

    /// What was gathered since that much was.
    pub fn since(&self, gathered: usize) -> &[u8] {
        self.bytes.get(gathered..).unwrap_or_default()
    }

    /// Starts a row of so many fields.
    pub fn row(&mut self, fields: i16) -> &mut Self {
        if self.bytes.is_empty() {
            self.bytes.extend_from_slice(HEADER);
        }
        self.bytes.extend_from_slice(&fields.to_be_bytes());
        self
    }

    /// A `BYTEA` or a `TEXT`. No field of a line reaches 2 GB: lines do not.
    pub fn bytes(&mut self, value: &[u8]) -> &mut Self {
        let length = i32::try_from(value.len()).unwrap_or(i32::MAX);
        self.bytes.extend_from_slice(&length.to_be_bytes());
        self.bytes.extend_from_slice(value);
        self
    }

    /// A `TEXT`. PostgreSQL's cannot hold the character NUL, so it is left out.
    pub fn text(&mut self, value: &str) -> &mut Self {
        if value.contains('\0') {
            return self.bytes(value.replace('\0', "").as_bytes());
        }
        self.bytes(value.as_bytes())
    }

    /// A `BYTEA` or a `TEXT`, or null.
    pub fn bytes_or_null(&mut self, value: Option<&[u8]>) -> &mut Self {
        let Some(value) = value else {
            self.bytes.extend_from_slice(&NULL);
            return self;
        };
        self.bytes(value)
    }

    /// A `BIGINT`.
    pub fn number(&mut self, value: i64) -> &mut Self {
        self.bytes(&value.to_be_bytes())
    }

    /// A `BOOLEAN`.
    pub fn truth(&mut self, value: bool) -> &mut Self {
        self.bytes(&[u8::from(value)])
    }

    /// Sends what was gathered if it is enough.
    pub async fn send_if_enough(&mut self, connection: &mut PgConnection) -> sqlx::Result<()> {
        if self.bytes.len() < ENOUGH { Ok(()) } else { self.send(connection).await }
    }

    /// Sends what was gathered.
    pub async fn send(&mut self, connection: &mut PgConnection) -> sqlx::Result<()> {
        if self.bytes.is_empty() {
            return Ok(());
        }
        self.bytes.extend_from_slice(&TRAILER);
        let mut copy = connection.copy_in_raw(&self.statement).await?;
        copy.send(self.bytes.as_slice()).await?;
        copy.finish().await?;
        self.bytes.clear();
        Ok(())
    }
}
