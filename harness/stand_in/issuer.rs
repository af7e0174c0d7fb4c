//! The `iss` that a stand-in puts into its authorization responses (RFC 9207).

use crate::behaviour::{Behaviour, IssuerSent};

/// Whether any response has one.
pub(super) fn is_sent(behaviour: &Behaviour) -> bool {
    [false, true].into_iter().any(|is_error| policy(behaviour, is_error) != IssuerSent::Absent)
}

/// The values of `iss` in a response, in order; `requested` is what the request said in its own.
pub(super) fn values(
    behaviour: &Behaviour,
    issuer: &str,
    requested: Option<String>,
    is_error: bool,
) -> Vec<String> {
    match policy(behaviour, is_error) {
        IssuerSent::Exact => vec![issuer.to_owned()],
        IssuerSent::Absent => Vec::new(),
        IssuerSent::WithSlash => vec![format!("{issuer}/")],
        IssuerSent::WithQuery => vec![format!("{issuer}?realm=litmus")],
        IssuerSent::Twice => vec![issuer.to_owned(); 2],
        IssuerSent::Requested => vec![requested.unwrap_or_else(|| issuer.to_owned())],
    }
}

fn policy(behaviour: &Behaviour, is_error: bool) -> IssuerSent {
    let policy = &behaviour.authorization;
    let in_errors = policy.issuer_in_errors.filter(|_| is_error);
    in_errors.or(policy.issuer).unwrap_or(IssuerSent::Absent)
}
