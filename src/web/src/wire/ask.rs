//! One function per question to the server: where it goes and what it says. The
//! answers' types are in `tilik-api`; [`super::answer`] reads them.

use serde::Serialize;
use tilik_api::path;
use tilik_api::{CheckRequest, ObjectionRequest, ReportRequest, StatusRequest};
use tilik_core::report::{Channel, Report};
use tilik_core::Nik;
use tilik_pages::Sending;

use super::{Body, Question, json};

/// Is this NIK on a list?
pub fn check(nik: Nik) -> Question {
    let body = move |proof| write(&CheckRequest { nik: nik.as_digits(), proof });
    Question { path: path::CHECKS, body: Body::Proven(Box::new(body)), key: None }
}

/// Makes a report. The same `sending` makes no second one.
pub fn report(report: Report, sending: Sending) -> Question {
    let mut request = ReportRequest::new(report, Channel::Web, sending.made_at);
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

fn write<T: Serialize>(request: &T) -> String {
    json::write(request).unwrap_or_default()
}
