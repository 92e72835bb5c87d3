//! What the dashboard counts, on every engine.

use tilik_core::case::{Finding, Handover};
use tilik_core::figures::{Promise, Span};
use tilik_core::officer::{Area, Duty, Role};

use super::*;
use crate::storage::batches::{AtTheDoor, BatchAct, BatchStep, NewBatch};
use crate::storage::figures::{Counted, Figures, InVillage, OnDay, Seen, Sign};
use crate::storage::officers::{Act, CaseStep, What, Work, Worked};

const VILLAGE: u64 = 3_510_161_001;
const WHOLE: (u64, u64) = (3_510_000_000, 3_510_999_999);
const HOUR: i64 = 60 * 60 * 1000;

fn later(millis: i64) -> Instant {
    Instant::from_millis(NOW.millis() + millis)
}

/// Milliseconds from now to the first instant of the day that is so many days away.
fn start_of(days: i32) -> i64 {
    Instant::start_of(NOW.day().plus_days(days)).millis() - NOW.millis()
}

/// The reports of so many days from today on.
fn counted(days: i32, villages: (u64, u64)) -> Counted {
    let today = NOW.day();
    Counted { span: Span::new(today, today.plus_days(days - 1)).unwrap(), villages }
}

async fn figures(store: &Running, of: Counted, now: i64) -> Figures {
    store.figures.figures(of, later(now)).await.unwrap()
}

async fn work(store: &Running, what: What) -> Worked {
    store.officers.work(Work { what, deed: None }).await.unwrap()
}

async fn decide(store: &Running, person: u64, act: Act, after: i64) {
    let step = CaseStep {
        ticket: Ticket::from_random(person),
        seen: 0,
        officer: Uuid::from_u128(1),
        duty: Duty::new(Role::Admin, Area::Kabupaten).unwrap(),
        act,
        note: None,
        at: later(after),
    };
    let done = work(store, What::Step(Box::new(step))).await;
    assert!(matches!(done, Worked::Stepped(_)), "{done:?}");
}

async fn hand_over(store: &Running, person: u64, after: i64) {
    let door = AtTheDoor {
        number: 1,
        districts: (351_016, 351_016),
        ticket: Ticket::from_random(person),
        result: Handover::HandedOver,
        note: None,
        officer: Uuid::from_u128(1),
        at: later(after),
    };
    assert_eq!(work(store, What::AtTheDoor(Box::new(door))).await, Worked::Stepped(Status::Delivered));
}

pub async fn reports_are_counted_by_day_village_channel_and_language(world: World) {
    world.residents(&[(1, 1), (2, 1), (3, 3), (4, 4)]).await;
    world.recipients(&[("bst", "2020-05", Some(3), None, false)]).await;
    let store = world.start().await;
    for (person, village, at, channel, language) in [
        (1, VILLAGE, 0, "web", Some("jv")),
        (2, VILLAGE, 1, "web", None),
        // The last instant of today, and the first of tomorrow.
        (4, 3_510_171_001, start_of(1) - 1, "kiosk", Some("id")),
        (3, VILLAGE, start_of(1), "web", Some("jv")),
        (6, VILLAGE + 1, 2 * DAY, "embed", None),
    ] {
        let mut submission = world.submission(person, u128::from(person), u64::from(person));
        (submission.village, submission.received_at) = (village, later(at));
        (submission.channel, submission.language) = (channel, language);
        submit(&store, submission).await;
    }
    let today = NOW.day();
    let on = |days, decided, repeated| OnDay { day: today.plus_days(days), decided, repeated, reports: 1 };
    let two = figures(&store, counted(2, WHOLE), 0).await;
    assert_eq!(
        two.days,
        [
            on(0, Status::Received, true),
            OnDay { reports: 2, ..on(0, Status::Verifying, false) },
            on(1, Status::Rejected, false),
        ]
    );
    let made = two.made.iter().map(|(channel, language, reports)| (channel.as_str(), language.as_deref(), *reports));
    assert_eq!(made.collect::<Vec<_>>(), [("web", Some("jv"), 2), ("kiosk", Some("id"), 1), ("web", None, 1)]);
    decide(&store, 1, Act::Approve, 3 * DAY).await;
    let three = figures(&store, counted(3, (VILLAGE, VILLAGE + 1)), 0).await;
    let of = |village, decided, status, repeated| InVillage { village, decided, status, repeated, reports: 1 };
    assert_eq!(
        three.villages,
        [
            of(VILLAGE, Status::Received, Status::Received, true),
            of(VILLAGE, Status::Rejected, Status::Rejected, false),
            of(VILLAGE, Status::Verifying, Status::Approved, false),
            of(VILLAGE + 1, Status::Undetermined, Status::Undetermined, false),
        ]
    );
    assert_eq!(store.figures.reports(counted(3, WHOLE)).await.unwrap(), 5);
    assert_eq!(store.figures.reports(counted(1, (VILLAGE, VILLAGE))).await.unwrap(), 2);
    assert_eq!(figures(&store, counted(3, (3_510_181_001, 3_510_181_001)), 0).await, Figures::default());
}

