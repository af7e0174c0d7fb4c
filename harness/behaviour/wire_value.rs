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

/// An authentication scheme: a token (RFC 9110 sections 5.6.2 and 11.1).
pub(super) fn scheme<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let text = String::deserialize(deserializer)?;
    let of_token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    if !text.is_empty() && text.chars().all(of_token) {
        Ok(Some(text))
    } else {
        Err(de::Error::custom(format_args!(
            "`{text}` is no authentication scheme; write one word, such as \"Bearer\""
        )))
    }
}

/// A number of random bits: with fewer than 48, values would come twice.
pub(super) fn entropy<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u16>, D::Error> {
    match u16::deserialize(deserializer)? {
        bits @ 48..=4096 => Ok(Some(bits)),
        other => Err(de::Error::custom(format_args!(
            "{other} bits are too few or too many; write a number from 48 to 4096"
        ))),
    }
}
