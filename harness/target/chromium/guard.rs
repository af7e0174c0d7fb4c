//! The process that stands between us and the browser, and ends it whatever becomes of us.

use std::{
    io::{BufRead as _, BufReader},
    process::{Child, ChildStdin, Command, Stdio},
    thread,
    time::Duration,
};
use tokio::sync::mpsc;

/// How long the driver may take to open its port.
const PATIENCE: Duration = Duration::from_secs(20);

/// A running driver.
pub(super) struct Guard {
    child: Child,
    /// As long as it is open, the driver runs.
    line: Option<ChildStdin>,
    /// Where the driver listens.
    pub(super) url: String,
    /// The browser's program.
    pub(super) program: String,
    /// A folder that ends with it.
    pub(super) folder: String,
    /// Whether the user may do anything: then the browser cannot shut itself in.
    pub(super) is_root: bool,
}

impl Guard {
    /// Starts a driver, and waits for its port.
    ///
    /// # Errors
    /// With the reason, and what to install where something is missing.
    pub(super) async fn start() -> Result<Self, String> {
        let mut child = Command::new("sh")
            .args(["-c", include_str!("guard.sh")])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| format!("a browser cannot be started: {error}"))?;
        let line = child.stdin.take();
        let output = child.stdout.take();
        let (said, mut lines) = mpsc::unbounded_channel();
        // It goes on reading, so that the driver can go on writing.
        thread::spawn(move || {
            for line in output.into_iter().flat_map(|output| BufReader::new(output).lines()) {
                let Ok(line) = line else { return };
                let _ = said.send(line);
            }
        });
        let mut guard = Self {
            child,
            line,
            url: String::new(),
            program: String::new(),
            folder: String::new(),
            is_root: false,
        };
        let opened = async {
            while let Some(line) = lines.recv().await {
                let (word, rest) = line.split_once(' ').unwrap_or((&line, ""));
                match word {
                    "missing" => return Err(missing(rest)),
                    "folder" => rest.clone_into(&mut guard.folder),
                    "browser" => rest.clone_into(&mut guard.program),
                    "user" => guard.is_root = rest == "0",
                    _ => {
                        if let Some((_, port)) = line.split_once("successfully on port ") {
                            guard.url = format!("http://127.0.0.1:{}", port.trim_end_matches('.'));
                            return Ok(());
                        }
                    }
                }
            }
            Err("chromedriver ends before it opens a port".to_owned())
        };
        let in_time = tokio::time::timeout(PATIENCE, opened).await;
        in_time
            .unwrap_or_else(|_| Err(format!("chromedriver opens no port within {} s", PATIENCE.as_secs())))?;
        Ok(guard)
    }
}

impl Drop for Guard {
    /// Lets the guard end everything, and waits a little for it: it goes on by itself.
    fn drop(&mut self) {
        drop(self.line.take());
        for _ in 0..60 {
            if !matches!(self.child.try_wait(), Ok(None)) {
                return;
            }
            thread::sleep(Duration::from_millis(50));
        }
    }
}

fn missing(program: &str) -> String {
    format!(
        "consent = \"browser\" needs `{program}`, which is not on the PATH\n  mend: install it; on Debian, apt-get install chromium chromium-driver"
    )
}
