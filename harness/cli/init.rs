//! The command `init`.

use crate::{
    args::{Init, Way},
    exit::{Exit, Failure},
    files, live, progress, run,
};
use oauth_litmus::{
    protocol::inert,
    report::{self, Aim},
    sandbox::{Discovered, Outside, Sandbox, discover},
    scenario::Scenario,
    target::TargetError,
};

/// Begins a scenario file for a server that tells of itself.
pub(crate) fn init(arguments: &Init) -> Result<Exit, Failure> {
    if let Some(path) = &arguments.output
        && path.exists()
    {
        return Err(Failure::asked(
            format!("`{}` is there already", path.display()),
            "name another file, or move that one away",
        ));
    }
    let (text, left) = match (&arguments.issuer, &arguments.name) {
        (Some(issuer), _) => {
            let (text, registers) = run::runtime()?
                .block_on(begun(issuer, arguments.no_registration))
                .map_err(|error| Failure::Target { name: issuer.clone(), error })?;
            (text, report::left_to_fill_in(registers).into_iter().map(str::to_owned).collect())
        }
        (None, name) => aimed(name.as_deref().unwrap_or_default(), arguments)?,
    };
    match &arguments.output {
        Some(path) => files::write(path, &text)?,
        None => progress::print(&text),
    }
    let file = arguments.output.as_ref().map_or_else(|| "FILE".to_owned(), |path| path.display().to_string());
    for left in left {
        progress::tell(&format!("left to fill in: {left}"));
    }
    progress::tell(&format!("then: oauth-litmus check {file} --live"));
    Ok(Exit::Expected)
}

/// The text of a bundled scenario, aimed at an account of the user's, and what is left to do.
fn aimed(name: &str, arguments: &Init) -> Result<(String, Vec<String>), Failure> {
    let scenario = Scenario::named(name)?;
    if scenario.sandbox.is_none() {
        let bundled = Scenario::bundled()?;
        let known: Vec<&str> =
            bundled.iter().filter(|known| known.sandbox.is_some()).map(|known| known.stem.as_str()).collect();
        return Err(Failure::asked(
            format!("`{name}` says of no real server how it is reached"),
            format!("name one that does ({}), or use --issuer", known.join(", ")),
        ));
    }
    let aim = Aim { base: arguments.base.clone(), consent: arguments.consent.map(Way::as_str) };
    let text = report::aimed(&scenario, &aim);
    let aimed = Scenario::parse(name, &text)?;
    // Variables and files are looked up by the run; what stands in the file itself is looked at now.
    let outside = Outside { variable: &|_| Some("unset".to_owned()), file: &|_| Ok(Vec::new()) };
    if arguments.base.is_some() {
        let wrong = |error| Failure::Target { name: name.to_owned(), error };
        Sandbox::new(aimed.clone(), &outside).map_err(wrong)?;
    }
    Ok((text, report::left_to_aim(&scenario, &aimed)))
}

/// The text of the file, and whether clients register themselves.
async fn begun(issuer: &str, no_registration: bool) -> Result<(String, bool), TargetError> {
    let found = discover(issuer).await?;
    progress::tell(&format!("metadata found at {}", inert(found.found_at.as_str())));
    doubt(&found);
    let registers = found.document.contains_key("registration_endpoint")
        && !no_registration
        && Box::pin(can_register(&found)).await;
    Ok((report::starter(&found.found_at, &found.document, registers), registers))
}

/// Says where the document speaks of another issuer than was asked about (RFC 8414 section 3.3).
fn doubt(found: &Discovered) {
    let said = found.document.get("issuer").and_then(|issuer| issuer.as_str());
    let asked = found.asked.as_str();
    match said {
        Some(said) if said.trim_end_matches('/') == asked.trim_end_matches('/') => {}
        Some(_) if asked.contains("/.well-known/") => {}
        Some(said) => progress::tell(&format!("note: it says it is the issuer {}", inert(said))),
        None => progress::tell("note: it does not say which issuer it is of"),
    }
}

/// Whether the server registers a client for anybody: one is registered, and deleted again.
async fn can_register(found: &Discovered) -> bool {
    let text = report::starter(&found.found_at, &found.document, true);
    let tried = match Scenario::parse("begun", &text) {
        Ok(scenario) => live::sandbox(scenario, None).map(Sandbox::with_one_client),
        Err(error) => Err(TargetError::Input(error.to_string())),
    };
    let registered = match tried {
        Ok(sandbox) => Box::pin(live::with_clients(sandbox, async |_| ())).await,
        Err(error) => Err(error),
    };
    match registered {
        Ok(()) => true,
        Err(error) => {
            let why = error.to_string();
            progress::tell(&format!("note: {}", inert(why.lines().next().unwrap_or_default())));
            false
        }
    }
}
