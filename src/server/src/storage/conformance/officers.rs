//! The officers' side on every engine: accounts, what waits, what is done with it, and
//! the trail.

use tilik_core::case::{Desk, Finding, Handover};
use tilik_core::officer::{Area, Duty, Role};

use super::*;
use crate::officer::subject::Subject;
use crate::sealing::SessionKey;
use crate::storage::batches::{AtTheDoor, BatchAct, BatchStep, NewBatch};
use crate::storage::officers::{
    Act, CaseFile, CaseStep, Deed, Entry, Officer, PAUSE, Queue, TRIES, What, Work, Worked,
};

const VILLAGE: u64 = 3_510_161_001;
const WHOLE: (u64, u64) = (3_510_000_000, 3_510_999_999);

fn later(millis: i64) -> Instant {
    Instant::from_millis(NOW.millis() + millis)
}

fn duty(role: Role, code: Option<u64>) -> Duty {
    Duty::new(role, code.map_or(Area::Kabupaten, |code| Area::from_code(code).unwrap())).unwrap()
}

fn officer(id: u128, name: &str, duty: Duty) -> Officer {
    Officer {
        id: Uuid::from_u128(id),
        name: name.into(),
        duty,
        password: "hash".into(),
        must_change: true,
        factor: None,
        subject: None,
        ended_at: None,
    }
}

impl World {
    fn sealing(&self) -> Sealing {
        Sealing::new(&Secrets::read(&self.settings.secrets).unwrap())
    }

    fn session(&self, token: &str) -> SessionKey {
        self.sealing().session_key(token)
    }

    fn deed(&self, word: &'static str) -> Option<Deed> {
        Some(Deed::new(&self.sealing(), NOW, None, word))
    }
}

pub async fn work(store: &Running, what: What) -> Worked {
    store.officers.work(Work { what, deed: None }).await.unwrap()
}

async fn add(store: &Running, officer: &Officer) -> Worked {
    work(store, What::Add(Box::new(officer.clone()), NOW)).await
}

pub async fn an_account_has_its_name_alone_and_ends_with_its_sessions(world: World) {
    let store = world.start().await;
    let siti = officer(1, "siti", duty(Role::Verifier, Some(VILLAGE)));
    assert_eq!(add(&store, &siti).await, Worked::Done);
    assert_eq!(add(&store, &Officer { id: Uuid::from_u128(2), ..siti.clone() }).await, Worked::NotDone);
    assert_eq!(store.officers.officer("siti").await.unwrap(), Some(siti.clone()));
    assert_eq!(store.officers.officer("budi").await.unwrap(), None);

    let (one, other) = (world.session("one"), world.session("other"));
    for key in [one, other] {
        let what = What::SignIn { key, officer: siti.id, at: NOW, until: later(DAY) };
        assert_eq!(work(&store, what).await, Worked::Done);
    }
    let session = store.officers.session(one, NOW).await.unwrap().unwrap();
    assert_eq!((session.officer, session.seen_at, session.until), (siti.clone(), NOW, later(DAY)));
    assert_eq!(store.officers.session(one, later(DAY)).await.unwrap(), None, "past its time");
    work(&store, What::Seen { key: one, at: later(90_000) }).await;
    assert_eq!(store.officers.session(one, NOW).await.unwrap().unwrap().seen_at, later(90_000));

    let what = What::Password { officer: siti.id, password: "new".into(), must_change: false, keep: Some(one) };
    assert_eq!(work(&store, what).await, Worked::Done);
    let session = store.officers.session(one, NOW).await.unwrap().unwrap();
    assert_eq!((session.officer.password.as_str(), session.officer.must_change), ("new", false));
    assert_eq!(store.officers.session(other, NOW).await.unwrap(), None, "the others end");

    assert_eq!(work(&store, What::Factor { officer: siti.id, sealed: Some(vec![7]) }).await, Worked::Done);
    assert_eq!(store.officers.officer("siti").await.unwrap().unwrap().factor, Some(vec![7]));
    assert_eq!(work(&store, What::Factor { officer: siti.id, sealed: Some(vec![8]) }).await, Worked::NotDone, "one");
    assert_eq!(work(&store, What::FactorUsed { officer: siti.id, at: 5 }).await, Worked::Done);
    assert_eq!(work(&store, What::FactorUsed { officer: siti.id, at: 5 }).await, Worked::NotDone, "a code counts once");

    assert_eq!(work(&store, What::SignOut { key: one }).await, Worked::Done);
    assert_eq!(store.officers.session(one, NOW).await.unwrap(), None);
    let what = What::SignIn { key: other, officer: siti.id, at: NOW, until: later(DAY) };
    work(&store, what).await;
    assert_eq!(work(&store, What::End { officer: siti.id, at: NOW }).await, Worked::Done);
    assert_eq!(store.officers.session(other, NOW).await.unwrap(), None);
    assert_eq!(store.officers.officer("siti").await.unwrap().unwrap().ended_at, Some(NOW));
    assert_eq!(add(&store, &Officer { id: Uuid::from_u128(3), ..siti }).await, Worked::NotDone, "a name is for good");
}

