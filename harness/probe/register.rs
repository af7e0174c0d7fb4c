//! The registration of a client by the probe itself (RFC 7591).

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::fmt;

/// What is registered for a client. Where nothing else is said, it is one of the code grant, without a
/// secret, with the redirect URI that the probe is about.
///
/// In texts `{redirect_uri}` stands for that URI, and `{scope}` for the first scope that is usually
/// asked for.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(default)]
pub struct Register {
    /// Members of the request, by their names in RFC 7591 section 2.
    pub members: Map<String, Value>,
}

impl Register {
    /// A client with this member beside or instead of the usual ones; null leaves one out.
    #[must_use]
    pub fn with(mut self, name: &str, value: Value) -> Self {
        self.members.insert(name.to_owned(), value);
        self
    }
}

impl fmt::Display for Register {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("register a client")?;
        self.members.iter().try_for_each(|(name, value)| match value {
            Value::Null => write!(f, ", without {name}"),
            value => write!(f, ", {name} is {value}"),
        })
    }
}
