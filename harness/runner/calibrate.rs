//! Calibrating on known good and known bad requests, for one client.

use super::{
    by_error,
    calibrated::Calibrated,
    conduct::{Conductor, obstacle, trouble},
    past::Past,
};
use crate::{
    evidence::{
        Authorized, Calibration, Exit, Face, Fault, Journey, Observation, Outcome, Subject, Untellable,
    },
    mutation::{self, Edit, Kind},
    probe::{Probe, Step},
    protocol::{Parameter, Parameters},
    scenario::Consent,
    target::TargetError,
};
use std::{sync::Arc, time::Duration};
use url::Url;

/// The request that has to be accepted.
pub(super) fn good(key: &str, needs: Kind) -> Arc<Probe> {
    Arc::new(Probe { key: format!("control/good/{needs:?}/{key}"), needs, steps: vec![Step::authorize()] })
}

/// A request that no server with any check accepts, made of these mutations.
pub(super) fn bad(key: &str, needs: Kind, ids: &[&str]) -> Arc<Probe> {
    let mutations = ids.iter().filter_map(|id| mutation::by_id(id));
    let edits = mutations.map(|mutation| Edit { mutation, form: 0 }).collect();
    Arc::new(Probe::edited(format!("control/bad/{needs:?}/{key}"), needs, edits))
}

/// What the control between batches is made of.
pub(super) const UNRELATED: &[&str] = &["ctl-unrelated"];

/// The first controls, accepted and refused ones in no order that a server could follow by chance.
const FIRST: [(bool, &str); 4] = [(true, "one"), (false, "one"), (false, "two"), (true, "two")];

/// Further ones, where the first do not say enough.
const FURTHER: [(bool, &str); 8] = [
    (false, "three"),
    (true, "three"),
    (true, "four"),
    (false, "four"),
    (true, "five"),
    (true, "six"),
    (false, "five"),
    (false, "six"),
];

/// What is asked and kept of one sort of control.
fn control((is_good, key): (bool, &str), needs: Kind) -> Arc<Probe> {
    match (is_good, key) {
        (true, _) => good(key, needs),
        (false, "two" | "four" | "six") => bad(key, needs, &["ctl-unrelated", "path-extra-segment"]),
        (false, _) => bad(key, needs, UNRELATED),
    }
}

/// Who calibrates, and what is known of it already.
pub(super) struct Calibrating<'c> {
    pub(super) past: &'c Past,
    pub(super) observe: &'c (dyn Fn(&Observation) + Sync),
    /// How long a server is waited for that is not ready yet.
    pub(super) pauses: Vec<Duration>,
}

impl Calibrating<'_> {
    /// Asks a control; again after a pause, if the server says that it is not ready.
    pub(super) async fn ask(
        &self,
        conductor: &mut Conductor<'_>,
        probe: Arc<Probe>,
    ) -> Result<Observation, TargetError> {
        if let Some(observation) = self.past.take(&probe) {
            return Ok(observation);
        }
        let mut pauses = self.pauses.iter();
        loop {
            let observation = conductor.conduct(Arc::clone(&probe)).await.map_err(TargetError::Input)?;
            let Some(pause) = pauses.next().filter(|_| is_unready(&observation)) else {
                (self.observe)(&observation);
                return Ok(observation);
            };
            tokio::time::sleep(*pause).await;
        }
    }
}

/// Calibrates for the client that a kind of probe is about: two requests of each sort, and more
/// where only the pages tell.
///
/// # Errors
/// If the server does not answer, or refuses the registered URI.
pub(super) async fn calibrate(
    conductor: &mut Conductor<'_>,
    calibrating: &Calibrating<'_>,
    needs: Kind,
) -> Result<Calibrated, TargetError> {
    let consent = conductor.tenant.consent;
    let (mut good, mut bad) = (Vec::new(), Vec::new());
    for (is_good, key) in FIRST {
        let observation = calibrating.ask(conductor, control((is_good, key), needs)).await?;
        if let (Consent::Automatic | Consent::Form | Consent::Browser, Some(answered)) =
            (consent, observation.authorized())
            && is_good
            && answered.code.is_none()
            && answered.answer().received.is_ok()
            && trouble(answered.answer()).is_none()
        {
            return Err(no_code(&observation, answered, consent));
        }
        if is_good { &mut good } else { &mut bad }.push(observation);
    }
    let faces = |observations: &[Observation], is_good| {
        observations.iter().map(|observation| face(observation, is_good)).collect::<Result<Vec<_>, _>>()
    };
    let (mut good_faces, mut bad_faces) = (faces(&good, true)?, faces(&bad, false)?);
    if Calibration::wants_more(&good_faces, &bad_faces) {
        for (is_good, key) in FURTHER {
            let observation = calibrating.ask(conductor, control((is_good, key), needs)).await?;
            let Ok(face) = face(&observation, is_good) else { break };
            if is_good { &mut good_faces } else { &mut bad_faces }.push(face);
        }
    }
    let answered = good[0].authorized().ok_or_else(|| unusable(&good[0], "the control was not sent"))?;
    let callback = answered.code_exit();
    if callback.is_none()
        && let Some(error) = answered.exits.iter().find_map(Exit::error)
    {
        return Err(unusable(&good[0], &format!("it is answered with error `{error}`")));
    }
    let refused = bad[0].authorized().and_then(|authorized| authorized.journey.stuck.clone());
    let calibration = Calibration::learn(&good_faces, &bad_faces)
        .and_then(|learned| if learned.is_sound() { Ok(learned) } else { Err(Untellable) })
        .map(|calibration| calibration.where_refusals_stop_so(refused));
    if calibration.is_err() && callback.is_none() && answered.exits.is_empty() && is_client_error(answered) {
        return Err(unusable(&good[0], "it is refused just like an unrelated one"));
    }
    let mut calibrated = Calibrated {
        calibration,
        subject: subject(&good[0]),
        expected: callback.map(|exit| added_by_server(exit, &good[0].subject)).unwrap_or_default(),
        gives_codes: callback.is_some(),
        bad: Outcome::Refused,
        by_error: None,
    };
    if calibrated.calibration.is_err()
        && !calibrated.gives_codes
        && let Some(by_error) = by_error::calibrate(conductor, calibrating, needs).await
    {
        return Ok(by_error);
    }
    if let Some((about, journey)) = asked_of(&bad[1]) {
        let learned = calibrated.calibration.as_ref().ok();
        calibrated.bad = about.read(journey, learned, &calibrated.expected).outcome;
    }
    Ok(calibrated)
}

