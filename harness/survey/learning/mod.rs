//! Learning one target: what it decides about redirect URIs, from its answers alone.

mod agreement;
mod alternatives;
mod answer;
mod around;
mod authorization;
mod belief;
mod decided;
mod differences;
mod explanations;
mod flows;
mod foretold;
mod forms;
mod graces;
mod harmless;
mod lifetimes;
mod offline;
mod parted;
mod patch;
mod search;
mod sent;
mod shapes;
mod strata;
mod success;
mod talk;
mod token;

use super::{beyond, measure};
use crate::{
    behaviour::{AtToken, ErrorAnswer, Exception},
    budget::Budget,
    evidence::Observation,
    learn::{Pool, Question, VersionSpace, askable},
    mutation::{Kind, Registered},
    profile::{Learned, Measured},
    runner::{Past, Runner, Wait},
    target::{Target, TargetError, Tenant},
};
use toml::Value;

use answer::Stop;
pub(super) use parted::parted;
pub(super) use shapes::{extra_parameters, shape};
use talk::Talk;

/// The kinds of registered URI that tell ways of comparing apart, the client under test first.
const KINDS: [Kind; 9] = [
    Kind::Any,
    Kind::Loopback,
    Kind::Query,
    Kind::Localhost,
    Kind::LoopbackPort,
    Kind::WildPath,
    Kind::WildHost,
    Kind::Port,
    Kind::Slash,
];

/// Pins down how a target decides about redirect URIs, and how its codes live, by asking what
/// tells the remaining explanations apart; then checks the explanation on fresh requests.
///
/// # Errors
/// If the target cannot be used at all. One that fails half-way, or contradicts itself, gives what
/// was learned before, with the reason in [`Learned::stopped`].
///
/// ```
/// use oauth_litmus::{Budget, Scenario, StandIn, behaviour::{Match, Branch, Whole}, survey::learn};
/// # tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap().block_on(async {
/// let gitea = "[provider]\nname = \"Gitea\"\n[redirect_uri]\nmatch = \"ignore-case\"";
/// let stand_in = StandIn::start(Scenario::parse("gitea", gitea).unwrap()).await.unwrap();
/// let learned = learn(&stand_in, &Budget::default(), &|_| {}).await.unwrap();
/// let compare = learned.behaviour.redirect_uri.compare.unwrap();
/// assert_eq!(compare, Match(vec![Branch::Whole(Whole::IgnoreCase)]));
/// # });
/// ```
pub async fn learn<T: Target>(
    target: &T,
    budget: &Budget,
    observe: &(dyn Fn(&Observation) + Sync),
) -> Result<Learned, TargetError> {
    learn_watched(target, budget, observe, &|_| {}).await
}

/// As [`learn`]; `waits` is told, once a second or so, while there is nothing to do but wait for a
/// lifetime to end.
///
/// # Errors
/// As [`learn`].
pub async fn learn_watched<T: Target>(
    target: &T,
    budget: &Budget,
    observe: &(dyn Fn(&Observation) + Sync),
    waits: &(dyn Fn(&Wait) + Sync),
) -> Result<Learned, TargetError> {
    let mut runner = Runner::start(target, budget, observe, Past::default()).await?.telling(waits);
    let clients = clients(runner.tenant());
    let registered = clients.iter().map(|(_, registered)| registered.uri.to_string());
    let mut learned = Learned::about(registered.collect());
    let mut talk = Talk::with(&mut runner);
    let pool = Pool::of(askable(&clients));
    let mut space = VersionSpace::new(&pool);
    let ended = talk.converge(&pool, &mut space).await;
    learned.questions = talk.asked();
    if ended.is_err() {
        space = talk.sure_of(&pool);
    }
    take(&mut learned, &space, &talk);
    let ended = match ended {
        Ok(()) => around::all(&mut talk, &space, &clients, &mut learned).await,
        Err(stop) => Err(stop),
    };
    learned.spent.identifying = talk.requests();
    let ended = match ended {
        Ok(()) => agreement::check(&mut talk, space, &clients, budget, &mut learned).await,
        Err(stop) => Err(stop),
    };
    learned.spent.verifying = talk.requests() - learned.spent.identifying;
    let ended = match ended {
        Ok(()) => codes(&runner, budget, &mut learned).await.map_err(Stop::Target),
        Err(stop) => Err(stop),
    };
    let ended = match ended {
        Ok(()) => Box::pin(flows::learn(&runner, budget, &mut learned)).await.map_err(Stop::Target),
        Err(stop) => Err(stop),
    };
    let ended = match ended {
        Ok(()) => around_it(&runner, budget, &mut learned).await.map_err(Stop::Target),
        Err(stop) => Err(stop),
    };
    learned.stopped = ended.err().map(|stop| runner.tenant().redaction().apply(&stop.to_string()));
    Ok(learned)
}

