//! What all screens share: who is signed in, which screen is shown, which case is open
//! and what was typed about it, and how the server is asked.
//!
//! Nothing of a person is kept beyond the page: no storage, and an address that names
//! no case.

use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::Serialize;
use serde::de::DeserializeOwned;
use tilik_api::officer::{Act, SessionAnswer};
use tilik_api::officer_figures::ExportRequest;
use tilik_api::officer_sign_on::CAME_BACK;
use tilik_api::path;
use tilik_core::case::Finding;
use tilik_core::officer::{Permission, Role};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::{Closure, JsCast};

use crate::ask;
use crate::failure::{Failure, returned};
use crate::once::Once;
use crate::text::t;

/// A page of the console.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Screen {
    /// The cases that wait.
    Queue,
    /// One of them.
    Case,
    /// What is to be delivered.
    Deliveries,
    /// One batch.
    Batch,
    /// The lists on the wall.
    Announcements,
    /// What was told to people.
    Messages,
    /// What is counted.
    Figures,
    /// What was done.
    Trail,
    /// Officers' accounts.
    Accounts,
    /// One's own account.
    Account,
}

impl Screen {
    const ALL: [Self; 10] = [
        Self::Queue,
        Self::Case,
        Self::Deliveries,
        Self::Batch,
        Self::Announcements,
        Self::Figures,
        Self::Messages,
        Self::Trail,
        Self::Accounts,
        Self::Account,
    ];

    /// Its word in the browser's history.
    const fn word(self) -> &'static str {
        match self {
            Self::Queue => "antrean",
            Self::Case => "perkara",
            Self::Deliveries => "kirim",
            Self::Batch => "kiriman",
            Self::Announcements => "pengumuman",
            Self::Messages => "pesan",
            Self::Figures => "dasbor",
            Self::Trail => "jejak",
            Self::Accounts => "petugas",
            Self::Account => "akun",
        }
    }

    /// The one that a role begins with.
    pub const fn first(role: Role) -> Self {
        if role.may(Permission::See) {
            Self::Queue
        } else if role.may(Permission::SeeBatches) {
            Self::Deliveries
        } else if role.may(Permission::Audit) {
            Self::Trail
        } else {
            Self::Account
        }
    }
}

/// What is shown: a screen, or what comes before one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// It is being asked who is signed in.
    Asking,
    /// Nobody is.
    SignIn,
    /// The first password is to be changed.
    FirstPassword,
    /// An officer is at work.
    At(Screen),
}

/// What somebody typed about a case and has not sent.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Draft {
    /// The case's ticket.
    pub ticket: String,
    /// What to do.
    pub act: Option<Act>,
    /// What was found.
    pub finding: Option<Finding>,
    /// The note.
    pub note: String,
}

impl Draft {
    fn is_begun(&self) -> bool {
        self.act.is_some() || !self.note.is_empty()
    }
}

/// Shared by all screens.
#[derive(Clone, Copy)]
pub struct Console {
    asking: RwSignal<bool>,
    session: RwSignal<Option<SessionAnswer>>,
    /// Whose session was the last.
    last: RwSignal<String>,
    screen: RwSignal<Screen>,
    /// The ticket of the case that is open.
    pub ticket: RwSignal<String>,
    /// What was typed about it.
    pub draft: RwSignal<Draft>,
    /// What was typed about others and not sent.
    drafts: StoredValue<Vec<Draft>>,
    /// The number of the batch that is open.
    pub batch: RwSignal<Option<i64>>,
    /// What is told once, on top of the screen.
    pub notice: RwSignal<Option<String>>,
    /// Why the regency's provider sent the browser back without a session.
    pub came_back: RwSignal<Option<String>>,
}

/// What the address says of a sign-on that signed nobody in. It is said once: the address
/// is then the console's own again.
fn came_back() -> Option<String> {
    let fragment = window().location().hash().ok()?;
    let word = fragment.strip_prefix('#')?.strip_prefix(CAME_BACK)?.to_owned();
    if let Ok(history) = window().history() {
        // A page that may not keep its history still works.
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some("petugas"));
    }
    Some(returned(&word))
}

