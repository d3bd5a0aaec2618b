//! The HTML form of a mail. Mail readers know no style sheets, so styles stand on the elements.

use super::words::Words;

/// The mail as a page.
pub(super) fn page(words: &Words) -> String {
    let Words { locale, subject, greeting, before, link, button, after } = words;
    let (subject, greeting, before) = (escape(subject), escape(greeting), escape(before));
    let (link, button, after) = (escape(link), escape(button), escape(after));
    format!(
        r#"<!doctype html>
<html lang="{locale}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{subject}</title></head>
<body style="margin:0;padding:24px;background:#f5f6f8;color:#1b1f24;font:16px/1.5 system-ui,sans-serif">
<div style="max-width:560px;margin:0 auto;padding:24px;background:#ffffff;border:1px solid #dde1e6;border-radius:8px">
<p style="margin:0 0 16px">{greeting}</p>
<p style="margin:0 0 16px">{before}</p>
<p style="margin:0 0 16px"><a href="{link}" style="display:inline-block;padding:10px 16px;background:#0b5c4b;color:#ffffff;border-radius:6px;text-decoration:none">{button}</a></p>
<p style="margin:0 0 16px;font-size:13px;word-break:break-all">{link}</p>
<p style="margin:0 0 16px">{after}</p>
<p style="margin:0;color:#57606a">Clef</p>
</div>
</body>
</html>
"#
    )
}

/// A text inside HTML, also inside an attribute.
pub(super) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}
