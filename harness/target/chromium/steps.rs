//! What a person does next at a page that is seen in a browser: pure.

use super::super::login::Login;
use crate::{evidence::Button, protocol::Secret};
use serde::Deserialize;
use serde_json::Value;

/// A page as it stands in the browser.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Seen {
    /// Whether everything it consists of is loaded.
    pub(super) ready: bool,
    pub(super) url: String,
    pub(super) title: String,
    pub(super) text: String,
    /// What it says in a place for alarms.
    pub(super) says: String,
    /// Whether it has a riddle that only a person can solve.
    pub(super) challenge: bool,
    pub(super) fields: Vec<Field>,
    pub(super) buttons: Vec<Pressable>,
    /// How long its text is.
    pub(super) size: usize,
}

/// A field that is shown.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Field {
    pub(super) element: Value,
    pub(super) name: String,
    pub(super) id: String,
    pub(super) label: String,
    pub(super) hint: String,
    /// Its type.
    pub(super) kind: String,
    pub(super) value: String,
    pub(super) ticked: bool,
    pub(super) form: Option<usize>,
    pub(super) disabled: bool,
}

/// A button or a link that is shown.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Pressable {
    pub(super) element: Value,
    pub(super) name: String,
    pub(super) id: String,
    pub(super) value: String,
    pub(super) label: String,
    pub(super) form: Option<usize>,
    /// Whether it sends its form by itself.
    pub(super) sends: bool,
    pub(super) link: bool,
    pub(super) disabled: bool,
}

/// What is done at a page.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Step {
    /// These fields are filled.
    Fill(Vec<(usize, Secret)>),
    /// This button is pressed.
    Press(usize),
    /// The enter key is pressed in this field.
    Enter(usize),
    /// There is nothing to do.
    Nothing,
    /// Something has to be done, and nobody said what.
    Stuck(String),
}

impl Seen {
    /// What tells it from other pages of a walk.
    pub(super) fn identity(&self) -> String {
        let names: Vec<&str> = self.fields.iter().map(|field| field.name.as_str()).collect();
        let place = self.url.split(['?', '#']).next().unwrap_or_default();
        let place = if self.asks_password() { "a login" } else { place };
        let buttons: Vec<&str> =
            self.buttons.iter().filter(|one| !one.link).map(|one| one.label.as_str()).collect();
        format!("{place} {} {}", names.join(" "), buttons.join(" "))
    }

    pub(super) fn asks_password(&self) -> bool {
        self.fields.iter().any(|field| field.kind == "password")
    }

    /// What it calls itself.
    pub(super) fn called(&self) -> String {
        let words = self.text.split_whitespace().take(8).collect::<Vec<_>>().join(" ");
        if self.title.is_empty() { words } else { self.title.clone() }
    }

    fn described(&self) -> String {
        let listed = |what: &str, names: Vec<String>| {
            let names: Vec<String> = names.into_iter().filter(|name| !name.is_empty()).collect();
            (!names.is_empty()).then(|| format!("{what} `{}`", names.join("`, `")))
        };
        let fields = self.fields.iter().map(Field::called).collect();
        let buttons = self.buttons.iter().filter(|one| !one.link).map(|one| one.label.clone()).collect();
        let parts: Vec<String> =
            [listed("fields", fields), listed("buttons", buttons)].into_iter().flatten().collect();
        if parts.is_empty() {
            format!("`{}`", self.called())
        } else {
            format!("`{}` ({})", self.called(), parts.join("; "))
        }
    }

    /// The fields that this login knows, with what is written into each.
    fn known(&self, login: &Login) -> Vec<(usize, Secret)> {
        let mut known: Vec<(usize, Secret)> = Vec::new();
        for (wanted, value) in &login.fields {
            let free = |at: &usize| !known.iter().any(|(taken, _)| taken == at);
            let by = |trait_of: &dyn Fn(&Field) -> &str| {
                let fields = self.fields.iter().enumerate().filter(|(at, field)| !field.disabled && free(at));
                let mut fields = fields
                    .filter(|(_, field)| trait_of(field).trim().eq_ignore_ascii_case(wanted.trim()))
                    .map(|(at, _)| at);
                fields.next()
            };
            let traits: [&dyn Fn(&Field) -> &str; 5] = [
                &|field| &field.name,
                &|field| &field.id,
                &|field| &field.label,
                &|field| &field.hint,
                &|field| &field.kind,
            ];
            if let Some(at) = traits.into_iter().find_map(by) {
                known.push((at, value.clone()));
            }
        }
        known
    }
}

impl Field {
    fn called(&self) -> String {
        let names = [&self.name, &self.id, &self.label, &self.hint, &self.kind];
        names.into_iter().find(|name| !name.is_empty()).cloned().unwrap_or_default()
    }
}

impl Pressable {
    fn button(&self) -> Button {
        Button { name: self.name.clone(), value: self.value.clone(), label: self.label.clone(), action: None }
    }

