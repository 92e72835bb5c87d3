//! The questions a page asks the server, one at a time: a second click while one
//! is on its way asks nothing. A slow one says so and can be cancelled; one that
//! fails leaves every answer where it was.

use std::cell::RefCell;

use tilik_api::{CheckAnswer, DataAnswer, ReportAnswer};
use tilik_core::Nik;
use tilik_core::draft::Field;
use tilik_pages::part::trouble;
use tilik_pages::screen::NIK;
use tilik_pages::text::Text;
use tilik_pages::{Busy, Checked, Focus, Kept, Model, Page, Sending, Shown, Trouble};

use crate::wire::{self, Answer};
use crate::{keep, ports};

use super::Program;

/// What an answer is for.
pub enum Pending {
    /// The age of the lists; nobody waits for it.
    Date,
    /// A check.
    Check(Nik),
    /// The rules, to tell what an answer to a check means.
    Rules(Nik, CheckAnswer),
    /// A report.
    Report(Nik),
    /// The status of a report.
    Status(Option<Nik>),
    /// An objection to the report with that ticket.
    Object(String),
}

thread_local! {
    /// The questions on their way, by their numbers. At most one is waited for.
    static PENDING: RefCell<Vec<(u32, Pending)>> = const { RefCell::new(Vec::new()) };
}

impl Program {
    /// Keeps what the answer to a question will be for.
    pub(super) fn expect(self, question: u32, pending: Pending) {
        PENDING.with_borrow_mut(|all| all.push((question, pending)));
    }

    /// The same for a question that somebody waits for.
    fn wait(self, question: u32, pending: Pending) {
        self.update(|model| model.trouble = None);
        self.expect(question, pending);
        self.set_busy(Busy::Yes);
    }

    fn is_busy(self) -> bool {
        self.with(|model| model.busy) != Busy::No
    }

    /// The number of the question that somebody waits for.
    fn waited_for() -> Option<u32> {
        PENDING.with_borrow(|all| all.iter().find(|(_, one)| !matches!(one, Pending::Date)).map(|(number, _)| *number))
    }

    /// An answer came, or why there is none.
    pub fn answered(self, question: u32, answer: Answer) {
        let pending = PENDING.with_borrow_mut(|all| {
            let place = all.iter().position(|(number, _)| *number == question)?;
            Some(all.swap_remove(place).1)
        });
        let Some(pending) = pending else {
            return;
        };
        // The server's clock is right, whatever the phone's is.
        self.update(|model| model.today = keep::today());
        if !matches!(pending, Pending::Date) {
            self.set_busy(Busy::No);
        }
        match pending {
            Pending::Date => {
                if let Ok(DataAnswer { data_as_of }) = wire::read(answer) {
                    self.update(|model| model.data_as_of = data_as_of);
                    self.stir();
                }
            }
            Pending::Check(nik) => match wire::read(answer) {
                Ok(answer) => self.checked(nik, answer),
                Err(trouble) => self.fail(trouble),
            },
            Pending::Rules(nik, checked) => {
                self.update(|model| model.rules = wire::read(answer).ok());
                self.show_checked(nik, checked);
            }
            Pending::Report(nik) => match wire::read_kept(answer) {
                Ok((answer, value)) => {
                    keep::keep_result(&value);
                    self.reported(nik, answer);
                }
                Err(trouble) => self.report_failed(trouble),
            },
            Pending::Status(nik) => match wire::read(answer) {
                Ok(answer) => {
                    self.update(|model| {
                        // An objection from here needs no NIK typed again.
                        model.reported = nik;
                        model.seen = keep::now();
                        model.status = Some(answer);
                    });
                    self.draw(Focus::Heading);
                }
                Err(trouble) => self.fail(trouble),
            },
            Pending::Object(ticket) => match answer {
                Ok(_) => self.objected(&ticket),
                Err(trouble) => self.fail(trouble),
            },
        }
    }

    /// A question takes long.
    pub fn slow(self, question: u32) {
        if Self::waited_for() == Some(question) {
            self.set_busy(Busy::Slow);
        }
    }

    /// Cancels the question on its way.
    pub(super) fn cancel(self) {
        if let Some(question) = Self::waited_for() {
            ports::cancel(question);
        }
    }

    fn set_busy(self, busy: Busy) {
        self.update(|model| model.busy = busy);
        self.stir();
    }

