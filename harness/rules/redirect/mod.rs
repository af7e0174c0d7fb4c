//! Redirect URIs: which are refused, and how.

mod absolute;
mod arrival;
mod backslash;
mod control_characters;
mod cross_client;
mod dangerous_scheme;
mod default_port;
mod default_when_single;
mod double_encoding;
mod duplicate_parameter;
mod error_page_encodes;
mod exact_match;
mod fragment_registration;
mod fragment_request;
mod host_case;
mod host_subdomain;
mod host_suffix_append;
mod https_only;
mod inform_user;
mod judge;
mod list_confusion;
mod loopback_alt_forms;
mod loopback_any_port;
mod loopback_exception_scope;
mod loopback_hosts_not_interchangeable;
mod loopback_only_port_varies;
mod no_redirect_on_combined_error;
mod no_redirect_on_mismatch;
mod no_redirect_unknown_client;
mod path_append;
mod path_case;
mod path_parent;
mod path_traversal;
mod pct_equivalence;
mod plan;
mod port_change;
mod private_scheme_period;
mod query_added;
mod query_changed;
mod query_reordered;
mod query_retained;
mod registration_complete_uri;
mod registration_required_public;
mod required_when_many;
mod reserved_param_pollution;
mod revalidate_after_login;
mod scheme_case;
mod scheme_change;
mod token_absent;
mod token_identical;
mod token_optional_2_1;
mod token_other_registered;
mod trailing_slash;
mod unicode_idna;
mod unregistered_host;
mod userinfo_confusion;
mod whitespace_padding;
mod wildcard_literal;

use crate::rules::Rule;

pub(super) const ALL: &[&Rule] = &[
    &exact_match::RULE,
    &unregistered_host::RULE,
    &host_suffix_append::RULE,
    &host_subdomain::RULE,
    &userinfo_confusion::RULE,
    &path_append::RULE,
    &path_parent::RULE,
    &path_traversal::RULE,
    &path_case::RULE,
    &host_case::RULE,
    &scheme_change::RULE,
    &scheme_case::RULE,
    &port_change::RULE,
    &default_port::RULE,
    &trailing_slash::RULE,
    &query_added::RULE,
    &query_changed::RULE,
    &query_reordered::RULE,
    &reserved_param_pollution::RULE,
    &fragment_request::RULE,
    &absolute::RULE,
    &pct_equivalence::RULE,
    &double_encoding::RULE,
    &control_characters::RULE,
    &backslash::RULE,
    &unicode_idna::RULE,
    &whitespace_padding::RULE,
    &wildcard_literal::RULE,
    &list_confusion::RULE,
    &duplicate_parameter::RULE,
    &cross_client::RULE,
    &no_redirect_on_mismatch::RULE,
    &no_redirect_unknown_client::RULE,
    &no_redirect_on_combined_error::RULE,
    &required_when_many::RULE,
    &loopback_any_port::RULE,
    &loopback_only_port_varies::RULE,
    &loopback_hosts_not_interchangeable::RULE,
    &loopback_alt_forms::RULE,
    &loopback_exception_scope::RULE,
    &dangerous_scheme::RULE,
    &token_identical::RULE,
    &token_absent::RULE,
    &token_other_registered::RULE,
    &default_when_single::RULE,
    &query_retained::RULE,
    &error_page_encodes::RULE,
    &inform_user::RULE,
    &token_optional_2_1::RULE,
    &revalidate_after_login::RULE,
    &fragment_registration::RULE,
    &https_only::RULE,
    &private_scheme_period::RULE,
    &registration_complete_uri::RULE,
    &registration_required_public::RULE,
];
