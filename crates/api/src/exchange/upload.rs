//! A file that is sent: as the field `file` of a form, or as the body itself.

use crate::error::Error;
use crate::reading_files::MOST_BYTES;
use crate::table::{self, Limits, Sheet};
use actix_multipart::{Field, Multipart, MultipartError};
use actix_web::dev::Payload;
use actix_web::web::{Bytes, BytesMut, block};
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use api_types::ProblemCode;
use domain::Code;
use domain::text::clean;
use domain::violation::{FieldViolation, Violations};
use futures_util::future::LocalBoxFuture;
use futures_util::{Stream, StreamExt};
use sha2::{Digest, Sha256};
use std::fmt::Display;
use std::time::Duration;
use tokio::time::timeout;

/// The largest file, in bytes.
const LIMIT: usize = 10_000_000;
/// How long one may take to come.
const PATIENCE: Duration = Duration::from_secs(120);
/// Longest name of a file that is kept.
const NAME_MAX: usize = 200;
/// What a body that is a file may call itself. What it is, its content says.
const MEDIA: [&str; 4] = [
    "text/csv",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/octet-stream",
    "text/plain",
];

/// What a body that is a file of readings may call itself.
const READING_MEDIA: [&str; 6] = [
    "text/csv",
    "application/gzip",
    "application/x-gzip",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/octet-stream",
    "text/plain",
];

/// A workbook, for the document.
#[derive(utoipa::ToSchema)]
#[schema(value_type = String, format = Binary)]
#[expect(dead_code, reason = "here for the document")]
pub(crate) struct Workbook(Vec<u8>);

/// The body of an upload, for the document.
#[derive(serde::Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "here for the document")]
pub(crate) struct UploadForm {
    /// A CSV or XLSX file of at most 10 MB.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// The body of an upload of readings, for the document.
#[derive(serde::Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "here for the document")]
pub(crate) struct ReadingForm {
    /// A CSV or XLSX file of at most 64 MB; CSV may be packed with gzip.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// A file of readings: as [`Upload`], but larger.
#[derive(Debug, Clone)]
pub(crate) struct ReadingUpload(pub(crate) Upload);

/// A file.
#[derive(Debug, Clone)]
pub(crate) struct Upload {
    bytes: Bytes,
    file_name: Option<String>,
    digest: [u8; 32],
}

impl Upload {
    /// What is in the file.
    pub(crate) const fn bytes(&self) -> &Bytes {
        &self.bytes
    }

    /// A digest of the file.
    pub(crate) const fn digest(&self) -> &[u8] {
        &self.digest
    }

    /// How the file is called: as its form says, else as the query says.
    pub(crate) fn file_name(&self, said: Option<&str>) -> String {
        let name = self.file_name.as_deref().or(said).map(clean).unwrap_or_default();
        name.chars().take(NAME_MAX).collect()
    }

    /// The table in the file, with at least one row below its header.
    ///
    /// # Errors
    /// What keeps it from being one, at `/file`.
    pub(crate) async fn sheet(&self) -> Result<Sheet, Error> {
        let bytes = self.bytes.clone();
        let read = block(move || table::read(&bytes, &Limits::default())).await.map_err(|_| Error::busy())?;
        match read {
            Ok(sheet) if sheet.rows.len() > 1 => Ok(sheet),
            Ok(_) => Err(refused(Code::NoRows.into())),
            Err(violation) => Err(refused(violation)),
        }
    }
}

fn refused(FieldViolation { code, params }: FieldViolation) -> Error {
    let mut violations = Violations::default();
    violations.add_with("/file", code, params);
    violations.into()
}

impl FromRequest for Upload {
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self, Error>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        Box::pin(receive(request.clone(), payload.take(), &MEDIA, LIMIT))
    }
}

impl FromRequest for ReadingUpload {
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self, Error>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move { receive(request, payload, &READING_MEDIA, MOST_BYTES).await.map(Self) })
    }
}

async fn receive(request: HttpRequest, payload: Payload, accepted: &[&str], limit: usize) -> Result<Upload, Error> {
    let media = request.content_type().to_ascii_lowercase();
    let upload = async {
        if media == "multipart/form-data" {
            from_form(Multipart::new(request.headers(), payload), limit).await
        } else if accepted.contains(&media.as_str()) {
            Ok((None, collect(payload, limit).await?))
        } else {
            let detail = "Send a form with the field `file`, or the file itself as `text/csv` or as a workbook.";
            Err(Error::with_detail(ProblemCode::UnsupportedMediaType, detail))
        }
    };
    let late = |_| Error::with_detail(ProblemCode::MalformedRequest, "The file did not come in time.");
    let (file_name, bytes) = timeout(PATIENCE, upload).await.map_err(late)??;
    Ok(Upload { digest: Sha256::digest(&bytes).into(), bytes, file_name })
}

async fn from_form(mut form: Multipart, limit: usize) -> Result<(Option<String>, Bytes), Error> {
    let mut found = None;
    while let Some(field) = form.next().await {
        let field: Field = field.map_err(|error: MultipartError| malformed(&error))?;
        match field.name() {
            Some("file") if found.is_none() => {
                let name = field.content_disposition().and_then(|said| said.get_filename()).map(str::to_owned);
                found = Some((name, collect(field, limit).await?));
            }
            name => return Err(Error::invalid_field(&format!("/{}", name.unwrap_or_default()), Code::UnknownField)),
        }
    }
    found.ok_or_else(|| Error::invalid_field("/file", Code::Required))
}

async fn collect<E: Display>(
    mut stream: impl Stream<Item = Result<Bytes, E>> + Unpin,
    limit: usize,
) -> Result<Bytes, Error> {
    let mut bytes = BytesMut::new();
    while let Some(chunk) = stream.next().await {
        let chunk = chunk.map_err(|error| malformed(&error))?;
        if bytes.len() + chunk.len() > limit {
            return Err(Error::with_detail(ProblemCode::TooLarge, format!("A file may have {limit} bytes.")));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes.freeze())
}

fn malformed(error: &impl Display) -> Error {
    Error::with_detail(ProblemCode::MalformedRequest, error.to_string())
}
