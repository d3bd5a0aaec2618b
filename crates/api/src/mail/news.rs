//! The words of mails about optimisations and services, in the four languages.

use super::letter::Letter;
use chrono::NaiveDate;
use domain::notification::NotificationEvent;
use domain::vocabulary::Locale;

/// Subject, paragraph before the link, its button, paragraph after it.
type Text = (String, String, &'static str, String);

/// What there is to say.
struct Said<'a> {
    about: &'a str,
    market: &'a str,
    day: String,
    period: String,
    percent: &'a str,
    days_left: i64,
}

/// The words of news; nothing for any other letter.
pub(super) fn of(letter: &Letter) -> Text {
    let Letter::News { locale, event, about, market, day, period, percent, days_left, .. } = letter else {
        return (String::new(), String::new(), "", String::new());
    };
    let said = Said {
        about,
        market,
        day: shown(*locale, *day),
        period: shown(*locale, *period),
        percent: percent.as_deref().unwrap_or_default(),
        days_left: days_left.unwrap_or_default(),
    };
    let (subject, before) = match locale {
        Locale::En => english(*event, &said),
        Locale::Fr => french(*event, &said),
        Locale::Nl => dutch(*event, &said),
        Locale::De => german(*event, &said),
    };
    (subject, before, button(*locale), after(*locale, *event).to_owned())
}

/// A day as the language writes it.
fn shown(locale: Locale, day: Option<NaiveDate>) -> String {
    let format = match locale {
        Locale::En | Locale::Fr => "%d/%m/%Y",
        Locale::Nl => "%d-%m-%Y",
        Locale::De => "%d.%m.%Y",
    };
    day.map(|day| day.format(format).to_string()).unwrap_or_default()
}

const fn button(locale: Locale) -> &'static str {
    match locale {
        Locale::En => "Open Clef",
        Locale::Fr => "Ouvrir Clef",
        Locale::Nl => "Clef openen",
        Locale::De => "Clef öffnen",
    }
}

/// Advice is a calculation, and who gets it must know.
const fn after(locale: Locale, event: NotificationEvent) -> &'static str {
    use NotificationEvent as E;
    match (locale, event) {
        (Locale::En, E::ServiceEnding | E::TrialEnding) => {
            "After that day, calendar and market information are hidden and kept."
        }
        (Locale::Fr, E::ServiceEnding | E::TrialEnding) => {
            "Après ce jour, le calendrier et les informations de marché sont masqués et conservés."
        }
        (Locale::Nl, E::ServiceEnding | E::TrialEnding) => {
            "Na die dag worden kalender en marktinformatie verborgen en bewaard."
        }
        (Locale::De, E::ServiceEnding | E::TrialEnding) => {
            "Nach diesem Tag werden Kalender und Marktinformationen ausgeblendet und aufbewahrt."
        }
        (Locale::En, _) => "It is advice calculated from a forecast. The decision is yours.",
        (Locale::Fr, _) => "C’est un conseil calculé à partir d’une prévision. La décision vous appartient.",
        (Locale::Nl, _) => "Dit is een advies dat uit een prognose is berekend. De beslissing is aan u.",
        (Locale::De, _) => "Das ist eine aus einer Prognose berechnete Empfehlung. Die Entscheidung liegt bei Ihnen.",
    }
}

fn english(event: NotificationEvent, said: &Said<'_>) -> (String, String) {
    use NotificationEvent as E;
    let Said { about, market, day, period, percent, days_left } = said;
    match event {
        E::AdviceDue => (
            format!("Fix {percent} % today: {about}"),
            format!("For {about}, we advise to fix {percent} % of the period from {period} today, {day}:"),
        ),
        E::CalendarChanged => (
            format!("New fixing advice: {about}"),
            format!("The calendar of fixing advice of {about} ({market}) advises other days or percentages now:"),
        ),
        E::AdviceMissed => (
            format!("Not fixed: {about}"),
            format!(
                "For {about}, {percent} % of the period from {period} were to be fixed on {day}, and nothing was \
                 registered. The rest was planned anew:"
            ),
        ),
        E::ServiceEnding => (
            format!("{market} ends in {days_left} day(s): {about}"),
            format!("The service of {about} on the market {market} ends on {day}:"),
        ),
        E::TrialEnding => (
            format!("Your trial of {market} ends in {days_left} day(s): {about}"),
            format!("The trial of {about} on the market {market} ends on {day}:"),
        ),
    }
}

