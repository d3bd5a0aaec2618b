//! The list of meters: which configuration is shown, search, filters and what an owner sees.

use crate::harness::Db;
use crate::world::{TODAY, World, another, day, ean, new_meter, page, person};
use domain::member::MemberFields;
use domain::meter::ConfigurationPatch;
use domain::vocabulary::{ClientType, ConfigurationStatus, InjectionStatus, ProductionChain, Rate};
use store::{Error, MemberFilter, MeterFilter, MeterRow, MeterSort, MeterState, Sort, Store, StoreOptions, Viewer};

async fn rows(db: &Db, world: &World<'_>, viewer: &Viewer, filter: MeterFilter, today: &str) -> Vec<MeterRow> {
    let sort = Sort { by: MeterSort::Ean, descending: false };
    let scope = db.store.community(world.organisation, world.community);
    let found = scope.meters(viewer, &MeterFilter { sort, ..filter }, day(today), &page(50)).await.unwrap();
    assert_eq!((found.total, found.next_cursor), (Some(found.items.len() as u64), None));
    found.items
}

async fn eans(db: &Db, world: &World<'_>, filter: MeterFilter) -> Vec<String> {
    let rows = rows(db, world, &Viewer::All, filter, TODAY).await;
    rows.into_iter().map(|row| row.point.as_str().to_owned()).collect()
}

fn by_ean(text: &str) -> MeterFilter {
    MeterFilter { ean: Some(text.to_owned()), ..MeterFilter::default() }
}

fn by_words(text: &str) -> MeterFilter {
    MeterFilter { q: Some(text.to_owned()), ..MeterFilter::default() }
}