impl Console {
    /// Asks who is signed in.
    pub fn begin() -> Self {
        let console = Self {
            asking: RwSignal::new(true),
            session: RwSignal::new(None),
            last: RwSignal::new(String::new()),
            screen: RwSignal::new(Screen::Queue),
            ticket: RwSignal::new(String::new()),
            draft: RwSignal::new(Draft::default()),
            drafts: StoredValue::new(Vec::new()),
            batch: RwSignal::new(None),
            notice: RwSignal::new(None),
            came_back: RwSignal::new(came_back()),
        };
        console.follow_history();
        spawn_local(async move {
            match ask::get::<SessionAnswer>(path::OFFICER_SESSION).await {
                Ok(session) => console.enter(session),
                Err(Failure::SignedOut) => {}
                Err(failure) => console.notice.set(Some(failure.said())),
            }
            console.asking.set(false);
        });
        console
    }

    /// The one that the screens share. It is there: [`crate::app::App`] provides it before
    /// it makes any of them.
    pub fn shared() -> Self {
        expect_context()
    }

    /// What is shown.
    pub fn stage(self) -> Memo<Stage> {
        Memo::new(move |_| match self.session.read().as_ref() {
            None if self.asking.get() => Stage::Asking,
            None => Stage::SignIn,
            Some(session) if session.must_change_password => Stage::FirstPassword,
            Some(_) => Stage::At(self.screen.get()),
        })
    }

    /// Who is signed in.
    pub fn session(self) -> Option<SessionAnswer> {
        self.session.get()
    }

    /// Somebody signed in. Who did so again goes on where the session ended; anybody
    /// else finds nothing of the former one's.
    pub fn enter(self, session: SessionAnswer) {
        if self.last.get_untracked() != session.name {
            self.forget();
            self.screen.set(Screen::first(session.role));
            self.remember(true);
        }
        self.came_back.set(None);
        self.last.set(session.name.clone());
        self.session.set(Some(session));
    }

    /// The session has changed: another password, a second factor.
    pub fn change(self, change: impl FnOnce(&mut SessionAnswer)) {
        self.session.update(|session| {
            if let Some(session) = session {
                change(session);
            }
        });
    }

    /// Signs out. This page shows nothing any more, whether or not the server hears it.
    pub fn leave(self) {
        let csrf = self.csrf();
        self.session.set(None);
        self.last.set(String::new());
        self.forget();
        self.notice.set(None);
        spawn_local(async move {
            let left = ask::end(path::OFFICER_SESSION, &csrf).await;
            let told = if matches!(left, Ok(()) | Err(Failure::SignedOut)) { "signin.out" } else { "signin.still" };
            self.notice.set(Some(t(told).to_owned()));
        });
    }

    /// Whether that screen is shown.
    pub fn at(self, screen: Screen) -> bool {
        self.screen.get_untracked() == screen
    }

    fn forget(self) {
        self.ticket.set(String::new());
        self.draft.set(Draft::default());
        self.drafts.set_value(Vec::new());
        self.batch.set(None);
    }

    fn csrf(self) -> String {
        self.session.read_untracked().as_ref().map(|session| session.csrf.clone()).unwrap_or_default()
    }

    /// Shows a screen.
    pub fn go(self, screen: Screen) {
        self.notice.set(None);
        self.screen.set(screen);
        self.remember(false);
    }

    /// Shows a case.
    pub fn open(self, ticket: String) {
        self.ticket.set(ticket);
        self.go(Screen::Case);
    }

    /// Takes up what was typed about a case, and puts away what was typed about another.
    pub fn take_up(self, ticket: &str) {
        if self.draft.read_untracked().ticket == ticket {
            return;
        }
        let mut drafts = self.drafts.get_value();
        let place = drafts.iter().position(|draft| draft.ticket == ticket);
        let found = place.map(|place| drafts.swap_remove(place));
        let former = self.draft.get_untracked();
        if former.is_begun() {
            drafts.push(former);
        }
        self.drafts.set_value(drafts);
        self.draft.set(found.unwrap_or_else(|| Draft { ticket: ticket.to_owned(), ..Draft::default() }));
    }

    /// A case was decided: what was typed about it is done with.
    pub fn sent(self, ticket: &str) {
        self.drafts.update_value(|drafts| drafts.retain(|draft| draft.ticket != ticket));
        if self.draft.read_untracked().ticket == ticket {
            self.draft.set(Draft::default());
        }
    }

