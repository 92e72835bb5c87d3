//! What every engine must do, whatever it is: SQLite, PostgreSQL, and PostgreSQL as an
//! engine that shards sees it, with every table in partitions by the hash of its home
//! and no transaction over two of them. The cases know the traits alone.

mod announcements;
mod figures;
mod messages;
mod officers;

use sqlx::Connection;
use std::path::PathBuf;
use std::sync::Arc;
use tempfile::TempDir;
use tilik_core::{Aid, Crossing, FamilyStanding, Nik, RuleSet, Status, Ticket};
use tilik_snapshot::{Found, Header, Key, Pair, Snapshot};
use uuid::Uuid;

use super::cluster::{self, Cluster};
use super::engine::{self, Running};
use super::kiosks::{Device, KioskChange, KioskChanged, PIN_PAUSE, PIN_TRIES, Standing};
use super::{Holder, Objected, Objection, Reserved, Submission, Submitted, Verdict};
use crate::clock::{Instant, SystemClock};
use crate::entropy::SystemEntropy;
use crate::import;
use crate::kiosk::{self, Keys, Snapshots};
use crate::sealing::{CodeKey, NikKey, Sealing};
use crate::secrets::Secrets;
use crate::settings::{Given, Settings, Through};
use announcements::{an_announcement_stays_as_it_was_made, the_lists_are_read_village_by_village};
use figures::{
    a_file_has_each_report_once_in_the_order_of_receipt, reports_are_counted_by_day_village_channel_and_language,
    signs_add_up_whoever_saw_them, what_took_how_long_is_counted_from_receipt_and_promises_from_approval,
};
use messages::{
    a_family_hears_of_one_step_after_the_other, a_message_is_taken_by_one_at_a_time_and_is_not_lost,
    a_step_leaves_what_is_told_of_it, an_objection_is_answered_to_who_made_it, what_was_given_up_is_taken_up_again,
    where_messages_are_off_nothing_is_written,
};
use officers::{
    a_batch_takes_who_waits_longest_and_what_is_late_is_told, a_case_is_decided_once_by_whose_it_is,
    a_case_tells_what_there_is_to_know, a_rejected_family_may_report_again_and_objects_to_other_eyes,
    an_account_has_its_name_alone_and_ends_with_its_sessions,
    an_account_is_bound_to_one_subject_and_a_sign_on_counts_once,
    the_last_admin_stays_and_the_trail_says_whose_account_it_was, the_trail_is_one_chain_whoever_writes_at_once,
    tries_at_a_password_are_counted_by_browser, what_waits_is_shown_where_it_belongs,
};

const DAY: i64 = 24 * 60 * 60 * 1000;
const NOW: Instant = Instant::from_millis(1_589_950_000_000);

/// A synthetic person: only the serial tells one from the other.
fn nik(serial: u16) -> String {
    format!("351016120385{serial:04}")
}

/// A synthetic card.
fn card(serial: u16) -> String {
    format!("351016010120{serial:04}")
}

/// A line of a list: scheme, period, person or none, card or none, paid.
type Line<'a> = (&'a str, &'a str, Option<u16>, Option<u16>, bool);

/// The engines.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Sqlite,
    Postgres,
    Sharded,
}

/// Each case on each engine.
macro_rules! on_every_engine {
    ($($case:ident)*) => {
        mod sqlite {$(
            #[tokio::test(flavor = "multi_thread")]
            async fn $case() {
                super::$case(super::World::new(super::Kind::Sqlite).await).await;
            }
        )*}
        mod postgres {$(
            #[tokio::test(flavor = "multi_thread")]
            async fn $case() {
                super::$case(super::World::new(super::Kind::Postgres).await).await;
            }
        )*}
        mod sharded {$(
            #[tokio::test(flavor = "multi_thread")]
            async fn $case() {
                super::$case(super::World::new(super::Kind::Sharded).await).await;
            }
        )*}
    };
}

