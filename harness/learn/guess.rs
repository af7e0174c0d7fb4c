//! A guess: one way in which a server may decide about redirect URIs, and how it can be varied.

use super::kin;
use crate::behaviour::{
    Branch, Components, FragmentMatch, Gate, Guarded, HostMatch, LoopbackPort, Match, Normalisation, Parser,
    PathMatch, PortMatch, QueryMatch, RedirectUriPolicy, SchemeMatch, UserinfoMatch, Whole,
};
use std::cell::RefCell;

/// How a single value is decided: what [`RedirectUriPolicy`] says of comparing, without what it
/// says of missing or repeated parameters.
#[derive(Clone, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Guess {
    pub(super) decodes: u8,
    pub(super) normalise: Vec<Normalisation>,
    pub(super) refuse: Vec<Gate>,
    /// None is the exact comparison.
    pub(super) branches: Vec<Branch>,
    pub(super) loopback: Option<LoopbackPort>,
}

/// The most rewrites that a guess has.
const MOST_REWRITES: usize = 3;

/// The most branches that a guess has.
const MOST_BRANCHES: usize = 3;

/// How often a value may be decoded beyond what is due.
const MOST_DECODES: u8 = 2;

/// The ways in which the port of loopback URIs may vary.
const LOOPBACK: [LoopbackPort; 4] = [
    LoopbackPort::Any,
    LoopbackPort::AnyAlsoLocalhost,
    LoopbackPort::AnyIfNoneRegistered,
    LoopbackPort::AnyNumber,
];

/// A value that servers have built in.
const OUT_OF_BAND: &str = "urn:ietf:wg:oauth:2.0:oob";

impl Guess {
    /// Texts are compared byte by byte, and nothing else.
    pub(super) const EXACT: Self =
        Self { decodes: 0, normalise: Vec::new(), refuse: Vec::new(), branches: Vec::new(), loopback: None };

    /// The guess that a policy is.
    #[must_use]
    pub fn of(policy: &RedirectUriPolicy) -> Self {
        Self {
            decodes: policy.decodes.unwrap_or(0),
            normalise: policy.normalise.clone().unwrap_or_default(),
            refuse: policy.refuse.clone().unwrap_or_default(),
            branches: policy.compare.clone().map_or_else(Vec::new, |compare| compare.0),
            loopback: policy.loopback_port.filter(|port| *port != LoopbackPort::Exact),
        }
        .in_order()
    }

    /// The policy that decides so.
    #[must_use]
    pub fn policy(&self) -> RedirectUriPolicy {
        let branches =
            if self.branches.is_empty() { vec![Branch::Whole(Whole::Exact)] } else { self.branches.clone() };
        RedirectUriPolicy {
            compare: Some(Match(branches)),
            loopback_port: Some(self.loopback.unwrap_or(LoopbackPort::Exact)),
            decodes: Some(self.decodes),
            normalise: Some(self.normalise.clone()),
            refuse: Some(self.refuse.clone()),
            ..RedirectUriPolicy::default()
        }
    }

    /// How much it says beyond "exact": one for each rewrite, gate, looser part and so on.
    #[must_use]
    pub fn complexity(&self) -> usize {
        usize::from(self.decodes)
            + self.normalise.len()
            + self.refuse.len()
            + usize::from(self.loopback.is_some())
            + self.branches.iter().map(weight).sum::<usize>()
    }

    /// What comes first among guesses that explain the same: the simpler, then what rewrites less,
    /// since a rewrite shows in where a browser is sent as well, then the shorter.
    pub(super) fn rank(&self) -> (usize, usize, usize, Self) {
        (self.complexity(), self.normalise.len(), self.branches.len(), self.clone())
    }