pub async fn the_last_admin_stays_and_the_trail_says_whose_account_it_was(world: World) {
    let store = world.start().await;
    let admin = |id, name| officer(id, name, duty(Role::Admin, None));
    for officer in [admin(1, "siti"), admin(2, "budi"), officer(3, "tini", duty(Role::Auditor, None))] {
        add(&store, &officer).await;
    }
    let names: Vec<_> = store.officers.officers().await.unwrap().into_iter().map(|officer| officer.name).collect();
    assert_eq!(names, ["budi", "siti", "tini"]);
    // Both end the other at once.
    let ends = [1, 2].map(|id| {
        let officer = Uuid::from_u128(id);
        let deed = world.deed("account_ended").map(|deed| deed.of(officer));
        let (store, what) = (Arc::clone(&store), What::End { officer, at: NOW });
        tokio::spawn(async move { store.officers.work(Work { what, deed }).await.unwrap() })
    });
    let mut ended = Vec::new();
    for end in ends {
        ended.push(end.await.unwrap());
    }
    ended.sort_by_key(|worked| *worked == Worked::LastAdmin);
    assert_eq!(ended, [Worked::Done, Worked::LastAdmin]);
    assert_eq!(work(&store, What::End { officer: Uuid::from_u128(3), at: NOW }).await, Worked::Done);
    assert_eq!(work(&store, What::End { officer: Uuid::from_u128(9), at: NOW }).await, Worked::NotDone);
    let left = store.officers.officers().await.unwrap().into_iter().filter(|officer| officer.ended_at.is_none());
    let left: Vec<_> = left.map(|officer| officer.name).collect();
    assert_eq!(left.len(), 1);
    let [told] = &store.officers.trail(i64::MAX, 9).await.unwrap()[..] else { panic!("what was not done is no deed") };
    assert!(told.account.is_some() && told.account.as_ref() != left.first(), "{told:?}");
    assert!(told.entry.follows(None, &world.sealing()));
}

