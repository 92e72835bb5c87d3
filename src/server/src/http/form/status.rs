//! `POST /status`, as a form.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use std::sync::Arc;
use tilik_api::{StatusAnswer, StatusRequest};
use tilik_core::Nik;
use tilik_pages::{Page, StatusForm};

use super::{Form, shown, told};
use crate::http::problem::Refusal;
use crate::http::{App, status as api};

/// What became of a report, as a page.
pub async fn status(State(app): State<Arc<App>>, form: Form) -> Response {
    let mut model = form.model(&app, Page::Status);
    let text = |name: &str| form.fields.text(name).to_owned();
    model.form = StatusForm {
        ticket: text("ticket"),
        by_helper: form.fields.text("about") == "other",
        nik: text("nik"),
        phone: text("phone"),
        faults: Vec::new(),
    };
    // Without a program the box changes with the next page, not with the choice.
    let other_box = if model.form.by_helper { "phone" } else { "nik" };
    if form.fields.find(other_box).is_none() {
        return shown(&app, model, StatusCode::OK);
    }
    tilik_pages::text::speak(form.language);
    let Some(request) = model.form.request() else {
        return shown(&app, model, StatusCode::UNPROCESSABLE_ENTITY);
    };
    match look_up(&app, &form, &request).await {
        Ok(answer) => {
            model.reported = request.nik.and_then(|nik| Nik::parse(&nik).ok());
            model.status = Some(answer);
            shown(&app, model, StatusCode::OK)
        }
        Err(refusal) => told(&app, model, refusal),
    }
}

async fn look_up(app: &App, form: &Form, request: &StatusRequest) -> Result<StatusAnswer, Refusal> {
    form.pay(app).await?;
    api::look_up(app, request).await
}
