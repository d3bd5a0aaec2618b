//! The questions that suggest an appetite for risk, with the suggestion, why, and the way to take it over.

use super::sections::Parts;
use crate::i18n::{t, tr};
use crate::optimisations::words;
use crate::ui::{Button, Choice, Field, Notice, PartRadioGroup};
use domain::optimisation::{Answer, Question, RiskAppetite, suggest};
use leptos::prelude::*;
use std::collections::BTreeMap;

/// Answers by question.
type Answers = BTreeMap<Question, Answer>;

/// The questions, behind a line that opens them.
pub fn view(parts: Parts) -> AnyView {
    let questions = Question::ALL.iter().map(|question| ask(parts, *question)).collect_view();
    view! {
        <details class="explain questionnaire">
            <summary>{t("optimisations.questionnaire")}</summary>
            <div class="questions">
                {questions}
                <div aria-live="polite">{move || outcome(parts)}</div>
            </div>
        </details>
    }
    .into_any()
}

fn ask(parts: Parts, question: Question) -> AnyView {
    let answers = parts.fields.answers;
    let key = question.as_str();
    let choices = Answer::ALL
        .iter()
        .map(|answer| Choice::new(answer.as_str(), t(&format!("optimisations.answer.{key}.{answer}"))));
    let value = Signal::derive(move || answers.with(|answers| answers.get(key).cloned().unwrap_or_default()));
    let choose = move |answer: String| {
        answers.update(|answers| {
            answers.insert(key.to_owned(), answer);
        });
    };
    let field = Field::new(format!("question-{key}"), t(&format!("optimisations.question.{key}")));
    view! { <PartRadioGroup field=field value=value choices=choices.collect() on_choose=choose /> }.into_any()
}

fn outcome(parts: Parts) -> AnyView {
    let answers = parts.fields.answers.with(given);
    let open = Question::ALL.len() - answers.len();
    if open > 0 {
        let open = open.to_string();
        return view! { <p class="field-hint">{tr("optimisations.questionnaire.open", &[("count", &open)])}</p> }
            .into_any();
    }
    let suggested = suggest(&answers);
    let name = words::risk(suggested);
    let reasons = reasons(&answers, suggested).into_iter().map(|(question, answer)| {
        view! { <li>{t(&format!("optimisations.why.{question}.{answer}"))}</li> }
    });
    let risk = parts.fields.risk;
    let taken = Signal::derive(move || risk.with(|risk| risk == suggested.as_str()));
    let take = move |()| {
        risk.set(suggested.to_string());
        parts.form.forgive("/risk_appetite");
    };
    view! {
        <Notice title=tr("optimisations.questionnaire.suggests", &[("risk", &name)])>
            <ul>{reasons.collect_view()}</ul>
            <p>{t("optimisations.questionnaire.yours")}</p>
            <Button label=tr("optimisations.questionnaire.take", &[("risk", &name)]) disabled=taken on_press=take />
        </Notice>
    }
    .into_any()
}

fn given(typed: &BTreeMap<String, String>) -> Answers {
    typed.iter().filter_map(|(question, answer)| Some((question.parse().ok()?, answer.parse().ok()?))).collect()
}

/// The answers that speak for a suggestion; where it lies between them, all of them.
fn reasons(answers: &Answers, suggested: RiskAppetite) -> Vec<(Question, Answer)> {
    let wanted = match suggested {
        RiskAppetite::Low => Answer::Careful,
        RiskAppetite::Moderate => Answer::Balanced,
        RiskAppetite::High => Answer::Bold,
    };
    // A bold buyer is held back by a careful answer to one of these.
    let bold: Answers = answers.keys().map(|question| (*question, Answer::Bold)).collect();
    let holds_back = |question: Question| {
        let mut one = bold.clone();
        one.insert(question, Answer::Careful);
        suggest(&one) != RiskAppetite::High
    };
    let speaks = |(question, answer): &(Question, Answer)| {
        let held = suggested == RiskAppetite::Moderate && *answer == Answer::Careful && holds_back(*question);
        *answer == wanted || held
    };
    let all: Vec<(Question, Answer)> = answers.iter().map(|(question, answer)| (*question, *answer)).collect();
    let found: Vec<_> = all.iter().copied().filter(speaks).collect();
    if found.is_empty() { all } else { found }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answers(of: &[Answer]) -> Answers {
        Question::ALL.iter().copied().zip(of.iter().copied()).collect()
    }

    fn told(of: &[Answer]) -> (RiskAppetite, Vec<Answer>) {
        let answers = answers(of);
        let suggested = suggest(&answers);
        (suggested, reasons(&answers, suggested).into_iter().map(|(_, answer)| answer).collect())
    }

    #[test]
    fn the_reasons_are_the_answers_that_speak_for_it() {
        use Answer::{Balanced, Bold, Careful};
        assert_eq!(told(&[Careful, Careful, Careful, Bold, Careful]), (RiskAppetite::Low, vec![Careful; 4]));
        assert_eq!(told(&[Bold, Bold, Bold, Bold, Balanced]), (RiskAppetite::High, vec![Bold; 4]));
    }

    #[test]
    fn what_holds_a_bold_buyer_back_is_a_reason() {
        use Answer::{Bold, Careful};
        let (suggested, reasons) = told(&[Careful, Bold, Bold, Bold, Bold]);
        assert_eq!((suggested, reasons), (RiskAppetite::Moderate, vec![Careful]));
    }

    #[test]
    fn only_known_answers_count() {
        let typed = [("price_rise", "bold"), ("budget", "loud"), ("weather", "bold")];
        let typed = typed.map(|(question, answer)| (question.to_owned(), answer.to_owned())).into();
        assert_eq!(given(&typed).len(), 1);
    }
}
