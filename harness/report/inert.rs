//! Inert text inside Markdown, and text that fits.

use crate::protocol::inert;

/// As [`inert`](crate::protocol::inert), for a cell of a Markdown table or running Markdown text.
pub(super) fn inert_markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in inert(text).chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '|' => out.push_str("&#124;"),
            '`' => out.push_str("&#96;"),
            '*' | '_' | '[' | ']' | '\\' | '#' | '!' | '~' => {
                out.push('\\');
                out.push(c);
            }
            _ => out.push(c),
        }
    }
    out
}

/// Inert text as a Markdown code span.
pub(super) fn code(text: &str) -> String {
    let text = inert(text).replace('`', "\\u{60}").replace('|', "\\u{7c}").replace('<', "\\u{3c}");
    if text.is_empty() { "(empty)".to_owned() } else { format!("`{text}`") }
}

/// The first `most` characters of a text, and that there are more.
pub(super) fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let kept: String = text.chars().take(most.saturating_sub(3)).collect();
    kept + "..."
}

#[cfg(test)]
mod tests {
    use super::{code, inert_markdown};
    use proptest::{prop_assert, proptest};

    proptest! {
        #[test]
        fn nothing_fuzzed_breaks_out_of_markdown(text in "\\PC*|[\\x00-\\x1f\\x7f-\\u{9f}]*|.*") {
            prop_assert!(!inert_markdown(&text).contains(['|', '<', '`']));
            prop_assert!(!code(&text).trim_matches('`').contains(['|', '<', '`']));
        }
    }
}
