//! Tells, without starting the shop, what would keep it from selling: settings, database, clock, credentials, channels,
//! the way in from outside. Changes nothing.

use std::{fmt, time::Duration};

use secrecy::ExposeSecret;

use super::shop::client;
use crate::{
    checkout::Channel,
    clock::Clock,
    config::{ServeArgs, Settings},
    domain::{method::PayMethod, payment::Channels},
    iamport,
    store::{Probe, probe},
    telemetry::chain,
};

/// i'mport's tokens and webhooks carry times; a clock that is further off misleads staff and shoppers.
const CLOCK_SECONDS: i64 = 30;
/// An hour of a busy day.
const LITTLE_ROOM: u64 = 1 << 30;
const PATIENCE: Duration = Duration::from_secs(10);

/// One line of what was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    Fine(String),
    /// Cannot be known from here, or may be meant.
    Look(String),
    Wrong(String),
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fine(line) => write!(f, "fine   {line}"),
            Self::Look(line) => write!(f, "look   {line}"),
            Self::Wrong(line) => write!(f, "WRONG  {line}"),
        }
    }
}

/// Everything that was looked at, in the order in which it is mended.
pub async fn doctor(args: &ServeArgs, database_url: &str) -> Vec<Finding> {
    let settings = match Settings::resolve(args) {
        Ok(settings) => settings,
        Err(e) => return vec![Finding::Wrong(e.to_string()), database(database_url).await],
    };
    let mut found = vec![mode(&settings)];
    found.extend(address(&settings));
    found.push(database(database_url).await);
    found.push(secrets(&settings, database_url));
    found.extend(details(&settings));
    if settings.sandbox.is_none() {
        found.extend(at_imports(&settings).await);
        found.push(way_in(&settings).await);
    }
    found
}

fn mode(settings: &Settings) -> Finding {
    match (&settings.sandbox, settings.terms.mode) {
        (Some(_), _) => Finding::Look(
            "no credentials: the sandbox stands in for i'mport, and no real money moves".to_owned(),
        ),
        (None, Channels::Test) => Finding::Look(
            "IMP_TEST_CHANNELS is set: test payments count, live ones do not".to_owned(),
        ),
        (None, Channels::Live) => Finding::Fine("settings: live".to_owned()),
    }
}

fn address(settings: &Settings) -> Vec<Finding> {
    let url = &settings.terms.public_url;
    let live = settings.sandbox.is_none();
    let mut found = Vec::new();
    match (&settings.site.canonical, live) {
        (None, true) => found.push(Finding::Wrong(
            "PUBLIC_URL is not set: neither phones nor i'mport's notices find the shop".to_owned(),
        )),
        (None, false) => found.push(Finding::Fine(format!("address: {url}, and any other name"))),
        (Some(_), true) if settings.is_reached_from_here_alone() => found.push(Finding::Wrong(
            format!("PUBLIC_URL is {url}, which only this machine knows"),
        )),
        (Some(origin), true) if !origin.is_secure() => found.push(Finding::Wrong(format!(
            "PUBLIC_URL is {url}: PGs and browsers want https://"
        ))),
        (Some(_), _) => found.push(Finding::Fine(format!("address: {url}"))),
    }
    found
}

async fn database(url: &str) -> Finding {
    match tokio::time::timeout(PATIENCE, probe(url)).await {
        Err(_) => Finding::Wrong("the database does not answer".to_owned()),
        Ok(Err(e)) => Finding::Wrong(chain(&e)),
        Ok(Ok(Probe::Server)) => Finding::Fine(
            "database: PostgreSQL answers (its free disk is not told to clients)".to_owned(),
        ),
        Ok(Ok(Probe::File { path, free })) => room(&format!("database: {}", path.display()), free),
        Ok(Ok(Probe::NoFile { path, free })) => room(
            &format!(
                "database: {} will be made at the first start",
                path.display()
            ),
            free,
        ),
    }
}

fn room(database: &str, free: Option<u64>) -> Finding {
    match free {
        Some(free) if free < LITTLE_ROOM => Finding::Wrong(format!(
            "{database}; only {} MB of its disk are free",
            free >> 20
        )),
        Some(free) => Finding::Fine(format!(
            "{database}; {} GB of its disk are free",
            free >> 30
        )),
        None => Finding::Look(format!(
            "{database}; how much of its disk is free cannot be told"
        )),
    }
}

