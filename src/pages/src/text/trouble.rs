//! What a resident is told when an answer does not come, and what to do next.

use crate::model::Trouble;

use super::{Text, fill, t};

/// The sentence for a trouble. Server words that this program does not know read
/// as a fault of the server's.
pub fn trouble(trouble: &Trouble) -> String {
    let text = match trouble {
        Trouble::Offline => Text::TroubleOffline,
        Trouble::Lost => Text::TroubleLost,
        Trouble::Slow => Text::TroubleSlow,
        Trouble::Cancelled => Text::TroubleCancelled,
        Trouble::Unreadable => Text::TroubleUnreadable,
        Trouble::Refused { problem, wait } => match problem.word() {
            "too_many_requests" => return limited(*wait),
            "invalid" => Text::TroubleInvalid,
            "proof" => Text::TroubleProof,
            "idempotency_key_reused" => Text::TroubleKeyReused,
            "not_found" => Text::TroubleNotFound,
            "not_rejected" => Text::TroubleNotRejected,
            "already_objected" => Text::TroubleAlreadyObjected,
            "too_late" => Text::TroubleTooLate,
            "unavailable" => Text::TroubleUnavailable,
            _ => Text::TroubleInternal,
        },
    };
    t(text).to_owned()
}

fn limited(seconds: Option<u32>) -> String {
    match seconds {
        Some(seconds) if seconds <= 90 => fill(t(Text::TroubleLimitedSeconds), &[("seconds", &seconds.to_string())]),
        Some(seconds) => fill(t(Text::TroubleLimitedMinutes), &[("minutes", &seconds.div_ceil(60).to_string())]),
        None => t(Text::TroubleLimited).to_owned(),
    }
}
