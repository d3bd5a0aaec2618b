//! Moving through a list page by page, as links: the address holds the place, so the way back returns
//! to it.
//!
//! The server only knows the way onwards. The way back is the trail of cursors that led here, and
//! after a fresh start in the middle only the first page is known.

use super::Icon;
use crate::i18n::t;
use leptos::prelude::*;

/// The cursors of the pages after the first that led to the present one, itself included.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Trail(Vec<String>);

impl Trail {
    /// The list now shows the page of this cursor; none is the first page.
    pub fn arrive(&mut self, cursor: Option<&str>) {
        let Some(cursor) = cursor else { return self.0.clear() };
        match self.0.iter().position(|known| known == cursor) {
            Some(at) => self.0.truncate(at + 1),
            None => self.0.push(cursor.to_owned()),
        }
    }

    /// The cursor of the page before, when it is known and not the first one.
    pub fn previous(&self) -> Option<&str> {
        self.0.iter().rev().nth(1).map(String::as_str)
    }
}

/// Links to the first, the previous and the next page; those that lead nowhere are left out, and the
/// whole pager with them.
#[component]
pub fn Pager(
    /// Address of the first page, when this is not it.
    first: Option<String>,
    /// Address of the previous page, when it is known and not the first.
    previous: Option<String>,
    /// Address of the next page, when there is one.
    next: Option<String>,
) -> impl IntoView {
    if first.is_none() && next.is_none() {
        return ().into_any();
    }
    let link = |href: Option<String>, rel: Option<&'static str>, icon: Icon, label: String| {
        href.map(|href| {
            view! {
                <a class="button" data-emphasis="secondary" href=href rel=rel>{icon.view()}<span>{label}</span></a>
            }
        })
    };
    view! {
        <nav class="pager" aria-label=t("ui.pages")>
            {link(first, None, Icon::First, t("ui.first_page"))}
            {link(previous, Some("prev"), Icon::ChevronLeft, t("ui.previous_page"))}
            {link(next, Some("next"), Icon::ChevronRight, t("ui.next_page"))}
        </nav>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::Trail;

    #[test]
    fn the_trail_follows_steps_on_and_back() {
        let mut trail = Trail::default();
        for (cursor, previous) in
            [(None, None), (Some("b"), None), (Some("c"), Some("b")), (Some("d"), Some("c")), (Some("b"), None)]
        {
            trail.arrive(cursor);
            assert_eq!(trail.previous(), previous, "{cursor:?}");
        }
        trail.arrive(None);
        assert_eq!(trail, Trail::default());
    }
}
