//! How the header fields and pages of answers are judged.

use crate::{
    evidence::{Authorized, Channel, Exchange, Observation, Received, exits},
    rules::{
        answered::{Told, authorization, told, violated},
        judgement::Judgement,
    },
};
use url::Url;

/// Each page forbids to be framed by others, in one way or another (RFC 9700 section 4.16).
pub(super) fn not_framed(observation: &Observation) -> Judgement {
    of_pages(observation, |_, page| {
        let by_option = page.header("x-frame-options").is_some_and(|value| {
            let value = value.trim().to_ascii_uppercase();
            value.starts_with("DENY") || value.starts_with("SAMEORIGIN")
        });
        by_option || has_frame_ancestors(page)
    })
}

/// Each page says by a policy who may frame it.
pub(super) fn frame_ancestors(observation: &Observation) -> Judgement {
    of_pages(observation, |_, page| has_frame_ancestors(page))
}

fn has_frame_ancestors(page: &Received) -> bool {
    let policies = fields(page, "content-security-policy");
    policies.iter().flat_map(|policy| policy.split([';', ','])).any(|directive| {
        let mut words = directive.split_whitespace();
        words.next().is_some_and(|name| name.eq_ignore_ascii_case("frame-ancestors"))
            && !words.any(|source| matches!(source, "*" | "http:" | "https:"))
    })
}

/// Each page keeps its query from others (Referrer Policy section 3).
pub(super) fn no_referrer(observation: &Observation) -> Judgement {
    let keeping = [
        "no-referrer",
        "same-origin",
        "origin",
        "strict-origin",
        "origin-when-cross-origin",
        "strict-origin-when-cross-origin",
    ];
    of_pages(observation, |_, page| {
        let mut policies = fields(page, "referrer-policy");
        policies.extend(page.page().referrer.clone());
        let last = policies.iter().flat_map(|policy| policy.split(',')).next_back();
        last.is_some_and(|policy| keeping.contains(&policy.trim().to_ascii_lowercase().as_str()))
    })
}

/// Each page loads what is the server's own only.
pub(super) fn own_content(observation: &Observation) -> Judgement {
    of_pages(observation, |at, page| {
        let own = |url: &Url| {
            !matches!(url.scheme(), "http" | "https") || observation.subject.owns(url) || is_kin(url, at)
        };
        page.page().loads.iter().all(|load| at.join(load).is_ok_and(|url| own(&url)))
    })
}

/// Whether two hosts end in the same two labels, so that one may well serve the other.
fn is_kin(one: &Url, other: &Url) -> bool {
    let kin = |url: &Url| {
        let labels: Vec<String> = url.domain()?.rsplit('.').take(2).map(str::to_owned).collect();
        (labels.len() == 2).then_some(labels)
    };
    kin(one).is_some_and(|labels| kin(other) == Some(labels))
}

/// The authorization endpoint says nothing to scripts of other origins.
pub(super) fn no_cors(observation: &Observation) -> Judgement {
    let authorized = match authorization(observation, 0) {
        Err(judgement) => return judgement,
        Ok(authorized) => authorized,
    };
    match answer_of(authorized.request()) {
        Err(judgement) => judgement,
        Ok(received) if received.header("access-control-allow-origin").is_some() => violated(Channel::Query),
        Ok(_) => Judgement::Upheld,
    }
}

/// The token endpoint does not let every origin read it with cookies.
pub(super) fn cors_sane(observation: &Observation) -> Judgement {
    let Some(exchange) = observation.exchange(0) else {
        let why = observation.skipped().unwrap_or("no token request was sent");
        return Judgement::NotAsked(why.to_owned());
    };
    match answer_of(exchange) {
        Err(judgement) => judgement,
        Ok(received) => {
            let says = |name: &str| received.header(name).unwrap_or_default().trim().to_ascii_lowercase();
            let sent = exchange.sent.headers.iter().find(|(name, _)| *name == "origin");
            let origin = says("access-control-allow-origin");
            let any = origin == "*" || sent.is_some_and(|(_, value)| *value == origin);
            if any && says("access-control-allow-credentials") == "true" {
                violated(Channel::Token)
            } else {
                Judgement::Upheld
            }
        }
    }
}

/// The header field in the state is not one of the answer.
pub(super) fn not_split(observation: &Observation) -> Judgement {
    let split = |received: &Received| {
        fields(received, "set-cookie").iter().any(|value| value.trim_start().starts_with("litmus-injected="))
    };
    if observation.everything().any(|exchange| exchange.received.as_ref().is_ok_and(split)) {
        return violated(Channel::Query);
    }
    match (&observation.control_lost, authorization(observation, 0)) {
        (_, Err(judgement)) => judgement,
        (Some(lost), _) => Judgement::Inconclusive(lost.clone()),
        (None, Ok(authorized)) => {
            answer_of(authorized.request()).map_or_else(|judgement| judgement, |_| Judgement::Upheld)
        }
    }
}

