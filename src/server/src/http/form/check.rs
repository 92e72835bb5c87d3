//! `POST /cek`, as a form.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use std::sync::Arc;
use tilik_api::CheckAnswer;
use tilik_core::Nik;
use tilik_pages::{Checked, Page};

use super::{Form, shown, told};
use crate::http::problem::Refusal;
use crate::http::{App, checks};

/// Whether a NIK is on a recipient list, as a page.
pub async fn check(State(app): State<Arc<App>>, form: Form) -> Response {
    let mut model = form.model(&app, Page::Cek);
    model.to_check = form.fields.text("nik").to_owned();
    if model.check_fault() {
        return shown(&app, model, StatusCode::UNPROCESSABLE_ENTITY);
    }
    match answer(&app, &form, &model.to_check).await {
        Ok((nik, answer)) => {
            model.checked = Some(Checked::new(nik, answer, Some(&app.rules), model.today));
            shown(&app, model, StatusCode::OK)
        }
        Err(refusal) => told(&app, model, refusal),
    }
}

async fn answer(app: &App, form: &Form, typed: &str) -> Result<(Nik, CheckAnswer), Refusal> {
    let nik = Nik::parse(typed).map_err(|fault| Refusal::field("nik", fault.code()))?;
    form.pay(app).await?;
    Ok((nik, checks::look_up(app, nik).await?.0.read()?))
}