on_every_engine! {
    aid_reaches_the_person_the_card_and_nobody_else
    the_newest_period_of_a_scheme_is_active_and_an_edition_replaces_its_former
    a_new_registry_ends_memberships_and_keeps_their_dates
    a_family_has_one_open_report
    an_open_report_moves_with_its_person
    a_key_is_one_report_also_when_sent_at_once
    a_family_that_reports_at_once_has_one_case
    a_taken_ticket_is_drawn_again_and_a_report_that_cannot_be_written_fails_alone
    an_objection_is_for_the_rejected_in_time_and_once
    a_kiosk_enrols_once_and_ends_when_revoked
    tries_at_the_digits_are_counted
    a_reserved_ticket_is_one_reports_and_nobody_elses
    a_snapshot_says_of_each_person_what_the_lists_say
    an_account_has_its_name_alone_and_ends_with_its_sessions
    an_account_is_bound_to_one_subject_and_a_sign_on_counts_once
    the_last_admin_stays_and_the_trail_says_whose_account_it_was
    tries_at_a_password_are_counted_by_browser
    what_waits_is_shown_where_it_belongs
    a_case_tells_what_there_is_to_know
    a_case_is_decided_once_by_whose_it_is
    a_rejected_family_may_report_again_and_objects_to_other_eyes
    a_batch_takes_who_waits_longest_and_what_is_late_is_told
    the_trail_is_one_chain_whoever_writes_at_once
    the_lists_are_read_village_by_village
    an_announcement_stays_as_it_was_made
    a_step_leaves_what_is_told_of_it
    an_objection_is_answered_to_who_made_it
    where_messages_are_off_nothing_is_written
    a_message_is_taken_by_one_at_a_time_and_is_not_lost
    what_was_given_up_is_taken_up_again
    a_family_hears_of_one_step_after_the_other
    reports_are_counted_by_day_village_channel_and_language
    what_took_how_long_is_counted_from_receipt_and_promises_from_approval
    a_file_has_each_report_once_in_the_order_of_receipt
    signs_add_up_whoever_saw_them
}

struct World {
    folder: TempDir,
    settings: Settings,
}

impl World {
    async fn new(kind: Kind) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut settings = Given::default().settle().unwrap();
        settings.secrets = folder.path().join("secrets.toml");
        settings.database = match kind {
            Kind::Sqlite => format!("sqlite://{}", folder.path().join("tilik.db").display()),
            Kind::Postgres | Kind::Sharded => Cluster::given().database().await,
        };
        let world = Self { folder, settings };
        if kind == Kind::Sharded {
            world.open().await;
            cluster::partition(&world.settings.database).await;
        }
        Self { settings: Settings { database_sharded: kind == Kind::Sharded, ..world.settings }, ..world }
    }

    async fn open(&self) {
        let opened = engine::open(&self.settings.database, &self.settings.secrets, &SystemEntropy).await.unwrap();
        opened.close().await.unwrap();
    }

    /// How many rows a query counts.
    async fn count(&self, sql: &'static str) -> i64 {
        if self.settings.database.starts_with("sqlite") {
            let mut connection = sqlx::SqliteConnection::connect(&self.settings.database).await.unwrap();
            sqlx::query_scalar(sql).fetch_one(&mut connection).await.unwrap()
        } else {
            let mut connection = sqlx::PgConnection::connect(&self.settings.database).await.unwrap();
            sqlx::query_scalar(sql).fetch_one(&mut connection).await.unwrap()
        }
    }

    fn write(&self, name: &str, header: &str, rows: &[String]) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, format!("{header}\n{}\n", rows.join("\n"))).unwrap();
        path
    }

    /// Lands a registry of (person, card).
    async fn residents(&self, members: &[(u16, u16)]) {
        let rows: Vec<String> =
            members.iter().map(|&(person, on)| format!("{},{},Contoh,35.10.16.1001", nik(person), card(on))).collect();
        let path = self.write("residents.csv", "nik,no_kk,nama,kode_desa", &rows);
        import::residents(&self.settings, &path).await.unwrap();
    }

    /// Lands lists.
    async fn recipients(&self, lines: &[Line<'_>]) {
        let rows: Vec<String> = lines
            .iter()
            .map(|(scheme, period, person, on, paid)| {
                let (person, on) = (person.map(nik).unwrap_or_default(), on.map(card).unwrap_or_default());
                format!("{scheme},{period},{person},{on},{}", if *paid { "paid" } else { "listed" })
            })
            .collect();
        let path = self.write("recipients.csv", "program,periode,nik,no_kk,status", &rows);
        import::recipients(&self.settings, &path, None).await.unwrap();
    }

    async fn start(&self) -> Arc<Running> {
        self.open().await;
        Arc::new(engine::start(&self.settings).await.unwrap())
    }

    fn key(&self, person: u16) -> NikKey {
        let sealing = Sealing::new(&Secrets::read(&self.settings.secrets).unwrap());
        sealing.nik_key(Nik::parse(&nik(person)).unwrap())
    }

    fn submission(&self, person: u16, key: u128, ticket: u64) -> Submission {
        Submission {
            reserved: None,
            provisional: None,
            language: None,
            idempotency_key: Uuid::from_u128(key),
            fingerprint: [7; 16],
            nik: self.key(person),
            reporter_phone: None,
            village: 3_510_161_001,
            channel: "web",
            household_size: 4,
            impact: "ill".into(),
            details: vec![1],
            made_at: None,
            received_at: NOW,
            draw: Box::new(move || Ticket::from_random(ticket)),
            decide: Box::new(verdict),
        }
    }
}

