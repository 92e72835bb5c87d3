//! A whole page as HTML: what the static site holds for each address, and what the
//! server answers a form with.

use reactive_graph::owner::Owner;

use crate::act::Act;
use crate::app::App;
use crate::draw::{LiveText, Marks, Piece, Unmarked, View, el, escape, heading, write};
use crate::model::Model;
use crate::page::Page;
#[cfg(not(target_arch = "wasm32"))]
use crate::part::frame::framing;
use crate::part::{beside as pieces, frame, framed};
#[cfg(not(target_arch = "wasm32"))]
use crate::screen::daftar::{Daftar, daftar};
use crate::text::{Language, Text, speak, t};

/// A page, to be put into a [`Template`].
pub struct Html {
    language: Language,
    /// The document's title, as text.
    title: String,
    /// Its description, as text.
    description: &'static str,
    /// What stands in the element `tilik`.
    body: String,
    /// The screen shown when the program stops.
    stopped: String,
}

/// The site's `index.html` as it is built: with a `@word@` wherever a page's own is
/// put.
pub struct Template(String);

impl Template {
    /// The name it is kept under beside the pages that are made from it.
    pub const FILE: &str = "template.html";

    const WORDS: [&str; 7] = ["@lang@", "@title@", "@description@", "@texts@", "@print@", "@page@", "@stopped@"];

    /// Takes a file as a template; `None` where a place is missing.
    pub fn parse(file: &str) -> Option<Self> {
        Self::WORDS.iter().all(|word| file.contains(word)).then(|| Self(file.to_owned()))
    }

    /// The document with that page. An answer to a form has no program: it would
    /// draw the page anew and know nothing of the answer.
    pub fn fill(&self, page: &Html, with_program: bool) -> String {
        let mut title = String::new();
        escape(&page.title, &mut title);
        let mut description = String::new();
        escape(page.description, &mut description);
        let texts = match page.language.file() {
            file if with_program => {
                ["<link rel=\"preload\" as=\"fetch\" type=\"text/plain\" media=\"not all\" href=\"", file, "\">"]
                    .concat()
            }
            _ => String::new(),
        };
        let print = print(&page.body);
        let values = [page.language.tag(), &title, &description, &texts, &print, &page.body, &page.stopped];
        // The places are in the order of the words: what was put in is never searched.
        let mut document = String::with_capacity(self.0.len() + page.body.len());
        let mut rest = self.0.as_str();
        for (word, value) in Self::WORDS.into_iter().zip(values) {
            if let Some((before, after)) = rest.split_once(word) {
                document.push_str(before);
                document.push_str(value);
                rest = after;
            }
        }
        document.push_str(rest);
        if with_program { document } else { without_program(&document) }
    }
}

/// Leaves out what starts the program, which the template marks.
fn without_program(document: &str) -> String {
    match (document.split_once("<!--program-->"), document.split_once("<!--/program-->")) {
        (Some((before, _)), Some((_, after))) => [before, after].concat(),
        _ => document.to_owned(),
    }
}

/// Draws the page that `model` has, in its language.
pub fn html(model: Model) -> Html {
    whole(model, |app| (heading(&frame(app)), framed(app)))
}

/// Draws a page of the announced lists, in the language of `model`.
#[cfg(not(target_arch = "wasm32"))]
pub fn list(model: Model, shown: Daftar) -> Html {
    whole(model, |app| {
        let page = daftar(app, shown);
        (heading(&page), framing(app, page))
    })
}

fn whole(model: Model, draw: impl FnOnce(App) -> (Option<String>, View)) -> Html {
    let language = model.language;
    speak(language);
    // The signals made on the way go with it.
    Owner::new().with(|| {
        let app = App::new(model);
        // What is told once is told by the page that is sent.
        let notice = app.with(|model| model.notice);
        let (heading, page) = draw(app);
        let title = title(app, heading.unwrap_or_default());
        app.update(|model| model.notice = notice);
        let (mut body, mut stopped_text) = (String::new(), String::new());
        let marks: &mut dyn Marks = if app.plain() { &mut Unmarked } else { &mut Numbered::default() };
        write(page, marks, &mut body);
        write(stopped(), &mut Unmarked, &mut stopped_text);
        // Nothing of one resident's stays on this thread.
        drop(app.take());
        Html { language, title, description: t(Text::HeadDescription), body, stopped: stopped_text }
    })
}