fn french(event: NotificationEvent, said: &Said<'_>) -> (String, String) {
    use NotificationEvent as E;
    let Said { about, market, day, period, percent, days_left } = said;
    match event {
        E::AdviceDue => (
            format!("Fixer {percent} % aujourd’hui : {about}"),
            format!(
                "Pour {about}, nous conseillons de fixer aujourd’hui, {day}, {percent} % de la période qui commence le \
                 {period} :"
            ),
        ),
        E::CalendarChanged => (
            format!("Nouveaux conseils de fixation : {about}"),
            format!(
                "Le calendrier des conseils de fixation de {about} ({market}) propose désormais d’autres dates ou \
                 d’autres pourcentages :"
            ),
        ),
        E::AdviceMissed => (
            format!("Fixation manquée : {about}"),
            format!(
                "Pour {about}, {percent} % de la période qui commence le {period} étaient à fixer le {day} et rien n’a \
                 été enregistré. Le reste a été replanifié :"
            ),
        ),
        E::ServiceEnding => (
            format!("{market} se termine dans {days_left} jour(s) : {about}"),
            format!("Le service de {about} sur le marché {market} se termine le {day} :"),
        ),
        E::TrialEnding => (
            format!("L’essai de {market} se termine dans {days_left} jour(s) : {about}"),
            format!("L’essai de {about} sur le marché {market} se termine le {day} :"),
        ),
    }
}

fn dutch(event: NotificationEvent, said: &Said<'_>) -> (String, String) {
    use NotificationEvent as E;
    let Said { about, market, day, period, percent, days_left } = said;
    match event {
        E::AdviceDue => (
            format!("Vandaag {percent} % vastklikken: {about}"),
            format!(
                "Voor {about} adviseren wij om vandaag, {day}, {percent} % van de periode vanaf {period} vast te \
                 klikken:"
            ),
        ),
        E::CalendarChanged => (
            format!("Nieuw klikadvies: {about}"),
            format!("De kalender met klikadvies van {about} ({market}) adviseert nu andere dagen of percentages:"),
        ),
        E::AdviceMissed => (
            format!("Niet vastgeklikt: {about}"),
            format!(
                "Voor {about} moest op {day} {percent} % van de periode vanaf {period} worden vastgeklikt en er is \
                 niets geregistreerd. De rest is opnieuw gepland:"
            ),
        ),
        E::ServiceEnding => (
            format!("{market} eindigt over {days_left} dag(en): {about}"),
            format!("De dienst van {about} op de markt {market} eindigt op {day}:"),
        ),
        E::TrialEnding => (
            format!("De proefperiode van {market} eindigt over {days_left} dag(en): {about}"),
            format!("De proefperiode van {about} op de markt {market} eindigt op {day}:"),
        ),
    }
}

fn german(event: NotificationEvent, said: &Said<'_>) -> (String, String) {
    use NotificationEvent as E;
    let Said { about, market, day, period, percent, days_left } = said;
    match event {
        E::AdviceDue => (
            format!("Heute {percent} % fixieren: {about}"),
            format!("Für {about} empfehlen wir, heute, am {day}, {percent} % des Zeitraums ab {period} zu fixieren:"),
        ),
        E::CalendarChanged => (
            format!("Neue Fixierungsempfehlungen: {about}"),
            format!(
                "Der Kalender der Fixierungsempfehlungen von {about} ({market}) empfiehlt jetzt andere Tage oder \
                 Anteile:"
            ),
        ),
        E::AdviceMissed => (
            format!("Nicht fixiert: {about}"),
            format!(
                "Für {about} waren am {day} {percent} % des Zeitraums ab {period} zu fixieren, und nichts wurde \
                 erfasst. Der Rest wurde neu geplant:"
            ),
        ),
        E::ServiceEnding => (
            format!("{market} endet in {days_left} Tag(en): {about}"),
            format!("Der Dienst von {about} auf dem Markt {market} endet am {day}:"),
        ),
        E::TrialEnding => (
            format!("Die Testphase von {market} endet in {days_left} Tag(en): {about}"),
            format!("Die Testphase von {about} auf dem Markt {market} endet am {day}:"),
        ),
    }
}
