//! The clock of a stand-in over HTTP: anyone may read it and turn it forward.

use super::{decide::not_allowed, reply::Reply, request::Request};
use crate::clock::{Clock, Moment};
use serde_json::{Value, json};
use std::time::Duration;

/// Answers a request to the clock; a POST with `advance` turns it.
pub(super) fn wind(clock: &Clock, request: &Request) -> Reply {
    match request.method.as_str() {
        "GET" => shown(clock),
        "POST" => match span(request) {
            Ok(span) => {
                clock.advance(span);
                shown(clock)
            }
            Err(what) => Reply::json(400, &json!({ "error": "invalid_request", "error_description": what })),
        },
        _ => not_allowed("GET, POST"),
    }
}

fn shown(clock: &Clock) -> Reply {
    let since_start = clock.now().since(Moment::default());
    let now = if since_start.subsec_millis() == 0 {
        Value::from(since_start.as_secs())
    } else {
        Value::from(
            Duration::new(since_start.as_secs(), since_start.subsec_millis() * 1_000_000).as_secs_f64(),
        )
    };
    Reply::json(200, &json!({ "now": now })).with("cache-control", "no-store")
}

/// How far to turn it.
fn span(request: &Request) -> Result<Duration, String> {
    let [text] = <[String; 1]>::try_from(request.form.all("advance")).map_err(|given| {
        format!("send one form field `advance`, such as advance=121s; there are {}", given.len())
    })?;
    humantime::parse_duration(&text)
        .map_err(|_| format!("`{text}` is no duration; write a number and a unit, such as 121s or 5m"))
}
