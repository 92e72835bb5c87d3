//! The announced lists: the villages, the sheet of one as the paper carries it, and
//! whether a paper is what was announced. Drawn by the server alone, without the
//! program: who reads a list has nothing to type but a code.

use tilik_core::announcement::Sheet;
use tilik_core::region::Kecamatan;
use tilik_core::{Date, Desa};

use crate::app::App;
use crate::draw::{View, el, many, nothing, said, worded};
use crate::page::Page;
use crate::part::rich::paragraph;
use crate::part::{heading, link, titled};
use crate::route::address;
use crate::text::{self, Text, day, fill, month, scheme, short_scheme, t};

/// The path of the lists below the base.
pub const PATH: &str = "daftar";

/// The path below it at which a code is looked up, and the name of the box.
pub const CHECK: &str = "periksa";
/// See [`CHECK`].
pub const CODE: &str = "sidik";

/// What is shown.
pub enum Daftar {
    /// All villages, and perhaps what became of a code.
    Villages {
        /// The newest announcement.
        newest: Option<Announced>,
        /// The code that somebody typed, with what was found.
        checked: Option<(String, Found)>,
    },
    /// A village's sheet.
    Sheet {
        /// It.
        sheet: Box<Sheet>,
        /// Its code, as it stands on the paper.
        code: String,
        /// Its whole checksum, in hexadecimal digits.
        checksum: String,
        /// The number of the newest announcement.
        newest: u32,
    },
}

/// An announcement.
#[derive(Clone, Copy)]
pub struct Announced {
    /// Its number.
    pub number: u32,
    /// The day it was made.
    pub made_on: Date,
}

/// What became of a code.
pub enum Found {
    /// It is no code.
    NoCode,
    /// No sheet has it.
    Nothing,
    /// It is that village's.
    Sheet {
        /// The village.
        village: Desa,
        /// Its announcement.
        announced: Announced,
        /// It is the newest one.
        newest: bool,
    },
}

/// The page.
pub fn daftar(app: App, shown: Daftar) -> View {
    match shown {
        // What was asked about comes first.
        Daftar::Villages { newest, checked: Some(checked) } => many(vec![
            titled(Text::DaftarTitle),
            check(app, Some(checked)),
            if newest.is_some() { villages(app) } else { nothing() },
        ]),
        Daftar::Villages { newest, checked: None } => many(vec![
            titled(Text::DaftarTitle),
            match newest {
                Some(announced) => worded("p", "soft", &told(announced)),
                None => said("p", "", Text::DaftarNotYet),
            },
            said("p", "", Text::DaftarText),
            if newest.is_some() { villages(app) } else { nothing() },
            check(app, None),
        ]),
        Daftar::Sheet { sheet, code, checksum, newest } => list(app, &sheet, (&code, &checksum), newest),
    }
}

fn told(Announced { number, made_on }: Announced) -> String {
    fill(t(Text::DaftarAnnounced), &[("number", &number.to_string()), ("date", &day(made_on))])
}

/// The address of a page below the lists' own.
fn below(app: App, rest: &str) -> String {
    app.with(|model| address(&model.base, model.language, &[PATH, "/", rest].concat()))
}

fn villages(app: App) -> View {
    let districts = Kecamatan::all().map(|district| {
        let villages = district.villages().map(|village| {
            let there = below(app, &village.code().to_string());
            el("a").class("quiet").set("href", &there).text(village.name()).view()
        });
        let name = [t(Text::LaporDistrict), " ", district.name()].concat();
        let nav = el("nav").class("row door").set("aria-label", &name).add_all(villages.collect()).view();
        el("details").class("ask").add(worded("summary", "", &name)).add(nav).view()
    });
    many(districts.collect())
}

/// The box for a code, and what became of the one typed.
fn check(app: App, checked: Option<(String, Found)>) -> View {
    let typed = checked.as_ref().map_or("", |(typed, _)| typed.as_str());
    let wrong = matches!(checked, Some((_, Found::NoCode)));
    let message = if wrong { t(Text::DaftarCodeFault) } else { "" };
    let control = el("input")
        .class("box box--code")
        .set("id", CODE)
        .set("name", CODE)
        .set("autocomplete", "off")
        .set("spellcheck", "false")
        .set("aria-describedby", "sidik-hint sidik-msg")
        .set("aria-invalid", if wrong { "true" } else { "false" })
        .set("value", typed);
    let field = el("div")
        .class(if wrong { "field bad" } else { "field" })
        .add(el("label").set("for", CODE).say(Text::DaftarCodeLabel).view())
        .add(el("p").class("hint").set("id", "sidik-hint").say(Text::DaftarCodeHint).view())
        .add(el("p").class("msg").set("id", "sidik-msg").text(message).view())
        .add(control.view());
    let form = el("form")
        // Somebody may type a NIK there: it must not stand in an address.
        .set("method", "post")
        .set("action", &below(app, CHECK))
        .add(field.view())
        .add(el("button").class("btn btn--plain").say(Text::DaftarCheck).view());
    let answer = checked.map(|(_, found)| answer(app, &found));
    let section = el("section").class("door").set("id", CHECK).add(said("h2", "", Text::DaftarCheckTitle));
    section.add_some(answer).add(form.view()).view()
}

