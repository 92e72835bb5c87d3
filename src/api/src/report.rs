//! `POST /api/v1/reports`: a report, decided at once.

use serde::{Deserialize, Serialize};
use tilik_core::draft::Subject;
use tilik_core::report::{Channel, Impact, Language, Relation};
use tilik_core::{About, Date, Draft, Level, Period, Report, Scheme, Status};

/// A report as sent.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ReportRequest {
    /// `self` or `other`.
    #[cfg_attr(feature = "schema", schema(value_type = String, example = "self"))]
    pub about: Subject,
    /// The person reported.
    pub subject: ReportSubject,
    /// Who tells; needed for `other`, not looked at for `self`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reporter: Option<Reporter>,
    /// How the family is affected, one or more.
    #[cfg_attr(feature = "schema", schema(value_type = Vec<String>, example = json!(["lost_work"])))]
    pub impact: Vec<Impact>,
    /// People in the household, 1 to 30.
    pub household_size: i64,
    /// Anything the officer should know, up to 1,000 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Must be true.
    pub consent: bool,
    /// `web`, `embed` or `kiosk`.
    #[cfg_attr(feature = "schema", schema(value_type = String, example = "web"))]
    pub channel: Channel,
    /// The language of the page: `id`, `jv`, `mad` or `en`. It is counted, and is no part
    /// of what makes the same key another report.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>, example = "id"))]
    pub language: Option<Language>,
    /// When the sender's clock says it was made (RFC 3339). Kept as evidence only:
    /// reports are ordered and dated by the server.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(format = DateTime, example = "2020-05-20T11:34:00+07:00"))]
    pub made_at: Option<String>,
    /// The proof of work, where one is required.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proof: Option<String>,
}

/// The person reported.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ReportSubject {
    /// The NIK, from anywhere in the country.
    #[cfg_attr(feature = "schema", schema(example = "3510161203850001"))]
    pub nik: String,
    /// The name, in any script.
    pub name: String,
    /// One of the regency's 217 villages.
    #[cfg_attr(feature = "schema", schema(example = "3510161001"))]
    pub village: String,
    /// Street, hamlet, RT and RW.
    pub address: String,
    /// A mobile number, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
}

/// Who tells about somebody else.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Reporter {
    /// The reporter's name.
    pub name: String,
    /// The reporter's mobile number; with the ticket it opens the status.
    pub phone: String,
    /// `relative`, `neighbour`, `rt_rw` or `other`.
    #[cfg_attr(feature = "schema", schema(value_type = String, example = "neighbour"))]
    pub relation: Relation,
}

impl ReportRequest {
    /// A report as it is sent, without a proof. `made_at` in RFC 3339.
    pub fn new(report: Report, channel: Channel, made_at: String) -> Self {
        let (about, reporter) = match report.about {
            About::Myself => (Subject::Myself, None),
            About::Other(helper) => {
                let phone = helper.phone.as_digits().to_owned();
                (Subject::Other, Some(Reporter { name: helper.name, phone, relation: helper.relation }))
            }
        };
        Self {
            about,
            subject: ReportSubject {
                nik: report.nik.as_digits(),
                name: report.name,
                village: report.village.code().to_string(),
                address: report.address,
                phone: report.phone.map(|phone| phone.as_digits().to_owned()),
            },
            reporter,
            impact: report.impact,
            household_size: i64::from(report.household_size),
            note: report.note,
            consent: true,
            channel,
            language: None,
            made_at: Some(made_at),
            proof: None,
        }
    }
}

impl From<ReportRequest> for Draft {
    fn from(request: ReportRequest) -> Self {
        let (reporter_name, reporter_phone, relation) = match request.reporter {
            Some(reporter) => (reporter.name, reporter.phone, Some(reporter.relation)),
            None => Default::default(),
        };
        Self {
            about: Some(request.about),
            nik: request.subject.nik,
            name: request.subject.name,
            village: request.subject.village,
            address: request.subject.address,
            phone: request.subject.phone.unwrap_or_default(),
            reporter_name,
            reporter_phone,
            relation,
            impact: request.impact,
            household_size: household_size_as_typed(request.household_size),
            note: request.note.unwrap_or_default(),
            consent: request.consent,
        }
    }
}

/// A negative number would read as its digits, since a dash separates: it becomes
/// 0, which is out of range as well.
fn household_size_as_typed(size: i64) -> String {
    size.max(0).to_string()
}