    /// The network came or went: what waits is sent.
    pub fn connected(self, online: bool) {
        self.update(|model| model.online = online);
        self.stir();
        if online {
            self.send_waiting();
        }
    }

    /// Some time has passed.
    pub fn tick(self) {
        if ports::online() {
            self.send_waiting();
        }
        self.erase_if_idle();
    }

    /// Sends the report that waits for the network; where that fails as well, it goes
    /// on waiting.
    fn send_waiting(self) {
        if self.with(|model| model.waiting) {
            self.send_report();
            self.update(|model| model.waiting = true);
        }
    }

    fn fail(self, trouble: Trouble) {
        self.update(|model| model.trouble = Some(trouble));
        self.draw(Focus::On(trouble::ID));
    }

    /// Is the NIK typed on a list? Not asked where it is no NIK.
    pub(super) fn check_typed(self) {
        if self.is_busy() {
            return;
        }
        if self.update(Model::check_fault) {
            return self.draw(Focus::On(NIK));
        }
        if let Ok(nik) = self.with(|model| Nik::parse(&model.to_check)) {
            self.wait(wire::check(nik), Pending::Check(nik));
        }
    }

    /// Once the rules are known as well, the answer is shown. Another site that frames
    /// the page must not see by the time it takes whether they were needed.
    fn checked(self, nik: Nik, answer: CheckAnswer) {
        if answer.aid.is_empty() && !ports::framed() || self.with(|model| model.rules.is_some()) {
            return self.show_checked(nik, answer);
        }
        self.wait(wire::rules(), Pending::Rules(nik, answer));
    }

    fn show_checked(self, nik: Nik, answer: CheckAnswer) {
        let page = self.update(|model| {
            model.checked = Some(Checked::new(nik, answer, model.rules.as_ref(), model.today));
            model.seen = keep::now();
            model.page
        });
        match page {
            Page::Cek => self.draw(Focus::Heading),
            _ => self.go(Page::Cek),
        }
    }

    /// Sends the report. The key is made when it is first sent and stays until an
    /// answer changes, so that a second try is no second report. Within another site's
    /// page none waits for the network: nobody would find it again.
    pub(super) fn send_report(self) {
        if self.is_busy() {
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
        let sending = sending.unwrap_or_else(|| Sending { key: ports::uuid(), made_at: ports::moment() });
        self.answer(|unfinished| unfinished.sending = Some(sending.clone()));
        let had_faults = self.update(|model| {
            model.waiting = false;
            model.trouble = None;
            !std::mem::take(&mut model.faults).is_empty()
        });
        if had_faults {
            self.draw(Focus::Stay);
        }
        let nik = report.nik;
        self.wait(wire::report(report, sending), Pending::Report(nik));
    }

    fn reported(self, nik: Nik, answer: ReportAnswer) {
        let kept = Kept { answer, objected: false };
        self.forget();
        self.update(|model| {
            model.form.ticket.clone_from(&kept.answer.ticket);
            model.kept = Some(kept);
            model.reported = Some(nik);
            model.seen = keep::now();
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
            // The network went while it was on its way, or has not really come back.
            Trouble::Offline if !ports::framed() => return self.wait_for_network(),
            Trouble::Lost | Trouble::Slow if self.with(|model| model.waiting) => return self.wait_for_network(),
            _ => self.update(|model| model.waiting = false),
        }
        self.fail(trouble);
    }

    fn wait_for_network(self) {
        self.update(|model| model.waiting = true);
        self.draw(Focus::On(trouble::ID));
    }

    /// What became of the report in the status form?
    pub(super) fn ask_status(self) {
        if self.is_busy() {
            return;
        }
        let Some(request) = self.update(|model| model.form.request()) else {
            return self.draw(Focus::Summary);
        };
        let nik = request.nik.as_deref().and_then(|nik| Nik::parse(nik).ok());
        self.wait(wire::status(&request), Pending::Status(nik));
    }

    /// Sends the objection, if a NIK and a reason are there.
    pub(super) fn object(self) {
        if self.is_busy() {
            return;
        }
        match self.update(Model::objection) {
            Some(request) => self.wait(wire::object(&request), Pending::Object(request.ticket)),
            None => self.draw(Focus::Summary),
        }
    }

    fn objected(self, ticket: &str) {
        self.update(|model| {
            model.objecting = false;
            model.objection = Default::default();
            if let Some(kept) = model.kept.as_mut().filter(|kept| kept.answer.ticket == ticket) {
                kept.objected = true;
                keep::keep_objected();
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
