//! The text of an access token of a stand-in: a random one, a UUID, or a JWT.

use super::{
    state::ServerState,
    tokens::{Holder, access_lifetime},
};
use crate::{
    behaviour::{AccessTokenPolicy, Behaviour, TokenFormat},
    clock::Moment,
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};

/// The claims of RFC 9068 section 2.2, and the scope of section 2.2.3.
const CLAIMS: [&str; 8] = ["iss", "sub", "aud", "client_id", "iat", "exp", "jti", "scope"];

/// A new access token for whoever holds it.
pub(super) fn access_token(
    behaviour: &Behaviour,
    state: &mut ServerState,
    holder: &Holder,
    now: Moment,
) -> String {
    let policy = &behaviour.access_token;
    match policy.format.unwrap_or_default() {
        TokenFormat::Opaque => state.random("token", policy.entropy),
        TokenFormat::Uuid => uuid(&state.fresh("token")),
        TokenFormat::Jwt => jwt(behaviour, state, holder, now),
    }
}

/// A random UUID, version 4 (RFC 9562 section 5.4).
fn uuid(random: &str) -> String {
    let digest = Sha256::digest(random);
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    let version = u128::from_be_bytes(bytes) & !(0xf << 76) | 0x4 << 76;
    let hex = format!("{:032x}", version & !(0x3 << 62) | 0x2 << 62);
    [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]].join("-")
}

/// A JWT signed by the server (RFC 9068 section 2).
fn jwt(behaviour: &Behaviour, state: &mut ServerState, holder: &Holder, now: Moment) -> String {
    let header = json!({ "typ": "at+jwt", "alg": "HS256" });
    let claims = claims(behaviour, state, holder, now);
    let encoded = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let signed = format!("{}.{}", encoded(&header), encoded(&claims.into()));
    let signature = state.signature(&signed);
    format!("{signed}.{signature}")
}

fn claims(
    behaviour: &Behaviour,
    state: &mut ServerState,
    holder: &Holder,
    now: Moment,
) -> Map<String, Value> {
    let AccessTokenPolicy { claims, .. } = &behaviour.access_token;
    let stated = claims.as_ref().map(|claims| claims.iter().map(String::as_str).collect());
    let names: Vec<&str> = stated.unwrap_or_else(|| CLAIMS.to_vec());
    let issued = state.epoch + now.as_secs();
    let ends = access_lifetime(behaviour).map(|lifetime| issued.saturating_add(lifetime.as_secs()));
    let id = state.fresh("jti");
    let scope = holder.scope.as_deref();
    let value = |name: &str| match name {
        "iss" | "aud" => Some(json!(state.base)),
        "sub" | "uid" if holder.of_client => Some(json!(holder.client)),
        "sub" | "uid" => Some(json!("user")),
        "client_id" | "azp" | "cid" => Some(json!(holder.client)),
        "iat" | "nbf" | "auth_time" => Some(json!(issued)),
        "exp" => ends.map(|ends| json!(ends)),
        "jti" => Some(json!(id)),
        "scope" => scope.map(|scope| json!(scope)),
        "scp" => scope.map(|scope| json!(scope.split(' ').collect::<Vec<_>>())),
        _ => Some(json!("stand-in")),
    };
    names.into_iter().filter_map(|name| Some((name.to_owned(), value(name)?))).collect()
}

#[cfg(test)]
mod tests {
    use super::uuid;

    #[test]
    fn a_uuid_says_that_it_is_random() {
        let made = uuid("any");
        let groups: Vec<usize> = made.split('-').map(str::len).collect();
        assert_eq!(groups, [8, 4, 4, 4, 12]);
        assert_eq!(&made[14..15], "4");
        assert!("89ab".contains(&made[19..20]), "{made}");
        assert_ne!(made, uuid("other"));
    }
}
