//! What learning costs: the requests it takes to identify random policies through their
//! stand-ins, controls included, and the time of a decision.

#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

#[path = "../suite/policies.rs"]
mod policies;

use oauth_litmus::{
    behaviour::Behaviour,
    budget::Budget,
    learn::{Pool, composed},
    mutation::{Kind, Registered},
    protocol::RedirectUri,
    scenario::Scenario,
    stand_in::StandIn,
    survey::learn,
};
use std::{env, hint::black_box, time::Instant};

/// How many policies are learned, unless the environment says otherwise.
const POLICIES: usize = 200;

/// As the program has it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let count = env::var("LITMUS_POLICIES").ok().and_then(|count| count.parse().ok()).unwrap_or(POLICIES);
    let of = |kind: Kind| (kind, Registered::from(RedirectUri::new(kind.example())));
    let clients = [Kind::Any, Kind::Loopback].map(of);
    let asked = composed(&clients, 1, 4000);
    let policies = policies::drawn(count, &clients, &Pool::of(asked.clone()));
    decisions(&policies, &asked);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    let budget = Budget { cases: 200, ..Budget::default() };
    let (mut identifying, mut questions, mut verifying, mut whole) = (Vec::new(), Vec::new(), Vec::new(), 0);
    let started = Instant::now();
    for policy in policies {
        let mut scenario = Scenario::parse("drawn", "[provider]\nname = \"Drawn\"").expect("a scenario");
        scenario.behaviour = Behaviour { redirect_uri: policy, ..Behaviour::default() };
        let learned = runtime.block_on(async {
            let stand_in = StandIn::start(scenario).await.expect("a stand-in");
            learn(&stand_in, &budget, &|_| {}).await.expect("it is there")
        });
        identifying.push(learned.spent.identifying);
        questions.push(learned.questions);
        verifying.push(learned.spent.verifying);
        whole += usize::from(
            learned.stopped.is_none() && learned.agreement.is_some_and(|agreed| agreed.is_whole()),
        );
    }
    println!(
        "{count} policies in {:.1} s, {whole} of them agree wholly with fresh probes",
        started.elapsed().as_secs_f64()
    );
    tell("questions about single values", &mut questions);
    tell("requests to identify, controls included", &mut identifying);
    tell("requests to verify", &mut verifying);
}

fn tell(what: &str, counts: &mut [usize]) {
    counts.sort_unstable();
    let at = |part: usize| counts[(counts.len() - 1) * part / 100];
    println!(
        "{what}: least {}, quartiles {} {} {}, 90 % {}, most {}",
        at(0),
        at(25),
        at(50),
        at(75),
        at(90),
        at(100)
    );
}

fn decisions(
    policies: &[oauth_litmus::behaviour::RedirectUriPolicy],
    asked: &[oauth_litmus::learn::Question],
) {
    let started = Instant::now();
    for policy in policies {
        for question in asked {
            black_box(policy.accepts(&question.registered, &question.requested));
        }
    }
    let count = policies.len() * asked.len();
    let each = started.elapsed().as_nanos() / u128::try_from(count.max(1)).unwrap_or(1);
    println!("a decision: {each} ns, the mean of {count}");
}
