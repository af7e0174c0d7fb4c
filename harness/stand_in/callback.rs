//! An authorization request as it is read, and the response to it that goes to the client (RFC 6749
//! sections 4.1.2, 4.1.2.1 and 4.2.2).

use super::{account::Account, dress, issuer, order, pkce, reply::Reply, scope, state::ServerState};
use crate::{
    behaviour::{
        AnswerKind, Behaviour, MismatchAnswer, Mistake, Oddity, OfSeveral, PkceGap, Requested, StateEcho,
        Unchecked, Unregistered,
    },
    protocol::{Parameters, RedirectUri, decode_percent, encode},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest as _, Sha256};

/// A request, and the behaviour it meets.
pub(super) struct Asked<'a> {
    pub(super) behaviour: &'a Behaviour,
    pub(super) parameters: &'a Parameters,
    pub(super) issuer: &'a str,
}

impl Asked<'_> {
    /// Where the browser will be sent, and what was requested; or the refusal.
    pub(super) fn redirect_uri(
        &self,
        [query, body]: &[Vec<String>; 2],
        registered: &[RedirectUri],
        base: &str,
    ) -> Result<(String, Option<String>), Box<Reply>> {
        let policy = &self.behaviour.redirect_uri;
        let refuse = |requested: &str| Err(Box::new(self.mismatch(requested, registered, base)));
        if registered.is_empty() && self.behaviour.client.unregistered == Some(Unregistered::Mismatch) {
            let requested = query.iter().chain(body).next();
            return refuse(requested.map_or("", String::as_str));
        }
        match policy.intake(query, body) {
            Requested::One(requested) => match policy.admits(registered, &requested) {
                Some(admission) => Ok((admission.emitted, Some(requested))),
                None => match policy.failure(registered, &requested) {
                    Some(status) => {
                        let said = "Something went wrong that nobody had thought of.";
                        Err(Box::new(Reply::page(status, "Internal Server Error", said)))
                    }
                    None => refuse(&requested),
                },
            },
            Requested::Missing => match policy.default_of(registered) {
                Some(uri) => Ok((uri.to_string(), None)),
                None => Err(Box::new(Reply::page(400, "Bad request", "The redirect_uri is missing."))),
            },
            Requested::Several => {
                Err(Box::new(Reply::page(400, "Bad request", "The redirect_uri is given more than once.")))
            }
        }
    }

    fn mismatch(&self, requested: &str, registered: &[RedirectUri], base: &str) -> Reply {
        let policy = &self.behaviour.redirect_uri;
        let mistake = self.mistake();
        if let (Some(second), Some((_, error))) = (&policy.second_error, &mistake)
            && second.redirects(error)
        {
            return self.send(requested, vec![("error".to_owned(), encode(error))], true);
        }
        let page = MismatchAnswer::page();
        let leads_nowhere = |answer: &&MismatchAnswer| {
            answer.answer == AnswerKind::RegisteredRedirect && registered.is_empty()
        };
        let stated = policy.mismatch.at_authorization.as_ref();
        let answer = stated.filter(|answer| !leads_nowhere(answer)).unwrap_or(&page);
        match answer.answer {
            AnswerKind::Page => {
                let title = answer.title.as_deref().unwrap_or("Invalid redirect URI");
                Reply::page(
                    answer.status.unwrap_or(400),
                    title,
                    "The redirect URI is not registered for this client.",
                )
            }
            AnswerKind::OwnRedirect => {
                let to = answer.to.as_deref().unwrap_or("/error");
                Reply::redirect(&format!("{}{to}", base.trim_end_matches('/')))
            }
            AnswerKind::Redirect | AnswerKind::RegisteredRedirect => {
                let error = answer.error.as_ref().map_or("invalid_request", |error| error.as_str());
                let to = registered.first().filter(|_| answer.answer == AnswerKind::RegisteredRedirect);
                let to = to.map_or(requested, RedirectUri::as_str);
                self.send(to, vec![("error".to_owned(), encode(error))], true)
            }
        }
    }

    pub(super) fn unknown_client(&self) -> Reply {
        let requested = self.parameters.first("redirect_uri");
        match (self.behaviour.authorization.unknown_client_redirects, requested) {
            (Some(true), Some(requested)) => {
                self.send(&requested, vec![("error".to_owned(), "unauthorized_client".to_owned())], true)
            }
            _ => Reply::page(400, "Unknown client", "There is no such client."),
        }
    }

    /// What is wrong with a request whose client and redirect URI are in order, and the error of
    /// that.
    pub(super) fn mistake(&self) -> Option<(Mistake, String)> {
        let (mistake, usual) = self.wrong()?;
        Some((mistake, self.behaviour.authorization.errors.code(mistake, usual).to_owned()))
    }

    fn wrong(&self) -> Option<(Mistake, &'static str)> {
        let first = |name: &str| self.parameters.first(name).filter(|value| !value.is_empty());
        let spared = [
            (self.behaviour.state.accepts_duplicates == Some(true)).then_some("state"),
            self.behaviour.pkce.skips(PkceGap::DuplicateChallenge).then_some("code_challenge"),
        ];
        if let Some(mistake) = order::mistake(&self.behaviour.authorization, self.parameters, spared) {
            return Some((mistake, order::usual_code(mistake)));
        }
        let scope = first("scope");
        if let Err(error) = scope::granted(self.behaviour, scope.as_deref()) {
            return Some((if scope.is_some() { Mistake::Scope } else { Mistake::MissingScope }, error));
        }
        let usual = |mistake| Some((mistake, order::usual_code(mistake)));
        if !pkce::is_understood(&self.behaviour.pkce, self.parameters) {
            return usual(Mistake::Challenge);
        }
        let lacks_state = self.behaviour.state.required == Some(true) && first("state").is_none();
        if lacks_state { usual(Mistake::State) } else { None }
    }

    /// Whether a refresh token is asked for: as `OpenID` Connect Core section 11 has it, or as
    /// providers do that have no scope for it.
    pub(super) fn is_offline(&self) -> bool {
        let scope = self.parameters.first("scope").unwrap_or_default();
        scope.split(' ').any(|scope| scope == "offline_access")
            || self.parameters.first("access_type").as_deref() == Some("offline")
    }

    /// What a callback carries beside the usual: texts in which the user, the data centre of the
    /// user and its base URL have their places.
    pub(super) fn extra_parameters(&self, state: &ServerState, account: &Account) -> Vec<(String, String)> {
        let data_centre = account.data_centre.as_deref();
        let base = state.base_at(data_centre);
        let name = data_centre.or_else(|| self.behaviour.data_centres.home()).unwrap_or_default();
        let client = self.parameters.first("client_id").unwrap_or_default();
        let scope = scope::granted(self.behaviour, self.parameters.first("scope").as_deref());
        let scope = scope.ok().flatten().unwrap_or_default();
        let places = [
            ("{base}", base.as_str()),
            ("{data_centre}", name),
            ("{user}", &account.user),
            ("{client_id}", &client),
            ("{scope}", &scope),
        ];
        let made_up = |name: &str| {
            let digest = Sha256::digest([name, &account.user, &client].join(" "));
            URL_SAFE_NO_PAD.encode(digest)
        };
        let filled = |name: &str, value: &String| {
            let text = places.iter().fold(value.clone(), |text, (place, with)| text.replace(place, with));
            text.replace("{random}", &made_up(name))
        };
        let extra = self.behaviour.authorization.callback.iter();
        extra.map(|(name, value)| (encode(name), encode(&filled(name, value)))).collect()
    }

    /// Whether a token is asked for instead of a code.
    pub(super) fn wants_token(&self) -> bool {
        let policy = &self.behaviour.authorization;
        policy.knows("token") && order::response_type(policy, self.parameters).as_deref() == Some("token")
    }

    /// What stands beside a code on an odd server.
    pub(super) fn odd_parameters(&self, code: &str) -> Vec<(String, String)> {
        let policy = &self.behaviour.authorization;
        let odd = [(Oddity::RepeatedCode, "code", code), (Oddity::ErrorBesideCode, "error", "server_error")];
        let odd = odd.iter().filter(|(oddity, ..)| policy.is_odd(*oddity));
        odd.map(|(_, name, value)| ((*name).to_owned(), encode(value))).collect()
    }

    pub(super) fn error_parameters(&self, error: &str) -> Vec<(String, String)> {
        let policy = &self.behaviour.authorization;
        let bare = policy.is_odd(Oddity::BareDescription);
        let description = policy.errors.descriptions.get(error).or(policy.errors.description.as_ref());
        let description = description.map(|text| if bare { text.clone() } else { encode(text) });
        let members = [
            ("error", Some(encode(error))),
            ("error_description", description),
            ("error_uri", policy.errors.uri.as_deref().map(encode)),
        ];
        members.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect()
    }

    /// The `state`s as they go back on the wire, if any do.
    fn states(&self, is_error: bool) -> Vec<String> {
        let policy = &self.behaviour.state;
        let counts = |state: &String| policy.echoes_empty == Some(true) || !state.is_empty();
        let mut sent: Vec<String> = self.parameters.all("state").into_iter().filter(counts).collect();
        if sent.is_empty() {
            return policy.when_absent.as_deref().map(encode).into_iter().collect();
        }
        match policy.of_several.unwrap_or(OfSeveral::First) {
            OfSeveral::First => sent.truncate(1),
            OfSeveral::Last => drop(sent.drain(..sent.len() - 1)),
            OfSeveral::None if sent.len() > 1 => sent.clear(),
            OfSeveral::Joined => sent = vec![sent.join(",")],
            OfSeveral::None | OfSeveral::Every => {}
        }
        let echo = if is_error { policy.on_error } else { policy.echo };
        sent.into_iter().filter_map(|sent| echoed(echo.unwrap_or(StateEcho::Exact), sent)).collect()
    }

    /// Sends the browser to `target` with `response`, in the response mode asked for.
    pub(super) fn send(&self, target: &str, response: Vec<(String, String)>, is_error: bool) -> Reply {
        let states = self.states(is_error);
        self.send_with(target, response, states, is_error)
    }

    /// Tells the client at `target` of a mistake.
    pub(super) fn send_mistake(&self, target: &str, mistake: Mistake, error: &str) -> Reply {
        let lost = self.behaviour.authorization.errors.loses_state(mistake);
        let states = if lost { Vec::new() } else { self.states(true) };
        self.send_with(target, self.error_parameters(error), states, true)
    }

    /// Whether an error goes into the fragment where no response mode says otherwise.
    fn errs_in_fragment(&self) -> bool {
        let policy = &self.behaviour.authorization;
        let asked = self.parameters.first("response_type").filter(|asked| !asked.is_empty());
        let is_token = asked.as_deref() == Some("token");
        policy.is_odd(Oddity::TokenErrorsInFragment) && is_token
            || policy.is_odd(Oddity::ErrorsInFragment) && asked.is_some_and(|asked| asked != "code")
    }

    fn send_with(
        &self,
        target: &str,
        mut response: Vec<(String, String)>,
        states: Vec<String>,
        is_error: bool,
    ) -> Reply {
        response.extend(states.into_iter().map(|state| ("state".to_owned(), state)));
        let requested = self.parameters.first("iss");
        let issuers = issuer::values(self.behaviour, self.issuer, requested, is_error);
        response.extend(issuers.iter().map(|issuer| ("iss".to_owned(), encode(issuer))));
        let mut parameters = Parameters::default();
        for (name, value) in response {
            parameters.push_raw(name, value);
        }
        let policy = &self.behaviour.authorization;
        let target = match target.split_once(':') {
            Some((scheme, rest)) if policy.is_odd(Oddity::UpperCaseScheme) => {
                format!("{}:{rest}", scheme.to_ascii_uppercase())
            }
            _ => target.to_owned(),
        };
        let target = match target.split_once('?') {
            Some((place, _)) if policy.is_odd(Oddity::ReplacedQuery) => place.to_owned(),
            _ => target,
        };
        let mode = order::response_mode(policy, self.parameters);
        let reply = match mode.as_deref() {
            Some("form_post") => Reply::form_post(&target, &parameters, policy.is_odd(Oddity::BareForm)),
            None if self.wants_token() || is_error && self.errs_in_fragment() => {
                Reply::redirect(&with_fragment(&target, &parameters))
            }
            Some("fragment") => Reply::redirect(&with_fragment(&target, &parameters)),
            _ if policy.is_odd(Oddity::CodeInFragment) && !is_error => {
                Reply::redirect(&with_fragment(&target, &parameters))
            }
            _ => Reply::redirect(&with_query(&target, &parameters)),
        };
        match self.parameters.first("state") {
            Some(state) if policy.ignores(Unchecked::LineBreaks) => dress::split(reply, &state),
            _ => reply,
        }
    }
}

