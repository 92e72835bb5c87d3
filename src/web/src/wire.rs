//! Asks the server, in the types of `tilik-api`, and reads its answers. `ports.js`
//! sends, with a proof of work where one is needed. Nothing here knows a screen or a
//! sentence: a failure is a [`Trouble`].

use tilik_api::{CheckRequest, ObjectionRequest, Problem, ReportRequest, StatusRequest, path};
use tilik_core::Nik;
use tilik_core::report::{Channel, Report};
use tilik_pages::{Sending, Trouble};
use wasm_bindgen::JsValue;

use crate::json::{self, Write};
use crate::ports;

/// The JSON of an answer, or why there is none.
pub type Answer = Result<JsValue, Trouble>;

/// Is this NIK on a list? The question's number is returned, as by all of these.
pub fn check(nik: Nik) -> u32 {
    ports::ask(path::CHECKS, &CheckRequest { nik: nik.as_digits(), proof: None }.write(), "", true)
}

/// Makes a report. The same `sending` makes no second one.
pub fn report(report: Report, sending: Sending) -> u32 {
    let channel = if ports::framed() { Channel::Embed } else { Channel::Web };
    let request = ReportRequest::new(report, channel, sending.made_at);
    ports::ask(path::REPORTS, &request.write(), &sending.key, true)
}

/// What became of a report?
pub fn status(request: &StatusRequest) -> u32 {
    ports::ask(path::REPORTS_STATUS, &request.write(), "", false)
}

/// Objects to a rejection.
pub fn object(request: &ObjectionRequest) -> u32 {
    ports::ask(path::OBJECTIONS, &request.write(), "", false)
}

/// How old are the lists?
pub fn data() -> u32 {
    ports::ask(path::DATA, "", "", false)
}

/// The rule matrix in force.
pub fn rules() -> u32 {
    ports::ask(path::RULES, "", "", false)
}

/// What `ports.js` says of an answer.
pub fn answer_of(outcome: u16, value: JsValue, wait: Option<u32>) -> Answer {
    match outcome {
        200..=299 => Ok(value),
        0 => Err(Trouble::Offline),
        1 => Err(Trouble::Lost),
        2 => Err(Trouble::Slow),
        3 => Err(Trouble::Cancelled),
        4 => Err(Trouble::Unreadable),
        status => Err(refusal(status, &value, wait)),
    }
}

/// The refusal in an answer that is no success; a proxy's own page has no word,
/// so its status stands in.
fn refusal(status: u16, value: &JsValue, wait: Option<u32>) -> Trouble {
    let word = match status {
        429 => "too_many_requests",
        502..=504 => "unavailable",
        500.. => "internal",
        _ => "",
    };
    let problem = match json::lift::<Problem>(value) {
        None if word.is_empty() => return Trouble::Unreadable,
        None => Problem { kind: word.into(), title: String::new(), status, errors: Vec::new() },
        Some(problem) => problem,
    };
    Trouble::Refused { problem, wait }
}

/// An answer as the type it must be.
pub fn read<T: json::Lift>(answer: Answer) -> Result<T, Trouble> {
    Ok(read_kept(answer)?.0)
}

/// The same, with the JSON that it was.
pub fn read_kept<T: json::Lift>(answer: Answer) -> Result<(T, JsValue), Trouble> {
    let value = answer?;
    Ok((json::lift(&value).ok_or(Trouble::Unreadable)?, value))
}
