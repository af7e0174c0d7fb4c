//! What a sandbox section says of the login.

use super::{guard, input, web_url};
use crate::{
    protocol::Secret,
    scenario::{self, By, SandboxSection, Setting},
    target::{Login, TargetError, Tenant},
};
use url::Url;

/// How to log in, with every value looked up.
pub(super) fn login(
    section: &SandboxSection,
    base: &Url,
    value: &impl Fn(&Setting) -> Result<String, TargetError>,
) -> Result<Login, TargetError> {
    let Some(login) = section.login.as_ref().filter(|_| guard::logs_in(section)) else {
        return Ok(Login::default());
    };
    let start = login.start.as_deref().map(|start| {
        let url = base.join(start).map_err(|error| {
            input(
                &format!("sandbox.login.start `{start}` is no URL: {error}"),
                "write a path such as \"/signin\"",
            )
        })?;
        web_url("sandbox.login.start", url.as_str())
    });
    let fields = login.fields.iter().map(|(name, setting)| Ok((name.clone(), Secret::new(value(setting)?))));
    Ok(Login {
        start: start.transpose()?,
        fields: fields.collect::<Result<_, TargetError>>()?,
        press: login.press.clone(),
        by_hand: login.by == By::Hand,
    })
}

/// What is typed into a login and must not be shown, with the names that stand for it: whatever
/// is long, or a password. What is part of the set-up anyway is left alone, since hiding it would
/// blank out ordinary text.
pub(super) fn typed_in(tenant: &Tenant) -> Vec<(String, Secret)> {
    let known = tenant.clients.iter().flat_map(|client| {
        let uris = client.redirect_uris.iter().map(|uri| uri.as_str().to_owned());
        uris.chain([client.id.clone()])
    });
    let known: Vec<String> = known.chain([tenant.authorization.to_string()]).collect();
    let is_secret = |(field, value): &(&String, &Secret)| {
        let (field, value) = (field.to_lowercase(), value.reveal());
        let named = ["pass", "pwd", "pin", "otp", "secret", "token"].iter().any(|name| field.contains(name));
        let long_enough = if named { 4 } else { 8 };
        value.len() >= long_enough && !known.iter().any(|text| text.contains(value))
    };
    let secret = tenant.login.fields.iter().filter(is_secret);
    secret.map(|(field, value)| (format!("${}", scenario::login_name(field)), value.clone())).collect()
}
