//! The guide for accounts at hosted providers: its commands are followed against stand-ins that are
//! processes of their own, with login pages and throttles; and what goes wrong there is one message.

use crate::{
    cli::{folder, text},
    support::in_repository,
};
use rstest::rstest;
use std::{
    collections::BTreeMap,
    fs,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    time::{Duration, Instant},
};

const BINARY: &str = env!("CARGO_BIN_EXE_oauth-litmus");

/// Where the guide has its stand-in.
const IN_GUIDE: &str = "http://127.0.0.1:9310";

/// A stand-in in a process of its own; it ends with the test.
struct Served {
    child: Child,
    base: String,
}

impl Served {
    fn start(arguments: &[&str]) -> Self {
        let mut command = Command::new(BINARY);
        let mut child = command.args(arguments).stdout(Stdio::piped()).spawn().expect("the binary");
        let mut lines = BufReader::new(child.stdout.as_mut().expect("a pipe")).lines();
        let base = lines.find_map(|line| {
            let line = line.expect("UTF-8");
            let (_, base) = line.split_once(": http://")?;
            Some(format!("http://{}", base.split(' ').next()?))
        });
        Self { child, base: base.expect("a base") }
    }

    fn zoho() -> Self {
        Self::start(&[
            "serve",
            "zoho",
            "--client",
            "web:s3cret",
            "--redirect",
            "https://app.example/callback",
        ])
    }

