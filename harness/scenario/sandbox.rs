//! How to reach a real server: its base, its clients, how it asks for consent, what it bears.

use super::setting::Setting;
use crate::behaviour::Lifetime;
use serde::{Deserialize, Deserializer, Serialize, de};
use std::{collections::BTreeMap, time::Duration};

/// The `[sandbox]` section.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SandboxSection {
    /// The server's base URL.
    pub base: Setting,
    /// How it comes to a code.
    #[serde(default)]
    pub consent: Consent,
    /// The `scope` of every authorization request.
    pub scope: Option<String>,
    /// Parameters added to every authorization request.
    #[serde(default)]
    pub parameters: BTreeMap<String, String>,
    /// Headers added to every request.
    #[serde(default)]
    pub headers: BTreeMap<String, Setting>,
    /// A file with a certificate authority to trust.
    pub ca: Option<String>,
    /// Further hosts a login may pass through.
    #[serde(default)]
    pub hosts: Vec<String>,
    /// How long a complete answer may take; 10 s if absent.
    pub timeout: Option<Lifetime>,
    /// How many requests in what time; unlimited on loopback if absent, else one a second.
    pub rate: Option<Rate>,
    /// How many codes and tokens in what time.
    pub quota: Option<QuotaTable>,
    /// The initial access token that its registration endpoint wants (RFC 7591 section 3).
    pub registration_token: Option<Setting>,
    /// The clients; the first is the one under test. Where there is none, some are registered for
    /// each run at the registration endpoint.
    #[serde(default)]
    pub client: Vec<SandboxClient>,
    /// How to log in.
    pub login: Option<Login>,
}

/// How a sandbox comes to a code.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "lowercase")]
pub enum Consent {
    /// Only what needs no user is asked, yet a code that comes anyway is used.
    #[default]
    None,
    /// A code comes without a form, perhaps after redirects of the server's own.
    Automatic,
    /// HTML forms are filled and submitted.
    Form,
    /// A browser is driven.
    Browser,
}

/// One client of a sandbox.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SandboxClient {
    /// Its `client_id`.
    pub id: Setting,
    /// Its secret; a public client has none.
    pub secret: Option<Setting>,
    /// What is registered for it; may be empty.
    pub redirect_uris: Vec<Setting>,
    /// How it authenticates.
    #[serde(default)]
    pub auth: ClientAuth,
    /// Whether and how it uses PKCE.
    #[serde(default)]
    pub pkce: PkceUse,
}

/// How a client with a secret authenticates (RFC 6749 section 2.3.1).
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ClientAuth {
    /// HTTP Basic.
    #[default]
    Basic,
    /// In the request body.
    Post,
}

/// How PKCE is used (RFC 7636).
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub enum PkceUse {
    /// The method S256, always.
    #[default]
    S256,
    /// The method plain.
    #[serde(rename = "plain")]
    Plain,
    /// Not at all.
    #[serde(rename = "none")]
    None,
}

/// The `[sandbox.login]` section.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Login {
    /// Where to log in before anything else.
    pub start: Option<String>,
    /// Form fields by name.
    #[serde(default)]
    pub fields: BTreeMap<String, Setting>,
    /// What to press: name, value or label.
    #[serde(default)]
    pub press: Vec<String>,
    /// Who does it.
    #[serde(default)]
    pub by: By,
}

/// Who logs in in a browser.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "lowercase")]
pub enum By {
    /// The program, with the fields and buttons that are named.
    #[default]
    Fields,
    /// A person, in a window; the session is kept.
    Hand,
}

/// How many requests may be sent in what time.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Rate {
    /// As many as there are.
    Unlimited,
    /// One at most in each such span.
    Every(Duration),
}

impl<'de> Deserialize<'de> for Rate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        if text == "unlimited" {
            return Ok(Self::Unlimited);
        }
        let quota = per(&text).ok_or_else(|| {
            de::Error::custom(format_args!("`{text}` is no rate; write \"1/s\", \"10/m\" or \"unlimited\""))
        })?;
        Ok(Self::Every(quota.span / quota.count))
    }
}

/// The quotas of a server.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuotaTable {
    /// Authorization codes.
    pub codes: Option<Quota>,
    /// Tokens.
    pub tokens: Option<Quota>,
}

/// So many in such a span.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Quota {
    /// How many.
    pub count: u32,
    /// In what time.
    pub span: Duration,
}

impl<'de> Deserialize<'de> for Quota {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        per(&text).ok_or_else(|| {
            de::Error::custom(format_args!(
                "`{text}` is no quota; write how many in what time, such as \"8/10m\""
            ))
        })
    }
}

/// `8/10m`, `1/s`.
fn per(text: &str) -> Option<Quota> {
    let (count, span) = text.split_once('/')?;
    let span =
        if span.starts_with(|c: char| c.is_ascii_digit()) { span.to_owned() } else { format!("1{span}") };
    let (count, span) = (count.trim().parse().ok()?, humantime::parse_duration(&span).ok()?);
    (count > 0 && !span.is_zero()).then_some(Quota { count, span })
}
