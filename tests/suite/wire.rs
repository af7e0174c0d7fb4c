//! What is meant is what the server receives, byte for byte, for every mutation.

use crate::support::block_on;
use oauth_litmus::{
    mutation::{Carrier, Kind, Mutant, Wire, single_edits},
    protocol::{Parameters, decode_form},
    scenario::Scenario,
    stand_in::StandIn,
    target::{Courier, CourierSettings, Outgoing, Target as _},
};
use std::sync::{Arc, Mutex};
use url::Url;

#[test]
fn what_was_meant_is_what_was_received() {
    block_on(async {
        let seen: Arc<Mutex<Option<String>>> = Arc::default();
        let log = Arc::clone(&seen);
        let base = crate::support::server(move |_, head| {
            *log.lock().expect("a log") = head.lines().next().map(str::to_owned);
            crate::support::http("200 OK", "", "")
        })
        .await;
        let courier = Courier::new(CourierSettings::default(), 0).expect("a courier");
        let endpoint: Url = format!("{base}/authorize").parse().expect("a URL");
        let stand_in =
            StandIn::start(Scenario::named("rfc9700").expect("a scenario")).await.expect("a stand-in");
        let tenant = stand_in.enrol().await.expect("a tenant");
        let mut sent = 0;
        for kind in Kind::ALL {
            let (_, registered) = tenant.subject(kind).expect("a client");
            let original = Mutant::original(registered);
            for edit in single_edits(&original).into_iter().filter(|edit| edit.mutation.needs == kind) {
                let mutant = edit.apply(&original).expect("an edit that changes something");
                let query = mutant.parameters();
                let outgoing = Outgoing {
                    endpoint: endpoint.clone(),
                    query: query.clone(),
                    form: None,
                    headers: Vec::new(),
                };
                let exchange = courier.send(outgoing).await;
                assert!(exchange.received.is_ok(), "{edit}: {:?}", exchange.received);
                let line = seen.lock().expect("a log").take().expect("a request line");
                let question = if query.is_empty() { String::new() } else { format!("?{query}") };
                assert_eq!(line, format!("GET /authorize{question} HTTP/1.1"), "{edit}");
                if mutant.carrier == Carrier::Once(Wire::Encoded) {
                    let value = received_value(&line);
                    assert_eq!(String::from_utf8_lossy(&value), mutant.uri.to_string(), "{edit}");
                }
                sent += 1;
            }
        }
        assert!(sent > 450, "only {sent} edits were sent");
    });
}

fn received_value(line: &str) -> Vec<u8> {
    let target = line.split(' ').nth(1).unwrap_or_default();
    let parameters = Parameters::parse(target.split_once('?').map_or("", |(_, query)| query));
    let value = parameters.iter().find(|parameter| parameter.name == "redirect_uri");
    decode_form(&value.expect("the parameter").value)
}
