//! The outbox on every engine: what each step leaves in it and for whom, and that a
//! message is taken by one at a time, comes back, is given up and is taken up again.

use tilik_core::case::{Finding, Handover};
use tilik_core::officer::{Area, Duty, Role};
use tilik_core::{Phone, Ticket};

use super::*;
use crate::storage::batches::{AtTheDoor, BatchAct, BatchStep, NewBatch};
use crate::storage::messages::{MessageCounts, Outcome, Taken};
use crate::storage::officers::{Act, CaseStep, Deed, Officer, What, Work, Worked};

const WHOLE: (u64, u64) = (3_510_000_000, 3_510_999_999);
const DISTRICT: (u64, u64) = (351_016, 351_016);
/// The ticket that a helper holds.
const HELPERS: u64 = 9;

fn later(seconds: i64) -> Instant {
    Instant::from_millis(NOW.millis() + seconds * 1_000)
}

impl World {
    /// Messages are on.
    async fn telling(mut self) -> (Self, Arc<Running>) {
        self.settings.messages.through = Through::Log;
        let store = self.start().await;
        let duty = Duty::new(Role::Admin, Area::Kabupaten).unwrap();
        let admin = Officer {
            id: Uuid::from_u128(1),
            name: "admin".into(),
            duty,
            password: "hash".into(),
            must_change: false,
            factor: None,
            subject: None,
            ended_at: None,
        };
        work(&store, What::Add(Box::new(admin), NOW)).await;
        (self, store)
    }

    /// A report that a helper makes.
    fn helpers(&self, person: u16) -> Submission {
        let sealing = Sealing::new(&Secrets::read(&self.settings.secrets).unwrap());
        let phone = sealing.phone_key(&Phone::parse("081298765432").unwrap());
        let submission = self.submission(person, u128::from(HELPERS), HELPERS);
        Submission { reporter_phone: Some(phone), ..submission }
    }
}

async fn work(store: &Running, what: What) -> Worked {
    store.officers.work(Work { what, deed: None }).await.unwrap()
}

/// The step of a case as it stands.
async fn step(store: &Running, ticket: u64, act: Act) -> Worked {
    let ticket = Ticket::from_random(ticket);
    let seen = store.officers.case(ticket, WHOLE).await.unwrap().map_or(0, |file| file.seen);
    let duty = Duty::new(Role::Admin, Area::Kabupaten).unwrap();
    let step = CaseStep { ticket, seen, officer: Uuid::from_u128(1), duty, act, note: Some(vec![9]), at: NOW };
    work(store, What::Step(Box::new(step))).await
}

/// What is in the outbox and was not looked at, as `ticket recipient event`.
async fn told(store: &Running) -> Vec<String> {
    let taken = store.messages.take(later(1), later(60), 99).await.unwrap();
    let tickets: Vec<_> = (0..100).map(Ticket::from_random).collect();
    let mut told = Vec::new();
    for message in &taken {
        assert_eq!((message.at, message.tries), (NOW, 1));
        let ticket = tickets.iter().position(|ticket| *ticket == message.key.ticket).unwrap();
        told.push(format!("{ticket} {} {}", message.recipient.word(), message.event.word()));
        store.messages.note(message, Outcome::Sent).await.unwrap();
    }
    told.sort();
    told
}

