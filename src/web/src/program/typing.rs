//! What is typed and chosen goes into the model; a NIK is grouped on the way.

use tilik_pages::part::{Deletion, plain, retype};
use tilik_pages::{Act, Chosen, Focus, Typed, text_of_mut};

use crate::ports;

use super::Program;

impl Program {
    /// Something was done on an element of the page.
    pub fn heard(self, act: Act, value: String, ticked: bool, removed: u8) {
        let deletion = match removed {
            1 => Some(Deletion::Backward),
            2 => Some(Deletion::Forward),
            _ => None,
        };
        match act {
            Act::Type(typed) => self.put(typed, value),
            Act::Nik(typed) => self.nik_typed(typed, &value, deletion),
            Act::Choose(chosen) => self.chosen(chosen, value, ticked),
            act => self.act(act),
        }
    }

    /// Groups what stands in a NIK field.
    fn nik_typed(self, typed: Typed, raw: &str, deletion: Option<Deletion>) {
        let caret = ports::caret().unwrap_or(u32::MAX) as usize;
        let before = self.with(|model| plain(model.typed(typed)));
        let shown = retype(&before, raw, caret, deletion);
        if shown.text != raw {
            ports::put(&shown.text, shown.caret as u32);
        }
        ports::prove();
        self.put(typed, plain(&shown.text));
        self.update(|model| model.nik_done = false);
        self.retype();
    }

    /// A box was left for another one.
    pub fn left(self, act: Act) {
        if let Act::Nik(typed) = act {
            self.update(|model| model.nik_done = !model.typed(typed).is_empty());
            self.retype();
        }
    }

    fn put(self, typed: Typed, text: String) {
        match typed {
            Typed::Draft(field) => self.answer(|unfinished| {
                if let Some(answer) = text_of_mut(&mut unfinished.draft, field) {
                    *answer = text;
                }
            }),
            _ => self.update(|model| {
                if let Some(typed) = model.typed_mut(typed) {
                    *typed = text;
                }
            }),
        }
    }

    fn chosen(self, chosen: Chosen, value: String, ticked: bool) {
        if let Chosen::ByHelper(helper) = chosen {
            self.update(|model| {
                model.form.by_helper = helper;
                model.form.faults.clear();
            });
            return self.draw(Focus::On(if helper { "siapa1" } else { "siapa" }));
        }
        self.answer(|unfinished| {
            let draft = &mut unfinished.draft;
            match chosen {
                Chosen::About(subject) => draft.about = Some(subject),
                Chosen::Relation(relation) => draft.relation = Some(relation),
                Chosen::Consent => draft.consent = ticked,
                Chosen::Village => draft.village = value,
                Chosen::Impact(impact) => {
                    draft.impact.retain(|other| *other != impact);
                    if ticked {
                        draft.impact.push(impact);
                    }
                }
                Chosen::District => {
                    unfinished.district = value.parse().unwrap_or_default();
                    draft.village.clear();
                }
                Chosen::ByHelper(_) => {}
            }
        });
        if chosen == Chosen::District {
            self.stir();
        }
    }
}