/// A decision as simple as can be: any aid rejects, an open report repeats.
fn verdict(crossing: &Crossing, ticket: Ticket) -> Verdict {
    let rejected = !crossing.aid.is_empty();
    let repeats = !rejected && crossing.open_report;
    let status = match crossing.standing {
        _ if rejected => Status::Rejected,
        _ if repeats => Status::Received,
        FamilyStanding::Certain => Status::Verifying,
        _ => Status::Undetermined,
    };
    Verdict {
        status,
        already_reported: repeats,
        rules_version: "test".into(),
        reasons: "[]".into(),
        first_rule: rejected.then(|| "rule".into()),
        may_object_until: rejected.then(|| NOW.day().plus_days(30)),
        answer: format!("{} {ticket}", status.word()),
    }
}

async fn submit(store: &Running, submission: Submission) -> String {
    match store.reports.submit(submission).await.unwrap() {
        Submitted::Answer(answer) => answer,
        Submitted::KeyReused => "key reused".into(),
    }
}

fn summary(aid: &[Aid]) -> Vec<String> {
    aid.iter().map(|aid| format!("{} {} {} {}", aid.scheme.word(), aid.period, aid.through.word(), aid.paid)).collect()
}

/// The two ways to a person's aid, which must agree.
async fn aid(store: &Running, person: NikKey) -> Vec<String> {
    let asked = summary(&store.lists.aid(person).await.unwrap());
    let everybody = store.lists.everybody_aided().await.unwrap();
    let read = everybody.people.get(&person).map(|&place| summary(&everybody.sets[place as usize]));
    assert_eq!(asked, read.unwrap_or_default());
    asked
}

async fn aid_reaches_the_person_the_card_and_nobody_else(world: World) {
    // 1 to 3 on card 1; 4 on card 2; 5 on cards 3 and 4, 6 with it on card 3.
    world.residents(&[(1, 1), (2, 1), (3, 1), (4, 2), (5, 3), (5, 4), (6, 3)]).await;
    world
        .recipients(&[
            ("bst", "2020-05", Some(1), Some(9), false),
            ("prakerja", "2020-05", Some(1), None, false),
            ("prakerja", "2020-05", Some(2), None, true),
            ("blt_dd", "2020-05", None, Some(2), true),
            ("bpum", "2020-05", Some(5), None, false),
            ("jps_prov", "2020-05", None, Some(3), false),
            ("pkh", "2020-05", Some(77), None, true),
        ])
        .await;
    let store = world.start().await;
    let of = |person| aid(&store, world.key(person));
    assert_eq!(of(1).await, ["bst 2020-05 self false", "prakerja 2020-05 self false"]);
    assert_eq!(of(2).await, ["bst 2020-05 family false", "prakerja 2020-05 self true"]);
    assert_eq!(of(3).await, ["bst 2020-05 family false", "prakerja 2020-05 family true"]);
    assert_eq!(of(4).await, ["blt_dd 2020-05 family true"]);
    assert_eq!(of(5).await, ["bpum 2020-05 self false"], "on two cards: the own aid alone is certain");
    assert_eq!(of(6).await, ["bpum 2020-05 family false", "jps_prov 2020-05 family false"]);
    assert_eq!(of(77).await, ["pkh 2020-05 self true"], "not registered, and still a recipient");
    assert!(of(78).await.is_empty());
}

