//! How fast the harness asks, beside a bare loop of the same requests on the same client: five
//! interleaved pairs, the median ratio, and `wrk` on the same endpoint where it is installed.
//!
//! `cargo bench`; it judges nothing, it prints.

#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

use futures_util::{StreamExt as _, stream};
use oauth_litmus::{
    budget::Budget,
    evidence::Observation,
    mutation::{Kind, Mutant, single_edits},
    probe::Probe,
    runner::{Past, Runner},
    scenario::Scenario,
    stand_in::StandIn,
    target::Target as _,
};
use std::{
    process::Command,
    sync::{Arc, Mutex},
    time::Instant,
};

/// Requests under way at once, in both.
const AT_ONCE: usize = 32;
/// How often the single edits are asked in one measurement.
const ROUNDS: usize = 8;
const PAIRS: usize = 5;

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    runtime.expect("a runtime").block_on(measure());
}

async fn measure() {
    let stand_in = StandIn::start(Scenario::named("rfc9700").expect("a scenario")).await.expect("a stand-in");
    let probes = probes(&stand_in).await;
    let mut ratios = Vec::new();
    println!("{} probes a measurement, {AT_ONCE} at once, evidence kept by the harness", probes.len());
    for pair in 1..=PAIRS {
        let (harness, urls) = harness(&stand_in, &probes).await;
        let bare = bare(&urls).await;
        ratios.push(harness / bare);
        println!("pair {pair}: harness {harness:.0}/s, bare loop {bare:.0}/s, ratio {:.2}", harness / bare);
    }
    ratios.sort_by(f64::total_cmp);
    println!("median ratio {:.2}", ratios[PAIRS / 2]);
    wrk(&stand_in.authorization_endpoint());
}

async fn probes(stand_in: &StandIn) -> Vec<Arc<Probe>> {
    let tenant = stand_in.enrol().await.expect("a tenant");
    let (_, registered) = tenant.subject(Kind::Any).expect("a client");
    let edits = single_edits(&Mutant::original(registered));
    let short = |edit: &oauth_litmus::mutation::Edit| edit.mutation.needs == Kind::Any;
    let probes = (0..ROUNDS).flat_map(|round| {
        edits.iter().copied().filter(short).enumerate().map(move |(index, edit)| {
            Arc::new(Probe::edited(format!("{round}/{index}"), Kind::Any, vec![edit]))
        })
    });
    probes.collect()
}

/// Requests a second of the harness, and the URLs it asked.
async fn harness(stand_in: &StandIn, probes: &[Arc<Probe>]) -> (f64, Vec<String>) {
    let urls: Mutex<Vec<String>> = Mutex::default();
    let budget = Budget { concurrency: AT_ONCE, ..Budget::default() };
    let observe = |observation: &Observation| {
        urls.lock()
            .expect("a list")
            .extend(observation.exchanges().map(|exchange| exchange.sent.url.clone()));
    };
    let runner = Runner::start(stand_in, &budget, &observe, Past::default()).await.expect("a runner");
    let (before, started) = (runner.requests(), Instant::now());
    let mut kept = Vec::new();
    runner.ask_all(probes, &mut kept).await.expect("answers");
    let rate = rate(runner.requests() - before, started);
    assert_eq!(kept.len(), probes.len());
    drop(runner);
    (rate, urls.into_inner().expect("a list"))
}

/// Requests a second of a loop that does nothing but send and read.
async fn bare(urls: &[String]) -> f64 {
    let client = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .http1_only()
        .tls_certs_only([])
        .build()
        .expect("a client");
    let started = Instant::now();
    let answers = stream::iter(urls).map(|url| {
        let request = client.get(url);
        async move { request.send().await.expect("an answer").bytes().await.expect("a body").len() }
    });
    let read: Vec<usize> = answers.buffered(AT_ONCE).collect().await;
    rate(read.len(), started)
}

fn rate(requests: usize, started: Instant) -> f64 {
    f64::from(u32::try_from(requests).unwrap_or(u32::MAX)) / started.elapsed().as_secs_f64()
}

fn wrk(endpoint: &str) {
    let url = format!(
        "{endpoint}?response_type=code&client_id=app&redirect_uri=https%3A%2F%2Fapp.example%2Fcallback%2F"
    );
    match Command::new("wrk").args(["-t1", "-c32", "-d3s", &url]).output() {
        Ok(output) => {
            let text = String::from_utf8_lossy(&output.stdout).into_owned();
            let line = text.lines().find(|line| line.starts_with("Requests/sec")).unwrap_or("no figure");
            println!("wrk on the same endpoint: {line}");
        }
        Err(_) => println!("wrk is not installed; its figure is left out"),
    }
}
