//! What several screens are made of.

use leptos::html;
use leptos::prelude::*;

/// A screen's heading. It takes the focus, so that who hears the page knows where it is.
#[component]
pub fn Heading(#[prop(into)] text: Signal<String>) -> impl IntoView {
    let heading = NodeRef::<html::H1>::new();
    Effect::new(move |_| {
        if let Some(heading) = heading.get() {
            // A browser that gives it no focus shows it all the same.
            let _ = heading.focus();
        }
    });
    view! { <h1 node_ref=heading tabindex="-1">{move || text.get()}</h1> }
}

/// What went wrong, told at once.
#[component]
pub fn Trouble(said: RwSignal<Option<String>>) -> impl IntoView {
    view! { <p class="msg" role="alert" hidden=move || said.read().is_none()>{move || said.get()}</p> }
}

/// A field to type into, with its label and a hint.
#[component]
pub fn Field(
    id: &'static str,
    label: &'static str,
    value: RwSignal<String>,
    #[prop(default = "text")] kind: &'static str,
    #[prop(default = "off")] autocomplete: &'static str,
    #[prop(default = "")] hint: &'static str,
    #[prop(default = "")] inputmode: &'static str,
) -> impl IntoView {
    let hint_id = format!("{id}-hint");
    let described = (!hint.is_empty()).then(|| hint_id.clone());
    view! {
        <label for=id>{label}</label>
        {(!hint.is_empty()).then(|| view! { <p class="hint" id=hint_id>{hint}</p> })}
        <input
            class="box" id=id type=kind autocomplete=autocomplete aria-describedby=described autocapitalize="none"
            spellcheck="false" inputmode=(!inputmode.is_empty()).then_some(inputmode)
            prop:value=move || value.get() on:input=move |event| value.set(event_target_value(&event))
        />
    }
}

/// The button of a form, quiet while it is being sent.
#[component]
pub fn Send(label: &'static str, busy: RwSignal<bool>) -> impl IntoView {
    view! { <button class="btn" aria-disabled=move || busy.get().then_some("true")>{label}</button> }
}
