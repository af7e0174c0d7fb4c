//! What the body of an answer says of an error, and where: servers have many dialects.

use serde_json::{Map, Value};

/// The error that a body tells of.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct TokenError {
    /// The code, if there is one.
    pub code: Option<String>,
    /// Where the code is: the names on the way to it.
    pub code_in: Vec<String>,
    /// The text for people, if there is one.
    pub description: Option<String>,
    /// Where that is.
    pub description_in: Vec<String>,
}

/// The names of a code, the most telling first. A number counts only if nothing else is there.
const CODES: [&str; 9] =
    ["error", "code", "type", "error_code", "errcode", "errorCode", "status", "reason", "error_subcode"];

/// The names of a text for people.
const TEXTS: [&str; 10] = [
    "error_description",
    "errorDescription",
    "error_message",
    "message",
    "msg",
    "errmsg",
    "description",
    "detail",
    "reason",
    "title",
];

/// How deep an error may be inside other members.
const DEEPEST: usize = 4;

impl TokenError {
    /// The error in the members of a body that came with `status`. What is not called `error` is
    /// one only where the status, or a member such as `ok`, says that the request failed.
    pub(super) fn read(members: &Map<String, Value>, status: u16) -> Option<Self> {
        let named = members.get("error").and_then(|error| of_error(error, members));
        let failed = status >= 400 || denies(members);
        named.or_else(|| if failed { anywhere(members, 0) } else { None }).or_else(|| {
            denies(members).then(|| {
                let mut error = Self::default();
                error.describe(members, &[]);
                error
            })
        })
    }

    /// The same with the text that stands in these members, whose way this is.
    fn describe(&mut self, members: &Map<String, Value>, way: &[String]) {
        let text = |name: &&'static str| Some((*name, filled(members.get(*name)?)?));
        let mut names = TEXTS.iter().filter(|name| self.code_in != extended(way, name));
        let Some((name, text)) = names.find_map(text) else { return };
        self.description = Some(text);
        self.description_in = extended(way, name);
    }
}

/// Whether a body says that the request failed, whatever its status is.
fn denies(members: &Map<String, Value>) -> bool {
    let no = |name: &str| members.get(name) == Some(&Value::Bool(false));
    let says = |name: &str, words: &[&str]| {
        members.get(name).and_then(Value::as_str).is_some_and(|said| words.contains(&said))
    };
    no("ok")
        || no("success")
        || members.get("error") == Some(&Value::Bool(true))
        || says("object", &["error"])
        || says("status", &["error", "fail", "failed", "failure"])
        || ["errcode", "error_code"]
            .iter()
            .any(|name| members.get(*name).and_then(Value::as_i64).is_some_and(|number| number != 0))
}

/// What a member `error` says, among its siblings.
fn of_error(error: &Value, siblings: &Map<String, Value>) -> Option<TokenError> {
    let way = vec!["error".to_owned()];
    match error {
        Value::String(_) | Value::Number(_) => {
            let mut found = TokenError { code: Some(scalar(error)?), code_in: way, ..TokenError::default() };
            found.describe(siblings, &[]);
            Some(found)
        }
        Value::Object(members) => {
            let mut found = within(members, &way)?;
            if found.description.is_none() {
                found.describe(siblings, &[]);
            }
            Some(found)
        }
        Value::Array(items) => items.first().and_then(|item| of_error(item, siblings)),
        Value::Null | Value::Bool(_) => None,
    }
}

/// The code among these members, whose way this is, and the text beside it.
fn within(members: &Map<String, Value>, way: &[String]) -> Option<TokenError> {
    let texts = CODES.iter().filter_map(|name| Some((*name, filled(members.get(*name)?)?)));
    let numbers = CODES.iter().filter_map(|name| match members.get(*name)? {
        Value::Number(number) if number.as_i64() != Some(0) => Some((*name, number.to_string())),
        _ => None,
    });
    let (name, code) =
        texts.chain(numbers).next().map_or((None, None), |(name, code)| (Some(name), Some(code)));
    let code_in = name.map(|name| extended(way, name)).unwrap_or_default();
    let mut found = TokenError { code, code_in, ..TokenError::default() };
    found.describe(members, way);
    if found.code.is_some() || found.description.is_some() { Some(found) } else { None }
}

/// The error among these members of a body, or among theirs.
fn anywhere(members: &Map<String, Value>, depth: usize) -> Option<TokenError> {
    within_or_below(members, &[], depth)
}

fn within_or_below(members: &Map<String, Value>, way: &[String], depth: usize) -> Option<TokenError> {
    if depth >= DEEPEST {
        return None;
    }
    let here = within(members, way);
    if here.as_ref().is_some_and(|found| found.code.is_some() && !is_echo(found)) {
        return here;
    }
    let below = members.iter().find_map(|(name, value)| {
        let inner = match value {
            Value::Object(inner) => inner,
            Value::Array(items) => items.first()?.as_object()?,
            _ => return None,
        };
        within_or_below(inner, &extended(way, name), depth + 1).filter(|found| found.code.is_some())
    });
    below.or(here)
}

