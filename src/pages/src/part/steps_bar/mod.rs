//! How far a report has come.

use crate::draw::{View, el};
use crate::text::{Text, fill, t};

/// "Lapor · langkah 7 dari 9" and its bar.
pub fn steps_bar(step: usize, of: usize) -> View {
    let (step, of) = (step.to_string(), of.to_string());
    let words = fill(t(Text::LaporProgress), &[("step", &step), ("of", &of)]);
    let bar = el("progress").set("max", &of).set("value", &step).set("aria-labelledby", "langkah");
    el("div").class("progress").add(el("p").set("id", "langkah").text(&words).view()).add(bar.view()).view()
}
