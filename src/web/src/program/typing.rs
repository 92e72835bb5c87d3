//! What is typed and chosen goes into the model; a NIK is grouped on the way.

use tilik_pages::part::{Deletion, plain, retype};
use tilik_pages::{Act, Chosen, Focus, Typed, text_of_mut};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlInputElement, InputEvent};

use crate::{browser, wire};

use super::Program;

impl Program {
    /// Something was typed.
    pub fn typed(self, act: Act, element: &Element, event: &Event) {
        // Boxes of several lines have a value just as a line has.
        let input = element.unchecked_ref::<HtmlInputElement>();
        match act {
            Act::Type(typed) => self.put(typed, input.value()),
            Act::Nik(typed) => {
                let kind = event.dyn_ref::<InputEvent>().map(InputEvent::input_type).unwrap_or_default();
                let deletion = match kind.as_str() {
                    "deleteContentBackward" => Some(Deletion::Backward),
                    "deleteContentForward" => Some(Deletion::Forward),
                    _ => None,
                };
                self.nik_typed(typed, input, deletion);
            }
            _ => {}
        }
    }

    /// Groups what stands in a NIK field.
    pub fn nik_typed(self, typed: Typed, input: &HtmlInputElement, deletion: Option<Deletion>) {
        let raw = input.value();
        let caret = input.selection_start().ok().flatten().unwrap_or(u32::MAX) as usize;
        let before = self.with(|model| plain(model.typed(typed)));
        let shown = retype(&before, &raw, caret, deletion);
        if shown.text != raw {
            input.set_value(&shown.text);
            let _ = input.set_selection_range(shown.caret as u32, shown.caret as u32);
        }
        wire::prepare_proof();
        self.put(typed, plain(&shown.text));
        self.update(|model| model.nik_done = false);
        self.retype();
    }

    /// A NIK field was left for another box.
    pub fn nik_left(self, typed: Typed) {
        self.update(|model| model.nik_done = !model.typed(typed).is_empty());
        self.retype();
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

    /// Something was chosen, or no longer.
    pub fn chosen(self, act: Act, element: &Element) {
        let Act::Choose(chosen) = act else {
            return;
        };
        // A list has a value just as a box has.
        let input = element.unchecked_ref::<HtmlInputElement>();
        if let Chosen::ByHelper(helper) = chosen {
            self.update(|model| {
                model.form.by_helper = helper;
                model.form.faults.clear();
            });
            return self.draw(Focus::On(if helper { "siapa1" } else { "siapa" }));
        }
        let (value, ticked) = (input.value(), input.checked());
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

/// What was typed before the program came goes into it.
pub fn typed_before(program: Program) {
    let nik = browser::element::<HtmlInputElement>(tilik_pages::screen::NIK);
    if let Some(nik) = nik.filter(|nik| !nik.value().is_empty()) {
        program.nik_typed(Typed::Check, &nik, None);
    }
}
