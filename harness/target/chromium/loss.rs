//! What is said when the browser does not start, or fails or goes away in the middle.

use thirtyfour::error::WebDriverError;

pub(super) fn first_line(error: &WebDriverError) -> String {
    let text = error.to_string();
    let line = text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    line.chars().take(200).collect()
}

pub(super) fn not_started(error: &WebDriverError) -> String {
    let text = error.to_string();
    let mend = if text.contains("only supports Chrome version") {
        "; chromium and chromedriver have to be of one version"
    } else if text.contains("DevToolsActivePort")
        || text.contains("crashed")
        || text.contains("failed to start")
    {
        "; does chromium start by itself here? to be seen it needs a screen"
    } else {
        ""
    };
    let line = text
        .lines()
        .find(|line| line.contains("session not created"))
        .map_or_else(|| first_line(error), |line| line.trim().chars().take(200).collect());
    format!("the browser does not start: {line}{mend}")
}

pub(super) fn gone(error: &WebDriverError) -> String {
    if is_gone(error) {
        "the browser was closed or crashed in the middle of a login or consent".to_owned()
    } else {
        format!("the browser fails: {}", first_line(error))
    }
}

/// Whether there is no browser any more.
pub(super) fn is_gone(error: &WebDriverError) -> bool {
    let text = error.to_string().to_lowercase();
    [
        "invalid session",
        "disconnected",
        "not reachable",
        "no such window",
        "crashed",
        "error sending request",
        "connection refused",
        "not connected",
        "closed connection",
    ]
    .iter()
    .any(|sign| text.contains(sign))
}
