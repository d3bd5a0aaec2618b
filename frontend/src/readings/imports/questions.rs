//! What only a person can know of a file: whether its times are beginnings or ends, and in what unit its values are.

use super::report::Report;
use crate::errors;
use crate::i18n::{t, tr};
use crate::ui::{Button, Choice, Emphasis, Field, Notice, NoticeKind, RadioGroup};
use api_types::{ReadingAnswers, ReadingImport, ReadingQuestion};
use client::Versioned;
use domain::readings::file::{Stamped, Unit};
use domain::vocabulary::{ReadingImportState, ReadingQuestionKind};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The questions with their answers to choose; nothing when nothing is asked.
pub fn view(report: Report, answer: &Versioned<ReadingImport>) -> Option<AnyView> {
    let import = &answer.value;
    if import.questions.is_empty() || import.state != ReadingImportState::Checked {
        return None;
    }
    let (stamped, unit) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let asks = |of: fn(ReadingQuestionKind) -> bool| import.questions.iter().copied().find(|asked| of(asked.kind));
    let times = asks(|kind| kind == ReadingQuestionKind::EndStamped).map(|_| about_times(stamped));
    let units = asks(|kind| kind != ReadingQuestionKind::EndStamped).map(|question| about_unit(question, unit));
    let needed = (times.is_some(), units.is_some());
    let unanswered =
        Signal::derive(move || needed.0 && stamped.with(String::is_empty) || needed.1 && unit.with(String::is_empty));
    let (etag, before) = (answer.etag.clone(), import.answers);
    let send = move |()| {
        let answers = ReadingAnswers {
            stamped: stamped.with_untracked(|chosen| chosen.parse().ok()).or(before.stamped),
            unit: unit.with_untracked(|chosen| chosen.parse().ok()).or(before.unit),
        };
        send(report, etag.clone(), answers);
    };
    Some(
        view! {
            <Notice kind=NoticeKind::Warning title=t("readings.questions")>
                <div class="questions">
                    {times}
                    {units}
                    <div class="notice-actions">
                        <Button
                            label=t("readings.questions.answer")
                            emphasis=Emphasis::Primary
                            busy=report.busy
                            disabled=unanswered
                            on_press=send
                        />
                    </div>
                </div>
            </Notice>
        }
        .into_any(),
    )
}

fn about_times(value: RwSignal<String>) -> AnyView {
    let choices =
        Stamped::ALL.iter().map(|stamped| Choice::new(stamped.as_str(), t(&format!("readings.stamped.{stamped}"))));
    let field = Field::new("stamped", t("readings.question.end_stamped")).hint(t("readings.question.end_stamped_hint"));
    view! { <RadioGroup field=field value=value choices=choices.collect() /> }.into_any()
}

fn about_unit(question: ReadingQuestion, value: RwSignal<String>) -> AnyView {
    let choices = Unit::ALL.iter().map(|unit| Choice::new(unit.as_str(), t(&format!("readings.unit.{unit}"))));
    let label = t(&format!("readings.question.{}", question.kind));
    let likely = question.likely.map(|unit| tr("readings.question.likely", &[("unit", unit.as_str())]));
    let declared = question.declared.map(|unit| tr("readings.question.declared", &[("unit", unit.as_str())]));
    let hint: Vec<String> = declared.into_iter().chain(likely).collect();
    let field = Field::new("unit", label).hint(hint.join(" "));
    view! { <RadioGroup field=field value=value choices=choices.collect() /> }.into_any()
}

/// Has the file read again with the answers.
fn send(report: Report, etag: String, answers: ReadingAnswers) {
    report.busy.set(true);
    report.error.set(None);
    spawn_local(async move {
        let answer = async |client: client::Client| {
            client.answer_reading_import(report.community, report.id, &etag, &answers).await
        };
        match report.session.call(answer).await {
            Ok(import) => report.import.put(import),
            Err(error) => {
                report.error.try_set(Some(errors::describe(&error)));
                report.import.reload();
            }
        }
        report.busy.try_set(false);
    });
}