/// `target` with `parameters` as its fragment.
fn with_fragment(target: &str, parameters: &Parameters) -> String {
    format!("{}#{parameters}", target.split('#').next().unwrap_or_default())
}

/// A `state` as it goes back on the wire, if it does.
fn echoed(echo: StateEcho, sent: String) -> Option<String> {
    let chosen = |kept: &mut dyn Iterator<Item = char>| Some(encode(&kept.collect::<String>()));
    match echo {
        StateEcho::Exact => Some(encode(&sent)),
        StateEcho::Absent => None,
        StateEcho::DecodedAgain => Some(encode(&String::from_utf8_lossy(&decode_percent(sent.as_bytes())))),
        StateEcho::Unencoded => Some(sent),
        StateEcho::DelimitersUnencoded => {
            let split = encode(&sent).replace("%26", "&").replace("%3D", "=").replace("%23", "#");
            Some(split)
        }
        StateEcho::Truncated => chosen(&mut sent.chars().take(128)),
        StateEcho::Printable => chosen(&mut sent.chars().filter(|c| matches!(c, ' '..='~'))),
    }
}

/// `target` with `parameters` added to its query, which it keeps (RFC 6749 section 3.1.2).
fn with_query(target: &str, parameters: &Parameters) -> String {
    let (before, fragment) =
        target.split_once('#').map_or((target, None), |(before, fragment)| (before, Some(fragment)));
    let separator = if !before.contains('?') {
        "?"
    } else if before.ends_with(['?', '&']) {
        ""
    } else {
        "&"
    };
    let fragment = fragment.map_or_else(String::new, |fragment| format!("#{fragment}"));
    format!("{before}{separator}{parameters}{fragment}")
}
