//! A room uses only rooms on lower floors, and the few that may touch the outside are known.

use crate::support::in_repository;
use std::{collections::BTreeMap, fs, path::Path};

const FLOORS: [&[&str]; 10] = [
    &["protocol", "clock", "budget"],
    &["behaviour", "mutation"],
    &["scenario", "probe"],
    &["evidence"],
    &["target"],
    &["stand_in", "sandbox", "journal", "rules"],
    &["runner", "learn"],
    &["profile"],
    &["survey", "report"],
    &["suite"],
];

/// The code of a file: no comments, no tests.
fn code(text: &str) -> String {
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    code.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

fn sources() -> Vec<(String, String)> {
    let root = in_repository("harness");
    let mut found = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(&root).expect("inside").to_string_lossy().into_owned();
                found.push((name, fs::read_to_string(&path).expect("a source")));
            }
        }
    }
    found
}

fn room(file: &str) -> &str {
    file.split('/').next().unwrap_or(file).trim_end_matches(".rs")
}

#[test]
fn a_room_uses_only_rooms_on_lower_floors() {
    let floors: BTreeMap<&str, usize> = FLOORS
        .iter()
        .enumerate()
        .flat_map(|(floor, rooms)| rooms.iter().map(move |room| (*room, floor)))
        .collect();
    let mut used = 0;
    for (file, text) in sources() {
        let Some(floor) = floors.get(room(&file)) else { continue };
        let code = code(&text).replace("use crate::{\n", "use crate::{");
        for (other, its_floor) in &floors {
            let names = code.contains(&format!("crate::{other}")) || mentions_in_group(&code, other);
            if names && *other != room(&file) {
                used += 1;
                assert!(its_floor < floor, "{file} (floor {floor}) uses {other} (floor {its_floor})");
            }
        }
    }
    assert!(used > 50, "the sources were not read: only {used} uses found");
}

/// Whether a `use crate::{...}` group names the room.
fn mentions_in_group(code: &str, room: &str) -> bool {
    let groups = code.split("use crate::{").skip(1).map(|rest| rest.split("};").next().unwrap_or_default());
    groups.flat_map(|group| top_level(group)).any(|item| item == room)
}

/// The first path segment of each item of a group.
fn top_level(group: &str) -> Vec<&str> {
    let mut depth = 0;
    let mut start = 0;
    let mut items = Vec::new();
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                items.push(&group[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    items.push(&group[start..]);
    items.into_iter().map(|item| item.trim().split("::").next().unwrap_or_default()).collect()
}

#[test]
fn every_room_stands_on_a_floor() {
    let known: Vec<&str> = FLOORS.iter().copied().flatten().copied().collect();
    for (file, _) in sources() {
        let room = room(&file);
        assert!(
            known.contains(&room) || ["lib", "build", "cli"].contains(&room),
            "{file} stands on no floor"
        );
    }
}

#[test]
fn only_the_known_doors_lead_outside() {
    let browser =
        ["acting.rs", "loss.rs", "running.rs", "start.rs"].map(|file| format!("target/chromium/{file}"));
    let browser = browser.each_ref().map(String::as_str);
    let doors: [(&str, &[&str]); 13] = [
        ("reqwest::", &["target/courier.rs"]),
        ("thirtyfour::", &browser),
        ("Command::new", &["target/chromium/guard.rs"]),
        ("wiremock", &["stand_in/serve.rs"]),
        ("hyper::", &["stand_in/listen.rs"]),
        ("hyper_util::", &["stand_in/listen.rs"]),
        ("signal::", &["cli/live.rs", "cli/serve.rs"]),
        ("libtest_mimic", &["suite/outcome.rs", "suite/test_suite.rs"]),
        ("process::ExitCode", &["cli/main.rs", "suite/test_suite.rs"]),
        ("env::", &["build.rs", "cli/run.rs", "suite/outside.rs"]),
        ("fs::", &["build.rs", "cli/files.rs", "cli/journal.rs", "suite/outside.rs"]),
        ("io::stdout", &["cli/progress.rs"]),
        ("io::stderr", &["cli/progress.rs", "suite/test_suite.rs"]),
    ];
    for (file, text) in sources() {
        let code = code(&text);
        for (door, allowed) in &doors {
            assert!(!code.contains(door) || allowed.contains(&file.as_str()), "{file} uses {door}");
        }
        assert!(!code.contains("println!") || file == "build.rs", "{file} prints");
    }
}

#[test]
fn the_top_level_is_what_it_was_planned_to_be() {
    let planned =
        ["Cargo.toml", "Cargo.lock", "harness", "scenarios", "tests", "reports", "README.md", "target"];
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR"))).expect("the repository") {
        let name = entry.expect("an entry").file_name().to_string_lossy().into_owned();
        assert!(name.starts_with('.') || planned.contains(&name.as_str()), "{name} is not planned");
    }
}

/// A dozen names stand at the root, and each is shown in use.
#[test]
fn every_name_at_the_root_has_a_doctest() {
    let sources = sources();
    let (_, root) = sources.iter().find(|(file, _)| file == "lib.rs").expect("the root");
    let names: Vec<&str> = root
        .lines()
        .filter_map(|line| line.strip_prefix("pub use ")?.trim_end_matches(';').rsplit("::").next())
        .flat_map(|names| names.trim_matches(['{', '}']).split(", "))
        .collect();
    assert!((10..=14).contains(&names.len()), "{names:?}");
    for name in names {
        let shown = sources.iter().any(|(_, text)| {
            ["pub struct", "pub enum", "pub async fn"].iter().any(|kind| {
                let defined = text.find(&format!("{kind} {name} {{"));
                let defined = defined.or_else(|| text.find(&format!("{kind} {name}(")));
                let before = defined.or_else(|| text.find(&format!("{kind} {name}<"))).map(|at| &text[..at]);
                let docs = before.map(|before| before.rsplit("\n\n").next().unwrap_or_default());
                docs.is_some_and(|docs| docs.contains("/// ```"))
            })
        });
        assert!(shown, "{name} is not shown in use");
    }
}
