//! Telling a registered redirect URI from an unrelated one before any login, by a second, deliberate
//! error: a server that gets as far as to send that error to the redirect URI has accepted it.

use super::{
    calibrate::{Calibrating, UNRELATED, bad, face, good, subject},
    calibrated::{ByError, Calibrated},
    conduct::Conductor,
};
use crate::{
    evidence::{Authorized, Calibration, Exit, Observation, Outcome},
    mutation::Kind,
    probe::{Authorize, Change, Probe, Step},
    protocol::Parameter,
};
use std::sync::Arc;
use url::Url;

/// Errors that come after a redirect URI is looked at, and before a login: what is asked for cannot
/// be had without a page (`OpenID` Connect Core section 3.1.2.6), is unknown, or is not supported
/// (RFC 6749 section 4.1.2.1).
const ERRORS: [(&str, &str); 3] =
    [("prompt", "none"), ("response_type", "litmus"), ("scope", "litmus-unknown-scope")];

/// The first of the deliberate errors that tells a registered URI from an unrelated one, if one does.
pub(super) async fn calibrate(
    conductor: &mut Conductor<'_>,
    calibrating: &Calibrating<'_>,
    needs: Kind,
) -> Option<Calibrated> {
    for (name, value) in ERRORS {
        let change = Change::set(name, value);
        let keyed = |which: &str| format!("by-{name}/{which}");
        let probes = [
            good(&keyed("one"), needs),
            good(&keyed("two"), needs),
            bad(&keyed("one"), needs, UNRELATED),
            bad(&keyed("two"), needs, &["ctl-unrelated", "path-extra-segment"]),
        ];
        let mut observations = Vec::new();
        for probe in probes {
            let probe = with(&probe, &change);
            observations.push(calibrating.ask(conductor, probe).await.ok()?);
        }
        let (good, bad) = observations.split_at(2);
        if let Some((error, calibration)) = telling(good, bad) {
            return Some(Calibrated {
                calibration: Ok(calibration),
                subject: subject(&good[0]),
                expected: names(&good[0]),
                gives_codes: false,
                bad: Outcome::Refused,
                by_error: Some(ByError { change, error }),
            });
        }
    }
    None
}

/// The error that every good request brings to its redirect URI, and no bad one anywhere off the
/// server; and how the answers to bad ones look.
fn telling(good: &[Observation], bad: &[Observation]) -> Option<(String, Calibration)> {
    let error = away(&good[0])?.error()?;
    let all_good = good.iter().all(|one| away(one).and_then(Exit::error).as_ref() == Some(&error));
    let all_bad = bad.iter().all(|one| {
        let answered = one.authorized().is_some_and(|answer| answer.answer().received.is_ok());
        answered && away(one).is_none_or(|exit| exit.error().as_ref() != Some(&error))
    });
    if !all_good || !all_bad {
        return None;
    }
    let faces = |observations: &[Observation], is_good| {
        observations.iter().map(|observation| face(observation, is_good).ok()).collect::<Option<Vec<_>>>()
    };
    let calibration = Calibration::learn(&faces(good, true)?, &faces(bad, false)?).ok()?;
    let refused = bad.iter().all(|one| {
        let read = |answer: &Authorized| one.subject.read(answer.journey.clone(), Some(&calibration), &[]);
        one.authorized().is_some_and(|answer| read(answer).outcome == Outcome::Refused)
    });
    refused.then_some((error, calibration))
}

/// The exit by which an answer sends the browser off the server, if it does.
fn away(observation: &Observation) -> Option<&Exit> {
    let authorized: &Authorized = observation.authorized()?;
    let page = Url::parse(&authorized.answer().sent.url).ok()?;
    authorized.exits.iter().find(|exit| observation.subject.leaves_server(exit, &page))
}

/// The names of the parameters that the error comes with.
fn names(observation: &Observation) -> Vec<String> {
    let exit = away(observation).into_iter();
    exit.flat_map(|exit| exit.parameters.iter().map(Parameter::decoded_name).collect::<Vec<_>>()).collect()
}

/// A control with a change in its request.
fn with(probe: &Probe, change: &Change) -> Arc<Probe> {
    let steps = probe.steps.iter().map(|step| match step {
        Step::Authorize(authorize) => {
            Step::Authorize(Authorize { changes: vec![change.clone()], ..authorize.clone() })
        }
        other => other.clone(),
    });
    Arc::new(Probe { steps: steps.collect(), ..probe.clone() })
}
