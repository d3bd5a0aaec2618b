//! What can be done to a key while it is typed: every change of the wizard and of the grid. Pure.
//!
//! In the grid a cell says by itself what it means: a consumer with a weight gets it, one with an empty cell is served
//! by its consumption. So typing a weight into a prorata column makes it mixed, and filling its last cell makes it
//! weighted.

use super::percent;
use super::values::{ConsumerValues, CutConsumer, IterationValues, KeyValues, has_weights};
use domain::key::{CONSUMERS_MAX, ITERATIONS_MAX, Method, Percent, RuleName, total};

/// A cell of the grid: line 0 holds the shares and the others a consumer each; column 0 holds names, the next ones the
/// iterations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Cell {
    /// Its line.
    pub row: usize,
    /// Its column.
    pub column: usize,
}

/// A total of percentages that were typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Total {
    /// The sum, in millionths; what cannot be read counts as nothing.
    pub millionths: i64,
    /// Whether less than everything will do, because somebody is served by consumption.
    pub open: bool,
}

impl Total {
    fn of<'a>(typed: impl Iterator<Item = &'a String>, open: bool) -> Self {
        let parts: Vec<Percent> = typed.filter_map(|typed| percent::parse(typed)).collect();
        Self { millionths: total(&parts), open }
    }

    /// What is missing to 100 %; below 0 when there is too much.
    pub const fn missing(self) -> i64 {
        Percent::WHOLE.millionths() as i64 - self.millionths
    }

    /// Whether it may stand.
    pub const fn is_right(self) -> bool {
        self.missing() == 0 || (self.open && self.missing() > 0)
    }
}

impl KeyValues {
    /// The total of the shares.
    pub fn shares_total(&self) -> Total {
        Total::of(self.iterations.iter().map(|iteration| &iteration.share), false)
    }

    /// The total of the weights of an iteration.
    pub fn weights_total(&self, k: usize) -> Total {
        let iteration = &self.iterations[k];
        let empty = iteration.weights.iter().any(|weight| weight.trim().is_empty());
        Total::of(iteration.weights.iter(), iteration.rule == RuleName::Mixed && empty)
    }

    /// As many consumers as this. Those that are cut off come back as they were when there are to be more again.
    pub fn resize(&mut self, count: usize) {
        while self.consumers.len() > count {
            self.cut_off();
        }
        while self.consumers.len() < count.min(CONSUMERS_MAX) {
            self.append();
        }
    }

    fn cut_off(&mut self) {
        let Some(consumer) = self.consumers.pop() else { return };
        let iterations = self.iterations.iter_mut().chain(&mut self.spare);
        let weights = iterations.map(|it| (it.id, it.weights.pop().unwrap_or_default())).collect();
        self.beyond.push(CutConsumer { consumer, weights });
    }

    fn append(&mut self) {
        let CutConsumer { consumer, weights } = self.beyond.pop().unwrap_or_else(|| CutConsumer {
            consumer: ConsumerValues { id: self.fresh_id(), name: String::new(), meter: None, rank: String::new() },
            weights: Vec::new(),
        });
        self.consumers.push(consumer);
        for iteration in self.iterations.iter_mut().chain(&mut self.spare) {
            let kept = weights.iter().find(|(id, _)| *id == iteration.id).map(|(_, weight)| weight.clone());
            iteration.weights.push(kept.unwrap_or_default());
        }
    }

    /// Takes a consumer out.
    pub fn remove_consumer(&mut self, i: usize) {
        self.consumers.remove(i);
        for iteration in self.iterations.iter_mut().chain(&mut self.spare) {
            iteration.weights.remove(i);
        }
    }

    /// One more iteration, with the rest of the energy.
    pub fn add_iteration(&mut self) {
        if self.iterations.len() < ITERATIONS_MAX {
            let rest = u32::try_from(self.shares_total().missing()).ok().and_then(Percent::from_millionths);
            let iteration = self.new_iteration(percent::text(rest.unwrap_or(Percent::ZERO)));
            self.iterations.push(iteration);
        }
    }

