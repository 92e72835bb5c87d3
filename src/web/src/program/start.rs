//! The start: the static page is taken over, and the window is listened to for as
//! long as it lives.

use reactive_graph::owner::Owner;
use tilik_pages::{App, Focus, Model, part};
use web_sys::Element;

use crate::{act, browser, dom, keep};

use super::language::{choose, wanted};
use super::{Program, typing};

/// How often answers left untouched are looked for. Milliseconds.
const CLOCK: i32 = 20_000;

/// Starts the program.
pub fn start() {
    browser::spawn(async {
        // The chosen language first, so that nothing is shown twice.
        let wanted = wanted();
        let language = if choose(wanted).await { wanted } else { Default::default() };
        let Some(root) = browser::element::<Element>("tilik") else {
            return;
        };
        let owner = Owner::new();
        owner.with(|| {
            let program = Program(App::new(Model {
                language,
                base: browser::base(),
                today: browser::today(),
                online: browser::online(),
                large: keep::read(keep::LARGE).is_some_and(|kept| !kept.is_empty()),
                can_share: browser::can_share(),
                unfinished: keep::unfinished(),
                kept: keep::result(),
                ..Model::default()
            }));
            let page = program.follow_address();
            program.update(|model| model.page = page);
            // What was typed before the program came is part of what it draws.
            typing::typed_before(program);
            let app = *program;
            dom::take_over(&root, move || {
                app.follow_frame();
                part::frame(app)
            });
            listen(program, &root);
            program.settle(Focus::Stay);
            program.ask_date();
        });
        std::mem::forget(owner);
        browser::mark("siap", true);
    });
}

fn listen(program: Program, root: &Element) {
    act::listen(program, root);
    browser::on("popstate", move || {
        let page = program.follow_address();
        program.arrive(page);
    });
    browser::on("online", move || {
        program.set_online(true);
        program.back_online();
    });
    browser::on("offline", move || program.set_online(false));
    browser::every(CLOCK, move || program.erase_if_idle());
}