pub async fn an_account_is_bound_to_one_subject_and_a_sign_on_counts_once(world: World) {
    let store = world.start().await;
    let (siti, budi) = (officer(1, "siti", duty(Role::Admin, None)), officer(2, "budi", duty(Role::Admin, None)));
    for officer in [&siti, &budi] {
        add(&store, officer).await;
    }
    let subject = |text| world.sealing().subject_key("https://issuer", &Subject::parse(text).unwrap());
    let elsewhere = world.sealing().subject_key("https://other", &Subject::parse("one").unwrap());
    let link = |officer: &Officer, subject| work(&store, What::Link { officer: officer.id, subject });
    let bound = async |text| store.officers.officer_of(subject(text)).await.unwrap().map(|officer| officer.name);
    let session = world.session("one");
    work(&store, What::SignIn { key: session, officer: siti.id, at: NOW, until: later(DAY) }).await;

    assert_eq!(link(&siti, Some(subject("one"))).await, Worked::Done);
    assert_eq!(store.officers.session(session, NOW).await.unwrap(), None, "how one signs in has changed");
    work(&store, What::SignIn { key: session, officer: budi.id, at: NOW, until: later(DAY) }).await;
    assert_eq!(link(&budi, Some(subject("one"))).await, Worked::NotDone, "it is another's");
    assert!(store.officers.session(session, NOW).await.unwrap().is_some(), "nothing has changed");
    assert_eq!(bound("one").await.as_deref(), Some("siti"));
    assert_eq!(store.officers.officer_of(elsewhere).await.unwrap(), None, "another issuer's is another");
    assert_eq!(link(&siti, Some(subject("other"))).await, Worked::Done);
    assert_eq!((bound("one").await, bound("other").await.as_deref()), (None, Some("siti")));
    assert_eq!(link(&siti, None).await, Worked::Done);
    assert_eq!(link(&budi, None).await, Worked::Done, "nobody is nobody, as often as one likes");
    assert_eq!(link(&siti, Some(subject("one"))).await, Worked::Done);
    assert_eq!(work(&store, What::End { officer: siti.id, at: NOW }).await, Worked::Done);
    assert_eq!(bound("one").await, None, "an ended account is nobody's");
    assert_eq!(link(&siti, Some(subject("one"))).await, Worked::NotDone);
    assert_eq!(link(&budi, Some(subject("one"))).await, Worked::Done, "and its owner may have another");

    let used = |state: &[u8], at| {
        let key = world.sealing().sign_on_key(state);
        work(&store, What::SignOnUsed { key, at, until: later(1_000) })
    };
    assert_eq!(used(b"one", NOW).await, Worked::Done);
    assert_eq!(used(b"one", later(999)).await, Worked::NotDone);
    assert_eq!(used(b"other", NOW).await, Worked::Done);
}

pub async fn tries_at_a_password_are_counted_by_browser(world: World) {
    let store = world.start().await;
    let strangers = world.sealing().try_key("siti", None);
    let known = world.sealing().try_key("siti", Some("browser"));
    let mut counted = 0;
    for _ in 0..TRIES + 5 {
        counted += i64::from(work(&store, What::Try { key: strangers, at: NOW }).await == Worked::Done);
    }
    assert_eq!(counted, TRIES);
    assert_eq!(work(&store, What::Try { key: known, at: NOW }).await, Worked::Done, "the owner's own is apart");
    assert_eq!(work(&store, What::Try { key: strangers, at: later(PAUSE - 1) }).await, Worked::NotDone);
    assert_eq!(work(&store, What::Try { key: strangers, at: later(PAUSE) }).await, Worked::Done);
    work(&store, What::Right { key: strangers }).await;
    for _ in 0..TRIES - 1 {
        assert_eq!(work(&store, What::Try { key: strangers, at: later(PAUSE) }).await, Worked::Done, "it began anew");
    }
}

async fn queue(store: &Running, villages: (u64, u64), desk: Desk, limit: usize) -> Queue {
    store.officers.queue(villages, desk, limit).await.unwrap()
}

fn tickets(queue: &Queue) -> Vec<Ticket> {
    queue.cases.iter().map(|case| case.ticket).collect()
}

async fn case(store: &Running, ticket: u64) -> Option<CaseFile> {
    store.officers.case(Ticket::from_random(ticket), WHOLE).await.unwrap()
}

impl World {
    /// Somebody does something with a case as it stands.
    async fn step(&self, store: &Running, ticket: u64, duty: Duty, act: Act) -> Worked {
        let seen = case(store, ticket).await.map_or(0, |file| file.seen);
        self.step_seen(store, ticket, duty, act, seen).await
    }

