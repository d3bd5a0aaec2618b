use domain::dso::{DSOS, find, hint};
use domain::gs1;
use domain::identifier::{IdScheme, MeteringPointId};
use domain::vocabulary::Region;

#[test]
fn every_gln_has_its_check_digit() {
    for dso in DSOS {
        for gln in dso.glns {
            assert!(gln.len() == 13 && gs1::is_valid(gln), "{} {gln}", dso.code);
        }
    }
}

#[test]
fn a_prefix_is_the_company_prefix_of_one_operator() {
    for dso in DSOS {
        for prefix in dso.ean_prefixes {
            assert!(dso.glns.iter().any(|gln| gln.starts_with(prefix)), "{prefix}");
            let others = DSOS.iter().filter(|other| other.ean_prefixes.contains(prefix)).count();
            assert_eq!(others, 1, "{prefix}");
        }
    }
}

#[test]
fn the_operators_are_listed_by_name() {
    let codes: Vec<&str> = DSOS.iter().map(|dso| dso.code).collect();
    assert_eq!(codes, ["AIEG", "AIESH", "Elia", "Fluvius", "ORES", "RESA", "REW", "Sibelga"]);
    assert!(DSOS.is_sorted_by_key(|dso| dso.name.to_lowercase()));
    assert_eq!(find("sibelga").unwrap().region, Some(Region::Brussels));
    assert_eq!(find("ores").unwrap().code, "ORES");
    assert_eq!(find("EDF"), None);
}

#[test]
fn a_prefix_hints_at_an_operator() {
    for (ean, code) in [
        ("541449020000000001", Some("ORES")),
        ("541456700000000002", Some("RESA")),
        ("541448901000000004", Some("Sibelga")),
        ("541448820000000008", Some("Fluvius")),
        ("541449299999999999", Some("Fluvius")),
        ("541449400000000000", Some("Fluvius")),
        ("541449600000000000", Some("Fluvius")),
        ("541455700000000000", Some("REW")),
        ("541449123456789012", None),
        ("123456789012345678", None),
    ] {
        let (point, _) = MeteringPointId::parse(IdScheme::BeEan, ean).unwrap();
        assert_eq!(hint(&point).map(|dso| dso.code), code, "{ean}");
    }
    let french = MeteringPointId::from_stored(IdScheme::FrPrm, "54144901234567".to_owned());
    assert_eq!(hint(&french), None);
}