/// The clients to ask about, each registered URI once.
fn clients(tenant: &Tenant) -> Vec<(Kind, Registered)> {
    let mut found: Vec<(Kind, Registered)> = Vec::new();
    for kind in KINDS {
        let Some((_, registered)) = tenant.subject(kind) else { continue };
        if found.iter().all(|(_, known)| known.uri != registered.uri) {
            found.push((kind, registered));
        }
    }
    found
}

/// How long and how often codes live, and how long tokens do, where codes come and that can be
/// seen.
async fn codes<T: Target>(
    runner: &Runner<'_, T>,
    budget: &Budget,
    learned: &mut Learned,
) -> Result<(), TargetError> {
    let mut measured = Measured::default();
    measure::codes(runner, budget, |_| true, &mut measured).await?;
    measure::waited(runner, budget, &mut measured).await?;
    // Refresh tokens cost a code each, and may end those of somebody else.
    let stated = runner.target_scenario();
    let stated = stated.stated();
    let free = runner.tenant().clock.is_some();
    let wanted = |topic: &str| free || topic.starts_with("access_token.") || stated.contains(topic);
    measure::at_once(runner, budget, wanted, &mut measured).await?;
    let policy = &mut learned.behaviour.redirect_uri;
    if measured.code.uses.is_none() && policy.at_token == Some(AtToken::Authorized) {
        policy.at_token = None;
    }
    learned.behaviour.code.uses = measured.code.uses;
    lifetimes::take(&measured, learned);
    Ok(())
}

/// What is around it: its data centres, accounts, clients and throttle.
async fn around_it<T: Target>(
    runner: &Runner<'_, T>,
    budget: &Budget,
    learned: &mut Learned,
) -> Result<(), TargetError> {
    let mut found = beyond::Found::new();
    // What single answers show of a callback is stated already.
    let ended = beyond::measure(runner, budget, |topic| topic != "authorization.callback", &mut found).await;
    state(learned, found);
    if let Some(met) = runner.met_throttle() {
        let answer =
            ErrorAnswer { status: Some(met.status), error: met.error.clone(), ..ErrorAnswer::default() };
        let stated = Value::try_from(answer).ok().map(|answer| ("throttle.at_token", answer));
        state(learned, stated.into_iter().collect());
        learned.note(met.to_string());
    }
    ended
}

/// Takes over values by the paths of their topics; what is no value of a behaviour is left out.
fn state(learned: &mut Learned, found: beyond::Found) {
    for (topic, value) in found {
        let mut table = patch::table_of(&learned.behaviour);
        patch::put(&mut table, &topic.split('.').collect::<Vec<_>>(), value);
        learned.behaviour = patch::behaviour_of(&table).unwrap_or_else(|| learned.behaviour.clone());
    }
}

/// Takes over how values are compared, as far as a version space knows it, and what the target
/// fails over.
fn take<T: Target>(learned: &mut Learned, space: &VersionSpace<'_>, talk: &Talk<'_, '_, T>) {
    let exceptions = space.exceptions().iter().map(|(question, admitted)| exception(question, *admitted));
    let policy = space.best().policy();
    let policy = if talk.undecoded { sent::as_undecoded(&policy) } else { policy };
    learned.compares(policy, exceptions.collect());
    let policy = &mut learned.behaviour.redirect_uri;
    policy.fails = talk.explained_failure(policy);
    let unexplained = talk.failing.iter().map(|(question, _)| question);
    let admitted: Vec<Exception> = unexplained
        .filter(|question| policy.accepts(&question.registered, &question.requested))
        .map(|question| exception(question, false))
        .collect();
    policy.exceptions.extend(admitted);
}

/// What was answered to one value, whatever the rest says.
fn exception(question: &Question, admitted: bool) -> Exception {
    let registered = question.registered.first().map(ToString::to_string).unwrap_or_default();
    Exception { registered, requested: question.requested.clone(), admitted }
}