    async fn step_seen(&self, store: &Running, ticket: u64, duty: Duty, act: Act, seen: u32) -> Worked {
        let step = CaseStep {
            ticket: Ticket::from_random(ticket),
            seen,
            officer: Uuid::from_u128(1),
            duty,
            act,
            note: Some(vec![9]),
            at: later(1),
        };
        let deed = self.deed(act.deed()).map(|deed| deed.about(Ticket::from_random(ticket)));
        store.officers.work(Work { what: What::Step(Box::new(step)), deed }).await.unwrap()
    }
}

pub async fn what_waits_is_shown_where_it_belongs(world: World) {
    world.residents(&[(1, 1), (2, 2), (3, 3), (4, 4), (5, 4)]).await;
    world.recipients(&[("bst", "2020-05", Some(3), None, false)]).await;
    let store = world.start().await;
    for (person, village, at) in
        [(1, VILLAGE, 2), (2, VILLAGE + 1, 0), (3, VILLAGE, 0), (4, 3_510_171_001, 1), (6, VILLAGE, 3)]
    {
        let mut submission = world.submission(person, u128::from(person), u64::from(person));
        submission.village = village;
        submission.received_at = later(at);
        submit(&store, submission).await;
    }
    // A repetition of the fourth's family.
    submit(&store, world.submission(5, 5, 5)).await;
    let expected = |tickets: &[u64]| tickets.iter().map(|&ticket| Ticket::from_random(ticket)).collect::<Vec<_>>();

    let village = queue(&store, (VILLAGE, VILLAGE), Desk::Desa, 10).await;
    assert_eq!((tickets(&village), village.total), (expected(&[1, 6]), 2), "the rejected does not wait");
    let whole = queue(&store, WHOLE, Desk::Kabupaten, 10).await;
    assert_eq!((tickets(&whole), whole.total), (expected(&[2, 4, 1, 6]), 4), "the oldest first, repetitions not");
    let first = queue(&store, WHOLE, Desk::Kabupaten, 1).await;
    assert_eq!((tickets(&first), first.total), (expected(&[2]), 4));
    assert_eq!(whole.cases[3].status, Status::Undetermined, "nobody's card");

    let district = duty(Role::Coordinator, Some(351_016));
    add(&store, &officer(1, "siti", district)).await;
    assert_eq!(world.step(&store, 6, district, Act::PassUp).await, Worked::Stepped(Status::Undetermined));
    let whole = queue(&store, WHOLE, Desk::Kabupaten, 10).await;
    assert_eq!(tickets(&whole), expected(&[6, 2, 4, 1]), "what was passed up to the desk comes first");
    assert_eq!((whole.cases[0].desk, whole.cases[0].since), (Desk::Kabupaten, later(1)));
}

pub async fn a_case_tells_what_there_is_to_know(world: World) {
    world.residents(&[(1, 1), (2, 1), (3, 3), (3, 4)]).await;
    let store = world.start().await;
    submit(&store, world.submission(1, 1, 1)).await;
    submit(&store, world.submission(2, 2, 2)).await;
    submit(&store, world.submission(3, 3, 3)).await;
    world.recipients(&[("bst", "2020-05", None, Some(1), true)]).await;

    let file = case(&store, 1).await.unwrap();
    assert_eq!(
        (file.case.status, file.decided, file.standing),
        (Status::Verifying, Status::Verifying, FamilyStanding::Certain)
    );
    assert_eq!(summary(&file.aid), ["bst 2020-05 family true"], "as the lists are today");
    let family: Vec<_> = file.family.iter().map(|member| (member.card, member.reported)).collect();
    assert_eq!(family.len(), 2);
    assert_eq!(family.iter().filter(|&&member| member == (1, true)).count(), 1);
    let others: Vec<_> = file.others.iter().map(|other| (other.ticket.clone(), other.repeats)).collect();
    assert_eq!(others, [(Ticket::from_random(2).to_string(), true)]);
    assert_eq!((file.acts.len(), file.seen, file.objection), (0, 0, None));
    assert!(case(&store, 2).await.is_none(), "what only repeats is looked at where it repeats");
    assert!(case(&store, 9).await.is_none());
    let elsewhere = store.officers.case(Ticket::from_random(1), (3_510_171_001, 3_510_179_999)).await.unwrap();
    assert!(elsewhere.is_none(), "another area's");

    let uncertain = case(&store, 3).await.unwrap();
    assert_eq!(uncertain.standing, FamilyStanding::Uncertain);
    assert_eq!(uncertain.family.iter().map(|member| member.card).collect::<Vec<_>>(), [1, 2]);
}

