//! The arguments.

use crate::client::{self, GivenClient};
use clap::{Args, Parser, Subcommand, ValueEnum};
use oauth_litmus::{budget::Tier, protocol::RedirectUri, scenario::Standard};
use std::{path::PathBuf, time::Duration};

const EXAMPLES: &str = "Examples:
  oauth-litmus                          compare the bundled providers
  oauth-litmus run zoho                 survey one of them, on its stand-in
  oauth-litmus run mine.toml --live     survey the real server that a file of yours names
  oauth-litmus run mine.toml --live --out found         keep all evidence; --from found rebuilds the reports
  oauth-litmus init --issuer http://127.0.0.1:9000 -o mine.toml   begin such a file
  oauth-litmus init zoho -o mine.toml   begin one for an account at a provider
  oauth-litmus learn mine.toml --live -o learned.toml   pin a real server down, as a scenario
  oauth-litmus diff zoho constant-contact-v3             what breaks when a client moves
  oauth-litmus replay found/witnesses/mine/X.json       ask one violation again
  oauth-litmus serve zoho               host its stand-in, for any program and for a browser
  oauth-litmus rules code/single-use    what a rule demands, and where it is written
  oauth-litmus mutations host-case      what a mutation does to a redirect URI";

/// Finds out how an OAuth 2.0 authorization server really behaves, and proves it with the
/// smallest evidence.
///
/// Without a command, every bundled scenario is surveyed against its stand-in, the provider
/// comparison matrix is printed and reports/ is written.
///
/// Exit codes: 0 as expected; 1 surprises (a violated MUST that is no stated deviation, a
/// deviation that is no longer true, or drift); 2 the input is wrong; 3 a target could not be
/// reached or would not cooperate.
#[derive(Debug, Parser)]
#[command(name = "oauth-litmus", version, after_help = EXAMPLES)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Survey scenarios: their stand-ins, or with --live the real servers behind them
    Run(Run),
    /// Begin a scenario file for a real server, from its metadata
    Init(Init),
    /// Pin a target down and print it as a scenario
    Learn(Learn),
    /// Show what two providers do differently: what breaks when a client moves from one to the other
    Diff {
        /// A bundled name, or a file (with a / or ending in .toml)
        #[arg(value_name = "OLD")]
        old: String,
        /// The one to compare it with
        #[arg(value_name = "NEW")]
        new: String,
        /// Print the difference as JSON
        #[arg(long)]
        json: bool,
    },
    /// Ask one recorded witness again
    Replay(Replay),
    /// Host stand-ins on loopback, for programs of any language and for a person with a browser
    Serve(Serve),
    /// List the rules, or show one
    Rules {
        /// The id of a rule
        id: Option<String>,
    },
    /// List the mutations, or show one with all its forms
    Mutations {
        /// The id of a mutation
        id: Option<String>,
    },
    /// Validate scenario files, and with --live the set-up behind them
    Check {
        /// Bundled names, or files (with a / or ending in .toml)
        #[arg(required = true, value_name = "NAME|FILE")]
        files: Vec<String>,
        /// Ask the server of the [sandbox] section a few plain requests, and nothing else
        #[arg(long)]
        live: bool,
    },
}

impl Default for Command {
    fn default() -> Self {
        Self::Run(Run::default())
    }
}

/// What to survey and how.
#[derive(Args, Debug, Default)]
pub(crate) struct Run {
    /// Bundled names, or files (with a / or ending in .toml); all bundled ones if none is given
    #[arg(value_name = "NAME|FILE")]
    pub(crate) scenarios: Vec<String>,
    /// Ask the real server of the [sandbox] section instead of the stand-in
    #[arg(long)]
    pub(crate) live: bool,
    /// Print the profiles as JSON instead of the matrix
    #[arg(long)]
    pub(crate) json: bool,
    /// Write profiles, matrix, witnesses and the journal of all observations to this folder; a
    /// run that was killed goes on where it was
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// Make profiles and reports of the journals in this folder, and send nothing
    #[arg(long, value_name = "DIR", conflicts_with_all = ["live", "only_plan", "seed", "cases", "requests", "only", "allow", "patience", "standard"])]
    pub(crate) from: Option<PathBuf>,
    /// Ask only this rule or mutation; can be given several times
    #[arg(long, value_name = "ID")]
    pub(crate) only: Vec<String>,
    /// The seed of every random draw [default: 1]
    #[arg(long, value_name = "N")]
    pub(crate) seed: Option<u64>,
    /// How many composed cases are drawn for each scenario [default: 128]
    #[arg(long, value_name = "N")]
    pub(crate) cases: Option<usize>,
    /// The highest tier that is asked: gentle, noisy or disruptive [default: all on loopback,
    /// gentle elsewhere]
    #[arg(long, value_name = "TIER")]
    pub(crate) allow: Option<Tier>,
    /// The most requests sent to each target [default: no limit on loopback, 300 elsewhere]
    #[arg(long, value_name = "N")]
    pub(crate) requests: Option<usize>,
    /// How long a run may wait for lifetimes to end, such as 90s or 5m [default: 15s on
    /// loopback, none elsewhere]
    #[arg(long, value_name = "D", value_parser = patience)]
    pub(crate) patience: Option<Duration>,
    /// Judge by this standard instead of the one the scenario names: rfc6749, rfc9700 or oauth2.1
    #[arg(long, value_name = "STANDARD", value_parser = standard)]
    pub(crate) standard: Option<Standard>,
    /// Say what would be asked, and send nothing
    #[arg(long = "dry-run")]
    pub(crate) only_plan: bool,
}

