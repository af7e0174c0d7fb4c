//! What is meant is what the server receives, byte for byte, for every mutation.

use crate::support::block_on;
use oauth_litmus::{
    mutation::{Kind, Mutant, Place, single_edits},
    protocol::{Parameters, decode_form},
    runner::placed,
    scenario::Scenario,
    stand_in::StandIn,
    target::{Action, Courier, CourierSettings, Outgoing, Target as _},
};
use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex},
};
use url::Url;

#[test]
fn what_was_meant_is_what_was_received() {
    block_on(async {
        let seen: Arc<Mutex<Option<String>>> = Arc::default();
        let log = Arc::clone(&seen);
        let base = crate::support::server(move |_, request| {
            *log.lock().expect("a log") = Some(request.to_owned());
            crate::support::http("200 OK", "", "")
        })
        .await;
        let courier = Courier::new(CourierSettings::default(), 0).expect("a courier");
        let endpoint: Url = format!("{base}/authorize").parse().expect("a URL");
        let stand_in =
            StandIn::start(Scenario::named("rfc9700").expect("a scenario")).await.expect("a stand-in");
        let tenant = stand_in.enrol().await.expect("a tenant");
        let mut sent = 0;
        let mut places = BTreeSet::new();
        for kind in Kind::ALL {
            let (_, registered) = tenant.subject(kind).expect("a client");
            let original = Mutant::original(registered);
            for edit in single_edits(&original).into_iter().filter(|edit| edit.mutation.needs == kind) {
                let mutant = edit.apply(&original).expect("an edit that changes something");
                let (query, action) = placed(mutant.place, mutant.parameters(), mutant.apart());
                let outgoing = Outgoing {
                    endpoint: endpoint.clone(),
                    query: query.clone(),
                    action: action.clone(),
                    headers: Vec::new(),
                };
                let exchange = courier.send(outgoing).await;
                assert!(exchange.received.is_ok(), "{edit}: {:?}", exchange.received);
                let request = seen.lock().expect("a log").take().expect("a request");
                let (head, body) = request.split_once("\r\n\r\n").expect("a head and a body");
                let (method, meant) = match &action {
                    Action::Form(form) => ("POST", form.to_string()),
                    Action::Json(text) | Action::Text(text) => ("POST", text.clone()),
                    Action::Get => ("GET", String::new()),
                    Action::Delete => unreachable!("no mutation deletes anything"),
                };
                let line = head.lines().next().expect("a request line");
                let question = if query.is_empty() { String::new() } else { format!("?{query}") };
                assert_eq!(line, format!("{method} /authorize{question} HTTP/1.1"), "{edit}");
                assert_eq!(body, meant, "{edit}");
                if mutant.is_plain() {
                    let wire = if mutant.place == Place::Form { &meant } else { line };
                    let value = received_value(wire);
                    let requested = mutant.requested().expect("a value");
                    assert_eq!(String::from_utf8_lossy(&value), requested, "{edit}");
                }
                places.insert(format!("{:?}", mutant.place));
                sent += 1;
            }
        }
        assert!(sent > 600, "only {sent} edits were sent");
        assert_eq!(places.len(), 9, "{places:?}");
    });
}

fn received_value(wire: &str) -> Vec<u8> {
    let query = wire.split_once('?').map_or(wire, |(_, rest)| rest.split(' ').next().unwrap_or_default());
    let parameters = Parameters::parse(query);
    let value = parameters.iter().find(|parameter| parameter.name == "redirect_uri");
    decode_form(&value.expect("the parameter").value)
}
