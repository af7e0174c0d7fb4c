//! The topics of a behaviour: what a claim can be about, a rule can ask and a matrix can show.

use super::Behaviour;
use std::collections::BTreeSet;

/// One key of a behaviour.
#[derive(Clone, Copy, Debug)]
pub struct Topic {
    /// Its dotted path in a scenario, such as `code.lifetime`.
    pub path: &'static str,
    /// What a reader calls it.
    pub title: &'static str,
    /// Whether a stand-in does what is stated; else it is shown as documented only.
    pub executed: bool,
}

const fn executed(path: &'static str, title: &'static str) -> Topic {
    Topic { path, title, executed: true }
}

const fn shown(path: &'static str, title: &'static str) -> Topic {
    Topic { path, title, executed: false }
}

/// Every topic, in the order in which a matrix shows them.
pub const TOPICS: &[Topic] = &[
    executed("redirect_uri.match", "redirect URI compared"),
    executed("redirect_uri.loopback_port", "loopback port"),
    executed("redirect_uri.missing", "redirect URI missing"),
    executed("redirect_uri.none_registered", "no redirect URI registered"),
    executed("redirect_uri.duplicate", "redirect URI sent twice"),
    executed("redirect_uri.decodes", "extra percent-decoding"),
    executed("redirect_uri.normalise", "rewritten before comparing"),
    executed("redirect_uri.refuse", "always refused"),
    executed("redirect_uri.emit", "browser is sent to"),
    executed("redirect_uri.second_error", "bad URI beside another error"),
    executed("redirect_uri.mismatch.at_authorization", "mismatch answered with"),
    executed("redirect_uri.at_token", "compared at token endpoint with"),
    executed("redirect_uri.mismatch.at_token", "mismatch at token endpoint"),
    executed("authorization.callback", "extra callback parameters"),
    executed("authorization.scopes", "scopes"),
    executed("authorization.unknown_client_redirects", "unknown client redirected"),
    executed("state.echo", "state comes back"),
    executed("state.required", "state required"),
    executed("state.when_absent", "state when none was sent"),
    executed("code.lifetime", "code lifetime"),
    executed("code.uses", "code uses"),
    executed("code.expired", "expired code answered"),
    executed("code.replayed", "replayed code answered"),
    executed("code.unknown", "unknown code answered"),
    executed("code.bound_to_client", "code bound to client"),
    executed("code.burnt_by_failure", "failed attempt burns code"),
    executed("code.pkce", "PKCE challenge"),
    executed("pkce.methods", "PKCE methods"),
    executed("pkce.default_method", "PKCE method if none is named"),
    executed("pkce.required_for", "PKCE required for"),
    executed("pkce.required_at_token", "PKCE required to redeem"),
    executed("pkce.missing", "missing PKCE challenge answered"),
    executed("pkce.unchecked", "PKCE left unchecked"),
    executed("pkce.s256", "PKCE hash written as"),
    executed("pkce.challenge_in_code", "PKCE challenge in the code"),
    executed("pkce.tries", "wrong verifiers until a code ends"),
    executed("pkce.advertised", "PKCE methods in metadata"),
    executed("code.grace", "used code still works for"),
    shown("code.race_window", "code race window"),
    executed("token.status", "token success status"),
    executed("token.media_type", "token success media type"),
    executed("token.token_type", "token type"),
    executed("token.expires_in", "expires_in written as"),
    executed("token.cache_control", "token Cache-Control"),
    executed("token.pragma", "token Pragma"),
    executed("token.reads_query", "token endpoint reads the query"),
    executed("token.answers_get", "token endpoint answers GET"),
    executed("token.accepts_duplicates", "repeated token parameter"),
    executed("token.checks_secret", "client secret checked"),
    executed("authentication.methods", "client secret taken from"),
    executed("authentication.unchecked", "client credentials left unchecked"),
    executed("authentication.client_credentials", "token in a client's own name"),
    executed("token.errors", "token errors"),
    executed("access_token.lifetime", "access token lifetime"),
    shown("access_token.format", "access token format"),
    shown("access_token.live_at_once", "access tokens at once"),
    shown("access_token.scheme", "access token scheme"),
    executed("refresh_token.issued", "refresh token issued"),
    executed("refresh_token.lifetime", "refresh token lifetime"),
    executed("refresh_token.rotation", "refresh token rotates"),
    executed("refresh_token.reuse", "rotated refresh token reused"),
    executed("refresh_token.grace", "rotated refresh token works for"),
    executed("refresh_token.revoked", "revoked refresh token answered"),
    executed("revocation.ends_access_tokens", "revoking ends access tokens"),
    executed("introspection.authenticates", "introspection authenticates"),
    executed("resource.reads_query", "resource reads a token in the query"),
    executed("metadata.status", "metadata status"),
    shown("client.redirect_uris", "redirect URIs per client"),
    shown("client.authentication", "client authentication"),
    shown("client.trims_credentials", "credentials trimmed"),
    shown("client.unregistered", "client without redirect URI"),
    shown("data_centres.hosts", "data centres"),
    shown("data_centres.foreign_token", "token of another data centre"),
    shown("accounts.foreign_client", "client and token of two accounts"),
    shown("accounts.token_per_user", "each user needs a token"),
];

/// The paths of the topics on which `behaviour` says something.
#[must_use]
pub fn stated(behaviour: &Behaviour) -> BTreeSet<&'static str> {
    let value = toml::Value::try_from(behaviour).unwrap_or(toml::Value::Boolean(false));
    let says = |path: &str| path.split('.').try_fold(&value, |value, key| value.get(key)).is_some();
    TOPICS.iter().map(|topic| topic.path).filter(|path| says(path)).collect()
}
