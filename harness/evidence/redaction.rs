//! Redaction: secrets, codes and tokens become names before anything is shown or written.

use super::{
    exchange::{Exchange, Received},
    exits::exits,
    likeness::{LIKE, alike},
    observation::Observation,
    token_answer::TokenAnswer,
};
use crate::{
    probe::Alteration,
    protocol::{Parameters, Secret, encode, is_loopback, well_known},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use url::Url;

/// The names that stand for secret values, and the base that stands for the target.
#[derive(Clone, Debug, Default)]
pub struct Redaction {
    /// Values and their names; the longest value first when applied.
    names: BTreeMap<String, String>,
    /// What it was told of at the start, with their names.
    secrets: Vec<(String, Secret)>,
    /// The codes, in order.
    codes: Vec<String>,
    tokens: usize,
}

impl Redaction {
    /// Knows the target's base URL, which becomes `{target}`, and secrets by their names.
    #[must_use]
    pub fn new(base: &str, secrets: &[(String, Secret)]) -> Self {
        let mut redaction = Self::default();
        redaction.hide(base.trim_end_matches('/'), "{target}");
        for (name, secret) in secrets {
            redaction.hide(secret.reveal(), name);
        }
        secrets.clone_into(&mut redaction.secrets);
        redaction
    }

    /// Knows one more address of the target, and where metadata about it is.
    #[must_use]
    pub fn at(mut self, base: &str) -> Self {
        let base = base.trim_end_matches('/');
        self.hide(base, "{target}");
        if let (Some(of_base), Some(of_root)) = (well_known(base), well_known("http://root")) {
            self.hide(of_base.as_str(), &format!("{{target}}{}", of_root.path()));
        }
        self
    }

    /// Knows every code and token of an observation, numbered in order, and what it made of
    /// secrets.
    #[must_use]
    pub fn knowing(mut self, observation: &Observation) -> Self {
        for exchange in observation.everything() {
            self.learn(exchange);
        }
        for alteration in observation.probe.secret_alterations() {
            self.learn_altered(alteration);
        }
        self
    }

    /// `text` with every known value replaced by its name.
    #[must_use]
    pub fn apply(&self, text: &str) -> String {
        let mut values: Vec<_> = self.names.iter().collect();
        values.sort_by_key(|(value, _)| std::cmp::Reverse(value.len()));
        values.into_iter().fold(text.to_owned(), |text, (value, name)| {
            if text.contains(value.as_str()) { text.replace(value.as_str(), name) } else { text }
        })
    }

    /// The same, with names that can stand in a URL and be parsed again, and `place` for the
    /// target's host, `here` if that is on this machine.
    #[must_use]
    pub fn parseable(&self, place: &str, here: &str) -> Self {
        let of_target = self.names.iter().filter(|(_, name)| name.contains("{target}"));
        let mut of_target = of_target.filter_map(|(value, _)| Url::parse(value).ok());
        let place = if of_target.any(|address| is_loopback(&address)) { here } else { place };
        let names = self.names.iter().map(|(value, name)| {
            let scheme = value.split_once("://").map_or("http", |(scheme, _)| scheme);
            let name = name.replace('#', "~").replace("{target}", &format!("{scheme}://{place}"));
            (value.clone(), name)
        });
        Self { names: names.collect(), ..self.clone() }
    }

    /// Secrets that were sent altered: what is left of one tells most of it. What another secret
    /// is, keeps that one's name.
    fn learn_altered(&mut self, alteration: Alteration) {
        for (name, secret) in self.secrets.clone() {
            let altered = alteration.apply(secret.reveal());
            if altered.len() >= SHORTEST && !self.names.contains_key(&altered) {
                self.hide(&altered, &format!("{name}~{}", alteration.name()));
            }
        }
    }

    fn learn(&mut self, exchange: &Exchange) {
        for (_, cookies) in exchange.sent.headers.iter().filter(|(name, _)| *name == "cookie") {
            let values = cookies.split("; ").filter_map(|pair| pair.split_once('='));
            values.filter(|(_, value)| value.len() > 5).for_each(|(_, value)| self.hide(value, "cookie"));
        }
        self.learn_credentials(exchange);
        let Ok(received) = &exchange.received else { return };
        for exit in exits(received) {
            let (before, fragment) = exit.target.split_once('#').unwrap_or((&exit.target, ""));
            let query = before.split_once('?').map_or("", |(_, query)| query);
            for parameters in [exit.parameters.clone(), Parameters::parse(query), Parameters::parse(fragment)]
            {
                self.learn_parameters(&parameters, &exchange.sent.url);
            }
        }
        self.learn_answer(received, &exchange.sent.url);
        for (name, value) in &received.headers {
            if name == "set-cookie" {
                let text = String::from_utf8_lossy(value);
                let pair = text.split(';').next().unwrap_or_default();
                if let Some((_, value)) = pair.split_once('=').filter(|(_, value)| value.len() > 5) {
                    self.hide(value, "cookie");
                }
            }
        }
    }

    /// The secret of a client that is no client of the target's: one that a probe registered.
    fn learn_credentials(&mut self, exchange: &Exchange) {
        let body = Parameters::parse(exchange.sent.body.as_deref().unwrap_or_default());
        let mut secrets = body.all("client_secret");
        let header = exchange.sent.headers.iter().find(|(name, _)| *name == "authorization");
        let basic = header.and_then(|(_, value)| STANDARD.decode(value.strip_prefix("Basic ")?).ok());
        let basic = basic.and_then(|bytes| String::from_utf8(bytes).ok());
        secrets.extend(basic.and_then(|pair| Some(pair.split_once(':')?.1.to_owned())));
        for secret in secrets.iter().filter(|secret| secret.len() >= LONG_AS_ISSUED) {
            if !self.names.keys().any(|known| secret.contains(known.as_str()) || known.contains(secret)) {
                self.hide(secret, "$REGISTERED_SECRET");
            }
        }
    }

    /// Codes and tokens among parameters; what we sent ourselves is no secret.
    fn learn_parameters(&mut self, parameters: &Parameters, sent: &str) {
        for parameter in parameters.iter() {
            let (name, value) = (parameter.decoded_name(), parameter.decoded_value());
            if value.len() < SHORTEST
                || sent.contains(&encode(&encode(&value)))
                || sent.contains(&encode(&value))
            {
                continue;
            }
            if name == "code" {
                self.number(&value, "code");
            } else if name.ends_with("_token") {
                self.number(&value, "token");
            }
            if (name == "code" || name.ends_with("_token")) && parameter.value != value {
                let known = self.names.get(&value).cloned().unwrap_or_default();
                self.hide(&parameter.value, &known);
            }
        }
    }

    /// Tokens in the answer of a token endpoint, as JSON or as a form.
    fn learn_answer(&mut self, received: &Received, sent: &str) {
        let answer = TokenAnswer::read(received);
        match &answer.json {
            Some(members) => self.learn_members(members),
            None => self.learn_parameters(&Parameters::parse(received.text().trim()), sent),
        }
    }

    /// Tokens among the members of an object, and among theirs.
    fn learn_members(&mut self, members: &Map<String, Value>) {
        for (name, value) in members {
            match value {
                Value::String(token) if name.ends_with("_token") && token.len() >= SHORTEST => {
                    self.number(token, "token");
                }
                Value::Object(inner) => self.learn_members(inner),
                Value::Array(items) => {
                    items.iter().filter_map(Value::as_object).for_each(|inner| self.learn_members(inner));
                }
                _ => {}
            }
        }
    }

    fn number(&mut self, value: &str, kind: &str) {
        if self.names.contains_key(value) {
            return;
        }
        let (count, like) = if kind == "code" {
            let like = self.codes.iter().any(|known| alike(known, value));
            self.codes.push(value.to_owned());
            (self.codes.len(), if like { LIKE } else { "" })
        } else {
            self.tokens += 1;
            (self.tokens, "")
        };
        let name = format!("{kind}#{count}{}{like}", beyond(value));
        for alteration in Alteration::ALL {
            let altered = alteration.apply(value);
            // Short values, such as the names in a journal, can be alterations of one another.
            if !self.names.contains_key(&altered) {
                self.hide(&altered, &format!("{name}~{}", alteration.name()));
            }
        }
        self.hide(value, &name);
    }

    /// Hides a value in every spelling it may be shown in: raw, percent-encoded in either case,
    /// and as JSON writes it.
    fn hide(&mut self, value: &str, name: &str) {
        if value.is_empty() {
            return;
        }
        let encoded = encode(value);
        let json = serde_json::to_string(value).unwrap_or_default();
        let json = json.trim_matches('"').to_owned();
        let spellings = [value.to_owned(), lower_hex(&encoded), encoded, json.replace('/', "\\/"), json];
        for spelling in spellings {
            self.names.insert(spelling, name.to_owned());
        }
    }
}

/// What the name of a value ends in, so that it has the characters that a token has not, or has
/// not in a header, if the value has such: one outside `VSCHAR` (RFC 6749 appendix A), or one
/// outside `b64token` (RFC 6750 section 2.1).
fn beyond(value: &str) -> &'static str {
    let in_header = |c: char| c.is_ascii_alphanumeric() || "-._~+/".contains(c);
    if !value.chars().all(|c| matches!(c, ' '..='~')) {
        "\u{fffd}"
    } else if value.trim_end_matches('=').chars().all(in_header) {
        ""
    } else {
        "!"
    }
}