/// Those that stand in every manual.
fn secrets(settings: &Settings, database_url: &str) -> Finding {
    let known = [
        "postgres",
        "password",
        "secret",
        "changeme",
        "change-me",
        "example",
        "shop",
    ];
    let database = url::Url::parse(database_url).ok();
    let password = database.as_ref().and_then(|url| url.password());
    if password.is_some_and(|password| known.contains(&password)) {
        return Finding::Wrong("DATABASE_URL has a password that anybody guesses".to_owned());
    }
    let secret = settings
        .secret_key
        .as_ref()
        .map(ExposeSecret::expose_secret);
    let guessed = secret.is_some_and(|secret| {
        let mut marks: Vec<char> = secret.chars().collect();
        marks.sort_unstable();
        marks.dedup();
        marks.len() < 8
    });
    if guessed {
        return Finding::Wrong(
            "SECRET_KEY can be guessed: make it of random characters".to_owned(),
        );
    }
    if settings.sandbox.is_none() && settings.imp.access.imp_key == "sandbox_key" {
        // Nodes that try things share a sandbox so.
        return Finding::Look(format!(
            "IMP_REST_KEY is the sandbox's, known to everybody: is {} one?",
            settings.imp.access.api_url
        ));
    }
    Finding::Fine(match secret {
        Some(_) => "secrets: SECRET_KEY signs cookies and links".to_owned(),
        None => "secrets: the key that signs cookies and links is kept in the database".to_owned(),
    })
}

/// What a live shop has of its own.
fn details(settings: &Settings) -> Vec<Finding> {
    if settings.sandbox.is_some() {
        return Vec::new();
    }
    let shop = &settings.shop;
    let wanted = [
        ("SHOP_COMPANY", &shop.company),
        ("SHOP_CEO", &shop.ceo),
        ("SHOP_ADDRESS", &shop.address),
        ("SHOP_TEL", &shop.tel),
        ("SHOP_EMAIL", &shop.email),
        ("SHOP_BUSINESS_NUMBER", &shop.business_number),
        ("SHOP_MAIL_ORDER_NUMBER", &shop.mail_order_number),
    ];
    let missing: Vec<&str> = wanted
        .iter()
        .filter(|(_, value)| value.is_empty())
        .map(|(name, _)| *name)
        .collect();
    let mut found = Vec::new();
    if !missing.is_empty() {
        let missing = missing.join(", ");
        found.push(Finding::Look(format!(
            "the law wants these at the foot of each page: {missing}"
        )));
    }
    if settings.catalogue.is_none() {
        found.push(Finding::Look(
            "CATALOGUE is not set: an empty shop sells the built-in goods".to_owned(),
        ));
    }
    let offered = &settings.terms.channels;
    let offers_deposits = offered
        .iter()
        .any(|(method, _)| *method == PayMethod::Vbank);
    if matches!(settings.carrier, crate::notify::Carrier::Log) && offers_deposits {
        found.push(Finding::Look(
            "no text messages are sent (SOLAPI_API_KEY): nobody is told an account's number"
                .to_owned(),
        ));
    }
    found
}

/// Credentials, clock and channels, as i'mport knows them.
async fn at_imports(settings: &Settings) -> Vec<Finding> {
    let client = match client(settings) {
        Ok(client) => client,
        Err(e) => return vec![Finding::Wrong(chain(&e))],
    };
    let theirs = match client.clock_seconds().await {
        Ok(theirs) => theirs,
        Err(e) => return vec![Finding::Wrong(chain(&e))],
    };
    let mut found = vec![Finding::Fine(
        "i'mport accepts IMP_REST_KEY and IMP_REST_SECRET".to_owned(),
    )];
    let ours = Clock::System.now().0 / 1_000;
    found.push(match theirs.map(|theirs| ours - theirs) {
        Some(off) if off.abs() > CLOCK_SECONDS => Finding::Wrong(format!(
            "this machine's clock is {off} seconds off i'mport's: have it set by NTP"
        )),
        Some(off) => Finding::Fine(format!("clock: {off} seconds off i'mport's")),
        None => Finding::Look("clock: i'mport does not tell its time".to_owned()),
    });
    found.extend(match client.channels().await {
        Ok(theirs) => offered(&settings.terms.channels, &theirs),
        Err(e) => vec![Finding::Look(format!("channels: {}", chain(&e)))],
    });
    found
}

