//! The iterations as cards: rule, share, weights, with the running total above them. The wizard's third step, and the
//! grid on a phone.

use super::editor::Editor;
use super::values::{KeyValues, has_weights};
use super::{percent, words};
use crate::i18n::{t, tr};
use crate::ui::{Badge, Button, Checkbox, Field, Icon, IconButton, PartInput, PartRadioGroup, Toasts, Tone};
use domain::key::{ITERATIONS_MAX, RuleName};
use leptos::prelude::*;

/// The cards with their total.
#[component]
pub fn Iterations(
    /// The key.
    editor: Editor,
    /// Whether every share that is typed proposes the rest for the next iteration.
    #[prop(optional)]
    proposing: bool,
    /// Whether there is one pool only, which has no share.
    #[prop(optional)]
    single: bool,
    /// The rules to choose from.
    rules: &'static [RuleName],
) -> impl IntoView {
    let rows = editor.part(move |values| {
        let shown = if single { 1 } else { values.iterations.len() };
        values.iterations.iter().take(shown).map(|it| it.id).enumerate().collect::<Vec<_>>()
    });
    let cards = Cards { editor, proposing, single, rules };
    if single {
        return view! { <For each=move || rows.get() key=|row| *row children=move |(k, _)| cards.card(k) /> }
            .into_any();
    }
    let full = editor.part(|values| values.iterations.len() >= ITERATIONS_MAX);
    view! {
        <TotalBar editor=editor />
        <div class="iterations">
            <For each=move || rows.get() key=|row| *row children=move |(k, _)| cards.card(k) />
        </div>
        <Button
            label=t("keys.iteration.add")
            icon=Icon::Plus
            disabled=full
            on_press=move |()| editor.edit(None, |values| {
                values.accept_proposal();
                values.add_iteration();
            })
        />
    }
    .into_any()
}

/// How much of the energy the iterations share out, as a bar and in words.
#[component]
pub fn TotalBar(
    /// The key.
    editor: Editor,
) -> impl IntoView {
    let shares = editor.part(|values: &KeyValues| {
        values.iterations.iter().map(|it| percent::parse(&it.share).unwrap_or_default()).collect::<Vec<_>>()
    });
    let total = editor.part(KeyValues::shares_total);
    editor.form.register("/iterations", &t("keys.total"));
    let words = move || {
        let total = total.get();
        let sum = percent::of_millionths(total.millionths);
        format!("{} · {}", tr("keys.total.of", &[("total", &sum)]), words::balance(total.missing()))
    };
    let parts = move || {
        let over = shares.with(|shares| shares.iter().map(|share| u64::from(share.millionths())).sum::<u64>());
        let whole = over.max(1_000_000);
        let part = |(k, share): (usize, &domain::key::Percent)| {
            let width = format!("{}%", u64::from(share.millionths()) * 100_000 / whole / 1000);
            view! { <span class="total-part" data-series=(k % 8).to_string() style:width=width></span> }
        };
        shares.with(|shares| shares.iter().enumerate().map(part).collect_view())
    };
    let state = move || if total.get().is_right() { "right" } else { "wrong" };
    let error = editor.form.error("/iterations");
    view! {
        <div class="total" id="iterations" tabindex="-1" data-state=state>
            <div class="total-bar" aria-hidden="true">{parts}</div>
            <p class="total-words" role="status">{words}</p>
            {move || error.get().map(|error| view! {
                <p class="field-message" data-kind="error">{Icon::Error.view()}<span>{error}</span></p>
            })}
        </div>
    }
    .into_any()
}

#[derive(Clone, Copy)]
struct Cards {
    editor: Editor,
    proposing: bool,
    single: bool,
    rules: &'static [RuleName],
}

impl Cards {
    fn card(self, k: usize) -> AnyView {
        let editor = self.editor;
        let rule = editor.part(move |values| values.iterations.get(k).map_or(RuleName::Prorata, |it| it.rule));
        let proposed = editor.part(move |values| values.iterations.get(k).is_some_and(|it| it.proposed));
        let title = tr("keys.iteration.number", &[("number", &(k + 1).to_string())]);
        let choose = move |name: String| {
            if let Ok(rule) = name.parse() {
                editor.edit(None, |values| values.set_rule(k, rule));
            }
        };
        let heading = format!("iterations-{k}-title");
        let named_by = heading.clone();
        view! {
            <section class="card iteration" aria-labelledby=named_by on:focusout=move |_| editor.close_change()>
                <div class="iteration-head">
                    <h3 id=heading>{title}</h3>
                    {move || proposed.get().then(|| view! { <Badge label=t("keys.iteration.proposed") tone=Tone::Ahead /> })}
                    {(!self.single).then(|| view! { <span class="iteration-tools">{self.tools(k)}</span> })}
                </div>
                <div class="iteration-body">
                    <PartRadioGroup
                        field=Field::of(editor.form, format!("/iterations/{k}/rule"), t("keys.field.rule"))
                        value=Signal::derive(move || rule.get().to_string())
                        choices=words::rules(self.rules)
                        on_choose=choose
                    />
                    {(!self.single).then(|| self.share(k))}
                </div>
                <p class="field-hint">{move || t(&format!("keys.rule_hint.{}", rule.get()))}</p>
                {move || has_weights(rule.get()).then(|| self.weights(k))}
            </section>
        }
        .into_any()
    }

