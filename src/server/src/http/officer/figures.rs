//! `POST /api/v1/officer/figures`.

use axum::extract::State;
use axum::{Extension, Json};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;
use tilik_api::Problem;
use tilik_api::officer_figures::{
    AreaFigures, DayFigures, FISHING_SHOWS, FiguresAnswer, FiguresRequest, FishingFigures, FishingHour, NamedFigure,
    OutcomeFigures, PromiseFigures, SpreadFigures, USUAL_DAYS, VillageFigures,
};
use tilik_core::figures::{DAYS_HELD, Promise, Span, Spread, is_unusual};
use tilik_core::officer::{Area, Duty};
use tilik_core::{Date, Status};

use super::SignedIn;
use crate::clock::Instant;
use crate::http::App;
use crate::http::body::Body;
use crate::http::problem::Refusal;
use crate::storage::figures::{Counted, Figures, InVillage, OnDay, Seen, Sign, hour_of};

/// Bins of a day for verdicts and approvals: three desks have three days each, and the
/// last bin has what took longer.
const DESK_BINS: usize = 11;
/// And to the door: the desks' time, the promised week and some days more.
const DOOR_BINS: usize = 22;

/// What is counted in one's area. It names nobody.
#[utoipa::path(
    post, path = tilik_api::path::OFFICER_FIGURES, request_body = FiguresRequest,
    responses(
        (status = 200, body = FiguresAnswer),
        (status = 401, body = Problem, content_type = "application/problem+json", description = "`signed_out`"),
        (status = 403, body = Problem, content_type = "application/problem+json",
            description = "`csrf`, `forbidden`, `must_change_password`"),
        (status = 422, body = Problem, content_type = "application/problem+json",
            description = "`to`: `before_from`, `too_long`"),
    )
)]
pub async fn figures(
    State(app): State<Arc<App>>,
    Extension(signed_in): Extension<SignedIn>,
    Body(request): Body<FiguresRequest>,
) -> Result<Json<FiguresAnswer>, Refusal> {
    let to = request.to.unwrap_or_else(|| app.clock.now().day());
    let span = span(request.from.unwrap_or_else(|| to.plus_days(1 - USUAL_DAYS)), to)?;
    // A year of the regency takes the database seconds: residents' answers come first.
    let turn = app.officer.counting.acquire().await.map_err(|_| Refusal::Internal)?;
    let counted = count(&app, signed_in.officer.duty, span).await?;
    drop(turn);
    Ok(Json(counted))
}

/// The days asked about.
pub fn span(from: Date, to: Date) -> Result<Span, Refusal> {
    Span::new(from, to).map_err(|fault| Refusal::field("to", fault.code()))
}

/// Counts for somebody's area.
pub async fn count(app: &App, duty: Duty, span: Span) -> Result<FiguresAnswer, Refusal> {
    let now = app.clock.now();
    let of = Counted { span, villages: duty.area().villages() };
    let found = app.officer.figures.figures(of, now).await?;
    // The limits know no village.
    let fishing = match duty.area() {
        Area::Kabupaten => Some(fishing(app, of, now).await?),
        Area::Desa(_) | Area::Kecamatan(_) => None,
    };
    let villages = villages(&found.villages);
    Ok(FiguresAnswer {
        from: span.from(),
        to: span.to(),
        today: now.day(),
        totals: villages.iter().fold(AreaFigures::default(), |sum, village| sum.plus(village.figures)),
        days: days(span, &found.days),
        villages,
        channels: named(found.made.iter().map(|(channel, _, reports)| (Some(channel.clone()), *reports))),
        languages: named(found.made.iter().map(|(_, language, reports)| (language.clone(), *reports))),
        verdict: spread(&found.verdict, DESK_BINS),
        approval: spread(&found.approval, DESK_BINS),
        delivery: spread(&found.delivery, DOOR_BINS),
        promise: promise(&found),
        fishing,
    })
}

fn days(span: Span, found: &[OnDay]) -> Vec<DayFigures> {
    let mut counted: BTreeMap<Date, OutcomeFigures> = span.days().map(|day| (day, OutcomeFigures::default())).collect();
    for on in found {
        let outcomes = counted.entry(on.day).or_default();
        match (on.repeated, on.decided) {
            (true, _) => outcomes.repeated += on.reports,
            (false, Status::Rejected) => outcomes.rejected += on.reports,
            (false, Status::Undetermined) => outcomes.undetermined += on.reports,
            (false, _) => outcomes.verifying += on.reports,
        }
    }
    counted.into_iter().map(|(day, outcomes)| DayFigures { day, outcomes }).collect()
}