/// Each way to pay that the shop offers against the console's list.
fn offered(ours: &[(PayMethod, Channel)], theirs: &[iamport::ChannelEntry]) -> Vec<Finding> {
    if theirs.is_empty() {
        return vec![Finding::Wrong(
            "channels: no PG is registered in i'mport's console".to_owned(),
        )];
    }
    let mut unknown = Vec::new();
    for (method, channel) in ours {
        let (name, is_there) = match channel {
            Channel::Key(key) => (key, theirs.iter().any(|it| it.channel_key == *key)),
            Channel::Pg(pg) => {
                let (provider, mid) = pg.split_once('.').unwrap_or((pg, ""));
                let fits = |it: &iamport::ChannelEntry| {
                    it.pg_provider == provider && (mid.is_empty() || it.pg_id == mid)
                };
                (pg, theirs.iter().any(fits))
            }
            Channel::Default => continue,
        };
        if !is_there {
            let setting = method.code().to_uppercase();
            unknown.push(Finding::Wrong(format!(
                "CHANNEL_{setting} is {name}, which i'mport's console does not list"
            )));
        }
    }
    if unknown.is_empty() {
        let methods: Vec<&str> = ours.iter().map(|(method, _)| method.code()).collect();
        return vec![Finding::Fine(format!("channels: {}", methods.join(", ")))];
    }
    unknown
}

/// Whether something that may be the shop answers at its public address. That i'mport is let through to it, and is told to
/// come, only a payment shows.
async fn way_in(settings: &Settings) -> Finding {
    let url = format!("{}/payments/webhook", settings.terms.public_url);
    let asked = reqwest::Client::builder()
        .timeout(PATIENCE)
        .redirect(reqwest::redirect::Policy::none())
        .build();
    let asked = match asked {
        Ok(http) => http.get(&url).send().await,
        Err(e) => Err(e),
    };
    match asked.map(|answer| answer.status().as_u16()) {
        // The shop takes notices by POST alone.
        Ok(405) => Finding::Fine(format!(
            "webhook: {url} is answered; whether i'mport's console names it, only a payment shows"
        )),
        Ok(status) => Finding::Look(format!(
            "webhook: {url} answers {status}; the shop itself would answer 405 to this (is it running?)"
        )),
        Err(e) => Finding::Look(format!(
            "webhook: {url} cannot be reached from here ({}); it need not be, if i'mport can",
            chain(&e.without_url())
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_channel_that_the_console_does_not_list_is_told_by_its_setting() {
        let entry = |provider: &str, mid: &str, key: &str| iamport::ChannelEntry {
            pg_provider: provider.into(),
            pg_id: mid.into(),
            channel_key: key.into(),
        };
        let theirs = [
            entry("html5_inicis", "MID1", "channel-key-1"),
            entry("kakaopay", "C1", ""),
        ];
        let pg = |pg: &str| Channel::Pg(pg.into());
        let wrong = |method, channel| {
            let found = offered(&[(method, channel)], &theirs);
            matches!(&found[..], [Finding::Wrong(line)] if line.contains("CHANNEL_"))
        };
        for (channel, is_wrong) in [
            (pg("html5_inicis.MID1"), false),
            (pg("html5_inicis"), false),
            (pg("html5_inicis.MID2"), true),
            (pg("tosspay"), true),
            (Channel::Key("channel-key-1".into()), false),
            (Channel::Key("channel-key-2".into()), true),
            (Channel::Default, false),
        ] {
            assert_eq!(
                wrong(PayMethod::Card, channel.clone()),
                is_wrong,
                "{channel:?}"
            );
        }
        assert!(matches!(&offered(&[], &[])[..], [Finding::Wrong(_)]));
    }

    #[test]
    fn little_room_is_wrong() {
        assert!(matches!(room("d", Some(5 << 20)), Finding::Wrong(_)));
        assert!(matches!(room("d", Some(50 << 30)), Finding::Fine(_)));
        assert!(matches!(room("d", None), Finding::Look(_)));
    }
}
