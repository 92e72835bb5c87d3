//! Takes what is due from the outbox and hands it to the gateway, for as long as the
//! server runs. Several servers of one database may do so at once.

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use tilik_core::message::{TRIES, pause_after};
use tilik_pages::text::Language;
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::{Failed, Gateway, Message, phones, texts};
use crate::clock::{Clock, Instant};
use crate::entropy::{Entropy, bytes};
use crate::metrics::metrics;
use crate::sealing::{PhoneKey, Sealing};
use crate::storage::messages::{Messages, Outbox, Outcome, Taken};

/// Messages under way at once. A gateway that answers in a tenth of a second then takes
/// 80 a second, a district's deliveries in some seconds.
const AT_ONCE: usize = 8;
/// How often it is looked for what is due again, and what other servers left.
const LOOK_EVERY: Duration = Duration::from_secs(5);
/// What comes in together is taken together.
const BREATH: Duration = Duration::from_millis(100);
/// For how long a message is taken, in milliseconds: twice what a gateway has at the most.
/// Should this server be gone meanwhile, another one sends it after that time.
const TAKEN_FOR: i64 = 40_000;

/// Messages that a phone gets: a report is some five, and a helper in a neighbourhood
/// makes many, hence so many at once and then one in ten minutes. Whoever types somebody
/// else's number into one report after the other fills nobody's phone.
const PHONE: u32 = 40;
const PHONE_EVERY: Duration = Duration::from_secs(10 * 60);
/// Every so many messages, phones that had none for long are forgotten.
const SWEEP_EVERY: u32 = 4_096;

/// What sends.
pub struct Sender {
    /// Where messages are.
    pub store: Arc<dyn Messages>,
    /// Tells when there are new ones.
    pub outbox: Outbox,
    /// Where they go.
    pub gateway: Arc<dyn Gateway>,
    /// Opens whom they go to.
    pub sealing: Sealing,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Moves the pauses.
    pub entropy: Arc<dyn Entropy>,
}

impl Sender {
    /// Sends until told to stop; what is under way then is finished.
    pub async fn run(self, mut stopping: watch::Receiver<bool>) {
        let (outbox, sender) = (self.outbox.clone(), Arc::new(Sending::new(self)));
        let (mut under_way, mut counted) = (JoinSet::new(), None::<tokio::time::Instant>);
        loop {
            if counted.is_none_or(|at| at.elapsed() >= LOOK_EVERY) {
                sender.count().await;
                counted = Some(tokio::time::Instant::now());
            }
            let room = AT_ONCE - under_way.len();
            let taken = if room > 0 { sender.take(room).await } else { Vec::new() };
            let full = taken.len() == room;
            for message in taken {
                let sender = Arc::clone(&sender);
                under_way.spawn(async move { sender.one(message).await });
            }
            tokio::select! {
                () = async { drop(stopping.wait_for(|stopping| *stopping).await) } => break,
                // There may be more that is due.
                _ = under_way.join_next(), if full => {}
                () = async { outbox.wait(LOOK_EVERY).await; tokio::time::sleep(BREATH).await }, if !full => {}
            }
            while under_way.try_join_next().is_some() {}
        }
        while under_way.join_next().await.is_some() {}
    }
}

struct Sending {
    sender: Sender,
    phones: DefaultKeyedRateLimiter<PhoneKey>,
    seen: AtomicU32,
}

impl Sending {
    fn new(sender: Sender) -> Self {
        let burst = NonZeroU32::new(PHONE).unwrap_or(NonZeroU32::MIN);
        let quota = Quota::with_period(PHONE_EVERY).unwrap_or(Quota::per_hour(burst)).allow_burst(burst);
        Self { sender, phones: RateLimiter::keyed(quota), seen: AtomicU32::new(0) }
    }

    async fn count(&self) {
        // Where it fails, taking will too, and says so.
        if let Ok(waiting) = self.sender.store.waiting().await {
            metrics().messages_waiting.set(i64::try_from(waiting).unwrap_or(i64::MAX));
        }
    }

    async fn take(&self, room: usize) -> Vec<Taken> {
        let now = self.sender.clock.now();
        let until = Instant::from_millis(now.millis() + TAKEN_FOR);
        self.sender.store.take(now, until, room).await.unwrap_or_else(|error| {
            tracing::warn!(%error, "the outbox could not be read; it is tried again");
            Vec::new()
        })
    }

    /// Sends one, and notes what became of it.
    async fn one(&self, taken: Taken) {
        let outcome = self.tried(&taken).await;
        let word = match outcome {
            Outcome::Sent => "sent",
            Outcome::NoAddress => "no_address",
            Outcome::Again(..) => "failed",
            Outcome::Dead(_) => "dead",
        };
        metrics().message(word);
        if let Outcome::Again(_, why) | Outcome::Dead(why) = outcome {
            tracing::warn!(
                why,
                tries = taken.tries,
                event = taken.event.word(),
                outcome = word,
                "a message was not sent"
            );
        }
        if let Err(error) = self.sender.store.note(&taken, outcome).await {
            tracing::warn!(%error, outcome = word, "what became of a message was not noted: it is sent again as the same");
        }
    }

    async fn tried(&self, taken: &Taken) -> Outcome {
        // It was taken so often and nobody came to note anything: sending it stops servers.
        if taken.tries > TRIES {
            return Outcome::Dead("interrupted");
        }
        let phone = match phones::of(&self.sender.sealing, &taken.details, taken.recipient) {
            Ok(Some(phone)) => phone,
            Ok(None) => return Outcome::NoAddress,
            Err(phones::Unreadable) => return Outcome::Dead("unreadable"),
        };
        let now = self.sender.clock.now();
        if self.seen.fetch_add(1, Ordering::Relaxed) % SWEEP_EVERY == SWEEP_EVERY - 1 {
            self.phones.retain_recent();
        }
        if self.phones.check_key(&self.sender.sealing.phone_key(&phone)).is_err() {
            return self.again(taken, now, "too_many", None);
        }
        let ticket = taken.key.ticket;
        let message = Message {
            id: format!("msg_{}_{}", ticket.to_string().replace('-', ""), taken.key.number),
            to: phone,
            // Reports do not say yet which language they were made in.
            text: texts::text(Language::Indonesian, taken.recipient, taken.event, ticket),
            ticket,
            event: taken.event,
            at: taken.at,
        };
        match self.sender.gateway.send(&message, now).await {
            Ok(()) => Outcome::Sent,
            Err(Failed::ForGood(why)) => Outcome::Dead(why),
            Err(Failed::Later { why, asked }) => self.again(taken, self.sender.clock.now(), why, asked),
        }
    }

    fn again(&self, taken: &Taken, now: Instant, why: &'static str, asked: Option<u32>) -> Outcome {
        let noise = u32::from_be_bytes(bytes(&*self.sender.entropy));
        match pause_after(taken.tries, noise, asked) {
            Some(seconds) => Outcome::Again(Instant::from_millis(now.millis() + i64::from(seconds) * 1_000), why),
            None => Outcome::Dead(why),
        }
    }
}

#[cfg(test)]
mod tests;
