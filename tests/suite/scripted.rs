//! Consent in a real browser: pages that only scripts make are walked, nothing but the server is
//! reached, and what cannot be walked is one clear error. Passed over where there is no browser.

use crate::support::{block_on, http, requested, server};
use oauth_litmus::{
    budget::Budget,
    profile::{Profile, Verdict},
    scenario::Scenario,
    suite::sandbox,
    survey::survey,
    target::TargetError,
};
use rstest::rstest;
use std::{
    env, fs,
    path::Path,
    process::{Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

/// Whether there is a browser to be driven.
fn there_is_one() -> bool {
    let path = env::var_os("PATH").unwrap_or_default();
    let found = |name: &str| env::split_paths(&path).any(|folder| folder.join(name).exists());
    found("chromedriver") && (found("chromium") || found("google-chrome"))
}

const LOGIN: &str = "<title>Sign in</title><div id=app></div><script>
const form = document.createElement('form');
form.innerHTML = `<label>User name <input id=u></label><label>Password <input id=p type=password></label>
  <button type=button>Cancel</button><button>Go on</button><p role=alert></p>HINT`;
form.onsubmit = async event => {
  event.preventDefault();
  const body = JSON.stringify({ user: form.querySelector('#u').value, password: form.querySelector('#p').value });
  const answer = await fetch('/api/login', { method: 'POST', body });
  if (answer.ok) location.assign('/authorize' + location.search);
  else form.querySelector('p').textContent = 'This account is locked';
};
setTimeout(() => document.getElementById('app').append(form), 100);
</script>";

const CONSENT: &str = "<title>Consent</title><div id=app></div><script>
const said = (label, then) => {
  const button = document.createElement('button');
  button.textContent = label;
  button.onclick = then;
  document.getElementById('app').append(button);
};
said('Deny', () => fetch('/api/denied', { method: 'POST' }));
said('Allow', async () => {
  await fetch('/api/consent', { method: 'POST' });
  location.replace('/authorize' + location.search);
});
</script>";

/// A server whose pages need a script, with these redirect URIs; `hint` stands on its login page.
fn scripted(number: usize, request: &str, registered: &[String], hint: &str) -> Vec<u8> {
    let target = request.split(' ').nth(1).unwrap_or_default();
    let query = target.split_once('?').map_or("", |(_, query)| query);
    let has = |cookie: &str| {
        request.lines().any(|line| line.to_ascii_lowercase().starts_with("cookie:") && line.contains(cookie))
    };
    let to = |place: &str| http("302 Found", &format!("location: {place}\r\n"), "");
    match target.split('?').next().unwrap_or_default() {
        "/login" => http("200 OK", "", &LOGIN.replace("HINT", hint)),
        "/consent" => http("200 OK", "", CONSENT),
        "/api/login"
            if request.contains("\"password\":\"pass-word\"") && request.contains("\"user\":\"ada\"") =>
        {
            http("200 OK", "set-cookie: session=4711; Path=/; HttpOnly\r\n", "")
        }
        "/api/consent" => http("200 OK", "set-cookie: agreed=1; Path=/; HttpOnly\r\n", ""),
        "/authorize" => {
            let uri = requested(request);
            if !query.contains("client_id=app&") || !registered.contains(&uri) {
                http("400 Bad Request", "", "<title>Error</title><p>no such redirect URI</p>")
            } else if !has("session=4711") {
                to(&format!("/login?{query}"))
            } else if !has("agreed=1") {
                to(&format!("/consent?{query}"))
            } else {
                to(&format!("{uri}{}code=code-{number}", if uri.contains('?') { '&' } else { '?' }))
            }
        }
        "/token" => http("400 Bad Request", "", "{\"error\":\"invalid_grant\"}"),
        _ => http("404 Not Found", "", ""),
    }
}

fn text(base: &str, section: &str, uri: &str) -> String {
    format!(
        "[provider]\nname = \"scripted\"\n[endpoints]\nauthorization = \"/authorize\"\ntoken = \"/token\"\n\
         [sandbox]\nbase = \"{base}\"\nconsent = \"browser\"\n{section}\n[[sandbox.client]]\nid = \"app\"\n\
         secret = \"app-secret\"\nredirect_uris = [\"{uri}\"]\n"
    )
}

async fn surveyed(base: &str, section: &str, uri: &str) -> Result<Profile, TargetError> {
    limited(base, section, uri, None).await
}

async fn limited(
    base: &str,
    section: &str,
    uri: &str,
    requests: Option<usize>,
) -> Result<Profile, TargetError> {
    let scenario = Scenario::parse("scripted", &text(base, section, uri)).expect("a scenario");
    let still = Duration::ZERO;
    let budget = Budget { cases: 16, patience: still, respite: still, requests, ..Budget::live(true) };
    survey(&sandbox(scenario)?, &budget).await
}

const FIELDS: &str =
    "[sandbox.login]\nfields = { \"user name\" = \"ada\", password = \"pass-word\" }\npress = [\"Allow\"]";

/// Law 8: neither the client's URI is reached, on this machine as it is, nor what a page loads.
#[rstest]
#[case::on_this_machine("")]
#[case::of_a_scheme_of_its_own("com.example.app:/callback")]
fn login_and_consent_are_walked_and_nothing_else_is_reached(#[case] uri: &str) {
    if !there_is_one() {
        return;
    }
    block_on(async {
        let reached = Arc::new(AtomicUsize::new(0));
        let counting = Arc::clone(&reached);
        let other = server(move |_, _| {
            counting.fetch_add(1, Ordering::SeqCst);
            http("200 OK", "", "")
        })
        .await;
        let uri = if uri.is_empty() { format!("{other}/callback") } else { uri.to_owned() };
        let (registered, hint) = (vec![uri.clone()], format!("<img src=\"{other}/pixel\">"));
        let logins = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&logins);
        let base = server(move |number, request| {
            counted.fetch_add(usize::from(request.starts_with("POST /api/login")), Ordering::SeqCst);
            scripted(number, request, &registered, &hint)
        })
        .await;
        let profile = surveyed(&base, FIELDS, &uri).await.expect("a profile");
        assert!(!profile.partial, "{:?}", profile.error);
        let exact = profile.findings.iter().find(|finding| finding.rule == "redirect/exact-match");
        assert_eq!(exact.map(|finding| finding.verdict), Some(Verdict::Upheld), "{exact:?}");
        assert_eq!(reached.load(Ordering::SeqCst), 0, "the browser went elsewhere");
        assert_eq!(logins.load(Ordering::SeqCst), 1, "the session was not reused");
    });
}

#[rstest]
#[case::a_field_of_another_name("fields = { email = \"ada\" }", "", "asks for `u`, `p`")]
#[case::a_locked_account(
    "fields = { \"user name\" = \"ada\", password = \"wrong\" }",
    "",
    "and says `This account is locked`"
)]
#[case::a_riddle(
    "fields = { u = \"ada\", p = \"pass-word\" }",
    "<p class=g-recaptcha>?</p>",
    "has a CAPTCHA"
)]
#[case::a_button_that_says_no(
    "fields = { u = \"ada\", p = \"pass-word\" }\npress = [\"Deny\"]",
    "",
    "at the page `Consent`"
)]
fn what_cannot_be_walked_is_one_clear_error(
    #[case] login: &str,
    #[case] hint: &'static str,
    #[case] says: &str,
) {
    if !there_is_one() {
        return;
    }
    block_on(async {
        let uri = "https://app.example/callback".to_owned();
        let registered = vec![uri.clone()];
        let base = server(move |number, request| scripted(number, request, &registered, hint)).await;
        let section = format!("[sandbox.login]\n{login}");
        let error = surveyed(&base, &section, &uri).await.expect_err("no code").to_string();
        assert!(error.contains(says) && error.contains("mend:") && error.contains("client `app`"), "{error}");
    });
}