async fn the_newest_period_of_a_scheme_is_active_and_an_edition_replaces_its_former(world: World) {
    world.residents(&[(1, 1), (2, 2)]).await;
    let store = world.start().await;
    let mut stamp = store.lists.stamp().await.unwrap();
    let mut raised = async || {
        let before = std::mem::replace(&mut stamp, store.lists.stamp().await.unwrap());
        stamp > before
    };
    world.recipients(&[("bst", "2020-05", Some(1), None, false), ("pkh", "2020-04", Some(1), None, true)]).await;
    assert!(raised().await);
    world.recipients(&[("bst", "2020-04", Some(2), None, false)]).await;
    assert!(raised().await);
    assert_eq!(aid(&store, world.key(1)).await, ["pkh 2020-04 self true", "bst 2020-05 self false"]);
    assert!(aid(&store, world.key(2)).await.is_empty(), "an older period that lands later stays old");
    world.recipients(&[("bst", "2020-05", Some(2), None, true)]).await;
    assert_eq!(aid(&store, world.key(1)).await, ["pkh 2020-04 self true"]);
    assert_eq!(aid(&store, world.key(2)).await, ["bst 2020-05 self true"]);
}

async fn a_new_registry_ends_memberships_and_keeps_their_dates(world: World) {
    world.residents(&[(1, 1), (2, 1), (3, 2)]).await;
    world.recipients(&[("bst", "2020-05", Some(1), None, false)]).await;
    let store = world.start().await;
    assert_eq!(aid(&store, world.key(2)).await, ["bst 2020-05 family false"]);
    world.residents(&[(1, 1), (2, 2)]).await;
    assert!(aid(&store, world.key(2)).await.is_empty(), "moved to another card");
    assert_eq!(world.count("SELECT COUNT(*) FROM resident WHERE until IS NULL").await, 2);
    assert_eq!(world.count("SELECT COUNT(*) FROM resident WHERE until IS NOT NULL").await, 2);
    assert_eq!(world.count("SELECT COUNT(*) FROM membership").await, 2);
    assert_eq!(world.count("SELECT COUNT(*) FROM family").await, 2, "a known card stays one");
}

async fn a_family_has_one_open_report(world: World) {
    world.residents(&[(1, 1), (2, 1), (5, 3), (5, 4)]).await;
    let store = world.start().await;
    assert!(submit(&store, world.submission(1, 1, 1)).await.starts_with("verifying"));
    assert!(submit(&store, world.submission(2, 2, 2)).await.starts_with("received"), "the same card");
    assert!(submit(&store, world.submission(1, 3, 3)).await.starts_with("received"), "the same person");
    assert!(submit(&store, world.submission(5, 4, 4)).await.starts_with("undetermined"));
    assert!(submit(&store, world.submission(5, 5, 5)).await.starts_with("received"));
    assert!(submit(&store, world.submission(8, 6, 6)).await.starts_with("undetermined"), "not registered");

    let holder = Holder::Person(world.key(2));
    let progress = store.reports.progress(Ticket::from_random(2), holder).await.unwrap().unwrap();
    let seen: Vec<_> = progress.events.iter().map(|event| event.status).collect();
    assert_eq!(seen, [Status::Received, Status::Verifying], "it follows the open report");
}

async fn an_open_report_moves_with_its_person(world: World) {
    world.residents(&[(1, 1), (2, 2)]).await;
    let store = world.start().await;
    assert!(submit(&store, world.submission(1, 1, 1)).await.starts_with("verifying"));
    assert!(submit(&store, world.submission(8, 2, 2)).await.starts_with("undetermined"));
    // 1 moves to card 2, and 8 is found on card 3, with 9.
    world.residents(&[(1, 2), (2, 2), (8, 3), (9, 3), (7, 1)]).await;
    assert!(submit(&store, world.submission(2, 3, 3)).await.starts_with("received"), "1 lives here now");
    assert!(submit(&store, world.submission(9, 4, 4)).await.starts_with("received"), "8 is family now");
    assert!(submit(&store, world.submission(7, 5, 5)).await.starts_with("verifying"), "1 has left this card");
    let progress = store.reports.progress(Ticket::from_random(3), Holder::Person(world.key(2))).await.unwrap().unwrap();
    let seen: Vec<_> = progress.events.iter().map(|event| event.status).collect();
    assert_eq!(seen, [Status::Received, Status::Verifying], "it follows the report at the former card");
    // On several cards: each of them knows.
    world.residents(&[(5, 4), (5, 5), (6, 5)]).await;
    assert!(submit(&store, world.submission(5, 6, 6)).await.starts_with("undetermined"));
    assert!(submit(&store, world.submission(6, 7, 7)).await.starts_with("received"));
}

