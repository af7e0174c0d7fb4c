//! A conversation with a target: one question after the other, with controls in between, and
//! doubt where an answer fits nothing.

use super::answer::{Answer, Stop};
use crate::{
    behaviour::{Failing, FailsAt, RedirectUriPolicy},
    evidence::Observation,
    learn::{Pool, Question, VersionSpace, failing},
    mutation::Kind,
    probe::{Probe, Step},
    runner::Runner,
    target::Target,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// How many questions are asked between two controls.
const SPAN: usize = 32;

/// How many questions about single values are asked at most.
const MOST_QUESTIONS: usize = 300;

/// How many failures tell enough about those that are like them.
const ENOUGH_FAILURES: usize = 6;

/// How many answers may fit no explanation.
const MOST_EXCEPTIONS: usize = 12;

/// A conversation with one target.
pub(super) struct Talk<'r, 't, T> {
    pub(super) runner: &'r mut Runner<'t, T>,
    /// Whether the control of a kind was accepted.
    kinds: BTreeMap<Kind, bool>,
    /// What was clearly answered.
    pub(super) history: Vec<(Question, bool)>,
    /// Questions over which the server fails as often as it is asked, with the status.
    pub(super) failing: Vec<(Question, u16)>,
    /// Whether browsers are sent to a value as it was before it was decoded once more.
    pub(super) undecoded: bool,
    /// What those have in common that were asked one by one.
    fails: Option<Failing>,
    /// What was clearly answered when fresh requests were asked.
    pub(super) checked: Vec<(Question, bool)>,
    /// How much of it stands between two controls that held.
    sure: usize,
    /// Observations of accepted values, by which it is told where browsers are sent.
    pub(super) accepted: Vec<Arc<Observation>>,
    /// The first refusal, by which it is told what one looks like.
    pub(super) refused: Option<Arc<Observation>>,
    /// How often a question had no clear answer, and the first reason.
    pub(super) unclear: (usize, Option<String>),
    since_control: usize,
    /// How many questions were asked.
    asked: usize,
}

impl<'r, 't, T: Target> Talk<'r, 't, T> {
    pub(super) fn with(runner: &'r mut Runner<'t, T>) -> Self {
        Self {
            runner,
            kinds: BTreeMap::from([(Kind::Any, true)]),
            history: Vec::new(),
            failing: Vec::new(),
            undecoded: false,
            fails: None,
            checked: Vec::new(),
            sure: 0,
            accepted: Vec::new(),
            refused: None,
            unclear: (0, None),
            since_control: 0,
            asked: 0,
        }
    }

    pub(super) fn asked(&self) -> usize {
        self.asked
    }

    pub(super) fn requests(&self) -> usize {
        self.runner.requests()
    }

    /// Asks until all explanations that are left say the same, and sees to it that the last
    /// answers stand before a control.
    pub(super) async fn converge<'p>(
        &mut self,
        pool: &'p Pool,
        space: &mut VersionSpace<'p>,
    ) -> Result<(), Stop> {
        while let Some(at) = space.next_question() {
            let question = &pool.questions()[at];
            if self.is_to_fail(question) {
                space.tell(at, None);
                continue;
            }
            match self.ask(question).await? {
                Answer::Clear(accepted) => {
                    let before = space.exceptions().len();
                    space.tell(at, Some(accepted));
                    if space.exceptions().len() > before {
                        self.confirm(question, accepted).await?;
                    }
                }
                // What the server fails over is explained apart.
                Answer::Failed(_) | Answer::Unclear(_) => space.tell(at, None),
                Answer::NoControl => space.close(question.needs),
            }
            if space.exceptions().len() > MOST_EXCEPTIONS {
                return Err(Stop::Because(format!(
                    "{MOST_EXCEPTIONS} answers fit no explanation; the rest was not asked"
                )));
            }
            if self.asked() >= MOST_QUESTIONS {
                return Err(Stop::Because(format!("{MOST_QUESTIONS} questions did not pin it down")));
            }
        }
        self.control().await
    }

    /// What is known from answers that stand between controls that held.
    pub(super) fn sure_of<'p>(&self, pool: &'p Pool) -> VersionSpace<'p> {
        let mut space = VersionSpace::new(pool);
        for (question, accepted) in &self.history[..self.sure] {
            space.learn(question.clone(), *accepted);
        }
        space
    }

    /// Asks one question.
    pub(super) async fn ask(&mut self, question: &Question) -> Result<Answer, Stop> {
        if !self.control_of(question.needs).await? {
            return Ok(Answer::NoControl);
        }
        if self.since_control >= SPAN {
            self.control().await?;
        }
        self.since_control += 1;
        self.asked += 1;
        let probe = probe_of(question);
        let observation = match self.runner.ask_bare(&probe).await? {
            Ok(observation) => observation,
            Err(why) => return Err(Stop::Because(why)),
        };
        let mut answer = self.read(&observation);
        if let Answer::Failed(status) = answer
            && !self.fails_again(&probe, status).await?
        {
            answer = Answer::Unclear(format!("the server failed once with {status}"));
        }
        match &answer {
            Answer::Clear(accepted) => {
                self.history.push((question.clone(), *accepted));
                if *accepted {
                    self.accepted.push(observation);
                } else {
                    self.refused.get_or_insert(observation);
                }
            }
            Answer::Failed(status) => {
                self.failing.push((question.clone(), *status));
                self.fails = self.explained_failure(&RedirectUriPolicy::default());
            }
            Answer::Unclear(why) => {
                self.unclear.0 += 1;
                self.unclear.1.get_or_insert_with(|| why.clone());
            }
            Answer::NoControl => {}
        }
        Ok(answer)
    }

    /// Whether a server that failed does so again and again, while its controls hold: what passes by
    /// itself is no answer.
    async fn fails_again(&mut self, probe: &Arc<Probe>, status: u16) -> Result<bool, Stop> {
        for _ in 0..2 {
            self.control().await?;
            let Ok(observation) = self.runner.ask_bare(probe).await? else { return Ok(false) };
            self.since_control += 1;
            if !matches!(self.read(&observation), Answer::Failed(again) if again == status) {
                return Ok(false);
            }
        }
        self.control().await?;
        Ok(true)
    }

    /// Whether a question is one of those over which the server fails, as far as its failures have so
    /// much in common that one more would say nothing.
    fn is_to_fail(&self, question: &Question) -> bool {
        let fails = self.fails.as_ref().filter(|failing| failing.at == FailsAt::Reading);
        self.failing.len() >= ENOUGH_FAILURES
            && fails
                .is_some_and(|failing| failing.on.iter().any(|unfit| unfit.describes(&question.requested)))
    }

    /// Whether the server fails over a question.
    pub(super) fn failed(&self, question: &Question) -> bool {
        let same = |known: &Question| known.needs == question.needs && known.requested == question.requested;
        self.failing.iter().any(|(known, _)| same(known))
    }

    /// What the values have in common over which the server fails.
    pub(super) fn explained_failure(&self, compared: &RedirectUriPolicy) -> Option<Failing> {
        if self.failing.is_empty() {
            return None;
        }
        failing(&self.failing, &[self.history.as_slice(), &self.checked].concat(), compared)
    }

    /// The values that anything is known of.
    pub(super) fn known(&self) -> BTreeSet<(Kind, String)> {
        let clear = self.history.iter().chain(&self.checked).map(|(question, _)| question);
        let failing = self.failing.iter().map(|(question, _)| question);
        clear.chain(failing).map(|question| (question.needs, question.requested.clone())).collect()
    }

    /// Asks again what nothing explains; a target that then says something else is not to be
    /// learned.
    pub(super) async fn confirm(&mut self, question: &Question, accepted: bool) -> Result<(), Stop> {
        self.control().await?;
        for _ in 0..2 {
            let Ok(observation) = self.runner.ask_bare(&probe_of(question)).await? else { return Ok(()) };
            if let Answer::Clear(again) = self.read(&observation)
                && again != accepted
            {
                let said = |accepted| if accepted { "accepted" } else { "refused" };
                return Err(Stop::Because(format!(
                    "`{}` was {} and then {}: the server answers the same request differently",
                    question.requested,
                    said(accepted),
                    said(again),
                )));
            }
        }
        Ok(())
    }

    /// Asks a probe that is no question about a single value.
    pub(super) async fn conduct(&mut self, probe: Probe) -> Result<Option<Arc<Observation>>, Stop> {
        if !self.control_of(probe.needs).await? {
            return Ok(None);
        }
        self.since_control += probe.steps.len();
        Ok(self.runner.ask_bare(&Arc::new(probe)).await?.ok())
    }

    /// Looks whether the control still holds.
    pub(super) async fn control(&mut self) -> Result<(), Stop> {
        if self.since_control == 0 {
            return Ok(());
        }
        match self.runner.lost(&BTreeSet::from([Kind::Any])).await? {
            None => {
                self.since_control = 0;
                self.sure = self.history.len();
                Ok(())
            }
            Some(why) => {
                Err(Stop::Because(format!("{why}; what was asked since the control before is dropped")))
            }
        }
    }

    /// Whether a registered URI of that kind is accepted; asked once.
    pub(super) async fn control_of(&mut self, kind: Kind) -> Result<bool, Stop> {
        if let Some(known) = self.kinds.get(&kind) {
            return Ok(*known);
        }
        let holds = self.runner.adopt(kind).await?;
        self.kinds.insert(kind, holds);
        Ok(holds)
    }
}

/// The probe of a question.
pub(super) fn probe_of(question: &Question) -> Arc<Probe> {
    let edits: Vec<String> =
        question.edits.iter().map(|edit| format!("{}/{}", edit.mutation.id, edit.form)).collect();
    let key = format!("learn/{:?}/{}", question.needs, edits.join("+"));
    Arc::new(Probe::edited(key, question.needs, question.edits.clone()))
}

/// A probe of these steps, about that kind of client.
pub(super) fn steps(key: &str, needs: Kind, steps: Vec<Step>) -> Probe {
    Probe { key: format!("learn/{key}"), needs, steps }
}
