//! Registered values that are patterns: globs and regular expressions, compiled once each.

use regex::Regex;
use std::{cell::RefCell, collections::HashMap};

/// A compiled pattern.
pub(super) enum Pattern {
    /// This text and no other.
    Text(String),
    /// Whatever this matches; one that does not compile matches nothing.
    Compiled(Option<Regex>),
}

/// The most patterns that a thread keeps compiled.
const KEPT: usize = 256;

thread_local! {
    static COMPILED: RefCell<HashMap<String, Option<Regex>>> = RefCell::new(HashMap::new());
}

impl Pattern {
    /// The regular expression `text`, for the whole of a text or for any part of it.
    pub(super) fn regex(text: &str, whole: bool) -> Self {
        Self::compiled(if whole { format!("^(?:{text})$") } else { text.to_owned() })
    }

    /// The glob `text`; where `stops`, `*` and `?` stop at slashes.
    pub(super) fn glob(text: &str, stops: bool) -> Self {
        if !text.contains(['*', '?']) {
            return Self::Text(text.to_owned());
        }
        let mut pattern = String::from("(?s)^");
        let mut letters = text.chars().peekable();
        while let Some(letter) = letters.next() {
            match letter {
                '*' if letters.next_if_eq(&'*').is_some() => pattern.push_str(".*"),
                '*' => pattern.push_str(if stops { "[^/]*" } else { ".*" }),
                '?' => pattern.push_str(if stops { "[^/]" } else { "." }),
                _ => pattern.push_str(&regex::escape(letter.encode_utf8(&mut [0; 4]))),
            }
        }
        Self::compiled(pattern + "$")
    }

    pub(super) fn matches(&self, text: &str) -> bool {
        match self {
            Self::Text(only) => only == text,
            Self::Compiled(regex) => regex.as_ref().is_some_and(|regex| regex.is_match(text)),
        }
    }

    fn compiled(pattern: String) -> Self {
        COMPILED.with_borrow_mut(|compiled| {
            if compiled.len() >= KEPT {
                compiled.clear();
            }
            let regex = compiled.entry(pattern).or_insert_with_key(|pattern| Regex::new(pattern).ok());
            Self::Compiled(regex.clone())
        })
    }
}
