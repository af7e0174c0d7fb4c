//! Filling and sending the forms of login and consent pages, as a person would: pure.

use super::outgoing::{Action, Outgoing};
use crate::{
    evidence::{Button, Form, Page},
    protocol::{Parameters, Secret},
};
use std::collections::BTreeMap;
use url::Url;

/// How a person logs in and consents at a target.
#[derive(Clone, Debug, Default)]
pub struct Login {
    /// Where to log in before anything else.
    pub start: Option<Url>,
    /// What is filled in, by the names of fields.
    pub fields: BTreeMap<String, Secret>,
    /// Buttons to press, by name, value or label.
    pub press: Vec<String>,
    /// Whether a person does all of it by hand, in a browser.
    pub by_hand: bool,
}

/// A form as it will be sent.
pub(super) struct Filled {
    pub(super) outgoing: Outgoing,
    /// What tells it from others: where it goes, and the names of its fields.
    pub(super) identity: String,
    pub(super) asks_password: bool,
}

impl Login {
    /// Whether a page asks for what this login knows, or has a button it presses.
    pub(super) fn concerns(&self, page: &Page) -> bool {
        let concerns = |form: &Form| form.asks_password || self.asked_by(form) || self.wanted(form).is_some();
        page.forms.iter().any(concerns)
    }

    /// Whether a form has a field that we know what to write into.
    fn asked_by(&self, form: &Form) -> bool {
        form.fillable.iter().any(|name| self.fields.contains_key(name))
    }

    /// The form of a page that is to be sent, filled; nothing if the page has none to be sent.
    ///
    /// # Errors
    /// If the page wants something that nobody said.
    pub(super) fn fill(&self, page: &Page, at: &Url) -> Result<Option<Filled>, String> {
        if let Some(form) = page.forms.iter().find(|form| self.asked_by(form)) {
            let button = self.wanted(form).or_else(|| form.buttons.iter().find(|button| !button.denies()));
            return Ok(Some(self.filled(form, button, at)));
        }
        let pressed = self.press.iter().find_map(|wanted| {
            page.forms.iter().find_map(|form| {
                let button =
                    form.buttons.iter().find(|button| button.is_called(wanted) && !button.denies())?;
                Some((form, button))
            })
        });
        if let Some((form, button)) = pressed {
            return Ok(Some(self.filled(form, Some(button), at)));
        }
        if let Some(form) = page.forms.iter().find(|form| form.asks_password) {
            let wanted = form.fillable.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
            return Err(format!(
                "the page `{}` asks for {wanted}, and [sandbox.login] fields names none of them",
                title(page)
            ));
        }
        match self.only_way(page) {
            Some((form, button)) => Ok(Some(self.filled(form, Some(button), at))),
            None if page.forms.iter().any(|form| form.post && !form.buttons.is_empty()) => {
                Err(format!("nothing says what to do at the page {}", page.described()))
            }
            None => Ok(None),
        }
    }

    /// Where nobody said what to press: the only button that does not say no, of the only form
    /// that changes something.
    fn only_way<'a>(&self, page: &'a Page) -> Option<(&'a Form, &'a Button)> {
        let mut posting = page.forms.iter().filter(|form| form.post);
        let (form, None) = (posting.next()?, posting.next()) else { return None };
        let mut buttons = form.buttons.iter().filter(|button| !button.denies());
        let (button, None) = (buttons.next()?, buttons.next()) else { return None };
        self.press.is_empty().then_some((form, button))
    }

    fn wanted<'a>(&self, form: &'a Form) -> Option<&'a Button> {
        let called =
            |wanted: &String| form.buttons.iter().find(|button| button.is_called(wanted) && !button.denies());
        self.press.iter().find_map(called)
    }

    /// A form as this button sends it.
    pub(super) fn pressed(&self, form: &Form, button: &Button, at: &Url) -> Filled {
        self.filled(form, Some(button), at)
    }

    fn filled(&self, form: &Form, button: Option<&Button>, at: &Url) -> Filled {
        let mut parameters = Parameters::default();
        for (name, value) in form.fields.iter().filter(|(name, _)| !name.is_empty()) {
            let value = self.fields.get(name).map_or(value.as_str(), Secret::reveal);
            parameters.push(name, value);
        }
        let ticked = form.fillable.iter().filter(|name| !form.fields.iter().any(|(field, _)| field == *name));
        for (name, value) in ticked.filter_map(|name| Some((name, self.fields.get(name)?))) {
            parameters.push(name, value.reveal());
        }
        if let Some(button) = button.filter(|button| !button.name.is_empty()) {
            parameters.push(&button.name, &button.value);
        }
        let action = button.and_then(|button| button.action.as_deref()).unwrap_or(&form.action);
        sent(form, action, parameters, at)
    }
}

/// A form that a script of the page sends by itself.
pub(super) fn as_it_stands(form: &Form, at: &Url) -> Filled {
    let fields = form.fields.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    sent(form, &form.action, fields.collect(), at)
}

fn sent(form: &Form, action: &str, parameters: Parameters, at: &Url) -> Filled {
    let mut endpoint = at.join(action).unwrap_or_else(|_| at.clone());
    endpoint.set_fragment(None);
    let names: Vec<&str> = form.fields.iter().map(|(name, _)| name.as_str()).collect();
    // The path of a login may hold a number made for this one, the names of its fields do not.
    let place = if form.asks_password { "a login" } else { endpoint.path() };
    let identity = format!("{place} {}", names.join(" "));
    let mut headers = vec![("referer", Secret::new(at.as_str()))];
    let (query, action) = if form.post {
        headers.push(("origin", Secret::new(at.origin().ascii_serialization())));
        (Parameters::default(), Action::Form(parameters))
    } else {
        endpoint.set_query(None);
        (parameters, Action::Get)
    };
    Filled {
        outgoing: Outgoing { endpoint, query, action, headers },
        identity,
        asks_password: form.asks_password,
    }
}

/// What a page calls itself.
pub(super) fn title(page: &Page) -> String {
    let words = page.text.split_whitespace().take(8).collect::<Vec<_>>().join(" ");
    page.title.clone().filter(|title| !title.is_empty()).unwrap_or(words)
}
