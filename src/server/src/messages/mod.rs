//! Telling people what becomes of a report, through a gateway that the regency names.
//!
//! Steps leave messages in the outbox (`storage/messages.rs`), [`sender`] takes what is
//! due, opens the phone that it goes to, and hands it to a [`Gateway`]: [`webhook`],
//! [`smtp`] or [`log`], whichever [`channel`] finds in the settings. A message is handed
//! over at least once and under the same id each time, so that the gateway can drop what
//! it has. Which step is told to whom is decided in `tilik_core::message`.
//!
//! Nothing here is logged but words of fixed lists: no phone, no text, no address, and no
//! ticket but by [`log`], which is for development.

pub mod channel;
mod log;
mod phones;
pub mod sender;
mod signature;
mod smtp;
mod texts;
mod webhook;

use async_trait::async_trait;
use tilik_core::message::Event;
use tilik_core::{Phone, Ticket};

use crate::clock::Instant;

/// A message as it is handed to a gateway.
pub struct Message {
    /// The same at each try.
    pub id: String,
    /// Whose it is.
    pub to: Phone,
    /// What is told, in the words that people read.
    pub text: String,
    /// Of which report.
    pub ticket: Ticket,
    /// What happened.
    pub event: Event,
    /// When.
    pub at: Instant,
}

/// Why a gateway did not take a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failed {
    /// It may later.
    Later {
        /// Why, as a word.
        why: &'static str,
        /// Seconds that the gateway asks for.
        asked: Option<u32>,
    },
    /// It never will.
    ForGood(&'static str),
}

impl Failed {
    /// It may later, and names no time.
    const fn later(why: &'static str) -> Self {
        Self::Later { why, asked: None }
    }
}

/// What takes messages to people.
#[async_trait]
pub trait Gateway: Send + Sync {
    /// Hands a message over.
    ///
    /// # Errors
    /// [`Failed`].
    async fn send(&self, message: &Message, now: Instant) -> Result<(), Failed>;
}

/// A message that a test sends.
#[cfg(test)]
fn example() -> Message {
    Message {
        id: "msg_K7Q2M4XD9_1".into(),
        to: Phone::parse("081234567890").unwrap(),
        text: "Paket sedang diantar.".into(),
        ticket: Ticket::from_random(1),
        event: Event::OnTheWay,
        at: Instant::from_millis(1_589_950_000_000),
    }
}
