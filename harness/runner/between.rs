//! Asking many probes, each between two controls: one that ended before it, and one that began after
//! its answer had come. Controls go along with what is asked around them, so that the server is kept
//! busy; one that fails is asked again with nothing else under way.

use super::asker::Runner;
use crate::{
    budget::Budget,
    evidence::Observation,
    mutation::Kind,
    probe::Probe,
    target::{Target, TargetError},
};
use futures_util::{StreamExt as _, stream::FuturesUnordered};
use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    sync::Arc,
};

/// What became of a probe: an observation, or the reason why it was not asked.
pub type Asked = Result<Arc<Observation>, String>;

/// How many probes lie between two looks at the controls, for each one under way at once.
const BATCH_DEPTH: usize = 8;

/// The fewest probes between two looks at the controls.
const SMALLEST_BATCH: usize = 16;

/// How many probes lie between two looks at the controls.
#[must_use]
pub fn batch_size(budget: &Budget) -> usize {
    (budget.concurrency.max(1) * BATCH_DEPTH).max(SMALLEST_BATCH)
}

impl<T: Target> Runner<'_, T> {
    /// Asks all `probes` and appends what became of each to `answers`, in their order; what was
    /// asked before a failure stays there.
    ///
    /// # Errors
    /// If three controls in a row fail: then the target is out of order.
    pub async fn ask_all(&self, probes: &[Arc<Probe>], answers: &mut Vec<Asked>) -> Result<(), TargetError> {
        self.ask_at_once(self.budget.concurrency.max(1), probes, answers).await
    }

    /// As [`Runner::ask_all`], for probes that redeem codes: on a real server one at a time, since
    /// all of them share the grants of one person, and a replayed code may take all tokens and
    /// codes of its grant with it (RFC 6749 section 4.1.2).
    ///
    /// # Errors
    /// As [`Runner::ask_all`].
    pub async fn ask_flows(
        &self,
        probes: &[Arc<Probe>],
        answers: &mut Vec<Asked>,
    ) -> Result<(), TargetError> {
        let at_once = if self.is_live() { 1 } else { self.budget.concurrency.max(1) };
        self.ask_at_once(at_once, probes, answers).await
    }

    /// Asks one probe between controls of its own.
    ///
    /// # Errors
    /// As [`Runner::ask_all`].
    pub async fn ask_alone(&self, probe: &Arc<Probe>) -> Result<Asked, TargetError> {
        let mut asked = Vec::new();
        self.ask_all(std::slice::from_ref(probe), &mut asked).await?;
        Ok(asked.pop().unwrap_or_else(|| Err("it was not asked".to_owned())))
    }

    /// Asks those that are not remembered.
    async fn ask_at_once(
        &self,
        at_once: usize,
        probes: &[Arc<Probe>],
        answers: &mut Vec<Asked>,
    ) -> Result<(), TargetError> {
        let known: Vec<Option<Observation>> = probes.iter().map(|probe| self.past.take(probe)).collect();
        let unknown: Vec<Arc<Probe>> = probes
            .iter()
            .zip(&known)
            .filter(|(_, known)| known.is_none())
            .map(|(probe, _)| Arc::clone(probe))
            .collect();
        let mut line = Line::default();
        let ended = self.ask_in_line(&mut line, at_once, &unknown).await;
        let mut asked = line.out.into_iter();
        answers.extend(known.into_iter().map_while(|known| match known {
            Some(observation) => Some(Ok(Arc::new(observation))),
            None => asked.next(),
        }));
        ended
    }

    async fn ask_in_line(
        &self,
        line: &mut Line,
        at_once: usize,
        probes: &[Arc<Probe>],
    ) -> Result<(), TargetError> {
        let mut under_way = FuturesUnordered::new();
        let ended = async {
            let mut controlled = BTreeSet::new();
            for batch in probes.chunks(batch_size(self.budget)) {
                let kinds: BTreeSet<Kind> = batch.iter().map(|probe| self.kind_of(probe)).collect();
                if kinds.is_subset(&controlled) {
                    self.make_room(line, &mut under_way, at_once.max(2) - 1).await?;
                    controlled.extend(line.kinds());
                    let look = Turn::Look { kinds: controlled, number: line.begin() };
                    line.looking += 1;
                    under_way.push(self.take(look));
                } else {
                    self.make_room(line, &mut under_way, 1).await?;
                    self.look_alone(line, kinds.clone()).await?;
                }
                controlled = kinds;
                for probe in batch {
                    self.make_room(line, &mut under_way, at_once).await?;
                    if line.fell {
                        // The server may have come round meanwhile.
                        self.make_room(line, &mut under_way, 1).await?;
                        self.look_alone(line, controlled.clone()).await?;
                        line.fell = false;
                    }
                    let place = line.join(self.kind_of(probe));
                    under_way.push(self.take(Turn::Ask { place, probe: Arc::clone(probe) }));
                }
            }
            self.make_room(line, &mut under_way, 1).await?;
            self.look_alone(line, BTreeSet::new()).await
        };
        let ended = ended.await;
        if let Err(error) = &ended {
            // What is under way is still worth keeping, though nothing can be concluded from it.
            while let Some(done) = under_way.next().await {
                match done {
                    Done::Asked { place, asked } => {
                        line.came(place, asked.unwrap_or_else(|error| Err(error.to_string())));
                    }
                    Done::Looked { kinds, number, fault: Ok(None) } => line.said(number, &kinds, |_| None),
                    Done::Looked { .. } => {}
                }
            }
            let number = line.begin();
            let kinds = line.kinds();
            line.said(number, &kinds, |_| Some(error.to_string()));
            line.release(self.observe);
        }
        ended
    }

    /// One turn, as one kind of future.
    async fn take(&self, turn: Turn) -> Done {
        match turn {
            Turn::Ask { place, probe } => Done::Asked { place, asked: self.ask_patiently(&probe).await },
            Turn::Look { kinds, number } => {
                Done::Looked { fault: self.fault_now(&kinds).await, kinds, number }
            }
        }
    }

    /// Takes in what a turn came to. Where a control failed, everything else ends first, and then it
    /// is asked again by itself.
    async fn settle(
        &self,
        line: &mut Line,
        done: Done,
        under_way: &mut FuturesUnordered<impl Future<Output = Done>>,
    ) -> Result<(), TargetError> {
        match done {
            Done::Asked { place, asked } => {
                let (asked, ended) = match asked {
                    Ok(asked) => (asked, Ok(())),
                    Err(error) => (Err(error.to_string()), Err(error)),
                };
                line.came(place, asked);
                ended
            }
            Done::Looked { kinds, number, fault } => {
                line.looking -= 1;
                let Some(fault) = fault? else {
                    line.said(number, &kinds, |_| None);
                    line.release(self.observe);
                    return Ok(());
                };
                line.beside(number, &fault);
                Box::pin(self.make_room(line, under_way, 1)).await?;
                self.look_alone(line, kinds).await
            }
        }
    }

    /// Waits until fewer than `at_once` are under way.
    async fn make_room(
        &self,
        line: &mut Line,
        under_way: &mut FuturesUnordered<impl Future<Output = Done>>,
        at_once: usize,
    ) -> Result<(), TargetError> {
        // A look is two requests at once.
        while under_way.len() + line.looking.min(at_once - 1) >= at_once
            && let Some(done) = under_way.next().await
        {
            self.settle(line, done, under_way).await?;
        }
        Ok(())
    }

    /// Looks at the controls of all who wait for it and of these kinds, with nothing under way.
    async fn look_alone(&self, line: &mut Line, mut kinds: BTreeSet<Kind>) -> Result<(), TargetError> {
        kinds.extend(line.kinds());
        let number = line.begin();
        let lost = self.controls(&kinds).await?;
        line.fell = !lost.is_empty();
        line.said(number, &kinds, |kind| lost.get(&kind).cloned());
        line.release(self.observe);
        Ok(())
    }

    fn kind_of(&self, probe: &Probe) -> Kind {
        self.subjects.controlled_by(probe.needs)
    }
}

