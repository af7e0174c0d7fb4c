//! How the bodies of a token endpoint are laid out: where its members are, and how they are
//! written.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use serde_json::{Map, Value};

/// A member of a body, or a member of a member: in a scenario its name, or the names on the way
/// to it (`["error", "message"]`).
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Place(Vec<String>);

impl Place {
    /// The place at the end of these names; none if there are none.
    #[must_use]
    pub fn at(way: Vec<String>) -> Option<Self> {
        if way.is_empty() { None } else { Some(Self(way)) }
    }

    /// The names on the way to it.
    #[must_use]
    pub fn way(&self) -> &[String] {
        &self.0
    }

    /// Whether it is the member of that name, of the body itself.
    #[must_use]
    pub fn is(&self, name: &str) -> bool {
        matches!(self.0.as_slice(), [only] if only == name)
    }

    /// Puts a value there; what stands in the way and has no members itself is left as it is, and
    /// the value is left out.
    pub fn put(&self, members: &mut Map<String, Value>, value: Value) {
        let Some((last, before)) = self.0.split_last() else { return };
        let mut at = members;
        for name in before {
            let entry = at.entry(name.clone()).or_insert_with(|| Value::Object(Map::new()));
            let Value::Object(inner) = entry else { return };
            at = inner;
        }
        at.insert(last.clone(), value);
    }
}

impl From<&str> for Place {
    fn from(name: &str) -> Self {
        Self(vec![name.to_owned()])
    }
}

impl<'de> Deserialize<'de> for Place {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged, expecting = "the name of a member, or a list of the names on the way to it")]
        enum Written {
            Name(String),
            Way(Vec<String>),
        }
        let way = match Written::deserialize(deserializer)? {
            Written::Name(name) => vec![name],
            Written::Way(way) => way,
        };
        if way.is_empty() || way.iter().any(String::is_empty) {
            return Err(de::Error::custom("a member has a name; write one, or those on the way to it"));
        }
        Ok(Self(way))
    }
}

impl Serialize for Place {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0.as_slice() {
            [only] => only.serialize(serializer),
            way => way.serialize(serializer),
        }
    }
}

/// The members of `under`, with those of `over` laid over them, member by member.
pub(super) fn laid_over(under: &Map<String, Value>, over: &Map<String, Value>) -> Map<String, Value> {
    let mut members = under.clone();
    for (name, value) in over {
        let value = match (members.get(name), value) {
            (Some(Value::Object(under)), Value::Object(over)) => Value::Object(laid_over(under, over)),
            (_, value) => value.clone(),
        };
        members.insert(name.clone(), value);
    }
    members
}

/// The media type and layout of an error body.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum BodyShape {
    /// `application/json`, an object.
    Json,
    /// The same JSON text, sent as `text/html`.
    JsonAsHtml,
    /// `application/x-www-form-urlencoded`.
    Form,
    /// The same form, sent as `text/plain`.
    FormAsText,
    /// JSON if the request says in `Accept` that it takes that, else a form (GitHub).
    FormUnlessJsonAccepted,
    /// An HTML page that names the code.
    Html,
}

impl BodyShape {
    /// What is sent to one who says to take JSON, or does not.
    #[must_use]
    pub const fn sent(self, accepts_json: bool) -> Self {
        match self {
            Self::FormUnlessJsonAccepted if accepts_json => Self::Json,
            Self::FormUnlessJsonAccepted => Self::Form,
            shape => shape,
        }
    }
}

/// The layout of a success, and of errors that have none of their own.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum TokenBody {
    /// A JSON object (RFC 6749 section 5.1).
    Json,
    /// `application/x-www-form-urlencoded`.
    Form,
    /// JSON if the request says in `Accept` that it takes that, else a form (GitHub).
    FormUnlessJsonAccepted,
}

impl From<TokenBody> for BodyShape {
    fn from(body: TokenBody) -> Self {
        match body {
            TokenBody::Json => Self::Json,
            TokenBody::Form => Self::Form,
            TokenBody::FormUnlessJsonAccepted => Self::FormUnlessJsonAccepted,
        }
    }
}

/// What stands between the scopes that a token answer tells.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ScopeSeparator {
    /// A space (RFC 6749 section 3.3).
    Space,
    /// A comma (GitHub, Slack).
    Comma,
}

#[cfg(test)]
mod tests {
    use super::{Place, laid_over};
    use serde_json::{Map, Value, json};

    fn members(value: &Value) -> Map<String, Value> {
        value.as_object().cloned().expect("an object")
    }

    #[test]
    fn a_value_is_put_among_what_is_there_and_never_over_it() {
        let way = |names: &[&str]| Place::at(names.iter().map(|&name| name.to_owned()).collect());
        let mut body = members(&json!({ "error": { "code": 100 }, "ok": false }));
        way(&["error", "type"]).expect("a place").put(&mut body, "odd".into());
        way(&["ok", "type"]).expect("a place").put(&mut body, "lost".into());
        assert_eq!(Value::Object(body), json!({ "error": { "code": 100, "type": "odd" }, "ok": false }));
        assert_eq!(way(&[]), None);
    }

    #[test]
    fn members_are_laid_over_member_by_member() {
        let all = members(&json!({ "ok": false, "error": { "code": 100, "subcode": 1 } }));
        let own = members(&json!({ "error": { "subcode": 36009 } }));
        let both = json!({ "ok": false, "error": { "code": 100, "subcode": 36009 } });
        assert_eq!(Value::Object(laid_over(&all, &own)), both);
    }
}
