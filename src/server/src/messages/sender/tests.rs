//! The sender with a gateway and an outbox of the tests' own.

use super::*;
use crate::entropy::SystemEntropy;
use crate::sealing::{Home, Kind};
use crate::secrets::Secrets;
use crate::storage::StorageError;
use crate::storage::messages::{Dead, MessageCounts, MessageKey};
use async_trait::async_trait;
use serde_json::json;
use std::collections::VecDeque;
use std::sync::Mutex;
use tilik_core::message::{Event, Recipient};
use tilik_core::{Nik, Ticket};
use tokio::sync::Semaphore;

const NOW: Instant = Instant::from_millis(1_589_950_000_000);
const PHONE_OF_ALL: &str = "081234567890";

struct Still;

impl Clock for Still {
    fn now(&self) -> Instant {
        NOW
    }
}

/// What waits, and what was noted: the message's number and what became of it.
#[derive(Default)]
struct Kept {
    waiting: Mutex<VecDeque<Taken>>,
    noted: Mutex<Vec<(i64, Outcome)>>,
}

#[async_trait]
impl Messages for Kept {
    async fn take(&self, now: Instant, until: Instant, limit: usize) -> Result<Vec<Taken>, StorageError> {
        assert_eq!((now, until), (NOW, Instant::from_millis(NOW.millis() + TAKEN_FOR)));
        let mut waiting = self.waiting.lock().unwrap();
        let count = limit.min(waiting.len());
        Ok(waiting.drain(..count).collect())
    }

    async fn note(&self, taken: &Taken, outcome: Outcome) -> Result<(), StorageError> {
        self.noted.lock().unwrap().push((taken.key.number, outcome));
        Ok(())
    }

    async fn waiting(&self) -> Result<u64, StorageError> {
        Ok(self.waiting.lock().unwrap().len() as u64)
    }

    async fn overview(&self, _limit: usize) -> Result<(MessageCounts, Vec<Dead>), StorageError> {
        Err(StorageError::Stopping)
    }
}

/// Takes as many as it is let, and answers the same to all.
struct Fake {
    answer: Result<(), Failed>,
    lets: Semaphore,
    got: Mutex<Vec<(String, String, String)>>,
}

#[async_trait]
impl Gateway for Fake {
    async fn send(&self, message: &Message, _now: Instant) -> Result<(), Failed> {
        self.got.lock().unwrap().push((message.id.clone(), message.to.as_digits().into(), message.text.clone()));
        self.lets.acquire().await.unwrap().forget();
        self.answer
    }
}

struct Scene {
    store: Arc<Kept>,
    gateway: Arc<Fake>,
    sealing: Sealing,
    stop: watch::Sender<bool>,
}

impl Scene {
    fn new(answer: Result<(), Failed>, lets: usize) -> Self {
        let gateway = Arc::new(Fake { answer, lets: Semaphore::new(lets), got: Mutex::default() });
        let sealing = Sealing::new(&Secrets::random(&SystemEntropy));
        Self { store: Arc::default(), gateway, sealing, stop: watch::Sender::new(false) }
    }

    /// One more that waits, of a report with that phone.
    fn add(&self, number: i64, tries: u32, phone: Option<&str>) {
        let details = json!({ "phone": phone, "reporter": null }).to_string();
        self.add_sealed(number, tries, self.sealing.seal(Kind::ReportDetails, details.as_bytes(), &SystemEntropy));
    }

    fn add_sealed(&self, number: i64, tries: u32, details: Vec<u8>) {
        let nik = Nik::parse("3510161203850001").unwrap();
        let key = MessageKey { home: Home::from(self.sealing.nik_key(nik)), ticket: Ticket::from_random(1), number };
        let (recipient, event) = (Recipient::Person, Event::Approved);
        self.store.waiting.lock().unwrap().push_back(Taken { key, recipient, event, at: NOW, tries, details });
    }

    fn start(&self) -> tokio::task::JoinHandle<()> {
        let sender = Sender {
            store: self.store.clone(),
            outbox: Outbox::open(),
            gateway: self.gateway.clone(),
            sealing: self.sealing.clone(),
            clock: Arc::new(Still),
            entropy: Arc::new(SystemEntropy),
        };
        tokio::spawn(sender.run(self.stop.subscribe()))
    }

