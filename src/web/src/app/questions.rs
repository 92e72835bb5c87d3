//! The questions a page asks the server, one at a time: a second click while one
//! is on its way asks nothing. A slow one says so and can be cancelled; one that
//! fails leaves every answer where it was.

use tilik_api::{CheckAnswer, DataAnswer, ObjectionRequest, ReportAnswer, StatusRequest};
use tilik_core::aid::Edition;
use tilik_core::draft::{Draft, Field};
use tilik_core::{Aid, Nik, Phone, RuleSet, Scheme, Ticket};
use wasm_bindgen::JsValue;
use web_sys::{AbortController, AbortSignal};

use crate::keep::{self, Kept, Sending};
use crate::text::{self, Text, t};
use crate::wire::{self, Answer, Question, Trouble};
use crate::{browser, part};

use super::{App, Busy, Checked, Focus, Page, Shown, count};

/// After this a question is called slow. Milliseconds.
const SLOW: i32 = 4_000;

/// After this it is given up. Milliseconds.
const TOO_SLOW: i32 = 60_000;

impl App {
    /// Starts a question, unless one is on its way.
    fn begin(self) -> Option<AbortSignal> {
        if self.with(|model| model.busy) != Busy::No {
            return None;
        }
        let controller = AbortController::new().ok()?;
        let signal = controller.signal();
        let turn = self.update(|model| {
            model.abort = Some(controller);
            model.trouble = None;
            model.turn += 1;
            model.turn
        });
        self.set_busy(Busy::Yes);
        let still = move || self.with(|model| model.busy) != Busy::No && self.with(|model| model.turn == turn);
        browser::after(SLOW, move || {
            if still() {
                self.set_busy(Busy::Slow);
            }
        });
        browser::after(TOO_SLOW, move || {
            if still() {
                self.stop(&JsValue::from_str(wire::SLOW));
            }
        });
        Some(signal)
    }

    fn end(self) {
        self.update(|model| model.abort = None);
        self.set_busy(Busy::No);
    }

    fn stop(self, why: &JsValue) {
        self.with(|model| {
            if let Some(abort) = &model.abort {
                abort.abort_with_reason(why);
            }
        });
    }

    /// Cancels the question on its way.
    pub fn cancel(self) {
        self.stop(&JsValue::from_str("cancelled"));
    }

    fn fail(self, trouble: Trouble) {
        self.update(|model| model.trouble = Some(trouble));
        self.redraw(Focus::On(part::trouble::ID));
    }

    /// Puts a question, unless one is on its way; `then` gets the answer.
    fn put(self, question: Question, then: impl FnOnce(Answer) + 'static) {
        let Some(signal) = self.begin() else {
            return;
        };
        wire::put(question, signal, move |answer| {
            self.end();
            then(answer);
        });
    }

    /// Is the NIK typed on a list?
    pub fn check(self) {
        if let Ok(nik) = self.with(|model| Nik::parse(&model.typed)) {
            self.put(wire::check(nik), move |answer| match wire::answer(answer) {
                Ok(answer) => self.checked(nik, answer),
                Err(trouble) => self.fail(trouble),
            });
        }
    }

    /// Asks how old the lists are, beside whatever else is done: nobody waits for it.
    pub fn ask_date(self) {
        if let Ok(abort) = AbortController::new() {
            wire::put(wire::data(), abort.signal(), move |answer| {
                if let Ok(DataAnswer { data_as_of }) = wire::answer(answer) {
                    self.update(|model| model.data_as_of = data_as_of);
                    count(self.stirred);
                }
            });
        }
    }

    /// Once the rules are known as well, the answer is shown.
    fn checked(self, nik: Nik, answer: CheckAnswer) {
        if answer.aid.is_empty() || self.with(|model| model.rules.is_some()) {
            return self.show_checked(nik, answer);
        }
        self.put(wire::rules(), move |rules| {
            self.update(|model| model.rules = wire::answer(rules).ok());
            self.show_checked(nik, answer);
        });
    }

    fn show_checked(self, nik: Nik, answer: CheckAnswer) {
        let page = self.update(|model| {
            let excluded = excludes(&answer, model.rules.as_ref());
            model.checked = Some(Checked { nik, answer, excluded });
            model.seen = browser::now();
            model.page
        });
        match page {
            Page::Cek => self.redraw(Focus::Heading),
            _ => self.go(Page::Cek),
        }
    }

    /// Sends the report. The key is made when it is first sent and stays until an
    /// answer changes, so that a second try is no second report.
    pub fn send_report(self) {
        if self.with(|model| model.busy) != Busy::No {
            return;
        }
        let report = match self.with(|model| model.unfinished.draft.to_report()) {
            Ok(report) => report,
            Err(faults) => {
                let shown = faults.into_iter().map(|fault| Shown { field: fault.field, code: Some(fault.code) });
                self.update(|model| model.faults = shown.collect());
                return self.redraw(Focus::Summary);
            }
        };
        let sending = self.with(|model| model.unfinished.sending.clone());
        let sending = sending.unwrap_or_else(|| Sending { key: browser::uuid(), made_at: browser::moment() });
        self.answer(|unfinished| unfinished.sending = Some(sending.clone()));
        let waits = !browser::online();
        let had_faults = self.update(|model| {
            model.waiting = waits;
            !std::mem::take(&mut model.faults).is_empty()
        });
        if waits {
            return self.redraw(Focus::On(part::trouble::ID));
        }
        if had_faults {
            self.redraw(Focus::Stay);
        }
        let nik = report.nik;
        self.put(wire::report(report, sending), move |answer| match wire::answer(answer) {
            Ok(answer) => self.reported(nik, answer),
            Err(trouble) => self.report_failed(trouble),
        });
    }