async fn a_family_that_reports_at_once_has_one_case(world: World) {
    let members: Vec<(u16, u16)> = (1..=12).map(|person| (person, 1)).collect();
    world.residents(&members).await;
    let store = world.start().await;
    let sent: Vec<_> = members
        .iter()
        .map(|&(person, _)| {
            let submission = world.submission(person, u128::from(person), u64::from(person));
            let store = Arc::clone(&store);
            tokio::spawn(async move { submit(&store, submission).await })
        })
        .collect();
    let mut cases = 0;
    for sending in sent {
        cases += usize::from(sending.await.unwrap().starts_with("verifying"));
    }
    assert_eq!(cases, 1);
    assert_eq!(world.count("SELECT COUNT(*) FROM report").await, 12);
    assert_eq!(world.count("SELECT COUNT(*) FROM claim").await, 12);
}

/// SQLite's writer asks and writes for many reports together: what comes of it must be
/// what comes of one after the other.
#[tokio::test(flavor = "multi_thread")]
async fn a_batch_of_reports_is_as_one_by_one() {
    let mut came_of_it = Vec::new();
    for commit_batch in [1, 256] {
        let mut world = World::new(Kind::Sqlite).await;
        world.settings.commit_batch = commit_batch;
        world.settings.messages.through = Through::Log;
        // Families of three; 40 is on two cards with others, 50 on none.
        let mut members: Vec<(u16, u16)> = (0..30).map(|person| (person + 1, person / 3 + 1)).collect();
        members.extend([(40, 1), (40, 2), (41, 20)]);
        world.residents(&members).await;
        world
            .recipients(&[
                ("bst", "2020-05", Some(5), None, false),
                ("pkh", "2020-05", None, Some(4), true),
                ("bpum", "2020-05", Some(40), None, false),
            ])
            .await;
        let store = world.start().await;
        let people = [1, 2, 40, 4, 5, 10, 50, 50, 7, 8, 41, 1, 3, 13, 16, 19, 22, 25, 28, 14, 40, 6, 11, 50];
        let sent = people.iter().enumerate().map(|(place, &person)| {
            // Some keys come twice, once with another body.
            let key = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 0, 12, 13, 14, 15, 16, 17, 18, 19, 20, 4, 22, 23][place];
            let mut submission = world.submission(person, key, place as u64 + 100);
            if place == 21 {
                submission.fingerprint = [9; 16];
            }
            submit(&store, submission)
        });
        let answers = futures_util::future::join_all(sent).await;
        let mut counted = Vec::new();
        for sql in [
            "SELECT COUNT(*) FROM report",
            "SELECT COUNT(*) FROM claim",
            "SELECT COUNT(*) FROM ticket_home",
            "SELECT COUNT(*) FROM open_case",
            "SELECT COUNT(*) FROM message",
        ] {
            counted.push(world.count(sql).await);
        }
        came_of_it.push((answers, counted));
    }
    assert_eq!(came_of_it[0], came_of_it[1]);
    assert_eq!(came_of_it[0].0[21], "key reused");
}

async fn a_key_is_one_report_also_when_sent_at_once(world: World) {
    world.residents(&[(1, 1)]).await;
    let store = world.start().await;
    let sent: Vec<_> = (0..24)
        .map(|ticket| {
            let (store, submission) = (Arc::clone(&store), world.submission(1, 9, ticket));
            tokio::spawn(async move { submit(&store, submission).await })
        })
        .collect();
    let mut answers = Vec::new();
    for sending in sent {
        answers.push(sending.await.unwrap());
    }
    assert!(answers[0].starts_with("verifying"));
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
    let mut other = world.submission(1, 9, 30);
    other.fingerprint = [8; 16];
    assert_eq!(submit(&store, other).await, "key reused");
    assert_eq!(
        store.reports.replay(Uuid::from_u128(9), [7; 16]).await.unwrap(),
        Some(Submitted::Answer(answers[0].clone()))
    );
    assert_eq!(store.reports.replay(Uuid::from_u128(10), [7; 16]).await.unwrap(), None);
}