pub async fn a_step_leaves_what_is_told_of_it(world: World) {
    world.residents(&[(1, 1), (2, 1), (3, 3), (4, 1)]).await;
    world.recipients(&[("bst", "2020-05", Some(3), None, false)]).await;
    let (world, store) = world.telling().await;
    submit(&store, world.submission(1, 1, 1)).await;
    submit(&store, world.submission(1, 1, 1)).await;
    assert_eq!(told(&store).await, ["1 person received"], "sent twice under its key, told once");
    submit(&store, world.submission(2, 2, 2)).await;
    submit(&store, world.submission(3, 3, 3)).await;
    submit(&store, world.helpers(4)).await;
    assert_eq!(told(&store).await, ["2 person received", "3 person rejected", "9 helper received", "9 named received"]);

    // 2 and the helper's only repeat 1, and follow it.
    assert_eq!(step(&store, 9, Act::Approve).await, Worked::NoCase);
    assert_eq!(step(&store, 1, Act::PassUp).await, Worked::NotFollowing);
    assert_eq!(told(&store).await, [""; 0], "what could not be done is not told");
    assert_eq!(step(&store, 1, Act::Approve).await, Worked::Stepped(Status::Approved));
    assert_eq!(told(&store).await, ["1 person approved", "2 person approved"], "no verdict to who reported another");

    let batch = |key| NewBatch {
        idempotency_key: Uuid::from_u128(key),
        fingerprint: [1; 16],
        district: DISTRICT.0,
        villages: WHOLE,
        leaves_on: NOW.day(),
        capacity: 9,
        officer: Uuid::from_u128(1),
        at: NOW,
    };
    let leave = |number, act| What::StepBatch(Box::new(BatchStep { number, districts: DISTRICT, act, at: NOW }));
    let door = |number, result| AtTheDoor {
        number,
        districts: DISTRICT,
        ticket: Ticket::from_random(1),
        result,
        note: None,
        officer: Uuid::from_u128(1),
        at: NOW,
    };
    let say = async |number, result| work(&store, What::AtTheDoor(Box::new(door(number, result)))).await;
    assert_eq!(work(&store, What::MakeBatch(Box::new(batch(41)))).await, Worked::Made(1));
    work(&store, leave(1, BatchAct::Cancel)).await;
    assert_eq!(told(&store).await, [""; 0], "what is planned is not told");
    assert_eq!(work(&store, What::MakeBatch(Box::new(batch(42)))).await, Worked::Made(2));
    work(&store, leave(2, BatchAct::SendOff)).await;
    let on_the_way = ["1 person on_the_way", "2 person on_the_way", "9 named on_the_way"];
    assert_eq!(told(&store).await, on_the_way);
    assert_eq!(say(2, Handover::NotAtHome).await, Worked::Stepped(Status::Approved));
    assert_eq!(told(&store).await, [""; 0], "it is approved since before");
    assert_eq!(work(&store, What::MakeBatch(Box::new(batch(43)))).await, Worked::Made(3));
    work(&store, leave(3, BatchAct::SendOff)).await;
    assert_eq!(told(&store).await, on_the_way, "once more");
    assert_eq!(say(3, Handover::HandedOver).await, Worked::Stepped(Status::Delivered));
    assert_eq!(say(3, Handover::HandedOver).await, Worked::Again(Status::Delivered));
    assert_eq!(
        told(&store).await,
        ["1 person delivered", "2 person delivered", "9 helper delivered", "9 named delivered"],
        "said twice, told once"
    );
}

pub async fn an_objection_is_answered_to_who_made_it(world: World) {
    world.residents(&[(1, 1), (2, 2)]).await;
    let (world, store) = world.telling().await;
    for person in [1, 2] {
        submit(&store, world.submission(person, u128::from(person), u64::from(person))).await;
        step(&store, u64::from(person), Act::Reject(Finding::NotThere)).await;
    }
    assert_eq!(told(&store).await, ["1 person received", "2 person received"]);
    assert_eq!(told(&store).await, ["1 person rejected", "2 person rejected"]);
    for person in [1, 2] {
        let objection = Objection {
            ticket: Ticket::from_random(u64::from(person)),
            nik: world.key(person),
            reason: vec![1],
            made_at: NOW,
        };
        assert_eq!(store.reports.object(objection).await.unwrap(), Objected::Landed);
    }
    assert_eq!(told(&store).await, [""; 0]);
    assert_eq!(step(&store, 1, Act::Approve).await, Worked::Stepped(Status::Approved));
    assert_eq!(step(&store, 2, Act::Reject(Finding::NotThere)).await, Worked::Stepped(Status::Rejected));
    assert_eq!(told(&store).await, ["1 person objection_upheld", "2 person objection_refused"]);
}

pub async fn where_messages_are_off_nothing_is_written(world: World) {
    world.residents(&[(1, 1)]).await;
    let store = world.start().await;
    submit(&store, world.submission(1, 1, 1)).await;
    submit(&store, world.helpers(2)).await;
    step(&store, 1, Act::Approve).await;
    assert_eq!(world.count("SELECT COUNT(*) FROM message").await, 0);
}

/// Which tickets, and at which try.
fn tries(taken: &[Taken]) -> Vec<(Ticket, u32)> {
    let mut tries: Vec<_> = taken.iter().map(|taken| (taken.key.ticket, taken.tries)).collect();
    tries.sort_by_key(|(ticket, _)| ticket.to_string());
    tries
}

