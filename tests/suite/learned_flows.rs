//! Law 1 for codes and tokens: what is learned from a stand-in goes, on flows that learning did
//! not use, as what the stand-in was made of.

use crate::{behaviours::drawn, round_trip::is_learned, support::block_on};
use oauth_litmus::{
    behaviour::Behaviour,
    budget::Budget,
    learn::{Line, sketch},
    profile::{Agreement, Learned},
    runner::{Past, Runner},
    scenario::Scenario,
    stand_in::StandIn,
    survey::learn,
    target::Target,
};
use rstest::rstest;
use std::path::{Path, PathBuf};
use toml::{Table, Value};

/// The seed of the flows that the law is about; learning draws its own from other ones.
const SEED: u64 = 0x001A_3000;

/// How many there are of each behaviour.
const FLOWS: usize = 120;

/// How many there are of each provider, of whom there are many.
const FLOWS_OF_PROVIDERS: usize = 60;

/// How many fresh redirect URIs a scenario is held against.
const CASES: usize = 100;

/// How many behaviours are drawn.
const BEHAVIOURS: usize = 8;

fn budget() -> Budget {
    Budget { cases: 40, ..Budget::default() }
}

/// What a target comes to in fresh flows, and what each is in words.
async fn fresh<T: Target>(target: &T, flows: usize) -> Vec<(String, Vec<Line>)> {
    let budget = budget();
    let runner = Runner::start(target, &budget, &|_| {}, Past::default()).await.expect("it is there");
    let probes = runner.draw_flows(flows, SEED);
    let mut asked = Vec::new();
    runner.ask_flows(&probes, &mut asked).await.expect("it answers");
    let lines = probes.iter().zip(asked).map(|(probe, asked)| {
        let lines = asked.ok().and_then(|observation| sketch(&observation)).unwrap_or_default();
        (format!("{:?}", probe.steps), lines)
    });
    lines.collect()
}

/// How many answers are as they are at the other, those that are accepted and those that are
/// refused apart, and the first flow that goes otherwise.
fn compared(truth: &[(String, Vec<Line>)], learned: &[(String, Vec<Line>)]) -> (Agreement, Option<String>) {
    let (mut agreement, mut first) = (Agreement::default(), None);
    for ((steps, truth), (_, learned)) in truth.iter().zip(learned) {
        for (at, line) in truth.iter().enumerate() {
            let Some(accepted) = line.accepted else { continue };
            let same = learned.get(at).is_some_and(|learned| line.decides_as(learned));
            agreement.tell(accepted, same);
            if !same && first.is_none() {
                let came = learned.get(at).map(|line| line.decided.as_str());
                first = Some(format!("step {at}: `{}`, learned {came:?}: {steps}", line.decided));
            }
        }
    }
    (agreement, first)
}

/// Learns a scenario back from its stand-in.
pub(crate) async fn learned_from<T: Target>(stand_in: &T, cases: usize) -> Learned {
    let budget = Budget { cases, ..budget() };
    let learned = learn(stand_in, &budget, &|_| {}).await.expect("it is there");
    assert_eq!(learned.stopped, None);
    learned
}

/// How far what was learned goes as its target does.
async fn agreement<T: Target>(
    (target, scenario): (&T, Scenario),
    learned: &Learned,
    flows: usize,
) -> (Agreement, Option<String>) {
    let again = StandIn::unhosted(Scenario { behaviour: learned.behaviour.clone(), ..scenario });
    compared(&fresh(target, flows).await, &fresh(&again, flows).await)
}

/// What is learned of a scenario goes as it does, without exception.
async fn goes_as_learned<T: Target>((target, scenario): (&T, Scenario), flows: usize) {
    let learned = learned_from(target, CASES).await;
    is_learned(&scenario, &learned);
    let (agreement, first) = agreement((target, scenario), &learned, flows).await;
    assert!(agreement.accepted.1 * 3 > flows && agreement.refused.1 * 3 > flows, "{agreement:?}");
    assert!(agreement.is_whole(), "{agreement:?}, {:?}\n{first:?}", learned.notes);
    let flows = learned.flows.expect("they were asked");
    assert_eq!((flows.same, flows.told), (flows.compared, flows.compared), "{:?}", learned.notes);
    assert!(flows.fresh.is_whole(), "{:?}", learned.notes);
}

