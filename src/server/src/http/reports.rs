//! `POST /api/v1/reports`.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use serde::Serialize;
use std::sync::{Arc, Mutex, PoisonError};
use tilik_api::kiosk::KioskReport;
use tilik_api::report::ReasonLine;
use tilik_api::{FieldError, Problem, ReportAnswer, ReportOutcome, ReportRequest};
use tilik_core::report::{Channel, Impact, Language, Reporter};
use tilik_core::{About, Decision, Draft, Outcome, Report, Status, Ticket, decide};
use tracing::Instrument;
use uuid::Uuid;

use super::body::Body;
use super::problem::Refusal;
use super::{App, Json, idempotency};
use crate::clock::{self, Instant};
use crate::entropy::bytes;
use crate::metrics::{self, metrics};
use crate::sealing::Kind;
use crate::storage::{Decide, Reserved, Submission, Submitted, Verdict};

/// A report, crossed with the family registry and decided at once
///
/// The same key with the same body gives the same answer again and makes no
/// second report; a new proof of work does not make it another body.
#[utoipa::path(
    post, path = tilik_api::path::REPORTS, request_body = ReportRequest,
    params(("Idempotency-Key" = String, Header, description = "A UUID of the sender's, one per report")),
    responses(
        (status = 201, body = ReportAnswer),
        (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json",
            description = "Fields at fault, the proof of work, or `idempotency_key_reused`"),
        (status = 429, body = Problem, content_type = "application/problem+json"),
        (status = 503, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn report(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Body(mut request): Body<ReportRequest>,
) -> Result<(StatusCode, Json), Refusal> {
    let key = idempotency::key(&headers)?;
    // Another proof of work does not make it another body.
    let proof = request.proof.take();
    let fingerprint = fingerprint(&app, &request)?;
    let made = Made::of(&mut request);
    let report = parse(request, made.at.as_deref())?;

    if let Some(work) = &app.proof {
        // Sent again: the answer is there, and the proof was counted with it.
        if let Some(before) = app.reports.replay(key, fingerprint).await? {
            return Ok((StatusCode::CREATED, answer(before)?));
        }
        work.count(proof.as_deref(), app.clock.now(), Some(key)).await?;
    }
    let (submission, decided) = submission(&app, report, key, fingerprint, made)?;
    Ok((StatusCode::CREATED, submitted(&app, submission, &decided).await?))
}

/// Stores a report and counts what became of it.
async fn submitted(app: &App, submission: Submission, decided: &Decided) -> Result<Json, Refusal> {
    let submitted = app.reports.submit(submission).instrument(tracing::info_span!("submit")).await?;
    // Nothing was decided where the key was known.
    let outcome = decided.lock().unwrap_or_else(PoisonError::into_inner).unwrap_or("replayed");
    metrics().reports.get_or_create(&metrics::Outcome { outcome }).inc();
    answer(submitted)
}

fn answer(submitted: Submitted) -> Result<Json, Refusal> {
    match submitted {
        Submitted::Answer(json) => Ok(Json(json.into())),
        Submitted::KeyReused => Err(Refusal::IdempotencyKeyReused),
    }
}

/// A report that came through a form. `pay` is awaited once it is certain that it
/// was not answered before.
pub async fn through_form(
    app: &Arc<App>,
    report: Report,
    key: Uuid,
    made: (String, Language),
    pay: impl Future<Output = Result<(), Refusal>>,
) -> Result<Json, Refusal> {
    let (made_at, language) = made;
    let made_at = Some(made_at).filter(|made_at| clock::is_rfc3339(made_at));
    let request = ReportRequest::new(report.clone(), Channel::Web, made_at.clone().unwrap_or_default());
    let fingerprint = fingerprint(app, &request)?;
    if let Some(before) = app.reports.replay(key, fingerprint).await? {
        return answer(before);
    }
    pay.await?;
    let made = Made { channel: Channel::Web, language: Some(language), at: made_at };
    let (submission, decided) = submission(app, report, key, fingerprint, made)?;
    submitted(app, submission, &decided).await
}

/// A report that a kiosk sealed, under a ticket that the resident has in hand.
pub async fn through_kiosk(
    app: &Arc<App>,
    kiosk: Uuid,
    key: Uuid,
    sent: KioskReport,
) -> Result<(StatusCode, Json), Refusal> {
    let mut request = sent.report;
    request.proof = None;
    let fingerprint = fingerprint(app, &request)?;
    if let Some(before) = app.reports.replay(key, fingerprint).await? {
        return Ok((StatusCode::CREATED, answer(before)?));
    }
    let ticket = Ticket::parse(&sent.ticket).map_err(|fault| Refusal::field("ticket", fault.code()))?;
    let mut made = Made::of(&mut request);
    // A kiosk's clock may stand in any year, and say so in any form.
    made.at = made.at.filter(|at| clock::is_rfc3339(at));
    let report = parse(request, None)?;
    let (mut submission, decided) = submission(app, report, key, fingerprint, made)?;
    submission.reserved = Some(Reserved { ticket, kiosk });
    submission.provisional = sent.provisional.map(ReportOutcome::word);
    Ok((StatusCode::CREATED, submitted(app, submission, &decided).await?))
}

/// Where a report was made, in which language, and when by the sender's clock.
struct Made {
    channel: Channel,
    language: Option<Language>,
    at: Option<String>,
}

impl Made {
    fn of(request: &mut ReportRequest) -> Self {
        Self { channel: request.channel, language: request.language, at: request.made_at.take() }
    }
}

/// Tells whether a body is the one sent before. The proof is no part of it, nor is the
/// language: who chooses another one before sending again has not made another report.
fn fingerprint(app: &App, request: &ReportRequest) -> Result<[u8; 16], Refusal> {
    let told = ReportRequest { proof: None, language: None, ..request.clone() };
    idempotency::fingerprint(app, &told)
}

fn parse(request: ReportRequest, made_at: Option<&str>) -> Result<Report, Refusal> {
    let report = Draft::from(request).to_report();
    let mut errors: Vec<FieldError> = report
        .as_ref()
        .err()
        .into_iter()
        .flatten()
        .map(|fault| FieldError { field: fault.field.word().into(), code: fault.code.code().into() })
        .collect();
    if made_at.is_some_and(|time| !clock::is_rfc3339(time)) {
        errors.push(FieldError { field: "made_at".into(), code: "format".into() });
    }
    match report {
        Ok(report) if errors.is_empty() => Ok(report),
        _ => Err(Refusal::Invalid(errors)),
    }
}

/// What a report says of people, as it is sealed.
#[derive(Serialize)]
struct Details<'a> {
    nik: String,
    name: &'a str,
    address: &'a str,
    phone: Option<&'a str>,
    note: Option<&'a str>,
    reporter: Option<ReporterDetails<'a>>,
}

#[derive(Serialize)]
struct ReporterDetails<'a> {
    name: &'a str,
    phone: &'a str,
    relation: &'a str,
}

