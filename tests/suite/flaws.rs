//! Law 4, for what really happened: every flaw in `scenarios/flaws/` is found, at its severity,
//! with a witness at least as small as the published input; and a sound server does not have it.

use crate::support::{block_on, in_repository, singles_only};
use oauth_litmus::{
    behaviour::Requested,
    evidence::{Outcome, severity_of},
    mutation::{self, Kind, Severity},
    profile::{Finding, Profile, Verdict},
    protocol::{RedirectUri, Secret, UriParts},
    rules,
    scenario::{Flaw, Scenario},
    stand_in::{RegisteredClient, StandIn},
    survey::survey,
};
use rstest::rstest;
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

/// Every flaw in our notes, by its number there.
const ROWS: [&str; 46] = [
    "B1", "B1b", "B3", "B5", "B6", "B7", "B7b", "B8", "B9c", "B9d", "B9e", "B10", "B10a", "B10b", "B10c",
    "B11", "B12", "B14", "B17", "B18", "B18b", "B19", "B20", "B22", "B23", "B23b", "B23d", "B23f", "B25",
    "B28", "B29", "B29b", "B30", "B32", "B34", "B37", "B38", "B39", "B41", "B43", "B44", "B46", "B47", "B48",
    "B50", "B51",
];

/// The client under test.
const CLIENT: &str = "flawed";

fn scenario(path: &Path) -> Scenario {
    let text = fs::read_to_string(path).expect("a file");
    Scenario::parse_file(&path.display().to_string(), &text).unwrap_or_else(|error| panic!("{error}"))
}

fn flaw(scenario: &Scenario) -> Flaw {
    scenario.flaw.clone().expect("a [flaw] section")
}

/// What is registered for the client under test: the flaw's URI, or nothing where that is the
/// flaw, and one more where a class asks for several.
fn registered(flaw: &Flaw) -> Vec<RedirectUri> {
    let mut classes = flaw.mutations.iter().filter_map(|id| mutation::by_id(id));
    let needs_several = classes.any(|class| class.needs == Kind::Several);
    let own = Some(flaw.registered.as_str()).filter(|uri| !uri.is_empty());
    let second = needs_several.then_some("https://second.example/callback");
    own.into_iter().chain(second).map(RedirectUri::new).collect()
}

/// The profile of a stand-in whose first client has the flaw's URI; the second one is there for
/// whatever takes two clients.
fn surveyed(scenario: Scenario, flaw: &Flaw) -> Profile {
    let client = |id: &str, redirect_uris| RegisteredClient {
        id: id.to_owned(),
        secret: Some(Secret::new(format!("{id}-secret"))),
        redirect_uris,
    };
    let other = vec![RedirectUri::new("https://another.example/callback")];
    let clients = vec![client(CLIENT, registered(flaw)), client("other", other)];
    block_on(async {
        let stand_in = StandIn::start_with(scenario, clients).await.expect("a stand-in");
        survey(&stand_in, &singles_only()).await.expect("a survey")
    })
}

/// The flaw, if it is among the findings.
fn found<'a>(profile: &'a Profile, flaw: &Flaw) -> Option<&'a Finding> {
    profile.findings.iter().find(|finding| {
        finding.rule == flaw.rule
            && finding.verdict == Verdict::Violated
            && finding.severity == Some(flaw.severity)
            && (flaw.channel.is_none() || finding.channel.as_ref().map(ToString::to_string) == flaw.channel)
    })
}

/// How many parts of a URI are not as they were registered.
fn parts_changed(registered: &str, requested: &str) -> usize {
    let (was, is) = (UriParts::split(registered), UriParts::split(requested));
    let (before, after) = (was.authority.unwrap_or_default(), is.authority.unwrap_or_default());
    let changed = [
        was.scheme != is.scheme,
        before.userinfo != after.userinfo,
        before.host != after.host,
        before.port != after.port,
        was.path != is.path,
        was.query != is.query,
        was.fragment != is.fragment,
    ];
    changed.into_iter().filter(|changed| *changed).count()
}

/// Whether a witness is at least as small as the published input. Both are requests for the same
/// registered URI, and a stranger's host is `evil.example` in both, so that their lengths can be
/// compared; a longer one is smaller only if it leaves more parts of the URI alone.
fn is_as_small(flaw: &Flaw, witness: &str, published: &str) -> bool {
    let parts = |requested: &str| parts_changed(&flaw.registered, requested);
    witness.len() <= published.len() || parts(witness) < parts(published)
}

