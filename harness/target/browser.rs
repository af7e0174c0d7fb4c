//! A browser without a screen: it keeps cookies, follows the server's own redirects, and fills
//! the forms of login and consent pages, until the server has decided. Where a page needs a script,
//! a real browser goes on, if there is one.

use super::{
    courier::Courier,
    decision::{Decided, Deciding},
    driver::{Errand, Lost},
    login,
    outgoing::{Action, Outgoing},
    session::{Session, SharedSession},
    tenant::Tenant,
};
use crate::{
    evidence::{Channel, Exchange, Exit, Face, Journey, Page, Received, Sent, Subject, exits, is_own},
    probe::Decision,
    protocol::Parameters,
    scenario::Consent,
};
use std::collections::BTreeMap;
use url::Url;

/// The most requests that may follow one authorization request.
const LONGEST_WALK: usize = 24;

/// How often a form may be sent in one walk.
const PATIENCE_WITH_A_FORM: usize = 3;

/// One browser at one target.
pub struct Browser<'a> {
    courier: &'a Courier,
    tenant: &'a Tenant,
    shared: &'a SharedSession,
    session: Session,
    version: usize,
    /// What is put into the forms it sends in place of their redirect URI.
    tampering: Option<String>,
    tampered: bool,
    /// What is decided where consent is asked for, if not the usual.
    deciding: Option<Deciding>,
}

/// What to do after an answer.
enum Next {
    Follow(Outgoing),
    Fill(Outgoing),
    /// Send the form on which it is decided.
    Decide(Outgoing),
    /// Take the page to a browser that runs scripts.
    Browse,
    Arrived,
    Stuck(String),
}

/// Where a walk may go, and where it ends.
struct Way<'w> {
    leaves: &'w (dyn Fn(&Exit, &Url) -> bool + Sync),
    owns: &'w (dyn Fn(&Url) -> bool + Sync),
    /// Which pages it fills: others are where it wanted to go.
    fills: &'w (dyn Fn(&Page) -> bool + Sync),
    /// What a page may repeat of the request.
    echoes: &'w [String],
    /// Whether a login is all that is wanted.
    only_login: bool,
}

impl<'a> Browser<'a> {
    /// A browser that goes on with the latest session.
    #[must_use]
    pub fn new(courier: &'a Courier, tenant: &'a Tenant, shared: &'a SharedSession) -> Self {
        let (version, session) = shared.latest();
        Self { courier, tenant, shared, session, version, tampering: None, tampered: false, deciding: None }
    }

    /// Sends an authorization request, and goes where the answers lead, as far as the target's
    /// way of consent allows.
    pub async fn authorize(&mut self, outgoing: Outgoing, about: &Subject) -> Journey {
        let leaves = |exit: &Exit, page: &Url| about.leaves_server(exit, page);
        let owns = |url: &Url| about.owns(url);
        let registered = about.mutant.registered.uri.as_str().to_owned();
        let echoes = [about.mutant.requested().unwrap_or_default(), registered];
        let way = Way { leaves: &leaves, owns: &owns, fills: &|_| true, echoes: &echoes, only_login: false };
        self.walk(outgoing, &way).await
    }

    /// As [`Browser::authorize`], with `uri` as the redirect URI in every form that is sent; none
    /// if no form has one.
    pub async fn authorize_tampering(
        &mut self,
        outgoing: Outgoing,
        about: &Subject,
        uri: String,
    ) -> Option<Journey> {
        (self.tampering, self.tampered) = (Some(uri), false);
        let journey = self.authorize(outgoing, about).await;
        self.tampering = None;
        self.tampered.then_some(journey)
    }

    /// As [`Browser::authorize`], and a person who is asked decides so; `other` is a request that is
    /// left waiting meanwhile.
    ///
    /// # Errors
    /// With the reason, if nobody is asked, or it cannot be decided so.
    pub async fn authorize_deciding(
        &mut self,
        outgoing: Outgoing,
        about: &Subject,
        decision: Decision,
        other: Option<Outgoing>,
    ) -> Result<Journey, String> {
        self.deciding = Some(Deciding::new(decision, other));
        let journey = self.authorize(outgoing, about).await;
        match self.deciding.take() {
            Some(Deciding { unable: Some(why), .. }) => Err(why),
            Some(Deciding { done: true, .. }) | None => Ok(journey),
            Some(_) => Err(journey.stuck.unwrap_or_else(|| {
                "no page on the way to a code asks for a consent that can be answered so".to_owned()
            })),
        }
    }

