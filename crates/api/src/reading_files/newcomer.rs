//! Meters that a file has and the community has not: what is stored of them until somebody completes it.

use domain::meter::{NewMeter, Peaks, assumed};
use domain::readings::file::{FileSeries, Point, ReadingsFile, SheetKind};
use domain::readings::{Direction, Span};
use domain::time::brussels_date;
use domain::vocabulary::{Locale, Region};

/// A meter as it is assumed from its readings; none for a point without any that would be stored.
pub(super) fn newcomer(
    point: &Point,
    file: &ReadingsFile,
    (file_name, locale): (&str, Locale),
    region: Region,
) -> Option<NewMeter> {
    let series = || file.series.iter().filter(|series| series.key.point == *point && series.kind == SheetKind::Gross);
    let span = series().filter_map(|series| series.series.span()).reduce(Span::around)?;
    let peak = |direction: Direction| {
        let own = series().filter(|series| series.key.direction == direction);
        own.flat_map(|series| series.series.known()).map(|(_, wh)| wh).max()
    };
    let peaks = Peaks { offtake: peak(Direction::Offtake), injection: peak(Direction::Injection) };
    let label = series().find_map(|series: &FileSeries| series.label.as_deref());
    let description = match label {
        Some(label) => format!("{label}\n{}", mark(locale, file_name)),
        None => mark(locale, file_name),
    };
    Some(assumed(point.clone(), peaks, region, brussels_date(span.from.start()), &description))
}

/// Says where a meter comes from and what is still to do.
fn mark(locale: Locale, file_name: &str) -> String {
    match locale {
        Locale::En => format!("Created with the readings of {file_name}: complete address, connection and owner."),
        Locale::Fr => {
            format!("Créé avec les relevés de {file_name} : complétez l’adresse, le raccordement et le titulaire.")
        }
        Locale::Nl => {
            format!("Aangemaakt met de meetwaarden van {file_name}: vul adres, aansluiting en eigenaar aan.")
        }
        Locale::De => {
            format!("Mit den Messwerten aus {file_name} angelegt: Adresse, Anschluss und Inhaber ergänzen.")
        }
    }
}
