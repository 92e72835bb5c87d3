//! The questions a page asks the server, one at a time: a second click while one
//! is on its way asks nothing. A slow one says so and can be cancelled; one that
//! fails leaves every answer where it was.

use std::cell::{Cell, RefCell};

use tilik_api::{CheckAnswer, DataAnswer, ReportAnswer};
use tilik_core::Nik;
use tilik_core::draft::Field;
use tilik_pages::part::trouble;
use tilik_pages::screen::NIK;
use tilik_pages::text::Text;
use tilik_pages::{Busy, Checked, Focus, Kept, Page, Sending, Shown, Trouble};
use wasm_bindgen::JsValue;
use web_sys::{AbortController, AbortSignal};

use crate::browser;
use crate::keep;
use crate::wire::{self, Answer, Question};

use super::Program;

thread_local! {
    /// Cancels the question on its way.
    static ABORT: RefCell<Option<AbortController>> = const { RefCell::new(None) };
    /// Counts the questions, so that a late clock does not stop a newer one.
    static TURN: Cell<u32> = const { Cell::new(0) };
}

/// After this a question is called slow. Milliseconds.
const SLOW: i32 = 4_000;

/// After this it is given up. Milliseconds.
const TOO_SLOW: i32 = 60_000;

impl Program {
    /// Starts a question, unless one is on its way.
    fn begin(self) -> Option<AbortSignal> {
        if self.with(|model| model.busy) != Busy::No {
            return None;
        }
        let controller = AbortController::new().ok()?;
        let signal = controller.signal();
        ABORT.set(Some(controller));
        let turn = TURN.get() + 1;
        TURN.set(turn);
        self.update(|model| model.trouble = None);
        self.set_busy(Busy::Yes);
        let still = move || self.with(|model| model.busy) != Busy::No && TURN.get() == turn;
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
        ABORT.set(None);
        self.set_busy(Busy::No);
    }

    fn stop(self, why: &JsValue) {
        ABORT.with_borrow(|abort| {
            if let Some(abort) = abort {
                abort.abort_with_reason(why);
            }
        });
    }

    fn set_busy(self, busy: Busy) {
        self.update(|model| model.busy = busy);
        self.stir();
    }

    pub(super) fn set_online(self, online: bool) {
        self.update(|model| model.online = online);
        self.stir();
    }

    /// Cancels the question on its way.
    pub fn cancel(self) {
        self.stop(&JsValue::from_str("cancelled"));
    }

    fn fail(self, trouble: Trouble) {
        self.update(|model| model.trouble = Some(trouble));
        self.draw(Focus::On(trouble::ID));
    }

    /// Puts a question, unless one is on its way; `then` gets the answer.
    fn ask(self, question: Question, then: impl FnOnce(Answer) + 'static) {
        let Some(signal) = self.begin() else {
            return;
        };
        wire::put(question, signal, move |answer| {
            self.end();
            then(answer);
        });
    }

    /// Is the NIK typed on a list? Not asked where it is no NIK.
    pub fn check_typed(self) {
        if self.update(tilik_pages::Model::check_fault) {
            return self.draw(Focus::On(NIK));
        }
        self.check();
    }

    fn check(self) {
        if let Ok(nik) = self.with(|model| Nik::parse(&model.to_check)) {
            self.ask(wire::check(nik), move |answer| match wire::answer(answer) {
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
                    self.stir();
                }
            });
        }
    }

    /// Once the rules are known as well, the answer is shown.
    fn checked(self, nik: Nik, answer: CheckAnswer) {
        if answer.aid.is_empty() || self.with(|model| model.rules.is_some()) {
            return self.show_checked(nik, answer);
        }
        self.ask(wire::rules(), move |rules| {
            self.update(|model| model.rules = wire::answer(rules).ok());
            self.show_checked(nik, answer);
        });
    }

    fn show_checked(self, nik: Nik, answer: CheckAnswer) {
        let page = self.update(|model| {
            model.checked = Some(Checked::new(nik, answer, model.rules.as_ref(), model.today));
            model.seen = browser::now();
            model.page
        });
        match page {
            Page::Cek => self.draw(Focus::Heading),
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
                return self.draw(Focus::Summary);
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
            return self.draw(Focus::On(trouble::ID));
        }
        if had_faults {
            self.draw(Focus::Stay);
        }
        let nik = report.nik;
        self.ask(wire::report(report, sending), move |answer| match wire::answer(answer) {
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
                    return self.draw(Focus::Summary);
                }
            }
            // The network went while it was on its way: it waits for the next one.
            Trouble::Offline => {
                self.update(|model| model.waiting = true);
                return self.draw(Focus::On(trouble::ID));
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
        let request = match self.update(|model| model.form.request()) {
            Some(request) => request,
            None => return self.draw(Focus::Summary),
        };
        let nik = request.nik.as_deref().and_then(|nik| Nik::parse(nik).ok());
        self.ask(wire::status(&request), move |answer| match wire::answer(answer) {
            Ok(answer) => {
                self.update(|model| {
                    // An objection from here needs no NIK typed again.
                    model.reported = nik;
                    model.seen = browser::now();
                    model.status = Some(answer);
                });
                self.draw(Focus::Heading);
            }
            Err(trouble) => self.fail(trouble),
        });
    }

    /// Sends the objection, if a NIK and a reason are there.
    pub fn object(self) {
        let checked = self.update(tilik_pages::Model::objection);
        let Some(request) = checked else {
            return self.draw(Focus::Summary);
        };
        self.ask(wire::object(&request), move |answer| match answer {
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
        self.draw(Focus::Heading);
    }
}
