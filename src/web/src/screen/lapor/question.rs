//! Each question of the report.

use reactive_graph::signal::RwSignal;
use reactive_graph::traits::{Get, Set};
use tilik_core::Desa;
use tilik_core::draft::{Draft, Field, Subject};
use tilik_core::region::Kecamatan;
use tilik_core::report::{Impact, Relation};

use crate::app::App;
use crate::browser;
use crate::draw::{View, el, many};
use crate::keep::Unfinished;
use crate::part::{Asked, Choice, Kind, choices, heading, labelled, nik_field, paragraph, text_field};
use crate::text::{Text, impact, relation, t};

use super::Step;

/// The question of a step.
pub fn question(app: App, step: Step) -> View {
    let draft = app.with(|model| model.unfinished.draft.clone());
    match step {
        Step::About => about(app, &draft),
        Step::Nik => {
            let asked = ask(app, Field::Nik, for_whom(&draft, Text::LaporNikSelf, Text::LaporNikOther), Text::NikHint);
            nik_field(&asked, &draft.nik, move |typed| app.answer(|unfinished| unfinished.draft.nik = typed))
        }
        Step::Name => {
            let title = for_whom(&draft, Text::LaporNameSelf, Text::LaporNameOther);
            let fills = if draft.about == Some(Subject::Myself) { "name" } else { "off" };
            let asked = ask(app, Field::Name, title, Text::LaporNameHint);
            line(app, asked, Kind::Line(fills), |draft| &mut draft.name)
        }
        Step::Village => village(app, &draft),
        Step::Address => {
            let title = for_whom(&draft, Text::LaporAddressSelf, Text::LaporAddressOther);
            let asked = ask(app, Field::Address, title, Text::LaporAddressHint);
            line(app, asked, Kind::Text, |draft| &mut draft.address)
        }
        Step::Phone => {
            let title = for_whom(&draft, Text::LaporPhoneSelf, Text::LaporPhoneOther);
            let fills = if draft.about == Some(Subject::Myself) { "tel" } else { "off" };
            let asked = ask(app, Field::Phone, title, Text::LaporPhoneHint);
            line(app, asked, Kind::Phone(fills), |draft| &mut draft.phone)
        }
        Step::Reporter => reporter(app, &draft),
        Step::Impact => impacts(app, &draft),
        Step::Household => {
            let title = for_whom(&draft, Text::LaporHouseholdSelf, Text::LaporHouseholdOther);
            let asked = ask(app, Field::HouseholdSize, title, Text::LaporHouseholdHint);
            line(app, asked, Kind::Number, |draft| &mut draft.household_size)
        }
        Step::Note | Step::Review => {
            let asked = ask(app, Field::Note, Text::LaporNoteTitle, Text::LaporNoteHint);
            line(app, asked, Kind::Text, |draft| &mut draft.note)
        }
    }
}

/// A question reads differently to who reports themselves.
fn for_whom(draft: &Draft, own: Text, other: Text) -> Text {
    if draft.about == Some(Subject::Other) { other } else { own }
}

/// A field whose question is the page's heading.
fn ask(app: App, field: Field, title: Text, hint: Text) -> Asked {
    let fault = app.with(|model| model.said_of(field));
    Asked { id: field.word(), label: t(title), heading: true, hint: t(hint), fault }
}

/// A field among others on its page.
fn ask_among(app: App, field: Field, label: Text) -> Asked {
    Asked { heading: false, hint: "", ..ask(app, field, label, label) }
}

/// A box whose text goes into the draft as it is typed.
fn line(app: App, asked: Asked, kind: Kind, of: fn(&mut Draft) -> &mut String) -> View {
    let value = app.update(|model| of(&mut model.unfinished.draft).clone());
    text_field(&asked, kind, &value, move |typed| app.answer(|unfinished| *of(&mut unfinished.draft) = typed))
}

/// An answer to choose, which changes the draft.
fn choice(
    app: App,
    label: &'static str,
    hint: &'static str,
    chosen: bool,
    change: impl Fn(&mut Unfinished, bool) + 'static,
) -> Choice {
    Choice { label, hint, chosen, choose: Box::new(move |chosen| app.answer(|unfinished| change(unfinished, chosen))) }
}

fn about(app: App, draft: &Draft) -> View {
    let one = |subject, label, hint| {
        choice(app, t(label), t(hint), draft.about == Some(subject), move |unfinished, _| {
            unfinished.draft.about = Some(subject);
        })
    };
    let asked = Asked { hint: "", ..ask(app, Field::About, Text::LaporAboutTitle, Text::LaporAboutTitle) };
    let answers = vec![
        one(Subject::Myself, Text::LaporAboutSelf, Text::LaporAboutSelfHint),
        one(Subject::Other, Text::LaporAboutOther, Text::LaporAboutOtherHint),
    ];
    choices(&asked, false, answers)
}

