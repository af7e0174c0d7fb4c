//! The rows of a profile, shaped from what was asked.

use super::plan::{Plan, Single};
use crate::{
    evidence::{self, Echo, Observation, Outcome},
    mutation::{self, Carrier, Severity},
    profile::{MutationRow, ProbeRow},
    runner::Asked,
    target::Tenant,
};

pub(super) fn mutations(plan: &Plan, singles: &[(Single, Asked)]) -> Vec<MutationRow> {
    let rows = mutation::catalogue().map(|mutation| {
        let of_class = || singles.iter().filter(|(single, _)| single.edit.mutation.id == mutation.id);
        let asked: Vec<(Outcome, Option<Severity>)> = of_class()
            .filter_map(|(_, asked)| asked.as_ref().ok())
            .map(|observation| (outcome_of(observation).0, severity_of(observation)))
            .collect();
        let count = |wanted: &[Outcome]| asked.iter().filter(|(outcome, _)| wanted.contains(outcome)).count();
        let why = of_class().find_map(|(_, asked)| asked.as_ref().err().cloned());
        MutationRow {
            id: mutation.id,
            tried: asked.len(),
            accepted: count(&[Outcome::Accepted]),
            refused: count(&[Outcome::Refused, Outcome::Redirected]),
            unclear: count(&[Outcome::Unclear]),
            severity: asked
                .iter()
                .filter(|(outcome, _)| *outcome == Outcome::Accepted)
                .filter_map(|(_, severity)| *severity)
                .max(),
            because: asked.is_empty().then(|| {
                plan.passed
                    .get(mutation.id)
                    .cloned()
                    .or(why)
                    .unwrap_or_else(|| "the survey ended before".to_owned())
            }),
        }
    });
    rows.collect()
}

pub(super) fn probes(singles: &[(Single, Asked)], tenant: &Tenant) -> Vec<ProbeRow> {
    let asked = singles.iter().filter_map(|(single, asked)| Some((single, asked.as_ref().ok()?)));
    let rows = asked.map(|(single, observation)| {
        let subject = &observation.subject;
        let (outcome, because) = outcome_of(observation);
        let sent = observation.decisive().map_or("", |authorized| authorized.request().sent.url.as_str());
        let redaction = tenant.redaction_for(observation);
        let led =
            observation.decisive().filter(|_| matches!(outcome, Outcome::Accepted | Outcome::Redirected));
        let exit = led.and_then(|authorized| authorized.code_exit().or(authorized.exits.first()));
        let landing = led.and_then(|authorized| authorized.landing.as_ref()?.url.as_deref());
        ProbeRow {
            echoed: exit.map(|exit| Echo::of(&subject.mutant, exit)),
            landing: landing.map(|url| redaction.apply(url)),
            retained: exit.map_or_else(Vec::new, |exit| evidence::retained(&subject.mutant, exit)),
            mutation: single.edit.mutation.id,
            client: subject.client.clone(),
            registered: subject.mutant.registered.uri.to_string(),
            requested: subject.mutant.requested(),
            query: redaction.apply(sent.split_once('?').map_or("", |(_, query)| query)),
            outcome,
            because: because.map(|because| redaction.apply(&because)),
            severity: severity_of(observation),
        }
    });
    rows.collect()
}

/// How bad the acceptance of an edit is; none where it is none, or allowed.
fn severity_of(observation: &Observation) -> Option<Severity> {
    let outcome = outcome_of(observation).0;
    if let Some(at_token) = observation.probe.edits().iter().find_map(|edit| edit.mutation.at_token) {
        return (outcome == Outcome::Accepted).then_some(at_token);
    }
    let authorized = observation.decisive()?;
    let server_failed = authorized.answer().received.as_ref().is_ok_and(|received| received.status >= 500);
    match outcome {
        Outcome::Accepted if authorized.passes_form_on() => Some(Severity::S2),
        Outcome::Accepted | Outcome::Redirected if !observation.subject.is_legitimate() => {
            let severity = authorized.landing.as_ref()?.severity;
            let mutant = &observation.subject.mutant;
            let plain = matches!(mutant.carrier, Carrier::Once(_)) && mutant.place.is_plain();
            severity.or(plain.then_some(Severity::S0))
        }
        Outcome::Unclear if server_failed => Some(Severity::SX),
        _ => None,
    }
}

/// What a single edit came to: the outcome, and why it is unclear.
fn outcome_of(observation: &Observation) -> (Outcome, Option<String>) {
    if !observation.probe.redeems() {
        return match (observation.decisive(), &observation.control_lost) {
            (Some(authorized), Some(lost)) if authorized.code_exit().is_none() => {
                (Outcome::Unclear, Some(lost.clone()))
            }
            (Some(authorized), _) => (authorized.outcome, authorized.because.clone()),
            (None, _) => (Outcome::Unclear, Some("it was not sent".to_owned())),
        };
    }
    let answers = observation.redeemed();
    match (answers.first().copied().flatten(), answers.get(1).copied().flatten()) {
        (Some(probed), _) if probed.succeeded() => (Outcome::Accepted, None),
        (Some(probed), Some(control)) if probed.refused() && control.succeeded() => (Outcome::Refused, None),
        _ => (Outcome::Unclear, Some("the control beside it was refused too".to_owned())),
    }
}