    /// Lets ten minutes pass there, so that the throttle forgets.
    fn let_the_throttle_forget(&self) {
        let host = self.base.trim_start_matches("http://");
        let mut stream = TcpStream::connect(host).expect("a connection");
        let form = "advance=10m";
        let request = format!(
            "POST /_litmus/clock HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\
             content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{form}",
            form.len()
        );
        stream.write_all(request.as_bytes()).expect("a request");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer");
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A shell of a few words: variables, and commands of this program in a folder.
struct Shell {
    folder: PathBuf,
    variables: BTreeMap<String, String>,
}

impl Shell {
    fn new() -> Self {
        Self { folder: folder(), variables: BTreeMap::new() }
    }

    fn with_account() -> Self {
        let mut shell = Self::new();
        shell.export(
            "ZOHO_CLIENT_ID=web ZOHO_CLIENT_SECRET=s3cret ZOHO_REDIRECT_URI=https://app.example/callback \
             ZOHO_USER=ada ZOHO_PASSWORD=any",
        );
        shell
    }

    fn export(&mut self, assignments: &str) {
        for assignment in assignments.split_whitespace() {
            let (name, value) = assignment.split_once('=').expect("an assignment");
            self.variables.insert(name.to_owned(), value.to_owned());
        }
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(BINARY);
        command.args(arguments).current_dir(&self.folder).env_clear().envs(&self.variables);
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().expect("the binary")
    }

    /// Begins a file for this base, and lets it be asked without a pause between requests.
    fn begin(&self, base: &str) -> String {
        let begun = self.run(&["init", "zoho", "--base", base, "--consent", "form", "-o", "zoho.toml"]);
        assert_eq!(begun.status.code(), Some(0), "{}", text(&begun.stderr));
        self.edit("rate = \"1/s\"", "rate = \"unlimited\"");
        text(&begun.stderr)
    }

    fn edit(&self, from: &str, to: &str) {
        let path = self.folder.join("zoho.toml");
        let scenario = fs::read_to_string(&path).expect("a scenario");
        assert!(scenario.contains(from), "no {from} in {scenario}");
        fs::write(&path, scenario.replace(from, to)).expect("a scenario");
    }
}

/// The lines of a page that a shell is given.
fn shell_lines(page: &str) -> Vec<&str> {
    let blocks = page.split("```sh\n").skip(1).filter_map(|rest| rest.split("```").next());
    blocks.flat_map(str::lines).collect()
}

#[test]
fn the_guide_can_be_followed() {
    let guide = fs::read_to_string(in_repository("scenarios/providers/HOSTED.md")).expect("the guide");
    let mut lines = shell_lines(&guide).into_iter();
    let serve = lines.next().and_then(|line| line.strip_prefix("oauth-litmus ")).expect("a command");
    let serve = serve.strip_suffix(" --port 9310").expect("the port of the guide");
    let served = Served::start(&serve.split(' ').collect::<Vec<_>>());
    let mut shell = Shell::new();
    let mut said: BTreeMap<String, String> = BTreeMap::new();
    for line in lines {
        if let Some(assignments) = line.strip_prefix("export ") {
            shell.export(assignments);
            continue;
        }
        let line = line.strip_prefix("oauth-litmus ").expect("a command of this program");
        let line = line.replace(IN_GUIDE, &served.base);
        let output = shell.run(&line.split(' ').collect::<Vec<_>>());
        assert_eq!(output.status.code(), Some(0), "{line}: {}{}", text(&output.stdout), text(&output.stderr));
        if line.starts_with("init") {
            shell.edit("rate = \"1/s\"", "rate = \"unlimited\"");
        }
        served.let_the_throttle_forget();
        let verb = line.split(' ').next().expect("a verb").to_owned();
        said.entry(verb).or_default().push_str(&(text(&output.stdout) + text(&output.stderr).as_str()));
    }
    for (verb, says) in [
        ("init", "export ZOHO_CLIENT_ID, ZOHO_CLIENT_SECRET, ZOHO_REDIRECT_URI"),
        ("check", "the login works"),
        ("check", "takes `web` and its secret"),
        ("check", "its clock goes as this one"),
        ("check", "quota: 6 of 8 codes are left"),
        ("run", "no noisy ones ("),
        ("run", "8 codes in 10m"),
        ("run", "nothing was sent"),
    ] {
        let said = &said[verb];
        assert!(said.contains(says), "{verb} does not say {says}: {said}");
    }
}

#[test]
fn every_variable_that_the_guide_names_is_read_and_no_other() {
    let guide = fs::read_to_string(in_repository("scenarios/providers/HOSTED.md")).expect("the guide");
    for stem in ["zoho", "constant-contact-v3", "constant-contact-v2"] {
        let source =
            fs::read_to_string(in_repository(&format!("scenarios/providers/{stem}.toml"))).expect("it");
        let row = guide.lines().find(|line| line.contains(&format!("`init {stem}`"))).expect("a row");
        for named in source.split("env = \"").skip(1).filter_map(|rest| rest.split('"').next()) {
            let as_v3 = named == "CTCT_USER" || named == "CTCT_PASSWORD";
            assert!(
                row.contains(&format!("`{named}`")) || (as_v3 && row.contains("as V3")),
                "{stem}: {named}"
            );
        }
        for named in row.split('`').filter(|word| word.contains('_')) {
            assert!(source.contains(&format!("\"{named}\"")), "{stem} does not read {named}");
        }
    }
}

/// A stand-in of Zoho whose throttle is small, and a file that keeps below it.
fn hurried() -> (Served, Shell) {
    let shell = Shell::with_account();
    let source = fs::read_to_string(in_repository("scenarios/providers/zoho.toml")).expect("zoho");
    let quick = source.replace("\"10/10m\"", "\"6/2s\"").replace("8/10m", "5/2s");
    let path = shell.folder.join("served.toml");
    fs::write(&path, quick.replace("rate = \"1/s\"", "rate = \"unlimited\"")).expect("a scenario");
    let path = path.display().to_string();
    let served = Served::start(&[
        "serve",
        &path,
        "--client",
        "web:s3cret",
        "--redirect",
        "https://app.example/callback",
    ]);
    shell.begin(&served.base);
    shell.edit("\"10/10m\"", "\"6/2s\"");
    shell.edit("8/10m", "5/2s");
    (served, shell)
}

/// What of the quota of codes a journal says was used, in milliseconds.
fn spent(journal: &Path) -> Vec<u64> {
    let journal = fs::read_to_string(journal).unwrap_or_default();
    let marks = journal.lines().filter_map(|line| {
        let mark: serde_json::Value = serde_json::from_str(line).ok()?;
        let mark = mark.get("spent")?;
        (mark[0] == "codes").then(|| mark[1].as_u64()).flatten()
    });
    marks.collect()
}

#[test]
fn a_run_that_is_killed_while_it_waits_goes_on_within_the_quota() {
    let (_served, shell) = hurried();
    let only = ["--only", "code/single-use", "--only", "token/error-400"];
    let arguments = [&["run", "zoho.toml", "--live", "--cases", "0", "--out", "found"], &only[..]].concat();
    let journal = shell.folder.join("found/zoho.jsonl");
    let mut killed =
        shell.command(&arguments).stderr(Stdio::null()).stdout(Stdio::null()).spawn().expect("a run");
    let began = Instant::now();
    // It waits once the five codes of the quota are there.
    while spent(&journal).len() < 5 {
        assert!(began.elapsed() < Duration::from_secs(20), "no more than {:?} came", spent(&journal));
        std::thread::sleep(Duration::from_millis(20));
    }
    killed.kill().expect("a kill");
    killed.wait().expect("an end");
    let output = shell.run(&arguments);
    assert_eq!(output.status.code(), Some(0), "{}{}", text(&output.stdout), text(&output.stderr));
    let times = spent(&journal);
    assert!(times.len() > 5, "{times:?}");
    let closest = times.windows(6).map(|six| six[5] - six[0]).min();
    assert!(closest >= Some(1900), "six codes within {closest:?} ms: {times:?}");
    assert!(!fs::read_to_string(&journal).expect("a journal").contains("error=access_denied"));
    let witnesses = fs::read_dir(shell.folder.join("found/witnesses/zoho")).expect("witnesses");
    let witness = witnesses.map(|witness| witness.expect("a file").path()).next().expect("a witness");
    // A replay keeps no journal, so what the run spent is waited out first.
    std::thread::sleep(Duration::from_millis(2100));
    let output = shell.run(&["replay", &witness.display().to_string(), "--live"]);
    assert_eq!(output.status.code(), Some(0), "{}{}", text(&output.stdout), text(&output.stderr));
    assert!(text(&output.stdout).contains("token/error-400 violated"), "{}", text(&output.stdout));
}

/// What was wrong, what is said, and how it ends.
#[rstest]
#[case::a_variable_is_missing("unset ZOHO_PASSWORD", "the environment variable ZOHO_PASSWORD is not set", 2)]
#[case::several_are(
    "unset ZOHO_USER ZOHO_CLIENT_ID",
    "the environment variables ZOHO_CLIENT_ID and ZOHO_USER are not set",
    2
)]
#[case::the_secret_is_wrong(
    "ZOHO_CLIENT_SECRET=other",
    "does not take the secret of `web`: 200 with error `invalid_client_secret`",
    3
)]
#[case::the_client_is_wrong("ZOHO_CLIENT_ID=nobody", "`nobody` is not known to it", 3)]
#[case::the_redirect_uri_is_wrong(
    "ZOHO_REDIRECT_URI=https://app.example/other",
    "`https://app.example/other` is not registered for `web`",
    3
)]
#[case::the_account_is_elsewhere("ZOHO_USER=ada@eu", "/dc/eu\" in [sandbox]", 2)]
#[case::the_login_has_other_fields("s/username = {/login_id = {/", "[sandbox.login]", 3)]
#[case::the_base_is_in_the_clear("s|http://127.0.0.1|http://accounts.zoho.com|", "in the clear", 2)]
#[case::nobody_listens(
    "s|base = \"http://127.0.0.1:|base = \"http://127.0.0.1:1/|",
    "does not answer a plain authorization request",
    3
)]
#[case::the_base_is_wrong("s|/oauth/v2/auth\"|/oauth/v9/auth\"|", "mend: ", 3)]
#[case::a_quota_is_misspelt("s/8\\/10m/eight a minute/", "is no quota; write how many in what time", 2)]
fn what_is_wrong_with_the_set_up_is_one_clear_message(
    #[case] wrong: &str,
    #[case] says: &str,
    #[case] code: i32,
) {
    let served = Served::zoho();
    let mut shell = Shell::with_account();
    shell.begin(&served.base);
    if let Some(names) = wrong.strip_prefix("unset ") {
        for name in names.split(' ') {
            shell.variables.remove(name);
        }
    } else if let Some(edit) = wrong.strip_prefix('s') {
        let mark = edit.chars().next().expect("a mark");
        let (from, to) = edit.trim_matches(mark).rsplit_once(mark).expect("two texts");
        shell.edit(&from.replace('\\', ""), to);
    } else {
        shell.export(wrong);
    }
    let output = shell.run(&["check", "zoho.toml", "--live"]);
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{said}{}", text(&output.stdout));
    let mends = said.contains("mend: ") || said.contains("; write ");
    assert!(said.contains(says) && mends, "{said}{}", text(&output.stdout));
    assert_eq!(said.matches("error: ").count(), 1, "{said}");
    for secret in ["s3cret", "any\n"] {
        assert!(!said.contains(secret) && !text(&output.stdout).contains(secret), "{said}");
    }
}