fn submission(
    app: &Arc<App>,
    report: Report,
    key: Uuid,
    fingerprint: [u8; 16],
    made: Made,
) -> Result<(Submission, Decided), Refusal> {
    let Made { channel, language, at: made_at } = made;
    let reporter: Option<&Reporter> = match &report.about {
        About::Myself => None,
        About::Other(reporter) => Some(reporter),
    };
    let details = Details {
        nik: report.nik.as_digits(),
        name: &report.name,
        address: &report.address,
        phone: report.phone.as_ref().map(|phone| phone.as_digits()),
        note: report.note.as_deref(),
        reporter: reporter.map(|reporter| ReporterDetails {
            name: &reporter.name,
            phone: reporter.phone.as_digits(),
            relation: reporter.relation.word(),
        }),
    };
    let details = serde_json::to_vec(&details).map_err(|_| Refusal::Internal)?;
    let received_at = app.clock.now();
    let decided = Decided::default();
    let submission = Submission {
        idempotency_key: key,
        fingerprint,
        nik: app.sealing.nik_key(report.nik),
        reporter_phone: reporter.map(|reporter| app.sealing.phone_key(&reporter.phone)),
        village: report.village.code(),
        channel: channel.word(),
        household_size: report.household_size,
        impact: report.impact.iter().map(|impact: &Impact| impact.word()).collect::<Vec<_>>().join(","),
        details: app.sealing.seal(Kind::ReportDetails, &details, &*app.entropy),
        made_at,
        received_at,
        reserved: None,
        provisional: None,
        language: language.map(Language::word),
        draw: {
            let app = Arc::clone(app);
            Box::new(move || Ticket::from_random(u64::from_be_bytes(bytes(&*app.entropy))))
        },
        decide: decider(Arc::clone(app), report, received_at, Arc::clone(&decided)),
    };
    Ok((submission, decided))
}

/// The word of the last decision on a report, if there was one.
type Decided = Arc<Mutex<Option<&'static str>>>;

/// The decision, to be taken inside the transaction that stores it.
fn decider(app: Arc<App>, report: Report, received_at: Instant, decided: Decided) -> Decide {
    Box::new(move |crossing, ticket| {
        let decision = decide(&report, crossing, &app.rules, received_at.day());
        *decided.lock().unwrap_or_else(PoisonError::into_inner) = Some(outcome_of(&decision.outcome).word());
        verdict(&report, ticket, decision)
    })
}

const fn outcome_of(outcome: &Outcome) -> ReportOutcome {
    match outcome {
        Outcome::Rejected { .. } => ReportOutcome::Rejected,
        Outcome::AlreadyReported => ReportOutcome::AlreadyReported,
        Outcome::Undetermined => ReportOutcome::Undetermined,
        Outcome::Verifying => ReportOutcome::Verifying,
    }
}

fn verdict(report: &Report, ticket: Ticket, decision: Decision) -> Verdict {
    let status = Status::decided(&decision.outcome);
    let already_reported = decision.outcome == Outcome::AlreadyReported;
    let outcome = outcome_of(&decision.outcome);
    let (reasons, may_object_until) = match decision.outcome {
        Outcome::Rejected { reasons, may_object_until } => {
            (reasons.into_iter().map(ReasonLine::from).collect(), Some(may_object_until))
        }
        _ => (Vec::new(), None),
    };
    let first_rule = reasons.first().map(|reason| reason.rule.clone());
    let stored_reasons = serde_json::to_string(&reasons).unwrap_or_default();
    let ticket_text = ticket.to_string();
    // Reporting a neighbour must not reveal the neighbour's aid.
    let answer = match report.about {
        About::Myself => ReportAnswer { ticket: ticket_text, outcome, status, reasons, may_object_until },
        About::Other(_) => ReportAnswer {
            ticket: ticket_text,
            outcome: ReportOutcome::Received,
            status: Status::Received,
            reasons: Vec::new(),
            may_object_until: None,
        },
    };
    Verdict {
        status,
        already_reported,
        rules_version: decision.rules_version,
        reasons: stored_reasons,
        first_rule,
        may_object_until,
        // Words, dates and strings: nothing in it that JSON cannot hold.
        answer: serde_json::to_string(&answer).unwrap_or_default(),
    }
}
