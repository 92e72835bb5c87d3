//! Deciding a case. What was typed stays until it is sent, over a session that ended and
//! a network that was gone.

use leptos::prelude::*;
use leptos::task::spawn_local;
use tilik_api::officer::{Act, CaseAnswer, StepAnswer, StepRequest};
use tilik_api::path;
use tilik_core::Status;
use tilik_core::case::Finding;

use crate::console::{Console, Draft, Screen};
use crate::part::{Send, Trouble};
use crate::text::{fill, t};

const ACTS: [Act; 3] = [Act::Approve, Act::Reject, Act::PassUp];

/// The form, or why there is none.
#[component]
pub fn Decision(case: CaseAnswer, reload: Callback<()>) -> impl IntoView {
    let console = Console::shared();
    let waits = matches!(case.line.status, Status::Verifying | Status::Undetermined | Status::Objected);
    if !waits {
        return view! { <p class="door">{t("step.closed")}</p> }.into_any();
    }
    if !case.line.mine {
        let desk = t(&format!("desk.{}", case.line.desk.word()));
        return view! { <p class="door">{fill("step.not_mine", &[("desk", desk)])}</p> }.into_any();
    }
    let (ticket, seen) = (case.line.ticket.clone(), case.seen);
    console.take_up(&ticket);
    let draft = console.draft;
    let (busy, trouble) = (RwSignal::new(false), RwSignal::new(None));
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let Draft { ticket, act, finding, note } = draft.get_untracked();
        let Some(act) = act else { return trouble.set(Some(t("fault.act_required").to_owned())) };
        let finding = finding.filter(|_| act == Act::Reject);
        busy.set(true);
        trouble.set(None);
        let note = (!note.trim().is_empty()).then_some(note);
        let request = StepRequest { ticket, seen, act, finding, note };
        spawn_local(async move {
            match console.post::<StepAnswer>(path::OFFICER_CASE_STEPS, &request).await {
                Ok(answer) => {
                    // Meanwhile another case may be open, and something typed about it.
                    console.sent(&answer.ticket);
                    if console.at(Screen::Case) && console.ticket.read_untracked().as_str() == answer.ticket {
                        console.go(Screen::Queue);
                    }
                    let done = fill(&format!("step.done_{}", act.word()), &[("ticket", &answer.ticket)]);
                    console.notice.set(Some(done));
                }
                Err(failure) => {
                    // It is shown as it is now; what was typed stays.
                    if failure.word() == "changed" {
                        console.notice.set(Some(failure.said()));
                        // The screen may be gone.
                        reload.try_run(());
                    }
                    trouble.set(Some(failure.said()));
                }
            }
            busy.set(false);
        });
    };
    let choices = ACTS.map(|act| {
        let here = move || draft.read().act == Some(act);
        view! {
            <label class="tick">
                <input
                    type="radio" name="putusan" value=act.word() prop:checked=here
                    on:change=move |_| draft.update(|draft| draft.act = Some(act))
                />
                <span>{t(&format!("act.{}", act.word()))}</span>
            </label>
        }
    });
    let findings = move || {
        (draft.read().act == Some(Act::Reject)).then(|| {
            let options = Finding::ALL.iter().map(|&finding| {
                view! {
                    <option value=finding.word() selected=move || draft.read().finding == Some(finding)>
                        {t(&format!("finding.{}", finding.word()))}
                    </option>
                }
            });
            let chosen =
                move |event| draft.update(|draft| draft.finding = Finding::from_word(&event_target_value(&event)));
            view! {
                <label for="temuan">{t("step.finding")}</label>
                <select class="box" id="temuan" on:change=chosen>
                    <option value="">{t("step.choose")}</option>
                    {options.collect_view()}
                </select>
            }
        })
    };
    view! {
        <form class="door" novalidate on:submit=send>
            <fieldset>
                <legend>{t("step.title")}</legend>
                {choices}
            </fieldset>
            {findings}
            <label for="catatan">{t("step.note")}</label>
            <p class="hint" id="catatan-hint">{t("step.note_hint")}</p>
            <textarea
                class="box" id="catatan" rows="3" aria-describedby="catatan-hint"
                prop:value=move || draft.read().note.clone()
                on:input=move |event| draft.update(|draft| draft.note = event_target_value(&event))
            ></textarea>
            <Trouble said=trouble/>
            <Send label=t("step.send") busy/>
        </form>
    }
    .into_any()
}