on_both! {
    async fn part_of_an_identifier_finds_it(db: &Db) {
        let world = World::new(db).await;
        let (one, two) = ("541448820000000008", "541449123456789012");
        for ean in [one, two] {
            world.add_meter(&new_meter(ean)).await;
        }
        let both = [one, two];
        let cases: [(&str, &[&str]); 10] = [
            (two, &[two]),
            ("541449", &[two]),
            ("34567", &[two]),
            ("789012", &[two]),
            ("5414 4882 0000", &[one]),
            ("541.449-123", &[two]),
            ("54144", &both),
            (" ", &both),
            ("999", &[]),
            ("54%", &[]),
        ];
        for (typed, expected) in cases {
            assert_eq!(eans(db, &world, by_ean(typed)).await, expected, "{typed:?}");
        }
    }

    async fn a_total_counts_what_others_have_changed(db: &Db) {
        let world = World::new(db).await;
        let other = Store::connect(&db.url, &StoreOptions::default()).await.unwrap();
        let total = async |store: &Store, filter: &MeterFilter| {
            let scope = store.community(world.organisation, world.community);
            scope.meters(&Viewer::All, filter, day(TODAY), &page(1)).await.unwrap().total
        };
        let (all, school) = (MeterFilter::default(), by_words("school"));
        let both = async |filter: &MeterFilter, expected: u64| {
            for store in [&db.store, &other, &db.store] {
                assert_eq!(total(store, filter).await, Some(expected), "{filter:?}");
            }
        };
        both(&all, 0).await;
        let owner = world.add_member("School").await;
        let mut first = new_meter(&ean(1));
        first.configuration.member = Some(owner.id);
        let first = world.add_meter(&first).await;
        world.add_meter(&new_meter(&ean(2))).await;
        both(&all, 2).await;
        both(&school, 1).await;
        let renamed = async |writer: store::CommunityWriter<'_>| {
            writer.update_member(owner.id, owner.version, &person("Bakery"), day(TODAY)).await
        };
        world.in_community(renamed).await.unwrap();
        both(&school, 0).await;
        world.in_community(async |writer| writer.delete_meter(first.id, first.version).await).await.unwrap();
        both(&all, 1).await;
        let undone: Result<(), Error> = world
            .in_community(async |writer| {
                writer.create_meter(&new_meter(&ean(3))).await?;
                Err(Error::Stale)
            })
            .await;
        assert!(undone.is_err());
        both(&all, 1).await;
        other.close().await.unwrap();
    }

    async fn words_find_identifier_number_address_and_owner(db: &Db) {
        let world = World::new(db).await;
        let school = world.add_member("École").await;
        let mut first = new_meter("541448820000000008");
        first.configuration.member = Some(school.id);
        let mut second = new_meter("541449123456789012");
        second.identity.meter_number = "ZX-77".to_owned();
        second.identity.address.street = "Avenue des Érables".to_owned();
        second.identity.address.city = "Liège".to_owned();
        second.identity.address.postcode = "4000".to_owned();
        world.add_meter(&first).await;
        world.add_meter(&second).await;
        let (one, two) = ("541448820000000008", "541449123456789012");
        let cases: [(&str, &[&str]); 13] = [
            ("ecole", &[one]),
            ("HOUSEHOLD école namur", &[one]),
            ("eglise 12a", &[one]),
            ("l'eglise", &[one]),
            ("LIEGE 4000", &[two]),
            ("zx-77", &[two]),
            ("erables avenue", &[two]),
            ("541449 123", &[two]),
            ("541.449-123", &[two]),
            ("ecole liege", &[]),
            ("%", &[]),
            ("_", &[]),
            ("", &[one, two]),
        ];
        for (typed, expected) in cases {
            assert_eq!(eans(db, &world, by_words(typed)).await, expected, "{typed:?}");
        }
    }

    // Above some size an index of parts of texts is asked first: it must find the same.
    async fn a_large_community_is_searched_alike(db: &Db) {
        let world = World::new(db).await;
        let named = MemberFields { last_name: Some("\"École\" O'Neill".to_owned()), ..person("owner") };
        let owner = world.in_community(async |writer| writer.create_member(&named).await).await.unwrap();
        world
            .in_community(async |writer| {
                for number in 0..2_100 {
                    let mut meter = new_meter(&ean(number));
                    meter.identity.meter_number = format!("AB{number:06}");
                    meter.configuration.member = (number % 700 == 42).then_some(owner.id);
                    writer.create_meter(&meter).await?;
                    writer.create_member(&person(&format!("{number:05}"))).await?;
                }
                Ok(())
            })
            .await
            .unwrap();
        let gone = world.add_meter(&new_meter("541449123456789012")).await;
        world.in_community(async |writer| writer.delete_meter(gone.id, gone.version).await).await.unwrap();
        let owned = [ean(42), ean(742), ean(1442)];
        for (filter, expected) in [
            (by_ean(&ean(1442)), &owned[2..]),
            (by_ean("541449123456789012"), &[]),
            (by_ean("no-such"), &[]),
            (by_words("ab000742"), &owned[1..2]),
            (by_words("\"ecole\" o'neill"), &owned),
            (by_words("ecole namur"), &owned),
            (by_words("ecole ab001442"), &owned[2..]),
            (by_words("ecole liege"), &[]),
            (by_words("ab0007421"), &[]),
            (by_words("o' 1442"), &owned[2..]),
        ] {
            assert_eq!(eans(db, &world, filter.clone()).await, expected, "{filter:?}");
        }
        let scope = db.store.community(world.organisation, world.community);
        for (typed, total) in [("o'neill", 1), ("household 0042", 11), ("be-02099", 0), ("02099@example.org", 1)] {
            let filter = MemberFilter { q: Some(typed.to_owned()), ..MemberFilter::default() };
            let found = scope.members(&filter, day(TODAY), &page(25)).await.unwrap();
            assert_eq!((found.items.len() as u64, found.total), (total, Some(total)), "{typed:?}");
        }
        for (filter, total) in [(by_words("namur"), 2_100), (by_ean("5414"), 2_100), (by_words("ab0000"), 100)] {
            let found = scope.meters(&Viewer::All, &filter, day(TODAY), &page(25)).await.unwrap();
            assert_eq!((found.items.len(), found.total), (25, Some(total)), "{filter:?}");
        }
        let sorted = MeterFilter { sort: Sort { by: MeterSort::Ean, descending: true }, ..by_words("ab0000") };
        let (mut seen, mut request) = (Vec::new(), page(30));
        loop {
            let found = scope.meters(&Viewer::All, &sorted, day(TODAY), &request).await.unwrap();
            assert_eq!(found.total, Some(100));
            seen.extend(found.items.into_iter().map(|row| row.point.as_str().to_owned()));
            request.cursor = found.next_cursor;
            if request.cursor.is_none() {
                break;
            }
        }
        let mut hundred: Vec<String> = (0..100).map(ean).collect();
        hundred.sort_unstable_by(|a, b| b.cmp(a));
        assert_eq!(seen, hundred);
        // What was found once is looked for anew after a change.
        let other = person("somebody else");
        world.in_community(async |writer| writer.update_member(owner.id, owner.version, &other, day(TODAY)).await).await.unwrap();
        assert_eq!(eans(db, &world, by_words("ecole namur")).await, [""; 0]);
        let mut late = new_meter("541449123456789012");
        late.identity.meter_number = "AB000742-2".to_owned();
        world.add_meter(&late).await;
        let both = [ean(742), "541449123456789012".to_owned()];
        assert_eq!(eans(db, &world, by_words("ab000742")).await, both);
    }

    async fn the_configuration_of_the_day_is_shown_else_the_next_else_the_last(db: &Db) {
        let world = World::new(db).await;
        let owner = world.add_member("A").await.id;
        let mut first = new_meter(&ean(1));
        first.configuration.member = Some(owner);
        let meter = world.add_meter(&first).await;
        world.change_meter(&meter, "2026-06-01", &another(Some(owner))).await;
        world.change_meter(&meter, "2026-12-01", &another(None)).await;
        // For its former owner a meter comes to an end.
        let owners = Viewer::Owners(vec![owner]);
        let shown = async |today: &str| {
            let rows = rows(db, &world, &owners, MeterFilter::default(), today).await;
            let [row] = rows.as_slice() else { panic!("{rows:?}") };
            (row.valid_from.to_string(), row.state, row.dso.clone(), row.rate)
        };
        let (first, second) = ("2026-01-01".to_owned(), "2026-06-01".to_owned());
        let (ores, resa) = ("ORES".to_owned(), "RESA".to_owned());
        let active = MeterState::Now(ConfigurationStatus::Active);
        assert_eq!(shown("2025-12-31").await, (first.clone(), MeterState::Scheduled, ores.clone(), Rate::Simple));
        assert_eq!(shown("2026-01-01").await, (first.clone(), active, ores.clone(), Rate::Simple));
        assert_eq!(shown("2026-05-31").await, (first, active, ores, Rate::Simple));
        assert_eq!(shown("2026-06-01").await, (second.clone(), active, resa.clone(), Rate::BiHourly));
        assert_eq!(shown("2026-11-30").await, (second.clone(), active, resa.clone(), Rate::BiHourly));
        assert_eq!(shown("2026-12-01").await, (second, MeterState::Ended, resa, Rate::BiHourly));
    }

    async fn filters_look_at_the_shown_configuration(db: &Db) {
        let world = World::new(db).await;
        let member = world.add_member("A").await;
        let mut consumer = new_meter(&ean(1));
        consumer.configuration.production_chain = ProductionChain::None;
        consumer.configuration.injection_status = InjectionStatus::None;
        consumer.configuration.client_type = ClientType::Industrial;
        let mut waiting = new_meter(&ean(2));
        waiting.configuration.status = ConfigurationStatus::WaitingDso;
        waiting.configuration.dso = "Sibelga".to_owned();
        let mut scheduled = new_meter(&ean(3));
        scheduled.valid_from = day("2027-01-01");
        scheduled.configuration.member = Some(member.id);
        for meter in [&consumer, &waiting, &scheduled] {
            world.add_meter(meter).await;
        }
        let stopped = world.add_meter(&new_meter(&ean(4))).await;
        let inactive = ConfigurationPatch { status: Some(ConfigurationStatus::Inactive), ..ConfigurationPatch::default() };
        world.change_meter(&stopped, TODAY, &inactive).await;
        let any = MeterFilter::default;
        let states = |states: &[MeterState]| MeterFilter { states: states.to_vec(), ..MeterFilter::default() };
        let now = MeterState::Now;
        assert_eq!(eans(db, &world, states(&[now(ConfigurationStatus::Active)])).await, [ean(1)]);
        assert_eq!(eans(db, &world, states(&[now(ConfigurationStatus::WaitingDso)])).await, [ean(2)]);
        assert_eq!(eans(db, &world, states(&[MeterState::Scheduled])).await, [ean(3)]);
        let inactive = [now(ConfigurationStatus::Inactive), MeterState::Ended];
        assert_eq!(eans(db, &world, states(&inactive)).await, [ean(4)]);
        assert_eq!(eans(db, &world, MeterFilter { dso: Some("Sibelga".to_owned()), ..any() }).await, [ean(2)]);
        assert_eq!(eans(db, &world, MeterFilter { dso: Some("sib\0elga".to_owned()), ..any() }).await, [""; 0]);
        let none = MeterFilter { production_chain: Some(ProductionChain::None), ..any() };
        assert_eq!(eans(db, &world, none).await, [ean(1)]);
        let industrial = MeterFilter { client_type: Some(ClientType::Industrial), ..any() };
        assert_eq!(eans(db, &world, industrial).await, [ean(1)]);
        let owned = MeterFilter { member_id: Some(member.id), ..any() };
        assert_eq!(eans(db, &world, owned.clone()).await, [ean(3)]);
        assert_eq!(eans(db, &world, MeterFilter { dso: Some("Sibelga".to_owned()), ..owned }).await, [""; 0]);
        assert_eq!(eans(db, &world, MeterFilter { owned: Some(true), ..any() }).await, [ean(3)]);
        let unowned = MeterFilter { owned: Some(false), dso: Some("Sibelga".to_owned()), ..any() };
        assert_eq!(eans(db, &world, unowned).await, [ean(2)]);
    }

    async fn an_owner_sees_their_meters_as_they_hold_them(db: &Db) {
        let world = World::new(db).await;
        let (one, two) = (world.add_member("A").await, world.add_member("B").await);
        let mut sold = new_meter(&ean(1));
        sold.configuration.member = Some(one.id);
        let sold = world.add_meter(&sold).await;
        world.change_meter(&sold, "2026-06-01", &another(Some(two.id))).await;
        world.add_meter(&new_meter(&ean(2))).await;
        let seen = async |viewer: Viewer, filter: MeterFilter| {
            let rows = rows(db, &world, &viewer, filter, TODAY).await;
            rows.into_iter().map(|row| (row.point.as_str().to_owned(), row.state, row.member_name)).collect::<Vec<_>>()
        };
        let (a, b) = (Viewer::Owners(vec![one.id]), Viewer::Owners(vec![two.id]));
        let household = |name: &str| Some(format!("Household {name}"));
        let active = MeterState::Now(ConfigurationStatus::Active);
        assert_eq!(seen(a.clone(), MeterFilter::default()).await, [(ean(1), MeterState::Ended, household("A"))]);
        assert_eq!(seen(b, MeterFilter::default()).await, [(ean(1), active, household("B"))]);
        // Neither by search nor by filter does an owner learn who came after them.
        assert_eq!(seen(a.clone(), by_words("household b")).await, []);
        assert_eq!(seen(a.clone(), MeterFilter { dso: Some("RESA".to_owned()), ..MeterFilter::default() }).await, []);
        assert_eq!(seen(a, MeterFilter { member_id: Some(two.id), ..MeterFilter::default() }).await, []);
        assert_eq!(seen(Viewer::Owners(Vec::new()), MeterFilter::default()).await, []);
        assert_eq!(seen(Viewer::All, MeterFilter::default()).await.len(), 2);
    }
}