    fn reported(self, nik: Nik, answer: ReportAnswer) {
        let kept = Kept { answer, objected: false };
        keep::keep_result(&kept);
        self.forget();
        self.update(|model| {
            model.form.ticket.clone_from(&kept.answer.ticket);
            model.kept = Some(kept);
            model.reported = Some(nik);
            model.seen = browser::now();
        });
        self.replace(Page::Hasil);
    }

    fn report_failed(self, trouble: Trouble) {
        match &trouble {
            Trouble::Refused { problem, .. } if problem.word() == "idempotency_key_reused" => {
                // That key has another report: the next sending is a new one.
                self.answer(|unfinished| unfinished.sending = None);
            }
            Trouble::Refused { problem, .. } if problem.word() == "invalid" => {
                let shown: Vec<Shown> = self.with(|model| {
                    let errors = problem.errors.iter().filter_map(|error| Field::from_word(&error.field));
                    errors.map(|field| Shown { field, code: model.unfinished.draft.fault(field) }).collect()
                });
                if !shown.is_empty() {
                    self.update(|model| model.faults = shown);
                    return self.redraw(Focus::Summary);
                }
            }
            // The network went while it was on its way: it waits for the next one.
            Trouble::Offline => {
                self.update(|model| model.waiting = true);
                return self.redraw(Focus::On(part::trouble::ID));
            }
            _ => {}
        }
        self.fail(trouble);
    }

    /// The network is back: what waits is sent.
    pub(super) fn back_online(self) {
        if self.with(|model| model.waiting) {
            self.send_report();
        }
    }

    /// What became of the report in the status form?
    pub fn ask_status(self) {
        let request = match self.update(|model| status_request(&mut model.form)) {
            Some(request) => request,
            None => return self.redraw(Focus::Summary),
        };
        let nik = request.nik.as_deref().and_then(|nik| Nik::parse(nik).ok());
        self.put(wire::status(&request), move |answer| match wire::answer(answer) {
            Ok(answer) => {
                self.update(|model| {
                    // An objection from here needs no NIK typed again.
                    model.reported = nik;
                    model.seen = browser::now();
                    model.status = Some(answer);
                });
                self.redraw(Focus::Heading);
            }
            Err(trouble) => self.fail(trouble),
        });
    }

    /// Sends the objection to the report with `ticket`; `nik` and `reason` were
    /// found right by its form.
    pub fn object(self, ticket: String, nik: Nik, reason: String) {
        let request = ObjectionRequest { ticket, nik: nik.as_digits(), reason };
        self.put(wire::object(&request), move |answer| match answer {
            Ok(_) => self.objected(&request.ticket),
            Err(trouble) => self.fail(trouble),
        });
    }

    fn objected(self, ticket: &str) {
        self.update(|model| {
            model.objecting = false;
            model.objection = Default::default();
            if let Some(kept) = model.kept.as_mut().filter(|kept| kept.answer.ticket == ticket) {
                kept.objected = true;
                keep::keep_result(kept);
            }
            if model.page == Page::Status {
                model.notice = Some(Text::SanggahSentTitle);
            }
            if let Some(status) = model.status.as_mut() {
                status.may_object_until = None;
            }
        });
        self.redraw(Focus::Heading);
    }
}

/// The request of the status form, or `None` with what is wrong in its faults.
fn status_request(form: &mut super::StatusForm) -> Option<StatusRequest> {
    form.faults.clear();
    let ticket = Ticket::parse(&form.ticket);
    if form.ticket.trim().is_empty() {
        form.faults.push(("ticket", t(Text::FaultTicketRequired).to_owned()));
    } else if let Err(fault) = ticket {
        form.faults.push(("ticket", text::ticket_fault(fault)));
    }
    let mut nik = None;
    let mut phone = None;
    if form.by_helper {
        match Phone::parse(&form.phone) {
            Ok(number) => phone = Some(number.as_digits().to_owned()),
            Err(_) if form.phone.trim().is_empty() => {
                form.faults.push(("helper", t(Text::FaultPhoneRequired).to_owned()));
            }
            Err(fault) => {
                let code = tilik_core::FaultCode::Phone(fault);
                form.faults.push(("helper", text::field_fault(Field::Phone, code)));
            }
        }
    } else {
        let draft = Draft { nik: form.nik.clone(), ..Draft::default() };
        match draft.fault(Field::Nik) {
            Some(code) => form.faults.push(("nik", text::field_fault(Field::Nik, code))),
            None => nik = Nik::parse(&form.nik).ok().map(Nik::as_digits),
        }
    }
    let ticket = ticket.ok().filter(|_| form.faults.is_empty())?;
    Some(StatusRequest { ticket: ticket.to_string(), nik, phone })
}

/// Whether an aid in the answer keeps the family from the food package. Without
/// the rules, or without a clock, any aid is taken to.
fn excludes(answer: &CheckAnswer, rules: Option<&RuleSet>) -> bool {
    let (Some(rules), Some(today)) = (rules, browser::today()) else {
        return !answer.aid.is_empty();
    };
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
