//! The command `serve`: what it prints, several at once, how it is stopped, and one clear message
//! for each wrong input.

use crate::{browser::Browser, support::block_on};
use rstest::rstest;
use std::{
    io::{BufRead as _, BufReader, Read as _},
    net::{TcpListener, TcpStream},
    process::{Child, Command, ExitStatus, Output, Stdio},
    time::{Duration, Instant},
};

/// A `serve` that runs, and what it printed; it ends with the test.
struct Serving {
    child: Child,
    told: String,
}

fn litmus(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_oauth-litmus"));
    command.arg("serve").args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

impl Serving {
    fn start(arguments: &[&str]) -> Self {
        let mut child = litmus(arguments).spawn().expect("the binary");
        let mut lines = BufReader::new(child.stdout.as_mut().expect("a pipe")).lines();
        let mut told = String::new();
        while !told.ends_with("Ctrl-C stops it.\n") {
            let Some(line) = lines.next() else { panic!("it ended after {told}") };
            told += &(line.expect("UTF-8") + "\n");
        }
        Self { child, told }
    }

    /// What stands after this label, on all lines that have it.
    fn all(&self, label: &str) -> Vec<&str> {
        let lines = self.told.lines().filter_map(|line| line.trim_start().strip_prefix(label));
        lines.map(str::trim).collect()
    }

    /// The line below this one.
    fn below(&self, heading: &str) -> &str {
        let mut lines = self.told.lines().skip_while(|line| line.trim() != heading);
        lines.nth(1).unwrap_or_else(|| panic!("nothing below {heading}: {}", self.told)).trim()
    }

    /// Sends the signal, and gives the exit code and stderr once it ended.
    fn stop(mut self, signal: &str) -> (Option<i32>, String) {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args([signal, &pid]).status().expect("kill").success());
        let status = ended(&mut self.child);
        let mut said = String::new();
        self.child.stderr.as_mut().expect("a pipe").read_to_string(&mut said).expect("UTF-8");
        (status.code(), said)
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[rstest]
#[case::interrupt("-INT")]
#[case::terminate("-TERM")]
fn several_are_hosted_until_a_signal_comes(#[case] signal: &str) {
    let serving = Serving::start(&["zoho", "rfc9700"]);
    let endpoints = serving.all("authorization endpoint");
    assert!(endpoints.len() == 2 && endpoints[0].ends_with("/oauth/v2/auth"), "{}", serving.told);
    for endpoint in endpoints {
        let host = endpoint.trim_start_matches("http://").split('/').next().expect("a host");
        assert!(host.starts_with("127.0.0.1:"), "{host}");
    }
    block_on(async {
        let opened = Browser::default().get(serving.below("open this in a browser:")).await;
        assert_eq!(opened.title(), "Log in");
    });
    let (code, said) = serving.stop(signal);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("stopping") && said.contains("stopped"), "{said}");
}

/// Two ports that are free, and next to each other.
fn free_pair() -> u16 {
    let mut tries = std::iter::repeat_with(|| {
        let first = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
        let port = first.local_addr().expect("an address").port();
        TcpListener::bind(("127.0.0.1", port.checked_add(1)?)).ok().map(|_| port)
    });
    tries.find_map(|port| port).expect("a pair")
}

#[test]
fn the_ports_follow_the_one_that_is_given() {
    let port = free_pair();
    let serving = Serving::start(&["zoho", "rfc9700", "--port", &port.to_string()]);
    let expected =
        [format!("http://127.0.0.1:{port}/oauth/v2/token"), format!("http://127.0.0.1:{}/token", port + 1)];
    assert_eq!(serving.all("token endpoint"), expected);
    assert_eq!(serving.stop("-INT").0, Some(0));
}

#[test]
fn what_is_under_way_cannot_hold_it_up() {
    let serving = Serving::start(&["zoho"]);
    let host =
        serving.all("token endpoint")[0].trim_start_matches("http://").split('/').next().expect("a host");
    let stream = TcpStream::connect(host).expect("a connection");
    std::io::Write::write_all(&mut &stream, b"POST /oauth/v2/token HTTP/1.1\r\ncontent-length: 9\r\n\r\nabc")
        .expect("a beginning");
    let told = Instant::now();
    assert_eq!(serving.stop("-INT").0, Some(0));
    assert!(told.elapsed() < Duration::from_secs(8), "it waited for the client");
}

#[test]
fn what_it_prints_works_when_it_is_pasted() {
    let serving = Serving::start(&[
        "zoho",
        "--consent",
        "automatic",
        "--clock",
        "still",
        "--client",
        "we b:s'$ecret",
        "--client",
        "native",
        "--redirect",
        "http://127.0.0.1:8080/cb?a='b",
        "--redirect",
        "com.example:/cb",
    ]);
    assert!(
        serving.told.contains("lives 2m, works once; then HTTP 200 with the error invalid_code"),
        "{}",
        serving.told
    );
    assert!(
        serving
            .told
            .contains("native, public, redirect URI http://127.0.0.1:8080/cb?a='b and com.example:/cb")
    );
    let ask =
        serving.below("ask for a code:").strip_prefix("curl -si '").and_then(|url| url.strip_suffix('\''));
    let redeem = serving.below("redeem the code it gives:").strip_prefix("curl -d ").expect("a curl line");
    let (form, token) = redeem.rsplit_once(' ').expect("a URL");
    let turn = serving.below("turn the clock forward:");
    block_on(async {
        let mut browser = Browser::default();
        let back = browser.get(ask.expect("a curl line")).await;
        assert!(
            back.header("location").is_some_and(|to| to.starts_with("http://127.0.0.1:8080/cb?a='b&code="))
        );
        let code = back.callback().first("code").expect("a code");
        let form = form.replace("CODE", &code);
        let pairs: Vec<(String, String)> =
            oauth_litmus::protocol::Parameters::parse(&form.replace(" -d ", "&"))
                .iter()
                .map(|pair| (pair.decoded_name(), pair.decoded_value()))
                .collect();
        let pairs: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (&**name, &**value)).collect();
        assert!(pairs.contains(&("client_secret", "s'$ecret")), "{pairs:?}");
        let first = browser.post(token, &pairs).await;
        assert!(first.json()["access_token"].is_string(), "{first:?}");
        let clock = turn.strip_prefix("curl -d advance=121s ").expect("a curl line");
        assert_eq!(browser.post(clock, &[("advance", "121s")]).await.json()["now"], 121);
    });
}