/// What a report's sender is told at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ReportOutcome {
    /// The family already has aid that excludes it.
    Rejected,
    /// Crossed, nothing in the way.
    Verifying,
    /// To an officer: the machine cannot tell whose family this is.
    Undetermined,
    /// An open report for the family exists.
    AlreadyReported,
    /// All that is ever said about a report on somebody else.
    Received,
}

impl ReportOutcome {
    const ALL: [Self; 5] = [Self::Rejected, Self::Verifying, Self::Undetermined, Self::AlreadyReported, Self::Received];

    /// The stable word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Rejected => "rejected",
            Self::Verifying => "verifying",
            Self::Undetermined => "undetermined",
            Self::AlreadyReported => "already_reported",
            Self::Received => "received",
        }
    }

    /// The outcome that the word names.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.word() == word)
    }
}

/// The answer to a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ReportAnswer {
    /// The ticket, `K7Q2-M4XD-9`.
    #[cfg_attr(feature = "schema", schema(example = "K7Q2-M4XD-9"))]
    pub ticket: String,
    /// What happened at once.
    pub outcome: ReportOutcome,
    /// Where the report stands.
    #[cfg_attr(feature = "schema", schema(value_type = String, example = "rejected"))]
    pub status: Status,
    /// Every rule that excludes; empty unless rejected.
    pub reasons: Vec<ReasonLine>,
    /// The last day for an objection, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>, format = Date))]
    pub may_object_until: Option<Date>,
}

/// One rule that excludes, and the list that says so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ReasonLine {
    /// The rule's name.
    #[cfg_attr(feature = "schema", schema(example = "jps_kab/bst"))]
    pub rule: String,
    /// The regulation it rests on.
    pub regulation: String,
    /// The scheme received.
    #[cfg_attr(feature = "schema", schema(value_type = String, example = "bst"))]
    pub scheme: Scheme,
    /// Who pays it.
    #[cfg_attr(feature = "schema", schema(value_type = String, example = "central"))]
    pub level: Level,
    /// The list's month.
    #[cfg_attr(feature = "schema", schema(value_type = String, example = "2020-05"))]
    pub period: Period,
    /// The list's edition.
    #[cfg_attr(feature = "schema", schema(example = "BST 2020-05"))]
    pub edition: String,
    /// The day that edition landed.
    #[cfg_attr(feature = "schema", schema(value_type = String, format = Date))]
    pub edition_date: Date,
}

impl From<tilik_core::Reason> for ReasonLine {
    fn from(reason: tilik_core::Reason) -> Self {
        Self {
            rule: reason.rule,
            regulation: reason.regulation,
            scheme: reason.scheme,
            level: reason.level,
            period: reason.period,
            edition: reason.edition.name,
            edition_date: reason.edition.landed_on,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CONTRACT_EXAMPLE: &str = r#"{"about": "self",
        "subject": {"nik": "3510161203850001", "name": "Siti Contoh", "village": "3510161001",
                    "address": "Dusun Contoh", "phone": "081234567890"},
        "reporter": {"name": "Budi Contoh", "phone": "081234567891", "relation": "neighbour"},
        "impact": ["lost_work"], "household_size": 4, "note": "", "consent": true,
        "channel": "web", "made_at": "2020-05-20T11:34:00+07:00", "proof": "p"}"#;

    #[test]
    fn the_contracts_example_is_a_report() {
        let request: ReportRequest = serde_json::from_str(CONTRACT_EXAMPLE).unwrap();
        assert!(Draft::from(request).to_report().is_ok());
    }

    #[test]
    fn unknown_fields_and_words_are_refused() {
        for (from, to) in
            [("\"consent\"", "\"consents\""), ("lost_work", "lost"), ("\"web\"", "\"fax\""), ("\"phone\"", "\"fon\"")]
        {
            let changed = CONTRACT_EXAMPLE.replacen(from, to, 1);
            assert!(serde_json::from_str::<ReportRequest>(&changed).is_err(), "{to}");
        }
    }

    #[test]
    fn a_negative_household_is_out_of_range() {
        let changed = CONTRACT_EXAMPLE.replace("\"household_size\": 4", "\"household_size\": -4");
        let request: ReportRequest = serde_json::from_str(&changed).unwrap();
        let faults = Draft::from(request).to_report().unwrap_err();
        assert_eq!(faults.len(), 1);
        assert_eq!((faults[0].field.word(), faults[0].code.code()), ("household_size", "out_of_range"));
    }
}
