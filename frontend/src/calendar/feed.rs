//! The link to follow the calendar with another program: made, shown once, and withdrawn.

use crate::errors;
use crate::format;
use crate::i18n::{t, tr};
use crate::session::{Session, use_session};
use crate::ui::{
    Button, ConfirmDialog, CopyButton, Icon, Notice, NoticeKind, Remote, RemoteView, SkeletonShape, Toasts,
};
use api_types::{CalendarLink, NewCalendarLink};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The card at work.
#[derive(Clone, Copy)]
struct Feed {
    link: Remote<CalendarLink>,
    /// The address, as long as the page stands: it is told this once.
    made: RwSignal<Option<NewCalendarLink>>,
    busy: RwSignal<bool>,
    asking: RwSignal<bool>,
    session: Session,
    toasts: Toasts,
}

/// The card.
pub fn view() -> AnyView {
    let session = use_session();
    let feed = Feed {
        link: Remote::new(move || async move { session.call(async |client| client.get_calendar_link().await).await }),
        made: RwSignal::new(None),
        busy: RwSignal::new(false),
        asking: RwSignal::new(false),
        session,
        toasts: Toasts::get(),
    };
    view! {
        <section class="card part" aria-labelledby="feed-title">
            <h2 id="feed-title">{t("calendar.feed.title")}</h2>
            <p class="muted">{t("calendar.feed.text")}</p>
            <div aria-live="polite">{move || feed.made.get().map(address)}</div>
            <RemoteView remote=feed.link shape=SkeletonShape::Lines ready=move |link| feed.state(link) />
            <ConfirmDialog
                open=feed.asking
                title=t("calendar.feed.revoke.title")
                text=t("calendar.feed.revoke.text")
                action=t("calendar.feed.revoke")
                danger=true
                busy=feed.busy
                on_confirm=move |()| feed.revoke()
            />
        </section>
    }
    .into_any()
}

/// The address, to be copied now.
fn address(made: NewCalendarLink) -> AnyView {
    view! {
        <Notice kind=NoticeKind::Success title=t("calendar.feed.made")>
            <p class="feed-address"><code>{made.url.clone()}</code></p>
            <CopyButton text=made.url label=t("calendar.feed.copy") />
        </Notice>
    }
    .into_any()
}

impl Feed {
    fn state(self, link: CalendarLink) -> AnyView {
        let Some(created_at) = link.created_at else {
            return view! {
                <Button
                    label=t("calendar.feed.create")
                    icon=Icon::Calendar
                    busy=self.busy
                    on_press=move |()| self.create()
                />
            }
            .into_any();
        };
        let since = tr("calendar.feed.since", &[("when", &format::instant(created_at))]);
        let used = match link.last_used_at {
            Some(at) => tr("calendar.feed.used", &[("when", &format::ago(at))]),
            None => t("calendar.feed.unused"),
        };
        view! {
            <p>{since}" "{used}</p>
            <div class="series-actions">
                <Button
                    label=t("calendar.feed.renew")
                    icon=Icon::Redo
                    busy=self.busy
                    on_press=move |()| self.create()
                />
                <Button label=t("calendar.feed.revoke") icon=Icon::Close on_press=move |()| self.asking.set(true) />
            </div>
        }
        .into_any()
    }

    fn create(self) {
        self.busy.set(true);
        spawn_local(async move {
            match self.session.call(async |client| client.create_calendar_link().await).await {
                Ok(made) => {
                    self.made.try_set(Some(made));
                    self.link.reload();
                }
                Err(error) => self.toasts.failure(errors::describe(&error)).show(),
            }
            self.busy.try_set(false);
        });
    }

    fn revoke(self) {
        self.busy.set(true);
        spawn_local(async move {
            match self.session.call(async |client| client.revoke_calendar_link().await).await {
                Ok(()) => {
                    self.made.try_set(None);
                    self.asking.try_set(false);
                    self.toasts.success(t("calendar.feed.revoked")).show();
                    self.link.reload();
                }
                Err(error) => self.toasts.failure(errors::describe(&error)).show(),
            }
            self.busy.try_set(false);
        });
    }
}
