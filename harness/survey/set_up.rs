//! Whether the set-up behind a scenario holds, before anything is fuzzed: the server answers, knows
//! the clients, lets the user in and takes the secret. Only ordinary requests are sent, and few.

use super::whom::{throttled, whom_it_knows};
use crate::{
    behaviour::ErrorAnswer,
    budget::Budget,
    evidence::{Happened, Observation, Outcome, TokenAnswer},
    mutation::Kind,
    probe::{CodeRef, Probe, Redeem, Step},
    runner::{Past, Runner},
    scenario::{Consent, Scenario},
    target::{Meter, Target, TargetError, Tenant},
};
use std::{
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, SystemTime},
};

/// What a check of the set-up found.
#[derive(Debug, Default)]
pub struct Checked {
    /// What holds, and what has to be known, a line each.
    pub says: Vec<String>,
    /// What is known of each kind of client.
    pub kinds: Vec<SetUp>,
    /// What does not hold, if anything.
    pub failed: Option<TargetError>,
}

/// What is known of one kind of client before anything is fuzzed.
#[derive(Clone, Debug)]
pub struct SetUp {
    /// The kind of registered URI.
    pub kind: Kind,
    /// The client that has one, and that URI; none if no client does.
    pub subject: Option<(String, String)>,
    /// What its good and bad requests come to, in words; none where no client has one, so that
    /// what needs it is not asked.
    pub says: Option<String>,
}

/// A code that nobody issued: the request for a token that spends none.
const NO_CODE: &str = "oauth-litmus-asks-whether-the-secret-is-right";

/// How far two clocks may be apart before that is worth a word.
const SKEW: u64 = 5;

/// Asks only the controls, two good and two bad requests for each kind of client, and for a token
/// with a code that was never issued.
pub async fn set_up<T: Target>(target: &T, budget: &Budget) -> Checked {
    let seen = Mutex::new(Vec::new());
    let observe = |observation: &Observation| {
        seen.lock().unwrap_or_else(PoisonError::into_inner).push(Noted::of(observation));
    };
    let mut checked = Checked::default();
    let mut sent = None;
    let asked = match Runner::start(target, budget, &observe, Past::default()).await {
        Ok(mut runner) => {
            let asked = ask(&mut runner, target.scenario(), &mut checked).await;
            sent = Some(runner.requests());
            asked
        }
        Err(error) => Err(throttled(target.scenario(), error)),
    };
    let seen = seen.into_inner().unwrap_or_else(PoisonError::into_inner);
    let tenant = target.enrol().await;
    if let (Ok(tenant), Some(note)) = (&tenant, seen.iter().find_map(|noted| noted.clock.as_ref())) {
        checked.says.insert(0, reached(tenant, *note));
    }
    let asked = match (asked, &tenant) {
        (Ok(()), Ok(tenant)) => at_home(target.scenario(), tenant, &seen),
        (asked, _) => asked,
    };
    if let Ok(tenant) = &tenant {
        checked.says.push(spent(&seen, sent));
        checked.says.extend(quota("codes", &tenant.quotas.codes));
        checked.says.extend(quota("tokens", &tenant.quotas.tokens));
    }
    checked.failed = match asked {
        Err(TargetError::Unusable(why)) if !seen.is_empty() => Some(whom_it_knows(target, why).await),
        asked => asked.err(),
    };
    checked
}

async fn ask<T: Target>(
    runner: &mut Runner<'_, T>,
    scenario: &Scenario,
    checked: &mut Checked,
) -> Result<(), TargetError> {
    for kind in Kind::ALL {
        runner.calibrate(kind).await;
    }
    checked.kinds = Kind::ALL.into_iter().map(|kind| known(runner, kind)).collect();
    let tenant = runner.tenant();
    let gives_codes = runner.calibrated(Kind::Any).is_some_and(|calibrated| calibrated.gives_codes);
    if runner.calibrated(Kind::Any).is_some_and(|calibrated| calibrated.bad == Outcome::Accepted) {
        checked.says.push("an unrelated redirect URI is accepted as well: that is worth a run".to_owned());
    }
    checked.says.push(match tenant.consent {
        Consent::Form if gives_codes => "the login works: a session is there, and consent is given".to_owned(),
        Consent::Automatic if gives_codes => "a code comes without a form".to_owned(),
        _ if gives_codes => "a code comes though nobody logs in".to_owned(),
        _ => "no code comes, since nobody logs in (consent in [sandbox]): redirect URIs are compared, codes and tokens not asked about".to_owned(),
    });
    checked.says.push(secret(runner, scenario).await?);
    Ok(())
}

