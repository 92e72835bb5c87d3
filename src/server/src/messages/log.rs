//! A gateway that sends nothing, for development: a line in the log with the ticket and
//! what happened. Not with the phone or the text, also not here: a log is read by others.

use async_trait::async_trait;

use super::{Failed, Gateway, Message};
use crate::clock::Instant;

/// Takes everything and tells nobody.
pub struct Log;

#[async_trait]
impl Gateway for Log {
    async fn send(&self, message: &Message, _now: Instant) -> Result<(), Failed> {
        tracing::info!(ticket = %message.ticket, event = message.event.word(), "a message");
        Ok(())
    }
}
