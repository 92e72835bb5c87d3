//! `GET /api/v1/officer/announcements/sheet` and `…/sheets`: what was announced, on paper.
//! It names nobody by a number, so its address may be a link.

use axum::body::{Body, Bytes};
use axum::extract::{Query, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use serde::Deserialize;
use std::io;
use std::sync::Arc;
use std::time::Duration;
use tilik_api::Problem;
use tilik_core::Desa;
use tilik_core::announcement::Place;
use tokio::runtime::Handle;
use tokio::sync::mpsc;
use tokio::time::timeout;

use crate::announcement::pack::Printer;
use crate::announcement::paper::Paper;
use crate::http::App;
use crate::http::problem::Refusal;
use crate::storage::announcements::KeptSheet;

/// What to print.
#[derive(Deserialize)]
pub struct Wanted {
    number: u32,
    village: Option<String>,
    paper: Option<String>,
    /// Words, separated by commas.
    places: Option<String>,
}

impl Wanted {
    /// How it is printed. A server prints on one core: the others answer residents.
    fn printer(&self, app: &App) -> Result<Printer, Refusal> {
        let paper = match self.paper.as_deref() {
            None | Some("a4") => Paper::A4,
            Some("a3") => Paper::A3,
            Some(_) => return Err(Refusal::field("paper", "unknown")),
        };
        let words = self.places.as_deref().unwrap_or_default().split(',').filter(|word| !word.is_empty());
        let places = words.map(Place::from_word).collect::<Option<Vec<_>>>();
        let places = places.filter(|places| places.len() <= Place::ALL.len());
        let places = places.ok_or(Refusal::field("places", "unknown"))?;
        Ok(Printer { places, paper, site: app.announced.site.clone(), threads: 1 })
    }
}

/// The sheet of a village as a PDF
#[utoipa::path(
    get, path = tilik_api::path::OFFICER_ANNOUNCED_SHEET,
    params(
        ("number" = u32, Query, description = "The announcement"),
        ("village" = String, Query, description = "The village's code"),
        ("paper" = Option<String>, Query, description = "`a4`, which is the default, or `a3`"),
        ("places" = Option<String>, Query,
            description = "A copy for each: `balai_desa`, `masjid`, `gereja`, `pura`, `wihara`, separated by commas"),
    ),
    responses(
        (status = 200, content_type = "application/pdf", body = Vec<u8>),
        (status = 401, body = Problem, content_type = "application/problem+json", description = "`signed_out`"),
        (status = 403, body = Problem, content_type = "application/problem+json",
            description = "`forbidden`, `must_change_password`"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json",
            description = "`village`, `paper`, `places`: `unknown`"),
        (status = 503, body = Problem, content_type = "application/problem+json", description = "Another is being printed"),
    )
)]
pub async fn sheet(State(app): State<Arc<App>>, Query(wanted): Query<Wanted>) -> Result<Response, Refusal> {
    let village = wanted.village.as_deref().and_then(Desa::parse).ok_or(Refusal::field("village", "unknown"))?;
    let printer = wanted.printer(&app)?;
    let kept = app.announced.store.sheet(village.code(), Some(wanted.number)).await?.ok_or(Refusal::NotFound)?;
    let turn = app.announced.turn().ok_or(Refusal::Unavailable)?;
    let name = printer.name(&kept);
    let printed = tokio::task::spawn_blocking(move || {
        let printed = printer.one(&kept);
        drop(turn);
        printed
    });
    let pdf = printed.await.map_err(|_| Refusal::Internal)?.map_err(|error| {
        tracing::error!(%error, "a sheet cannot be printed");
        Refusal::Internal
    })?;
    Ok((file("application/pdf", &name), pdf).into_response())
}

/// The sheets of all villages, a ZIP file of PDFs
#[utoipa::path(
    get, path = tilik_api::path::OFFICER_ANNOUNCED_SHEETS,
    params(
        ("number" = u32, Query, description = "The announcement"),
        ("paper" = Option<String>, Query, description = "`a4`, which is the default, or `a3`"),
        ("places" = Option<String>, Query, description = "A copy for each, as for one sheet"),
    ),
    responses(
        (status = 200, content_type = "application/zip", body = Vec<u8>),
        (status = 401, body = Problem, content_type = "application/problem+json", description = "`signed_out`"),
        (status = 403, body = Problem, content_type = "application/problem+json",
            description = "`forbidden`, `must_change_password`"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json", description = "`paper`, `places`: `unknown`"),
        (status = 503, body = Problem, content_type = "application/problem+json", description = "Another is being printed"),
    )
)]
pub async fn sheets(State(app): State<Arc<App>>, Query(wanted): Query<Wanted>) -> Result<Response, Refusal> {
    let printer = wanted.printer(&app)?;
    let mut sheets: Vec<KeptSheet> = Vec::new();
    for village in Desa::all() {
        sheets.extend(app.announced.store.sheet(village.code(), Some(wanted.number)).await?);
    }
    if sheets.is_empty() {
        return Err(Refusal::NotFound);
    }
    let turn = app.announced.turn().ok_or(Refusal::Unavailable)?;
    let (sender, receiver) = mpsc::channel(4);
    let runtime = Handle::current();
    let name = format!("daftar-{}.zip", wanted.number);
    tokio::task::spawn_blocking(move || {
        let mut to = Sending { to: sender, begun: Vec::with_capacity(PIECE), runtime };
        let packed =
            printer.zip(&sheets, &mut to, || {}).map_err(io::Error::other).and_then(|()| io::Write::flush(&mut to));
        // Whoever reads finds the file cut off, not whole.
        if let Err(error) = packed {
            tracing::warn!(%error, "the sheets were not sent to the end");
            drop(to.to.try_send(Err(error)));
        }
        drop(turn);
    });
    let pieces = stream::unfold(receiver, |mut receiver| async { Some((receiver.recv().await?, receiver)) });
    Ok((file("application/zip", &name), Body::from_stream(pieces)).into_response())
}

fn file(kind: &'static str, name: &str) -> [(header::HeaderName, HeaderValue); 2] {
    let named = HeaderValue::try_from(format!("attachment; filename=\"{name}\""));
    [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        // Numbers and letters of ours: always a header's.
        (header::CONTENT_DISPOSITION, named.unwrap_or(HeaderValue::from_static("attachment"))),
    ]
}

/// Whoever stops reading for so long gives the turn to others.
const READS_WITHIN: Duration = Duration::from_secs(60);

/// As much is sent at a time.
const PIECE: usize = 64 * 1024;

/// What is written goes to whoever reads the answer, no faster than they read.
struct Sending {
    to: mpsc::Sender<io::Result<Bytes>>,
    begun: Vec<u8>,
    runtime: Handle,
}

impl io::Write for Sending {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.begun.extend_from_slice(bytes);
        if self.begun.len() >= PIECE {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.begun.is_empty() {
            return Ok(());
        }
        let piece = std::mem::replace(&mut self.begun, Vec::with_capacity(PIECE));
        let sent = self.runtime.block_on(timeout(READS_WITHIN, self.to.send(Ok(piece.into()))));
        sent.map_err(|_| io::ErrorKind::TimedOut)?.map_err(|_| io::ErrorKind::BrokenPipe.into())
    }
}