    /// Logs in where a target wants that before anything else.
    ///
    /// # Errors
    /// If the login does not end.
    pub async fn log_in_first(&mut self) -> Result<(), String> {
        let Some(start) = self.tenant.login.start.clone() else { return Ok(()) };
        let tenant = self.tenant;
        let owns = |url: &Url| is_own(&start, &tenant.hosts, url) || is_own(&tenant.authorization, &[], url);
        let leaves = |exit: &Exit, page: &Url| page.join(&exit.target).map_or(true, |url| !owns(&url));
        // Whatever else a page offers, once it asks for nothing of ours the login is over.
        let fills = |page: &Page| tenant.login.concerns(page);
        let way = Way { leaves: &leaves, owns: &owns, fills: &fills, echoes: &[], only_login: true };
        let journey = self.walk(Outgoing::to(start.clone()), &way).await;
        match (&journey.stuck, &journey.last().received) {
            (Some(stuck), _) => Err(stuck.clone()),
            (None, Err(fault)) => Err(fault.to_string()),
            (None, Ok(received)) if received.status >= 400 => {
                Err(format!("the login page answers {}", received.status))
            }
            (None, Ok(_)) => Ok(()),
        }
    }

    async fn walk(&mut self, start: Outgoing, way: &Way<'_>) -> Journey {
        let shared = self.shared;
        let mut alone = None;
        let mut sent_forms = BTreeMap::new();
        let mut journey = Journey::from(self.send(start.clone()).await);
        loop {
            match self.next(&journey, &mut sent_forms, way) {
                Next::Stuck(why) => return Journey { stuck: Some(why), ..journey },
                Next::Fill(_) | Next::Decide(_) | Next::Browse if alone.is_none() => {
                    alone = Some(shared.alone().await);
                    sent_forms.clear();
                    if self.catch_up() {
                        journey = Journey::from(self.send(start.clone()).await);
                    }
                }
                Next::Follow(outgoing) => journey.walk.push(self.send(outgoing).await),
                Next::Fill(mut outgoing) => {
                    if let Some(uri) = &self.tampering {
                        self.tampered |= outgoing.replace("redirect_uri", uri);
                    }
                    journey.walk.push(self.send(outgoing).await);
                }
                Next::Decide(outgoing) => {
                    let foreign = self.is_forging();
                    let other = self.deciding.as_mut().and_then(|deciding| {
                        deciding.done = true;
                        deciding.other.take()
                    });
                    if let Some(other) = other {
                        journey.walk.push(self.send(other).await);
                    }
                    journey.walk.push(self.send_from(outgoing, foreign).await);
                }
                Next::Browse => return self.browse(journey, way).await,
                Next::Arrived => {
                    if !sent_forms.is_empty() {
                        shared.keep(self.session.clone());
                    }
                    return journey;
                }
            }
        }
    }

