//! How fast the harness asks, beside a bare loop of the same requests on the same client: interleaved
//! pairs, the median ratio, and `wrk` on the same endpoint where it is installed.
//!
//! `cargo bench --bench throughput` asks a stand-in, with `-- FILE...` the real server of each of these
//! scenarios; it judges nothing, it prints.

#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

use futures_util::{StreamExt as _, stream};
use oauth_litmus::{
    budget::Budget,
    evidence::{Observation, Sent},
    mutation::{Kind, Mutant, single_edits},
    probe::Probe,
    protocol::encode,
    runner::{Past, Runner},
    scenario::Scenario,
    stand_in::StandIn,
    suite,
    target::Target,
};
use std::{
    env,
    process::Command,
    sync::{Arc, Mutex},
    time::Instant,
};

/// What one measurement consists of.
struct Size {
    /// Requests under way at once, in both.
    at_once: usize,
    /// How often the single edits are asked in one measurement.
    rounds: usize,
    pairs: usize,
}

const STAND_IN: Size = Size { at_once: 32, rounds: 8, pairs: 5 };
const SERVER: Size = Size { at_once: 8, rounds: 2, pairs: 5 };

/// As the program has it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let files: Vec<String> = env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    runtime.expect("a runtime").block_on(async {
        if files.is_empty() {
            let scenario = Scenario::named("rfc9700").expect("a scenario");
            measure(&StandIn::start(scenario).await.expect("a stand-in"), &STAND_IN).await;
        }
        for file in files {
            let sandbox = suite::sandbox(suite::read(&file).expect("a scenario")).expect("a sandbox");
            measure(&sandbox, &SERVER).await;
        }
    });
}

async fn measure<T: Target>(target: &T, size: &Size) {
    let (probes, url) = probes(target, size.rounds).await;
    let mut ratios = Vec::new();
    let Size { at_once, pairs, .. } = *size;
    println!(
        "{}: {} probes a measurement, {at_once} at once, evidence kept by the harness",
        target.scenario().name,
        probes.len()
    );
    for pair in 1..=pairs {
        let (harness, sent) = harness(target, &probes, at_once).await;
        let bare = bare(&sent, at_once).await;
        ratios.push(harness / bare);
        println!("pair {pair}: harness {harness:.0}/s, bare loop {bare:.0}/s, ratio {:.2}", harness / bare);
    }
    ratios.sort_by(f64::total_cmp);
    println!("median ratio {:.2}", ratios[pairs / 2]);
    wrk(&url, at_once);
}

/// Single edits for the client under test, and the URL of a plain one.
async fn probes<T: Target>(target: &T, rounds: usize) -> (Vec<Arc<Probe>>, String) {
    let tenant = target.enrol().await.expect("a tenant");
    let (client, registered) = tenant.subject(Kind::Any).expect("a client");
    let url = format!(
        "{}?response_type=code&client_id={}&redirect_uri={}",
        tenant.authorization,
        encode(&client.id),
        encode(&format!("{}/", registered.uri))
    );
    let edits = single_edits(&Mutant::original(registered));
    let short = |edit: &oauth_litmus::mutation::Edit| edit.mutation.needs == Kind::Any;
    let probes = (0..rounds).flat_map(|round| {
        edits.iter().copied().filter(short).enumerate().map(move |(index, edit)| {
            Arc::new(Probe::edited(format!("{round}/{index}"), Kind::Any, vec![edit]))
        })
    });
    (probes.collect(), url)
}

/// Requests a second of the harness, and what it sent, logins and consents included.
async fn harness<T: Target>(target: &T, probes: &[Arc<Probe>], at_once: usize) -> (f64, Vec<Sent>) {
    let sent: Mutex<Vec<Sent>> = Mutex::default();
    let budget = Budget { concurrency: at_once, ..Budget::default() };
    let observe = |observation: &Observation| {
        let answered = observation.everything().filter(|exchange| exchange.received.is_ok());
        sent.lock().expect("a list").extend(answered.map(|exchange| exchange.sent.clone()));
    };
    let runner = Runner::start(target, &budget, &observe, Past::default()).await.expect("a runner");
    let (before, started) = (runner.requests(), Instant::now());
    let mut kept = Vec::new();
    runner.ask_all(probes, &mut kept).await.expect("answers");
    let rate = rate(runner.requests() - before, started);
    assert_eq!(kept.len(), probes.len());
    drop(runner);
    (rate, sent.into_inner().expect("a list"))
}

/// Requests a second of a loop that does nothing but send and read.
async fn bare(sent: &[Sent], at_once: usize) -> f64 {
    let client = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .http1_only()
        .tls_certs_only([])
        .build()
        .expect("a client");
    let started = Instant::now();
    let answers = stream::iter(sent).map(|sent| {
        let method: reqwest::Method = sent.method.parse().expect("a method");
        let mut request = client.request(method, &sent.url);
        for (name, value) in &sent.headers {
            request = request.header(*name, value);
        }
        if let Some(body) = &sent.body {
            request = request.body(body.clone());
        }
        // A connection that breaks costs its time, as it does the harness.
        async move {
            match request.send().await {
                Ok(answer) => answer.bytes().await.map_or(0, |body| body.len()),
                Err(_) => 0,
            }
        }
    });
    let read: Vec<usize> = answers.buffered(at_once).collect().await;
    rate(read.len(), started)
}

fn rate(requests: usize, started: Instant) -> f64 {
    f64::from(u32::try_from(requests).unwrap_or(u32::MAX)) / started.elapsed().as_secs_f64()
}

fn wrk(url: &str, at_once: usize) {
    match Command::new("wrk").args(["-t1", &format!("-c{at_once}"), "-d3s", url]).output() {
        Ok(output) => {
            let text = String::from_utf8_lossy(&output.stdout).into_owned();
            let line = text.lines().find(|line| line.starts_with("Requests/sec")).unwrap_or("no figure");
            println!("wrk on the same endpoint: {line}\n");
        }
        Err(_) => println!("wrk is not installed; its figure is left out\n"),
    }
}