/// An answer with a code is not one that a cache may keep (RFC 9111 section 3).
pub(super) fn not_cached(observation: &Observation) -> Judgement {
    match (authorization(observation, 0), told(observation, 0)) {
        (Err(judgement), _) | (_, Err(judgement)) => judgement,
        (Ok(authorized), Ok(Told::Code(exit))) => {
            if is_cached(authorized) {
                violated(exit.channel)
            } else {
                Judgement::Upheld
            }
        }
        (Ok(_), Ok(Told::Login)) => {
            Judgement::NotAsked("a code is needed, and none came without a login".to_owned())
        }
        (Ok(_), Ok(_)) => Judgement::Inconclusive("an ordinary request was refused".to_owned()),
    }
}

fn is_cached(authorized: &Authorized) -> bool {
    let Ok(received) = &authorized.answer().received else { return false };
    let control = fields(received, "cache-control").join(",").to_ascii_lowercase();
    let says = |word: &str| control.split(',').any(|part| part.trim().split('=').next() == Some(word));
    let forbidden = ["no-store", "no-cache", "private"].iter().any(|word| says(word));
    let stated = ["public", "max-age", "s-maxage"].iter().any(|word| says(word));
    let by_itself = matches!(received.status, 200 | 301 | 308);
    !forbidden && (stated && !control.contains("max-age=0") || by_itself)
}

/// Where a posted form is followed by a redirect, the browser does not post it on.
pub(super) fn form_not_passed_on(observation: &Observation) -> Judgement {
    after_post(observation, |status| !matches!(status, 307 | 308))
}

/// Where a posted form is followed by a redirect, it is one that is always a GET.
pub(super) fn see_other(observation: &Observation) -> Judgement {
    after_post(observation, |status| status == 303)
}

/// Judges the redirects after posted forms: those of logins and consents, and one that leaves the
/// server at once.
fn after_post(observation: &Observation, holds: impl Fn(u16) -> bool) -> Judgement {
    let authorized = match authorization(observation, 0) {
        Err(judgement) => return judgement,
        Ok(authorized) => authorized,
    };
    let first = authorized.request();
    let forms = authorized.journey.walk.iter().chain(leaves(observation, first).then_some(first));
    let posted = forms.filter(|exchange| exchange.sent.method == "POST");
    let redirects: Vec<u16> = posted
        .filter_map(|exchange| exchange.received.as_ref().ok())
        .filter(|received| matches!(received.status, 301 | 302 | 303 | 307 | 308))
        .map(|received| received.status)
        .collect();
    match redirects.iter().find(|status| !holds(**status)) {
        Some(_) => violated(authorized.channel()),
        None if redirects.is_empty() => {
            Judgement::NotApplicable("no redirect followed a posted form".to_owned())
        }
        None => Judgement::Upheld,
    }
}

/// Whether an answer sends the browser off the server.
fn leaves(observation: &Observation, exchange: &Exchange) -> bool {
    let (Ok(received), Ok(at)) = (&exchange.received, Url::parse(&exchange.sent.url)) else { return false };
    exits(received).iter().any(|exit| observation.subject.leaves_server(exit, &at))
}

/// Judges each page that was shown: those with a form if any has one, since only there something
/// can be pressed; where a login page was not fetched, none.
fn of_pages(observation: &Observation, holds: impl Fn(&Url, &Received) -> bool) -> Judgement {
    if let Some(why) = observation.skipped() {
        return Judgement::NotAsked(why.to_owned());
    }
    let shown: Vec<(Url, &Received)> =
        observation.everything().filter_map(|exchange| shown(observation, exchange)).collect();
    let with_forms: Vec<&(Url, &Received)> =
        shown.iter().filter(|(_, page)| !page.page().forms.is_empty()).collect();
    let judged = match told(observation, 0) {
        _ if !with_forms.is_empty() => with_forms,
        Ok(Told::Login) => {
            return Judgement::NotApplicable("the page for the login was not fetched".to_owned());
        }
        _ => shown.iter().collect(),
    };
    if judged.is_empty() {
        return Judgement::NotApplicable("no page of the server's own was shown".to_owned());
    }
    if judged.iter().all(|(at, page)| holds(at, page)) { Judgement::Upheld } else { violated(Channel::Query) }
}

/// The page that an answer shows, and where, if it is one of the server's own that stays.
fn shown<'a>(observation: &Observation, exchange: &'a Exchange) -> Option<(Url, &'a Received)> {
    let received = exchange.received.as_ref().ok()?;
    let at = Url::parse(&exchange.sent.url).ok().filter(|at| observation.subject.owns(at))?;
    let is_page = matches!(received.status, 200..=299 | 400..=499)
        && !matches!(received.status, 408 | 425 | 429)
        && received.media_type().is_some_and(|kind| kind.contains("html"))
        && !received.body.is_empty();
    (is_page && exits(received).is_empty()).then_some((at, received))
}

/// The answer of a server that is not in trouble.
fn answer_of(exchange: &Exchange) -> Result<&Received, Judgement> {
    match &exchange.received {
        Err(fault) => Err(Judgement::Inconclusive(fault.to_string())),
        Ok(received) if received.status >= 500 || matches!(received.status, 408 | 425 | 429) => {
            Err(Judgement::Inconclusive(format!("the server answered {}", received.status)))
        }
        Ok(received) => Ok(received),
    }
}

/// The values of all header fields of that name.
fn fields(received: &Received, name: &str) -> Vec<String> {
    let named = received.headers.iter().filter(|(field, _)| field == name);
    named.map(|(_, value)| String::from_utf8_lossy(value).into_owned()).collect()
}