fn villages(found: &[InVillage]) -> Vec<VillageFigures> {
    let mut counted: BTreeMap<u64, AreaFigures> = BTreeMap::new();
    for of in found {
        let figures = counted.entry(of.village).or_default();
        figures.reports += of.reports;
        if of.repeated {
            figures.repeated += of.reports;
            continue;
        }
        if of.decided == Status::Rejected {
            figures.rejected_at_once += of.reports;
        }
        *match of.status {
            Status::Received | Status::Verifying | Status::Undetermined | Status::Objected => &mut figures.waiting,
            Status::Approved | Status::Batched | Status::OnTheWay => &mut figures.under_way,
            Status::Delivered => &mut figures.delivered,
            Status::Rejected => &mut figures.rejected,
        } += of.reports;
    }
    let mut villages: Vec<_> =
        counted.into_iter().map(|(village, figures)| VillageFigures { village, figures }).collect();
    villages.sort_by_key(|village| (Reverse(village.figures.reports), village.village));
    villages
}

fn named(words: impl Iterator<Item = (Option<String>, u64)>) -> Vec<NamedFigure> {
    let mut counted: BTreeMap<Option<String>, u64> = BTreeMap::new();
    for (word, reports) in words {
        *counted.entry(word).or_default() += reports;
    }
    let mut named: Vec<_> = counted.into_iter().map(|(word, reports)| NamedFigure { word, reports }).collect();
    named.sort_by_key(|figure| Reverse(figure.reports));
    named
}

fn spread(hours: &[(i64, u64)], bins: usize) -> SpreadFigures {
    let Spread { count, median, ninety, days } = Spread::of(hours, bins);
    SpreadFigures { count, median_hours: median, ninety_hours: ninety, days }
}

fn promise(found: &Figures) -> PromiseFigures {
    let of = |wanted| found.promise.iter().filter(|(promise, _)| *promise == wanted).map(|(_, count)| count).sum();
    PromiseFigures { kept: of(Promise::Kept), broken: of(Promise::Broken), open: of(Promise::Open) }
}

/// What the limits noticed in the hours of the days, each held against the days before.
async fn fishing(app: &App, of: Counted, now: Instant) -> Result<FishingFigures, Refusal> {
    let (first, last) = of.instants();
    let (first, last) = (hour_of(first), hour_of(last.min(now)));
    let seen = app.officer.figures.seen((first - DAYS_HELD * 24, last)).await?;
    let mut hours: BTreeMap<i64, [u64; Sign::ALL.len()]> = BTreeMap::new();
    for Seen { hour, sign, times } in seen {
        hours.entry(hour).or_default()[sign as usize] += times;
    }
    // Before the first of all nothing was counted, which is not the same as none.
    let begin = hours.keys().next().copied().unwrap_or(first);
    let unusual = |hour: i64, counts: &[u64; Sign::ALL.len()]| {
        let before = (1..=DAYS_HELD).map(|day| hour - day * 24).filter(|&hour| hour >= begin);
        let before: Vec<_> = before.map(|hour| hours.get(&hour).copied().unwrap_or_default()).collect();
        let held = |sign: Sign| before.iter().map(|counts| counts[sign as usize]).collect::<Vec<_>>();
        counts[Sign::Ceiling as usize] > 0
            || [Sign::Check, Sign::Nik, Sign::Network]
                .iter()
                .any(|&sign| is_unusual(counts[sign as usize], &held(sign)))
    };
    let told = hours.range(first..).rev().map(|(&hour, counts)| FishingHour {
        at: Instant::from_millis(hour * 3_600_000).to_string(),
        checks: counts[Sign::Check as usize],
        nik: counts[Sign::Nik as usize],
        network: counts[Sign::Network as usize],
        ceiling: counts[Sign::Ceiling as usize],
        unusual: unusual(hour, counts),
    });
    let mut told: Vec<_> = told.collect();
    let unusual = told.iter().filter(|hour| hour.unusual).count() as u64;
    told.truncate(FISHING_SHOWS);
    Ok(FishingFigures { hours: told, unusual })
}
