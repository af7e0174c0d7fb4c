//! Values of a scenario that go onto the wire as they are, checked where they are read.

use serde::{Deserialize, Deserializer, de};

/// An HTTP status from 200 to 599.
pub(super) fn status<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u16>, D::Error> {
    match u16::deserialize(deserializer)? {
        status @ 200..=599 => Ok(Some(status)),
        other => {
            Err(de::Error::custom(format_args!("{other} is no final HTTP status; write one from 200 to 599")))
        }
    }
}

/// The value of a header field: printable ASCII.
pub(super) fn header<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let text = String::deserialize(deserializer)?;
    if text.bytes().all(|byte| (0x20..0x7f).contains(&byte)) {
        Ok(Some(text))
    } else {
        Err(de::Error::custom("a header field holds printable ASCII only"))
    }
}
