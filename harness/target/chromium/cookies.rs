//! Cookies as the developer tools have them.

use crate::target::session::KnownCookie;
use serde_json::{Value, json};

/// A cookie as the developer tools take it.
pub(super) fn told(cookie: &KnownCookie) -> Value {
    let mut told = json!({
        "name": cookie.name, "value": cookie.value, "path": cookie.path,
        "secure": cookie.secure, "httpOnly": cookie.http_only,
    });
    if cookie.host_only {
        let host =
            if cookie.domain.contains(':') { format!("[{}]", cookie.domain) } else { cookie.domain.clone() };
        told["url"] = json!(format!("{}://{host}/", if cookie.secure { "https" } else { "http" }));
    } else {
        told["domain"] = json!(format!(".{}", cookie.domain));
    }
    if let Some(expires) = cookie.expires {
        told["expires"] = json!(expires);
    }
    if let Some(site) = &cookie.same_site {
        told["sameSite"] = json!(site);
    }
    told
}

/// A cookie as the developer tools tell it.
pub(super) fn heard(cookie: &Value) -> Option<KnownCookie> {
    let text = |name: &str| cookie[name].as_str().map(str::to_owned);
    let domain = text("domain")?;
    #[expect(clippy::cast_possible_truncation, reason = "seconds of an expiry date")]
    let expires = cookie["expires"].as_f64().filter(|at| *at > 0.0).map(|at| at as i64);
    Some(KnownCookie {
        name: text("name")?,
        value: text("value")?,
        host_only: !domain.starts_with('.'),
        domain: domain.trim_start_matches('.').trim_matches(['[', ']']).to_owned(),
        path: text("path").unwrap_or_else(|| "/".to_owned()),
        expires: expires.filter(|_| cookie["session"] != true),
        secure: cookie["secure"] == true,
        http_only: cookie["httpOnly"] == true,
        same_site: text("sameSite"),
    })
}