async fn a_taken_ticket_is_drawn_again_and_a_report_that_cannot_be_written_fails_alone(world: World) {
    let store = world.start().await;
    submit(&store, world.submission(1, 1, 1)).await;
    let mut draws = [1u64, 1, 2].into_iter();
    let mut again = world.submission(2, 2, 0);
    again.draw = Box::new(move || Ticket::from_random(draws.next().unwrap_or_default()));
    assert_eq!(submit(&store, again).await, format!("undetermined {}", Ticket::from_random(2)));

    let (stuck, fine) = (world.submission(3, 3, 1), world.submission(4, 4, 4));
    let (stuck, fine) = tokio::join!(store.reports.submit(stuck), store.reports.submit(fine));
    assert!(stuck.is_err(), "only one ticket, and it is taken");
    assert!(matches!(fine, Ok(Submitted::Answer(_))));
}

async fn an_objection_is_for_the_rejected_in_time_and_once(world: World) {
    world.residents(&[(1, 1), (2, 2)]).await;
    world.recipients(&[("bst", "2020-05", Some(1), None, false)]).await;
    let store = world.start().await;
    submit(&store, world.submission(1, 1, 1)).await;
    submit(&store, world.submission(2, 2, 2)).await;
    let mut helped = world.submission(1, 3, 3);
    let phone = tilik_core::Phone::parse("081234567890").unwrap();
    let phone = Sealing::new(&Secrets::read(&world.settings.secrets).unwrap()).phone_key(&phone);
    helped.reporter_phone = Some(phone);
    submit(&store, helped).await;

    let object = |ticket, person, later: i64| {
        store.reports.object(Objection {
            ticket: Ticket::from_random(ticket),
            nik: world.key(person),
            reason: vec![1],
            made_at: Instant::from_millis(NOW.millis() + later * DAY),
        })
    };
    assert_eq!(object(9, 1, 0).await.unwrap(), Objected::NotFound);
    assert_eq!(object(1, 2, 0).await.unwrap(), Objected::NotFound);
    assert_eq!(object(3, 1, 0).await.unwrap(), Objected::NotFound, "the helper must not learn the verdict");
    assert_eq!(object(2, 2, 0).await.unwrap(), Objected::NotRejected);
    assert_eq!(object(1, 1, 31).await.unwrap(), Objected::TooLate);
    assert_eq!(object(1, 1, 30).await.unwrap(), Objected::Landed);
    assert_eq!(object(1, 1, 30).await.unwrap(), Objected::Already);

    let progress = store.reports.progress(Ticket::from_random(1), Holder::Person(world.key(1))).await.unwrap().unwrap();
    assert_eq!((progress.status, progress.objected), (Status::Objected, true));
    let seen: Vec<_> = progress.events.iter().map(|event| event.status).collect();
    assert_eq!(seen, [Status::Received, Status::Rejected, Status::Objected]);
    let reporter = Holder::Reporter(phone);
    assert!(store.reports.progress(Ticket::from_random(3), reporter).await.unwrap().unwrap().about_other);
    assert_eq!(store.reports.progress(Ticket::from_random(1), reporter).await.unwrap(), None);
    assert!(store.lists.data_as_of().await.unwrap().is_some());
}

fn device(since: Instant) -> Device {
    Device { public_key: vec![4; 65], pin: "salt$hash".into(), pin_blocked_until: Instant::from_millis(0), since }
}

impl World {
    /// A kiosk that waits for its device, and its code.
    async fn expect_kiosk(&self, store: &Running, id: u128) -> (Uuid, CodeKey) {
        let sealing = Sealing::new(&Secrets::read(&self.settings.secrets).unwrap());
        let (id, code) = (Uuid::from_u128(id), sealing.code_key(&id.to_string()));
        let code_until = Instant::from_millis(NOW.millis() + DAY);
        let (village, place) = (3_510_161_001, "Balai desa".to_owned());
        let change = KioskChange::Add { id, village, place, code, code_until, at: NOW };
        assert_eq!(store.kiosks.change(change).await.unwrap(), KioskChanged::Done);
        (id, code)
    }
}