/// Law 5: a session that ends when nobody can log in any more gives no verdict.
#[test]
fn a_page_that_never_comes_to_rest_ends_the_survey_without_a_finding() {
    if !there_is_one() {
        return;
    }
    block_on(async {
        let uri = "https://app.example/callback".to_owned();
        let registered = vec![uri.clone()];
        let base = server(move |number, request| {
            if number < 60 {
                return scripted(number, request, &registered, "");
            }
            let restless = "<title>Wait</title><p></p><script>setInterval(() => \
                            document.querySelector('p').textContent += '.', 50)</script>";
            match request.split(['?', ' ']).nth(1) {
                Some("/login") => http("200 OK", "", restless),
                _ => scripted(number, &request.replace("session=4711", "session=over"), &registered, ""),
            }
        })
        .await;
        let profile = surveyed(&base, &format!("timeout = \"1s\"\n{FIELDS}"), &uri).await.expect("a part");
        assert!(profile.partial, "it did not stop");
        let error = profile.error.as_deref().unwrap_or_default();
        assert!(error.contains("/login does not come to rest in the browser within 1 s"), "{error}");
        // What was measured before is kept; what it shows now is held against nobody.
        let violated = profile.findings.iter().filter(|finding| finding.verdict == Verdict::Violated);
        let said: Vec<&str> = violated.map(|finding| finding.rule).collect();
        assert_eq!(said, [""; 0]);
    });
}

