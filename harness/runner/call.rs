//! Calls: requests that present a code or a token, one by one or several at one instant.

use super::{
    advertised::advertised,
    conduct::{Conductor, Flow},
    credentials::show,
};
use crate::{
    evidence::{Exchange, Happened, TokenAnswer},
    probe::{Bearer, Body, Call, CodeRef, Forged, Issued, Located, Method, Presents, Redeem, Service, Who},
    protocol::{Parameters, Secret},
    scenario::PkceUse,
    target::{Action, Client, Outgoing, Ticket},
};
use futures_util::future::join_all;
use url::Url;

impl<'a> Conductor<'a> {
    /// Redeems a code.
    pub(super) async fn redeem(&self, flow: &mut Flow<'a>, redeem: &Redeem) -> Happened {
        match self.sent(flow, &Call::from(redeem)).await {
            Ok((_, exchange, answer)) => Happened::Redeemed(Box::new(exchange), answer.map(Box::new)),
            Err(why) => Happened::Skipped(why),
        }
    }

    /// Calls an endpoint.
    pub(super) async fn call(&self, flow: &mut Flow<'a>, call: &Call) -> Happened {
        match self.sent(flow, call).await {
            Ok((service, exchange, answer)) => {
                Happened::Called(service, Box::new(exchange), answer.map(Box::new))
            }
            Err(why) => Happened::Skipped(why),
        }
    }

    /// Makes several calls at one instant. Connections are opened first, so that what arrives
    /// apart is not held up by opening them.
    pub(super) async fn at_once(&self, flow: &mut Flow<'a>, calls: &[Call]) -> Happened {
        let outgoing = calls.iter().map(|call| self.outgoing(flow, call)).collect::<Result<Vec<_>, _>>();
        let outgoing = match outgoing {
            Ok(outgoing) => outgoing,
            Err(why) => return Happened::Skipped(why),
        };
        let endpoints: Vec<Url> = outgoing.iter().map(|(_, outgoing)| outgoing.endpoint.clone()).collect();
        let asking = calls.iter().filter(|call| call.to == Service::Token).count();
        let mut tickets = self.quotas.tokens.take_together(asking).await;
        self.courier.connect(&endpoints).await;
        let exchanges = join_all(outgoing.into_iter().map(|(_, outgoing)| self.courier.send(outgoing))).await;
        let raced = calls.iter().zip(exchanges).map(|(call, exchange)| {
            let answer = read(&exchange);
            if answer.as_ref().is_some_and(TokenAnswer::succeeded) {
                tickets.pop().into_iter().for_each(Ticket::spend);
            }
            flow.keep(call, answer.as_ref());
            (exchange, answer)
        });
        // Which of them comes first is a matter of luck, so those that brought a token are told first.
        let mut raced: Vec<_> = raced.collect();
        raced.sort_by_key(|(_, answer)| !answer.as_ref().is_some_and(TokenAnswer::succeeded));
        Happened::Raced(raced)
    }

    async fn sent(
        &self,
        flow: &mut Flow<'a>,
        call: &Call,
    ) -> Result<(Service, Exchange, Option<TokenAnswer>), String> {
        let (service, outgoing) = self.outgoing(flow, call)?;
        let is_token = service == Service::Token;
        let ticket = if is_token { Some(self.quotas.tokens.take().await) } else { None };
        let exchange = self.courier.send(outgoing).await;
        let answer = read(&exchange);
        if let (Some(ticket), Some(true)) = (ticket, answer.as_ref().map(TokenAnswer::succeeded)) {
            ticket.spend();
        }
        if is_token {
            flow.keep(call, answer.as_ref());
        }
        if service == Service::Metadata {
            flow.document = answer.as_ref().and_then(|answer| answer.json.clone());
        }
        Ok((service, exchange, answer))
    }

