//! How a redirect URI is carried: in which place, how often, and in which writing.

use crate::protocol::encode;
use serde::{Deserialize, Serialize};

/// Where the redirect URI stands, and with it the other parameters of its request.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// In the query of a GET request.
    #[default]
    Query,
    /// In the query of a POST request.
    PostedQuery,
    /// In the form of a POST request (RFC 6749 section 3.1).
    Form,
    /// In the JSON of a POST request.
    Json,
    /// In a request object without signature (RFC 9101).
    RequestObject,
    /// In a request that was pushed before (RFC 9126).
    Pushed,
    /// In the server's own forms on the way to a code; the request holds the registered one.
    ConsentForm,
    /// In a logout request, as `post_logout_redirect_uri`.
    Logout,
    /// In the registration of a client, as one of its `redirect_uris` (RFC 7591).
    Registration,
}

/// How often it stands there, under which name, and how it is written.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Carrier {
    /// As one `redirect_uri`, written so.
    Once(Wire),
    /// Not at all.
    Omitted,
    /// As a second `redirect_uri` after this one.
    After(String),
    /// As a first `redirect_uri` ahead of this one.
    Ahead(String),
    /// As one `redirect_uri`, while this one stands in the other place of the request.
    Apart(String),
    /// Under another name, still encoded.
    Named(&'static str),
}

/// How the value is written on the wire.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Wire {
    /// Percent-encoded once, everything but the unreserved characters.
    Encoded,
    /// The same with lower-case hex digits.
    LowerCaseHex,
    /// Every byte percent-encoded.
    EveryByte,
    /// The same as the first, and a space is a `+`.
    PlusForSpace,
    /// Percent-encoded once more.
    EncodedTwice,
    /// Left as it is, apart from what no query can hold.
    Bare,
    /// Followed by this escape.
    Followed(&'static str),
    /// Led by this escape.
    Led(&'static str),
    /// In UTF-16, big-endian.
    Utf16,
}

impl Place {
    /// Whether a server that reads authorization requests at all reads it.
    #[must_use]
    pub const fn is_plain(self) -> bool {
        matches!(self, Self::Query | Self::PostedQuery | Self::Form)
    }

    /// Whether it leads to a code, and is no other business of the server.
    #[must_use]
    pub const fn is_authorization(self) -> bool {
        !matches!(self, Self::Logout | Self::Registration)
    }

    /// Whether a refusal there says nothing, unless the registered URI is accepted there.
    #[must_use]
    pub const fn wants_control(self) -> bool {
        !matches!(self, Self::Query | Self::ConsentForm | Self::Logout)
    }

    /// What is said of it; nothing of the usual one.
    #[must_use]
    pub const fn words(self) -> Option<&'static str> {
        match self {
            Self::Query => None,
            Self::PostedQuery => Some("sent in the query of a POST request"),
            Self::Form => Some("sent in the form of a POST request"),
            Self::Json => Some("sent as JSON"),
            Self::RequestObject => Some("sent in a request object"),
            Self::Pushed => Some("pushed before the request"),
            Self::ConsentForm => Some("put into the forms of the server's own"),
            Self::Logout => Some("sent as post_logout_redirect_uri of a logout"),
            Self::Registration => Some("registered for a new client"),
        }
    }
}

impl Carrier {
    pub(super) fn words(&self) -> Option<String> {
        match self {
            Self::Once(wire) => wire.words(),
            Self::Omitted => Some("not sent at all".to_owned()),
            Self::After(first) => Some(format!("sent twice, after `{first}`")),
            Self::Ahead(second) => Some(format!("sent twice, ahead of `{second}`")),
            Self::Apart(other) => Some(format!("while `{other}` stands in the other place")),
            Self::Named(name) => Some(format!("sent under the name `{name}`")),
        }
    }
}

impl Wire {
    fn words(self) -> Option<String> {
        Some(match self {
            Self::Encoded => return None,
            Self::LowerCaseHex => "percent-encoded with lower-case digits".to_owned(),
            Self::EveryByte => "every byte percent-encoded".to_owned(),
            Self::PlusForSpace => "a space written as `+`".to_owned(),
            Self::EncodedTwice => "percent-encoded once more".to_owned(),
            Self::Bare => "put into the query without encoding".to_owned(),
            Self::Followed(escape) => format!("followed by `{escape}` on the wire"),
            Self::Led(escape) => format!("led by `{escape}` on the wire"),
            Self::Utf16 => "written in UTF-16".to_owned(),
        })
    }

    /// The value as it is meant to be understood.
    pub(super) fn meant(self, value: String) -> String {
        match self {
            Self::EncodedTwice => encode(&value),
            Self::Followed(escape) => value + escape,
            Self::Led(escape) => escape.to_owned() + value.as_str(),
            Self::Utf16 => value.encode_utf16().flat_map(u16::to_be_bytes).map(char::from).collect(),
            Self::Encoded | Self::LowerCaseHex | Self::EveryByte | Self::PlusForSpace | Self::Bare => value,
        }
    }

    /// The value as it stands on the wire.
    pub(super) fn write(self, value: &str) -> String {
        match self {
            Self::Encoded => encode(value),
            Self::LowerCaseHex => lower_case_hex(&encode(value)),
            Self::EveryByte => super::escaped(value).to_uppercase(),
            Self::PlusForSpace => encode(value).replace("%20", "+"),
            Self::EncodedTwice => encode(&encode(value)),
            Self::Bare => value.split_inclusive([' ', '#', '"', '<', '>', '\'', '%']).map(bare).collect(),
            Self::Followed(escape) => encode(value) + escape,
            Self::Led(escape) => escape.to_owned() + encode(value).as_str(),
            Self::Utf16 => value
                .encode_utf16()
                .flat_map(u16::to_be_bytes)
                .fold(String::new(), |wire, byte| wire + format!("%{byte:02X}").as_str()),
        }
    }
}

fn lower_case_hex(wire: &str) -> String {
    let mut pieces = wire.split('%');
    let before = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(before, |wire, piece| wire + "%" + piece[..2].to_lowercase().as_str() + &piece[2..])
}

fn bare(piece: &str) -> String {
    let keep = |c: char| c.is_ascii_graphic() && !matches!(c, '#' | '"' | '<' | '>' | '\'' | '%');
    piece.chars().map(|c| if keep(c) { c.to_string() } else { encode(&c.to_string()) }).collect()
}