fn scenario_at(path: &Path) -> Scenario {
    let stem = path.file_stem().expect("a name").to_string_lossy().into_owned();
    Scenario::named(&stem).expect("it is bundled")
}

/// The truth answers over the wire, what was learned without one.
#[rstest]
fn a_sound_server_is_learned_back(#[files("scenarios/reference/*.toml")] path: PathBuf) {
    let scenario = scenario_at(&path);
    block_on(async {
        let stand_in = StandIn::start(scenario.clone()).await.expect("a stand-in");
        goes_as_learned((&stand_in, scenario), FLOWS).await;
    });
}

/// Without a wire, which makes no difference.
#[rstest]
fn a_provider_is_learned_back(#[files("scenarios/providers/*.toml")] path: PathBuf) {
    let scenario = scenario_at(&path);
    let stand_in = StandIn::unhosted(scenario.clone());
    block_on(goes_as_learned((&stand_in, scenario), FLOWS_OF_PROVIDERS));
}

/// The sound server, but for what this states.
pub(crate) fn sound_but_for(odd: &str) -> Scenario {
    fn lay_over(table: &mut Table, over: Table) {
        for (key, value) in over {
            match (table.get_mut(&key), value) {
                (Some(Value::Table(under)), Value::Table(over)) => lay_over(under, over),
                (_, value) => drop(table.insert(key, value)),
            }
        }
    }
    let reference = Scenario::named("rfc9700").expect("it is bundled");
    let mut table = Table::try_from(&reference.behaviour).expect("a table");
    lay_over(&mut table, odd.parse().expect("TOML"));
    let behaviour = table.try_into().expect("a behaviour");
    Scenario { behaviour, deviations: Vec::new(), ..reference }
}

/// What real servers were seen to do at the token endpoint.
#[rstest]
#[case::failures_that_burn_a_code("code.burnt_by = [\"redirect-uri\", \"verifier\"]")]
#[case::a_used_code_judged_last(
    "code.use_judged = \"last\"\ntoken.errors.wrong_verifier = { error = \"invalid_request\" }"
)]
#[case::verifiers_refused_by_cause(
    "token.errors = { missing_verifier = { error = \"invalid_client\" }, malformed_verifier = { error = \"invalid_request\" } }"
)]
#[case::a_challenge_for_everyone("authentication.challenge = \"always\"")]
#[case::another_status_without_the_header("token.errors.without_header = { status = 400 }")]
#[case::two_clients_at_once("token.errors.ambiguous_client = { status = 401, error = \"invalid_client\" }")]
#[case::the_grant_type_judged_first("token.judges_first = \"grant-type\"")]
#[case::a_refresh_token_that_stays("refresh_token = { rotation = false, told_again = false }")]
#[case::refresh_tokens_refused_by_cause(
    "refresh_token = { foreign = { error = \"invalid_request\" }, replaced = { error = \"invalid_token\" } }"
)]
#[case::a_revocation_with_words_of_its_own(
    "revocation = { hint = \"known-only\", unknown_hint = { error = \"invalid_request\" }, hides_foreign = true, unauthorized = { status = 400, error = \"invalid_request\" } }"
)]
#[case::errors_that_may_be_cached("token.errors = { cache_control = \"\", pragma = \"no-cache\" }")]
fn an_odd_server_is_learned_back(#[case] odd: &str) {
    let scenario = sound_but_for(odd);
    let stand_in = StandIn::unhosted(scenario.clone());
    block_on(goes_as_learned((&stand_in, scenario), FLOWS_OF_PROVIDERS));
}

fn scenario_of(behaviour: Behaviour) -> Scenario {
    let reference = Scenario::named("rfc9700").expect("it is bundled");
    Scenario { behaviour, deviations: Vec::new(), ..reference }
}