    /// Goes on in a real browser from the beginning, or where that is no plain link, from the last
    /// page.
    async fn browse(&mut self, mut journey: Journey, way: &Way<'_>) -> Journey {
        let tenant = self.tenant;
        let Some(driver) = &tenant.driver else { return journey };
        let once = |exchange: &Exchange| {
            exchange.sent.method == "GET" && !exchange.sent.url.contains("request_uri=urn")
        };
        let from = [&journey.first, journey.last()].into_iter().find(|exchange| once(exchange));
        let Some(url) = from.and_then(|exchange| Url::parse(&exchange.sent.url).ok()) else {
            let stuck =
                "a page that needs a script is the answer to a form, and cannot be taken to a browser";
            return Journey { stuck: Some(stuck.to_owned()), ..journey };
        };
        let face = journey.last().received.as_ref().ok().map(|received| self.face(received, way));
        let only_login = way.only_login;
        let sent = Sent { method: "GET", url: url.to_string(), headers: Vec::new(), body: None };
        let (session, login, tally) = (&self.session, &*tenant.login, self.courier.tally());
        let errand = Errand { url, session, login, leaves: way.leaves, only_login, tally };
        match driver.walk(errand).await {
            Err(Lost::Spent(fault)) => {
                journey.walk.push(Exchange { sent, received: Err(fault) });
                journey
            }
            Err(Lost::Failed(why)) => Journey { stuck: Some(why), ..journey },
            Ok(walked) => {
                if let Some(face) = face {
                    self.shared.tried(face, &walked);
                }
                if walked.got_on {
                    self.session = walked.session.clone();
                    self.shared.keep(walked.session.clone());
                    if let Some(keeper) = tenant.keeper.as_ref().filter(|_| tenant.login.by_hand) {
                        keeper.keep(&walked.session.saved());
                    }
                }
                for received in walked.exchanges.iter().flat_map(|exchange| &exchange.received) {
                    tally.heed(received);
                }
                journey.walk.extend(walked.exchanges);
                Journey { stuck: walked.stuck, ..journey }
            }
        }
    }

    fn face(&self, received: &Received, way: &Way<'_>) -> Face {
        let echoes: Vec<&str> = way.echoes.iter().map(String::as_str).collect();
        Face::of(received, &exits(received), &self.tenant.authorization, &echoes)
    }

    /// Takes up the latest session, if it is another one now.
    fn catch_up(&mut self) -> bool {
        let (version, session) = self.shared.latest();
        let behind = version != self.version;
        if behind {
            (self.version, self.session) = (version, session);
        }
        behind
    }

    /// Whether what is decided is the forging of a form.
    fn is_forging(&self) -> bool {
        self.deciding.as_ref().is_some_and(|deciding| deciding.decision == Decision::Forged)
    }

    async fn send(&mut self, outgoing: Outgoing) -> Exchange {
        self.send_from(outgoing, false).await
    }

    /// Sends a request with the cookies that go with it; `foreign` if a page of another site makes it.
    async fn send_from(&mut self, mut outgoing: Outgoing, foreign: bool) -> Exchange {
        if self.tenant.consent == Consent::None && self.deciding.is_none() {
            return self.courier.send(outgoing).await;
        }
        let url = outgoing.endpoint.clone();
        let cookies =
            if foreign { self.session.cookies_across_sites(&url) } else { self.session.cookies_for(&url) };
        outgoing.headers.extend(cookies.map(|cookies| ("cookie", cookies)));
        let exchange = self.courier.send(outgoing).await;
        if let Ok(received) = &exchange.received {
            self.session.learn(&url, received);
        }
        exchange
    }

    fn next(&mut self, journey: &Journey, sent_forms: &mut BTreeMap<String, usize>, way: &Way<'_>) -> Next {
        let last = journey.last();
        let (Ok(received), Ok(page)) = (&last.received, Url::parse(&last.sent.url)) else {
            return Next::Arrived;
        };
        let decides = self.deciding.is_some();
        if self.tenant.consent == Consent::None && !decides {
            return Next::Arrived;
        }
        let over = self.deciding.as_ref().is_some_and(Deciding::is_final);
        let exits = exits(received);
        let arrived = |exit: &Exit| (way.leaves)(exit, &page);
        let redirected = (300..400).contains(&received.status);
        // What a script may do some time matters less than a form that a person is asked to fill.
        let asked = !redirected
            && !exits.iter().any(|exit| arrived(exit) && (exit.code().is_some() || exit.error().is_some()))
            && self.tenant.fills()
            && self.tenant.login.concerns(received.page());
        // What a script does is left to a browser that runs it, if there is one.
        let scripted = |exit: &&Exit| received.page().script_target.as_ref() == Some(&exit.target);
        let asked = asked
            || !redirected
                && self.tenant.consent == Consent::Browser
                && exits.first().filter(scripted).is_some_and(|exit| !arrived(exit));
        let next = match exits.first() {
            Some(exit) if !asked && arrived(exit) => return Next::Arrived,
            Some(exit) if !asked => followed(exit, received, last, &page),
            _ if over => return Next::Arrived,
            _ if self.wants_browser(received, way) => Next::Browse,
            _ if !(way.fills)(received.page()) => return Next::Arrived,
            _ => self.by_form(received, &page, sent_forms),
        };
        match next {
            Next::Follow(outgoing) | Next::Fill(outgoing) | Next::Decide(outgoing)
                if !(way.owns)(&outgoing.endpoint) =>
            {
                Next::Stuck(format!(
                    "the server leads on to {}, which is neither its own nor among [sandbox] hosts",
                    outgoing.endpoint.origin().ascii_serialization()
                ))
            }
            Next::Follow(_) | Next::Fill(_) | Next::Decide(_) if journey.walk.len() >= LONGEST_WALK => {
                Next::Stuck(format!("after {LONGEST_WALK} requests of login and consent there is no end"))
            }
            next => next,
        }
    }