    /// Shows a batch.
    pub fn open_batch(self, number: i64) {
        self.batch.set(Some(number));
        self.go(Screen::Batch);
    }

    fn remember(self, instead: bool) {
        let Ok(history) = window().history() else { return };
        let state = JsValue::from_str(self.screen.get_untracked().word());
        // A page that may not keep its history still works.
        let _ = if instead { history.replace_state(&state, "") } else { history.push_state(&state, "") };
    }

    /// Goes back and forth with the browser's own buttons.
    fn follow_history(self) {
        let back = Closure::<dyn FnMut(web_sys::PopStateEvent)>::new(move |event: web_sys::PopStateEvent| {
            let word = event.state().as_string();
            let screen = Screen::ALL.into_iter().find(|screen| word.as_deref() == Some(screen.word()));
            let Some(screen) = screen else { return };
            self.notice.set(None);
            // The case or the batch may be gone from memory.
            self.screen.set(match screen {
                Screen::Case if self.ticket.read_untracked().is_empty() => Screen::Queue,
                Screen::Batch if self.batch.get_untracked().is_none() => Screen::Deliveries,
                screen => screen,
            });
        });
        // As long as the page.
        let _ = window().add_event_listener_with_callback("popstate", back.as_ref().unchecked_ref());
        back.forget();
    }

    /// Asks for something.
    ///
    /// # Errors
    /// [`Failure`]; a session that ended leads to the sign-in besides.
    pub async fn get<T: DeserializeOwned>(self, path: &str) -> Result<T, Failure> {
        self.noticed(ask::get(path).await)
    }

    /// Sends something, and reads the answer.
    ///
    /// # Errors
    /// As [`Self::get`].
    pub async fn post<T: DeserializeOwned>(self, path: &str, body: &impl Serialize) -> Result<T, Failure> {
        self.noticed(ask::post(path, &self.csrf(), body).await)
    }

    /// Sends something under the key that `once` has for it: again, if there was no answer.
    ///
    /// # Errors
    /// As [`Self::get`].
    pub async fn post_once<T, B>(self, path: &str, body: &B, once: RwSignal<Once<B>>) -> Result<T, Failure>
    where
        T: DeserializeOwned,
        B: Serialize + Clone + PartialEq + Send + Sync + 'static,
    {
        let Some(random) = random() else { return Err(Failure::Broken) };
        let Some(key) = once.try_update(|once| once.key(body.clone(), random)) else { return Err(Failure::Broken) };
        let asked = ask::post_once(path, &self.csrf(), &key, body).await;
        // Without an answer, or with a failure of the server's, it may have been done all
        // the same.
        let unsure = match &asked {
            Err(Failure::Offline | Failure::Broken) => true,
            Err(Failure::Refused { problem, .. }) => problem.status >= 500,
            Ok(_) | Err(Failure::SignedOut) => false,
        };
        if !unsure {
            once.try_update(Once::answered);
        }
        self.noticed(asked)
    }

    /// Asks for a file, and gives it to the browser to keep under a name.
    ///
    /// # Errors
    /// As [`Self::get`].
    pub async fn download(self, request: &ExportRequest, name: &str) -> Result<(), Failure> {
        self.noticed(ask::download(path::OFFICER_EXPORTS, &self.csrf(), request, name).await)
    }

    /// Sends something that has no answer but that it is done.
    ///
    /// # Errors
    /// As [`Self::get`].
    pub async fn tell(self, path: &str, body: &impl Serialize) -> Result<(), Failure> {
        self.noticed(ask::tell(path, &self.csrf(), body).await)
    }

    /// Leaves the page for the provider's.
    pub fn leave_for(self, address: &str) -> Result<(), Failure> {
        window().location().assign(address).map_err(|_| Failure::Broken)
    }

    fn noticed<T>(self, asked: Result<T, Failure>) -> Result<T, Failure> {
        if let Err(Failure::SignedOut) = asked {
            self.session.set(None);
            self.notice.set(Some(t("signin.again").to_owned()));
        }
        asked
    }
}

fn random() -> Option<[u8; 16]> {
    let mut bytes = [0; 16];
    window().crypto().ok()?.get_random_values_with_u8_array(&mut bytes).ok()?;
    Some(bytes)
}
