//! Whom a server knows that refuses the client under test: its answer is held against those to a
//! client that nobody has, and to an unrelated redirect URI.

use crate::{
    evidence::{Face, exits},
    mutation::Kind,
    protocol::Parameters,
    scenario::Scenario,
    target::{Action, Courier, Outgoing, Target, TargetError, Tenant},
};

/// A client that nobody has, and a redirect URI that nobody registered: reserved names (RFC 2606).
const NOBODY: &str = "oauth-litmus-unknown-client";
const NOWHERE: &str = "https://oauth-litmus.invalid/callback";

/// The error again, and where it is in the words of the provider's throttle, that it is.
pub(super) fn throttled(scenario: &Scenario, error: TargetError) -> TargetError {
    let policy = &scenario.behaviour.throttle;
    let code = policy.at_authorization.as_ref().and_then(|answer| answer.error.as_ref());
    let says = |why: &str| code.is_some_and(|code| why.contains(&format!("error `{}`", code.as_str())));
    match (error, policy.codes) {
        (TargetError::Unusable(why), Some(allowance)) if says(&why) => TargetError::Unusable(format!(
            "{}; so the provider says too that it gives no more than {allowance} codes\n  mend: if others asked for codes lately, or a run without --out, wait for {} s and try again; else check id, redirect_uris and scope in [sandbox]",
            why.lines().next().unwrap_or_default(),
            allowance.span.as_secs()
        )),
        (error, _) => error,
    }
}

/// The error again, and where three plain requests tell, which of client and redirect URI the server
/// does not know.
pub(super) async fn whom_it_knows<T: Target>(target: &T, why: String) -> TargetError {
    let (Ok(tenant), Ok(courier)) = (target.enrol().await, Courier::new(target.courier_settings(), 0)) else {
        return TargetError::Unusable(why);
    };
    let Some((client, registered)) = tenant.subject(Kind::Any) else { return TargetError::Unusable(why) };
    let (id, uri) = (client.id.clone(), registered.uri.to_string());
    let own = face(&courier, &tenant, &id, &uri).await;
    let unknown = face(&courier, &tenant, NOBODY, &uri).await;
    let unrelated = face(&courier, &tenant, &id, NOWHERE).await;
    let (Some(own), Some(unknown), Some(unrelated)) = (own, unknown, unrelated) else {
        return TargetError::Unusable(why);
    };
    let refused = own.1 >= 400;
    let told = match (own.0.is_like(&unknown.0), own.0.is_like(&unrelated.0)) {
        (true, true) if refused => format!(
            "it answers so to a client that nobody has, and to an unrelated redirect URI too: `{id}` is not known to it, or `{uri}` not registered\n  mend: check `id` and `redirect_uris` in [[sandbox.client]] (a stray space or line break counts), and that base is where the client is registered"
        ),
        (true, false) => format!(
            "it answers so to a client that nobody has: `{id}` is not known to it\n  mend: check `id` in [[sandbox.client]] (a stray space or line break counts), and that base is where the client is registered"
        ),
        (false, true) => format!(
            "it answers so to an unrelated redirect URI: `{uri}` is not registered for `{id}`\n  mend: register it byte for byte as it stands in redirect_uris, or write it there as it is registered"
        ),
        _ => return TargetError::Unusable(why),
    };
    let first = why.lines().next().unwrap_or_default();
    TargetError::Unusable(format!("{first}; {told}"))
}

/// How a plain request of that client for that redirect URI is answered, and with which status.
async fn face(courier: &Courier, tenant: &Tenant, id: &str, uri: &str) -> Option<(Face, u16)> {
    let mut query = Parameters::default();
    for (name, value) in [("response_type", "code"), ("client_id", id), ("redirect_uri", uri)] {
        query.push(name, value);
    }
    for (name, value) in &tenant.parameters {
        query.push(name, value);
    }
    query.push("state", "litmus-check");
    let outgoing = Outgoing { query, action: Action::Get, ..Outgoing::to(tenant.authorization.clone()) };
    let received = courier.send(outgoing).await.received.ok()?;
    let face = Face::of(&received, &exits(&received), &tenant.authorization, &[uri, id]);
    Some((face, received.status))
}