#[rstest]
fn a_flaw_is_found_as_it_was_published(#[files("scenarios/flaws/*.toml")] path: PathBuf) {
    let scenario = scenario(&path);
    let flaw = flaw(&scenario);
    let profile = surveyed(scenario, &flaw);
    let of_rule: Vec<&Finding> =
        profile.findings.iter().filter(|finding| finding.rule == flaw.rule).collect();
    let finding = found(&profile, &flaw).unwrap_or_else(|| panic!("not {}, but {of_rule:#?}", flaw.severity));
    let witness = finding.witness.as_ref().expect("a witness");
    assert_eq!((witness.client.as_str(), &witness.registered), (CLIENT, &flaw.registered));
    assert_eq!(witness.mutations.len(), 1, "one edit is enough: {witness:#?}");
    assert!(
        flaw.mutations.iter().any(|id| *id == witness.mutations[0]),
        "the witness is of none of the classes {:?}: {witness:#?}",
        flaw.mutations
    );
    if let Some(published) = &flaw.requested {
        let requested = witness.requested.as_deref().unwrap_or_default();
        assert!(is_as_small(&flaw, requested, published), "`{requested}` is larger than `{published}`");
    }
}

/// The witness is the smallest of its rule, so it may be of another class than the published input:
/// then that class has to show the flaw too.
#[rstest]
fn each_of_its_classes_shows_it(#[files("scenarios/flaws/*.toml")] path: PathBuf) {
    let scenario = scenario(&path);
    let flaw = flaw(&scenario);
    let profile = surveyed(scenario, &flaw);
    for id in &flaw.mutations {
        let rows = || profile.probes.iter().filter(|row| row.mutation == id && row.client == CLIENT);
        let shows = rows().any(|row| {
            matches!(row.outcome, Outcome::Accepted | Outcome::Redirected)
                && row.severity.unwrap_or(Severity::S0) == flaw.severity
        });
        assert!(shows, "{id} does not show {}: {:#?}", flaw.severity, rows().collect::<Vec<_>>());
    }
}

#[rstest]
fn its_published_input_is_admitted_and_lands_as_stated(#[files("scenarios/flaws/*.toml")] path: PathBuf) {
    let scenario = scenario(&path);
    let flaw = flaw(&scenario);
    let Some(published) = &flaw.requested else { return };
    let policy = &scenario.behaviour.redirect_uri;
    let Requested::One(value) = policy.intake(std::slice::from_ref(published), &[]) else {
        panic!("`{published}` is no single value")
    };
    let admission = policy.admits(&registered(&flaw), &value);
    let emitted = admission.unwrap_or_else(|| panic!("`{published}` is refused")).emitted;
    let server = "https://as.example/".parse().expect("a URL");
    let landing = severity_of(&RedirectUri::new(&flaw.registered), &emitted, &server, &[]);
    assert_eq!(landing.unwrap_or(Severity::S0), flaw.severity, "the browser is sent to `{emitted}`");
}

#[rstest]
fn a_sound_server_does_not_have_it(#[files("scenarios/flaws/*.toml")] path: PathBuf) {
    let flaw = flaw(&scenario(&path));
    let profile = surveyed(Scenario::named("rfc9700").expect("a scenario"), &flaw);
    let of_rule: Vec<&Finding> =
        profile.findings.iter().filter(|finding| finding.rule == flaw.rule).collect();
    assert!(!of_rule.is_empty(), "there is no rule {}", flaw.rule);
    assert!(of_rule.iter().all(|finding| finding.verdict == Verdict::Upheld), "{of_rule:#?}");
}

#[rstest]
fn its_file_says_nothing_without_a_source(#[files("scenarios/flaws/*.toml")] path: PathBuf) {
    let scenario = scenario(&path);
    let flaw = flaw(&scenario);
    let unclaimed: Vec<_> =
        scenario.stated().into_iter().filter(|topic| scenario.confidence(topic).is_none()).collect();
    assert_eq!(unclaimed, [""; 0], "stated, and no claim is behind it");
    assert!(scenario.deviations.is_empty(), "a flaw is never accepted");
    assert!(rules::by_id(&flaw.rule).is_some(), "there is no rule {}", flaw.rule);
    assert!(!flaw.mutations.is_empty(), "it names no class");
    for id in &flaw.mutations {
        assert!(mutation::by_id(id).is_some(), "there is no mutation {id}");
    }
}

/// No flaw is left out without a word.
#[test]
fn every_flaw_we_know_has_a_file_or_a_reason() {
    let mut told: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let folder = in_repository("scenarios/flaws");
    for entry in fs::read_dir(&folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        let text = fs::read_to_string(&path).expect("a text");
        let rows: Vec<&str> = if name == "README.md" {
            let cells = text.lines().filter_map(|line| line.strip_prefix("| B"));
            cells.filter_map(|cells| cells.split(" |").next()).collect()
        } else {
            let rows: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("# row B")).collect();
            assert_eq!(rows.len(), 1, "{name} has to name its row");
            rows
        };
        for row in rows {
            told.entry(format!("B{row}")).or_default().push(name.clone());
        }
    }
    for row in ROWS {
        assert_eq!(told.remove(row).map(|names| names.len()), Some(1), "{row} has one file or one reason");
    }
    assert_eq!(told, BTreeMap::new(), "rows that nobody knows");
}
