//! The words of the mails in the four languages.

use super::letter::Letter;
use domain::vocabulary::Locale;

/// A letter in words.
pub(super) struct Words {
    pub(super) locale: Locale,
    pub(super) subject: String,
    pub(super) greeting: String,
    /// The paragraph before the link.
    pub(super) before: String,
    pub(super) link: String,
    /// What stands on the link where it is a button.
    pub(super) button: &'static str,
    /// The paragraph after the link.
    pub(super) after: String,
}

/// The words of a letter.
pub(super) fn of(letter: &Letter) -> Words {
    match letter {
        Letter::Invitation { locale, name, organisation, link, days } => {
            invitation(*locale, name, organisation, link, *days)
        }
        Letter::CustomerInvitation { locale, name, organisation, company, login, link, days } => {
            let offer = customer_invitation(*locale, organisation, company, login, *days);
            words(*locale, name, offer.0, offer.1, link, offer.2, offer.3)
        }
        Letter::News { locale, name, link, .. } => {
            let (subject, before, button, after) = super::news::of(letter);
            words(*locale, name, subject, before, link, button, after)
        }
        Letter::PortalInvitation { locale, name, community, link, days } => {
            portal_invitation(*locale, name, community, link, *days)
        }
        Letter::PortalAccess { locale, name, community, link } => portal_access(*locale, name, community, link),
        Letter::PasswordReset { locale, name, link, minutes } => password_reset(*locale, name, link, *minutes),
        Letter::PasswordChanged { locale, name, link } => password_changed(*locale, name, link),
    }
}

fn greeting(locale: Locale, name: &str) -> String {
    match locale {
        Locale::En => format!("Hello {name},"),
        Locale::Fr => format!("Bonjour {name},"),
        Locale::Nl => format!("Dag {name},"),
        Locale::De => format!("Guten Tag {name},"),
    }
}

fn invitation(locale: Locale, name: &str, organisation: &str, link: &str, days: i64) -> Words {
    let (subject, before, button, after) = match locale {
        Locale::En => (
            format!("{organisation} invites you to Clef"),
            format!("{organisation} invites you to work with them in Clef. Open this page to accept:"),
            "Accept the invitation",
            format!(
                "The link works once, within {days} days. If you did not expect this mail, you need not do anything."
            ),
        ),
        Locale::Fr => (
            format!("{organisation} vous invite sur Clef"),
            format!("{organisation} vous invite à travailler avec elle sur Clef. Ouvrez cette page pour accepter :"),
            "Accepter l’invitation",
            format!(
                "Le lien fonctionne une seule fois, pendant {days} jours. Si vous n’attendiez pas ce message, vous \
                 n’avez rien à faire."
            ),
        ),
        Locale::Nl => (
            format!("{organisation} nodigt u uit op Clef"),
            format!("{organisation} nodigt u uit om samen te werken in Clef. Open deze pagina om te aanvaarden:"),
            "Uitnodiging aanvaarden",
            format!(
                "De link werkt één keer, gedurende {days} dagen. Verwachtte u dit bericht niet, dan hoeft u niets te \
                 doen."
            ),
        ),
        Locale::De => (
            format!("{organisation} lädt Sie zu Clef ein"),
            format!("{organisation} lädt Sie zur Zusammenarbeit in Clef ein. Öffnen Sie diese Seite, um anzunehmen:"),
            "Einladung annehmen",
            format!(
                "Der Link gilt einmal, innerhalb von {days} Tagen. Falls Sie diese Nachricht nicht erwartet haben, \
                 brauchen Sie nichts zu tun."
            ),
        ),
    };
    words(locale, name, subject, before, link, button, after)
}