    fn may_be_pressed(&self) -> bool {
        !self.disabled && !self.button().denies()
    }

    fn is_called(&self, wanted: &str) -> bool {
        self.button().is_called(wanted) || self.id.eq_ignore_ascii_case(wanted.trim())
    }
}

/// What is done at a page; `filled` if its fields were filled already.
pub(super) fn next(seen: &Seen, login: &Login, filled: bool) -> Step {
    let known = seen.known(login);
    if seen.challenge && (!known.is_empty() || seen.asks_password()) {
        return Step::Stuck(format!(
            "the page `{}` has a CAPTCHA, which only a person can solve; write `by = \"hand\"` in [sandbox.login]",
            seen.called()
        ));
    }
    if !known.is_empty() && !filled {
        return Step::Fill(known);
    }
    let wanted = login.press.iter().find_map(|wanted| {
        seen.buttons.iter().position(|button| button.is_called(wanted) && button.may_be_pressed())
    });
    if let Some(at) = wanted {
        return Step::Press(at);
    }
    if let Some((field, _)) = known.last() {
        let form = seen.fields[*field].form;
        let sends = |button: &Pressable| button.sends && button.form == form && button.may_be_pressed();
        return seen.buttons.iter().position(sends).map_or(Step::Enter(*field), Step::Press);
    }
    if seen.asks_password() {
        let fields: Vec<String> = seen.fields.iter().map(|field| format!("`{}`", field.called())).collect();
        return Step::Stuck(format!(
            "the page `{}` asks for {}, and [sandbox.login] fields names none of them",
            seen.called(),
            fields.join(", ")
        ));
    }
    let mut agreeing = seen.buttons.iter().enumerate().filter(|(_, one)| !one.link && one.may_be_pressed());
    match (agreeing.next(), agreeing.next()) {
        (Some((at, _)), None) if login.press.is_empty() => Step::Press(at),
        (Some(_), _) if seen.buttons.iter().any(|button| button.sends && button.form.is_some()) => {
            Step::Stuck(format!("nothing says what to do at the page {}", seen.described()))
        }
        _ => Step::Nothing,
    }
}

#[cfg(test)]
mod tests {
    use super::{Field, Pressable, Seen, Step, next};
    use crate::{protocol::Secret, target::Login};

    fn field(name: &str, label: &str, kind: &str) -> Field {
        Field {
            name: name.to_owned(),
            label: label.to_owned(),
            kind: kind.to_owned(),
            form: Some(0),
            ..Field::default()
        }
    }

    fn button(label: &str) -> Pressable {
        Pressable { label: label.to_owned(), sends: true, form: Some(0), ..Pressable::default() }
    }

    fn login(fields: &[&str], press: &[&str]) -> Login {
        Login {
            fields: fields.iter().map(|name| ((*name).to_owned(), Secret::new("x"))).collect(),
            press: press.iter().map(|name| (*name).to_owned()).collect(),
            ..Login::default()
        }
    }

    fn page() -> Seen {
        Seen {
            title: "Sign in".to_owned(),
            fields: vec![field("u1", "User name", "text"), field("p1", "", "password")],
            buttons: vec![button("Cancel"), button("Go")],
            ..Seen::default()
        }
    }

    #[test]
    fn fields_are_known_by_label_and_type_and_then_the_form_is_sent() {
        let login = login(&["user name", "password"], &[]);
        let filled = Step::Fill(vec![(1, Secret::new("x")), (0, Secret::new("x"))]);
        assert_eq!(next(&page(), &login, false), filled);
        assert_eq!(next(&page(), &login, true), Step::Press(1));
        let mut bare = page();
        bare.buttons.clear();
        assert_eq!(next(&bare, &login, true), Step::Enter(0));
    }

    #[test]
    fn what_says_no_is_never_pressed() {
        let consent = Seen { fields: Vec::new(), buttons: vec![button("Deny"), button("Allow")], ..page() };
        assert_eq!(next(&consent, &login(&[], &["Deny", "Allow"]), false), Step::Press(1));
        assert_eq!(next(&consent, &login(&[], &[]), false), Step::Press(1));
        assert!(matches!(next(&consent, &login(&[], &["Deny"]), false), Step::Stuck(_)));
        let over = Seen { buttons: vec![Pressable { link: true, ..button("Home") }], ..Seen::default() };
        assert_eq!(next(&over, &login(&["password"], &["Allow"]), false), Step::Nothing);
    }

    #[test]
    fn what_nobody_can_fill_is_named() {
        let stuck = |seen: &Seen, login: &Login| match next(seen, login, false) {
            Step::Stuck(why) => why,
            step => format!("{step:?}"),
        };
        assert!(stuck(&page(), &login(&["email"], &[])).contains("asks for `u1`, `p1`"));
        let riddle = Seen { challenge: true, ..page() };
        assert!(stuck(&riddle, &login(&["password"], &[])).contains("CAPTCHA"));
    }
}