    fn share(self, k: usize) -> AnyView {
        let editor = self.editor;
        let pointer = format!("/iterations/{k}/share_percent");
        let tag = pointer.clone();
        let value = editor.part(move |values| values.iterations.get(k).map(|it| it.share.clone()).unwrap_or_default());
        let typed = move |share: String| {
            editor.edit(Some(&tag), |values| match self.proposing {
                true => values.set_share(k, &share),
                false => values.type_share(k, &share),
            });
        };
        let label = t("keys.field.share");
        let field = Field::of(editor.form, pointer, label).unit("%").hint(t("keys.field.share_hint"));
        view! { <PartInput field=field value=value on_input=typed number=true /> }.into_any()
    }

    fn tools(self, k: usize) -> AnyView {
        let editor = self.editor;
        let count = editor.part(|values| values.iterations.len());
        let number = (k + 1).to_string();
        let named = |key: &str| tr(key, &[("number", &number)]);
        let (up, down, gone) =
            (named("keys.iteration.up"), named("keys.iteration.down"), named("keys.iteration.remove"));
        view! {
            {(k > 0).then(|| view! {
                <IconButton
                    icon=Icon::ArrowUp
                    label=up
                    on_press=move |()| editor.edit(None, |values| values.move_iteration(k, true))
                />
            })}
            {move || (k + 1 < count.get()).then(|| view! {
                <IconButton
                    icon=Icon::ArrowDown
                    label=down.clone()
                    on_press=move |()| editor.edit(None, |values| values.move_iteration(k, false))
                />
            })}
            {move || (count.get() > 1).then(|| view! {
                <IconButton icon=Icon::Trash label=gone.clone() on_press=move |()| self.remove(k) />
            })}
        }
        .into_any()
    }

    /// Takes an iteration out, with the way to have it back.
    fn remove(self, k: usize) {
        let editor = self.editor;
        let Some(gone) = editor.values.with_untracked(|values| values.iterations.get(k).cloned()) else { return };
        let settle = move |values: &mut KeyValues| {
            if self.proposing {
                values.propose_rest();
            }
        };
        editor.edit(None, |values| {
            values.remove_iteration(k);
            settle(values);
        });
        let put_back = move || {
            editor.edit(None, |values| {
                values.insert_iteration(k, gone.clone());
                settle(values);
            });
        };
        let number = (k + 1).to_string();
        Toasts::get()
            .success(tr("keys.iteration.removed", &[("number", &number)]))
            .undo(t("keys.undo"), put_back)
            .show();
    }

    fn weights(self, k: usize) -> AnyView {
        let editor = self.editor;
        let at = format!("/iterations/{k}/weights_percent");
        editor.form.register(&at, &tr("keys.weights.of", &[("number", &(k + 1).to_string())]));
        let error = editor.form.error(at);
        let rows =
            editor.part(|values| values.consumers.iter().map(|consumer| consumer.id).enumerate().collect::<Vec<_>>());
        let total = editor.part(move |values| (k < values.iterations.len()).then(|| values.weights_total(k)));
        let words = move || {
            let total = total.get()?;
            let sum = percent::of_millionths(total.millionths);
            let rest = if total.open { t("keys.total.open") } else { words::balance(total.missing()) };
            Some(format!("{} · {rest}", tr("keys.weights.total", &[("total", &sum)])))
        };
        view! {
            <div class="weights" id=format!("iterations-{k}-weights_percent") tabindex="-1">
                <div class="weights-tools">
                    <Button
                        label=t("keys.weights.equal")
                        on_press=move |()| editor.edit(None, |values| values.distribute(k))
                    />
                    {self.refill(k)}
                </div>
                <ol class="weight-list">
                    <For each=move || rows.get() key=|row| *row children=move |(i, _)| self.weight(k, i) />
                </ol>
                <p class="total-words" role="status">{words}</p>
                {move || error.get().map(|error| view! {
                    <p class="field-message" data-kind="error">{Icon::Error.view()}<span>{error}</span></p>
                })}
            </div>
        }
        .into_any()
    }

    fn weight(self, k: usize, i: usize) -> AnyView {
        let editor = self.editor;
        let pointer = format!("/iterations/{k}/weights_percent/{i}");
        let tag = pointer.clone();
        let label = editor.values.with_untracked(|values| {
            let name = values.consumers.get(i).map(|consumer| consumer.name.clone()).unwrap_or_default();
            if name.is_empty() { tr("keys.consumer.number", &[("number", &(i + 1).to_string())]) } else { name }
        });
        let value = editor.part(move |values| {
            let weight = values.iterations.get(k).and_then(|it| it.weights.get(i));
            weight.cloned().unwrap_or_default()
        });
        let typed = move |weight: String| {
            editor.edit(Some(&tag), |values| values.iterations[k].weights[i].clone_from(&weight));
        };
        let rest = move |()| editor.edit(None, |values| values.give_rest_to_weight(k, i));
        let give = tr("keys.weights.rest", &[("name", &label)]);
        view! {
            <li class="weight-row">
                <PartInput
                    field=Field::of(editor.form, pointer, label).unit("%")
                    value=value
                    on_input=typed
                    number=true
                />
                <IconButton icon=Icon::Sigma label=give on_press=rest />
            </li>
        }
        .into_any()
    }

    fn refill(self, k: usize) -> AnyView {
        let editor = self.editor;
        let rule = editor.part(move |values| values.iterations.get(k).map(|it| it.rule));
        let checked = editor.part(move |values| values.iterations.get(k).is_some_and(|it| it.refill));
        let switch = move |on: bool| editor.edit(None, |values| values.iterations[k].refill = on);
        let single = self.single;
        let shown = move || {
            (!single && rule.get() == Some(RuleName::Weighted)).then(|| {
                view! {
                    <Checkbox
                        id=format!("iterations-{k}-refill")
                        label=t("keys.refill")
                        hint=t("keys.refill_hint")
                        checked=checked
                        on_change=switch
                    />
                }
            })
        };
        shown.into_any()
    }
}
