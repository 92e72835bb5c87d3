//! Why the server did not do what was asked, and how that is told.

use tilik_api::Problem;

use crate::text::{fill, t};

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The server was not reached.
    Offline,
    /// Nobody is signed in, or not any more.
    SignedOut,
    /// The server says why.
    Refused {
        /// The problem, in its stable word.
        problem: Problem,
        /// Seconds until it is worth another try.
        wait: Option<u64>,
    },
    /// It answered something else.
    Broken,
}

impl Failure {
    /// The stable word of a refusal.
    pub fn word(&self) -> &str {
        match self {
            Self::Refused { problem, .. } => problem.word(),
            Self::Offline | Self::SignedOut | Self::Broken => "",
        }
    }

    /// What went wrong and what to do next.
    pub fn said(&self) -> String {
        let Self::Refused { problem, wait } = self else {
            return t(if *self == Self::Offline { "fault.offline" } else { "fault.server" }).to_owned();
        };
        let field = problem.errors.first().map(|error| format!("fault.{}_{}", error.field, error.code));
        if let Some(said) = field.map(|key| t(&key)).filter(|said| !said.is_empty()) {
            return said.to_owned();
        }
        match problem.word() {
            "too_many_requests" => {
                let minutes = wait.unwrap_or(60).div_ceil(60).max(1).to_string();
                fill("fault.too_many", &[("minutes", &minutes)])
            }
            word => returned(word),
        }
    }
}

/// The sentence for a refusal's stable word, also where an address says it.
pub fn returned(word: &str) -> String {
    match t(&format!("fault.{word}")) {
        "" => t("fault.server").to_owned(),
        said => said.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tilik_api::FieldError;

    fn refused(word: &str, fault: Option<(&str, &str)>, wait: Option<u64>) -> String {
        let errors = fault.map(|(field, code)| FieldError { field: field.into(), code: code.into() });
        let problem = Problem {
            kind: format!("urn:tilik:problem:{word}"),
            title: "x".into(),
            status: 422,
            errors: errors.into_iter().collect(),
        };
        Failure::Refused { problem, wait }.said()
    }

    #[test]
    fn every_failure_says_what_to_do_next() {
        assert_eq!(refused("invalid", Some(("new", "too_short")), None), "Kata sandi baru terlalu pendek.");
        assert_eq!(refused("credentials", None, None), "Nama akun, kata sandi, atau kode tidak cocok.");
        assert!(refused("too_many_requests", None, Some(900)).contains("15 menit"));
        assert!(refused("something_new", None, None).starts_with("Server sedang bermasalah."));
        for word in ["not_linked", "unfinished", "provider_unavailable"] {
            assert!(!returned(word).starts_with("Server sedang bermasalah."), "{word}");
        }
        assert!(Failure::Offline.said().starts_with("Tidak ada sambungan."));
        assert!(Failure::Broken.said().starts_with("Server sedang bermasalah."));
    }
}
