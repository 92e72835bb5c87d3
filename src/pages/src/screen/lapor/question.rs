//! Each question of the report.

use tilik_core::Desa;
use tilik_core::draft::{Draft, Field, Subject};
use tilik_core::region::Kecamatan;
use tilik_core::report::{Impact, Relation};

use crate::act::{Act, Chosen, Typed};
use crate::app::App;
use crate::draw::{View, el, many};
use crate::part::{Asked, Choice, Kind, choices, heading, labelled, nik_field, paragraph, text_field, titled};
use crate::text::{Text, impact, relation, t};

use super::Step;

/// The question of a step.
pub fn question(app: App, step: Step) -> View {
    let draft = app.with(|model| model.unfinished.draft.clone());
    match step {
        Step::About => about(app, &draft),
        Step::Nik => {
            let asked = ask(app, Field::Nik, for_whom(&draft, Text::LaporNikSelf, Text::LaporNikOther), Text::NikHint);
            nik_field(app, &asked, Typed::Draft(Field::Nik))
        }
        Step::Name => {
            let title = for_whom(&draft, Text::LaporNameSelf, Text::LaporNameOther);
            let fills = if draft.about == Some(Subject::Myself) { "name" } else { "off" };
            line(app, &ask(app, Field::Name, title, Text::LaporNameHint), Kind::Line(fills), Field::Name)
        }
        Step::Village => village(app, &draft),
        Step::Address => {
            let title = for_whom(&draft, Text::LaporAddressSelf, Text::LaporAddressOther);
            line(app, &ask(app, Field::Address, title, Text::LaporAddressHint), Kind::Text, Field::Address)
        }
        Step::Phone => {
            let title = for_whom(&draft, Text::LaporPhoneSelf, Text::LaporPhoneOther);
            let fills = if draft.about == Some(Subject::Myself) { "tel" } else { "off" };
            line(app, &ask(app, Field::Phone, title, Text::LaporPhoneHint), Kind::Phone(fills), Field::Phone)
        }
        Step::Reporter => reporter(app, &draft),
        Step::Impact => impacts(app, &draft),
        Step::Household => {
            let title = for_whom(&draft, Text::LaporHouseholdSelf, Text::LaporHouseholdOther);
            let asked = ask(app, Field::HouseholdSize, title, Text::LaporHouseholdHint);
            line(app, &asked, Kind::Number, Field::HouseholdSize)
        }
        Step::Note | Step::Review => {
            line(app, &ask(app, Field::Note, Text::LaporNoteTitle, Text::LaporNoteHint), Kind::Text, Field::Note)
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
    Asked { id: field.word(), name: field.word(), label: title, heading: true, hint: Some(hint), fault }
}

/// A field among others on its page.
fn ask_among(app: App, field: Field, label: Text) -> Asked {
    Asked { heading: false, hint: None, ..ask(app, field, label, label) }
}

/// A box whose text goes into the draft as it is typed.
fn line(app: App, asked: &Asked, kind: Kind, field: Field) -> View {
    let typed = Typed::Draft(field);
    text_field(asked, kind, &app.with(|model| model.typed(typed).to_owned()), typed)
}

fn about(app: App, draft: &Draft) -> View {
    let one = |subject: Subject, label, hint| Choice {
        label: t(label),
        hint: t(hint),
        picture: subject.word(),
        word: subject.word(),
        chosen: draft.about == Some(subject),
        means: Chosen::About(subject),
    };
    let asked = Asked { hint: None, ..ask(app, Field::About, Text::LaporAboutTitle, Text::LaporAboutTitle) };
    let answers = vec![
        one(Subject::Myself, Text::LaporAboutSelf, Text::LaporAboutSelfHint),
        one(Subject::Other, Text::LaporAboutOther, Text::LaporAboutOtherHint),
    ];
    choices(&asked, false, answers)
}

fn impacts(app: App, draft: &Draft) -> View {
    let title = for_whom(draft, Text::LaporImpactSelf, Text::LaporImpactOther);
    let answers = Impact::ALL.iter().map(|&one| Choice {
        label: impact(one),
        hint: "",
        picture: if one == Impact::Other { "impact_other" } else { one.word() },
        word: one.word(),
        chosen: draft.impact.contains(&one),
        means: Chosen::Impact(one),
    });
    choices(&ask(app, Field::Impact, title, Text::LaporImpactHint), true, answers.collect())
}

fn reporter(app: App, draft: &Draft) -> View {
    let relations = Relation::ALL.iter().map(|&one| Choice {
        label: relation(one),
        hint: "",
        picture: if one == Relation::Other { "relation_other" } else { one.word() },
        word: one.word(),
        chosen: draft.relation == Some(one),
        means: Chosen::Relation(one),
    });
    let name = ask_among(app, Field::ReporterName, Text::LaporReporterName);
    let phone = ask_among(app, Field::ReporterPhone, Text::LaporReporterPhone);
    let relation = ask_among(app, Field::ReporterRelation, Text::LaporRelation);
    many(vec![
        titled(Text::LaporReporterTitle),
        paragraph("hint", t(Text::LaporReporterHint)),
        line(app, &name, Kind::Line("name"), Field::ReporterName),
        line(app, &phone, Kind::Phone("tel"), Field::ReporterPhone),
        choices(&relation, false, relations.collect()),
    ])
}

/// District and village. Guessed from nothing.
fn village(app: App, draft: &Draft) -> View {
    let title = t(for_whom(draft, Text::LaporVillageSelf, Text::LaporVillageOther));
    let mut page = vec![heading(title), paragraph("hint", t(Text::LaporVillageHint))];
    if app.plain() {
        page.push(all_villages(app, draft));
    } else {
        page.extend(two_lists(app, draft));
    }
    many(page)
}

/// One list of all villages, by district: it needs no program.
fn all_villages(app: App, draft: &Draft) -> View {
    let chosen = Desa::parse(&draft.village);
    let districts = Kecamatan::all().map(|kecamatan| {
        let villages = kecamatan.villages().map(|desa| village_option(desa, chosen));
        el("optgroup").set("label", kecamatan.name()).add_all(villages.collect()).view()
    });
    let asked = ask_among(app, Field::Village, Text::LaporVillage);
    let list = list(&asked).add(option("", t(Text::LaporChooseVillage), false)).add_all(districts.collect());
    labelled(&asked, list.view())
}

/// The district, then its villages.
fn two_lists(app: App, draft: &Draft) -> [View; 2] {
    let kept = app.with(|model| model.unfinished.district);
    let number = Desa::parse(&draft.village).map_or(kept, |desa| desa.kecamatan().number());
    app.update(|model| model.unfinished.district = number);
    let districts = Kecamatan::all()
        .map(|kecamatan| option(&kecamatan.number().to_string(), kecamatan.name(), kecamatan.number() == number));
    let villages = move || {
        let number = app.district();
        let chosen = app.with(|model| Desa::parse(&model.unfinished.draft.village));
        let first = if number == 0 { Text::LaporChooseDistrictFirst } else { Text::LaporChooseVillage };
        let villages = Kecamatan::all().filter(|kecamatan| kecamatan.number() == number);
        let villages = villages.flat_map(Kecamatan::villages).map(|desa| village_option(desa, chosen));
        many(std::iter::once(option("", t(first), false)).chain(villages).collect())
    };
    // The fault lies with the first list not yet chosen from.
    let fault = app.with(|model| model.said_of(Field::Village));
    let (first, second) =
        if number == 0 { (Field::Village.word(), "desa") } else { ("kecamatan", Field::Village.word()) };
    let (first_fault, second_fault) = if number == 0 { (fault, None) } else { (None, fault) };
    let asked = |id, name, label, fault| Asked { id, name, label, heading: false, hint: None, fault };
    let (first, second) = (
        asked(first, "kecamatan", Text::LaporDistrict, first_fault),
        asked(second, Field::Village.word(), Text::LaporVillage, second_fault),
    );
    let districts_list = list(&first)
        .act(Act::Choose(Chosen::District))
        .add(option("", t(Text::LaporChooseDistrict), false))
        .add_all(districts.collect());
    let villages_list = list(&second).act(Act::Choose(Chosen::Village)).live(villages);
    [labelled(&first, districts_list.view()), labelled(&second, villages_list.view())]
}

fn list(asked: &Asked) -> crate::draw::El {
    let list = el("select").class("box").set("id", asked.id).set("name", asked.name);
    list.set("aria-describedby", &asked.described_by()).set("aria-invalid", asked.invalid())
}

fn village_option(desa: Desa, chosen: Option<Desa>) -> View {
    option(&desa.code().to_string(), desa.name(), Some(desa) == chosen)
}

fn option(value: &str, name: &str, selected: bool) -> View {
    el("option").set("value", value).set_if(selected, "selected", "").text(name).view()
}