    /// Runs until so many are noted, and says what.
    async fn noted(&self, count: usize) -> Vec<(i64, Outcome)> {
        let running = self.start();
        while self.store.noted.lock().unwrap().len() < count {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        self.stop.send_replace(true);
        running.await.unwrap();
        let mut noted = self.store.noted.lock().unwrap().clone();
        noted.sort_by_key(|(number, _)| *number);
        noted
    }
}

#[tokio::test]
async fn a_message_goes_to_its_phone_under_a_lasting_id() {
    let scene = Scene::new(Ok(()), 9);
    scene.add(3, 1, Some(PHONE_OF_ALL));
    scene.add(4, 1, None);
    scene.add_sealed(5, 1, vec![1; 60]);
    assert_eq!(scene.noted(3).await, [(3, Outcome::Sent), (4, Outcome::NoAddress), (5, Outcome::Dead("unreadable"))]);
    let got = scene.gateway.got.lock().unwrap();
    let [(id, to, text)] = &got[..] else { panic!("{got:?}") };
    let ticket = Ticket::from_random(1).to_string();
    assert_eq!((id.as_str(), to.as_str()), (format!("msg_{}_3", ticket.replace('-', "")).as_str(), PHONE_OF_ALL));
    assert!(text.contains(&ticket) && text.contains("disetujui"), "{text}");
}

#[tokio::test]
async fn what_fails_comes_again_later_until_it_is_given_up() {
    let scene = Scene::new(Err(Failed::Later { why: "failed", asked: Some(600) }), 9);
    scene.add(1, 1, Some(PHONE_OF_ALL));
    scene.add(2, TRIES, Some(PHONE_OF_ALL));
    scene.add(3, TRIES + 1, Some(PHONE_OF_ALL));
    let noted = scene.noted(3).await;
    assert_eq!(noted[0], (1, Outcome::Again(Instant::from_millis(NOW.millis() + 600_000), "failed")), "as it asked");
    assert_eq!(noted[1..], [(2, Outcome::Dead("failed")), (3, Outcome::Dead("interrupted"))]);
    assert_eq!(scene.gateway.got.lock().unwrap().len(), 2, "the last one is not even tried");

    let scene = Scene::new(Err(Failed::ForGood("gone")), 9);
    scene.add(1, 1, Some(PHONE_OF_ALL));
    assert_eq!(scene.noted(1).await, [(1, Outcome::Dead("gone"))]);
}

#[tokio::test]
async fn nobodys_phone_is_filled() {
    let scene = Scene::new(Ok(()), 99);
    for number in 0..i64::from(PHONE) + 3 {
        scene.add(number, 1, Some(PHONE_OF_ALL));
    }
    scene.add(100, 1, Some("081298765432"));
    let noted = scene.noted(PHONE as usize + 4).await;
    let sent = noted.iter().filter(|(_, outcome)| *outcome == Outcome::Sent).count();
    assert_eq!(sent, PHONE as usize + 1, "another phone's is its own");
    assert_eq!(noted.iter().filter(|(_, outcome)| matches!(outcome, Outcome::Again(_, "too_many"))).count(), 3);
}

#[tokio::test]
async fn it_stops_when_what_is_under_way_is_done_and_takes_no_more() {
    let scene = Scene::new(Ok(()), 0);
    for number in 0..20 {
        scene.add(number, 1, Some(PHONE_OF_ALL));
    }
    let running = scene.start();
    while scene.gateway.got.lock().unwrap().len() < AT_ONCE {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    scene.stop.send_replace(true);
    tokio::task::yield_now().await;
    assert!(!running.is_finished(), "the gateway has them and has not answered");
    scene.gateway.lets.add_permits(99);
    running.await.unwrap();
    assert_eq!(scene.store.noted.lock().unwrap().len(), AT_ONCE);
    assert_eq!(scene.store.waiting.lock().unwrap().len(), 20 - AT_ONCE);
}