fn answer(app: App, found: &Found) -> View {
    let status = |words: &str| el("p").class("notice").set("role", "status").text(words).view();
    match found {
        // Told at the box.
        Found::NoCode => nothing(),
        Found::Nothing => status(t(Text::DaftarUnknown)),
        Found::Sheet { village, announced, newest } => {
            let words = if *newest { Text::DaftarGenuine } else { Text::DaftarGenuineOld };
            let named = text::village(*village);
            let number = announced.number.to_string();
            let values = [("village", named.as_str()), ("number", &number), ("date", &day(announced.made_on))];
            let there = below(app, &[&village.code().to_string(), "/", &number].concat());
            many(vec![
                status(&fill(t(words), &values)),
                el("a").class("quiet").set("href", &there).say(Text::DaftarOpen).view(),
            ])
        }
    }
}

fn list(app: App, sheet: &Sheet, (code, checksum): (&str, &str), newest: u32) -> View {
    let Sheet { head, village, lines } = sheet;
    let number = head.number.to_string();
    let village_code = village.code().to_string();
    let old = (head.number < newest).then(|| {
        let words = fill(t(Text::DaftarOld), &[("number", &newest.to_string())]);
        let there = below(app, &village_code);
        many(vec![
            el("p").class("notice").set("role", "status").text(&words).view(),
            el("a").class("quiet").set("href", &there).say(Text::DaftarNewest).view(),
        ])
    });
    let as_of = head.data_as_of.map(|date| fill(t(Text::DataAsOf), &[("date", &day(date))]));
    let programs = head.shown.iter().map(|shown| {
        let values = [
            ("short", short_scheme(shown.scheme)),
            ("name", scheme(shown.scheme)),
            ("month", &month(shown.period)),
            ("edition", &shown.edition),
        ];
        worded("li", "", &fill(t(Text::DaftarProgram), &values))
    });
    let people = lines.iter().map(|line| {
        let schemes: Vec<&str> = line.schemes.iter().map(|&scheme| short_scheme(scheme)).collect();
        el("li").add(worded("b", "", &line.name)).text(&[" ", &schemes.join(", ")].concat()).view()
    });
    let people = match lines.len() {
        0 => said("p", "", Text::DaftarNone),
        count => many(vec![
            paragraph("", &fill(t(Text::DaftarCount), &[("count", &count.to_string())])),
            el("ol").class("lines names").add_all(people.collect()).view(),
        ]),
    };
    let text_file = below(app, &[&village_code, "/", &number, ".txt"].concat());
    let programs = el("details")
        .class("ask")
        .add(said("summary", "", Text::DaftarPrograms))
        .add(el("ul").class("lines door").add_all(programs.collect()).view());
    let whole = el("details").class("ask").add(said("summary", "", Text::DaftarChecksumTitle)).add(
        el("div")
            .class("door")
            .add(said("p", "", Text::DaftarChecksumText))
            .add(el("p").add(worded("code", "", checksum)).view())
            .add(el("a").class("quiet").set("href", &text_file).say(Text::DaftarTextFile).view())
            .view(),
    );
    many(vec![
        heading(&text::village(*village)),
        worded("p", "soft", &told(Announced { number: head.number, made_on: head.made_on })),
        old.unwrap_or_else(nothing),
        as_of.map_or_else(nothing, |words| worded("p", "soft", &words)),
        programs.view(),
        people,
        el("section")
            .class("door")
            .add(said("h2", "", Text::DaftarMissingTitle))
            .add(said("p", "", Text::DaftarMissingText))
            .add(link(app, Page::Cek, "btn", t(Text::CekSubmit)))
            .view(),
        worded("p", "soft after", &fill(t(Text::DaftarCode), &[("code", code)])),
        whole.view(),
        el("p")
            .add(
                el("a")
                    .class("quiet")
                    .set("href", &app.with(|model| address(&model.base, model.language, PATH)))
                    .say(Text::DaftarOthers)
                    .view(),
            )
            .view(),
    ])
}