    /// The request that a call comes to, and where it goes.
    ///
    /// # Errors
    /// With the reason, if it cannot be made.
    fn outgoing(&self, flow: &Flow<'a>, call: &Call) -> Result<(Service, Outgoing), String> {
        let client = self.who(flow, call.who)?;
        let (service, endpoint) = match call.located {
            Located::Stated => self.endpoint(call.to, client)?,
            Located::Advertised => (call.to, advertised(call.to, flow)?),
            Located::Elsewhere => (call.to, self.elsewhere(call.to)?),
        };
        let presented = flow.presented(&call.presents)?;
        let (mut form, mut query) = (Parameters::default(), Parameters::default());
        let mut headers = Vec::new();
        match service {
            Service::Token => flow.grant(&call.presents, presented, &mut form),
            Service::Resource => {
                let (token, way) = (presented, (call.bearer, self.scheme));
                bear(way, token, &mut form, &mut query, &mut headers);
            }
            _ => form.extend(presented.iter().map(|token| ("token", token.as_str())).collect()),
        }
        if let (Service::Resource, Some(key)) = (service, &self.tenant.further.key) {
            query.push(key, &client.id);
        }
        if let Some(scope) = call.scope.of(flow.scope.as_deref()) {
            form.push("scope", &scope);
        }
        if matches!(service, Service::Token | Service::Revocation | Service::Introspection) {
            let authorization = show(&call.credentials, client, &mut form, &mut query);
            headers.extend(authorization.map(|value| ("authorization", value)));
        }
        headers.extend(call.forged.iter().map(|forged| field(*forged)));
        for change in &call.changes {
            change.apply(&mut form);
        }
        for name in &call.in_query {
            let values = form.all(name);
            form.remove(name);
            for value in values {
                query.push(name, &value);
            }
        }
        let gets = matches!(service, Service::Metadata)
            || service == Service::Resource && !matches!(call.bearer, Bearer::Form | Bearer::HeaderAndForm);
        let action = match call.method {
            Method::Get => {
                query.extend(form);
                Action::Get
            }
            Method::Post if gets && form.iter().next().is_none() => Action::Get,
            Method::Post if service == Service::Token && call.body == Body::Form => {
                written(self.tenant.token_body, form)
            }
            Method::Post => written(call.body, form),
        };
        Ok((service, Outgoing { endpoint, query, action, headers }))
    }

    /// Where a service is at another data centre.
    fn elsewhere(&self, service: Service) -> Result<Url, String> {
        let elsewhere = self.tenant.further.elsewhere.as_ref().ok_or("no other data centre is known")?;
        let found = match service {
            Service::Token => Some(&elsewhere.token),
            Service::Resource => elsewhere.resource.as_ref(),
            _ => None,
        };
        found.cloned().ok_or_else(|| format!("no {service} endpoint is known at another data centre"))
    }

    fn who<'f>(&self, flow: &'f Flow<'a>, who: Who) -> Result<&'f Client, String>
    where
        'a: 'f,
    {
        match who {
            Who::Registered => flow.registered(),
            Who::Subject => Ok(flow.client),
            Who::Other => self
                .tenant
                .other_than(flow.client)
                .ok_or_else(|| "there is no second client with a secret".to_owned()),
            Who::Public => self
                .tenant
                .public_but(flow.client)
                .ok_or_else(|| "there is no client without a secret".to_owned()),
        }
    }

    /// Where a service is, and which one it comes to.
    fn endpoint(&self, service: Service, client: &Client) -> Result<(Service, Url), String> {
        let further = &self.tenant.further;
        let resource = further.resource.as_ref().or(further.userinfo.as_ref());
        let asks = further.introspection.as_ref().filter(|_| client.secret.is_some());
        let found = match service {
            Service::Token => (service, self.tenant.token.as_ref()),
            Service::Revocation => (service, further.revocation.as_ref()),
            Service::Introspection => (service, further.introspection.as_ref()),
            Service::Metadata => (service, further.metadata.as_ref()),
            Service::Resource => (service, resource),
            Service::Registration => (service, further.registration.as_ref()),
            Service::Liveness if asks.is_some() => (Service::Introspection, asks),
            Service::Liveness => (Service::Resource, further.userinfo.as_ref().or(resource)),
        };
        match found {
            (found, Some(url)) => Ok((found, url.clone())),
            (_, None) => Err(format!("no {service} endpoint is known")),
        }
    }
}

