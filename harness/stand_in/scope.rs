//! The scope that a request gets at a stand-in (RFC 6749 section 3.3).

use crate::behaviour::{Behaviour, MissingScope, ScopeCheck, ScopeOrder, UnknownScope};

/// What is granted to a request that asks for this scope.
///
/// # Errors
/// With the error code, if it is refused.
pub(super) fn granted(behaviour: &Behaviour, asked: Option<&str>) -> Result<Option<String>, &'static str> {
    let policy = &behaviour.scope;
    let known = behaviour.authorization.scopes.as_deref();
    let Some(asked) = asked.filter(|scope| !scope.is_empty()) else {
        return match policy.missing {
            None => Ok(None),
            Some(MissingScope::Default) => Ok(known.and_then(<[String]>::first).cloned()),
            Some(MissingScope::InvalidScope) => Err("invalid_scope"),
            Some(MissingScope::InvalidRequest) => Err("invalid_request"),
        };
    };
    let mut granted = Vec::new();
    for word in asked.split(' ') {
        match (meant(behaviour, word)?, policy.unknown) {
            (Some(scope), _) => granted.push(scope),
            (None, Some(UnknownScope::Granted)) => granted.push(word),
            (None, Some(UnknownScope::Dropped | UnknownScope::DroppedUnlessAlone)) => {}
            (None, Some(UnknownScope::Refused) | None) => return Err("invalid_scope"),
        }
    }
    let lacks = |required: &String| !granted.contains(&required.as_str());
    let is_bare = granted.is_empty() && policy.unknown == Some(UnknownScope::DroppedUnlessAlone);
    if is_bare || policy.required.iter().flatten().any(lacks) {
        return Err("invalid_scope");
    }
    let place = |scope: &&str| known.and_then(|known| known.iter().position(|known| known == scope));
    if policy.order == Some(ScopeOrder::AsListed) && !granted.is_sorted_by_key(place) {
        return Err("invalid_scope");
    }
    let instead = policy.granted.as_ref().map(|instead| instead.join(" "));
    Ok(Some(instead.unwrap_or_else(|| granted.join(" "))).filter(|scope| !scope.is_empty()))
}

/// The scope that a word stands for, if there is one; all are there where none are listed.
///
/// # Errors
/// If it is no scope at all.
fn meant<'a>(behaviour: &'a Behaviour, word: &'a str) -> Result<Option<&'a str>, &'static str> {
    let unchecked = |check| behaviour.scope.unchecked.iter().flatten().any(|other| *other == check);
    if !is_scope_token(word) && !unchecked(ScopeCheck::Syntax) {
        return Err("invalid_scope");
    }
    let Some(known) = &behaviour.authorization.scopes else { return Ok(Some(word)) };
    let any_case = unchecked(ScopeCheck::LetterCase);
    let same = |known: &&String| *known == word || any_case && known.eq_ignore_ascii_case(word);
    Ok(known.iter().find(same).map(String::as_str))
}

/// Whether a word is a `scope-token` (RFC 6749 appendix A.4).
fn is_scope_token(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'"' | b'\\'))
}
