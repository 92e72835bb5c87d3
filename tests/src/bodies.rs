//! Bodies to send: complete reports, to be changed by the test that needs another.

use serde_json::{Value, json};

/// The phone of the helper in [`about_other`].
pub const HELPERS_PHONE: &str = "081298765432";
/// The phone of the person reported.
pub const PERSONS_PHONE: &str = "081234567890";
/// The name of the person reported.
pub const PERSONS_NAME: &str = "Xaveria Uniknama";
/// The helper's name.
pub const HELPERS_NAME: &str = "Zulkarnain Penolong";

/// A report about oneself.
pub fn about_self(nik: &str) -> Value {
    json!({
        "about": "self",
        "subject": {
            "nik": nik, "name": PERSONS_NAME, "village": "3510161001",
            "address": "Jl. Pualam No. 17 RT 03 RW 01", "phone": PERSONS_PHONE,
        },
        "impact": ["lost_work"],
        "household_size": 4,
        "note": "Warung tutup sejak Maret.",
        "consent": true,
        "channel": "web",
        "made_at": "2020-05-20T11:34:00+07:00",
    })
}

/// A report about somebody else.
pub fn about_other(nik: &str) -> Value {
    let mut body = about_self(nik);
    body["about"] = "other".into();
    body["reporter"] = json!({ "name": HELPERS_NAME, "phone": HELPERS_PHONE, "relation": "neighbour" });
    body
}