pub async fn a_case_is_decided_once_by_whose_it_is(world: World) {
    world.residents(&[(1, 1), (2, 2)]).await;
    let store = world.start().await;
    submit(&store, world.submission(1, 1, 1)).await;
    submit(&store, world.submission(2, 2, 2)).await;
    let verifier = duty(Role::Verifier, Some(VILLAGE));
    let (district, regency) = (duty(Role::Coordinator, Some(351_016)), duty(Role::Admin, None));
    let neighbour = duty(Role::Verifier, Some(VILLAGE + 1));
    add(&store, &officer(1, "siti", verifier)).await;

    assert_eq!(world.step(&store, 9, verifier, Act::Approve).await, Worked::NoCase);
    assert_eq!(world.step(&store, 1, neighbour, Act::Approve).await, Worked::NoCase);
    assert_eq!(world.step_seen(&store, 1, verifier, Act::Approve, 1).await, Worked::Changed);
    assert_eq!(world.step(&store, 1, verifier, Act::PassUp).await, Worked::Stepped(Status::Verifying));
    assert_eq!(world.step(&store, 1, verifier, Act::Approve).await, Worked::NotYours);
    assert_eq!(world.step(&store, 1, district, Act::Approve).await, Worked::Stepped(Status::Approved));
    assert_eq!(world.step(&store, 1, regency, Act::Reject(Finding::NotSo)).await, Worked::NotFollowing);
    assert_eq!(world.step(&store, 2, regency, Act::PassUp).await, Worked::NotFollowing, "there is nobody above");
    assert_eq!(tickets(&queue(&store, WHOLE, Desk::Desa, 9).await), [Ticket::from_random(2)]);

    let file = case(&store, 1).await.unwrap();
    let acts: Vec<_> = file.acts.iter().map(|done| (done.act, done.by.as_str(), done.note.clone())).collect();
    assert_eq!(acts, [(Act::PassUp, "siti", Some(vec![9])), (Act::Approve, "siti", Some(vec![9]))]);
    let progress = store.reports.progress(Ticket::from_random(1), Holder::Person(world.key(1))).await.unwrap().unwrap();
    let steps: Vec<_> = progress.events.iter().map(|event| event.status).collect();
    assert_eq!(steps, [Status::Received, Status::Verifying, Status::Approved]);
    let trail = store.officers.trail(i64::MAX, 9).await.unwrap();
    let deeds: Vec<_> = trail.iter().map(|told| told.entry.deed.as_str()).collect();
    assert_eq!(deeds, ["approved", "passed_up"], "what could not be done is no deed");
    assert!(submit(&store, world.submission(1, 3, 3)).await.starts_with("received"), "it still waits for its package");
}