/// The client that is asked about, and its registered URI.
pub(super) fn subject(observation: &Observation) -> (String, String) {
    (observation.subject.client.clone(), observation.subject.mutant.registered.uri.to_string())
}

/// Whether a server says that it is not ready.
fn is_unready(observation: &Observation) -> bool {
    let last = observation.authorized().map(|authorized| &authorized.answer().received);
    last.is_some_and(|received| received.as_ref().is_ok_and(|answer| matches!(answer.status, 502..=504)))
}

/// The names of a callback's parameters, without those of the registered URI.
fn added_by_server(exit: &Exit, about: &Subject) -> Vec<String> {
    let query = about.mutant.registered.uri.parts().query.unwrap_or_default();
    let mut names: Vec<String> = exit.parameters.iter().map(Parameter::decoded_name).collect();
    for registered in Parameters::parse(&query).iter() {
        if let Some(at) = names.iter().position(|name| *name == registered.decoded_name()) {
            names.remove(at);
        }
    }
    names
}

/// Whom an observation was about, and its authorization request.
fn asked_of(observation: &Observation) -> Option<(&Subject, Journey)> {
    Some((&observation.subject, observation.authorized()?.journey.clone()))
}

/// Why no code came where one should have come, and what to do.
fn no_code(observation: &Observation, answered: &Authorized, consent: Consent) -> TargetError {
    let set_up = if consent == Consent::Automatic {
        "if a person has to log in or consent, write `consent = \"form\"` and a [sandbox.login] section"
    } else {
        "give [sandbox.login] the `fields` of the login page by name, and with `press` the buttons of the consent page"
    };
    let error = answered.exits.iter().find_map(Exit::error);
    let elsewhere = answered.exits.first().and_then(|exit| Some(Url::parse(&exit.target).ok()?.origin()));
    let (why, mend) = match (&answered.journey.stuck, error, elsewhere) {
        (Some(stuck), ..) => (
            match obstacle(answered) {
                Some(obstacle) => format!("{stuck}; {obstacle}"),
                None => stuck.clone(),
            },
            set_up,
        ),
        (None, Some(error), _) => (
            format!("it is answered with error `{error}`"),
            "check the client's id, redirect_uris and scope in [sandbox]",
        ),
        (None, None, Some(origin)) => (
            format!("the server leads on to {}, and no further", origin.ascii_serialization()),
            "if the login is there, name its host in [sandbox] `hosts`",
        ),
        (None, None, None) => (ends(answered), set_up),
    };
    let mend = if why.contains("\n  mend: ") { String::new() } else { format!("\n  mend: {mend}") };
    TargetError::Unusable(format!(
        "no code comes for the registered redirect URI of client `{}`: {why}{mend}",
        observation.subject.client
    ))
}

/// Where a walk came to its end.
fn ends(answered: &Authorized) -> String {
    answered.answer().received.as_ref().map_or_else(ToString::to_string, |received| {
        format!("it ends with status {} at the page {}", received.status, received.page().described())
    })
}

fn is_client_error(authorized: &Authorized) -> bool {
    authorized.answer().received.as_ref().is_ok_and(|received| (400..500).contains(&received.status))
}

/// The face of an answer; a refusal may well be a 5xx, an acceptance may not.
pub(super) fn face(observation: &Observation, is_good: bool) -> Result<Face, TargetError> {
    let authorized =
        observation.authorized().ok_or_else(|| unusable(observation, "the control was not sent"))?;
    let received = match (&authorized.answer().received, trouble(authorized.answer())) {
        (Ok(received), None) => received,
        (Ok(received), Some(_)) if !is_good && received.status >= 500 => received,
        (Err(Fault::OutOfBudget(0)), _) => {
            return Err(TargetError::Input(
                "the journal ends before its controls do, so nothing can be judged\n  mend: let the run go on, with the same --out".to_owned(),
            ));
        }
        (Err(Fault::OutOfBudget(limit)), _) => {
            return Err(TargetError::Input(format!(
                "a limit of {limit} requests does not even allow the controls\n  mend: raise --requests, or leave it out"
            )));
        }
        (_, trouble) => {
            let why = trouble.unwrap_or_else(|| "it was not sent".to_owned());
            return Err(TargetError::Unusable(format!(
                "{} does not answer a plain authorization request: {why}\n  mend: check that the server runs and that [sandbox] base and [endpoints] name it",
                observation.subject.server
            )));
        }
    };
    let mutant = &observation.subject.mutant;
    let requested = mutant.requested().unwrap_or_default();
    Ok(Face::of(
        received,
        &authorized.exits,
        &observation.subject.server,
        &[&requested, mutant.registered.uri.as_str()],
    ))
}

fn unusable(observation: &Observation, why: &str) -> TargetError {
    TargetError::Unusable(format!(
        "nothing can be compared with the registered redirect URI of client `{}`: {why}\n  mend: check the client's id, redirect_uris and scope in [sandbox]",
        observation.subject.client
    ))
}