    fn new_iteration(&self, share: String) -> IterationValues {
        IterationValues {
            id: self.fresh_id(),
            rule: RuleName::Prorata,
            share,
            weights: vec![String::new(); self.consumers.len()],
            refill: false,
            proposed: false,
        }
    }

    /// Takes an iteration out; at least one stays.
    pub fn remove_iteration(&mut self, k: usize) {
        if self.iterations.len() > 1 {
            self.iterations.remove(k);
        }
    }

    /// Puts an iteration back that was taken out.
    pub fn insert_iteration(&mut self, k: usize, mut iteration: IterationValues) {
        if self.iterations.len() < ITERATIONS_MAX {
            iteration.weights.resize(self.consumers.len(), String::new());
            self.iterations.insert(k.min(self.iterations.len()), iteration);
        }
    }

    /// Moves an iteration one place up or down.
    pub fn move_iteration(&mut self, k: usize, up: bool) {
        let other = if up { k.checked_sub(1) } else { Some(k + 1) };
        if let Some(other) = other.filter(|&other| other < self.iterations.len()) {
            self.iterations.swap(k, other);
        }
    }

    /// Types a share. In the wizard [`KeyValues::propose_rest`] follows.
    pub fn type_share(&mut self, k: usize, typed: &str) {
        let iteration = &mut self.iterations[k];
        typed.clone_into(&mut iteration.share);
        iteration.proposed = false;
    }

    /// Types a share, and lets the proposal for the next iteration follow.
    pub fn set_share(&mut self, k: usize, typed: &str) {
        self.type_share(k, typed);
        self.propose_rest();
    }

    /// While the typed shares are under 100 %, one more iteration stands there with the rest.
    pub fn propose_rest(&mut self) {
        let typed = self.iterations.iter().filter(|iteration| !iteration.proposed);
        let missing = Total::of(typed.map(|iteration| &iteration.share), false).missing();
        let rest = u32::try_from(missing).ok().filter(|&rest| rest > 0).and_then(Percent::from_millionths);
        let at = self.iterations.iter().position(|iteration| iteration.proposed);
        match (rest, at) {
            (Some(rest), Some(k)) => self.iterations[k].share = percent::text(rest),
            (Some(rest), None) if self.iterations.len() < ITERATIONS_MAX => {
                let fresh = self.new_iteration(String::new());
                let spare = self.spare.take().unwrap_or(fresh);
                self.iterations.push(IterationValues { share: percent::text(rest), proposed: true, ..spare });
            }
            (None, Some(k)) if self.iterations.len() > 1 => self.spare = Some(self.iterations.remove(k)),
            _ => {}
        }
    }

    /// Takes the proposal as typed.
    pub fn accept_proposal(&mut self) {
        for iteration in &mut self.iterations {
            iteration.proposed = false;
        }
        self.spare = None;
    }

    /// Gives an iteration what the other shares leave; nothing happens when they leave nothing.
    pub fn give_rest_to_share(&mut self, k: usize) {
        let others = self.iterations.iter().enumerate().filter(|(other, _)| *other != k);
        let missing = Total::of(others.map(|(_, iteration)| &iteration.share), false).missing();
        if let Some(rest) = u32::try_from(missing).ok().and_then(Percent::from_millionths) {
            self.type_share(k, &percent::text(rest));
        }
    }

    /// Gives a consumer what the other weights of an iteration leave.
    pub fn give_rest_to_weight(&mut self, k: usize, i: usize) {
        let others = self.iterations[k].weights.iter().enumerate().filter(|(other, _)| *other != i);
        let missing = Total::of(others.map(|(_, weight)| weight), false).missing();
        if let Some(rest) = u32::try_from(missing).ok().and_then(Percent::from_millionths) {
            self.type_weight(k, i, &percent::text(rest));
        }
    }

