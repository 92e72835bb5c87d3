//! The requests that residents send.

use std::sync::atomic::{AtomicU64, Ordering};

/// A check of a NIK.
pub fn check(nik: &str) -> Vec<u8> {
    format!(
        "POST /api/v1/checks HTTP/1.1\r\nhost: bench\r\ncontent-type: application/json\r\n\
         content-length: {}\r\n\r\n{{\"nik\":\"{nik}\"}}",
        nik.len() + r#"{"nik":""}"#.len()
    )
    .into_bytes()
}

/// The number of the next report; each is given once in a run.
pub fn next() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

/// A report about oneself, under a key of its own.
pub fn report(number: u64, nik: &str) -> Vec<u8> {
    let body = format!(
        "{{\"about\":\"self\",\"subject\":{{\"nik\":\"{nik}\",\"name\":\"Siti Contoh\",\"village\":\"3510161001\",\
         \"address\":\"Dusun Contoh RT 01 RW 01\"}},\"impact\":[\"lost_work\"],\"household_size\":4,\
         \"consent\":true,\"channel\":\"web\"}}"
    );
    format!(
        "POST /api/v1/reports HTTP/1.1\r\nhost: bench\r\ncontent-type: application/json\r\n\
         idempotency-key: 00000000-0000-4000-8000-{number:012x}\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}
