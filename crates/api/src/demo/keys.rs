//! Allocation keys of the demo communities: one of each common kind, one with a history, one put aside.

use super::{checked, inconsistent};
use domain::key::{ConsumerDraft, IterationDraft, Key, KeyDraft, Method, RuleName};
use domain::quantity::Decimal;
use store::CommunityWriter;
use uuid::Uuid;

/// A consumer's name and, where there is one, its meter.
pub(super) type Named<'a> = (&'a str, Option<Uuid>);

/// Fixed parts of the sample year's consumers, in the order of their meters.
const PARTS: [i64; 12] = [4, 4, 4, 4, 4, 20, 10, 10, 20, 6, 8, 6];

/// The keys of the Walloon community.
pub(super) async fn fill_walloon(writer: CommunityWriter<'_>, consumers: &[Named<'_>]) -> Result<(), store::Error> {
    if consumers.len() != PARTS.len() {
        return Err(inconsistent("another number of consumers than of parts"));
    }
    let parts = PARTS.map(|part| Some(Decimal::new(part, 0)));
    let equal = key(
        "Equal parts",
        "The same part to everybody; what is left goes back.",
        consumers,
        vec![whole(RuleName::Equal)],
    )?;
    let equal = writer.create_key(&equal).await?;
    writer.set_key_archived(equal.id, None, true).await?;

    let weighted = IterationDraft { weights_percent: Some(parts.to_vec()), ..whole(RuleName::Weighted) };
    let draft = key(
        "Fixed parts, then prorata",
        "",
        consumers,
        vec![share(weighted.clone(), 80), share(whole(RuleName::Prorata), 20)],
    )?;
    let first = writer.create_key(&draft).await?;
    let agreed = "Agreed by the members: everybody knows their part of 60 %, and nothing that somebody needs is left.";
    let second = key(
        "Fixed parts, then prorata",
        agreed,
        consumers,
        vec![share(weighted, 60), share(whole(RuleName::Prorata), 40)],
    )?;
    writer.update_key(first.id, first.version, &second).await?;

    let prorata = "By what each consumes in the quarter-hour.";
    writer.create_key(&key("Prorata", prorata, consumers, vec![whole(RuleName::Prorata)])?).await.map(drop)
}

/// The key of the Brussels community: several rounds of fixed parts.
pub(super) async fn fill_brussels(writer: CommunityWriter<'_>, consumers: &[Named<'_>; 3]) -> Result<(), store::Error> {
    let parts = [40, 40, 20].map(|part| Some(Decimal::new(part, 0)));
    let rounds = IterationDraft { weights_percent: Some(parts.to_vec()), refill: true, ..whole(RuleName::Weighted) };
    let description = "What one does not need is offered again to the others.";
    writer.create_key(&key("Fixed parts in several rounds", description, consumers, vec![rounds])?).await.map(drop)
}

const fn whole(rule: RuleName) -> IterationDraft {
    IterationDraft { share_percent: Some(Decimal::new(100, 0)), rule, weights_percent: None, refill: false }
}

fn share(iteration: IterationDraft, percent: i64) -> IterationDraft {
    IterationDraft { share_percent: Some(Decimal::new(percent, 0)), ..iteration }
}

fn key(
    name: &str,
    description: &str,
    consumers: &[Named<'_>],
    iterations: Vec<IterationDraft>,
) -> Result<Key, store::Error> {
    let consumers = consumers.iter().map(|&(name, meter)| ConsumerDraft { name, meter }).collect();
    let draft = KeyDraft { name, description, consumers, method: Method::Cascade, iterations, ranks: None };
    checked(draft.check())
}
