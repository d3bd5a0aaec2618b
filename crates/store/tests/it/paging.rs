//! Pages: every entry once, whatever the order, also where the ordering values are equal.

use crate::world::{World, at, day, ean, new_meter, page, person, write};
use std::collections::BTreeSet;
use store::{
    AuditFilter, CommunityFilter, CommunityReach, Error, MemberFilter, MeterFilter, MeterSort, NameSort,
    OrganisationFilter, OrganisationReach, Page, PageRequest, Sort, UserFilter, Viewer,
};

const TODAY: &str = "2026-11-21";

/// Reads a list to its end in pages of `limit`.
async fn walk<T>(limit: u16, read: impl AsyncFn(PageRequest) -> Result<Page<T>, Error>) -> Vec<T> {
    let mut request = page(limit);
    let mut all = Vec::new();
    loop {
        let page = read(request.clone()).await.unwrap();
        assert!(page.items.len() <= usize::from(limit));
        all.extend(page.items);
        assert!(all.len() <= 100, "the list does not end");
        match page.next_cursor {
            Some(cursor) => request.cursor = Some(cursor),
            None => return all,
        }
    }
}

fn name_sorts() -> impl Iterator<Item = Sort<NameSort>> {
    [NameSort::Name, NameSort::CreatedAt]
        .into_iter()
        .flat_map(|by| [false, true].map(|descending| Sort { by, descending }))
}

/// `keys` in order, or in reverse.
fn assert_ordered<K: Ord + std::fmt::Debug>(keys: &[K], descending: bool) {
    let ordered = keys.windows(2).all(|pair| if descending { pair[0] >= pair[1] } else { pair[0] <= pair[1] });
    assert!(ordered, "{keys:?}");
}

