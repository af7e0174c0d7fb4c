//! Whose account it is that a code or token opens, and in which data centre.

use crate::behaviour::Behaviour;

/// The user where nobody said who they are.
const SOMEONE: &str = "user";

/// An account.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Account {
    /// Its user.
    pub(super) user: String,
    /// The data centre it is in; none at home, or where there is but one.
    pub(super) data_centre: Option<String>,
}

impl Account {
    /// The account of a user who came to the data centre `at`: it is there, unless the name says by
    /// what follows its last `@` that it is in another one.
    pub(super) fn of(behaviour: &Behaviour, user: Option<&str>, at: Option<&str>) -> Self {
        let user = user.filter(|user| !user.is_empty()).unwrap_or(SOMEONE);
        let centres = &behaviour.data_centres;
        let named = user.rsplit_once('@').map(|(_, centre)| centre);
        let named = named.filter(|centre| centres.hosts.contains_key(*centre));
        let data_centre = match named {
            Some(centre) => centres.others().find(|other| *other == centre),
            None => at,
        };
        Self { user: user.to_owned(), data_centre: data_centre.map(str::to_owned) }
    }

    /// Whether it is in the data centre that was asked.
    pub(super) fn is_at(&self, data_centre: Option<&str>) -> bool {
        self.data_centre.as_deref() == data_centre
    }
}

#[cfg(test)]
mod tests {
    use super::Account;
    use crate::behaviour::{Behaviour, DataCentres};

    #[test]
    fn a_name_can_say_where_the_account_is() {
        let hosts = ["us", "eu"].map(|name| (name.to_owned(), format!("{name}.as.example"))).into();
        let home = Some("us".to_owned());
        let data_centres = DataCentres { home, hosts, ..DataCentres::default() };
        let behaviour = Behaviour { data_centres, ..Behaviour::default() };
        let at = |user, at| Account::of(&behaviour, user, at).data_centre;
        assert_eq!(at(None, None), None);
        assert_eq!(at(Some("ada"), Some("eu")).as_deref(), Some("eu"));
        assert_eq!(at(Some("ada@eu"), None).as_deref(), Some("eu"));
        assert_eq!(at(Some("ada@us"), Some("eu")), None);
        assert_eq!(at(Some("ada@as.example"), Some("eu")).as_deref(), Some("eu"));
    }
}
