//! `POST /api/v1/checks`.

use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::response::IntoResponse;
use std::sync::Arc;
use tilik_api::{CheckAnswer, CheckRequest, Problem};
use tilik_core::Nik;

use super::body::Body;
use super::problem::Refusal;
use super::{App, Json, kiosk};

/// How new the lists are that an answer comes from: a replica's may be behind.
const LISTS_STAMP: HeaderName = HeaderName::from_static("lists-stamp");

/// Whether a NIK is on a recipient list
///
/// An unknown NIK and one that is known but on no list get the same answer. An
/// unknown region is no error. An enrolled kiosk shows its session in place of a proof.
#[utoipa::path(
    post, path = tilik_api::path::CHECKS, request_body = CheckRequest,
    responses(
        (status = 200, body = CheckAnswer,
            headers(("Lists-Stamp" = i64, description = "Rises with each list that lands: of two answers the one with the higher stamp is newer"))),
        (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 401, body = Problem, content_type = "application/problem+json",
            description = "A kiosk's session is past its time (`token`), or it was revoked (`kiosk_unknown`)"),
        (status = 422, body = Problem, content_type = "application/problem+json",
            description = "`nik`: `length`, `not_digits`, `birth_date`, `serial`; `proof`: `required`, `invalid`, `expired`, `used`"),
        (status = 429, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn check(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Body(request): Body<CheckRequest>,
) -> Result<impl IntoResponse, Refusal> {
    // A typo costs no proof: it says nothing about anybody.
    let nik = Nik::parse(&request.nik).map_err(|fault| Refusal::field("nik", fault.code()))?;
    if let Some(kiosk) = kiosk::session::of(&app, &headers).await? {
        if let Some(limits) = &app.limits {
            limits.kiosk_check(kiosk.id).await?;
        }
    } else if let Some(work) = &app.proof {
        work.count(request.proof.as_deref(), app.clock.now(), None).await?;
    }
    let (answer, stamp) = look_up(&app, nik).await?;
    Ok(([(LISTS_STAMP, HeaderValue::from(stamp))], answer))
}

/// What the lists say of a NIK whose price was paid, and their stamp.
pub async fn look_up(app: &App, nik: Nik) -> Result<(Json, i64), Refusal> {
    let key = app.sealing.nik_key(nik);
    if let Some(limits) = &app.limits {
        limits.nik(key).await?;
    }
    let (answer, stamp) = app.index.answer(key).await?;
    Ok((Json(answer), stamp))
}
