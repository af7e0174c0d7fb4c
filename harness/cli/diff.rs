//! The command `diff`.

use crate::{
    exit::{Exit, Failure},
    files, progress, run,
};
use oauth_litmus::{profile::Difference, report};
use std::path::Path;

/// Shows what changes for a client that moves from one provider to another.
pub(crate) fn diff(old: &str, new: &str, json: bool) -> Result<Exit, Failure> {
    for name in [old, new] {
        if Path::new(name).extension().is_some_and(|extension| extension == "json") {
            return Err(Failure::asked(
                format!("`{name}` is a report, and scenarios are compared"),
                "name two scenarios; `oauth-litmus learn NAME --live -o FILE` makes one of a server",
            ));
        }
    }
    let difference = Difference::between(&files::scenario(old)?, &files::scenario(new)?);
    progress::print(&if json {
        report::difference_json(&difference)
    } else {
        report::difference_terminal(&difference, run::width())
    });
    Ok(if difference.is_none() { Exit::Expected } else { Exit::Surprises })
}