/// What real authorization endpoints and resources do, each laid over a sound server.
const ODD_ANSWERS: [&str; 8] = [
    "[authorization]\nunchecked = [\"response-modes\", \"prompt\"]\ncallback = { scope = \"{scope}\", client_id = \"{client_id}\", session_state = \"{random}\" }",
    "[authorization.errors]\non_page = [\"repeated-client-id\"]\nwithout_state = [\"response-type\"]\ncodes = { response-type = \"invalid_request\" }\ndescriptions = { invalid_scope = \"no such scope\" }",
    "[authorization]\nrefuses = [\"malformed-state\", \"empty-scope\"]\n[state]\naccepts_duplicates = true\nof_several = \"every\"",
    "[authorization]\noddities = [\"errors-in-fragment\"]\n[scope]\nrequired = [\"read\"]\nunknown = \"dropped\"",
    "[resource]\nchallenge = \"\"\ntold_in = \"body\"\nreads_form = false\nuntaken = { status = 400, error = \"invalid_request\" }\nmissing = { status = 400, error = \"invalid_token\" }",
    "[resource]\ntold_in = \"both\"\nrepeated = { status = 401, error = \"invalid_token\" }\n[state]\naccepts_duplicates = true\nof_several = \"last\"",
    "[token]\naccepts_duplicates = true\nof_several = \"last\"",
    "[token]\naccepts_duplicates = true\nof_several = \"joined\"",
];

fn laid_over(under: &mut Table, over: Table) {
    for (key, value) in over {
        match (under.get_mut(&key), value) {
            (Some(Value::Table(under)), Value::Table(over)) => laid_over(under, over),
            (_, value) => drop(under.insert(key, value)),
        }
    }
}

#[rstest]
fn odd_answers_are_learned_back(#[values(0, 1, 2, 3, 4, 5, 6, 7)] number: usize) {
    let reference = Scenario::named("rfc9700").expect("it is bundled");
    let mut table = Table::try_from(&reference.behaviour).expect("a table");
    laid_over(&mut table, ODD_ANSWERS[number].parse().expect("TOML"));
    let scenario = scenario_of(table.try_into().expect("a behaviour"));
    let stand_in = StandIn::unhosted(scenario.clone());
    block_on(goes_as_learned((&stand_in, scenario), FLOWS_OF_PROVIDERS));
}

/// Of a thousand answers of drawn behaviours, how many go at least as they were learned: each half
/// by itself, and of every behaviour.
const LEAST_OF_ALL: usize = 970;
const LEAST_OF_EACH: usize = 950;

/// Each case takes a share of the behaviours, so that they run side by side.
#[rstest]
fn a_drawn_behaviour_is_learned_back(#[values(0, 1, 2, 3)] share: usize) {
    let (mut accepted, mut refused, mut told) = ((0, 0), (0, 0), Vec::new());
    for (number, behaviour) in drawn(BEHAVIOURS).into_iter().enumerate().skip(share).step_by(4) {
        let scenario = scenario_of(behaviour.clone());
        let (learned, (agreement, first)) = block_on(async {
            let stand_in = StandIn::unhosted(scenario.clone());
            let learned = learned_from(&stand_in, budget().cases).await;
            let compared = agreement((&stand_in, scenario), &learned, FLOWS).await;
            (learned, compared)
        });
        let enough = |(same, all): (usize, usize), least: usize| same * 1000 >= all * least;
        let said = format!("behaviour {number}: {agreement:?}, {first:?}, {:?}", learned.notes);
        let holds = enough(agreement.accepted, LEAST_OF_EACH) && enough(agreement.refused, LEAST_OF_EACH);
        assert!(holds, "{said}\n{behaviour:?}\n{:?}", learned.behaviour);
        accepted = (accepted.0 + agreement.accepted.0, accepted.1 + agreement.accepted.1);
        refused = (refused.0 + agreement.refused.0, refused.1 + agreement.refused.1);
        if !agreement.is_whole() {
            told.push(said);
        }
    }
    assert!(accepted.1 > 300 && refused.1 > 300, "{accepted:?} {refused:?}");
    for (same, all) in [accepted, refused] {
        assert!(same * 1000 >= all * LEAST_OF_ALL, "{same} of {all}:\n{}", told.join("\n"));
    }
}

/// A stand-in answers the same whether it is hosted or not.
#[test]
fn what_is_not_hosted_answers_as_what_is() {
    for behaviour in drawn(3) {
        let scenario = scenario_of(behaviour);
        let (hosted, unhosted) = block_on(async {
            let hosted = StandIn::start(scenario.clone()).await.expect("a stand-in");
            (fresh(&hosted, FLOWS).await, fresh(&StandIn::unhosted(scenario.clone()), FLOWS).await)
        });
        assert_eq!(hosted, unhosted);
        assert!(hosted.iter().map(|(_, lines)| lines.len()).sum::<usize>() > 300);
    }
}
