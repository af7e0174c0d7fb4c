//! Text that can do nothing: no escape sequence, no character that hides or reorders.

use std::fmt::Write as _;

/// `text` with everything but printable ASCII written as `\u{...}`, so that no terminal obeys
/// it and no look-alike passes for another character.
///
/// ```
/// assert_eq!(oauth_litmus::protocol::inert("a\u{1b}[2J\u{430}"), "a\\u{1b}[2J\\u{430}");
/// ```
#[must_use]
pub fn inert(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii_graphic() || c == ' ' {
            out.push(c);
        } else {
            let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::inert;
    use proptest::{prop_assert, proptest};

    proptest! {
        #[test]
        fn nothing_fuzzed_leaves_printable_ascii(text in "\\PC*|[\\x00-\\x1f\\x7f-\\u{9f}]*|.*") {
            prop_assert!(inert(&text).bytes().all(|byte| (0x20..0x7f).contains(&byte)));
        }
    }
}
