//! JSON in and out, through serde and the browser.
//!
//! The browser parses; [`read`] lifts its values into our types, and [`write`]
//! writes ours as text. Both know only what our types hold, whole numbers among
//! it, and neither can say what is wrong: a value fits or it doesn't. That is
//! what makes them a quarter the size of the general crates, whose messages bring
//! the formatting of fractions along.

mod read;
mod write;

pub use read::lift;
pub use write::write;

use std::fmt;

use serde::de::DeserializeOwned;

/// The value is not of the shape asked for.
#[derive(Debug)]
pub struct Misfit;

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("misfit")
    }
}

impl std::error::Error for Misfit {}

impl serde::de::Error for Misfit {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
    fn invalid_type(_: serde::de::Unexpected<'_>, _: &dyn serde::de::Expected) -> Self {
        Self
    }
    fn invalid_value(_: serde::de::Unexpected<'_>, _: &dyn serde::de::Expected) -> Self {
        Self
    }
    fn invalid_length(_: usize, _: &dyn serde::de::Expected) -> Self {
        Self
    }
    fn unknown_variant(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }
    fn unknown_field(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }
    fn missing_field(_: &'static str) -> Self {
        Self
    }
    fn duplicate_field(_: &'static str) -> Self {
        Self
    }
}

impl serde::ser::Error for Misfit {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

/// Reads a text; `None` where it is no JSON or of another shape.
pub fn read<T: DeserializeOwned>(text: &str) -> Option<T> {
    lift(js_sys::JSON::parse(text).ok()?)
}

#[cfg(test)]
#[cfg(target_arch = "wasm32")]
mod tests {
    use super::*;
    use serde::{Deserialize, Serialize};
    use tilik_core::draft::{Draft, Subject};
    use tilik_core::report::Impact;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn a_draft_comes_back_as_it_was() {
        let draft = Draft {
            about: Some(Subject::Other),
            nik: "3510161203850001".into(),
            name: "Siti \"Ning\" \\ Contoh\n\u{1}😀".into(),
            impact: vec![Impact::Ill, Impact::Other],
            consent: true,
            ..Draft::default()
        };
        let text = write(&draft).unwrap();
        assert_eq!(read::<Draft>(&text), Some(draft));
        // The browser reads it as the same JSON.
        assert!(js_sys::JSON::parse(&text).is_ok());
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Numbers {
        small: u8,
        big: u64,
        below: i64,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        none: Option<u16>,
    }

    #[test]
    fn numbers_are_whole_and_absent_is_none() {
        let numbers = Numbers { small: 255, big: 1_790_000_000_000, below: -4, none: None };
        assert_eq!(write(&numbers).unwrap(), r#"{"small":255,"big":1790000000000,"below":-4}"#);
        assert_eq!(read::<Numbers>(&write(&numbers).unwrap()), Some(numbers));
        let null = read::<Numbers>(r#"{"small":1,"big":2,"below":3,"none":null,"more":[1,{"a":2.5}]}"#);
        assert_eq!(null, Some(Numbers { small: 1, big: 2, below: 3, none: None }));
    }

    #[test]
    fn another_shape_is_no_value() {
        for text in
            ["", "{", "[]", "null", "7", r#"{"small":300,"big":1,"below":1}"#, r#"{"small":1.5,"big":1,"below":1}"#]
        {
            assert_eq!(read::<Numbers>(text), None, "{text}");
        }
        assert_eq!(read::<Draft>(r#"{"about":"nobody"}"#), None);
    }

    #[test]
    fn answers_of_the_contract_are_read() {
        let report = read::<tilik_api::ReportAnswer>(
            r#"{"ticket":"K7Q2-M4XD-9","outcome":"rejected","status":"rejected","reasons":[{"rule":"jps_kab/bst",
            "regulation":"JPS","scheme":"bst","level":"central","period":"2020-05","edition":"BST 2020-05",
            "edition_date":"2020-05-20"}],"may_object_until":"2020-06-19"}"#,
        );
        assert_eq!(report.unwrap().reasons.len(), 1);
        let check = read::<tilik_api::CheckAnswer>(r#"{"status":"not_listed","aid":[],"data_as_of":null}"#);
        assert!(check.unwrap().data_as_of.is_none());
        let problem = read::<tilik_api::Problem>(r#"{"type":"urn:tilik:problem:proof","title":"t","status":422}"#);
        assert_eq!(problem.unwrap().word(), "proof");
    }
}