/// What is put to the target next.
enum Turn {
    Ask { place: usize, probe: Arc<Probe> },
    Look { kinds: BTreeSet<Kind>, number: usize },
}

/// What it came to.
enum Done {
    Asked { place: usize, asked: Result<Result<Observation, String>, TargetError> },
    Looked { kinds: BTreeSet<Kind>, number: usize, fault: Result<Option<String>, TargetError> },
}

/// Probes in their order, each until it has come and a look at the controls that began after that
/// has ended.
#[derive(Default)]
struct Line {
    /// How many looks at controls have begun.
    begun: usize,
    /// How many looks are under way.
    looking: usize,
    /// Whether a control did not hold at the last look with nothing else under way.
    fell: bool,
    /// What each look said of a kind of client, by its number: why the control does not hold, if so.
    said: BTreeMap<Kind, BTreeMap<usize, Option<String>>>,
    waiting: VecDeque<Waiting>,
    /// Those that wait no more.
    out: Vec<Asked>,
}

struct Waiting {
    kind: Kind,
    /// Why the control before it did not hold, if so.
    before: Option<String>,
    /// What it came to, and how many looks had begun by then.
    came: Option<(Result<Observation, String>, usize)>,
}

impl Line {
    /// A look begins; its number.
    fn begin(&mut self) -> usize {
        self.begun += 1;
        self.begun
    }

