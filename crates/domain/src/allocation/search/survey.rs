//! All that a search can say, found one piece after the other: whoever asks knows how far it is, and may stop between
//! two pieces. The longest piece is a month that is held out: two searches of the best weights.

use super::rounds::{Course, Rounds};
use super::tradeoff::Path;
use super::validation::{Fold, hold_out};
use super::{Bounds, Proposal, SearchError};
use crate::allocation::Input;
use crate::key::Percent;
use std::ops::Range;

/// What to look for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aim {
    /// The least and the most weight of each consumer.
    pub bounds: Bounds,
    /// Most rounds of fixed weights to try.
    pub rounds: usize,
    /// What part of the bound further rounds must add to be worth having.
    pub worth: Percent,
    /// How many points the trade-off has.
    pub points: usize,
}

/// What was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Findings {
    /// Keys of one, two, … rounds; the first is the best of fixed weights.
    pub rounds: Rounds,
    /// From the weights that share most to those that leave nobody behind.
    pub tradeoff: Vec<Proposal>,
    /// Each month with the weights of all others; empty where there are not two.
    pub folds: Vec<Fold>,
}

/// A search under way.
#[derive(Debug)]
pub struct Survey<'a> {
    input: &'a Input<'a>,
    months: Vec<Range<usize>>,
    aim: &'a Aim,
    course: Course<'a>,
    path: Option<Path<'a>>,
    folds: Vec<Fold>,
}

impl<'a> Survey<'a> {
    /// Before the first piece. With two months or more, each is held out in turn.
    ///
    /// # Errors
    /// When the input is refused, or no weights lie within the bounds.
    pub fn new(input: &'a Input<'a>, months: &[Range<usize>], aim: &'a Aim) -> Result<Self, SearchError> {
        let months = if months.len() < 2 { Vec::new() } else { months.to_vec() };
        let course = Course::new(input, vec![input.whole()], &aim.bounds, aim.rounds)?;
        Ok(Self { input, months, aim, course, path: None, folds: Vec::new() })
    }

    /// How many pieces are behind, and how many there are at most.
    #[must_use]
    pub fn progress(&self) -> (usize, usize) {
        let (rounds, points, months) = (self.course.most(), self.aim.points.max(2) - 1, self.months.len());
        let (rounds_done, points_done) = match &self.path {
            None => (self.course.proposals().len(), 0),
            Some(path) if self.folds.is_empty() => (rounds, path.found() - 1),
            Some(_) => (rounds, points),
        };
        (rounds_done + points_done + self.folds.len(), rounds + points + months)
    }

    /// Finds the next piece; false when there is none.
    ///
    /// # Errors
    /// When the input is refused.
    pub fn advance(&mut self) -> Result<bool, SearchError> {
        if self.path.is_none() {
            if self.course.advance()? {
                return Ok(true);
            }
            let most = self.course.proposals().first().cloned();
            let whole = vec![self.input.whole()];
            let begin = |most| Path::new(self.input, whole, &self.aim.bounds, self.aim.points, most);
            self.path = most.map(begin).transpose()?;
        }
        if let Some(path) = &mut self.path
            && path.advance()?
        {
            return Ok(true);
        }
        let next = self.folds.len();
        if next == self.months.len() {
            return Ok(false);
        }
        self.folds.push(hold_out(self.input, &self.months, &self.aim.bounds, next)?);
        Ok(true)
    }

    /// What was found so far.
    #[must_use]
    pub fn finish(self) -> Findings {
        Findings {
            rounds: self.course.finish(self.aim.worth),
            tradeoff: self.path.map(Path::finish).unwrap_or_default(),
            folds: self.folds,
        }
    }
}
