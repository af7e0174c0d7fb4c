//! A stand-in for programs of any language: its clock over HTTP, clients that misbehave, and how
//! it ends.

use crate::{
    browser::{Browser, asking, raw, redeemed, reference, started},
    support::{block_on, patched},
};
use oauth_litmus::{
    clock::Clock,
    scenario::Scenario,
    stand_in::{Listener, Service, decide},
};
use std::time::Duration;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    sync::watch,
};

#[test]
fn the_clock_is_turned_over_http_and_kills_the_code() {
    block_on(async {
        let zoho = Scenario::named("zoho").expect("a scenario");
        let base = started(Service { clock: Clock::default(), decide, ..Service::new(zoho) }).await;
        let mut browser = Browser::default();
        let clock = format!("{base}/_litmus/clock");
        let url = asking(&base, "").replace("/authorize", "/oauth/v2/auth");
        let code = browser.get(&url).await.callback().first("code").expect("a code at once");
        assert_eq!(browser.get(&clock).await.body, "{\"now\":0}");
        for wrong in
            [&[("advance", "121")][..], &[("advance", "soon")], &[], &[("advance", "1s"), ("advance", "1s")]]
        {
            let refused = browser.post(&clock, wrong).await;
            assert_eq!((refused.status, &refused.json()["error"]), (400, &"invalid_request".into()));
        }
        let turned = browser.post(&clock, &[("advance", "120s")]).await;
        assert_eq!((turned.status, &*turned.body), (200, "{\"now\":120}"));
        assert_eq!(browser.post(&clock, &[("advance", "1s 500ms")]).await.body, "{\"now\":121.5}");
        let dead = redeemed(&base, "/oauth/v2/token", &code, &[]).await;
        assert_eq!((dead.status, &*dead.body), (200, "{\"error\":\"invalid_code\"}"));
        let fresh = browser.get(&url).await.callback().first("code").expect("a code at once");
        assert!(redeemed(&base, "/oauth/v2/token", &fresh, &[]).await.json()["access_token"].is_string());
    });
}

#[test]
fn a_code_dies_in_real_time() {
    block_on(async {
        let short = patched("rfc9700", "[code]\nlifetime = \"1s\"");
        let base = started(Service { decide, ..Service::new(short) }).await;
        let mut browser = Browser::default();
        let code = browser.get(&asking(&base, "")).await.callback().first("code").expect("a code at once");
        tokio::time::sleep(Duration::from_millis(1_050)).await;
        assert_eq!(redeemed(&base, "/token", &code, &[]).await.json()["error"], "invalid_grant");
    });
}

#[test]
fn a_client_that_misbehaves_is_told_so_and_hangs_nobody() {
    block_on(async {
        let base = reference().await;
        let host = base.trim_start_matches("http://").to_owned();
        let mut hanging = Vec::new();
        for begun in ["", "GET /authorize", "POST /token HTTP/1.1\r\nhost: a\r\ncontent-length: 9\r\n\r\nabc"]
        {
            let stream = TcpStream::connect(&host).await.expect("a connection");
            stream.try_write(begun.as_bytes()).expect("the first bytes");
            hanging.push(stream);
        }
        assert_eq!(raw(&host, b"\x16\x03\x01 no HTTP\r\n\r\n").await.status, 400);
        assert_eq!(
            raw(&host, b"POST /token HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n")
                .await
                .status,
            400
        );
        let head = format!("POST /token HTTP/1.1\r\nhost: a\r\ncontent-length: {}\r\n\r\n", (64 << 10) + 1);
        assert_eq!(raw(&host, &[head.into_bytes(), vec![b'a'; (64 << 10) + 1]].concat()).await.status, 413);
        assert_eq!(Browser::default().get(&format!("{base}/nowhere")).await.status, 404);
        assert_eq!(Browser::default().get(&asking(&base, "")).await.title(), "Log in");
        assert_eq!(hanging.len(), 3);
    });
}

#[test]
fn what_is_under_way_may_finish_and_nothing_new_begins() {
    block_on(async {
        let service = Service::new(Scenario::named("zoho").expect("a scenario"));
        let listener = Listener::bind(service, 0).await.expect("a port");
        let host = listener.uri().trim_start_matches("http://").to_owned();
        let (stop, mut stopping) = watch::channel(());
        let running = tokio::spawn(listener.run(async move { drop(stopping.changed().await) }));
        let mut stream = TcpStream::connect(&host).await.expect("a connection");
        let head = "POST /_litmus/clock HTTP/1.1\r\nhost: a\r\nexpect: 100-continue\r\n\
                    content-type: application/x-www-form-urlencoded\r\ncontent-length: 10\r\n\r\n";
        stream.write_all(head.as_bytes()).await.expect("a head");
        let mut go_on = [0; 25];
        stream.read_exact(&mut go_on).await.expect("the request is under way");
        assert_eq!(&go_on, b"HTTP/1.1 100 Continue\r\n\r\n");
        stop.send_replace(());
        while TcpStream::connect(&host).await.is_ok() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        stream.write_all(b"advance=1m").await.expect("the rest");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.expect("an answer");
        assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("{\"now\":60"), "{answer}");
        running.await.expect("an end");
    });
}
