//! The test harness that users run: its listing, its filters, its exit codes and what its
//! failures say. Each of these tests runs this binary once more, as a user's test target. Beside
//! them the flaws, one test for each rule, since this harness can say at the end how many were caught.

mod sensitivity;
#[path = "../suite/support.rs"]
#[expect(dead_code, reason = "the suite needs more of it")]
mod support;
mod targets;

use libtest_mimic::{Arguments, Failed, Trial};
use std::{
    env, fs,
    io::{self, Write as _},
    path::PathBuf,
    process::{self, Command, ExitCode},
};

/// As the program has it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

type Checked = Result<(), Failed>;

type Test = (&'static str, fn() -> Checked);

fn main() -> ExitCode {
    if let Ok(name) = env::var(targets::NAME) {
        return targets::run(&name);
    }
    let tests: [Test; 10] = [
        ("listing_starts_nothing", listing_starts_nothing),
        ("a_sound_server_passes", a_sound_server_passes),
        ("one_test_runs_alone_as_nextest_runs_it", one_test_runs_alone),
        ("a_filter_narrows_the_survey", a_filter_narrows_the_survey),
        ("a_violation_fails_with_its_witness", a_violation_fails_with_its_witness),
        ("a_deviation_no_longer_true_fails", a_deviation_no_longer_true_fails),
        ("drift_of_a_real_server_fails", drift_of_a_real_server_fails),
        ("a_panic_fails_each_test_and_hangs_none", a_panic_fails_each_test),
        ("what_is_wrong_with_a_scenario_is_said", what_is_wrong_with_a_scenario_is_said),
        ("suites_with_names_share_a_binary", suites_with_names_share_a_binary),
    ];
    let own = tests.into_iter().map(|(name, test)| Trial::test(name, test));
    let conclusion = libtest_mimic::run(&Arguments::from_args(), own.chain(sensitivity::trials()).collect());
    if let Some(rate) = sensitivity::rate() {
        let _ = writeln!(io::stdout(), "{rate}\n");
    }
    conclusion.exit_code()
}

fn listing_starts_nothing() -> Checked {
    let started = trace("listing");
    for arguments in [&["--list", "--format", "terse"][..], &["--list", "--format", "terse", "--ignored"]] {
        let ran = Ran::of("sound", arguments, &started)?;
        let listed: Vec<&str> = ran.out.lines().collect();
        let expected =
            if arguments.contains(&"--ignored") { 0 } else { oauth_litmus::rules::catalogue().count() + 1 };
        ran.has(listed.len() == expected && listed.iter().all(|line| line.ends_with(": test")))?;
        ran.has(ran.code == Some(0) && ran.err.is_empty() && !started.exists())?;
    }
    Ok(())
}

fn a_sound_server_passes() -> Checked {
    let started = trace("sound");
    let ran = Ran::of("sound", &[], &started)?;
    let once = fs::read_to_string(&started).is_ok_and(|trace| trace == "started\n");
    let _ = fs::remove_file(&started);
    ran.has(ran.code == Some(0) && once)?;
    ran.says(&[
        "test redirect/exact-match ",
        "test result: ok",
        "test scenario/drift ",
        "ignored (the scenario",
    ])?;
    ran.tells(&["rfc9700: ", " requests, ", " upheld"])
}

fn one_test_runs_alone() -> Checked {
    let ran = Ran::of("flawed", &["--exact", "redirect/host-case", "--nocapture"], &trace("alone"))?;
    ran.has(ran.code == Some(0))?;
    ran.says(&["running 1 test", "test redirect/host-case ... ok", "1 passed; 0 failed; 0 ignored"])?;
    ran.tells(&[" requests, 1 upheld\n"])
}

fn a_filter_narrows_the_survey() -> Checked {
    let requests = |arguments: &[&str]| -> Result<usize, Failed> {
        let ran = Ran::of("sound", arguments, &trace("filter"))?;
        let figure = ran.err.strip_prefix("rfc9700: ").and_then(|rest| rest.split(' ').next()?.parse().ok());
        figure.ok_or_else(|| ran.complaint().into())
    };
    let (few, all) = (requests(&["redirect/", "--skip", "exact"])?, requests(&[])?);
    if few * 5 < all * 4 { Ok(()) } else { Err(format!("{few} requests when filtered, {all} in all").into()) }
}

fn a_violation_fails_with_its_witness() -> Checked {
    let ran = Ran::of("flawed", &["redirect/path-append"], &trace("violation"))?;
    ran.has(ran.code == Some(101))?;
    ran.says(&[
        "test redirect/path-append ... FAILED",
        "redirect/path-append violated S3 (MUST; RFC 6749 3.1.2.3, RFC 9700 4.1.3",
        "  demands: ",
        "  registered: https://app.example/callback\n",
        "  requested:  https://app.example/callbackx\n",
        "  lands at:   https://app.example/callbackx?code=",
        "  1. ask for a code, ",
        "  curl -gi '{target}/authorize?response_type=code&client_id=app&redirect_uri=https%3A%2F%2Fapp.example",
        "    [[deviation]]\n    rule = \"redirect/path-append\"\n    because = \"...\"\n    severity = \"S3\"",
        "test result: FAILED. 0 passed; 1 failed",
    ])?;
    ran.tells(&["flawed: ", " 1 violated\n", "  violated: redirect/path-append: see the failures"])
}

fn a_deviation_no_longer_true_fails() -> Checked {
    let ran = Ran::of("stale", &["redirect/host-case"], &trace("stale"))?;
    ran.has(ran.code == Some(101))?;
    ran.says(&[
        "redirect/host-case is upheld: the stated deviation is no longer true",
        "  stated: the front end lower-cases hosts",
    ])
}

fn drift_of_a_real_server_fails() -> Checked {
    let ran = Ran::of("drifting", &["scenario/drift"], &trace("drift"))?;
    ran.has(ran.code == Some(101))?;
    ran.says(&["code.uses drifted from 1 to 2", "1 failed"])
}

fn a_panic_fails_each_test() -> Checked {
    let ran = Ran::of("panicking", &["redirect/"], &trace("panic"))?;
    ran.has(ran.code == Some(101))?;
    ran.says(&["not judged: it panicked: no database here\n  mend: ", " 0 passed; "])?;
    // The whole reason once, its first line each time.
    let times = |text| ran.out.matches(text).count();
    ran.has(times("no database here") > 30 && times("mend:") == 1)
}

fn what_is_wrong_with_a_scenario_is_said() -> Checked {
    let ran = Ran::of("misspelt", &["--exact", "redirect/host-case"], &trace("misspelt"))?;
    ran.has(ran.code == Some(101))?;
    ran.says(&["there is no rule `redirect/host-cas`", "did you mean `redirect/host-case`?"])?;
    let ran = Ran::of("missing", &["--exact", "redirect/host-case"], &trace("missing"))?;
    ran.has(ran.code == Some(101))?;
    ran.says(&["no/such/file.toml: could not read it: "])
}

fn suites_with_names_share_a_binary() -> Checked {
    let ran = Ran::of("two", &["redirect/path-append"], &trace("two"))?;
    ran.has(ran.code == Some(101))?;
    ran.says(&["test flawed/redirect/path-append ... FAILED", "test old/redirect/path-append    ... ok"])?;
    ran.tells(&["rfc6749: ", "flawed: "])
}

/// The file that a target of one test leaves a trace in when it is started.
fn trace(test: &str) -> PathBuf {
    env::temp_dir().join(format!("oauth-litmus-target-{test}-{}", process::id()))
}

/// How a run of a target went.
struct Ran {
    code: Option<i32>,
    out: String,
    err: String,
}

impl Ran {
    fn of(target: &str, arguments: &[&str], trace: &PathBuf) -> Result<Self, Failed> {
        let mut command = Command::new(env::current_exe()?);
        command.args(arguments).env(targets::NAME, target).env(targets::TRACE, trace);
        let ran = command.output()?;
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Ok(Self { code: ran.status.code(), out: text(&ran.stdout), err: text(&ran.stderr) })
    }

    fn has(&self, holds: bool) -> Checked {
        if holds { Ok(()) } else { Err(self.complaint().into()) }
    }

    /// All of this stands on stdout.
    fn says(&self, parts: &[&str]) -> Checked {
        self.holds(&self.out, parts)
    }

    /// All of this stands on stderr.
    fn tells(&self, parts: &[&str]) -> Checked {
        self.holds(&self.err, parts)
    }

    fn holds(&self, text: &str, parts: &[&str]) -> Checked {
        match parts.iter().find(|part| !text.contains(**part)) {
            None => Ok(()),
            Some(part) => Err(format!("this is missing: {part}\n{}", self.complaint()).into()),
        }
    }

    fn complaint(&self) -> String {
        format!("exit code {:?}\n--- stdout\n{}\n--- stderr\n{}", self.code, self.out, self.err)
    }
}