/// A scripted server that counts what it is asked; it may forget each consent once it gave a code.
async fn counted(uri: &str, forgets: bool) -> (String, Arc<AtomicUsize>) {
    let (registered, count) = (vec![uri.to_owned()], Arc::new(AtomicUsize::new(0)));
    let counting = Arc::clone(&count);
    let base = server(move |number, request| {
        counting.fetch_add(1, Ordering::SeqCst);
        let answer = scripted(number, request, &registered, "<img src=/logo.png>");
        let text = String::from_utf8_lossy(&answer);
        if forgets && text.contains("code=code-") {
            let forgotten = "set-cookie: agreed=0; Path=/; Max-Age=0\r\nlocation:";
            return text.replace("location:", forgotten).into_bytes();
        }
        answer
    })
    .await;
    (base, count)
}

/// Law 9: what the browser sends counts, pages and whatever they load.
#[rstest]
#[case::without_an_end(None)]
#[case::up_to_a_limit(Some(90))]
fn what_a_browser_sends_counts_against_the_limit(#[case] limit: Option<usize>) {
    if !there_is_one() {
        return;
    }
    block_on(async {
        let uri = "https://app.example/callback";
        let (base, count) = counted(uri, limit.is_some()).await;
        let profile = limited(&base, FIELDS, uri, limit).await.expect("a profile");
        assert_eq!(profile.requests, count.load(Ordering::SeqCst), "{:?}", profile.error);
        let Some(limit) = limit else { return };
        // The page that was under way when it was reached is loaded to its end.
        assert!((limit..limit + 6).contains(&profile.requests), "{} requests", profile.requests);
        let reason = format!("the limit of {limit} requests is reached");
        let said = profile.findings.iter().filter_map(|finding| finding.because.as_deref());
        assert!(said.filter(|because| because.contains(&reason)).count() > 10, "{:?}", profile.error);
        let violated = profile.findings.iter().filter(|finding| finding.verdict == Verdict::Violated);
        assert_eq!(violated.map(|finding| finding.rule).collect::<Vec<_>>(), [""; 0]);
    });
}

#[rstest]
#[case::before_the_first_page(2, 2)]
#[case::in_the_middle_of_a_login(4, 9)]
fn a_limit_that_ends_in_a_login_is_one_clear_error(#[case] limit: usize, #[case] most: usize) {
    if !there_is_one() {
        return;
    }
    block_on(async {
        let uri = "https://app.example/callback";
        let (base, count) = counted(uri, false).await;
        let error = limited(&base, FIELDS, uri, Some(limit)).await.expect_err("no controls").to_string();
        assert!(error.contains(&format!("a limit of {limit} requests does not even allow")), "{error}");
        assert!((limit..=most).contains(&count.load(Ordering::SeqCst)), "{count:?} requests");
    });
}

/// How many entries a folder has.
fn entries(folder: &Path) -> usize {
    fs::read_dir(folder).map_or(0, Iterator::count)
}

/// Waits until it is so, or gives up.
fn until(holds: impl Fn() -> bool) -> bool {
    let started = Instant::now();
    while !holds() && started.elapsed() < Duration::from_secs(30) {
        thread::sleep(Duration::from_millis(50));
    }
    holds()
}

/// Whether a process has this text in its command line.
fn is_running(text: &str) -> bool {
    let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
    let lines = processes.filter_map(|process| fs::read(process.path().join("cmdline")).ok());
    lines.into_iter().any(|line| String::from_utf8_lossy(&line).contains(text))
}

/// Whatever becomes of us, the browser ends and its folder goes: here we are killed.
#[test]
fn nothing_is_left_of_a_browser_when_we_are_killed() {
    if !there_is_one() || !Path::new("/proc/self/cmdline").exists() {
        return;
    }
    let folder = env::temp_dir().join(format!("litmus-killed-{}", std::process::id()));
    let place = folder.join("there");
    fs::create_dir_all(&place).expect("a folder");
    block_on(async {
        let uri = "https://app.example/callback".to_owned();
        let registered = vec![uri.clone()];
        let base = server(move |number, request| scripted(number, request, &registered, "")).await;
        let file = folder.join("scripted.toml");
        fs::write(&file, text(&base, FIELDS, &uri)).expect("a file");
        let mut child = Command::new(env!("CARGO_BIN_EXE_oauth-litmus"))
            .args(["run", "--live"])
            .arg(&file)
            .env("TMPDIR", &place)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the binary");
        let mark = format!("{}/oauth-litmus-", place.display());
        let started = until(|| is_running(&format!("user-data-dir={mark}")));
        child.kill().expect("it runs");
        child.wait().expect("it ended");
        assert!(started, "no browser was started");
        assert!(until(|| entries(&place) == 0), "its folder is still there");
        assert!(until(|| !is_running(&mark)), "a browser still runs");
    });
    fs::remove_dir_all(&folder).expect("an empty folder");
}
