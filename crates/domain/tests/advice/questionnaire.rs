use domain::optimisation::{Answer, Question, RiskAppetite, suggest};
use std::collections::BTreeMap;

fn answers(each: [Answer; 5]) -> BTreeMap<Question, Answer> {
    Question::ALL.iter().copied().zip(each).collect()
}

#[test]
fn answers_add_up_to_an_appetite() {
    use Answer::{Balanced as B, Bold as X, Careful as C};
    assert_eq!(suggest(&BTreeMap::new()), RiskAppetite::Low);
    assert_eq!(suggest(&answers([C; 5])), RiskAppetite::Low);
    assert_eq!(suggest(&answers([B, B, B, C, C])), RiskAppetite::Low);
    assert_eq!(suggest(&answers([B, B, B, B, C])), RiskAppetite::Moderate);
    assert_eq!(suggest(&answers([B; 5])), RiskAppetite::Moderate);
    assert_eq!(suggest(&answers([X, X, B, B, B])), RiskAppetite::Moderate);
    assert_eq!(suggest(&answers([X, X, X, B, B])), RiskAppetite::High);
    assert_eq!(suggest(&answers([X; 5])), RiskAppetite::High);
}

#[test]
fn who_cannot_bear_a_rise_or_act_soon_is_never_advised_a_high_one() {
    use Answer::{Bold as X, Careful as C};
    assert_eq!(suggest(&answers([C, X, X, X, X])), RiskAppetite::Moderate);
    assert_eq!(suggest(&answers([X, X, X, C, X])), RiskAppetite::Moderate);
    assert_eq!(suggest(&answers([X, C, X, X, X])), RiskAppetite::High);
}