on_both! {
    async fn members_come_once_in_every_order(db: &Db) {
        let world = World::new(db).await;
        for n in 0..11 {
            // Three names, so many are equal but for case and accents; two times.
            let name = ["Éa", "ea", "B"][n % 3];
            let created = write(&db.store, at(n as i64 / 6), async |tx| {
                tx.community(world.organisation, world.community).create_member(&person(name)).await
            });
            created.await.unwrap();
        }
        let scope = db.store.community(world.organisation, world.community);
        for sort in name_sorts() {
            let filter = MemberFilter { sort, ..MemberFilter::default() };
            for limit in [1, 2, 3, 11, 50] {
                let all = walk(limit, async |page| scope.members(&filter, day(TODAY), &page).await).await;
                assert_eq!(all.iter().map(|member| member.id).collect::<BTreeSet<_>>().len(), 11, "{sort:?} {limit}");
                assert_eq!(all.len(), 11);
                match sort.by {
                    NameSort::Name => {
                        let keys: Vec<_> = all.iter().map(|m| (domain::text::fold(&m.fields.display_name()), m.id)).collect();
                        assert_ordered(&keys, sort.descending);
                    }
                    NameSort::CreatedAt => {
                        assert_ordered(&all.iter().map(|m| (m.created_at, m.id)).collect::<Vec<_>>(), sort.descending);
                    }
                }
            }
        }
    }

    async fn meters_come_once_in_every_order(db: &Db) {
        let world = World::new(db).await;
        for n in 0..10_u32 {
            let mut meter = new_meter(&ean(n));
            meter.identity.meter_number = ["a-1", "A-1", "é 2"][n as usize % 3].to_owned();
            meter.identity.address.city = ["Liège", "liege", "Écaussinnes", "Aarschot"][n as usize % 4].to_owned();
            world.add_meter(&meter).await;
        }
        let scope = db.store.community(world.organisation, world.community);
        for by in [MeterSort::CreatedAt, MeterSort::Ean, MeterSort::MeterNumber, MeterSort::City] {
            for descending in [false, true] {
                let filter = MeterFilter { sort: Sort { by, descending }, ..MeterFilter::default() };
                for limit in [1, 3, 10] {
                    let read = async |page| scope.meters(&Viewer::All, &filter, day(TODAY), &page).await;
                    let all = walk(limit, read).await;
                    assert_eq!(all.iter().map(|meter| meter.id).collect::<BTreeSet<_>>().len(), 10, "{by:?} {limit}");
                    assert_eq!(all.len(), 10);
                    let key = |meter: &store::MeterRow| match by {
                        MeterSort::CreatedAt => meter.created_at.to_rfc3339(),
                        MeterSort::Ean => meter.point.as_str().to_owned(),
                        MeterSort::MeterNumber => domain::text::fold(&meter.meter_number),
                        MeterSort::City => domain::text::fold(&meter.address.city),
                    };
                    assert_ordered(&all.iter().map(|meter| (key(meter), meter.id)).collect::<Vec<_>>(), descending);
                }
            }
        }
    }

    async fn the_other_lists_come_once_too(db: &Db) {
        let world = World::named(db, "Same name").await;
        for n in 0..5 {
            World::named(db, "Same name").await;
            world.add_community("Same name").await;
            world.add_user(&format!("u{n}@example.org"), &[world.manager()]).await;
        }
        let store = &db.store;
        for sort in name_sorts() {
            let filter = OrganisationFilter { sort, ..OrganisationFilter::default() };
            let platform = store.platform();
            let read = async |page| platform.organisations(&OrganisationReach::All, &filter, &page).await;
            let all = walk(2, read).await;
            assert_eq!((all.len(), all.iter().map(|o| o.id).collect::<BTreeSet<_>>().len()), (6, 6));

            let filter = CommunityFilter { sort, ..CommunityFilter::default() };
            let reach = CommunityReach { organisations: vec![world.organisation], ..CommunityReach::default() };
            let all = walk(2, async |page| platform.communities(&reach, &filter, &page).await).await;
            assert_eq!((all.len(), all.iter().map(|c| c.id).collect::<BTreeSet<_>>().len()), (6, 6));

            let filter = UserFilter { sort, ..UserFilter::default() };
            let scope = store.organisation(world.organisation);
            let all = walk(2, async |page| scope.users(&filter, &page).await).await;
            assert_eq!((all.len(), all.iter().map(|u| u.id).collect::<BTreeSet<_>>().len()), (5, 5));
        }
        for oldest_first in [false, true] {
            let filter = AuditFilter { oldest_first, ..AuditFilter::default() };
            let scope = store.organisation(world.organisation);
            let all = walk(3, async |page| scope.audit(&filter, &page).await).await;
            // The organisation, six communities and five users.
            assert_eq!((all.len(), all.iter().map(|e| e.id).collect::<BTreeSet<_>>().len()), (12, 12));
            assert_ordered(&all.iter().map(|entry| entry.at).collect::<Vec<_>>(), !oldest_first);
        }
    }

    async fn what_comes_between_two_pages_shifts_nothing(db: &Db) {
        let world = World::new(db).await;
        for name in ["B", "D", "F"] {
            world.add_member(name).await;
        }
        let scope = db.store.community(world.organisation, world.community);
        let first = scope.members(&MemberFilter::default(), day(TODAY), &page(2)).await.unwrap();
        world.add_member("A").await;
        world.add_member("E").await;
        world.in_community(async |writer| writer.delete_member(first.items[0].id, 1, day(TODAY)).await).await.unwrap();
        let next = PageRequest { limit: 10, cursor: first.next_cursor };
        let second = scope.members(&MemberFilter::default(), day(TODAY), &next).await.unwrap();
        let names: Vec<_> = second.items.iter().map(|m| m.fields.last_name.clone().unwrap()).collect();
        assert_eq!(names, ["E", "F"]);
        assert_eq!((second.total, second.next_cursor), (Some(4), None));
    }

    async fn only_a_cursor_of_the_same_order_is_taken(db: &Db) {
        let world = World::new(db).await;
        for name in ["A", "B", "C"] {
            world.add_member(name).await;
        }
        let scope = db.store.community(world.organisation, world.community);
        let sorted = |by, descending| MemberFilter { sort: Sort { by, descending }, ..MemberFilter::default() };
        let by_name = scope.members(&sorted(NameSort::Name, false), day(TODAY), &page(1)).await.unwrap().next_cursor;
        let by_time = scope.members(&sorted(NameSort::CreatedAt, false), day(TODAY), &page(1)).await.unwrap().next_cursor;
        let encoded = |json: &str| {
            use base64::Engine as _;
            Some(base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(json))
        };
        let id = uuid::Uuid::nil();
        let forged = [
            by_time,
            Some(String::new()),
            Some("not base64!".to_owned()),
            encoded("{}"),
            encoded(&format!(r#"{{"s":"-name","k":"a","i":"{id}"}}"#)),
            encoded(&format!(r#"{{"s":"name","k":"a\u0000","i":"{id}"}}"#)),
            encoded(r#"{"s":"name","k":"a","i":"x"}"#),
        ];
        for cursor in forged {
            let request = PageRequest { limit: 10, cursor: cursor.clone() };
            let result = scope.members(&sorted(NameSort::Name, false), day(TODAY), &request).await;
            assert!(matches!(result, Err(Error::InvalidCursor)), "{cursor:?} {result:?}");
        }
        for key in ["x", "99999999999999999999", "9223372036854775807"] {
            let cursor = encoded(&format!(r#"{{"s":"created_at","k":"{key}","i":"{id}"}}"#));
            let request = PageRequest { limit: 10, cursor };
            let result = scope.members(&sorted(NameSort::CreatedAt, false), day(TODAY), &request).await;
            assert!(matches!(result, Err(Error::InvalidCursor)), "{key}");
        }
        let request = PageRequest { limit: 10, cursor: by_name };
        let rest = scope.members(&sorted(NameSort::Name, false), day(TODAY), &request).await.unwrap();
        assert_eq!(rest.items.len(), 2);
    }
}