impl Flow<'_> {
    /// Keeps what a token answer brought; a refresh token that was used and not replaced stays good
    /// (RFC 6749 section 6).
    fn keep(&mut self, call: &Call, answer: Option<&TokenAnswer>) {
        let Some(answer) = answer else { return };
        let Some(access) = answer.access_token.clone() else { return };
        let used = match &call.presents {
            Presents::Refresh(_) => self.presented(&call.presents).ok().flatten().map(Secret::new),
            _ => None,
        };
        self.tokens.push((access, answer.refresh_token.clone().or(used)));
    }

    /// The value that a call presents.
    fn presented(&self, presents: &Presents) -> Result<Option<String>, String> {
        let no_code = || "no code came from the authorization endpoint".to_owned();
        let latest = || self.codes.last().cloned().flatten().ok_or_else(no_code);
        match presents {
            Presents::Nothing | Presents::Code(CodeRef::Omitted) => Ok(None),
            Presents::Made(text) | Presents::Code(CodeRef::Made(text)) => Ok(Some(text.clone())),
            Presents::Code(CodeRef::Latest) => latest().map(Some),
            Presents::Code(CodeRef::Altered(alteration)) => Ok(Some(alteration.apply(&latest()?))),
            Presents::Code(CodeRef::Nth(nth)) => {
                self.codes.iter().flatten().nth(*nth).cloned().ok_or_else(no_code).map(Some)
            }
            Presents::Access(issued) => self.token(*issued, |(access, _)| Some(access)).map(Some),
            Presents::Refresh(issued) => self.token(*issued, |(_, refresh)| refresh.as_ref()).map(Some),
        }
    }

    fn token(
        &self,
        issued: Issued,
        which: impl Fn(&(Secret, Option<Secret>)) -> Option<&Secret>,
    ) -> Result<String, String> {
        let mut came = self.tokens.iter().rev();
        let token = match issued.nth {
            _ if self.tokens.is_empty() => return Err("no token came from the token endpoint".to_owned()),
            Some(nth) => which(self.tokens.get(nth).ok_or("too few tokens came from the token endpoint")?),
            None => came.find_map(which),
        };
        let token = token.ok_or("no refresh token came with it")?.reveal();
        Ok(issued.altered.map_or_else(|| token.to_owned(), |altered| altered.apply(token)))
    }

    /// Puts what is presented to the token endpoint into a form (RFC 6749 sections 4.1.3 and 6).
    fn grant(&self, presents: &Presents, presented: Option<String>, form: &mut Parameters) {
        match presents {
            Presents::Nothing => {}
            Presents::Code(_) => {
                form.push("grant_type", "authorization_code");
                if let Some(code) = presented {
                    form.push("code", &code);
                }
                if let Some(uri) = self.mutant.token_uri() {
                    form.push("redirect_uri", &uri);
                }
                if self.client.pkce != PkceUse::None {
                    form.push("code_verifier", self.pkce.verifier.reveal());
                }
            }
            Presents::Access(_) | Presents::Refresh(_) | Presents::Made(_) => {
                form.push("grant_type", "refresh_token");
                if let Some(token) = presented {
                    form.push("refresh_token", &token);
                }
            }
        }
    }
}

/// Puts a bearer token where it travels (RFC 6750 section 2), in a header in that scheme.
fn bear(
    (bearer, scheme): (Bearer, &str),
    token: Option<String>,
    form: &mut Parameters,
    query: &mut Parameters,
    headers: &mut Vec<(&'static str, Secret)>,
) {
    let Some(token) = token else { return };
    let lower = || scheme.to_ascii_lowercase();
    let scheme = if bearer == Bearer::LowerCaseHeader { lower() } else { scheme.to_owned() };
    if matches!(bearer, Bearer::Header | Bearer::LowerCaseHeader | Bearer::HeaderAndForm) {
        headers.push(("authorization", Secret::new(format!("{scheme} {token}"))));
    }
    if matches!(bearer, Bearer::Form | Bearer::HeaderAndForm) {
        form.push("access_token", &token);
    }
    if bearer == Bearer::Query {
        query.push("access_token", &token);
    }
}

/// A forged header field, to be sent.
pub(super) fn field(forged: Forged) -> (&'static str, Secret) {
    let (name, value) = forged.field();
    (name, Secret::new(value))
}

/// The parameters as a body.
fn written(body: Body, form: Parameters) -> Action {
    match body {
        Body::Form => Action::Form(form),
        Body::FormAsText => Action::Text(form.to_string()),
        Body::Json => {
            let members =
                form.iter().map(|parameter| (parameter.decoded_name(), parameter.decoded_value().into()));
            Action::Json(serde_json::Value::Object(members.collect()).to_string())
        }
    }
}

fn read(exchange: &Exchange) -> Option<TokenAnswer> {
    exchange.received.as_ref().ok().map(TokenAnswer::read)
}
