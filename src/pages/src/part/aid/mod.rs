//! The aid on an answer to a check, a line each.

use tilik_core::Through;

use crate::draw::{View, el, said, worded};
use crate::model::Checked;
use crate::text::{Text, day, fill, level, month, scheme, t};

/// The list. Where an aid keeps nobody from reporting, it doesn't say "no need".
pub fn aid_list(checked: &Checked) -> View {
    let lines = checked.answer.aid.iter().map(|line| {
        let where_from = fill(t(Text::AidLine), &[("level", level(line.level)), ("period", &month(line.period))]);
        let through = if line.through == Through::Own { Text::AidOwn } else { Text::AidFamily };
        let (class, state) = match (line.paid, checked.excluded) {
            (true, _) => ("tag tag--paid", Text::AidPaid),
            (false, true) => ("tag", Text::AidUnpaid),
            (false, false) => ("tag", Text::AidUnpaidMay),
        };
        el("li")
            .class("aid")
            .add(worded("b", "", scheme(line.scheme)))
            .add(worded("span", "", &where_from))
            .add(said("span", class, state))
            .add(said("small", "", through))
            .view()
    });
    let as_of = checked.answer.data_as_of;
    let as_of = as_of.map(|date| worded("p", "soft", &fill(t(Text::DataAsOf), &[("date", &day(date))])));
    el("section")
        .class("door")
        .add(said("h2", "", Text::AidTitle))
        .add(el("ul").class("plain").add_all(lines.collect()).view())
        .add_some(as_of)
        .view()
}
