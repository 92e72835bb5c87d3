//! JSON in and out, by hand, for the few types of `tilik-api` that cross the wire
//! and for what stays on the device.
//!
//! The browser parses; [`lift`] takes its values into our types, and [`write`]
//! writes ours as text. serde's derived code for the same types came to 8 KB of
//! brotli, since it makes a reader and a writer of its own for each (docs/adr/0011).
//! The tests hold every type against what serde writes, so that the two cannot part.

mod fields;
mod lift;
mod object;
mod write;

pub use lift::Lift;
pub use write::Write;

use wasm_bindgen::JsValue;

/// Reads a text; `None` where it is no JSON or of another shape.
pub fn read<T: Lift>(text: &str) -> Option<T> {
    T::lift(&js_sys::JSON::parse(text).ok()?)
}

/// A value as our type; `None` where it is of another shape.
pub fn lift<T: Lift>(value: &JsValue) -> Option<T> {
    T::lift(value)
}

#[cfg(test)]
#[cfg(target_arch = "wasm32")]
mod tests {
    use super::*;
    use serde::Serialize;
    use serde::de::DeserializeOwned;
    use std::fmt::Debug;
    use tilik_api::report::ReasonLine;
    use tilik_api::*;
    use tilik_core::draft::{Draft, Subject};
    use tilik_core::report::{Channel, Impact, Relation, Report};
    use tilik_core::{Level, RuleSet, Scheme, Status, Through};
    use tilik_pages::{Sending, Unfinished};
    use wasm_bindgen_test::wasm_bindgen_test as test;

    /// What serde writes, we read; and nothing else in its place.
    fn read_as_serde_writes<T: Lift + Serialize + DeserializeOwned + PartialEq + Debug>(value: T) {
        let text = serde_json::to_string(&value).unwrap();
        assert_eq!(read::<T>(&text).as_ref(), Some(&value), "{text}");
        for wrong in ["null", "7", "[]", "\"a\"", "{}"] {
            assert_eq!(read::<T>(wrong).is_some(), serde_json::from_str::<T>(wrong).is_ok(), "{wrong}");
        }
        for (name, _) in serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(&text).unwrap() {
            let mut without: serde_json::Map<String, serde_json::Value> = serde_json::from_str(&text).unwrap();
            without.insert(name.clone(), serde_json::json!({"of": "another shape"}));
            let text = serde_json::to_string(&without).unwrap();
            assert!(read::<T>(&text).is_none(), "{name} in {text}");
        }
    }

    /// What we write, serde reads as the same.
    fn written_as_serde_reads<T: Write + Serialize>(value: &T) {
        let ours: serde_json::Value = serde_json::from_str(&write(value)).unwrap();
        assert_eq!(ours, serde_json::to_value(value).unwrap());
    }

    fn write<T: Write>(value: &T) -> String {
        value.write()
    }

    fn reason() -> ReasonLine {
        ReasonLine {
            rule: "jps_kab/bst".into(),
            regulation: "Perbup \"x\"".into(),
            scheme: Scheme::Bst,
            level: Level::Central,
            period: "2020-05".parse().unwrap(),
            edition: "BST 2020-05".into(),
            edition_date: "2020-05-20".parse().unwrap(),
        }
    }

