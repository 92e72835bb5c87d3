//! One case: what the crossing saw, what the report says, the family, and what was done.

use leptos::prelude::*;
use leptos::task::spawn_local;
use tilik_api::officer::{CaseAnswer, CaseReport, CaseRequest, ListedAid, Standing};
use tilik_api::path;
use tilik_core::Through;

use super::decision::Decision;
use crate::console::{Console, Screen};
use crate::part::{Heading, Trouble};
use crate::text::{day, fill, moment, nik, t, village};

/// The screen.
#[component]
pub fn Case() -> impl IntoView {
    let console = Console::shared();
    let (case, trouble) = (RwSignal::new(None::<CaseAnswer>), RwSignal::new(None));
    let load = move || {
        let request = CaseRequest { ticket: console.ticket.get_untracked() };
        spawn_local(async move {
            match console.post(path::OFFICER_CASE, &request).await {
                Ok(answer) => {
                    trouble.set(None);
                    case.set(Some(answer));
                }
                Err(failure) => trouble.set(Some(failure.said())),
            }
        });
    };
    load();
    let title = Signal::derive(move || match &*case.read() {
        Some(case) => case.line.name.clone(),
        None => console.ticket.get(),
    });
    let shown = move || {
        case.get().map(|case| {
            view! {
                <p class="soft">{format!("{} · {}", case.line.ticket, t(&format!("step.{}", case.line.status.word())))}</p>
                <div class="halves">
                    <div>
                        {objection(&case)}
                        {report(&case)}
                        {acts(&case)}
                    </div>
                    <div>
                        {crossing(&case)}
                        {aid(&case.aid)}
                        {family(&case)}
                        {others(&case)}
                    </div>
                </div>
                <Decision case=case.clone() reload=Callback::new(move |()| load())/>
            }
        })
    };
    view! {
        <button type="button" class="link" on:click=move |_| console.go(Screen::Queue)>{t("case.back")}</button>
        <Heading text=title/>
        <Trouble said=trouble/>
        {shown}
    }
}

fn line(label: &'static str, value: impl IntoView + 'static) -> AnyView {
    view! { <div><dt>{label}</dt><dd>{value}</dd></div> }.into_any()
}

fn report(case: &CaseAnswer) -> AnyView {
    let CaseReport { nik: digits, address, phone, impact, household_size, note, reporter, channel } =
        case.report.clone();
    let impact: Vec<_> = impact.iter().map(|impact| t(&format!("impact.{}", impact.word()))).collect();
    let phone = match phone {
        Some(phone) => call(phone),
        None => t("case.no_phone").into_any(),
    };
    let reporter = reporter.map(|reporter| {
        let relation = t(&format!("relation.{}", reporter.relation));
        let who = fill("case.reporter_of", &[("name", &reporter.name), ("relation", relation)]);
        line(t("case.reporter"), view! { {who}<br/>{call(reporter.phone)} })
    });
    view! {
        <section class="door">
            <h2>{t("case.report")}</h2>
            <dl class="facts">
                {line(t("case.nik"), view! { <span class="nik">{nik(&digits)}</span> })}
                {line(t("case.village"), village(case.line.village))}
                {line(t("case.address"), address)}
                {line(t("case.phone"), phone)}
                {line(t("case.impact"), impact.join(", "))}
                {line(t("case.size"), fill("case.size_of", &[("count", &household_size.to_string())]))}
                {note.map(|note| line(t("case.note"), note))}
                {reporter}
                {line(t("case.received"), moment(&case.line.received_at))}
                {line(t("case.channel"), t(&format!("channel.{channel}")))}
            </dl>
        </section>
    }
    .into_any()
}

fn call(phone: String) -> AnyView {
    view! { <a class="link" href=format!("tel:{phone}")>{phone.clone()}</a> }.into_any()
}

fn objection(case: &CaseAnswer) -> Option<AnyView> {
    let objection = case.objection.clone()?;
    Some(
        view! {
            <section class="door door--wait">
                <h2>{t("case.objection")}</h2>
                <p>{objection.reason}</p>
                <p class="soft">{moment(&objection.made_at)}</p>
            </section>
        }
        .into_any(),
    )
}

