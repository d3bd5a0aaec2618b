//! How many notifications were not read yet.

use super::changes;
use crate::i18n::tn;
use crate::routing::Router;
use crate::session::Session;
use crate::ui::Remote;
use api_types::NotificationQuery;
use leptos::prelude::*;

/// The number, for the navigation; it is asked for again with each page.
#[derive(Clone, Copy)]
pub struct Unread(Remote<u64>);

impl Unread {
    /// Follows the user from page to page.
    pub fn start(session: Session, router: Router) -> Self {
        let route = router.route();
        Self(Remote::new(move || {
            changes::track();
            route.track();
            let told = session.is_told();
            async move {
                if !told {
                    return Ok::<_, client::Error>(0);
                }
                let query = NotificationQuery { limit: Some(1), unread: Some(true), ..NotificationQuery::default() };
                let page = session.call(async |client| client.list_notifications(&query).await).await?;
                Ok(page.total.unwrap_or(u64::MAX))
            }
        }))
    }

    /// The number with its meaning for those who cannot see where it stands; nothing while there is none.
    pub fn view(self) -> AnyView {
        let badge = move || {
            self.0.value().filter(|count| *count > 0).map(|count| {
                view! {
                    <span class="nav-count" title=tn("notifications.unread", count)>
                        <span aria-hidden="true">{crate::format::whole(count)}</span>
                        <span class="visually-hidden">{tn("notifications.unread", count)}</span>
                    </span>
                }
            })
        };
        badge.into_any()
    }
}