    /// Gives all consumers of an iteration the same weight, exactly 100 % together.
    pub fn distribute(&mut self, k: usize) {
        let parts = Percent::WHOLE.split(self.consumers.len());
        self.iterations[k].weights = parts.into_iter().map(percent::text).collect();
        self.iterations[k].rule = RuleName::Weighted;
    }

    /// Shares everything equally among the iterations.
    pub fn distribute_shares(&mut self) {
        let parts = Percent::WHOLE.split(self.iterations.len());
        for (iteration, part) in self.iterations.iter_mut().zip(parts) {
            (iteration.share, iteration.proposed) = (percent::text(part), false);
        }
    }

    /// Chooses a rule. Weights begin equal where there are none, and are kept behind a rule that has none.
    pub fn set_rule(&mut self, k: usize, rule: RuleName) {
        self.iterations[k].rule = rule;
        let empty = self.iterations[k].weights.iter().all(|weight| weight.trim().is_empty());
        if rule == RuleName::Weighted && empty {
            self.distribute(k);
        }
    }

    /// Chooses how the key runs as a whole, with a rule that the method knows.
    pub fn set_method(&mut self, method: Method) {
        self.method = method;
        let flemish = matches!(method, Method::Vast | Method::Relatief | Method::Optimaal);
        let fits =
            self.iterations.first().is_some_and(|first| matches!(first.rule, RuleName::Weighted | RuleName::Equal));
        if flemish && !fits {
            self.set_rule(0, RuleName::Equal);
        }
        if method == Method::Priority {
            for consumer in &mut self.consumers {
                if consumer.rank.trim().is_empty() {
                    "1".clone_into(&mut consumer.rank);
                }
            }
        }
    }

    /// Types a weight in the grid; what the column is follows from its cells.
    pub fn type_weight(&mut self, k: usize, i: usize, typed: &str) {
        let iteration = &mut self.iterations[k];
        if !has_weights(iteration.rule) {
            // Weights of a former rule are out of sight; they must not come back by surprise.
            iteration.weights.iter_mut().for_each(String::clear);
        }
        typed.clone_into(&mut iteration.weights[i]);
        self.settle_rule(k);
    }

    fn settle_rule(&mut self, k: usize) {
        let method = self.method;
        let iteration = &mut self.iterations[k];
        let empty = iteration.weights.iter().filter(|weight| weight.trim().is_empty()).count();
        // Rounds and the Flemish methods know no empty weight: there it is a mistake, and shown as one.
        let strict = method != Method::Cascade || (iteration.rule == RuleName::Weighted && iteration.refill);
        iteration.rule = match empty {
            0 => RuleName::Weighted,
            _ if strict => RuleName::Weighted,
            _ if empty == iteration.weights.len() => RuleName::Prorata,
            _ => RuleName::Mixed,
        };
    }

    /// Puts a name into the grid or the wizard. Another name means another consumer: the meter stays.
    pub fn type_name(&mut self, i: usize, typed: &str) {
        typed.clone_into(&mut self.consumers[i].name);
    }

    /// Types into any cell of the grid; the corner holds nothing.
    pub fn type_cell(&mut self, cell: Cell, typed: &str) {
        match (cell.row.checked_sub(1), cell.column.checked_sub(1)) {
            (Some(i), None) => self.type_name(i, typed),
            (Some(i), Some(0)) if self.method == Method::Priority => typed.clone_into(&mut self.consumers[i].rank),
            (None, Some(k)) => self.type_share(k, typed),
            (Some(i), Some(k)) if self.iterations[k].rule != RuleName::Equal => self.type_weight(k, i, typed),
            _ => {}
        }
    }

