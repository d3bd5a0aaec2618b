#![allow(clippy::unwrap_used)]
use super::*;
use crate::table::Format;
use domain::key::RuleName;
use domain::quantity::Decimal;
use domain::vocabulary::Locale;

const EAN: &str = "541448820000000008";

fn decimal(text: &str) -> Option<Decimal> {
    Some(Decimal::parse(text).unwrap())
}

fn iteration(share: &str, rule: RuleName, weights: Option<[Option<&str>; 3]>, refill: bool) -> IterationDraft {
    let weights = weights.map(|cells| cells.map(|cell| cell.and_then(decimal)).to_vec());
    IterationDraft { share_percent: decimal(share), rule, weights_percent: weights, refill }
}

fn key(name: &str, method: Method, iterations: Vec<IterationDraft>) -> (Key, Vec<Option<String>>) {
    let meter = Some(Uuid::from_u128(7));
    let consumers = [("=A", meter), ("B \"b\"; b", None), ("Č", None)];
    let draft = KeyDraft {
        name,
        description: "Two\nlines, and a comma",
        consumers: consumers.map(|(name, meter)| ConsumerDraft { name, meter }).to_vec(),
        method,
        iterations,
        ranks: (method == Method::Priority).then(|| vec![vec!["Č"], vec!["=A", "B \"b\"; b"]]),
    };
    (draft.check().unwrap(), vec![Some(EAN.to_owned()), None, None])
}

fn of_every_kind() -> Vec<(Key, Vec<Option<String>>)> {
    let third = Some([Some("33.3334"), Some("33.3333"), Some("33.3333")]);
    let mixed = Some([Some("0"), None, Some("99.9999")]);
    vec![
        key(
            "Cascade",
            Method::Cascade,
            vec![
                iteration("70.0001", RuleName::Weighted, third, false),
                iteration("0", RuleName::Equal, None, false),
                iteration("9.9999", RuleName::Weighted, third, true),
                iteration("20", RuleName::Mixed, mixed, false),
            ],
        ),
        key("Prorata", Method::Cascade, vec![iteration("100", RuleName::Prorata, None, false)]),
        key("Optimaal", Method::Optimaal, vec![iteration("100", RuleName::Weighted, third, false)]),
        key("Ranks", Method::Priority, Vec::new()),
    ]
}

#[test]
fn tables_come_back_as_they_were_in_every_language() {
    let keys = of_every_kind();
    let meters = HashMap::from([(EAN.to_owned(), Uuid::from_u128(7))]);
    for locale in [Locale::En, Locale::Fr, Locale::Nl, Locale::De] {
        for format in [Format::Csv, Format::Xlsx] {
            let file = table(&keys, format, locale).unwrap();
            let read = read(&file).unwrap();
            assert_eq!(read.iter().map(|key| key.row).collect::<Vec<_>>(), [Some(2), Some(5), Some(8), Some(11)]);
            for (read, (key, _)) in read.iter().zip(&keys) {
                assert_eq!(read.eans().collect::<Vec<_>>(), [EAN]);
                assert_eq!(read.check(&meters).as_ref(), Ok(key), "{locale:?} {format:?}");
            }
        }
    }
}

#[test]
fn json_comes_back_as_it_was() {
    let meters = HashMap::from([(EAN.to_owned(), Uuid::from_u128(7))]);
    for (key, eans) in of_every_kind() {
        let text = serde_json::to_string(&portable(&key, &eans)).unwrap();
        let read: PortableKey = serde_json::from_str(&text).unwrap();
        assert_eq!(FileKey::from(read).check(&meters), Ok(key));
    }
}

/// `pointer code` of what is wrong with each key of a table.
fn wrong(text: &str) -> Vec<Vec<String>> {
    let keys = read(text.as_bytes()).unwrap();
    let errors = |key: &FileKey| key.check(&HashMap::new()).err().unwrap_or_default();
    keys.iter()
        .map(|key| errors(key).iter().map(|error| format!("{} {}", error.pointer, error.code)).collect())
        .collect()
}

#[test]
fn what_people_write_is_understood() {
    let text = "sleutel;VERBRUIKER;Aandeel 1 %;règle 1;Poids 1;Part 2;Regel 2;Colour\n\
        Summer;A;70 %;weighted;33,3334;30;pro rata;red\n\
        ;B;;;33,3333\n\
        ;C;70 %;WEIGHTED;33,3333 %\n\
        Winter;A;100;Égalitaire\n\
        summer;D;;;0\n";
    let keys = read(text.as_bytes()).unwrap();
    assert_eq!((keys.len(), keys[0].consumers.len(), keys[1].row), (2, 4, Some(5)));
    let key = keys[0].check(&HashMap::new()).unwrap();
    assert_eq!(key.iterations()[0].share.millionths(), 700_000);
    assert!(keys[1].check(&HashMap::new()).is_ok());
}

#[test]
fn every_wrong_cell_is_named_in_its_own_key() {
    let text = "Key,Consumer,EAN,Method,Share 1,Rule 1,Weight 1,Share 2,Rule 2\n\
        A,a,541448820000000008,best,x,half,,50,prorata\n\
        A,b,,,60,,,,\n\
        B,a,,,99,prorata,,,\n\
        C,a,,,100,weighted,1o0,,\n\
        D,a,,,100,prorata,5,,\n\
        E,a,,,,,,100,prorata\n\
        F,a,,,100,prorata,,,\n";
    assert_eq!(
        wrong(text),
        [
            vec![
                "/method unknown_value",
                "/iterations/0/share_percent not_allowed",
                "/iterations/0/rule unknown_value",
                "/iterations/0/share_percent wrong_type",
                "/consumers/0/ean unknown_meter"
            ],
            vec!["/iterations shares_not_100"],
            vec!["/iterations/0/weights_percent/0 wrong_type"],
            vec!["/iterations/0/weights_percent not_allowed"],
            vec!["/iterations/0/rule required", "/iterations/0/share_percent required"],
            vec![]
        ]
    );
}

#[test]
fn what_is_no_table_of_keys_says_why() {
    let code = |text: &str| {
        let violations = read(text.as_bytes()).unwrap_err();
        let violation = &violations.as_slice()[0];
        (violation.pointer.clone(), violation.code)
    };
    let at_file = |code: Code| ("/file".to_owned(), code);
    assert_eq!(code(""), at_file(Code::EmptyFile));
    assert_eq!(code("Key,Consumer\n"), at_file(Code::NoRows));
    assert_eq!(code("Name,Consumer\nA,a\n"), at_file(Code::MissingColumn));
    assert_eq!(code("Key,Clé,Consumer\nA,A,a\n"), at_file(Code::DuplicateColumn));
    assert_eq!(code("Key,Consumer,Share 11\nA,a,100\n"), at_file(Code::TooMany));
}