/// The marks of a page that the program will take over: numbered in the order in
/// which the program numbers them when it draws the same page.
#[derive(Default)]
struct Numbered {
    acts: Vec<Act>,
    places: u32,
}

impl Marks for Numbered {
    fn act(&mut self, act: Act) -> Option<u32> {
        Some(number_of(&mut self.acts, act))
    }

    fn place(&mut self) -> Option<u32> {
        self.places += 1;
        Some(self.places - 1)
    }

    fn content(&mut self, _: u32, piece: Piece, to: &mut String) {
        write(piece(), self, to);
    }

    fn value(&mut self, _: u32, _: &'static str, value: LiveText) -> String {
        value()
    }
}

/// The number of an act among those that there are; the same act has one number.
pub fn number_of(acts: &mut Vec<Act>, act: Act) -> u32 {
    let place = acts.iter().position(|known| *known == act).unwrap_or_else(|| {
        acts.push(act);
        acts.len() - 1
    });
    place as u32
}

/// A page's print: FNV-1a over its HTML. It tells the program whether the page that
/// stands there is the one it would draw.
pub fn print(html: &str) -> String {
    let print = html.bytes().fold(0x811c_9dc5_u32, |print, byte| (print ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    print.to_string()
}

/// The document's title is the page's `heading`, and says whether something is wrong.
pub fn title(app: App, heading: String) -> String {
    let (page, wrong) = app.with(|model| (model.page, !model.faults.is_empty() || !model.form.faults.is_empty()));
    let heading = match page {
        // A heading with a ticket in it would stay in the browser's history.
        Page::Status => t(Text::StatusTitle),
        Page::Beranda if !wrong => return t(Text::HeadTitle).to_owned(),
        _ => heading.trim(),
    };
    let prefix = if wrong { [t(Text::TitleError), ": "].concat() } else { String::new() };
    [&prefix, heading, " · Tilik"].concat()
}

/// What covers the page when the program stops. A small script shows it, since no
/// program can.
fn stopped() -> View {
    el("div")
        .class("page")
        .add(el("h2").say(Text::GalatTitle).view())
        .add(el("p").say(Text::GalatText).view())
        .add(el("button").class("btn").set("id", "galat-ulang").set("type", "button").say(Text::GalatAgain).view())
        .add(el("p").class("soft").say(Text::GalatHelp).view())
        .view()
}

/// The page of an address before anybody has done anything on it.
pub fn first(page: Page, language: Language, base: &str) -> Html {
    html(Model { page, language, base: base.to_owned(), online: true, ..Model::default() })
}

/// What a script puts beside a page when there is reason to, in that language. It is
/// a file of its own, since most visits have none.
pub fn beside(language: Language, base: &str) -> String {
    speak(language);
    let mut html = String::new();
    write(pieces(language, base), &mut Unmarked, &mut html);
    html
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    const FILE: &str = "<html lang=\"@lang@\"><title>@title@</title><meta content=\"@description@\">\
        <!--program-->@texts@<script src=a></script><!--/program--><div data-print=\"@print@\">@page@</div><i>@stopped@</i>";

    #[test]
    fn a_template_has_every_place() {
        assert!(Template::parse(FILE).is_some());
        assert!(Template::parse("<html>@page@</html>").is_none());
    }

    #[test]
    fn a_page_is_put_in_its_places() {
        let template = Template::parse(FILE).unwrap();
        let page = template.fill(&first(Page::Cek, Language::English, "/"), true);
        assert!(page.contains("<html lang=\"en\">") && page.contains("id=\"nik\"") && page.contains("lang/en-"));
        assert!(page.contains("<script") && !page.contains("@page@"));
        let plain = template.fill(&first(Page::Cek, Language::Indonesian, "/"), false);
        assert!(!plain.contains("<script") && plain.contains("<form method=\"post\" action=\"/cek\""));
    }

    #[test]
    fn what_is_typed_is_no_place() {
        let template = Template::parse(FILE).unwrap();
        let model = Model { page: Page::Cek, to_check: "@page@@stopped@".into(), ..Model::default() };
        let page = template.fill(&html(model), false);
        assert_eq!(page.matches("value=\"@page@@stopped@\"").count(), 0, "grouped");
        assert_eq!(page.matches("<main").count(), 1);
    }
}
