//! Progress on stderr, and results on stdout.

use oauth_litmus::protocol::inert;
use std::io::{self, IsTerminal as _, Write as _};

/// Text on stderr, inert; a closed stderr is no reason to stop.
pub(crate) fn tell(text: &str) {
    for line in text.lines() {
        let _ = writeln!(io::stderr(), "{}", inert(line));
    }
}

/// A line on stderr that the next one replaces, where a person watches.
pub(crate) fn tick(line: &str) {
    if io::stderr().is_terminal() {
        let _ = write!(io::stderr(), "\r\x1b[2K{line}");
        let _ = io::stderr().flush();
    }
}

/// Takes the last tick away.
pub(crate) fn untick() {
    tick("");
}

/// Text on stdout; a reader that went away is no reason to fail.
pub(crate) fn print(text: &str) {
    let _ = io::stdout().write_all(text.as_bytes());
    let _ = io::stdout().flush();
}