    #[test]
    fn answers_are_read_as_serde_writes_them() {
        let line = |paid, through| AidLine {
            scheme: Scheme::Pkh,
            level: Level::Central,
            period: "2020-05".parse().unwrap(),
            paid,
            through,
        };
        read_as_serde_writes(CheckAnswer {
            status: ListStatus::Listed,
            aid: vec![line(true, Through::Own), line(false, Through::Family)],
            data_as_of: "2020-05-20".parse().ok(),
        });
        read_as_serde_writes(DataAnswer { data_as_of: None });
        for outcome in [
            ReportOutcome::Rejected,
            ReportOutcome::Verifying,
            ReportOutcome::Undetermined,
            ReportOutcome::AlreadyReported,
            ReportOutcome::Received,
        ] {
            read_as_serde_writes(ReportAnswer {
                ticket: "K7Q2-M4XD-9".into(),
                outcome,
                status: Status::Rejected,
                reasons: vec![reason(), reason()],
                may_object_until: "2020-06-19".parse().ok(),
            });
        }
        let entry = |status, reason| TimelineEntry { status, at: "2020-05-20T11:34:00+07:00".into(), reason };
        read_as_serde_writes(StatusAnswer {
            ticket: "K7Q2-M4XD-9".into(),
            timeline: vec![entry(Status::Received, None), entry(Status::Rejected, Some("jps_kab/bst".into()))],
            expected: Some(Expected { from: "2020-05-25".parse().unwrap(), to: "2020-05-27".parse().unwrap() }),
            reasons: vec![reason()],
            may_object_until: "2020-06-19".parse().ok(),
            corrected: true,
        });
        let rules: RuleSet = toml_free_rules();
        read_as_serde_writes(rules);
        let text = r#"{"type":"urn:tilik:problem:invalid","title":"t","status":422,"errors":[{"field":"nik","code":"length"}]}"#;
        let problem = read::<Problem>(text).unwrap();
        assert_eq!((problem.word(), problem.status, problem.errors.len()), ("invalid", 422, 1));
        assert!(read::<Problem>(r#"{"type":"x","title":"t","status":422}"#).unwrap().errors.is_empty());
    }

    fn toml_free_rules() -> RuleSet {
        serde_json::from_str(
            r#"{"version":"2020-04","rule":[
            {"id":"a","asked":"jps_kab","excluded_by":"bst","counts_for":"family","from":"2020-04-01","regulation":"r"},
            {"id":"b","asked":"jps_kab","excluded_by":"pkh","counts_for":"person","from":"2020-04-01","until":"2021-01-01","regulation":"r"}]}"#,
        )
        .unwrap()
    }

    fn draft() -> Draft {
        Draft {
            about: Some(Subject::Other),
            nik: "3510161203850001".into(),
            name: "Siti \"Ning\" \\ Contoh\n\u{1}😀".into(),
            village: "3510161001".into(),
            address: "Dusun Contoh".into(),
            phone: "081234567891".into(),
            reporter_name: "Budi Contoh".into(),
            reporter_phone: "081234567890".into(),
            relation: Some(Relation::Neighbour),
            impact: vec![Impact::Ill, Impact::Other],
            household_size: "4".into(),
            note: "Catatan".into(),
            consent: true,
        }
    }

    #[test]
    fn requests_are_written_as_serde_reads_them() {
        let nik = "3510161203850001".to_owned();
        written_as_serde_reads(&CheckRequest { nik: nik.clone(), proof: None });
        written_as_serde_reads(&CheckRequest { nik: nik.clone(), proof: Some("p\"".into()) });
        let ticket = "K7Q2-M4XD-9".to_owned();
        written_as_serde_reads(&StatusRequest { ticket: ticket.clone(), nik: Some(nik.clone()), phone: None });
        written_as_serde_reads(&StatusRequest { ticket: ticket.clone(), nik: None, phone: Some("081".into()) });
        written_as_serde_reads(&ObjectionRequest { ticket, nik, reason: "a\nb\t\u{7}".into() });
        for draft in
            [draft(), Draft { about: Some(Subject::Myself), note: String::new(), phone: String::new(), ..draft() }]
        {
            let report: Report = draft.to_report().unwrap();
            let mut request = ReportRequest::new(report, Channel::Web, "2020-05-20T11:34:00+07:00".into());
            written_as_serde_reads(&request);
            request.proof = Some("p".into());
            written_as_serde_reads(&request);
        }
    }

    #[test]
    fn what_stays_on_the_device_comes_back_as_it_was() {
        let kept = Unfinished {
            draft: draft(),
            district: 16,
            sending: Some(Sending { key: "k".into(), made_at: "m".into() }),
            touched: 1_790_000_000_000,
        };
        assert_eq!(read::<Unfinished>(&write(&kept)), Some(kept));
        assert_eq!(read::<Unfinished>(&write(&Unfinished::default())), Some(Unfinished::default()));
    }

    #[test]
    fn another_shape_is_no_value() {
        for text in ["", "{", "[]", "null", "7", r#"{"data_as_of":"2020-13-01"}"#] {
            assert!(read::<DataAnswer>(text).is_none(), "{text}");
        }
        assert!(read::<Unfinished>(r#"{"about":"nobody"}"#).is_none());
    }
}