    /// All guesses that differ from it in one choice.
    #[must_use]
    pub fn neighbours(&self) -> Vec<Self> {
        let found = RefCell::new(Vec::new());
        let add = |edit: &dyn Fn(&mut Self)| {
            let mut guess = self.clone();
            edit(&mut guess);
            found.borrow_mut().push(guess.in_order());
        };
        for loopback in LOOPBACK.into_iter().map(Some).chain([None]) {
            add(&|guess| guess.loopback = loopback);
        }
        for decodes in 0..=MOST_DECODES {
            add(&|guess| guess.decodes = decodes);
        }
        for at in 0..self.normalise.len() {
            add(&|guess| {
                guess.normalise.remove(at);
            });
        }
        for step in Normalisation::ALL.iter().filter(|step| !self.normalise.contains(step)) {
            for at in 0..=self.normalise.len() {
                if self.normalise.len() < MOST_REWRITES {
                    add(&|guess| guess.normalise.insert(at, *step));
                }
                if at < self.normalise.len() {
                    add(&|guess| guess.normalise[at] = *step);
                }
            }
        }
        for at in 1..self.normalise.len() {
            add(&|guess| guess.normalise.swap(at - 1, at));
        }
        for at in 0..self.refuse.len() {
            add(&|guess| {
                guess.refuse.remove(at);
            });
        }
        found.borrow_mut().extend(kin::of(self).into_iter().map(Self::in_order));
        for gate in Gate::ALL.iter().filter(|gate| !self.refuse.contains(gate)) {
            add(&|guess| guess.refuse.push(*gate));
        }
        if self.branches.is_empty() {
            for branch in varied(&Branch::Parts(Components::default())) {
                add(&|guess| guess.branches = vec![branch.clone()]);
            }
        }
        for (at, branch) in self.branches.iter().enumerate() {
            add(&|guess| drop(guess.branches.remove(at)));
            for varied in varied(branch) {
                add(&|guess| guess.branches[at] = varied.clone());
            }
        }
        if self.branches.len() < MOST_BRANCHES {
            for branch in further(self.branches.is_empty()) {
                add(&|guess| {
                    if guess.branches.is_empty() {
                        guess.branches.push(Branch::Whole(Whole::Exact));
                    }
                    guess.branches.push(branch.clone());
                });
            }
        }
        found.into_inner()
    }

    /// The same, written one way only: the order of branches and gates says nothing.
    fn in_order(mut self) -> Self {
        self.refuse.sort();
        self.refuse.dedup();
        for branch in &mut self.branches {
            match branch {
                Branch::Guarded(Guarded { whole, refuse }) if refuse.is_empty() => {
                    *branch = Branch::Whole(*whole);
                }
                Branch::Guarded(Guarded { refuse, .. }) | Branch::Parts(Components { refuse, .. }) => {
                    refuse.sort();
                    refuse.dedup();
                }
                Branch::Whole(_) | Branch::Literal(_) => {}
            }
            if *branch == Branch::Parts(Components::default()) {
                *branch = Branch::Whole(Whole::Exact);
            }
        }
        self.branches.sort();
        self.branches.dedup();
        if self.branches.iter().any(admits_the_same_text) {
            self.branches.retain(|branch| *branch != Branch::Whole(Whole::Exact));
        }
        if self.branches == [Branch::Whole(Whole::Exact)] {
            self.branches.clear();
        }
        self
    }
}

/// Whether a branch admits whatever is the registered text, so that nothing is said by `exact`
/// beside it.
fn admits_the_same_text(branch: &Branch) -> bool {
    match branch {
        Branch::Whole(whole) => !matches!(
            whole,
            Whole::Exact | Whole::Whatwg | Whole::SameDomain | Whole::Regex | Whole::RegexAnywhere
        ),
        _ => false,
    }
}

