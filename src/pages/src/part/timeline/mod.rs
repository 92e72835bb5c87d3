//! What happened to a report, with dates, and the next step hollow.

use tilik_api::TimelineEntry;
use tilik_core::Status;

use crate::draw::{View, el, worded};
use crate::text::{Text, moment, t};

/// The steps so far and the next.
pub fn timeline(entries: &[TimelineEntry]) -> View {
    let next = entries.last().and_then(|entry| next_step(entry.status));
    let lines = entries.iter().map(|entry| line("", t(step(entry.status)), moment(&entry.at)));
    let next = next.map(|text| line("next", t(text), t(Text::StatusWaiting).to_owned()));
    let lines: Vec<View> = lines.chain(next).collect();
    el("ol").class("time").add_all(lines).view()
}

fn line(class: &'static str, title: &'static str, when: String) -> View {
    el("li").class(class).add(worded("b", "", title)).text(&when).view()
}

/// A step as it is told.
pub fn step(status: Status) -> Text {
    match status {
        Status::Received => Text::StepReceived,
        Status::Verifying => Text::StepVerifying,
        Status::Undetermined => Text::StepUndetermined,
        Status::Approved => Text::StepApproved,
        Status::Batched => Text::StepBatched,
        Status::OnTheWay => Text::StepOnTheWay,
        Status::Delivered => Text::StepDelivered,
        Status::Rejected => Text::StepRejected,
        Status::Objected => Text::StepObjected,
    }
}

fn next_step(status: Status) -> Option<Text> {
    match status {
        Status::Received => Some(Text::NextCheck),
        Status::Verifying | Status::Undetermined | Status::Objected => Some(Text::NextDecision),
        Status::Approved => Some(Text::StepBatched),
        Status::Batched => Some(Text::StepOnTheWay),
        Status::OnTheWay => Some(Text::StepDelivered),
        Status::Delivered | Status::Rejected => None,
    }
}
