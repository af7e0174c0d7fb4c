//! The doors of a process that a user runs: its environment and its files.

use crate::{
    protocol::Secret,
    rules,
    sandbox::{Outside, Sandbox},
    scenario::{Scenario, ScenarioError, Setting},
    target::{Keeper, TargetError},
};
use std::{
    env, fs,
    io::{self, Write as _},
    path::PathBuf,
};

/// The scenario in a file; cargo runs a test in the folder of its package, so
/// `tests/oauth.toml` is found.
///
/// # Errors
/// If the file cannot be read or is no scenario, with line, column and a way to mend it.
pub fn read(path: &str) -> Result<Scenario, ScenarioError> {
    let text = fs::read_to_string(path).map_err(|error| ScenarioError {
        file: path.to_owned(),
        at: None,
        what: format!("could not read it: {error}"),
        mend: Some("name a file of text; a test runs in the folder of its package".to_owned()),
    })?;
    let scenario = Scenario::parse_file(path, &text)?;
    rules::check_deviations(path, &scenario)?;
    Ok(scenario)
}

/// The real server behind a scenario, with environment and files as this process sees them.
///
/// # Errors
/// As [`Sandbox::new`].
pub fn sandbox(scenario: Scenario) -> Result<Sandbox, TargetError> {
    let outside = Outside { variable: &|name| env::var(name).ok(), file: &|path| fs::read(path) };
    Sandbox::new(scenario, &outside)
}

/// A file of the user's own in which the session of a login by hand waits for the next run.
#[derive(Debug)]
pub struct SessionFile {
    path: PathBuf,
    tell: fn(&str),
}

impl SessionFile {
    /// The one for a sandbox: below `$XDG_STATE_HOME/oauth-litmus/sessions`, which is in
    /// `~/.local/state` where nothing is said; `tell` says lines to the user. None where nobody
    /// logs in by hand, or there is no such place.
    #[must_use]
    pub fn of(sandbox: &Sandbox, tell: fn(&str)) -> Option<Self> {
        if !sandbox.is_by_hand() {
            return None;
        }
        let stated = env::var_os("XDG_STATE_HOME").filter(|path| !path.is_empty()).map(PathBuf::from);
        let usual = || Some(PathBuf::from(env::var_os("HOME")?).join(".local/state"));
        let folder = stated.or_else(usual)?.join("oauth-litmus/sessions");
        let origin = sandbox.base().origin().ascii_serialization();
        let name: String =
            origin.chars().map(|c| if c.is_ascii_alphanumeric() || c == '.' { c } else { '-' }).collect();
        Some(Self { path: folder.join(format!("{name}.json")), tell })
    }

    /// Writes a file that nobody else can read, in place of the one that is there.
    fn write(&self, text: &str) -> io::Result<()> {
        if let Some(folder) = self.path.parent() {
            fs::create_dir_all(folder)?;
        }
        match fs::remove_file(&self.path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let mut options = fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(&self.path)?.write_all(text.as_bytes())
    }
}

impl Keeper for SessionFile {
    fn tell(&self, line: &str) {
        (self.tell)(line);
    }

    fn kept(&self) -> Option<String> {
        fs::read_to_string(&self.path).ok()
    }

    fn keep(&self, session: &str) {
        let path = self.path.display();
        match self.write(session) {
            Ok(()) => (self.tell)(&format!(
                "the session is kept in {path}, for you alone; delete it to log in anew"
            )),
            Err(error) => (self.tell)(&format!("the session could not be kept in {path}: {error}")),
        }
    }
}

/// As [`sandbox`], at another address than the scenario names: for a server that a test has
/// started on a free port.
///
/// ```
/// use oauth_litmus::{scenario::Scenario, suite};
///
/// let scenario = Scenario::parse("mine", r#"
///     [provider]
///     name = "My server"
///     [endpoints]
///     authorization = "/authorize"
///     [sandbox]
///     base = "http://127.0.0.1:9000"
///     [[sandbox.client]]
///     id = "app"
///     redirect_uris = ["https://app.example/callback"]
/// "#).unwrap();
/// let sandbox = suite::sandbox_at("http://127.0.0.1:41234", scenario).unwrap();
/// assert_eq!(sandbox.base().port(), Some(41234));
/// ```
///
/// # Errors
/// As [`Sandbox::new`].
pub fn sandbox_at(base: &str, mut scenario: Scenario) -> Result<Sandbox, TargetError> {
    if let Some(section) = &mut scenario.sandbox {
        section.base = Setting::Literal(Secret::new(base));
    }
    sandbox(scenario)
}
