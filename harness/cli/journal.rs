//! The journal of a run on disk: begun, gone on with after a kill, ended.

use crate::exit::Failure;
use oauth_litmus::{
    budget::Budget,
    evidence::Observation,
    journal::{self, Header},
    runner::Past,
    target::{Metered, Target, TargetError, Tenant},
};
use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write as _},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, SystemTime},
};

/// No quota is for longer than this.
const A_DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// Where observations are written, if anywhere.
pub(crate) struct Journal {
    lines: Option<Arc<Lines>>,
    path: PathBuf,
}

/// The lines of a journal on disk.
struct Lines {
    file: Mutex<File>,
    failed: Mutex<Option<io::Error>>,
}

/// A journal, and what it held already.
pub(crate) struct Opened {
    pub(crate) journal: Journal,
    pub(crate) past: Past,
    /// How many observations a killed run had made.
    pub(crate) recorded: usize,
    /// What earlier runs used up of the quotas, and when.
    spent: Vec<(Metered, SystemTime)>,
}

/// The journal of one target in an output folder.
pub(crate) fn path_in(out: &Path, target: &str) -> PathBuf {
    out.join(format!("{target}.jsonl"))
}

impl Journal {
    /// A journal that goes nowhere.
    pub(crate) fn nowhere() -> Opened {
        let journal = Self { lines: None, path: PathBuf::new() };
        Opened { journal, past: Past::default(), recorded: 0, spent: Vec::new() }
    }

    /// The journal of a target in `out`: gone on with if the last run there was killed, else
    /// begun; one that is complete is kept under another name. What is used up of the target's
    /// quotas is remembered, and from now on noted.
    ///
    /// # Errors
    /// If it cannot be read or written, or is of another run.
    pub(crate) async fn open<T: Target>(out: &Path, target: &T, budget: &Budget) -> Result<Opened, Failure> {
        let name = target.scenario().stem.clone();
        let at_target = |error: TargetError| Failure::Target { name: name.clone(), error };
        let header = Header::of(target, budget).await.map_err(at_target)?;
        let tenant = target.enrol().await.map_err(at_target)?;
        let path = path_in(out, &header.target);
        let opened = match fs::read(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Self::begin(path, &header),
            Err(error) => Err(unwritable(&path, error)),
            Ok(bytes) => Self::go_on(path, &bytes, &header),
        }?;
        // A clock that was turned back since makes what was spent a matter of this moment.
        let ago = |at: SystemTime| at.elapsed().unwrap_or_default();
        tenant.quotas.remember(opened.spent.iter().map(|(metered, at)| (*metered, ago(*at))));
        if let Some(lines) = opened.journal.lines.clone() {
            tenant.quotas.tell(move |metered| lines.write(&journal::spent(metered, SystemTime::now())));
        }
        Ok(opened)
    }

