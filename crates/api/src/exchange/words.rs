//! The words of the screens, for headings and values of files: the same word for the same thing everywhere.

use domain::vocabulary::Locale;
use std::collections::HashMap;
use std::sync::LazyLock;

type Catalogue = HashMap<String, String>;

macro_rules! catalogue {
    ($locale:literal) => {
        [
            include_str!(concat!("../../../../frontend/i18n/", $locale, "/audit.json")),
            include_str!(concat!("../../../../frontend/i18n/", $locale, "/communities.json")),
            include_str!(concat!("../../../../frontend/i18n/", $locale, "/customers.json")),
            include_str!(concat!("../../../../frontend/i18n/", $locale, "/members.json")),
            include_str!(concat!("../../../../frontend/i18n/", $locale, "/meters.json")),
            include_str!(concat!("../../../../frontend/i18n/", $locale, "/optimisations.json")),
            include_str!(concat!("../../../../frontend/i18n/", $locale, "/users.json")),
        ]
    };
}

/// The languages, in the order of their catalogues.
const LANGUAGES: [Locale; 4] = [Locale::En, Locale::Fr, Locale::Nl, Locale::De];

static CATALOGUES: LazyLock<[Catalogue; 4]> = LazyLock::new(|| LANGUAGES.map(read));

fn read(locale: Locale) -> Catalogue {
    let files = match locale {
        Locale::En => catalogue!("en"),
        Locale::Fr => catalogue!("fr"),
        Locale::Nl => catalogue!("nl"),
        Locale::De => catalogue!("de"),
    };
    // A catalogue that cannot be read fails the tests of the screens, and those of this module.
    files.iter().flat_map(|text| serde_json::from_str::<Catalogue>(text).unwrap_or_default()).collect()
}

/// The word of a key in a language.
pub(crate) fn word(locale: Locale, key: &str) -> Option<&'static str> {
    let index = LANGUAGES.iter().position(|known| *known == locale)?;
    CATALOGUES.get(index)?.get(key).map(String::as_str)
}

/// The word of a key in a language; `otherwise` where the screens have none.
pub(crate) fn word_or(locale: Locale, key: &str, otherwise: &str) -> String {
    word(locale, key).unwrap_or(otherwise).to_owned()
}

/// The words of a key in all languages.
pub(super) fn all(key: &str) -> Vec<&'static str> {
    CATALOGUES.iter().filter_map(|catalogue| catalogue.get(key).map(String::as_str)).collect()
}

/// The heading of a field, such as `address.street`; its name where the screens have no word for it. A part of the
/// billing address says so.
pub(crate) fn heading(locale: Locale, field: &str) -> String {
    let last = field.rsplit('.').next().unwrap_or(field);
    let own = word(locale, &format!("audit.field.{last}")).unwrap_or(field);
    match word(locale, "audit.field.billing_address").filter(|_| field.starts_with(BILLING)) {
        Some(billing) => format!("{billing} · {own}"),
        None => own.to_owned(),
    }
}

/// How the fields of the second address of a member begin.
const BILLING: &str = "billing_address.";

/// The words of a field in all languages, from its heading and from the forms.
pub(super) fn of_field(field: &str) -> Vec<String> {
    let last = field.rsplit('.').next().unwrap_or(field);
    let headings = LANGUAGES.into_iter().map(|locale| heading(locale, field));
    if field.starts_with(BILLING) {
        return headings.collect();
    }
    let forms = ["meters.field", "members.field"].into_iter().flat_map(|group| all(&format!("{group}.{last}")));
    headings.chain(forms.map(str::to_owned)).chain([last.to_owned()]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_those_of_the_screens() {
        assert_eq!(word(Locale::Fr, "meters.rate.bi_hourly"), Some("Bi-horaire"));
        assert_eq!(heading(Locale::Nl, "address.postcode"), "Postcode");
        assert_eq!(heading(Locale::En, "no.such_field"), "no.such_field");
        assert_eq!(all("meters.field.city"), ["City", "Localité", "Gemeente", "Ort"]);
    }
}
