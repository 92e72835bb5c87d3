//! The start: the texts come, and the static page is taken over.

use std::cell::Cell;

use reactive_graph::owner::Owner;
use tilik_pages::text::{self, Language};
use tilik_pages::{App, Focus, Model, Route, part};

use crate::{draw, keep, ports, wire};

use super::{Pending, Program};

thread_local! {
    /// The program, once it runs.
    static RUNNING: Cell<Option<Program>> = const { Cell::new(None) };
    /// The language whose texts are on their way.
    static WANTED: Cell<Language> = const { Cell::new(Language::Indonesian) };
}

impl Program {
    /// The program, once it runs.
    pub fn running() -> Option<Self> {
        RUNNING.get()
    }

    /// Asks for the texts of a language.
    pub fn want(language: Language) {
        WANTED.set(language);
        ports::texts(language.file());
    }
}

/// Starts the program: the chosen language first, so that nothing is shown twice.
pub fn start() {
    // The address names a language, or the server chose a page by the cookie, or an
    // earlier visit says.
    let named = Route::parse(&ports::path(), &ports::base()).1;
    let shown = Language::from_tag(&ports::lang()).filter(|language| *language != Language::Indonesian);
    let language = named.or(shown).or_else(|| Language::from_tag(&keep::language()));
    Program::want(language.unwrap_or_default());
}

/// The texts came, or did not. Without any the page stays as it is, and works as plain
/// forms.
pub fn texts_came(content: Option<String>) {
    let language = WANTED.get();
    match (content, Program::running()) {
        (Some(content), running) => {
            text::show(content.leak());
            keep::keep_language(language.tag());
            ports::speak(language.tag());
            match running {
                Some(program) => program.spoken(language),
                None => take_over(language),
            }
        }
        (None, Some(program)) => program.say(text::Text::LanguageFailed),
        (None, None) if language != Language::Indonesian => Program::want(Language::Indonesian),
        (None, None) => {}
    }
}

fn take_over(language: Language) {
    let owner = Owner::new();
    owner.with(|| {
        let program = Program(App::new(Model {
            language,
            base: ports::base(),
            today: keep::today(),
            online: true,
            can_share: ports::can_share(),
            unfinished: keep::unfinished(),
            kept: keep::result(),
            ..Model::default()
        }));
        let page = program.follow_address();
        program.update(|model| model.page = page);
        draw::take_over(part::framed(*program));
        RUNNING.set(Some(program));
        program.update(|model| {
            model.online = ports::online();
            model.large = keep::large();
        });
        program.stir();
        program.settle(Focus::Stay);
        program.expect(wire::data(), Pending::Date);
        ports::listen();
    });
    std::mem::forget(owner);
}
