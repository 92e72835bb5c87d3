//! The table of a chart: the same numbers, for who reads rather than looks.

use leptos::prelude::*;

use crate::text::{fill, t};

/// A table with a head; the first cell of each row names it.
pub fn table(title: &'static str, head: Vec<&'static str>, rows: Vec<Vec<String>>, opened: RwSignal<bool>) -> AnyView {
    let head = head.into_iter().map(|name| view! { <th scope="col">{name}</th> });
    let rows = rows.into_iter().map(|row| {
        let mut cells = row.into_iter();
        let first = cells.next();
        view! {
            <tr><th scope="row">{first}</th>{cells.map(|cell| view! { <td class="count">{cell}</td> }).collect_view()}</tr>
        }
    });
    view! {
        <details class="told" prop:open=move || opened.get()>
            <summary>{fill("figures.table", &[("of", title)])}</summary>
            <div class="wide" tabindex="0" role="region" aria-label=title>
                <table><thead><tr>{head.collect_view()}</tr></thead><tbody>{rows.collect_view()}</tbody></table>
            </div>
        </details>
    }
    .into_any()
}

/// A part of the screen with its heading and what it is about.
pub fn section(title: &'static str, about: String, chart: AnyView, table: AnyView) -> AnyView {
    view! {
        <section class="door chart">
            <h2>{t(title)}</h2>
            <p class="soft">{about}</p>
            {chart}
            {table}
        </section>
    }
    .into_any()
}