async fn a_kiosk_enrols_once_and_ends_when_revoked(world: World) {
    let store = world.start().await;
    let (id, code) = world.expect_kiosk(&store, 1).await;
    let enrol = |code, since| store.kiosks.change(KioskChange::Enrol { code, device: device(since) });
    let later = Instant::from_millis(NOW.millis() + DAY + 1);
    assert_eq!(enrol(code, later).await.unwrap(), KioskChanged::NotFound, "past its time");
    let (first, second) = tokio::join!(enrol(code, NOW), enrol(code, NOW));
    let both = [first.unwrap(), second.unwrap()];
    assert_eq!(both.iter().filter(|changed| matches!(changed, KioskChanged::Enrolled(_))).count(), 1);
    let kiosk = store.kiosks.kiosk(id).await.unwrap().unwrap();
    assert_eq!(kiosk.standing, Standing::Enrolled(device(NOW)));
    assert_eq!((kiosk.village, kiosk.place.as_str()), (3_510_161_001, "Balai desa"));

    let revoke = || store.kiosks.change(KioskChange::Revoke { id, at: NOW });
    assert_eq!(revoke().await.unwrap(), KioskChanged::Done);
    assert_eq!(revoke().await.unwrap(), KioskChanged::NotFound, "once");
    assert_eq!(store.kiosks.kiosk(id).await.unwrap().unwrap().standing, Standing::Revoked { at: NOW });
    assert_eq!(store.kiosks.kiosk(Uuid::from_u128(2)).await.unwrap(), None);
    // A code that was never used goes with its kiosk.
    let (unused, code) = world.expect_kiosk(&store, 3).await;
    store.kiosks.change(KioskChange::Revoke { id: unused, at: NOW }).await.unwrap();
    assert_eq!(enrol(code, NOW).await.unwrap(), KioskChanged::NotFound);
}

async fn tries_at_the_digits_are_counted(world: World) {
    let store = world.start().await;
    let (id, code) = world.expect_kiosk(&store, 1).await;
    store.kiosks.change(KioskChange::Enrol { code, device: device(NOW) }).await.unwrap();
    let tried = || store.kiosks.change(KioskChange::PinTry { id, at: NOW });
    let blocked = async || match store.kiosks.kiosk(id).await.unwrap().unwrap().standing {
        Standing::Enrolled(device) => device.pin_blocked_until.millis(),
        _ => panic!("it is enrolled"),
    };
    for _ in 1..PIN_TRIES {
        assert_eq!(tried().await.unwrap(), KioskChanged::Done);
    }
    store.kiosks.change(KioskChange::PinRight { id }).await.unwrap();
    assert_eq!(blocked().await, 0);
    // Many at once are no more tries than one after the other.
    let at_once = futures_util::future::join_all((0..20).map(|_| tried())).await;
    let counted = at_once.into_iter().filter(|tried| *tried.as_ref().unwrap() == KioskChanged::Done).count();
    assert_eq!((counted as i64, blocked().await), (PIN_TRIES, NOW.millis() + PIN_PAUSE));
    let later = Instant::from_millis(NOW.millis() + PIN_PAUSE);
    assert_eq!(store.kiosks.change(KioskChange::PinTry { id, at: later }).await.unwrap(), KioskChanged::Done);
}

async fn a_reserved_ticket_is_one_reports_and_nobody_elses(world: World) {
    world.residents(&[(1, 1), (2, 2), (3, 3)]).await;
    let store = world.start().await;
    let kiosk = Uuid::from_u128(1);
    let [reserved, other] = [5, 6].map(Ticket::from_random);
    submit(&store, world.submission(3, 30, 6)).await;
    let change = KioskChange::Reserve { id: kiosk, tickets: vec![reserved, other] };
    assert_eq!(store.kiosks.change(change).await.unwrap(), KioskChanged::Reserved(vec![reserved]), "one was taken");
    const UNUSED: &str = "SELECT COUNT(*) FROM ticket_home t
        WHERE NOT EXISTS (SELECT 1 FROM report r WHERE r.home = t.home AND r.ticket = t.ticket)";
    assert_eq!(world.count(UNUSED).await, 1);

    // Drawn by somebody else, it is taken.
    let mut draws = [5, 7].into_iter();
    let drawn = move || Ticket::from_random(draws.next().unwrap());
    let answer = submit(&store, Submission { draw: Box::new(drawn), ..world.submission(2, 20, 0) }).await;
    assert_eq!(answer, format!("verifying {}", Ticket::from_random(7)));

    let from_kiosk = |person, key, kiosk| Submission {
        reserved: Some(Reserved { ticket: reserved, kiosk }),
        provisional: Some("rejected"),
        ..world.submission(person, key, 8)
    };
    // Another kiosk's ticket is not given: a new one is drawn.
    let answer = submit(&store, from_kiosk(2, 21, Uuid::from_u128(9))).await;
    assert_eq!(answer, format!("received {}", Ticket::from_random(8)));
    let expected = format!("verifying {reserved}");
    // Many at once, as after a time-out, and once more later.
    let at_once = futures_util::future::join_all((0..8).map(|_| submit(&store, from_kiosk(1, 10, kiosk)))).await;
    assert!(at_once.iter().all(|answer| *answer == expected), "{at_once:?}");
    assert_eq!(submit(&store, from_kiosk(1, 10, kiosk)).await, expected);
    assert_eq!(world.count(UNUSED).await, 0);
    let progress = store.reports.progress(reserved, Holder::Person(world.key(1))).await.unwrap().unwrap();
    assert!(progress.corrected, "the kiosk had said something else");
    // A kiosk that gives it out twice: the second report has another.
    let mut twice = from_kiosk(1, 11, kiosk);
    twice.draw = Box::new(|| Ticket::from_random(9));
    assert_eq!(submit(&store, twice).await, format!("received {}", Ticket::from_random(9)));
    assert_eq!(world.count("SELECT COUNT(*) FROM report").await, 5);
}