/// Subject, paragraph before the link, its button, paragraph after it.
fn customer_invitation(
    locale: Locale,
    organisation: &str,
    company: &str,
    login: &str,
    days: i64,
) -> (String, String, &'static str, String) {
    match locale {
        Locale::En => (
            format!("{organisation} gives {company} access to Clef"),
            format!(
                "{organisation} gives you access to the energy markets and the fixing advice for {company} in Clef. \
                 Your login is {login}. Open this page to choose a password:"
            ),
            "Choose a password",
            format!(
                "The link works once, within {days} days. If you did not expect this mail, you need not do anything."
            ),
        ),
        Locale::Fr => (
            format!("{organisation} donne à {company} accès à Clef"),
            format!(
                "{organisation} vous donne accès, pour {company}, aux marchés de l’énergie et aux conseils de fixation \
                 dans Clef. Votre identifiant est {login}. Ouvrez cette page pour choisir un mot de passe :"
            ),
            "Choisir un mot de passe",
            format!(
                "Le lien fonctionne une seule fois, pendant {days} jours. Si vous n’attendiez pas ce message, vous \
                 n’avez rien à faire."
            ),
        ),
        Locale::Nl => (
            format!("{organisation} geeft {company} toegang tot Clef"),
            format!(
                "{organisation} geeft u voor {company} toegang tot de energiemarkten en het klikadvies in Clef. Uw \
                 login is {login}. Open deze pagina om een wachtwoord te kiezen:"
            ),
            "Wachtwoord kiezen",
            format!(
                "De link werkt één keer, gedurende {days} dagen. Verwachtte u dit bericht niet, dan hoeft u niets te \
                 doen."
            ),
        ),
        Locale::De => (
            format!("{organisation} gibt {company} Zugang zu Clef"),
            format!(
                "{organisation} gibt Ihnen für {company} Zugang zu den Energiemärkten und den Fixierungsempfehlungen in \
                 Clef. Ihr Login ist {login}. Öffnen Sie diese Seite, um ein Passwort zu wählen:"
            ),
            "Passwort wählen",
            format!(
                "Der Link gilt einmal, innerhalb von {days} Tagen. Falls Sie diese Nachricht nicht erwartet haben, \
                 brauchen Sie nichts zu tun."
            ),
        ),
    }
}

fn portal_invitation(locale: Locale, name: &str, community: &str, link: &str, days: i64) -> Words {
    let (subject, before, button, after) = match locale {
        Locale::En => (
            format!("{community}: your meters in Clef"),
            format!(
                "The community {community} gives you access to your own meters in Clef. Open this page to choose a \
                 password:"
            ),
            "Accept the invitation",
            format!(
                "The link works once, within {days} days. If you did not expect this mail, you need not do anything."
            ),
        ),
        Locale::Fr => (
            format!("{community} : vos compteurs dans Clef"),
            format!(
                "La communauté {community} vous donne accès à vos propres compteurs dans Clef. Ouvrez cette page \
                 pour choisir un mot de passe :"
            ),
            "Accepter l’invitation",
            format!(
                "Le lien fonctionne une seule fois, pendant {days} jours. Si vous n’attendiez pas ce message, vous \
                 n’avez rien à faire."
            ),
        ),
        Locale::Nl => (
            format!("{community}: uw meters in Clef"),
            format!(
                "De gemeenschap {community} geeft u toegang tot uw eigen meters in Clef. Open deze pagina om een \
                 wachtwoord te kiezen:"
            ),
            "Uitnodiging aanvaarden",
            format!(
                "De link werkt één keer, gedurende {days} dagen. Verwachtte u dit bericht niet, dan hoeft u niets te \
                 doen."
            ),
        ),
        Locale::De => (
            format!("{community}: Ihre Zähler in Clef"),
            format!(
                "Die Gemeinschaft {community} gibt Ihnen Zugang zu Ihren eigenen Zählern in Clef. Öffnen Sie diese \
                 Seite, um ein Passwort zu wählen:"
            ),
            "Einladung annehmen",
            format!(
                "Der Link gilt einmal, innerhalb von {days} Tagen. Falls Sie diese Nachricht nicht erwartet haben, \
                 brauchen Sie nichts zu tun."
            ),
        ),
    };
    words(locale, name, subject, before, link, button, after)
}

fn portal_access(locale: Locale, name: &str, community: &str, link: &str) -> Words {
    let (subject, before, button, after) = match locale {
        Locale::En => (
            format!("{community}: you now see your meters in Clef"),
            format!("The community {community} has given your login access to your own meters. Log in here:"),
            "Open Clef",
            "Your password stays as it is.",
        ),
        Locale::Fr => (
            format!("{community} : vous voyez désormais vos compteurs dans Clef"),
            format!(
                "La communauté {community} a donné à votre compte l’accès à vos propres compteurs. Connectez-vous \
                 ici :"
            ),
            "Ouvrir Clef",
            "Votre mot de passe reste inchangé.",
        ),
        Locale::Nl => (
            format!("{community}: u ziet nu uw meters in Clef"),
            format!(
                "De gemeenschap {community} heeft uw account toegang gegeven tot uw eigen meters. Meld u hier aan:"
            ),
            "Clef openen",
            "Uw wachtwoord blijft ongewijzigd.",
        ),
        Locale::De => (
            format!("{community}: Sie sehen jetzt Ihre Zähler in Clef"),
            format!(
                "Die Gemeinschaft {community} hat Ihrem Konto Zugang zu Ihren eigenen Zählern gegeben. Melden Sie \
                 sich hier an:"
            ),
            "Clef öffnen",
            "Ihr Passwort bleibt unverändert.",
        ),
    };
    words(locale, name, subject, before, link, button, after.to_owned())
}

