//! Long work in pieces: the same results, and at any time known how far it is.

use crate::build::{Rule, cascade};
use crate::golden;
use crate::year::Year;
use domain::allocation::search::{Aim, Bounds, SearchError, Survey, best_rounds, tradeoff, validate};
use domain::allocation::{
    AllocatedSeries, Gaps, Input, InputError, MISSING, Pieces, Plan, Producer, months, run, totals,
};
use domain::key::Percent;
use std::ops::Range;

/// A year of so many consumers that a quarter of it is more than one piece.
fn large(year: &Year) -> Input<'_> {
    Input {
        producers: year.producers.iter().map(|wh| Producer { wh, consumer: None }).collect(),
        consumers: (0..300).map(|i| year.consumers[i % year.consumers.len()].as_slice()).collect(),
        gaps: Gaps::Refuse,
    }
}

fn quarters_of(year: &Year) -> Vec<Range<usize>> {
    let months: Vec<_> = months(&year.starts).into_iter().map(|month| month.steps).collect();
    months.chunks(3).take(4).map(|quarter| quarter[0].start..quarter[2].end).collect()
}

#[test]
fn a_year_in_pieces_is_the_same_year() {
    let year = Year::read();
    let input = large(&year);
    let plan = Plan::new(&cascade(300, &[("50", Rule::Equal), ("50", Rule::Prorata)]));
    let ranges = quarters_of(&year);
    let mut pieces = Pieces::new(&plan, &input, &ranges).unwrap();
    let (mut seen, mut count) = (0, 0);
    while pieces.advance(None).unwrap() {
        let (done, total) = pieces.progress();
        assert!(done > seen && done <= total);
        (seen, count) = (done, count + 1);
    }
    assert!(count > ranges.len(), "a quarter is more than one piece");
    assert_eq!(seen, ranges.iter().map(Range::len).sum::<usize>());
    assert!(pieces.finish() == totals(&plan, &input, &ranges).unwrap());
}

#[test]
fn every_quarter_hour_of_every_piece_is_heard() {
    let year = Year::read();
    let input = large(&year);
    let plan = Plan::new(&cascade(300, &[("100", Rule::Equal)]));
    let some = [0..100, 5000..12_000];
    let (mut heard, mut whole) = (AllocatedSeries::default(), AllocatedSeries::default());
    let mut pieces = Pieces::new(&plan, &input, &some).unwrap();
    while pieces.advance(Some(&mut heard)).unwrap() {}
    assert!(pieces.finish() == run(&plan, &input, &some, &mut whole).unwrap());
    assert!(heard == whole);
}

#[test]
fn a_missing_reading_stops_a_piece() {
    let columns = [vec![1, 2, 3], vec![4, 5, MISSING]];
    let input = crate::build::input(&[4, 4, 4], &columns);
    let plan = Plan::new(&cascade(2, &[("100", Rule::Prorata)]));
    let mut pieces = Pieces::new(&plan, &input, &[0..2, 2..3]).unwrap();
    assert_eq!(pieces.advance(None), Ok(true));
    assert!(matches!(pieces.advance(None), Err(InputError::Missing { step: 2, .. })));
    assert_eq!(pieces.finish().total.steps, 2, "what was done before stays");
    assert!(Pieces::new(&plan, &input, std::slice::from_ref(&(0..4))).is_err());
}

#[test]
fn a_survey_finds_what_single_searches_find() {
    let year = Year::read();
    let input = golden::input(&year);
    let quarters = quarters_of(&year);
    let aim = Aim { bounds: Bounds::none(12), rounds: 3, worth: Percent::from_millionths(10_000).unwrap(), points: 4 };
    let mut survey = Survey::new(&input, &quarters, &aim).unwrap();
    assert_eq!(survey.progress(), (0, 10));
    let mut seen = 0;
    while survey.advance().unwrap() {
        let (done, total) = survey.progress();
        assert_eq!((done, total), (seen + 1, 10));
        seen = done;
    }
    let found = survey.finish();
    let whole = [input.whole()];
    assert_eq!(found.rounds, best_rounds(&input, &whole, &aim.bounds, 3, aim.worth).unwrap());
    assert_eq!(found.tradeoff, tradeoff(&input, &whole, &aim.bounds, 4).unwrap());
    assert_eq!(found.folds, validate(&input, &quarters, &aim.bounds).unwrap());
    assert_eq!((seen, found.tradeoff.first()), (10, found.rounds.proposals.first()));
}

#[test]
fn a_survey_that_is_stopped_tells_what_it_has() {
    let columns = [vec![5, 1], vec![5, 9]];
    let input = crate::build::input(&[4, 4], &columns);
    let aim = Aim { bounds: Bounds::none(2), rounds: 2, worth: Percent::ZERO, points: 3 };
    let mut survey = Survey::new(&input, &[], &aim).unwrap();
    assert_eq!(survey.advance(), Ok(true));
    let found = survey.finish();
    assert_eq!((found.rounds.proposals.len(), found.tradeoff.len(), found.folds.len()), (1, 0, 0));
    let impossible = Aim { bounds: Bounds { min: vec![Percent::WHOLE; 2], max: vec![Percent::WHOLE; 2] }, ..aim };
    assert!(matches!(Survey::new(&input, &[], &impossible), Err(SearchError::TooMuch)));
}
