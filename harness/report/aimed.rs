//! A bundled scenario as the beginning of a user's own: aimed at an account, a data centre or a
//! stand-in.

use crate::{
    protocol::is_loopback,
    scenario::{Consent, Scenario, Setting},
};
use url::Url;

/// Where a scenario is aimed, as far as it is not as bundled.
#[derive(Clone, Debug, Default)]
pub struct Aim {
    /// The base URL.
    pub base: Option<String>,
    /// How a code comes: the name of a [`Consent`].
    pub consent: Option<&'static str>,
}

/// The text of a scenario with another base and another way to a code; all else stays, comments and
/// claims too.
#[must_use]
pub fn aimed(scenario: &Scenario, aim: &Aim) -> String {
    let on_loopback =
        aim.base.as_deref().and_then(|base| Url::parse(base).ok()).is_some_and(|base| is_loopback(&base));
    let mut text = format!(
        "# Begun from the bundled scenario `{}`. What is yours stands in [sandbox]; what follows `env` is the name\n\
         # of a variable that is read by a run.\n\n",
        scenario.stem
    );
    let mut section = "";
    for line in scenario.source.lines() {
        if line.starts_with('[') {
            section = line.split(']').next().unwrap_or_default();
        }
        let key = line.split('=').next().unwrap_or_default().trim();
        let line = match (section, key) {
            ("[sandbox", "base") => aim.base.as_ref().map(|base| format!("base = {}", quoted(base))),
            ("[sandbox", "consent") => aim.consent.map(|consent| format!("consent = {}", quoted(consent))),
            // A stand-in asks for the login where it needs one.
            ("[sandbox.login", "start") if on_loopback => continue,
            _ => None,
        }
        .unwrap_or_else(|| line.to_owned());
        text.push_str(&line);
        text.push('\n');
    }
    text
}

/// What a user still has to do with it, a sentence each: `aimed` is what became of `bundled`.
#[must_use]
pub fn left_to_aim(bundled: &Scenario, aimed: &Scenario) -> Vec<String> {
    let Some(section) = &aimed.sandbox else { return Vec::new() };
    let mut left = Vec::new();
    let mut export = |settings: Vec<&Setting>, what: &str| {
        let names: Vec<&str> = settings
            .into_iter()
            .filter_map(|setting| match setting {
                Setting::Env(name) => Some(name.as_str()),
                Setting::Literal(_) => None,
            })
            .collect();
        if !names.is_empty() {
            left.push(format!("export {}: {what}", names.join(", ")));
        }
    };
    let of_client = section
        .client
        .iter()
        .flat_map(|client| [&client.id].into_iter().chain(&client.secret).chain(&client.redirect_uris));
    export(of_client.collect(), "those of a client that is registered for this");
    let logs_in = matches!(section.consent, Consent::Form | Consent::Browser);
    if let Some(login) = section.login.as_ref().filter(|_| logs_in) {
        export(login.fields.values().collect(), "the account that logs in, best one for this alone");
    }
    let base = |scenario: &Scenario| match scenario.sandbox.as_ref().map(|section| &section.base) {
        Some(Setting::Literal(base)) => Url::parse(base.reveal()).ok(),
        _ => None,
    };
    let moved = base(aimed).filter(|there| base(bundled).as_ref() != Some(there) && !is_loopback(there));
    let resource = aimed.endpoints.resource.as_ref().filter(|resource| Url::parse(resource).is_ok());
    if let (Some(_), Some(resource)) = (moved, resource) {
        left.push(format!(
            "endpoints.resource is {resource}: write the one that belongs to the base, or leave it out"
        ));
    }
    left
}

/// A text as a TOML string.
fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

#[cfg(test)]
mod tests {
    use super::{Aim, aimed, left_to_aim};
    use crate::scenario::{Consent, Scenario, Setting};

    #[test]
    fn every_scenario_with_a_sandbox_can_be_aimed_and_stays_what_it_is() {
        for bundled in Scenario::bundled().expect("bundled") {
            let Some(section) = &bundled.sandbox else { continue };
            let same = Scenario::parse(&bundled.stem, &aimed(&bundled, &Aim::default())).expect("a scenario");
            assert_eq!(same.behaviour, bundled.behaviour);
            assert_eq!(same.sandbox.map(|same| same.consent), Some(section.consent));
            let aim = Aim { base: Some("http://127.0.0.1:9/a\"b".to_owned()), consent: Some("form") };
            let there = Scenario::parse(&bundled.stem, &aimed(&bundled, &aim)).expect("a scenario");
            assert_eq!(there.behaviour, bundled.behaviour);
            let section = there.sandbox.as_ref().expect("a sandbox");
            assert_eq!(section.consent, Consent::Form);
            assert!(
                matches!(&section.base, Setting::Literal(base) if base.reveal() == "http://127.0.0.1:9/a\"b")
            );
            assert!(section.login.as_ref().is_none_or(|login| login.start.is_none()));
            // Of clients without a secret there is nothing to set.
            let left = left_to_aim(&bundled, &there);
            assert!(
                left.iter().any(|left| left.starts_with("export ")) || !bundled.source.contains("env = ")
            );
        }
    }

    #[test]
    fn who_moves_to_another_data_centre_is_told_of_the_resource() {
        let zoho = Scenario::named("zoho").expect("bundled");
        let aim = Aim { base: Some("https://accounts.zoho.eu".to_owned()), consent: None };
        let eu = Scenario::parse("zoho", &aimed(&zoho, &aim)).expect("a scenario");
        let left = left_to_aim(&zoho, &eu).join("\n");
        assert!(left.contains("www.zohoapis.com") && left.contains("ZOHO_PASSWORD"), "{left}");
    }
}
