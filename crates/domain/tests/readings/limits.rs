use crate::{at, series};
use domain::quantity::{Amperes, Decimal, Kva};
use domain::readings::Direction;
use domain::readings::limit::{Bound, Connection, Excess};
use domain::vocabulary::VoltageSystem;

fn kva(text: &str) -> Kva {
    Kva::try_from(Decimal::parse(text).unwrap()).unwrap()
}

fn connection() -> Connection {
    let amperes = Amperes::try_from(Decimal::parse("40").unwrap()).unwrap();
    Connection {
        sampling_power: Some(kva("9.2")),
        generating_capacity: Some(kva("5")),
        amperage: Some((VoltageSystem::Mono230, amperes)),
    }
}

#[test]
fn readings_above_what_a_connection_carries_are_flagged() {
    // 9.2 kVA are 2300 Wh in a quarter-hour; 2 % more is 2346.
    let readings = series("2016-01-01T00:00:00Z", &[Some(2_300), Some(2_346), None, Some(2_347)]);
    let offtake = connection().excesses(&readings, Direction::Offtake).unwrap();
    assert_eq!((offtake.bound, offtake.most_wh), (Bound::SamplingPower, 2_300));
    assert_eq!(offtake.readings, [Excess { at: at("2016-01-01T00:45:00Z"), wh: 2_347 }]);
    let injection = connection().excesses(&readings, Direction::Injection).unwrap();
    assert_eq!((injection.bound, injection.most_wh, injection.readings.len()), (Bound::GeneratingCapacity, 1_250, 3));
}

#[test]
fn the_lowest_bound_counts_and_what_is_not_declared_bounds_nothing() {
    let fuses = Connection { sampling_power: Some(kva("20")), ..connection() };
    assert_eq!(fuses.lowest(Direction::Offtake), Some((Bound::Amperage, kva("9.2"))));
    let solar = Connection { generating_capacity: None, ..connection() };
    assert_eq!(solar.lowest(Direction::Injection).map(|(bound, _)| bound), Some(Bound::Amperage));
    let readings = series("2016-01-01T00:00:00Z", &[Some((1 << 30) - 1)]);
    assert_eq!(Connection::default().excesses(&readings, Direction::Offtake), None);
    // A meter that says it produces nothing injects nothing.
    let nothing = Connection { generating_capacity: Some(kva("0")), ..connection() };
    let small = series("2016-01-01T00:00:00Z", &[Some(0), Some(1)]);
    assert_eq!(nothing.excesses(&small, Direction::Injection).unwrap().readings.len(), 1);
}