fn known<T: Target>(runner: &Runner<'_, T>, kind: Kind) -> SetUp {
    let subject = runner.tenant().own_subject(kind);
    let subject = subject.map(|(client, registered)| (client.id.clone(), registered.uri.to_string()));
    let says = match (&subject, runner.calibrated(kind)) {
        (None, _) => runner
            .tenant()
            .subject(kind)
            .map(|(client, _)| format!("no client has one, and `{}` serves instead", client.id)),
        (Some(_), Some(_)) if kind == Kind::Nothing => {
            Some("what it accepts shows beside the controls of the client under test".to_owned())
        }
        (Some(_), None) => Some("the server does not accept it; what needs it is not asked".to_owned()),
        (Some(_), Some(calibrated)) if calibrated.gives_codes => {
            let bad = if calibrated.bad == Outcome::Refused { ", and none for an unrelated one" } else { "" };
            Some(format!("a code comes{bad}; {}", calibrated.told_apart()))
        }
        (Some(_), Some(calibrated)) => Some(match &calibrated.calibration {
            Ok(_) => {
                format!("accepted and refused can be told apart before login; {}", calibrated.told_apart())
            }
            Err(untellable) => untellable.to_string(),
        }),
    };
    SetUp { kind, subject, says }
}

/// Whether the token endpoint takes the secret of the client under test.
///
/// # Errors
/// If it does not.
async fn secret<T: Target>(runner: &Runner<'_, T>, scenario: &Scenario) -> Result<String, TargetError> {
    let Some((client, _)) = runner.tenant().subject(Kind::Any) else { return Ok("no client".to_owned()) };
    let id = client.id.clone();
    if client.secret.is_none() {
        return Ok(format!("client `{id}` has no secret"));
    }
    let Some(endpoint) = runner.tenant().token.clone() else {
        return Ok(format!("no token endpoint is known, so the secret of `{id}` was not tried"));
    };
    let redeem = Redeem { code: CodeRef::Made(NO_CODE.to_owned()), ..Redeem::default() };
    let probe = Arc::new(Probe::of("control/secret", vec![Step::Redeem(redeem)]));
    let observation = match runner.ask_unturned(&probe).await? {
        Ok(observation) => observation,
        Err(why) => return Ok(format!("the secret of `{id}` was not tried: {why}")),
    };
    let answers = observation.redeemed();
    let Some(answer) = answers.first().copied().flatten() else {
        return Err(TargetError::Unusable(format!(
            "{endpoint} gives no answer\n  mend: check `token` in [endpoints], and that base is its host"
        )));
    };
    let said = said(answer);
    match refuses_client(answer, scenario) {
        None => Ok(format!(
            "the token endpoint takes `{id}` and its secret: what it refuses is a code that was never issued ({said})"
        )),
        Some(what) => Err(TargetError::Unusable(format!(
            "the token endpoint does not take {what} `{id}`: {said}\n  mend: check `id`, `secret` and `auth` in [[sandbox.client]] (a stray space or line break counts), and that base is where the client is registered"
        ))),
    }
}

/// What of the client an answer refuses, if it does: the error is one that the scenario states, or
/// that RFC 6749 section 5.2 has for that.
fn refuses_client(answer: &TokenAnswer, scenario: &Scenario) -> Option<&'static str> {
    let errors = &scenario.behaviour.token.errors;
    let error = answer.error.as_ref()?;
    let is = |stated: &Option<ErrorAnswer>| {
        stated.as_ref().and_then(|stated| stated.error.as_ref()) == Some(error)
    };
    let dead = [&scenario.behaviour.code.expired, &scenario.behaviour.code.replayed];
    if dead.into_iter().any(is) {
        None
    } else if is(&errors.wrong_secret) && !is(&errors.unknown_client) {
        Some("the secret of")
    } else if is(&errors.unknown_client) && !is(&errors.wrong_secret) {
        Some("the client")
    } else {
        let of_client = match error.as_str() {
            "invalid_client" | "unauthorized_client" => true,
            // Some answer 401 whatever they refuse.
            "invalid_grant" => false,
            _ => answer.status == 401,
        };
        of_client.then_some("the client or the secret of")
    }
}

fn said(answer: &TokenAnswer) -> String {
    let error = answer
        .error
        .as_ref()
        .map_or_else(|| "no error".to_owned(), |error| format!("error `{}`", error.as_str()));
    format!("{} with {error}", answer.status)
}

/// Whether the account is where the base is: a provider of several data centres may name another in
/// the callback, and its codes are good there only.
///
/// # Errors
/// If it is elsewhere.
fn at_home(scenario: &Scenario, tenant: &Tenant, seen: &[Noted]) -> Result<(), TargetError> {
    let named = scenario.behaviour.authorization.callback.iter().filter(|(_, text)| *text == "{base}");
    let bare = |url: &str| url.trim_end_matches('/').to_owned();
    for (name, _) in named {
        let came = seen.iter().flat_map(|noted| &noted.callback).find(|(parameter, _)| parameter == name);
        if let Some((_, there)) = came.filter(|(_, there)| bare(there) != bare(tenant.base.as_str())) {
            return Err(TargetError::Input(format!(
                "the account is at another data centre: the callback names {there} as `{name}`, where its codes are good and here they are not\n  mend: write base = \"{there}\" in [sandbox] (and in [endpoints] the resource of that data centre), with the client's secret for it"
            )));
        }
    }
    Ok(())
}