pub async fn a_message_is_taken_by_one_at_a_time_and_is_not_lost(world: World) {
    let (world, store) = world.telling().await;
    for person in 1..=12 {
        submit(&store, world.submission(person, u128::from(person), u64::from(person))).await;
    }
    assert!(store.messages.take(later(-1), later(60), 99).await.unwrap().is_empty(), "not due yet");
    assert_eq!(store.messages.waiting().await.unwrap(), 12);
    // Four at once, each of whom asks for all.
    let takers = (0..4).map(|_| {
        let store = Arc::clone(&store);
        tokio::spawn(async move { store.messages.take(later(0), later(60), 12).await.unwrap() })
    });
    let mut taken = Vec::new();
    for taker in takers.collect::<Vec<_>>() {
        taken.extend(taker.await.unwrap());
    }
    let mut expected: Vec<_> = (1..=12).map(|ticket| (Ticket::from_random(ticket), 1)).collect();
    expected.sort_by_key(|(ticket, _)| ticket.to_string());
    assert_eq!(tries(&taken), expected, "each by one of them");
    assert!(store.messages.take(later(59), later(90), 99).await.unwrap().is_empty());

    // Whoever had them is gone: another one has them now, whatever the first one finds.
    let again = store.messages.take(later(60), later(120), 99).await.unwrap();
    assert!(again.len() == 12 && again.iter().all(|taken| taken.tries == 2));
    for lost in &taken {
        store.messages.note(lost, Outcome::Dead("timeout")).await.unwrap();
    }
    assert_eq!(store.messages.overview(9).await.unwrap().0, MessageCounts { waiting: 12, ..MessageCounts::default() });
    for (place, taken) in again.iter().enumerate() {
        let outcome = match place {
            0..8 => Outcome::Sent,
            8 => Outcome::NoAddress,
            9 => Outcome::Dead("gone"),
            _ => Outcome::Again(later(600), "busy"),
        };
        store.messages.note(taken, outcome).await.unwrap();
    }
    let (counts, dead) = store.messages.overview(9).await.unwrap();
    assert_eq!(counts, MessageCounts { waiting: 2, sent: 8, no_address: 1, dead: 1 });
    assert_eq!((dead[0].ticket.clone(), dead[0].tries), (again[9].key.ticket.to_string(), 2));
    assert_eq!((dead[0].number, dead[0].failure.as_str(), dead[0].at), (1, "gone", NOW));
    assert!(store.messages.take(later(599), later(700), 99).await.unwrap().is_empty(), "they come when it was said");
    let last = store.messages.take(later(600), later(700), 1).await.unwrap();
    assert!(last.len() == 1 && last[0].tries == 3, "as many as were asked for");
}

pub async fn what_was_given_up_is_taken_up_again(world: World) {
    let (world, store) = world.telling().await;
    for person in 1..=3 {
        submit(&store, world.submission(person, u128::from(person), u64::from(person))).await;
    }
    let taken = store.messages.take(later(0), later(60), 99).await.unwrap();
    for message in &taken {
        store.messages.note(message, Outcome::Dead("refused")).await.unwrap();
    }
    assert!(store.messages.take(later(9_999), later(9_999), 99).await.unwrap().is_empty());
    let revive = async |which, word| {
        let deed = Some(Deed::new(&Sealing::new(&Secrets::read(&world.settings.secrets).unwrap()), NOW, None, word));
        store.officers.work(Work { what: What::Revive { which, at: later(100) }, deed }).await.unwrap()
    };
    let one = taken[1].key;
    assert_eq!(revive(Some((one.ticket, 2)), "message_revived").await, Worked::NotDone, "it has no second one");
    assert_eq!(revive(Some((Ticket::from_random(50), 1)), "message_revived").await, Worked::NotDone);
    assert_eq!(revive(Some((one.ticket, 1)), "message_revived").await, Worked::Done);
    assert_eq!(revive(Some((one.ticket, 1)), "message_revived").await, Worked::NotDone, "it waits already");
    let again = store.messages.take(later(100), later(200), 99).await.unwrap();
    assert_eq!((again.len(), again[0].key, again[0].tries), (1, one, 1), "the same message, its tries begin anew");
    assert_eq!(
        store.messages.overview(9).await.unwrap().0,
        MessageCounts { waiting: 1, dead: 2, ..MessageCounts::default() }
    );
    assert_eq!(revive(None, "messages_revived").await, Worked::Done);
    assert_eq!(store.messages.take(later(100), later(200), 99).await.unwrap().len(), 2);
    let deeds = store.officers.trail(i64::MAX, 9).await.unwrap();
    let deeds: Vec<_> = deeds.iter().map(|told| told.entry.deed.as_str()).collect();
    assert_eq!(deeds, ["messages_revived", "message_revived"], "what was not done is no deed");
}

pub async fn a_family_hears_of_one_step_after_the_other(world: World) {
    let (world, store) = world.telling().await;
    submit(&store, world.submission(1, 1, 1)).await;
    submit(&store, world.submission(2, 2, 2)).await;
    step(&store, 1, Act::Approve).await;
    let events = |taken: &[Taken]| {
        let mut events: Vec<_> = taken.iter().map(|taken| taken.event.word()).collect();
        events.sort_unstable();
        events
    };
    let first = store.messages.take(later(0), later(60), 99).await.unwrap();
    assert_eq!(events(&first), ["received", "received"], "what came after waits for it");
    for message in &first {
        let outcome =
            if message.key.ticket == Ticket::from_random(1) { Outcome::Dead("refused") } else { Outcome::Sent };
        store.messages.note(message, outcome).await.unwrap();
    }
    let second = store.messages.take(later(0), later(60), 99).await.unwrap();
    assert_eq!(events(&second), ["approved"]);
    store.messages.note(&second[0], Outcome::Sent).await.unwrap();
    let revive = What::Revive { which: None, at: later(100) };
    assert_eq!(work(&store, revive).await, Worked::NotDone, "what a later one has overtaken");
}