pub async fn what_took_how_long_is_counted_from_receipt_and_promises_from_approval(world: World) {
    world.residents(&[(1, 1), (2, 2), (3, 3), (4, 4), (5, 5)]).await;
    let store = world.start().await;
    for person in 1..=5 {
        submit(&store, world.submission(person, u128::from(person), u64::from(person))).await;
    }
    let approved = 30 * HOUR;
    for person in 1..=3 {
        // The longest wait goes first into a batch.
        decide(&store, person, Act::Approve, approved + person.cast_signed() * 1000).await;
    }
    decide(&store, 4, Act::Reject(Finding::NotSo), 2 * HOUR + 1).await;
    let new = NewBatch {
        idempotency_key: Uuid::from_u128(41),
        fingerprint: [1; 16],
        district: 351_016,
        villages: WHOLE,
        leaves_on: NOW.day(),
        capacity: 2,
        officer: Uuid::from_u128(1),
        at: later(approved + 5_000),
    };
    assert_eq!(work(&store, What::MakeBatch(Box::new(new))).await, Worked::Made(1));
    let step =
        BatchStep { number: 1, districts: (351_016, 351_016), act: BatchAct::SendOff, at: later(approved + 6_000) };
    assert_eq!(work(&store, What::StepBatch(Box::new(step))).await, Worked::Done);
    // Approved tomorrow: the seventh day after ends where the ninth from today begins.
    let past = start_of(9);
    hand_over(&store, 1, past - 1).await;
    hand_over(&store, 2, past).await;

    let found = figures(&store, counted(1, WHOLE), past - 1).await;
    assert_eq!(found.verdict, [(2, 1), (30, 3)]);
    assert_eq!(found.approval, [(30, 3)]);
    assert_eq!(found.delivery, [(past / HOUR, 2)], "a millisecond apart, within an hour");
    let promises = async |now| {
        let mut promises = figures(&store, counted(1, WHOLE), now).await.promise;
        promises.sort_by_key(|(promise, _)| format!("{promise:?}"));
        promises
    };
    let (kept, broken) = ((Promise::Kept, 1), (Promise::Broken, 1));
    assert_eq!(promises(past - 1).await, [broken, kept, (Promise::Open, 1)]);
    assert_eq!(promises(past).await, [broken, broken, kept], "nobody has it, and its day is past");
}

pub async fn a_file_has_each_report_once_in_the_order_of_receipt(world: World) {
    world.residents(&[(1, 1), (2, 1), (3, 3), (4, 4)]).await;
    let store = world.start().await;
    for (person, at) in [(4, 0), (1, 0), (2, 5), (3, 2)] {
        let mut submission = world.submission(person, u128::from(person), u64::from(person));
        submission.received_at = later(at);
        submit(&store, submission).await;
    }
    decide(&store, 3, Act::Reject(Finding::Deceased), 7).await;
    let (mut lines, mut after) = (Vec::new(), None);
    loop {
        let page = store.figures.lines(counted(1, WHOLE), after, 2).await.unwrap();
        let Some(last) = page.last() else { break };
        after = Some((last.received_at, last.ticket.clone()));
        lines.extend(page);
    }
    let ticket = |person| Ticket::from_random(person).to_string();
    let mut first = [ticket(1), ticket(4)];
    first.sort();
    let order: Vec<_> = lines.iter().map(|line| line.ticket.clone()).collect();
    assert_eq!(order, [first[0].clone(), first[1].clone(), ticket(3), ticket(2)]);
    let rejected = &lines[2];
    assert_eq!((rejected.status, rejected.finding), (Status::Rejected, Some(Finding::Deceased)));
    assert_eq!((rejected.verdict_at, rejected.approved_at), (Some(later(7)), None));
    assert_eq!((lines[3].repeats.clone(), lines[3].status), (Some(ticket(1)), Status::Received));
}

pub async fn signs_add_up_whoever_saw_them(world: World) {
    let (one, other) = (world.start().await, world.start().await);
    let seen = |hour, sign, times| Seen { hour, sign, times };
    one.figures.see(vec![seen(5, Sign::Nik, 2), seen(5, Sign::Check, 100)]).await.unwrap();
    let both = tokio::join!(
        one.figures.see(vec![seen(5, Sign::Nik, 1), seen(7, Sign::Ceiling, 1)]),
        other.figures.see(vec![seen(5, Sign::Nik, 4)])
    );
    assert!(both.0.is_ok() && both.1.is_ok());
    let found = other.figures.seen((5, 6)).await.unwrap();
    assert_eq!(found, [seen(5, Sign::Check, 100), seen(5, Sign::Nik, 7)]);
}
