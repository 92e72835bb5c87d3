//! One function per question to the server: where it goes and what it says. The
//! answers' types are in `tilik-api`; [`super::answer`] reads them.

use serde::Serialize;
use tilik_api::path;
use tilik_api::{CheckRequest, ObjectionRequest, ReportRequest, ReportSubject, Reporter, StatusRequest};
use tilik_core::Nik;
use tilik_core::draft::Subject;
use tilik_core::report::{About, Channel, Report};

use crate::keep::Sending;

use super::{Body, Question, json};

/// Is this NIK on a list?
pub fn check(nik: Nik) -> Question {
    let body = move |proof| write(&CheckRequest { nik: nik.as_digits(), proof });
    Question { path: path::CHECKS, body: Body::Proven(Box::new(body)), key: None }
}

/// Makes a report. The same `sending` makes no second one.
pub fn report(report: Report, sending: Sending) -> Question {
    let mut request = request(report, sending.made_at);
    let body = move |proof| {
        request.proof = proof;
        write(&request)
    };
    Question { path: path::REPORTS, body: Body::Proven(Box::new(body)), key: Some(sending.key) }
}

/// What became of a report?
pub fn status(request: &StatusRequest) -> Question {
    Question { path: path::REPORTS_STATUS, body: Body::Plain(write(request)), key: None }
}

/// Objects to a rejection.
pub fn object(request: &ObjectionRequest) -> Question {
    Question { path: path::OBJECTIONS, body: Body::Plain(write(request)), key: None }
}

/// How old are the lists?
pub fn data() -> Question {
    Question { path: path::DATA, body: Body::None, key: None }
}

/// The rule matrix in force.
pub fn rules() -> Question {
    Question { path: path::RULES, body: Body::None, key: None }
}

fn request(report: Report, made_at: String) -> ReportRequest {
    let (about, reporter) = match report.about {
        About::Myself => (Subject::Myself, None),
        About::Other(helper) => {
            let phone = helper.phone.as_digits().to_owned();
            (Subject::Other, Some(Reporter { name: helper.name, phone, relation: helper.relation }))
        }
    };
    ReportRequest {
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
        channel: Channel::Web,
        made_at: Some(made_at),
        proof: None,
    }
}

fn write<T: Serialize>(request: &T) -> String {
    json::write(request).unwrap_or_default()
}
