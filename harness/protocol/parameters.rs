//! Request and response parameters that keep their order, their duplicates and their raw text.

use super::encoding::{decode_form, encode};
use serde::{Deserialize, Serialize};
use std::fmt;

/// One `name=value` as it stands on the wire, still encoded.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Parameter {
    /// The name, still encoded.
    pub name: String,
    /// The value, still encoded.
    pub value: String,
}

impl Parameter {
    /// The name after form decoding; bytes that are no UTF-8 are replaced.
    #[must_use]
    pub fn decoded_name(&self) -> String {
        decoded(&self.name)
    }

    /// The value after form decoding; bytes that are no UTF-8 are replaced.
    #[must_use]
    pub fn decoded_value(&self) -> String {
        decoded(&self.value)
    }

    /// Whether that is the name after form decoding.
    fn is_named(&self, name: &str) -> bool {
        if is_plain(&self.name) { self.name == name } else { self.decoded_name() == name }
    }
}

/// Most names are as they were sent, and are looked up often.
fn is_plain(wire: &str) -> bool {
    !wire.contains(['%', '+'])
}

fn decoded(wire: &str) -> String {
    if is_plain(wire) { wire.to_owned() } else { String::from_utf8_lossy(&decode_form(wire)).into_owned() }
}

/// An ordered list of parameters. Displayed, it is the query or form body, byte for byte.
///
/// ```
/// use oauth_litmus::protocol::Parameters;
/// let twice = Parameters::parse("a=1&a=%32");
/// assert_eq!(twice.all("a"), ["1", "2"]);
/// assert_eq!(twice.to_string(), "a=1&a=%32");
/// ```
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Parameters(Vec<Parameter>);

impl Parameters {
    /// Splits a raw query or form body; nothing is decoded or lost.
    #[must_use]
    pub fn parse(raw: &str) -> Self {
        let pairs = raw.split('&').filter(|pair| !pair.is_empty());
        Self(
            pairs
                .map(|pair| {
                    let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
                    Parameter { name: name.to_owned(), value: value.to_owned() }
                })
                .collect(),
        )
    }

    /// Adds a parameter, encoding both sides.
    pub fn push(&mut self, name: &str, value: &str) {
        self.push_raw(encode(name), encode(value));
    }

    /// Adds a parameter whose text is on the wire as it is given.
    pub fn push_raw(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.0.push(Parameter { name: name.into(), value: value.into() });
    }

    /// Adds, encoded, or replaces the first parameter of that name.
    pub fn set(&mut self, name: &str, value: &str) {
        match self.0.iter_mut().find(|parameter| parameter.is_named(name)) {
            Some(parameter) => parameter.value = encode(value),
            None => self.push(name, value),
        }
    }

    /// Takes out every parameter of that name.
    pub fn remove(&mut self, name: &str) {
        self.0.retain(|parameter| !parameter.is_named(name));
    }

    /// Appends all of `others`, in order.
    pub fn extend(&mut self, others: Self) {
        self.0.extend(others.0);
    }

    /// The first decoded value of that name.
    #[must_use]
    pub fn first(&self, name: &str) -> Option<String> {
        self.named(name).next().map(Parameter::decoded_value)
    }

    /// All decoded values of that name, in order.
    #[must_use]
    pub fn all(&self, name: &str) -> Vec<String> {
        self.named(name).map(Parameter::decoded_value).collect()
    }

    /// The parameters in order.
    pub fn iter(&self) -> impl Iterator<Item = &Parameter> {
        self.0.iter()
    }

    /// Whether there is none at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn named<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Parameter> {
        self.0.iter().filter(move |parameter| parameter.is_named(name))
    }
}

impl fmt::Display for Parameters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, parameter) in self.0.iter().enumerate() {
            let separator = if index == 0 { "" } else { "&" };
            write!(f, "{separator}{}={}", parameter.name, parameter.value)?;
        }
        Ok(())
    }
}

impl<'a> FromIterator<(&'a str, &'a str)> for Parameters {
    fn from_iter<I: IntoIterator<Item = (&'a str, &'a str)>>(pairs: I) -> Self {
        let mut parameters = Self::default();
        for (name, value) in pairs {
            parameters.push(name, value);
        }
        parameters
    }
}