    /// Whether a page is one for a real browser: it asks for a login, or has a script, and is not
    /// known to lead nowhere. What a probe decides is decided on forms.
    fn wants_browser(&self, received: &Received, way: &Way<'_>) -> bool {
        let html = received.media_type().is_some_and(|kind| kind.contains("html"));
        if self.tenant.consent != Consent::Browser || self.deciding.is_some() || !html {
            return false;
        }
        let page = received.page();
        let asks_password = page.forms.iter().any(|form| form.asks_password);
        let error = received.status >= 400 && !self.tenant.login.concerns(page);
        (page.scripted || asks_password) && !error && !self.shared.is_barren(&self.face(received, way))
    }

    fn by_form(&mut self, received: &Received, at: &Url, sent_forms: &mut BTreeMap<String, usize>) -> Next {
        let html = received.media_type().is_some_and(|kind| kind.contains("html"));
        if !html {
            return Next::Arrived;
        }
        let page = received.page();
        let by_itself =
            page.forms.first().filter(|_| page.submits_itself && !self.tenant.login.concerns(page));
        let filled = match (by_itself, self.tenant.consent) {
            (Some(form), _) => Ok(Some(login::as_it_stands(form, at))),
            (None, Consent::Form | Consent::Browser) => self.tenant.login.fill(page, at),
            (None, _) if self.deciding.is_some() => self.tenant.login.fill(page, at),
            _ => Ok(None),
        };
        let filled = match filled {
            Ok(Some(filled)) => filled,
            Ok(None) => return Next::Arrived,
            Err(why) => return Next::Stuck(why),
        };
        if let Some(deciding) = self.deciding.as_mut().filter(|deciding| !deciding.done) {
            match deciding.at(&self.tenant.login, page, at, &filled) {
                Decided::Sent(outgoing) => return Next::Decide(outgoing),
                Decided::NotHere => {}
                Decided::Unable(why) => {
                    deciding.unable = Some(why);
                    return Next::Arrived;
                }
            }
        }
        let times = sent_forms.entry(filled.identity).or_insert(0);
        *times += 1;
        if *times > if filled.asks_password { 1 } else { PATIENCE_WITH_A_FORM } {
            return Next::Stuck(came_back(&login::title(page), filled.asks_password));
        }
        Next::Fill(filled.outgoing)
    }
}

fn came_back(title: &str, asks_password: bool) -> String {
    if asks_password {
        format!(
            "the login page `{title}` comes back after its form was sent; are [sandbox.login] fields right?"
        )
    } else {
        format!(
            "the page `{title}` comes again and again, whatever is pressed; does [sandbox.login] press name the right button?"
        )
    }
}

/// The request that a browser makes of an exit (RFC 9110 section 15.4).
fn followed(exit: &Exit, received: &Received, last: &Exchange, page: &Url) -> Next {
    let Ok(mut endpoint) = page.join(&exit.target) else { return Next::Arrived };
    endpoint.set_fragment(None);
    let again = matches!(received.status, 307 | 308);
    let action = match exit.channel {
        Channel::FormPost => Action::Form(exit.parameters.clone()),
        _ if again => Action::of(&last.sent),
        _ => Action::Get,
    };
    Next::Follow(Outgoing { endpoint, query: Parameters::default(), action, headers: Vec::new() })
}
