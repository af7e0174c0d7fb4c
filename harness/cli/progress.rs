//! Progress on stderr, and results on stdout.

use oauth_litmus::{protocol::inert, runner::Wait};
use std::{
    io::{self, IsTerminal as _, Write as _},
    pin::pin,
    time::Duration,
};

/// How long there may be no news before that is said.
const SILENCE: Duration = Duration::from_secs(10);

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

/// A countdown: where a person watches every second of it, else a line every half minute.
pub(crate) fn count_down(name: &str, wait: &Wait) {
    let seconds = wait.left.as_secs();
    let left = humantime::format_duration(Duration::from_secs(seconds));
    let line = format!("{name}: waits for {}, {left} more at most", wait.what);
    if io::stderr().is_terminal() {
        tick(&line);
    } else if seconds > 0 && seconds.is_multiple_of(30) {
        tell(&line);
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

/// Waits for a future, and says so whenever there was no news for a while; `news` counts them.
pub(crate) async fn patiently<F: Future>(name: &str, news: impl Fn() -> usize, future: F) -> F::Output {
    let mut future = pin!(future);
    let (mut known, mut silent) = (news(), Duration::ZERO);
    loop {
        tokio::select! {
            output = future.as_mut() => return output,
            () = tokio::time::sleep(SILENCE) => {
                silent = if news() == known { silent + SILENCE } else { Duration::ZERO };
                known = news();
                if !silent.is_zero() {
                    let seconds = silent.as_secs();
                    tell(&format!(
                        "{name}: {seconds} s without news; it waits for an answer, or for the rate, a quota or a pause of the server's"
                    ));
                }
            }
        }
    }
}
