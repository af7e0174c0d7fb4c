//! What `serve` says of a stand-in: where it is, whom it knows, and lines to paste.

use crate::args::{ClockKind, Consent, Serve};
use oauth_litmus::{
    behaviour::{Behaviour, Lifetime},
    probe::Body,
    protocol::{Parameters, Secret, inert},
    stand_in::{Listener, RegisteredClient, usual_scope},
};
use std::{fmt::Write as _, time::Duration};

/// How to use it, inert.
pub(crate) fn text(listener: &Listener, serve: &Serve) -> String {
    let service = listener.service();
    let scenario = &service.scenario;
    let mut text = format!("{}: {} is a stand-in of `{}`\n", scenario.name, listener.uri(), scenario.stem);
    let mut row = |name: &str, value: &str| {
        let _ = writeln!(text, "  {name:<24}{value}");
    };
    row("authorization endpoint", &listener.authorization_endpoint());
    row("token endpoint", &listener.token_endpoint());
    for (name, base) in listener.data_centres() {
        row("data centre", &format!("{name} at {base}, for users such as ada@{name}"));
    }
    for client in &service.clients {
        row("client", &described(client));
    }
    row("code", &code(&scenario.behaviour));
    row(
        "consent",
        match serve.consent {
            Consent::Page => "a login page takes any name and password, then it is Allow or Deny",
            Consent::Automatic => "nobody is asked, codes come at once",
        },
    );
    row(
        "clock",
        match serve.clock {
            ClockKind::Real => "runs in real time, and can be turned forward",
            ClockKind::Still => "stands still until it is turned forward",
        },
    );
    if let Some(client) = service.clients.first() {
        text.push_str(&lines(listener, client, (usual_scope(scenario), serve.consent)));
    }
    text.lines().map(|line| inert(line) + "\n").collect::<String>() + "\n"
}

fn described(client: &RegisteredClient) -> String {
    let secret = match &client.secret {
        Some(secret) => format!("secret {}", secret.reveal()),
        None => "public".to_owned(),
    };
    let uris = client.redirect_uris.iter().map(ToString::to_string).collect::<Vec<_>>().join(" and ");
    format!("{}, {secret}, redirect URI {uris}", client.id)
}

/// How long and how often a code works, and what comes after.
fn code(behaviour: &Behaviour) -> String {
    let policy = &behaviour.code;
    let lives = match policy.lifetime {
        Some(lifetime @ Lifetime::Ends(_)) => format!("lives {lifetime}"),
        Some(Lifetime::Never) => "does not age".to_owned(),
        None => "does not age, since no lifetime is stated".to_owned(),
    };
    let works = match policy.uses {
        None | Some(1) => "works once".to_owned(),
        Some(uses) => format!("works {uses} times"),
    };
    let all = behaviour.token.errors.all.clone().unwrap_or_default();
    let dead = policy.expired.clone().or_else(|| policy.replayed.clone()).map(|answer| answer.or(&all));
    let dead = dead.and_then(|answer| answer.error.map(|error| (answer.status.unwrap_or(400), error)));
    let dead = dead.map_or_else(String::new, |(status, error)| {
        format!("; then HTTP {status} with the error {}", error.as_str())
    });
    format!("{lives}, {works}{dead}")
}

/// Lines for this client to open and to paste. All values are percent-encoded, so that a shell
/// finds nothing of its own in them.
fn lines(
    listener: &Listener,
    client: &RegisteredClient,
    (scope, consent): (Option<&str>, Consent),
) -> String {
    let redirect_uri = client.redirect_uris.first().map(|uri| ("redirect_uri", uri.as_str()));
    let asked = [("response_type", "code"), ("client_id", client.id.as_str())];
    let scope = scope.map(|scope| ("scope", scope));
    let asked: Parameters =
        asked.into_iter().chain(redirect_uri).chain(scope).chain([("state", "any")]).collect();
    let url = format!("{}?{asked}", listener.authorization_endpoint());
    let (open, url) = match consent {
        Consent::Page => ("open this in a browser", url),
        Consent::Automatic => ("ask for a code", format!("curl -si {}", word(&url))),
    };
    let sent = [("grant_type", "authorization_code"), ("code", "CODE")];
    let secret = client.secret.as_ref().map(Secret::reveal).map(|secret| ("client_secret", secret));
    let sent: Parameters = sent
        .into_iter()
        .chain(redirect_uri)
        .chain([("client_id", client.id.as_str())])
        .chain(secret)
        .collect();
    let fields = match Body::taken_by(&listener.service().scenario.behaviour.token) {
        Body::Json => {
            let members = sent.iter().map(|one| (one.decoded_name(), one.decoded_value().into()));
            let json = serde_json::Value::Object(members.collect()).to_string();
            format!("{} -H 'content-type: application/json'", word(&json))
        }
        _ => sent.to_string().replace('&', " -d "),
    };
    let span = match listener.service().scenario.behaviour.code.lifetime {
        Some(Lifetime::Ends(lifetime)) => lifetime.saturating_add(Duration::from_secs(1)),
        _ => Duration::from_secs(60),
    };
    format!(
        "\n  {open}:\n    {url}\n  redeem the code it gives:\n    curl -d {fields} {}\n  turn the clock forward:\n    curl -d advance={}s {}\n",
        word(&listener.token_endpoint()),
        span.as_secs(),
        listener.clock_endpoint()
    )
}

/// The text as one word of a POSIX shell; quoted only where it has to be.
fn word(text: &str) -> String {
    if text.chars().all(|c| c.is_ascii_alphanumeric() || ":/.%-_~".contains(c)) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', "'\\''"))
    }
}