/// The shortest secret that a server may be taken to have made.
const LONG_AS_ISSUED: usize = 20;

/// The shortest code or token that is hidden: a shorter one would blank out ordinary text.
const SHORTEST: usize = 4;

/// Escapes with lower-case hex digits.
fn lower_hex(encoded: &str) -> String {
    let mut out = String::with_capacity(encoded.len());
    let mut escape = 0;
    for c in encoded.chars() {
        escape = if c == '%' { 3_u8 } else { escape };
        out.push(if escape > 0 { c.to_ascii_lowercase() } else { c });
        escape = escape.saturating_sub(1);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::Redaction;
    use crate::{
        evidence::{Exchange, Received, Sent},
        probe::Alteration,
        protocol::Secret,
    };

    #[test]
    fn a_name_that_is_another_one_cut_short_stays_what_it_is() {
        let mut redaction = Redaction::default();
        for name in ["token~1", "token~10"] {
            redaction.number(name, "token");
        }
        assert_eq!(redaction.apply("token~1 token~10"), "token#1 token#2");
    }

    #[test]
    fn a_value_is_hidden_in_both_spellings() {
        let redaction = Redaction::new("http://127.0.0.1:9/", &[("$SECRET".to_owned(), Secret::new("s/3"))]);
        assert_eq!(
            redaction.apply("http://127.0.0.1:9/token?client_secret=s%2F3&x=s/3"),
            "{target}/token?client_secret=$SECRET&x=$SECRET"
        );
    }

    #[test]
    fn a_token_inside_of_other_members_is_hidden() {
        let body = r#"{"all":[{"refresh_token":"xoxe-2"}],"ok":true,"user":{"access_token":"xoxp-1"}}"#;
        let url = "http://127.0.0.1:9/token".to_owned();
        let mut redaction = Redaction::new("http://127.0.0.1:9/", &[]);
        redaction.learn(&Exchange {
            sent: Sent { method: "POST", url, headers: Vec::new(), body: None },
            received: Ok(Received::new(200, Vec::new(), body.into())),
        });
        let hidden = r#"{"all":[{"refresh_token":"token#1"}],"ok":true,"user":{"access_token":"token#2"}}"#;
        assert_eq!(redaction.apply(body), hidden);
    }

    #[test]
    fn an_altered_secret_is_hidden_and_a_whole_one_keeps_its_name() {
        let secrets = [("$A", "app-secret"), ("$B", "app-secretx")];
        let secrets = secrets.map(|(name, secret)| (name.to_owned(), Secret::new(secret)));
        let mut redaction = Redaction::new("http://127.0.0.1:9/", &secrets);
        for alteration in Alteration::ALL {
            redaction.learn_altered(alteration);
        }
        let shown = redaction.apply("app-secre app-secretx APP-SECRET app-sAcret app-secret");
        assert_eq!(shown, "$A~shortened $B $A~case-swapped $A~changed $A");
    }
}