    /// Puts a block of cells in from a cell on, with more consumers and iterations where it needs them.
    pub fn paste(&mut self, at: Cell, block: &[Vec<String>]) {
        let rows = (at.row + block.len()).saturating_sub(1);
        if rows > self.consumers.len() {
            self.resize(rows);
        }
        let columns = block.iter().map(|line| at.column + line.len()).max().unwrap_or(0);
        while self.method == Method::Cascade && self.iterations.len() + 1 < columns.min(ITERATIONS_MAX + 1) {
            let iteration = self.new_iteration(String::new());
            self.iterations.push(iteration);
        }
        for (r, line) in block.iter().enumerate() {
            for (c, typed) in line.iter().enumerate() {
                let cell = Cell { row: at.row + r, column: at.column + c };
                if cell.row <= self.consumers.len() && cell.column <= self.iterations.len() {
                    self.paste_cell(cell, typed);
                }
            }
        }
    }

    fn paste_cell(&mut self, cell: Cell, typed: &str) {
        if let (1.., Some(k)) = (cell.row, cell.column.checked_sub(1))
            && self.method != Method::Priority
            && self.iterations[k].rule == RuleName::Equal
            && percent::parse(typed).is_some()
        {
            self.iterations[k].rule = RuleName::Prorata;
        }
        self.type_cell(cell, typed);
    }