/// Whether what was taken for a code only says that there is an error.
fn is_echo(found: &TokenError) -> bool {
    let code = found.code.as_deref().unwrap_or_default();
    matches!(code, "error" | "fail" | "failed" | "failure")
        || found.code_in.last().is_some_and(|name| name == "status") && code.parse::<u16>().is_ok()
}

fn extended(way: &[String], name: &str) -> Vec<String> {
    way.iter().cloned().chain([name.to_owned()]).collect()
}

/// A text or a number, as text.
fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::Number(number) => Some(number.to_string()),
        value => filled(value),
    }
}

/// A text that is not empty.
fn filled(value: &Value) -> Option<String> {
    value.as_str().filter(|text| !text.is_empty()).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::TokenError;
    use rstest::rstest;
    use serde_json::{Value, json};

    fn read(body: &Value, status: u16) -> Option<(Option<String>, String, Option<String>, String)> {
        let members = body.as_object().expect("an object");
        let found = TokenError::read(members, status)?;
        Some((found.code, found.code_in.join("."), found.description, found.description_in.join(".")))
    }

    #[rstest]
    #[case::rfc(
        json!({"error": "invalid_grant", "error_description": "gone"}), 400,
        "invalid_grant", "error", "gone", "error_description"
    )]
    #[case::slack(json!({"ok": false, "error": "invalid_code"}), 200, "invalid_code", "error", "", "")]
    #[case::facebook(
        json!({"error": {"message": "used", "type": "OAuthException", "code": 100, "error_subcode": 36009}}), 400,
        "OAuthException", "error.type", "used", "error.message"
    )]
    #[case::notion(
        json!({"object": "error", "status": 400, "code": "invalid_request", "message": "no"}), 400,
        "invalid_request", "code", "no", "message"
    )]
    #[case::hubspot(
        json!({"status": "BAD_AUTH_CODE", "message": "expired"}), 400,
        "BAD_AUTH_CODE", "status", "expired", "message"
    )]
    #[case::google_api(
        json!({"error": {"code": 400, "message": "no", "status": "INVALID_ARGUMENT"}}), 400,
        "INVALID_ARGUMENT", "error.status", "no", "error.message"
    )]
    #[case::number(json!({"error": 17, "msg": "no"}), 200, "17", "error", "no", "msg")]
    #[case::wechat(json!({"errcode": 40029, "errmsg": "bad"}), 200, "40029", "errcode", "bad", "errmsg")]
    #[case::list(json!({"error": [{"code": "x"}]}), 200, "x", "error.code", "", "")]
    #[case::list_of_errors(json!({"errors": [{"code": "x", "message": "y"}]}), 400, "x", "errors.code", "y", "errors.message")]
    #[case::below(
        json!({"status": "error", "data": {"error_code": "x", "description": "d"}}), 200,
        "x", "data.error_code", "d", "data.description"
    )]
    fn a_code_is_found_where_its_dialect_has_it(
        #[case] body: Value,
        #[case] status: u16,
        #[case] code: &str,
        #[case] code_in: &str,
        #[case] description: &str,
        #[case] description_in: &str,
    ) {
        let expected = (
            Some(code.to_owned()),
            code_in.to_owned(),
            (!description.is_empty()).then(|| description.to_owned()),
            description_in.to_owned(),
        );
        assert_eq!(read(&body, status), Some(expected));
    }

    #[rstest]
    #[case::null(json!({"error": null, "code": "x"}), 200)]
    #[case::empty(json!({"error": ""}), 200)]
    #[case::no(json!({"error": false}), 200)]
    #[case::nothing(json!({"error": {}}), 200)]
    #[case::an_empty_list(json!({"error": []}), 200)]
    #[case::of_a_success(json!({"ok": true, "code": "x", "status": "ok", "errcode": 0}), 200)]
    fn what_tells_of_no_error_is_none(#[case] body: Value, #[case] status: u16) {
        assert_eq!(read(&body, status), None);
    }

    #[test]
    fn a_plain_no_is_an_error_without_a_code() {
        for body in [json!({"ok": false}), json!({"success": false}), json!({"error": true})] {
            let (code, ..) = read(&body, 200).expect("an error");
            assert_eq!(code, None, "{body}");
        }
        let told = read(&json!({"ok": false, "message": "no"}), 200).expect("an error");
        assert_eq!(told, (None, String::new(), Some("no".to_owned()), "message".to_owned()));
    }

    #[test]
    fn what_is_too_deep_is_not_looked_for() {
        let deep = (0..9).fold(json!({"code": "x"}), |inner, _| json!({ "data": inner }));
        assert_eq!(read(&deep, 400), None);
    }
}