pub async fn a_rejected_family_may_report_again_and_objects_to_other_eyes(world: World) {
    world.residents(&[(1, 1), (2, 1)]).await;
    let store = world.start().await;
    submit(&store, world.submission(1, 1, 1)).await;
    let verifier = duty(Role::Verifier, Some(VILLAGE));
    add(&store, &officer(1, "siti", verifier)).await;
    let reject = Act::Reject(Finding::NotInNeed);
    assert_eq!(world.step(&store, 1, verifier, reject).await, Worked::Stepped(Status::Rejected));
    let holder = Holder::Person(world.key(1));
    let progress = store.reports.progress(Ticket::from_random(1), holder).await.unwrap().unwrap();
    assert_eq!(progress.may_object_until, Some(NOW.day().plus_days(30)));
    assert_eq!(progress.events.last().unwrap().reason.as_deref(), Some("not_in_need"));

    let again = submit(&store, world.submission(2, 2, 2)).await;
    assert!(again.starts_with("verifying"), "nothing stands in the way any more: {again}");
    let objection = |ticket, person| Objection {
        ticket: Ticket::from_random(ticket),
        nik: world.key(person),
        reason: vec![1],
        made_at: later(DAY),
    };
    assert_eq!(store.reports.object(objection(1, 1)).await.unwrap(), Objected::Landed);
    let file = case(&store, 1).await.unwrap();
    assert_eq!((file.case.status, file.case.desk, file.case.since), (Status::Objected, Desk::Kecamatan, later(DAY)));
    assert_eq!(file.objection, Some((vec![1], later(DAY))));
    assert_eq!(world.step(&store, 1, verifier, Act::Approve).await, Worked::NotYours, "other eyes");
    let district = duty(Role::Coordinator, Some(351_016));
    assert_eq!(world.step(&store, 1, district, reject).await, Worked::Stepped(Status::Rejected));
    let progress = store.reports.progress(Ticket::from_random(1), holder).await.unwrap().unwrap();
    assert_eq!(progress.may_object_until, None, "there is one objection");
    // The second report of the family is the open one now, though the first was.
    let third = submit(&store, world.submission(1, 3, 3)).await;
    assert!(third.starts_with("received"), "{third}");
}

pub async fn a_batch_takes_who_waits_longest_and_what_is_late_is_told(world: World) {
    world.residents(&[(1, 1), (2, 2), (3, 3)]).await;
    let store = world.start().await;
    let admin = duty(Role::Admin, None);
    add(&store, &officer(1, "admin", admin)).await;
    for person in [3, 1, 2] {
        submit(&store, world.submission(person, u128::from(person), u64::from(person))).await;
        let step = CaseStep {
            ticket: Ticket::from_random(u64::from(person)),
            seen: 0,
            officer: Uuid::from_u128(1),
            duty: admin,
            act: Act::Approve,
            note: None,
            at: later(i64::from(person) * DAY),
        };
        assert_eq!(work(&store, What::Step(Box::new(step))).await, Worked::Stepped(Status::Approved));
    }
    let found = store.batches.deliveries(WHOLE, later(2 * DAY), 10).await.unwrap();
    assert_eq!((found.waiting[0].village, found.waiting[0].count, found.waiting[0].since), (VILLAGE, 3, later(DAY)));
    let late: Vec<_> = found.late.iter().map(|late| (late.ticket.clone(), late.since)).collect();
    assert_eq!(late, [(Ticket::from_random(1).to_string(), later(DAY))]);

    let new = NewBatch {
        idempotency_key: Uuid::from_u128(40),
        fingerprint: [1; 16],
        district: 351_016,
        villages: WHOLE,
        leaves_on: later(4 * DAY).day(),
        capacity: 2,
        officer: Uuid::from_u128(1),
        at: later(4 * DAY),
    };
    let make = |new: NewBatch| work(&store, What::MakeBatch(Box::new(new)));
    assert_eq!(make(new.clone()).await, Worked::Made(1));
    assert_eq!(make(new.clone()).await, Worked::MadeBefore(1));
    assert_eq!(make(NewBatch { fingerprint: [2; 16], ..new }).await, Worked::KeyReused);
    let (batch, packages) = store.batches.manifest(1, (351_016, 351_016)).await.unwrap().unwrap();
    assert_eq!((batch.packages, batch.left, batch.leaves_on), (2, false, later(4 * DAY).day()));
    let named: Vec<_> = packages.iter().map(|package| package.ticket.clone()).collect();
    assert_eq!(named, [1, 2].map(|ticket| Ticket::from_random(ticket).to_string()));
    assert!(store.batches.manifest(1, (351_017, 351_017)).await.unwrap().is_none());
    let of = |person: u16| {
        let (store, holder) = (Arc::clone(&store), Holder::Person(world.key(person)));
        async move { store.reports.progress(Ticket::from_random(u64::from(person)), holder).await.unwrap().unwrap() }
    };
    assert_eq!((of(1).await.status, of(1).await.leaves_on), (Status::Batched, Some(later(4 * DAY).day())));
    assert_eq!((of(3).await.status, of(3).await.leaves_on), (Status::Approved, None));

    let step = |act| BatchStep { number: 1, districts: (351_016, 351_016), act, at: later(5 * DAY) };
    assert_eq!(work(&store, What::StepBatch(Box::new(step(BatchAct::SendOff)))).await, Worked::Done);
    assert_eq!(work(&store, What::StepBatch(Box::new(step(BatchAct::Cancel)))).await, Worked::NotFollowing);
    let door = |person: u64, result| AtTheDoor {
        number: 1,
        districts: (351_016, 351_016),
        ticket: Ticket::from_random(person),
        result,
        note: None,
        officer: Uuid::from_u128(1),
        at: later(5 * DAY),
    };
    let say = |person, result| work(&store, What::AtTheDoor(Box::new(door(person, result))));
    assert_eq!(say(1, Handover::HandedOver).await, Worked::Stepped(Status::Delivered));
    assert_eq!(say(1, Handover::HandedOver).await, Worked::Again(Status::Delivered));
    assert_eq!(say(1, Handover::Moved).await, Worked::Changed);
    assert_eq!(say(2, Handover::Refused).await, Worked::Stepped(Status::Verifying));
    let again = case(&store, 2).await.unwrap();
    assert_eq!((again.case.desk, again.case.since), (Desk::Kecamatan, later(5 * DAY)), "the district asks why");
    assert_eq!(say(3, Handover::HandedOver).await, Worked::NoCase);
    assert_eq!((of(2).await.status, of(2).await.leaves_on), (Status::Verifying, None));
    assert!(submit(&store, world.submission(1, 11, 11)).await.starts_with("verifying"), "its case is closed");
    assert!(submit(&store, world.submission(2, 12, 12)).await.starts_with("received"), "its case is not");
}

