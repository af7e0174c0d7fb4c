//! Reading scenario files and writing reports.

use crate::exit::Failure;
use oauth_litmus::{
    rules,
    scenario::{Scenario, ScenarioError},
};
use std::{collections::BTreeSet, fs, io, path::Path};

/// The largest scenario file that is read, in bytes.
const LARGEST: u64 = 1 << 20;

/// The scenarios of these names and files; all bundled ones if there are none.
pub(crate) fn scenarios(names: &[String]) -> Result<Vec<Scenario>, Failure> {
    let scenarios = if names.is_empty() {
        Scenario::bundled()?
    } else {
        names.iter().map(|name| scenario(name)).collect::<Result<Vec<_>, _>>()?
    };
    let mut seen = BTreeSet::new();
    for scenario in &scenarios {
        if !seen.insert(scenario.stem.clone()) {
            return Err(Failure::asked(
                format!("two scenarios are called `{}`", scenario.stem),
                "name each one once, or rename one of the files",
            ));
        }
    }
    Ok(scenarios)
}

/// The scenarios of these names and files; nothing if none is named.
pub(crate) fn scenarios_if_named(names: &[String]) -> Result<Option<Vec<Scenario>>, Failure> {
    if names.is_empty() { Ok(None) } else { scenarios(names).map(Some) }
}

const NO_SCENARIO: &str = "name a scenario file that exists, or a bundled scenario without `.toml`";

/// The scenario of that bundled name, or in that file.
pub(crate) fn scenario(name: &str) -> Result<Scenario, Failure> {
    let is_file = name.contains(['/', '\\'])
        || Path::new(name).extension().is_some_and(|extension| extension == "toml");
    let scenario =
        if is_file { Scenario::parse_file(name, &read(name, NO_SCENARIO)?)? } else { Scenario::named(name)? };
    rules::check_deviations(name, &scenario)?;
    Ok(scenario)
}

/// The text of a file of the user's, a page or so.
pub(crate) fn read(path: &str, mend: &'static str) -> Result<String, Failure> {
    let failure = |error, mend| Failure::File { doing: "read", path: path.to_owned(), error, mend };
    let size = fs::metadata(path).map_err(|error| failure(error, mend))?;
    if size.is_dir() {
        return Err(failure(io::Error::from(io::ErrorKind::IsADirectory), "name the files in it"));
    }
    if size.len() > LARGEST {
        return Err(failure(
            io::Error::from(io::ErrorKind::FileTooLarge),
            "a page of text is expected; is this the right file?",
        ));
    }
    let bytes = fs::read(path).map_err(|error| failure(error, "check the permissions"))?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let before = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = String::from_utf8_lossy(before).matches('\n').count() + 1;
        ScenarioError {
            file: path.to_owned(),
            at: Some((line, 1)),
            what: "this line is not UTF-8".to_owned(),
            mend: Some("save the file as UTF-8".to_owned()),
        }
    })?;
    Ok(text)
}

/// Writes a file, making its folder.
pub(crate) fn write(path: &Path, text: &str) -> Result<(), Failure> {
    let failure = |error| Failure::File {
        doing: "write",
        path: path.display().to_string(),
        error,
        mend: "name a folder that can be written to with --out",
    };
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(failure)?;
    }
    fs::write(path, text).map_err(failure)
}

/// Takes the files out of a folder of ours, if it is there.
pub(crate) fn clear(folder: &Path) -> Result<(), Failure> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(Failure::File {
            doing: "clear",
            path: folder.display().to_string(),
            error,
            mend: "name a folder that can be written to with --out",
        }),
        _ => Ok(()),
    }
}