#[test]
fn an_account_at_another_data_centre_is_asked_there() {
    let served = Served::zoho();
    let mut shell = Shell::with_account();
    shell.export("ZOHO_USER=ada@eu");
    shell.begin(&format!("{}/dc/eu", served.base));
    let output = shell.run(&["check", "zoho.toml", "--live"]);
    assert_eq!(output.status.code(), Some(0), "{}{}", text(&output.stdout), text(&output.stderr));
    served.let_the_throttle_forget();
    let arguments = ["run", "zoho.toml", "--live", "--only", "state/echo-exact"];
    let output = shell.run(&arguments);
    assert_eq!(output.status.code(), Some(0), "{}{}", text(&output.stdout), text(&output.stderr));
    assert!(text(&output.stdout).contains("1 upheld"), "{}", text(&output.stdout));
}

#[test]
fn a_session_from_elsewhere_serves_until_it_ends() {
    let served = Served::zoho();
    let mut shell = Shell::with_account();
    shell.begin(&served.base);
    shell.edit("consent = \"form\"", "consent = \"form\"\nheaders = { Cookie = { env = \"ZOHO_COOKIE\" } }");
    shell.edit("fields = { username = { env = \"ZOHO_USER\" }, password = { env = \"ZOHO_PASSWORD\" } }", "");
    shell.export("ZOHO_COOKIE=litmus_session=ended");
    let output = shell.run(&["check", "zoho.toml", "--live"]);
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(3), "{said}{}", text(&output.stdout));
    assert!(said.contains("mend: ") && said.contains("the page `Log in"), "{said}");
}