    fn said(&mut self, number: usize, kinds: &BTreeSet<Kind>, why: impl Fn(Kind) -> Option<String>) {
        for kind in kinds {
            self.said.entry(*kind).or_default().insert(number, why(*kind));
        }
    }

    /// A probe is asked now; its place in the line.
    fn join(&mut self, kind: Kind) -> usize {
        let before = self.said.get(&kind).and_then(|said| said.last_key_value());
        let before = before.and_then(|(_, why)| why.clone());
        self.waiting.push_back(Waiting { kind, before, came: None });
        self.out.len() + self.waiting.len() - 1
    }

    fn came(&mut self, place: usize, asked: Result<Observation, String>) {
        if let Some(waiting) = self.waiting.get_mut(place - self.out.len()) {
            waiting.came = Some((asked, self.begun));
        }
    }

    /// What was under way while a control failed may have failed like it.
    fn beside(&mut self, look: usize, fault: &str) {
        for waiting in &mut self.waiting {
            if waiting.came.as_ref().is_none_or(|(_, begun)| *begun >= look) {
                waiting.before.get_or_insert_with(|| fault.to_owned());
            }
        }
    }

    /// The kinds of client of those who wait.
    fn kinds(&self) -> BTreeSet<Kind> {
        self.waiting.iter().map(|waiting| waiting.kind).collect()
    }

    /// Lets out, in their order, those who need not wait any more, and tells of them.
    fn release(&mut self, observe: &(dyn Fn(&Observation) + Sync)) {
        while let Some(asked) = self.first_out() {
            if let Ok(observation) = &asked {
                observe(observation);
            }
            self.out.push(asked.map(Arc::new));
        }
    }

    fn first_out(&mut self) -> Option<Result<Observation, String>> {
        let first = self.waiting.front()?;
        let (_, begun) = first.came.as_ref()?;
        let after = self.said.get(&first.kind)?.range(begun + 1..).next()?.1.clone();
        let Waiting { before, came, .. } = self.waiting.pop_front()?;
        let (mut asked, _) = came?;
        if let Ok(observation) = &mut asked {
            observation.control_lost = observation.control_lost.take().or(before).or(after);
        }
        Some(asked)
    }
}