fn password_reset(locale: Locale, name: &str, link: &str, minutes: i64) -> Words {
    let (subject, before, button, after) = match locale {
        Locale::En => (
            "Choose a new password for Clef",
            "Somebody, probably you, asked for a new password for your login. Choose it on this page:",
            "Choose a password",
            format!("The link works once, within {minutes} minutes. If it was not you, your password stays as it is."),
        ),
        Locale::Fr => (
            "Choisissez un nouveau mot de passe pour Clef",
            "Quelqu’un, sans doute vous, a demandé un nouveau mot de passe pour votre compte. Choisissez-le sur \
             cette page :",
            "Choisir un mot de passe",
            format!(
                "Le lien fonctionne une seule fois, pendant {minutes} minutes. Si ce n’était pas vous, votre mot de \
                 passe reste inchangé."
            ),
        ),
        Locale::Nl => (
            "Kies een nieuw wachtwoord voor Clef",
            "Iemand, waarschijnlijk uzelf, vroeg een nieuw wachtwoord voor uw account. Kies het op deze pagina:",
            "Wachtwoord kiezen",
            format!(
                "De link werkt één keer, gedurende {minutes} minuten. Was u het niet, dan blijft uw wachtwoord \
                 ongewijzigd."
            ),
        ),
        Locale::De => (
            "Wählen Sie ein neues Passwort für Clef",
            "Jemand, vermutlich Sie selbst, hat ein neues Passwort für Ihr Konto angefordert. Wählen Sie es auf \
             dieser Seite:",
            "Passwort wählen",
            format!(
                "Der Link gilt einmal, innerhalb von {minutes} Minuten. Falls Sie es nicht waren, bleibt Ihr \
                 Passwort unverändert."
            ),
        ),
    };
    words(locale, name, subject.to_owned(), before.to_owned(), link, button, after)
}

fn password_changed(locale: Locale, name: &str, link: &str) -> Words {
    let (subject, before, button, after) = match locale {
        Locale::En => (
            "Your Clef password was changed",
            "Your password was changed, and all devices were logged out. If it was not you, choose another one at \
             once on this page:",
            "Ask for another password",
            "If it was you, everything is in order.",
        ),
        Locale::Fr => (
            "Votre mot de passe Clef a été modifié",
            "Votre mot de passe a été modifié et tous les appareils ont été déconnectés. Si ce n’était pas vous, \
             choisissez-en un autre sans attendre sur cette page :",
            "Demander un autre mot de passe",
            "Si c’était vous, tout est en ordre.",
        ),
        Locale::Nl => (
            "Uw Clef-wachtwoord is gewijzigd",
            "Uw wachtwoord is gewijzigd en alle toestellen zijn afgemeld. Was u het niet, kies dan meteen een ander \
             op deze pagina:",
            "Ander wachtwoord vragen",
            "Was u het wel, dan is alles in orde.",
        ),
        Locale::De => (
            "Ihr Clef-Passwort wurde geändert",
            "Ihr Passwort wurde geändert, und alle Geräte wurden abgemeldet. Falls Sie es nicht waren, wählen Sie \
             sofort ein anderes auf dieser Seite:",
            "Anderes Passwort anfordern",
            "Falls Sie es waren, ist alles in Ordnung.",
        ),
    };
    words(locale, name, subject.to_owned(), before.to_owned(), link, button, after.to_owned())
}

fn words(
    locale: Locale,
    name: &str,
    subject: String,
    before: String,
    link: &str,
    button: &'static str,
    after: String,
) -> Words {
    let greeting = greeting(locale, name);
    Words { locale, subject, greeting, before, link: link.to_owned(), button, after }
}
