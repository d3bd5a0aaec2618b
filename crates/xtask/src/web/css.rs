//! One style sheet of several, without comments and needless white space.

use std::fs;
use std::path::Path;

use anyhow::{Result, bail};

use super::files_in;

/// The cascade: later files may refine earlier ones. Files not listed follow by name.
pub const ORDER: [&str; 11] = [
    "tokens.css",
    "base.css",
    "ui.css",
    "ui-layer.css",
    "ui-form.css",
    "ui-list.css",
    "ui-page.css",
    "features.css",
    "keys.css",
    "keys-edit.css",
    "keys-read.css",
];

/// Joins the sheets of the folder.
pub fn bundle(folder: &Path) -> Result<String> {
    let mut files = files_in(folder)?;
    let rank = |name: &str| ORDER.iter().position(|known| *known == name).unwrap_or(ORDER.len());
    files.sort_by_key(|file| {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        (rank(&name), name)
    });
    if files.is_empty() {
        bail!("no style sheet in {}", folder.display());
    }
    let mut out = String::new();
    for file in files {
        out.push_str(&minify(&fs::read_to_string(file)?));
        out.push('\n');
    }
    Ok(out)
}

/// Drops comments, and white space where the grammar never needs it; text in quotes stays as it is.
fn minify(sheet: &str) -> String {
    let mut out = String::with_capacity(sheet.len());
    let mut rest = sheet;
    let mut space = false;
    while let Some(c) = rest.chars().next() {
        if rest.starts_with("/*") {
            let end = rest.find("*/").map_or(rest.len(), |at| at + 2);
            rest = &rest[end..];
            // A comment separates like a blank does.
            space = true;
        } else if c.is_whitespace() {
            space = true;
            rest = &rest[c.len_utf8()..];
        } else {
            if space && needs_space(out.chars().last(), c) {
                out.push(' ');
            }
            space = false;
            let taken = if matches!(c, '"' | '\'') { quoted(rest, c) } else { c.len_utf8() };
            out.push_str(&rest[..taken]);
            rest = &rest[taken..];
        }
    }
    out
}

fn needs_space(before: Option<char>, after: char) -> bool {
    before.is_some_and(|c| !"{};,:".contains(c)) && !"{};,".contains(after)
}

/// The length of the quoted text at the start, with its quotes.
fn quoted(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        if c == quote && !escaped {
            return at + c.len_utf8();
        }
        escaped = c == '\\' && !escaped;
    }
    text.len()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

    use super::*;

    fn check(sheet: &str, expected: &str) {
        assert_eq!(minify(sheet), expected);
    }

    #[test]
    fn white_space_goes_where_it_may() {
        check("a ,\n b { color : red ;\n }\n", "a,b{color :red;}");
        check("a :hover > b + c {}", "a :hover > b + c{}");
        check("a{width:calc( 1px + 2px )}", "a{width:calc( 1px + 2px )}");
        check("@media (width < 48rem) { a { margin: 0 auto } }", "@media (width < 48rem){a{margin:0 auto}}");
    }

    #[test]
    fn comments_go_and_quotes_stay() {
        check("a/* x */b{}", "a b{}");
        check("a::before { content: \"  /* \\\" */  \" }", "a::before{content:\"  /* \\\" */  \"}");
        check("/* never closed", "");
    }
}
