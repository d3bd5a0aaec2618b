//! A list as a file, page by page: CSV leaves as it is read, a workbook when its last row is in it.

use crate::answer::Answer;
use crate::error::Error;
use crate::extract::Caller;
use crate::table::{Cell, CsvStyle, CsvWriter, Format, XlsxWriter};
use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION};
use actix_web::web::{Bytes, block};
use api_types::{TableFormat, TableQuery};
use domain::vocabulary::Locale;
use futures_util::future::LocalBoxFuture;
use futures_util::stream::try_unfold;

/// Entries read at a time.
pub(crate) const PAGE: u16 = 500;

/// How a table is asked for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wish {
    pub(crate) format: Format,
    pub(crate) locale: Locale,
}

impl Wish {
    /// What the query says, in the caller's language unless it says another.
    pub(crate) fn of(query: TableQuery, caller: &Caller) -> Self {
        let format = match query.format.unwrap_or_default() {
            TableFormat::Csv => Format::Csv,
            TableFormat::Xlsx => Format::Xlsx,
        };
        Self { format, locale: query.language.unwrap_or(caller.user().locale) }
    }
}

/// Rows with where to read on.
pub(crate) struct Rows {
    pub(crate) rows: Vec<Vec<Cell>>,
    pub(crate) next: Option<String>,
}

/// Reads the rows from a cursor on.
pub(crate) type ReadRows = Box<dyn Fn(Option<String>) -> LocalBoxFuture<'static, Result<Rows, Error>>>;

/// A file called `name` with these headings and rows.
///
/// # Errors
/// Those of the first page, before anything has left.
pub(crate) async fn answer(wish: Wish, name: &str, headings: Vec<String>, read: ReadRows) -> Answer {
    let first = read(None).await?;
    let mut answer = HttpResponse::Ok();
    answer
        .content_type(wish.format.media_type())
        .insert_header((CACHE_CONTROL, "private, no-store"))
        .insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"{name}.{}\"", wish.format.extension())));
    Ok(match wish.format {
        Format::Csv => answer.streaming(csv(wish.locale, headings, first, read)),
        Format::Xlsx => answer.body(workbook(name, headings, first, read).await?),
    })
}

/// What is still to be written.
enum Left {
    Page(Rows),
    From(String),
    Nothing,
}

fn csv(
    locale: Locale,
    headings: Vec<String>,
    first: Rows,
    read: ReadRows,
) -> impl futures_util::Stream<Item = Result<Bytes, Error>> {
    let mut writer = CsvWriter::new(CsvStyle::of(locale));
    let headings: Vec<Cell> = headings.into_iter().map(Cell::text).collect();
    let started = writer.row(&headings);
    try_unfold((writer, started, Left::Page(first), read), |(mut writer, started, left, read)| async move {
        started.map_err(Error::internal)?;
        let page = match left {
            Left::Page(page) => page,
            Left::From(cursor) => read(Some(cursor)).await?,
            Left::Nothing => return Ok(None),
        };
        for row in &page.rows {
            writer.row(row).map_err(Error::internal)?;
        }
        let bytes = Bytes::from(writer.take().map_err(Error::internal)?);
        let left = page.next.map_or(Left::Nothing, Left::From);
        Ok(Some((bytes, (writer, Ok(()), left, read))))
    })
}

async fn workbook(name: &str, headings: Vec<String>, first: Rows, read: ReadRows) -> Result<Vec<u8>, Error> {
    let texts: Vec<&str> = headings.iter().map(String::as_str).collect();
    // Names of sheets have at most 31 characters.
    let sheet: String = name.chars().take(31).collect();
    let mut writer = XlsxWriter::new(&sheet, &texts).map_err(Error::internal)?;
    let mut page = first;
    loop {
        for row in &page.rows {
            writer.row(row).map_err(Error::internal)?;
        }
        let Some(cursor) = page.next else { break };
        page = read(Some(cursor)).await?;
    }
    let packed = block(move || writer.finish()).await.map_err(|_| Error::busy())?;
    packed.map_err(Error::internal)
}