pub async fn the_trail_is_one_chain_whoever_writes_at_once(world: World) {
    let store = world.start().await;
    let sealing = world.sealing();
    let writers = (0..20).map(|_| {
        let (store, deed) = (Arc::clone(&store), world.deed("saw_queue"));
        tokio::spawn(async move { store.officers.work(Work { what: What::Look, deed }).await.unwrap() })
    });
    for writer in writers.collect::<Vec<_>>() {
        assert_eq!(writer.await.unwrap(), Worked::Done);
    }
    let mut entries: Vec<Entry> =
        store.officers.trail(i64::MAX, 100).await.unwrap().into_iter().map(|told| told.entry).collect();
    entries.reverse();
    assert_eq!(entries.len(), 20);
    assert!(entries[0].follows(None, &sealing));
    assert!(entries.windows(2).all(|pair| pair[1].follows(Some(&pair[0]), &sealing)));
    let page = store.officers.trail(11, 3).await.unwrap();
    assert_eq!(page.iter().map(|told| told.entry.number).collect::<Vec<_>>(), [10, 9, 8]);

    // Whatever is changed, left out or made by somebody without the keys shows.
    let [first, second, third, ..] = &entries[..] else { unreachable!() };
    let changed = [
        Entry { deed: "saw_case".into(), ..second.clone() },
        Entry { at: later(1), ..second.clone() },
        Entry { ticket: Some("x".into()), ..second.clone() },
        Entry { officer: Some(Uuid::from_u128(1)), ..second.clone() },
        Entry { account: Some(Uuid::from_u128(1)), ..second.clone() },
    ];
    assert!(changed.iter().all(|entry| !entry.follows(Some(first), &sealing)));
    assert!(!Entry { number: 2, ..third.clone() }.follows(Some(first), &sealing), "one left out");
    let others = Sealing::new(&Secrets::random(&SystemEntropy));
    let forged = Deed::new(&others, NOW, None, "saw_queue").after(Some(first));
    assert!(!forged.follows(Some(first), &sealing) && forged.follows(Some(first), &others));
}