    fn begin(path: PathBuf, header: &Header) -> Result<Opened, Failure> {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(|error| unwritable(&path, error))?;
        }
        let mut file = File::create(&path).map_err(|error| unwritable(&path, error))?;
        writeln!(file, "{}", header.line()).map_err(|error| unwritable(&path, error))?;
        let journal = Self { lines: Some(Lines::of(file)), path };
        Ok(Opened { journal, past: Past::default(), recorded: 0, spent: Vec::new() })
    }

    fn go_on(path: PathBuf, bytes: &[u8], header: &Header) -> Result<Opened, Failure> {
        let whole = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        if whole == 0 {
            return Self::begin(path, header);
        }
        let read = parse(
            &path,
            &bytes[..whole],
            "it is left as it is; name another folder with --out, or move it away",
        )?;
        if read.complete {
            let kept = path.with_extension("previous.jsonl");
            fs::rename(&path, kept).map_err(|error| unwritable(&path, error))?;
            let begun = Self::begin(path, header)?;
            for (metered, at) in read.spent.iter().filter(|(_, at)| at.elapsed().unwrap_or_default() < A_DAY)
            {
                begun.journal.write(&journal::spent(*metered, *at));
            }
            return Ok(Opened { spent: read.spent, ..begun });
        }
        if let Some(what) = header.differs_from(&read.header) {
            return Err(Failure::asked(
                format!(
                    "`{}` is the journal of an unfinished run, and {what} is another one now",
                    path.display()
                ),
                "run it as before to go on with it, or name another folder with --out",
            ));
        }
        let file = OpenOptions::new().append(true).open(&path).map_err(|error| unwritable(&path, error))?;
        file.set_len(whole as u64).map_err(|error| unwritable(&path, error))?;
        let journal = Self { lines: Some(Lines::of(file)), path };
        journal.write(&journal::goes_on());
        let (requests, spent) = (read.requests, read.spent.clone());
        let known = read.reliable();
        Ok(Opened { journal, recorded: known.len(), past: Past::new(known, requests), spent })
    }

    /// Appends an observation; the first failure is kept, and the run goes on.
    pub(crate) fn append(&self, observation: &Observation, tenant: &Tenant) {
        let Some(lines) = &self.lines else { return };
        match journal::line(observation, &tenant.redaction_for(observation)) {
            Ok(line) => lines.write(&line),
            Err(error) => lines.fail(error.into()),
        }
    }

    /// Says that the run came to its end.
    ///
    /// # Errors
    /// With the first failure to write.
    pub(crate) fn end(&self, requests: usize) -> Result<(), Failure> {
        self.write(&journal::end(requests));
        let failed = self
            .lines
            .as_ref()
            .and_then(|lines| lines.failed.lock().unwrap_or_else(PoisonError::into_inner).take());
        match failed {
            Some(error) => Err(unwritable(&self.path, error)),
            None => Ok(()),
        }
    }

    fn write(&self, line: &str) {
        if let Some(lines) = &self.lines {
            lines.write(line);
        }
    }
}

impl Lines {
    fn of(file: File) -> Arc<Self> {
        Arc::new(Self { file: Mutex::new(file), failed: Mutex::default() })
    }

    fn write(&self, line: &str) {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        if let Err(error) = file.write_all(format!("{line}\n").as_bytes()) {
            self.fail(error);
        }
    }

    fn fail(&self, error: io::Error) {
        self.failed.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
    }
}

/// Every journal in a folder, by the order of their names.
///
/// # Errors
/// If the folder or one of them cannot be read, or there is none.
pub(crate) fn all_in(folder: &Path) -> Result<Vec<journal::Journal>, Failure> {
    let entries = fs::read_dir(folder).map_err(|error| unreadable(folder, error))?;
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.retain(|path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.ends_with(".jsonl") && !name.ends_with(".previous.jsonl")
    });
    paths.sort();
    if paths.is_empty() {
        return Err(Failure::asked(
            format!("there is no journal in `{}`", folder.display()),
            "name a folder that an earlier run wrote with --out",
        ));
    }
    paths.iter().map(|path| read(path)).collect()
}

fn read(path: &Path) -> Result<journal::Journal, Failure> {
    let bytes = fs::read(path).map_err(|error| unreadable(path, error))?;
    let whole = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    parse(path, &bytes[..whole], "name a folder whose journals are whole, or move this one away")
}

fn parse(path: &Path, bytes: &[u8], mend: &str) -> Result<journal::Journal, Failure> {
    let unlike = |error: String| {
        Failure::asked(format!("`{}` cannot be read as a journal: {error}", path.display()), mend)
    };
    let text = std::str::from_utf8(bytes).map_err(|error| unlike(format!("it is not UTF-8: {error}")))?;
    journal::Journal::parse(text).map_err(|error| unlike(error.to_string()))
}

fn unreadable(path: &Path, error: io::Error) -> Failure {
    let mend = "name a folder that an earlier run wrote with --out";
    Failure::File { doing: "read", path: path.display().to_string(), error, mend }
}

fn unwritable(path: &Path, error: io::Error) -> Failure {
    let mend = "name a folder that can be written to with --out";
    Failure::File { doing: "write", path: path.display().to_string(), error, mend }
}
