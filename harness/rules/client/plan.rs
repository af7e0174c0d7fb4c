//! Clients that show who they are in every way, right and wrong.

use crate::{
    mutation::Kind,
    probe::{Alteration, Call, Change, Credentials, Probe, Redeem, Service, Step, Who},
};

/// A wrong secret, then an ordinary redemption.
pub(super) fn wrong_secret() -> Vec<Probe> {
    beside_control("client/wrong-secret", wrong())
}

/// No secret, where there is one.
pub(super) fn no_secret() -> Vec<Probe> {
    beside_control("client/no-secret", with(Credentials::Withheld))
}

pub(super) fn empty_secret() -> Vec<Probe> {
    beside_control("client/empty-secret", with(Credentials::Wrong(String::new())))
}

/// Header and body at once.
pub(super) fn twice() -> Vec<Probe> {
    beside_control("client/twice", with(Credentials::Twice))
}

/// Every alteration of the secret for one code, which the right secret then redeems.
pub(super) fn altered_secrets() -> Vec<Probe> {
    let mut steps = vec![Step::authorize()];
    steps.extend(Alteration::ALL.map(|alteration| with(Credentials::Altered(alteration))));
    steps.extend([Step::redeem(), Step::authorize(), Step::redeem()]);
    vec![Probe::of("client/altered-secret", steps)]
}

/// A wrong secret, and an id that nobody has.
pub(in crate::rules) fn wrong_and_unknown() -> Vec<Probe> {
    let steps = vec![Step::authorize(), wrong(), with(Credentials::Unknown)];
    vec![Probe::of("client/wrong-and-unknown", steps)]
}

/// One client in the header, another in the body.
pub(super) fn two_ids() -> Vec<Probe> {
    let in_header =
        |changes| Step::Redeem(Redeem { credentials: Credentials::InHeader, changes, ..Redeem::default() });
    let steps = vec![
        Step::authorize(),
        in_header(vec![Change::set("client_id", "litmus-nobody")]),
        Step::authorize(),
        in_header(Vec::new()),
    ];
    vec![Probe::of("client/two-ids", steps)]
}

/// As usual, by header and by body.
pub(super) fn methods() -> Vec<Probe> {
    vec![methods_of(Kind::Any, "any")]
}

/// The same, also of a client whose secret looks different once it is encoded.
pub(super) fn methods_of_all() -> Vec<Probe> {
    vec![methods_of(Kind::Any, "any"), methods_of(Kind::WildHost, "encoded")]
}

fn methods_of(needs: Kind, key: &str) -> Probe {
    let ways = [Credentials::Usual, Credentials::InHeader, Credentials::InBody];
    let steps = ways.into_iter().flat_map(|way| [Step::authorize(), with(way)]);
    Probe { needs, ..Probe::of(format!("client/methods/{key}"), steps.collect()) }
}

/// A client without a secret asks for a token of its own.
pub(super) fn public_on_its_own() -> Vec<Probe> {
    let asked = Call::to(Service::Token).by(Who::Public);
    let asked = asked.changed(Change::set("grant_type", "client_credentials"));
    let steps = vec![Step::from(asked), Step::authorize(), Step::redeem()];
    vec![Probe::of("client/public-on-its-own", steps)]
}

fn beside_control(key: &str, probed: Step) -> Vec<Probe> {
    vec![Probe::of(key, vec![Step::authorize(), probed, Step::authorize(), Step::redeem()])]
}

fn with(credentials: Credentials) -> Step {
    Step::Redeem(Redeem { credentials, ..Redeem::default() })
}

fn wrong() -> Step {
    with(Credentials::Wrong("litmus-wrong-secret".to_owned()))
}
