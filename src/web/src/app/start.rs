//! The start: the frame is drawn over the static page, and the window is listened
//! to for as long as it lives.

use web_sys::HtmlElement;

use crate::draw::{self, View, el, many, text};
use crate::text::{Language, choose, remembered};
use crate::{browser, part, screen};

use super::{App, Focus, Model};

/// How often answers left untouched are looked for. Milliseconds.
const CLOCK: i32 = 20_000;

/// Starts the program.
pub fn start() {
    browser::spawn(async {
        // The chosen language first, so that nothing is shown twice.
        let language = remembered();
        let shown =
            if language == Language::Indonesian || !choose(language).await { Language::Indonesian } else { language };
        let Some(root) = browser::element::<HtmlElement>("tilik") else {
            return;
        };
        root.set_inner_html("");
        draw::mount(&root, move || {
            let app = App::new(Model::load(shown));
            let page = app.follow_address();
            app.update(|model| model.page = page);
            listen(app);
            app.settle(Focus::Stay);
            app.ask_date();
            frame(app)
        });
    });
}

fn listen(app: App) {
    browser::on("popstate", move || {
        let page = app.follow_address();
        app.arrive(page);
    });
    browser::on("online", move || {
        app.set_online(true);
        app.back_online();
    });
    browser::on("offline", move || app.set_online(false));
    browser::every(CLOCK, move || app.erase_if_idle());
}

fn frame(app: App) -> View {
    let framed = move || {
        super::follow(app.framed);
        let content = el("main").class("page").set("id", part::frame::CONTENT).set("tabindex", "-1");
        many(vec![
            part::masthead(app),
            part::offline(app),
            content.live(move || screen::show(app, app.page())).view(),
            part::foot(app),
            el("p").class("said").set("role", "status").live(move || text(app.said())).view(),
        ])
    };
    el("div").class("frame").live(framed).view()
}
