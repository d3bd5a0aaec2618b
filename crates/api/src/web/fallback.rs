//! What no route answers: a known path with another method, a file or page of the web application, or nothing.

use super::WebRoot;
use crate::error::Error;
use crate::state::State;
use actix_web::dev::ResourceDef;
use actix_web::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, HeaderValue, VARY,
};
use actix_web::http::{Method, StatusCode};
use actix_web::{HttpRequest, HttpResponse, web};
use api_types::ProblemCode;
use sha2::{Digest, Sha256};

use crate::answer::Answer;
use crate::extract::IfNoneMatch;

/// The methods of every path that has a route.
pub(crate) struct Routes(Vec<(ResourceDef, Vec<String>)>);

impl Routes {
    /// From path templates with their methods in upper case.
    pub(crate) fn new(paths: impl IntoIterator<Item = (String, Vec<String>)>) -> Self {
        Self(paths.into_iter().map(|(path, methods)| (ResourceDef::new(path), methods)).collect())
    }

    /// The value of `Allow` for a path, when it has a route: of `/keys/validate` and `/keys/{key_id}` the one which has
    /// the word itself.
    fn allow(&self, path: &str) -> Option<String> {
        let (_, methods) = self.matching(path).min_by_key(|(template, _)| ids_of(template))?;
        let head = methods.iter().any(|method| method == "GET").then_some("HEAD");
        Some(methods.iter().map(String::as_str).chain(head).collect::<Vec<_>>().join(", "))
    }

    /// The same for a path that the route `taken` took a word for an id in, where another one has the word itself.
    pub(crate) fn allow_by_word(&self, path: &str, taken: &str) -> Option<String> {
        let fewest = self.matching(path).map(|(template, _)| ids_of(template)).min()?;
        if fewest < ids(taken) { self.allow(path) } else { None }
    }

    fn matching(&self, path: &str) -> impl Iterator<Item = &(ResourceDef, Vec<String>)> {
        self.0.iter().filter(move |(template, _)| template.is_match(path))
    }
}

fn ids_of(template: &ResourceDef) -> usize {
    template.pattern().map_or(usize::MAX, ids)
}

fn ids(template: &str) -> usize {
    template.matches('{').count()
}

/// Answers whatever no route answers.
pub(crate) async fn fallback(
    request: HttpRequest,
    state: web::Data<State>,
    routes: web::Data<Routes>,
    known: IfNoneMatch,
) -> Answer {
    let path = request.path();
    if let Some(allow) = routes.allow(path) {
        return Err(Error::method_not_allowed(&allow));
    }
    let reserved = ["/api", "/dev"].iter().any(|top| path == *top || path.starts_with(&format!("{top}/")));
    if reserved {
        return Err(ProblemCode::NotFound.into());
    }
    if request.method() != Method::GET {
        return Err(Error::method_not_allowed("GET, HEAD"));
    }
    if let Some(answer) = file(&request, state.web(), path.trim_start_matches('/'), &known).await {
        return Ok(answer);
    }
    if path.starts_with("/assets/") {
        return Err(ProblemCode::NotFound.into());
    }
    // A page of the application: it reads the path itself.
    file(&request, state.web(), "index.html", &known).await.ok_or_else(|| {
        let detail = "This program was built without the web application: run `cargo xtask web`, then build again.";
        Error::with_detail(ProblemCode::NotFound, detail)
    })
}

/// A file in the smallest form that the caller reads.
async fn file(request: &HttpRequest, root: &WebRoot, path: &str, known: &IfNoneMatch) -> Option<HttpResponse> {
    let mut found = None;
    for (encoding, suffix) in [("br", ".br"), ("gzip", ".gz")] {
        if found.is_none() && accepts(request, encoding) {
            found = root.read(&format!("{path}{suffix}")).await.map(|bytes| (bytes, Some(encoding)));
        }
    }
    let (bytes, encoding) = match found {
        Some(found) => found,
        None => (root.read(path).await?, None),
    };
    let tag = etag(&bytes);
    let mut answer = HttpResponse::build(if known.has(&tag) { StatusCode::NOT_MODIFIED } else { StatusCode::OK });
    // The names of assets carry a hash of their content; every other file may change under its name.
    let caching = if path.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" };
    answer
        .insert_header((ETAG, tag.clone()))
        .insert_header((VARY, HeaderValue::from_static("accept-encoding")))
        .insert_header((CACHE_CONTROL, caching));
    if known.has(&tag) {
        return Some(answer.finish());
    }
    if let Some(encoding) = encoding {
        answer.insert_header((CONTENT_ENCODING, encoding));
    }
    answer.insert_header((CONTENT_TYPE, content_type(path)));
    Some(answer.body(bytes.into_owned()))
}

fn etag(bytes: &[u8]) -> String {
    let short: String = Sha256::digest(bytes).iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    format!("\"{short}\"")
}

fn content_type(path: &str) -> String {
    let mime = mime_guess::from_path(path).first_or_octet_stream();
    if mime.type_() == "text" { format!("{mime}; charset=utf-8") } else { mime.to_string() }
}

/// Whether `Accept-Encoding` names an encoding without refusing it by `q=0`.
fn accepts(request: &HttpRequest, encoding: &str) -> bool {
    let values = request.headers().get_all(ACCEPT_ENCODING).filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).any(|entry| {
        let mut parts = entry.split(';').map(str::trim);
        let named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case(encoding));
        let refused = parts.any(|part| part.strip_prefix("q=").is_some_and(|q| q.trim_matches(['0', '.']).is_empty()));
        named && !refused
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use actix_web::test::TestRequest;

    #[test]
    fn the_methods_of_a_path_are_known_whatever_its_ids() {
        let routes = Routes::new([
            ("/things/{id}".to_owned(), vec!["GET".to_owned(), "PUT".to_owned()]),
            ("/things".to_owned(), vec!["POST".to_owned()]),
        ]);
        assert_eq!(routes.allow("/things/7").as_deref(), Some("GET, PUT, HEAD"));
        assert_eq!(routes.allow("/things").as_deref(), Some("POST"));
        assert_eq!(routes.allow("/things/7/parts"), None);
    }

    #[test]
    fn a_word_in_the_place_of_an_id_has_its_own_methods() {
        let routes = Routes::new([
            ("/things/{id}".to_owned(), vec!["GET".to_owned(), "PUT".to_owned()]),
            ("/things/check".to_owned(), vec!["POST".to_owned()]),
        ]);
        assert_eq!(routes.allow("/things/check").as_deref(), Some("POST"));
        assert_eq!(routes.allow_by_word("/things/check", "/things/{id}").as_deref(), Some("POST"));
        assert_eq!(routes.allow_by_word("/things/seven", "/things/{id}"), None);
    }

    #[test]
    fn encodings_are_read_with_their_weights() {
        let check = |header: &str, encoding: &str| {
            let request = TestRequest::default().insert_header((ACCEPT_ENCODING, header)).to_http_request();
            accepts(&request, encoding)
        };
        assert!(check("gzip, deflate, br", "br") && check("BR;q=0.5", "br"));
        assert!(!check("gzip", "br") && !check("br;q=0, gzip", "br") && !check("br; q=0.0", "br"));
    }
}