fn weight(branch: &Branch) -> usize {
    match branch {
        Branch::Whole(Whole::Exact) => 0,
        Branch::Whole(_) => 1,
        Branch::Guarded(guarded) => 1 + guarded.refuse.len(),
        Branch::Literal(values) => values.len(),
        Branch::Parts(parts) => {
            let looser = [
                parts.parser != Parser::default(),
                parts.scheme != SchemeMatch::default(),
                parts.userinfo != UserinfoMatch::default(),
                parts.host != HostMatch::default(),
                // A loopback branch that compares the port is none.
                parts.port != PortMatch::default() && !parts.loopback_only,
                parts.path != PathMatch::default(),
                parts.query != QueryMatch::default(),
                parts.fragment != FragmentMatch::default(),
            ];
            let count = looser.into_iter().filter(|looser| *looser).count() + parts.refuse.len();
            count.max(usize::from(parts.loopback_only))
        }
    }
}

/// A branch with one choice made otherwise.
fn varied(branch: &Branch) -> Vec<Branch> {
    let mut found: Vec<Branch> = Whole::ALL.into_iter().map(Branch::Whole).collect();
    let exact = Components::default();
    let parts = match branch {
        Branch::Parts(parts) => Some(parts),
        Branch::Whole(Whole::Exact) => Some(&exact),
        _ => None,
    };
    found.extend(parts.into_iter().flat_map(varied_parts).map(Branch::Parts));
    let (whole, refuse) = match branch {
        Branch::Whole(whole) => (Some(*whole), Vec::new()),
        Branch::Guarded(guarded) => (Some(guarded.whole), guarded.refuse.clone()),
        _ => (None, Vec::new()),
    };
    for whole in whole.into_iter().filter(|whole| *whole != Whole::Exact) {
        let guarded = with_gates(&refuse).into_iter();
        found.extend(guarded.map(|refuse| Branch::Guarded(Guarded { whole, refuse })));
    }
    found
}

/// A list of gates with one more, or one less.
fn with_gates(gates: &[Gate]) -> Vec<Vec<Gate>> {
    let more = Gate::ALL.iter().filter(|gate| !gates.contains(gate));
    let fewer = (0..gates.len())
        .map(|at| gates.iter().enumerate().filter(|(i, _)| *i != at).map(|(_, g)| *g).collect());
    more.map(|gate| gates.iter().copied().chain([*gate]).collect()).chain(fewer).collect()
}

/// A comparison by parts with one of them compared otherwise.
fn varied_parts(parts: &Components) -> Vec<Components> {
    let mut found = Vec::new();
    let mut add = |edit: &dyn Fn(&mut Components)| {
        let mut parts = parts.clone();
        edit(&mut parts);
        found.push(parts);
    };
    for parser in Parser::ALL {
        add(&|parts| parts.parser = *parser);
    }
    for scheme in SchemeMatch::ALL {
        add(&|parts| parts.scheme = *scheme);
    }
    for userinfo in UserinfoMatch::ALL {
        add(&|parts| parts.userinfo = *userinfo);
    }
    for host in HostMatch::ALL {
        add(&|parts| parts.host = *host);
    }
    for port in PortMatch::ALL {
        add(&|parts| parts.port = *port);
    }
    for path in PathMatch::ALL {
        add(&|parts| parts.path = *path);
    }
    for query in QueryMatch::ALL {
        add(&|parts| parts.query = *query);
    }
    for fragment in FragmentMatch::ALL {
        add(&|parts| parts.fragment = *fragment);
    }
    for refuse in with_gates(&parts.refuse) {
        if *parts != Components::default() {
            add(&|parts| parts.refuse.clone_from(&refuse));
        }
    }
    found
}

/// Branches that may stand beside others, or beside the exact comparison alone.
fn further(beside_exact: bool) -> Vec<Branch> {
    let loopback = Components { loopback_only: true, port: PortMatch::Any, ..Components::default() };
    let mut found = if beside_exact { Vec::new() } else { varied(&Branch::Parts(Components::default())) };
    found.extend(varied_parts(&loopback).into_iter().map(Branch::Parts));
    found.push(Branch::Literal(vec![OUT_OF_BAND.to_owned()]));
    found.retain(|branch| {
        *branch != Branch::Whole(Whole::Exact) && *branch != Branch::Parts(Components::default())
    });
    found
}
