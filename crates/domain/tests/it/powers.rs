use domain::power::{capacity, exceeds, highest_system};
use domain::quantity::{Amperes, Kva};
use domain::vocabulary::VoltageSystem;
use proptest::prelude::*;

/// kVA in tenths by amperage, for 1×230 V, 3×230 V and 3×400 V+N, as a DSO publishes them.
const PUBLISHED: &[(i64, [i64; 3])] = &[
    (16, [37, 64, 111]),
    (20, [46, 80, 139]),
    (25, [57, 100, 173]),
    (32, [74, 127, 222]),
    (40, [92, 159, 277]),
    (50, [115, 199, 346]),
    (63, [145, 250, 436]),
];

fn amperes(amperes: i64) -> Amperes {
    Amperes::from_units(amperes * 1000)
}

#[test]
fn the_published_table_is_met_within_its_rounding() {
    for (rating, row) in PUBLISHED {
        for (system, tenths) in VoltageSystem::ALL.iter().zip(row) {
            let computed = capacity(*system, amperes(*rating)).units();
            assert!((computed - tenths * 100).abs() < 100, "{rating} A {system}: {computed} VA");
            assert!(!exceeds(Kva::from_units(tenths * 100), *system, amperes(*rating)), "{rating} A {system}");
        }
    }
}

#[test]
fn exact_values() {
    assert_eq!(capacity(VoltageSystem::Mono230, amperes(40)).units(), 9_200);
    assert_eq!(capacity(VoltageSystem::Mono230, amperes(63)).units(), 14_490);
    assert_eq!(capacity(VoltageSystem::Tri230, amperes(63)).units(), 25_097);
    assert_eq!(capacity(VoltageSystem::Tri400N, amperes(63)).units(), 43_647);
    assert_eq!(capacity(VoltageSystem::Tri400N, Amperes::from_units(Amperes::MAX_UNITS)).units(), 69_282_032);
}

#[test]
fn two_percent_over_are_tolerated() {
    // 9.2 kVA and 2 % are 9.384 kVA.
    assert!(!exceeds(Kva::from_units(9_384), VoltageSystem::Mono230, amperes(40)));
    assert!(exceeds(Kva::from_units(9_385), VoltageSystem::Mono230, amperes(40)));
    // √3 · 400 V · 40 A and 2 % are 28.267 kVA.
    assert!(!exceeds(Kva::from_units(28_267), VoltageSystem::Tri400N, amperes(40)));
    assert!(exceeds(Kva::from_units(28_268), VoltageSystem::Tri400N, amperes(40)));
    assert!(exceeds(Kva::from_units(Kva::MAX_UNITS), VoltageSystem::Tri400N, Amperes::from_units(Amperes::MAX_UNITS)));
}

#[test]
fn the_highest_system_fits_the_phases() {
    assert_eq!(highest_system(1), VoltageSystem::Mono230);
    assert_eq!(highest_system(3), VoltageSystem::Tri400N);
    for system in VoltageSystem::ALL {
        let highest = highest_system(system.phases());
        assert_eq!(highest.phases(), system.phases());
        assert!(capacity(highest, amperes(63)) >= capacity(*system, amperes(63)));
    }
}

proptest! {
    #[test]
    fn more_current_carries_more(a in 1..=Amperes::MAX_UNITS, b in 1..=Amperes::MAX_UNITS) {
        let (low, high) = (Amperes::from_units(a.min(b)), Amperes::from_units(a.max(b)));
        for system in VoltageSystem::ALL {
            prop_assert!(capacity(*system, low) <= capacity(*system, high));
        }
    }

    #[test]
    fn what_fits_a_connection_fits_a_larger_one(declared in 0..=Kva::MAX_UNITS, a in 1..=Amperes::MAX_UNITS, b in 1..=Amperes::MAX_UNITS) {
        let (low, high) = (Amperes::from_units(a.min(b)), Amperes::from_units(a.max(b)));
        for system in VoltageSystem::ALL {
            if !exceeds(Kva::from_units(declared), *system, low) {
                prop_assert!(!exceeds(Kva::from_units(declared), *system, high));
            }
        }
    }

    #[test]
    fn the_capacity_itself_never_exceeds(rating in 1..=Amperes::MAX_UNITS) {
        for system in VoltageSystem::ALL {
            let rating = Amperes::from_units(rating);
            prop_assert!(!exceeds(capacity(*system, rating), *system, rating));
        }
    }
}
