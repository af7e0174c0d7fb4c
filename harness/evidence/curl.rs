//! A `curl` line that repeats a request, its secrets given as variables.

use super::{exchange::Sent, redaction::Redaction};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use std::fmt::Write as _;

/// The command line for one request.
#[must_use]
pub fn curl(sent: &Sent, redaction: &Redaction) -> String {
    let mut line = String::from("curl -gi");
    if let Some((_, header)) = sent.headers.iter().find(|(name, _)| *name == "authorization") {
        let decoded = header.strip_prefix("Basic ").and_then(|encoded| STANDARD.decode(encoded).ok());
        let credentials = String::from_utf8_lossy(&decoded.unwrap_or_default()).into_owned();
        let _ = write!(line, " -u {}", quoted(&redaction.apply(&credentials)));
    }
    if sent.headers.iter().any(|(name, _)| *name == "cookie") {
        line.push_str(" -b \"$COOKIE\"");
    }
    if sent.headers.iter().any(|(name, value)| *name == "content-type" && value.ends_with("json")) {
        line.push_str(" -H 'content-type: application/json'");
    }
    if let Some((name, value)) = sent.headers.iter().find(|(name, _)| *name == "x-forwarded-host") {
        let _ = write!(line, " -H '{name}: {value}'");
    }
    if let Some(body) = &sent.body {
        let _ = write!(line, " -d {}", quoted(&redaction.apply(body)));
    }
    line + " " + quoted(&redaction.apply(&sent.url)).as_str()
}

/// The text as one word of a POSIX shell, in which only `$..._SECRET` is expanded.
fn quoted(text: &str) -> String {
    let mut word = String::from("'");
    let mut rest = text;
    while let Some(at) = rest.find('$') {
        let (before, variable) = rest.split_at(at);
        let name = variable[1..].find(|c: char| !(c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_'));
        let end = name.map_or(variable.len(), |length| length + 1);
        word.push_str(&before.replace('\'', "'\\''"));
        if variable[..end].ends_with("_SECRET") {
            let _ = write!(word, "'\"{}\"'", &variable[..end]);
        } else {
            word.push_str(&variable[..end]);
        }
        rest = &variable[end..];
    }
    word + rest.replace('\'', "'\\''").as_str() + "'"
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn only_secrets_are_expanded() {
        assert_eq!(quoted("a'b$x"), "'a'\\''b$x'");
        assert_eq!(quoted("s=$APP_SECRET&t"), "'s='\"$APP_SECRET\"'&t'");
    }
}
