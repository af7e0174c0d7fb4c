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
    executed("authorization.methods", "authorization methods"),
    executed("authorization.response_types", "response types"),
    executed("authorization.unchecked", "unchecked in authorization requests"),
    executed("authorization.refuses", "refused in authorization requests"),
    executed("authorization.oddities", "odd in authorization responses"),
    executed("authorization.login", "login page shown"),
    executed("authorization.redirect_status", "redirect after a POST"),
    executed("authorization.page_loads", "loaded by pages"),
    executed("authorization.errors", "authorization errors"),
    executed("authorization.headers", "authorization header fields"),
    executed("authorization.issuer", "iss in responses"),
    executed("authorization.issuer_in_errors", "iss in error responses"),
    executed("state.echo", "state comes back"),
    executed("state.on_error", "state comes back with an error"),
    executed("state.required", "state required"),
    executed("state.echoes_empty", "empty state comes back"),
    executed("state.accepts_duplicates", "repeated state"),
    executed("state.when_absent", "state when none was sent"),
    executed("code.lifetime", "code lifetime"),
    executed("code.uses", "code uses"),
    executed("code.expired", "expired code answered"),
    executed("code.replayed", "replayed code answered"),
    executed("code.unknown", "unknown code answered"),
    executed("code.values", "code made"),
    executed("code.compare", "code compared"),
    executed("code.bound_to_client", "code bound to client"),
    executed("code.bound_to_public_client", "code bound to public client"),
    executed("code.reads_scope", "scope read with the code"),
    executed("code.works_as", "code passes for"),
    executed("code.burnt_by_failure", "failed attempt burns code"),
    executed("code.pkce", "PKCE challenge"),
    executed("code.grace", "used code still works for"),
    executed("code.race_window", "code race window"),
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
    executed("token.cors", "token endpoint read by other origins"),
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
    executed("refresh_token.remembered", "replaced refresh tokens known"),
    executed("refresh_token.revoked", "revoked refresh token answered"),
    executed("refresh_token.unknown", "unknown refresh token answered"),
    executed("refresh_token.unchecked", "not checked of a refresh"),
    executed("refresh_token.ended_by", "failed refresh that ends the token"),
    executed("refresh_token.narrowed", "refresh for a narrower scope"),
    executed("refresh_token.omitted_scope", "scope where a refresh names none"),
    executed("refresh_token.as_bearer", "refresh token taken by a resource"),
    executed("revocation.authenticates", "revocation authenticates"),
    executed("revocation.bound_to_client", "only own tokens revoked"),
    executed("revocation.answers_get", "revocation answers GET"),
    executed("revocation.accepts_duplicates", "repeated parameter at revocation"),
    executed("revocation.revokes", "tokens that are revoked"),
    executed("revocation.unsupported", "other tokens answered"),
    executed("revocation.missing_token", "revocation without a token answered"),
    executed("revocation.refuses", "dead tokens revocation refuses"),
    executed("revocation.hint", "hint at revocation"),
    executed("revocation.delay", "revoked token still works for"),
    executed("revocation.ends_access_tokens", "revoking ends access tokens"),
    executed("revocation.ends_refresh_tokens", "revoking ends refresh tokens"),
    executed("revocation.ends_other_grants", "revoking ends other grants"),
    executed("revocation.spares_refresh_tokens", "revoking spares refresh tokens"),
    executed("introspection.authenticates", "introspection authenticates"),
    executed("introspection.unauthorized", "introspection refuses with"),
    executed("introspection.answers_get", "introspection answers GET"),
    executed("introspection.unchecked", "introspection does not check"),
    executed("introspection.refuses", "dead tokens introspection refuses"),
    executed("introspection.hint", "hint at introspection"),
    executed("introspection.active", "active written as"),
    executed("introspection.members", "told of an active token"),
    executed("introspection.inactive", "told of an inactive token"),
    executed("resource.reads_query", "resource reads a token in the query"),
    executed("resource.cache_control", "Cache-Control where it did"),
    executed("resource.exact_scheme", "scheme in exact letter case"),
    executed("resource.accepts_duplicates", "token in two ways"),
    executed("resource.challenge", "resource challenges with"),
    executed("resource.missing", "missing token answered"),
    executed("resource.invalid", "bad token answered"),
    executed("resource.insufficient_scopes", "scopes that open nothing"),
    executed("resource.insufficient", "too little scope answered"),
    executed("metadata.status", "metadata status"),
    executed("metadata.media_type", "metadata media type"),
    executed("metadata.without", "missing in metadata"),
    executed("metadata.members", "members of metadata"),
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
