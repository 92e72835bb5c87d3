//! What a form must hold before it is sent, the same where the program sends it and
//! where the server takes it: the status form and the objection. The report's own is
//! `tilik_core::Draft`.

use tilik_api::{CheckAnswer, ObjectionRequest, StatusRequest};
use tilik_core::aid::Edition;
use tilik_core::draft::{Draft, FaultCode, Field, LONGEST_NOTE, text as checked_text};
use tilik_core::{Aid, Date, Nik, Phone, RuleSet, Scheme, Ticket};

use crate::model::{Checked, Model, Shown, StatusForm};
use crate::text::{self, Text, t};

impl StatusForm {
    /// What is asked, or `None` with what is wrong in the faults.
    pub fn request(&mut self) -> Option<StatusRequest> {
        self.faults.clear();
        let ticket = Ticket::parse(&self.ticket);
        if self.ticket.trim().is_empty() {
            self.faults.push(("ticket", t(Text::FaultTicketRequired).to_owned()));
        } else if let Err(fault) = ticket {
            self.faults.push(("ticket", text::ticket_fault(fault)));
        }
        let (mut nik, mut phone) = (None, None);
        if self.by_helper {
            match Phone::parse(&self.phone) {
                Ok(number) => phone = Some(number.as_digits().to_owned()),
                Err(_) if self.phone.trim().is_empty() => {
                    self.faults.push(("helper", t(Text::FaultPhoneRequired).to_owned()));
                }
                Err(fault) => self.faults.push(("helper", text::field_fault(Field::Phone, FaultCode::Phone(fault)))),
            }
        } else {
            match nik_fault(&self.nik) {
                Some(fault) => self.faults.push(("nik", fault.said())),
                None => nik = Nik::parse(&self.nik).ok().map(Nik::as_digits),
            }
        }
        let ticket = ticket.ok().filter(|_| self.faults.is_empty())?;
        Some(StatusRequest { ticket: ticket.to_string(), nik, phone })
    }
}

impl Model {
    /// The objection as typed against the report that is shown, or `None` with what
    /// is wrong in the faults.
    pub fn objection(&mut self) -> Option<ObjectionRequest> {
        let shown = self.status.as_ref().map(|status| &status.ticket);
        let ticket = shown.or(self.kept.as_ref().map(|kept| &kept.answer.ticket)).cloned();
        let nik = self.reported.or_else(|| Nik::parse(&self.objection.0).ok());
        let reason = checked_text(&self.objection.1, LONGEST_NOTE);
        self.faults.clear();
        if nik.is_none() {
            self.faults.extend(nik_fault(&self.objection.0));
        }
        if let Err(code) = &reason {
            self.faults.push(Shown { field: Field::Note, code: Some(*code) });
        }
        Some(ObjectionRequest { ticket: ticket?, nik: nik?.as_digits(), reason: reason.ok()? })
    }

    /// What is wrong with the NIK typed for a check; the fault is shown.
    pub fn check_fault(&mut self) -> bool {
        self.faults = nik_fault(&self.to_check).into_iter().collect();
        !self.faults.is_empty()
    }
}

/// What is wrong with a NIK as typed.
fn nik_fault(typed: &str) -> Option<Shown> {
    let draft = Draft { nik: typed.to_owned(), ..Draft::default() };
    Some(Shown { field: Field::Nik, code: Some(draft.fault(Field::Nik)?) })
}

impl Checked {
    /// An answer about `nik`. Without the rules, or without a clock, any aid is taken
    /// to keep the family from the food package.
    pub fn new(nik: Nik, answer: CheckAnswer, rules: Option<&RuleSet>, today: Option<Date>) -> Self {
        let excluded = match (rules, today) {
            (Some(rules), Some(today)) => excludes(&answer, rules, today),
            _ => !answer.aid.is_empty(),
        };
        Self { nik, answer, excluded }
    }
}

fn excludes(answer: &CheckAnswer, rules: &RuleSet, today: Date) -> bool {
    let aid = answer.aid.iter().map(|line| Aid {
        scheme: line.scheme,
        period: line.period,
        paid: line.paid,
        through: line.through,
        edition: Edition { name: String::new(), landed_on: today },
    });
    let aid: Vec<Aid> = aid.collect();
    rules.exclusions(Scheme::JpsKab, &aid, today).next().is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn a_status_form_says_what_is_wrong_where() {
        let mut form = StatusForm { ticket: "K7Q2-M4XD-8".into(), nik: "3510".into(), ..StatusForm::default() };
        assert!(form.request().is_none());
        assert_eq!(form.faults.iter().map(|(at, _)| *at).collect::<Vec<_>>(), ["ticket", "nik"]);
        form = StatusForm { ticket: "k7q2m4xd9".into(), nik: "3510 1612 0385 0001".into(), ..StatusForm::default() };
        let request = form.request().unwrap();
        assert_eq!((request.ticket.as_str(), request.nik.as_deref()), ("K7Q2-M4XD-9", Some("3510161203850001")));
        form = StatusForm { by_helper: true, ticket: "K7Q2-M4XD-9".into(), ..StatusForm::default() };
        assert!(form.request().is_none());
        assert_eq!(form.faults[0].0, "helper");
    }

    #[test]
    fn an_objection_needs_a_report_a_nik_and_a_reason() {
        let mut model = Model { objection: ("35".into(), " ".into()), ..Model::default() };
        assert!(model.objection().is_none());
        assert_eq!(model.faults.iter().map(|fault| fault.field).collect::<Vec<_>>(), [Field::Nik, Field::Note]);
        model.reported = Nik::parse("3510161203850001").ok();
        model.objection.1 = "Belum pernah menerima".into();
        assert!(model.objection().is_none(), "no report is shown");
        assert!(model.faults.is_empty());
    }
}
