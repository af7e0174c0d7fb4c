//! What an answer of the authorization endpoint tells browsers (RFC 9700 sections 2.6, 4.2.4,
//! 4.12 and 4.16).

use super::{reply::Reply, reply::escape, request::Request};
use crate::{
    behaviour::{AuthorizationPolicy, Oddity},
    protocol::Parameter,
};

/// The answer with its header fields, the status of its redirect, and what its page loads.
pub(super) fn dressed(policy: &AuthorizationPolicy, request: &Request, reply: Reply) -> Reply {
    let mut reply = odd_page(policy, request, loading(policy, reply));
    if request.method == "POST" && reply.status == 302 {
        reply.status = policy.redirect_status.unwrap_or(303);
    }
    for (name, stated, usual) in policy.headers.fields() {
        let has = reply.headers.iter().any(|(known, _)| *known == name);
        match stated {
            Some("") => reply.headers.retain(|(known, _)| *known != name),
            _ if has => {}
            stated => reply = reply.with(name, stated.unwrap_or(usual)),
        }
    }
    reply
}

/// The page with pictures from elsewhere.
fn loading(policy: &AuthorizationPolicy, reply: Reply) -> Reply {
    let Some(loads) = &policy.page_loads else { return reply };
    let body = loads.iter().fold(reply.body, |body, url| {
        body.replacen("</html>", &format!("<img alt=\"\" src=\"{}\">\n</html>", escape(url)), 1)
    });
    Reply { body, ..reply }
}

/// The page of an error as an odd server shows it: with what was asked as it is, or with nothing.
fn odd_page(policy: &AuthorizationPolicy, request: &Request, reply: Reply) -> Reply {
    if reply.status < 400 {
        return reply;
    }
    if policy.is_odd(Oddity::EmptyPage) {
        return Reply { body: String::new(), ..reply };
    }
    if !policy.is_odd(Oddity::BarePage) {
        return reply;
    }
    let mut asked = request.query.clone();
    asked.extend(request.form.clone());
    let values = asked.iter().map(Parameter::decoded_value);
    let body = values
        .fold(reply.body, |body, value| body.replacen("</html>", &format!("<p>{value}</p>\n</html>"), 1));
    Reply { body, ..reply }
}

/// The answer of a server that lets a line break in a value end its header field: what follows,
/// if it is a cookie, is set (RFC 6749 section 10.14).
pub(super) fn split(reply: Reply, value: &str) -> Reply {
    let mut lines = value.split("\r\n").skip(1);
    match lines.find_map(|line| line.strip_prefix("set-cookie: ")) {
        Some(cookie) => reply.with("set-cookie", cookie),
        None => reply,
    }
}
