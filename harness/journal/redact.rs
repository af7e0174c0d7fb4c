//! Redaction for what will be parsed again: names that survive in URLs and in JSON.

use crate::evidence::Redaction;
use base64::{Engine as _, engine::general_purpose::STANDARD};

/// Text with every secret, code, token and address of an observation replaced.
pub(super) struct Redact(Redaction);

impl Redact {
    pub(super) fn by(redaction: &Redaction) -> Self {
        Self(redaction.parseable(super::PLACE, super::PLACE_HERE))
    }

    pub(super) fn text(&self, text: &str) -> String {
        self.0.apply(text)
    }

    /// A header field; the credentials in `Authorization: Basic` are looked into.
    pub(super) fn field(&self, name: &str, value: &str) -> String {
        let credentials = value
            .strip_prefix("Basic ")
            .filter(|_| name == "authorization")
            .and_then(|encoded| STANDARD.decode(encoded).ok());
        match credentials {
            Some(credentials) => {
                let shown = self.text(&String::from_utf8_lossy(&credentials));
                format!("Basic {}", STANDARD.encode(shown))
            }
            None => self.text(value),
        }
    }
}