    /// Puts names in from a consumer on, with more consumers where it needs them.
    pub fn paste_names(&mut self, from: usize, names: &[String]) {
        if from + names.len() > self.consumers.len() {
            self.resize(from + names.len());
        }
        for (i, name) in (from..self.consumers.len()).zip(names) {
            self.type_name(i, name);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(consumers: usize) -> KeyValues {
        let mut values = KeyValues::default();
        values.resize(consumers);
        values
    }

    fn shares(values: &KeyValues) -> Vec<&str> {
        values.iterations.iter().map(|iteration| iteration.share.as_str()).collect()
    }

    fn block(lines: &[&[&str]]) -> Vec<Vec<String>> {
        lines.iter().map(|line| line.iter().map(|&cell| cell.to_owned()).collect()).collect()
    }

    #[test]
    fn the_rest_is_proposed_while_one_types() {
        let mut values = key(3);
        assert_eq!(shares(&values), ["100"]);
        values.set_share(0, "7");
        assert_eq!(shares(&values), ["7", "93"]);
        values.set_share(0, "70");
        assert_eq!(shares(&values), ["70", "30"]);
        values.set_share(1, "20");
        assert_eq!(shares(&values), ["70", "20", "10"]);
        values.set_share(0, "80");
        assert_eq!(shares(&values), ["80", "20"]);
        values.set_share(0, "90");
        assert_eq!(shares(&values), ["90", "20"], "too much proposes nothing");
    }

    #[test]
    fn a_proposal_taken_back_keeps_what_was_chosen_in_it() {
        let mut values = key(2);
        values.set_share(0, "70");
        values.set_rule(1, RuleName::Weighted);
        values.type_weight(1, 0, "80");
        values.set_share(0, "100");
        assert_eq!(values.iterations.len(), 1);
        values.set_share(0, "60");
        assert_eq!(values.iterations[1].weights, ["80", "50"]);
        assert_eq!(shares(&values), ["60", "40"]);
    }

    #[test]
    fn a_smaller_number_of_consumers_can_grow_again() {
        let mut values = key(2);
        values.set_rule(0, RuleName::Weighted);
        values.resize(3);
        assert_eq!(values.iterations[0].weights, ["50", "50", ""]);
        "C".clone_into(&mut values.consumers[1].name);
        values.resize(1);
        values.resize(2);
        assert_eq!((values.consumers[1].name.as_str(), values.iterations[0].weights[1].as_str()), ("C", "50"));
        values.remove_consumer(0);
        assert_eq!(values.iterations[0].weights, ["50"]);
        values.resize(CONSUMERS_MAX + 5);
        assert_eq!(values.consumers.len(), CONSUMERS_MAX);
    }

    #[test]
    fn cells_say_what_their_column_is() {
        let mut values = key(2);
        let first = Cell { row: 1, column: 1 };
        values.type_cell(first, "40");
        assert_eq!(values.iterations[0].rule, RuleName::Mixed);
        assert!(values.weights_total(0).is_right(), "the other one is served by consumption");
        values.type_cell(Cell { row: 2, column: 1 }, "60");
        assert_eq!(values.iterations[0].rule, RuleName::Weighted);
        values.iterations[0].refill = true;
        values.type_cell(first, "");
        assert_eq!(values.iterations[0].rule, RuleName::Weighted, "rounds know no empty weight");
        values.iterations[0].refill = false;
        values.type_cell(first, "");
        values.type_cell(Cell { row: 2, column: 1 }, "");
        assert_eq!(values.iterations[0].rule, RuleName::Prorata);
    }

    #[test]
    fn weights_of_a_former_rule_do_not_come_back_by_surprise() {
        let mut values = key(2);
        values.set_rule(0, RuleName::Weighted);
        values.set_rule(0, RuleName::Prorata);
        values.type_cell(Cell { row: 1, column: 1 }, "30");
        assert_eq!(values.iterations[0].weights, ["30", ""]);
        values.set_rule(0, RuleName::Equal);
        values.type_cell(Cell { row: 1, column: 1 }, "99");
        assert_eq!(values.iterations[0].weights, ["30", ""], "equal parts are not typed");
    }

    #[test]
    fn a_pasted_block_makes_room() {
        let mut values = key(1);
        let sheet = block(&[&["", "60", "40"], &["A", "50", ""], &["B", "50,0", ""]]);
        values.paste(Cell { row: 0, column: 0 }, &sheet);
        assert_eq!((values.consumers.len(), values.iterations.len()), (2, 2));
        assert_eq!(shares(&values), ["60", "40"]);
        assert_eq!((values.iterations[0].rule, values.iterations[1].rule), (RuleName::Weighted, RuleName::Prorata));
        assert_eq!(values.consumers[1].name, "B");
        assert!(values.shares_total().is_right() && values.weights_total(0).is_right());
    }

    #[test]
    fn numbers_pasted_over_equal_parts_are_weights() {
        let mut values = key(2);
        values.set_rule(0, RuleName::Equal);
        values.paste(Cell { row: 1, column: 1 }, &block(&[&["30"], &["70"]]));
        assert_eq!((values.iterations[0].rule, values.iterations[0].weights[1].as_str()), (RuleName::Weighted, "70"));
    }

    #[test]
    fn rest_and_equal_parts_are_exact() {
        let mut values = key(3);
        values.distribute(0);
        assert_eq!(values.iterations[0].weights, ["33.3334", "33.3333", "33.3333"]);
        values.type_weight(0, 0, "50");
        values.give_rest_to_weight(0, 2);
        assert_eq!(values.iterations[0].weights[2], "16.6667");
        values.type_share(0, "12.5");
        values.add_iteration();
        assert_eq!(values.iterations[1].share, "87.5");
        values.type_share(0, "20");
        values.give_rest_to_share(1);
        assert_eq!(values.iterations[1].share, "80");
        values.distribute_shares();
        assert_eq!(shares(&values), ["50", "50"]);
    }

    #[test]
    fn iterations_move_and_one_stays() {
        let mut values = key(1);
        values.type_share(0, "70");
        values.add_iteration();
        values.move_iteration(1, true);
        values.move_iteration(0, true);
        assert_eq!(shares(&values), ["30", "70"]);
        let gone = values.iterations[0].clone();
        values.remove_iteration(0);
        values.remove_iteration(0);
        assert_eq!(shares(&values), ["70"]);
        values.insert_iteration(9, gone);
        assert_eq!(shares(&values), ["70", "30"]);
    }

    #[test]
    fn a_method_gets_what_it_needs() {
        let mut values = key(2);
        values.set_method(Method::Vast);
        assert_eq!(values.iterations[0].rule, RuleName::Equal);
        values.set_method(Method::Priority);
        assert!(values.consumers.iter().all(|consumer| consumer.rank == "1"));
        values.paste(Cell { row: 1, column: 1 }, &block(&[&["2"], &["1"]]));
        assert_eq!((values.consumers[0].rank.as_str(), values.consumers[1].rank.as_str()), ("2", "1"));
    }
}
