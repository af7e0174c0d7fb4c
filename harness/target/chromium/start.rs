//! How the browser is asked to start.

use super::{ChromiumSettings, guard::Guard};
use serde_json::{Map, Value, json};
use thirtyfour::Capabilities;

/// Headless unless a person logs in by hand, and let to no other hosts than those it may reach.
pub(super) fn capabilities(settings: &ChromiumSettings, guard: &Guard) -> Capabilities {
    let reached = settings.reaches.iter().map(|host| format!("MAP {host} {host},"));
    let mut arguments = vec![
        format!("--user-data-dir={}/profile", guard.folder),
        format!("--host-resolver-rules={}MAP * ~NOTFOUND", reached.collect::<String>()),
    ];
    let fixed = [
        "--disable-gpu",
        "--disable-quic",
        "--disable-dev-shm-usage",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-default-apps",
        "--disable-extensions",
        "--disable-sync",
        "--disable-features=OptimizationHints,MediaRouter,HttpsUpgrades,HttpsFirstBalancedModeAutoEnable",
        "--no-default-browser-check",
        "--no-first-run",
        "--no-pings",
        "--no-proxy-server",
        "--password-store=basic",
        "--window-size=1280,1024",
    ];
    arguments.extend(fixed.map(str::to_owned));
    arguments.extend(guard.is_root.then(|| "--no-sandbox".to_owned()));
    arguments.extend((!settings.by_hand).then(|| "--headless=new".to_owned()));
    let said = json!({
        "browserName": "chrome",
        "pageLoadStrategy": "none",
        "acceptInsecureCerts": settings.any_certificate,
        "unhandledPromptBehavior": "dismiss",
        "goog:loggingPrefs": { "performance": "ALL" },
        "goog:chromeOptions": { "binary": guard.program, "args": arguments },
    });
    let said: Map<String, Value> = said.as_object().cloned().unwrap_or_default();
    Capabilities::from(said)
}