fn crossing(case: &CaseAnswer) -> AnyView {
    let crossing = case.crossing.clone();
    let reasons = crossing.reasons.into_iter().map(|reason| {
        let scheme = t(&format!("scheme.{}", reason.scheme.word()));
        let (period, date) = (reason.period.to_string(), day(reason.edition_date));
        let values = [
            ("scheme", scheme),
            ("period", &period),
            ("edition", &reason.edition),
            ("date", &date),
            ("rule", &reason.rule),
        ];
        view! { <li>{fill("case.reason", &values)}</li> }
    });
    view! {
        <section class="door">
            <h2>{t("case.crossing")}</h2>
            <p>{t(&format!("step.{}", crossing.decided.word()))}</p>
            <ul>{reasons.collect_view()}</ul>
            <p class="soft">{fill("case.rules", &[("version", &crossing.rules_version)])}</p>
        </section>
    }
    .into_any()
}

fn aid(listed: &[ListedAid]) -> AnyView {
    let none = listed.is_empty().then(|| view! { <p>{t("case.no_aid")}</p> });
    let lines = listed.iter().map(|listed| {
        let (period, date) = (listed.aid.period.to_string(), day(listed.landed_on));
        let values = [
            ("scheme", t(&format!("scheme.{}", listed.aid.scheme.word()))),
            ("period", &period),
            ("paid", t(if listed.aid.paid { "case.paid" } else { "case.listed" })),
            ("through", t(if listed.aid.through == Through::Own { "case.self" } else { "case.through_family" })),
            ("edition", &listed.edition),
            ("date", &date),
        ];
        view! { <li>{fill("case.aid_line", &values)}</li> }
    });
    view! { <section class="door"><h2>{t("case.aid")}</h2>{none}<ul>{lines.collect_view()}</ul></section> }.into_any()
}

fn family(case: &CaseAnswer) -> AnyView {
    let standing = t(match case.standing {
        Standing::Certain => "case.certain",
        Standing::Uncertain => "case.uncertain",
        Standing::Unregistered => "case.unregistered",
    });
    let several = case.standing == Standing::Uncertain;
    let members = case.family.iter().map(|member| {
        let card = several.then(|| format!("{} · ", fill("case.card", &[("number", &member.card.to_string())])));
        let reported = member.reported.then(|| view! { " "<span class="tag tag--calm">{t("case.reported")}</span> });
        view! {
            <li>
                {card}<strong>{member.name.clone()}</strong>" · "{member.relation.clone()}{reported}
                <br/><span class="soft">{format!("{}, {}", member.address, village(member.village))}</span>
            </li>
        }
    });
    view! {
        <section class="door">
            <h2>{t("case.family")}</h2>
            <p>{standing}</p>
            <ul>{members.collect_view()}</ul>
        </section>
    }
    .into_any()
}

fn others(case: &CaseAnswer) -> AnyView {
    let none = case.others.is_empty().then(|| view! { <p>{t("case.no_others")}</p> });
    let lines = case.others.iter().map(|other| {
        let date = moment(&other.received_at);
        let status = if other.repeats { t("case.repeats") } else { t(&format!("step.{}", other.status.word())) };
        view! { <li>{fill("case.other", &[("ticket", &other.ticket), ("date", &date), ("status", status)])}</li> }
    });
    view! { <section class="door"><h2>{t("case.others")}</h2>{none}<ul>{lines.collect_view()}</ul></section> }
        .into_any()
}

fn acts(case: &CaseAnswer) -> Option<AnyView> {
    let lines = case.acts.iter().map(|act| {
        let (date, done) = (moment(&act.at), t(&format!("acted.{}", act.act.word())));
        let said = fill("case.act", &[("date", &date), ("by", &act.by), ("act", done)]);
        let finding = act.finding.map(|finding| view! { <br/>{t(&format!("finding.{}", finding.word()))} });
        let note = act.note.clone().map(|note| view! { <br/><span class="soft">{note}</span> });
        view! { <li>{said}{finding}{note}</li> }
    });
    let lines = (!case.acts.is_empty()).then(|| lines.collect_view())?;
    Some(view! { <section class="door"><h2>{t("case.acts")}</h2><ul>{lines}</ul></section> }.into_any())
}