/// Which server to begin with.
#[derive(Args, Debug)]
pub(crate) struct Init {
    /// A bundled scenario to begin with, to be aimed at an account of yours
    #[arg(value_name = "NAME", required_unless_present = "issuer", conflicts_with_all = ["issuer", "no_registration"])]
    pub(crate) name: Option<String>,
    /// The issuer of a server that tells of itself, as it writes it itself, or the address of its
    /// metadata document
    #[arg(long, value_name = "URL")]
    pub(crate) issuer: Option<String>,
    /// Where the account is, if not at the base that NAME has: its data centre, or a stand-in
    #[arg(long, value_name = "URL", requires = "name")]
    pub(crate) base: Option<String>,
    /// How a code comes, if not as NAME says
    #[arg(long, value_enum, requires = "name")]
    pub(crate) consent: Option<Way>,
    /// Write the file here instead of printing it
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Register no client, not even to find out whether the server would
    #[arg(long)]
    pub(crate) no_registration: bool,
}

/// How a real server comes to a code.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum Way {
    /// Nobody logs in: redirect URIs are compared, and no more
    None,
    /// A code comes without a form
    Automatic,
    /// The forms of login and consent are filled
    Form,
    /// A browser is driven
    Browser,
}

impl Way {
    /// What a scenario calls it.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Automatic => "automatic",
            Self::Form => "form",
            Self::Browser => "browser",
        }
    }
}

/// What to learn, and from where.
#[derive(Args, Debug)]
pub(crate) struct Learn {
    /// A bundled name, or a file (with a / or ending in .toml)
    #[arg(value_name = "NAME|FILE")]
    pub(crate) scenario: String,
    /// Learn from the real server of the [sandbox] section instead of the stand-in
    #[arg(long)]
    pub(crate) live: bool,
    /// Write the scenario to this file instead of printing it
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// The seed of the fresh requests that check what was learned [default: 1]
    #[arg(long, value_name = "N")]
    pub(crate) seed: Option<u64>,
    /// How many fresh requests check what was learned [default: 1000 on loopback, 60 elsewhere]
    #[arg(long, value_name = "N")]
    pub(crate) cases: Option<usize>,
    /// The most requests sent [default: no limit on loopback, 300 elsewhere]
    #[arg(long, value_name = "N")]
    pub(crate) requests: Option<usize>,
    /// How long to wait for lifetimes to end, such as 90s or 5m [default: 15s on loopback, none
    /// elsewhere]
    #[arg(long, value_name = "D", value_parser = patience)]
    pub(crate) patience: Option<Duration>,
}

/// Which witness to ask again, and where.
#[derive(Args, Debug)]
pub(crate) struct Replay {
    /// A file that a run with --out wrote below witnesses/
    #[arg(value_name = "WITNESS")]
    pub(crate) witness: String,
    /// Ask the real server of the [sandbox] section instead of the stand-in
    #[arg(long)]
    pub(crate) live: bool,
    /// Ask at this scenario instead of the one it was found at
    #[arg(long, value_name = "NAME|FILE")]
    pub(crate) at: Option<String>,
}

/// What to host and how.
#[derive(Args, Debug)]
pub(crate) struct Serve {
    /// Bundled names, or files (with a / or ending in .toml); each gets a server of its own
    #[arg(required = true, value_name = "NAME|FILE")]
    pub(crate) scenarios: Vec<String>,
    /// A client that the servers know, a public one without a secret; can be given several times
    /// [default: app:app-secret and one for each other kind of redirect URI]
    #[arg(long = "client", value_name = "ID[:SECRET]", value_parser = client::given)]
    pub(crate) clients: Vec<GivenClient>,
    /// A redirect URI of every client; can be given several times, and without --client belongs
    /// to app:app-secret [default: `https://app.example/callback`]
    #[arg(long = "redirect", value_name = "URI", value_parser = client::redirect_uri)]
    pub(crate) redirects: Vec<RedirectUri>,
    /// The port of the first server, the next ones follow it [default: free ports]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub(crate) port: Option<u16>,
    /// Who says that a client gets a code
    #[arg(long, value_enum, default_value_t)]
    pub(crate) consent: Consent,
    /// What makes codes die
    #[arg(long, value_enum, default_value_t)]
    pub(crate) clock: ClockKind,
}

/// Who consents.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, ValueEnum)]
pub(crate) enum Consent {
    /// A person, on a login page and a consent page
    #[default]
    Page,
    /// Nobody is asked: codes come at once
    Automatic,
}

/// Which clock a server lives by.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, ValueEnum)]
pub(crate) enum ClockKind {
    /// Time passes, and can be turned forward as well
    #[default]
    Real,
    /// Time stands still until it is turned forward
    Still,
}

fn standard(text: &str) -> Result<Standard, String> {
    Standard::ALL.into_iter().find(|standard| standard.as_str() == text).ok_or_else(|| {
        format!("there is no standard `{text}`; write {}", Standard::ALL.map(Standard::as_str).join(", "))
    })
}

fn patience(text: &str) -> Result<Duration, String> {
    humantime::parse_duration(text)
        .map_err(|_| format!("`{text}` is no duration; write a number and a unit, such as 90s or 5m"))
}
