//! Random sequences of steps in which some are not as they should be.

use super::{
    call::{Alteration, Call, Issued, Presents, Service},
    change::Change,
    credentials::Credentials,
    redeem::{CodeRef, Method, Redeem},
    scope::Scope,
    sequence::{Offers, sequences},
    step::{Authorize, State, Step, Who},
};
use proptest::{
    collection,
    prelude::any,
    sample::{Index, select},
    strategy::Strategy,
};
use std::time::Duration;

/// The most steps of a flow that are not as they should be.
const MOST_ODD: usize = 3;

/// The steps at the start that stay as they are: a code, and its redemption.
const OPENING: usize = 2;

/// Ways to present credentials that are not the usual ones.
const CREDENTIALS: [Credentials; 6] = [
    Credentials::InHeader,
    Credentials::InBody,
    Credentials::Twice,
    Credentials::Withheld,
    Credentials::Anonymous,
    Credentials::InQuery,
];

/// Values of `state` that a careless server changes.
const STATES: [&str; 5] = ["", "a b+c%20d", "a&code=b", "\"<>\\", "\u{fc}\u{2603}"];

/// Pauses, in seconds, that are shorter and longer than those of a sequence.
const PAUSES: [u64; 5] = [1, 5, 590, 3_700, 100_000];

/// An odd step, chosen by numbers: which step it stands at, whether it takes its place, and in
/// which of the ways there are it is odd.
type Odd = (Index, bool, Index);

/// Sequences as [`sequences`] draws them, in which up to three steps are made in an odd way, in
/// their place or before it: with other credentials, another redirect URI, verifier, scope or
/// hint, an altered token, by another client. Some ask for a refresh token as it is done where
/// none comes by itself.
pub fn flows(offers: Offers) -> impl Strategy<Value = Vec<Step>> + use<> {
    let odd = collection::vec((any::<Index>(), select(vec![true, false]), any::<Index>()), 0..=MOST_ODD);
    let offline = select(vec![true, false, false, false]);
    (sequences(offers.clone()), odd, offline).prop_map(move |(mut steps, odd, offline)| {
        if offline {
            steps[0] = Step::authorize_with(vec![Change::set("access_type", "offline")]);
        }
        for (at, replaces, way) in odd {
            disturb(&mut steps, (at, replaces, way), &offers);
        }
        steps
    })
}

fn disturb(steps: &mut Vec<Step>, (at, replaces, way): Odd, offers: &Offers) {
    let at = OPENING - 1 + at.index(steps.len() - OPENING + 1);
    let ways = match &steps[at] {
        Step::Authorize(_) => authorized_oddly(),
        Step::Redeem(redeem) => redeemed_oddly(redeem, offers),
        Step::Call(call) => called_oddly(call, offers),
        Step::Pass(_) => PAUSES.map(|seconds| Step::Pass(Duration::from_secs(seconds))).into(),
        Step::AtOnce(_) | Step::Register(_) | Step::Unregister => return,
    };
    if ways.is_empty() {
        return;
    }
    let odd = ways[way.index(ways.len())].clone();
    // What comes later needs what an ordinary first redemption brings.
    if replaces && at >= OPENING {
        steps[at] = odd;
    } else {
        steps.insert(at, odd);
    }
}

fn authorized_oddly() -> Vec<Step> {
    let changed = |changes| Step::authorize_with(changes);
    let bare = vec![Change::drop("code_challenge"), Change::drop("code_challenge_method")];
    let stated = STATES.map(|state| {
        Step::Authorize(Authorize { state: State::Value(state.to_owned()), ..Authorize::default() })
    });
    let mut ways = vec![
        changed(bare),
        changed(vec![Change::drop("code_challenge_method")]),
        changed(vec![Change::set("scope", "litmus-unknown")]),
        changed(vec![Change::drop("scope")]),
        changed(vec![Change::drop("response_type")]),
        Step::authorize_state(State::Omitted),
    ];
    ways.extend(stated);
    ways
}

fn redeemed_oddly(redeem: &Redeem, offers: &Offers) -> Vec<Step> {
    let changes = [
        Change::drop("code_verifier"),
        Change::set("code_verifier", "litmus-litmus-litmus-litmus-litmus-litmus-litmus"),
        Change::drop("redirect_uri"),
        Change::set("redirect_uri", "https://other.example/callback"),
        Change::drop("grant_type"),
        Change::add("litmus", "1"),
        Change::repeat("code"),
        Change::add("scope", "write"),
    ];
    let mut ways: Vec<Redeem> =
        changes.into_iter().map(|change| Redeem { changes: vec![change], ..redeem.clone() }).collect();
    ways.extend(CREDENTIALS.map(|credentials| Redeem { credentials, ..redeem.clone() }));
    ways.push(Redeem { credentials: wrong(), ..redeem.clone() });
    ways.push(Redeem { code: CodeRef::Altered(Alteration::Changed), ..redeem.clone() });
    ways.push(Redeem { code: CodeRef::Made("litmus-never-issued".to_owned()), ..redeem.clone() });
    ways.push(Redeem { method: Method::Get, ..redeem.clone() });
    if offers.other {
        ways.push(Redeem { who: Who::Other, ..redeem.clone() });
    }
    ways.into_iter().map(Step::Redeem).collect()
}

fn called_oddly(call: &Call, offers: &Offers) -> Vec<Step> {
    let mut ways = match call.to {
        Service::Token => {
            let named = [Scope::All, Scope::First, Scope::Beyond("write".to_owned())];
            named.map(|scope| Call { scope, ..call.clone() }).to_vec()
        }
        Service::Revocation => hinted(call),
        Service::Liveness if offers.services.contains(&Service::Introspection) => {
            let introspected = Call { to: Service::Introspection, ..call.clone() };
            let mut ways = hinted(&introspected);
            if let Presents::Access(issued) = call.presents {
                ways.push(introspected.clone().presenting(Presents::Refresh(issued)));
                let replaced = introspected.presenting(Presents::Refresh(Issued::nth(0)));
                ways.push(replaced.changed(Change::set("token_type_hint", "refresh_token")));
            }
            ways
        }
        _ => return Vec::new(),
    };
    let shown = CREDENTIALS.into_iter().chain([wrong()]);
    if call.to != Service::Liveness {
        ways.extend(shown.map(|credentials| call.clone().with(credentials)));
    }
    let altered = [Alteration::Extended, Alteration::Shortened, Alteration::Changed];
    ways.extend(altered.into_iter().filter_map(|altered| {
        let presents = match &call.presents {
            Presents::Access(issued) => Presents::Access(issued.altered(altered)),
            Presents::Refresh(issued) => Presents::Refresh(issued.altered(altered)),
            _ => return None,
        };
        Some(call.clone().presenting(presents))
    }));
    if let (Service::Token, Presents::Refresh(issued)) = (call.to, &call.presents) {
        ways.push(call.clone().presenting(Presents::Access(*issued)));
    }
    ways.into_iter().map(Step::from).collect()
}

fn hinted(call: &Call) -> Vec<Call> {
    ["access_token", "refresh_token", "litmus"]
        .map(|hint| call.clone().changed(Change::set("token_type_hint", hint)))
        .to_vec()
}

fn wrong() -> Credentials {
    Credentials::Wrong("litmus-wrong-secret".to_owned())
}