/// Waits for a process that has to end by itself; one that does not is ended, and fails the test.
fn ended(child: &mut Child) -> ExitStatus {
    let started = Instant::now();
    loop {
        match child.try_wait().expect("a child") {
            Some(status) => return status,
            None if started.elapsed() > Duration::from_secs(20) => {
                let _ = child.kill();
                panic!("it does not end");
            }
            None => std::thread::sleep(Duration::from_millis(10)),
        }
    }
}

fn refused(arguments: &[&str]) -> Output {
    let mut child = litmus(arguments).spawn().expect("the binary");
    ended(&mut child);
    child.wait_with_output().expect("its output")
}

fn assert_refused(arguments: &[&str], says: &str) {
    let output = refused(arguments);
    let said = String::from_utf8(output.stderr).expect("UTF-8");
    assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0), "{said}");
    assert!(said.contains(says) && said.matches("error:").count() == 1, "{said}");
}

#[rstest]
#[case::nothing(&[], "<NAME|FILE>")]
#[case::no_such_name(&["zohoo"], "did you mean `zoho`?")]
#[case::twice(&["zoho", "zoho"], "two scenarios are called `zoho`")]
#[case::empty_id(&["zoho", "--client", ":secret"], "the id is empty")]
#[case::empty_secret(&["zoho", "--client", "app:"], "leave the colon out")]
#[case::no_ascii(&["zoho", "--client", "\u{430}pp"], "printable ASCII")]
#[case::client_twice(&["zoho", "--client", "a:b", "--client", "a"], "two clients are called `a`")]
#[case::relative(&["zoho", "--redirect", "app.example/callback"], "no absolute URI")]
#[case::fragment(&["zoho", "--redirect", "https://app.example/#top"], "no fragment")]
#[case::port_0(&["zoho", "--port", "0"], "--port")]
#[case::ports_used_up(&["zoho", "rfc9700", "--port", "65535"], "no port is left after 65535")]
#[case::no_consent(&["zoho", "--consent", "maybe"], "page, automatic")]
#[case::no_clock(&["zoho", "--clock", "fast"], "real, still")]
fn wrong_input_is_one_clear_message_and_exit_2(#[case] arguments: &[&str], #[case] says: &str) {
    assert_refused(arguments, says);
}

#[test]
fn a_port_in_use_is_one_clear_message_and_exit_2() {
    let taken = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
    let port = taken.local_addr().expect("an address").port().to_string();
    assert_refused(
        &["zoho", "--port", &port],
        &format!("zoho: could not open port {port} on 127.0.0.1: another program listens there\n  mend: "),
    );
}
