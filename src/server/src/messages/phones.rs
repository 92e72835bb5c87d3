//! Whose phone a message goes to. It stands in the report, sealed, and is opened for as
//! long as the message takes.

use serde::Deserialize;
use tilik_core::Phone;
use tilik_core::message::Recipient;

use crate::sealing::{Kind, Sealing};

/// The phones of a report, as `http/reports.rs` sealed them among the rest.
#[derive(Deserialize)]
struct Phones {
    phone: Option<String>,
    reporter: Option<Helper>,
}

#[derive(Deserialize)]
struct Helper {
    phone: String,
}

/// The report's details do not open, or are not what they should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unreadable;

/// The recipient's phone; none where the report names none of theirs. Where a helper gave
/// their own for both, it is the helper's.
///
/// # Errors
/// [`Unreadable`].
pub fn of(sealing: &Sealing, details: &[u8], recipient: Recipient) -> Result<Option<Phone>, Unreadable> {
    let opened = sealing.open(Kind::ReportDetails, details).map_err(|_| Unreadable)?;
    let Phones { phone, reporter } = serde_json::from_slice(&opened).map_err(|_| Unreadable)?;
    let helpers = reporter.map(|helper| helper.phone);
    let theirs = match recipient {
        Recipient::Person => phone,
        Recipient::Named => phone.filter(|phone| helpers.as_ref() != Some(phone)),
        Recipient::Helper => helpers,
    };
    theirs.map(|phone| Phone::parse(&phone).map_err(|_| Unreadable)).transpose()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entropy::SystemEntropy;
    use crate::secrets::Secrets;
    use serde_json::{Value, json};

    const THEIRS: &str = "081234567890";
    const HELPERS: &str = "081298765432";

    fn found(details: &Value, recipient: Recipient) -> Result<Option<String>, Unreadable> {
        let sealing = Sealing::new(&Secrets::random(&SystemEntropy));
        let sealed = sealing.seal(Kind::ReportDetails, details.to_string().as_bytes(), &SystemEntropy);
        of(&sealing, &sealed, recipient).map(|phone| phone.map(|phone| phone.as_digits().to_owned()))
    }

    #[test]
    fn each_hears_at_their_own_phone_alone() {
        let own = json!({ "nik": "x", "name": "x", "address": "x", "phone": THEIRS, "note": null, "reporter": null });
        assert_eq!(found(&own, Recipient::Person), Ok(Some(THEIRS.into())));
        let mut others = own;
        others["reporter"] = json!({ "name": "x", "phone": HELPERS, "relation": "neighbour" });
        assert_eq!(found(&others, Recipient::Named), Ok(Some(THEIRS.into())));
        assert_eq!(found(&others, Recipient::Helper), Ok(Some(HELPERS.into())));
        others["phone"] = HELPERS.into();
        assert_eq!(found(&others, Recipient::Named), Ok(None), "the helper's own, given for the neighbour's");
        others["phone"] = Value::Null;
        assert_eq!(found(&others, Recipient::Named), Ok(None));
    }

    #[test]
    fn what_does_not_open_is_told() {
        let sealing = Sealing::new(&Secrets::random(&SystemEntropy));
        assert_eq!(of(&sealing, &[1; 60], Recipient::Person), Err(Unreadable));
        assert_eq!(found(&json!({ "phone": "12" }), Recipient::Person), Err(Unreadable));
        assert_eq!(found(&json!([]), Recipient::Person), Err(Unreadable));
    }
}
