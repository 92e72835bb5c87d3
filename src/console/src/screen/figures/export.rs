//! Taking the figures or the reports along as a file.

use leptos::prelude::*;
use leptos::task::spawn_local;
use tilik_api::officer_figures::{ExportFormat, ExportOf, ExportRequest};
use tilik_core::officer::Permission;

use crate::console::Console;
use crate::part::{Send, Trouble};
use crate::text::t;

/// The form, for the days that are shown.
#[component]
pub fn Export(from: RwSignal<String>, to: RwSignal<String>) -> impl IntoView {
    let console = Console::shared();
    let (what, format) = (RwSignal::new(ExportOf::Figures), RwSignal::new(ExportFormat::Xlsx));
    let (busy, trouble) = (RwSignal::new(false), RwSignal::new(None));
    let persons = console.session().is_some_and(|session| session.role.may(Permission::ExportPersons));
    let choices = [
        (true, ExportOf::Figures, "export.figures"),
        (true, ExportOf::Cases, "export.cases"),
        (persons, ExportOf::Persons, "export.persons"),
    ];
    let choices = choices.into_iter().filter(|(may, ..)| *may).map(|(_, of, key)| radio("isi", what, of, t(key)));
    let formats = [(ExportFormat::Xlsx, "export.xlsx"), (ExportFormat::Csv, "export.csv")];
    let formats = formats.into_iter().map(|(as_what, key)| radio("bentuk", format, as_what, t(key)));
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let (Ok(from), Ok(to)) = (from.get_untracked().parse(), to.get_untracked().parse()) else {
            return trouble.set(Some(t("fault.days_required").to_owned()));
        };
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        trouble.set(None);
        let request = ExportRequest { what: what.get_untracked(), format: format.get_untracked(), from, to };
        spawn_local(async move {
            let name = format!("tilik-{from}-{to}.{}", request.format.extension());
            match console.download(&request, &name).await {
                Ok(()) => console.notice.set(Some(t("export.done").to_owned())),
                Err(failure) => trouble.set(Some(failure.said())),
            }
            busy.set(false);
        });
    };
    view! {
        <form class="door" novalidate on:submit=send>
            <h2>{t("export.title")}</h2>
            <p class="soft">{t("export.about")}</p>
            <Trouble said=trouble/>
            <fieldset><legend>{t("export.what")}</legend>{choices.collect_view()}</fieldset>
            <fieldset><legend>{t("export.format")}</legend>{formats.collect_view()}</fieldset>
            <Send label=t("export.send") busy/>
        </form>
    }
}

/// One of several to choose from.
fn radio<T>(name: &'static str, chosen: RwSignal<T>, value: T, label: &'static str) -> impl IntoView
where
    T: Copy + PartialEq + std::marker::Send + Sync + 'static,
{
    view! {
        <label class="tick">
            <input type="radio" name=name prop:checked=move || chosen.get() == value on:change=move |_| chosen.set(value)/>
            <span>{label}</span>
        </label>
    }
}