async fn a_snapshot_says_of_each_person_what_the_lists_say(world: World) {
    world.residents(&[(1, 1), (2, 1), (3, 2), (4, 3), (4, 4)]).await;
    world.recipients(&[("bst", "2020-05", Some(1), None, false), ("blt_dd", "2020-05", Some(1), None, true)]).await;
    let store = world.start().await;
    let secrets = Secrets::read(&world.settings.secrets).unwrap();
    let keys = Keys::new(&secrets);
    let rules: RuleSet = toml::from_str(tilik_core::rules::BUILT_IN).unwrap();
    let snapshots = || {
        Snapshots::new(
            (store.lists.clone(), store.kiosks.clone()),
            (Sealing::new(&secrets), keys.clone()),
            rules.clone(),
            (Arc::new(SystemClock), Arc::new(SystemEntropy)),
        )
    };
    let village = 3_510_161_001;
    let made = async |snapshots: &Arc<Snapshots>| loop {
        if let Some(made) = snapshots.of(village).await.unwrap() {
            break made;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    };
    let first = made(&snapshots()).await;
    assert_eq!(world.count("SELECT COUNT(*) FROM stretched").await, 3, "who is on two cards is not in it");

    // The file, as a kiosk reads it.
    let file = first.file.to_vec();
    let length = u32::from_le_bytes(file[4..8].try_into().unwrap()) as usize;
    let (clear, rest) = file.split_at(8 + length);
    let (encrypted, signature) = rest.split_at(rest.len() - 64);
    let point = base64::Engine::decode(&base64::engine::general_purpose::STANDARD, keys.sign_point()).unwrap();
    assert!(kiosk::keys::is_signed(&point, &file[..file.len() - 64], signature));
    let header: Header = serde_json::from_slice(&clear[8..]).unwrap();
    assert_eq!((header.version.as_str(), header.people), (first.version.as_str(), 3));
    let of_it = keys.of_snapshot(village, &first.version);
    let payload = aes_gcm::aead::Payload { msg: &encrypted[12..], aad: clear };
    let nonce: [u8; 12] = encrypted[..12].try_into().unwrap();
    let cipher = <aes_gcm::Aes256Gcm as aes_gcm::aead::KeyInit>::new(&of_it.body.into());
    let sets = aes_gcm::aead::Aead::decrypt(&cipher, &nonce.into(), payload).unwrap();
    let snapshot = Snapshot::open(header, &sets, Key::new(&of_it.filter)).unwrap();
    for (person, on) in [(1, 1), (2, 1), (3, 2)] {
        let pair =
            Pair { nik: Nik::parse(&nik(person)).unwrap(), kk: tilik_core::KartuKeluarga::parse(&card(on)).unwrap() };
        let aid = store.lists.aid(world.key(person)).await.unwrap();
        let expected = if aid.is_empty() { Found::NotListed } else { Found::Listed(aid) };
        assert_eq!(snapshot.ask(pair), Ok(expected), "person {person}");
    }

    // A person who leaves the card is forgotten; nobody is stretched twice.
    world.residents(&[(1, 1), (3, 2)]).await;
    assert_eq!(world.count("SELECT COUNT(*) FROM stretched").await, 2);
    let second = made(&snapshots()).await;
    assert_ne!(first.version, second.version);
}