/// That it was reached, and how its clock goes.
fn reached(tenant: &Tenant, clock: Clock) -> String {
    let apart = |by: Duration, way: &str| {
        format!(
            "its clock is {} s {way}: lifetimes are measured by this one alone, yet tokens that carry times look older or younger",
            by.as_secs()
        )
    };
    let clock = match clock {
        Clock::Silent => "it does not say what time it is".to_owned(),
        Clock::Ahead(by) | Clock::Behind(by) if by.as_secs() < SKEW => {
            "its clock goes as this one".to_owned()
        }
        Clock::Ahead(by) => apart(by, "ahead"),
        Clock::Behind(by) => apart(by, "behind"),
    };
    let tls = if tenant.authorization.scheme() == "https" {
        " by TLS with a certificate that is trusted"
    } else {
        ""
    };
    format!("{} answers{tls}; {clock}", tenant.authorization)
}

/// What was sent.
fn spent(seen: &[Noted], sent: Option<usize>) -> String {
    let sum = |count: fn(&Noted) -> usize| seen.iter().map(count).sum::<usize>();
    let (asked, pages, redeemed) =
        (sum(|noted| noted.authorizations), sum(|noted| noted.pages), sum(|noted| noted.redemptions));
    let known = asked + pages + redeemed;
    let start = sent.map_or(0, |sent| sent.saturating_sub(known));
    format!(
        "sent: {} requests ({asked} for a code, {} on pages of login and consent, {redeemed} for a token); {} codes came",
        known + start,
        pages + start,
        sum(|noted| noted.codes)
    )
}

/// How much of a quota is left.
fn quota(what: &str, meter: &Meter) -> Option<String> {
    let (spent, quota) = meter.spent()?;
    let span = quota.span.as_secs();
    Some(format!(
        "quota: {} of {} {what} are left for the next {span} s, as far as this check knows",
        (quota.count as usize).saturating_sub(spent),
        quota.count
    ))
}

/// What is kept of an observation.
struct Noted {
    authorizations: usize,
    pages: usize,
    redemptions: usize,
    codes: usize,
    /// If it was answered: what the server's clock says.
    clock: Option<Clock>,
    /// The parameters of a callback with a code.
    callback: Vec<(String, String)>,
}

impl Noted {
    fn of(observation: &Observation) -> Self {
        let authorized = || observation.authorizations();
        let redeemed = |happened: &&Happened| matches!(happened, Happened::Redeemed(..));
        let received = observation.everything().find_map(|exchange| exchange.received.as_ref().ok());
        let exit = authorized().find_map(|authorized| authorized.code_exit());
        let parameters = exit.into_iter().flat_map(|exit| exit.parameters.iter());
        Self {
            authorizations: authorized().count(),
            pages: authorized().map(|authorized| authorized.journey.walk.len()).sum(),
            redemptions: observation.happened.iter().filter(redeemed).count(),
            codes: authorized().filter(|authorized| authorized.code.is_some()).count(),
            clock: received.map(|received| Clock::read(received.header("date").as_deref())),
            callback: parameters.map(|one| (one.decoded_name(), one.decoded_value())).collect(),
        }
    }
}

/// What the clock of a server says beside this one.
#[derive(Clone, Copy)]
enum Clock {
    Silent,
    Ahead(Duration),
    Behind(Duration),
}

impl Clock {
    fn read(date: Option<&str>) -> Self {
        let Some(date) = date.and_then(|date| httpdate::parse_http_date(date).ok()) else {
            return Self::Silent;
        };
        match date.duration_since(SystemTime::now()) {
            Ok(ahead) => Self::Ahead(ahead),
            Err(behind) => Self::Behind(behind.duration()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::refuses_client;
    use crate::{
        evidence::{Received, TokenAnswer},
        scenario::Scenario,
    };

    fn refused(scenario: &str, status: u16, body: &str) -> Option<&'static str> {
        let answer = TokenAnswer::read(&Received::new(status, Vec::new(), body.as_bytes().to_vec()));
        refuses_client(&answer, &Scenario::named(scenario).expect("bundled"))
    }

    #[test]
    fn a_refused_client_is_told_from_a_refused_code_in_the_words_of_the_provider() {
        assert_eq!(refused("zoho", 200, r#"{"error":"invalid_code"}"#), None);
        assert_eq!(refused("zoho", 200, r#"{"error":"invalid_client_secret"}"#), Some("the secret of"));
        assert_eq!(refused("zoho", 200, r#"{"error":"invalid_client"}"#), Some("the client"));
        assert_eq!(refused("rfc9700", 400, r#"{"error":"invalid_grant"}"#), None);
        assert_eq!(refused("rfc9700", 401, r#"{"error":"invalid_grant"}"#), None);
        assert_eq!(
            refused("rfc9700", 401, r#"{"error":"invalid_client"}"#),
            Some("the client or the secret of")
        );
        assert_eq!(refused("rfc9700", 400, "not JSON"), None);
    }
}