fn impacts(app: App, draft: &Draft) -> View {
    let title = for_whom(draft, Text::LaporImpactSelf, Text::LaporImpactOther);
    let answers = Impact::ALL.iter().map(|&one| {
        choice(app, impact(one), "", draft.impact.contains(&one), move |unfinished, chosen| {
            let impact = &mut unfinished.draft.impact;
            impact.retain(|other| *other != one);
            if chosen {
                impact.push(one);
            }
        })
    });
    choices(&ask(app, Field::Impact, title, Text::LaporImpactHint), true, answers.collect())
}

fn reporter(app: App, draft: &Draft) -> View {
    let relations = Relation::ALL.iter().map(|&one| {
        choice(app, relation(one), "", draft.relation == Some(one), move |unfinished, _| {
            unfinished.draft.relation = Some(one);
        })
    });
    let name = ask_among(app, Field::ReporterName, Text::LaporReporterName);
    let phone = ask_among(app, Field::ReporterPhone, Text::LaporReporterPhone);
    let relation = ask_among(app, Field::ReporterRelation, Text::LaporRelation);
    many(vec![
        heading(t(Text::LaporReporterTitle)),
        paragraph("hint", t(Text::LaporReporterHint)),
        line(app, name, Kind::Line("name"), |draft| &mut draft.reporter_name),
        line(app, phone, Kind::Phone("tel"), |draft| &mut draft.reporter_phone),
        choices(&relation, false, relations.collect()),
    ])
}

/// Two lists: the district, then its villages. Guessed from nothing.
fn village(app: App, draft: &Draft) -> View {
    let kept = app.with(|model| model.unfinished.district);
    let number = Desa::parse(&draft.village).map_or(kept, |desa| desa.kecamatan().number());
    let district = RwSignal::new(u32::from(number));
    let choose_district = move |event: web_sys::Event| {
        let number: u8 = browser::typed_in(&event).parse().unwrap_or_default();
        app.answer(|unfinished| {
            unfinished.district = number;
            unfinished.draft.village.clear();
        });
        district.set(u32::from(number));
    };
    let choose_village = move |event: web_sys::Event| {
        let code = browser::typed_in(&event);
        app.answer(|unfinished| unfinished.draft.village = code);
    };
    let districts = Kecamatan::all()
        .map(|kecamatan| option(&kecamatan.number().to_string(), kecamatan.name(), kecamatan.number() == number));
    let villages = move || {
        let number = district.get();
        let chosen = app.with(|model| Desa::parse(&model.unfinished.draft.village));
        let first = if number == 0 { Text::LaporChooseDistrictFirst } else { Text::LaporChooseVillage };
        let villages = Kecamatan::all().filter(|kecamatan| u32::from(kecamatan.number()) == number);
        let villages = villages.flat_map(Kecamatan::villages);
        let villages = villages.map(|desa| option(&desa.code().to_string(), desa.name(), Some(desa) == chosen));
        many(std::iter::once(option("", t(first), false)).chain(villages).collect())
    };
    // The fault lies with the first list not yet chosen from.
    let fault = app.with(|model| model.said_of(Field::Village));
    let (first, second) =
        if number == 0 { (Field::Village.word(), "desa") } else { ("kecamatan", Field::Village.word()) };
    let (first_fault, second_fault) = if number == 0 { (fault, None) } else { (None, fault) };
    let asked = |id, label, fault| Asked { id, label: t(label), heading: false, hint: "", fault };
    let (first, second) =
        (asked(first, Text::LaporDistrict, first_fault), asked(second, Text::LaporVillage, second_fault));
    let list = |asked: &Asked| {
        let list = el("select").class("box").set("id", asked.id);
        list.set("aria-describedby", &asked.described_by()).set("aria-invalid", asked.invalid())
    };
    let first_list = list(&first).on("change", choose_district).add(option("", t(Text::LaporChooseDistrict), false));
    let second_list = list(&second).on("change", choose_village).live(villages);
    many(vec![
        heading(t(for_whom(draft, Text::LaporVillageSelf, Text::LaporVillageOther))),
        paragraph("hint", t(Text::LaporVillageHint)),
        labelled(&first, first_list.add_all(districts.collect()).view()),
        labelled(&second, second_list.view()),
    ])
}

fn option(value: &str, name: &str, selected: bool) -> View {
    let option = el("option").set("value", value).text(name);
    if selected { option.set("selected", "").view() } else { option.view() }
}
