//! Command line and environment; `--help` is the manual. The only place that reads the environment.

use std::{net::SocketAddr, path::PathBuf};

use clap::{Args, Parser, Subcommand, ValueEnum};
use secrecy::{ExposeSecret, SecretString};

use crate::{
    app::ShopInfo,
    checkout::{Channel, MerchantTerms},
    domain::{cart::ShippingPolicy, method::PayMethod, money::Money, payment::Channels},
    iamport,
    notify::{Carrier, SolapiAccount},
    sandbox,
    telemetry::LogFormat,
};

/// The sandbox's merchant, known to everybody.
const SANDBOX_MERCHANT: &str = "imp00000000";
const SANDBOX_KEY: &str = "sandbox_key";
const SANDBOX_SECRET: &str = "sandbox_secret";

/// A checkout for Korean authenticated payment through i'mport (PortOne V1).
///
/// Without IMP credentials it starts the sandbox beside the shop: a pretend i'mport for trying everything
/// without money. With IMP_MERCHANT_ID, IMP_REST_KEY and IMP_REST_SECRET set, it is live.
#[derive(Debug, Parser)]
#[command(version, about, long_about, max_term_width = 110)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Option<Command>,
    #[command(flatten)]
    pub log: LogArgs,
    #[command(flatten)]
    pub store: StoreArgs,
    #[command(flatten)]
    pub serve: ServeArgs,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the shop (the default)
    Serve,
    /// Run the sandbox alone, for any shop in any language
    Sandbox,
    /// Create or update the database's tables, and stop; with --from and --to, move a whole shop from SQLite to
    /// PostgreSQL: exit status 0: moved, 1: copied, but the shop still runs and has to be stopped, 2: could not be moved
    Migrate {
        #[command(flatten)]
        moving: Option<MoveArgs>,
    },
    /// Load a catalogue file into the database, also while the shop is running, and stop
    Catalogue { file: PathBuf },
    /// Compare our payments with i'mport's, print each difference; the exit status is 0 if they agree, 1 if
    /// not, 2 if they could not be compared
    Reconcile {
        /// First day, in Korean time, like 2026-11-01 [default: the last day]
        #[arg(long)]
        from: Option<jiff::civil::Date>,
        /// Last day, included [default: today]
        #[arg(long)]
        to: Option<jiff::civil::Date>,
        /// Look every differing payment up again and book what i'mport says
        #[arg(long)]
        repair: bool,
    },
    /// Show an order with its attempts, payments and history, by any number that names it (order, merchant_uid,
    /// imp_uid, approval number, virtual account)
    Order { id: String },
    /// Note that an order's goods have left: from then on the shopper returns them instead of cancelling. The exit
    /// status is 1 if they must not leave
    Dispatch {
        /// Any number that names the order, as for `order`
        id: String,
        /// Who sends them, for the order's history
        #[arg(long, default_value = "staff")]
        by: String,
    },
    /// Show what only a person can bring about: refunds and messages that were given up, disputed orders
    Tasks {
        /// Try the one with this number again
        #[arg(long)]
        again: Option<i64>,
    },
}

#[derive(Debug, Args)]
pub struct MoveArgs {
    /// The shop's SQLite file, like sqlite://data/imp-checkout.db; it is read only
    #[arg(long, requires = "to", required = false)]
    pub from: String,
    /// An empty PostgreSQL database, like postgres://user:password@host/database, or an unfinished copy to go on with
    #[arg(long, requires = "from", required = false)]
    pub to: String,
}

#[derive(Debug, Args)]
pub struct LogArgs {
    /// What to log, in the syntax of tracing's EnvFilter
    #[arg(long, env = "RUST_LOG", default_value = "info", global = true)]
    pub log: String,
    /// How log lines look
    #[arg(long, env = "LOG_FORMAT", default_value = "text", global = true)]
    pub log_format: LogFormat,
}

#[derive(Debug, Args)]
pub struct StoreArgs {
    /// An SQLite file (made if missing), or postgres://user:password@host/database for several nodes
    #[arg(
        long,
        env = "DATABASE_URL",
        default_value = "sqlite://data/imp-checkout.db",
        global = true,
        hide_env_values = true
    )]
    pub database_url: String,
}

#[derive(Debug, Args)]
pub struct ServeArgs {
    /// Where the shop listens
    #[arg(long, env = "LEPTOS_SITE_ADDR", default_value = "127.0.0.1:3000")]
    pub site_addr: SocketAddr,
    /// Folder with the built pages' assets (wasm, JavaScript, CSS, pictures)
    #[arg(long, env = "LEPTOS_SITE_ROOT", default_value = "target/site")]
    pub site_root: String,
    /// How browsers and i'mport reach the shop, e.g. https://shop.example [default: http://{site-addr}]
    #[arg(long, env = "PUBLIC_URL")]
    pub public_url: Option<String>,
    /// Signs cookies and links: at least 32 characters [default: made once and kept in the database]
    #[arg(long, env = "SECRET_KEY", hide_env_values = true)]
    pub secret_key: Option<SecretString>,
    /// A catalogue to load at start [default: the built-in one, into an empty shop]
    #[arg(long, env = "CATALOGUE")]
    pub catalogue: Option<PathBuf>,
    /// Read the shopper's address from X-Forwarded-For, as set by a proxy of yours in front
    #[arg(long, env = "TRUST_PROXY")]
    pub trust_proxy: bool,
    /// Seconds for which a node that was told to stop goes on answering what still comes, closing each connection
    /// after its answer; behind a proxy, a little more than the proxy keeps idle connections
    #[arg(long, env = "DRAIN_SECONDS", default_value_t = 0, value_parser = clap::value_parser!(u64).range(..=60))]
    pub drain_seconds: u64,
    /// Let shoppers search for their postcode in a layer on the order form; typing it stays possible
    #[arg(long, env = "POSTCODE_SEARCH", value_enum)]
    pub postcode_search: Option<PostcodeSearch>,
    /// Set by `cargo leptos watch`: pages reload when the program changes
    #[arg(long, env = "LEPTOS_WATCH", hide = true)]
    pub leptos_watch: bool,
    #[arg(long, env = "LEPTOS_RELOAD_PORT", default_value_t = 3001, hide = true)]
    pub reload_port: u32,
    #[command(flatten)]
    pub imp: ImpArgs,
    #[command(flatten)]
    pub channels: ChannelArgs,
    #[command(flatten)]
    pub sandbox: SandboxArgs,
    #[command(flatten)]
    pub terms: TermsArgs,
    #[command(flatten)]
    pub solapi: SolapiArgs,
    #[command(flatten)]
    pub shop: ShopArgs,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "i'mport (all three, or none for the sandbox)")]
pub struct ImpArgs {
    /// Merchant code ("가맹점 식별코드") from i'mport's console
    #[arg(long, env = "IMP_MERCHANT_ID")]
    pub imp_merchant_id: Option<String>,
    /// REST API key from i'mport's console
    #[arg(long, env = "IMP_REST_KEY", hide_env_values = true)]
    pub imp_rest_key: Option<String>,
    /// REST API secret from i'mport's console
    #[arg(long, env = "IMP_REST_SECRET", hide_env_values = true)]
    pub imp_rest_secret: Option<SecretString>,
    /// INIAPI key from KG Inicis's merchant pages: only with it can i'mport close virtual accounts there, when a shopper
    /// calls an order off
    #[arg(long, env = "INICIS_API_KEY", hide_env_values = true)]
    pub inicis_api_key: Option<SecretString>,
    /// i'mport's REST API [default: https://api.iamport.kr, or the sandbox]
    #[arg(long, env = "IMP_API_URL")]
    pub imp_api_url: Option<String>,
    /// i'mport's SDK, current (v1/iamport.js) or legacy (js/iamport.payment-1.x.js)
    /// [default: https://cdn.iamport.kr/v1/iamport.js, or the sandbox's]
    #[arg(long, env = "IMP_SDK_URL")]
    pub imp_sdk_url: Option<String>,
    /// jQuery for the legacy SDK; loaded only with that
    #[arg(long, env = "IMP_JQUERY_URL", default_value = "https://code.jquery.com/jquery-1.12.4.min.js")]
    pub imp_jquery_url: String,
    /// The channels are i'mport's test channels: test payments count, live ones do not
    #[arg(long, env = "IMP_TEST_CHANNELS")]
    pub imp_test_channels: bool,
    /// Have i'mport ask /payments/confirm before each approval (their support enables it)
    #[arg(long, env = "IMP_CONFIRM")]
    pub imp_confirm: bool,
}

#[derive(Debug, Args)]
#[command(
    next_help_heading = "Channels: which PG contract serves a method (pg value like html5_inicis.MID, or channel-key-…)"
)]
pub struct ChannelArgs {
    /// Cards [live default: the merchant's first PG]
    #[arg(long, env = "CHANNEL_CARD")]
    pub channel_card: Option<String>,
    #[arg(long, env = "CHANNEL_KAKAOPAY")]
    pub channel_kakaopay: Option<String>,
    #[arg(long, env = "CHANNEL_NAVERPAY")]
    pub channel_naverpay: Option<String>,
    #[arg(long, env = "CHANNEL_TOSSPAY")]
    pub channel_tosspay: Option<String>,
    /// Bank transfer [live default: the merchant's first PG]
    #[arg(long, env = "CHANNEL_TRANS")]
    pub channel_trans: Option<String>,
    /// Virtual accounts [live default: the merchant's first PG]
    #[arg(long, env = "CHANNEL_VBANK")]
    pub channel_vbank: Option<String>,
    #[arg(long, env = "CHANNEL_PHONE")]
    pub channel_phone: Option<String>,
    /// PayPal, for carts whose products have a dollar price
    #[arg(long, env = "CHANNEL_PAYPAL")]
    pub channel_paypal: Option<String>,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Sandbox")]
pub struct SandboxArgs {
    /// Where the sandbox listens
    #[arg(long, env = "SANDBOX_ADDR", default_value = "127.0.0.1:3100", global = true)]
    pub sandbox_addr: SocketAddr,
    /// How browsers reach the sandbox [default: http://{sandbox-addr}]
    #[arg(long, env = "SANDBOX_URL", global = true)]
    pub sandbox_url: Option<String>,
    /// Keep the sandbox's payments in this file across restarts
    #[arg(long, env = "SANDBOX_STATE", global = true)]
    pub sandbox_state: Option<PathBuf>,
    /// Make the sandbox's ids repeatable
    #[arg(long, env = "SANDBOX_SEED", global = true)]
    pub sandbox_seed: Option<u64>,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Terms of sale")]
pub struct TermsArgs {
    /// Shipping fee in won
    #[arg(long, env = "SHIPPING_FEE", default_value_t = 3_000)]
    pub shipping_fee: u32,
    /// Shipping is free from so many won
    #[arg(long, env = "SHIPPING_FREE_FROM", default_value_t = 50_000)]
    pub shipping_free_from: u32,
    /// Shipping fee in US cents, for PayPal
    #[arg(long, env = "SHIPPING_FEE_USD", default_value_t = 1_500)]
    pub shipping_fee_usd: u32,
    /// Shipping is free from so many US cents, for PayPal
    #[arg(long, env = "SHIPPING_FREE_FROM_USD", default_value_t = 15_000)]
    pub shipping_free_from_usd: u32,
    /// Minutes for which an unpaid order holds its stock
    #[arg(long, env = "HOLD_MINUTES", default_value_t = 30, value_parser = clap::value_parser!(u32).range(5..=1_440))]
    pub hold_minutes: u32,
    /// Days for which a virtual account waits for the money
    #[arg(long, env = "VBANK_DAYS", default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..=30))]
    pub vbank_days: u32,
    /// Transfers and deposits of so many won and more get a cash receipt even if the shopper wants none, made out to the
    /// tax office's own number (자진발급). Businesses that are obliged to (의무발행) set 100000
    #[arg(long, env = "RECEIPTS_UNASKED_FROM")]
    pub receipts_unasked_from: Option<u32>,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Text messages through Solapi (all three, or none)")]
pub struct SolapiArgs {
    #[arg(long, env = "SOLAPI_API_KEY", hide_env_values = true)]
    pub solapi_api_key: Option<String>,
    #[arg(long, env = "SOLAPI_API_SECRET", hide_env_values = true)]
    pub solapi_api_secret: Option<SecretString>,
    /// The sender's number, registered with Solapi
    #[arg(long, env = "SOLAPI_FROM")]
    pub solapi_from: Option<String>,
    #[arg(long, env = "SOLAPI_API_URL", default_value = "https://api.solapi.com")]
    pub solapi_api_url: String,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "The shop's details, shown at the foot of each page")]
pub struct ShopArgs {
    #[arg(long, env = "SHOP_NAME", default_value = "Fjord & Field")]
    pub shop_name: String,
    /// 상호
    #[arg(long, env = "SHOP_COMPANY", default_value = "")]
    pub shop_company: String,
    /// 대표자
    #[arg(long, env = "SHOP_CEO", default_value = "")]
    pub shop_ceo: String,
    #[arg(long, env = "SHOP_ADDRESS", default_value = "")]
    pub shop_address: String,
    #[arg(long, env = "SHOP_TEL", default_value = "")]
    pub shop_tel: String,
    #[arg(long, env = "SHOP_EMAIL", default_value = "")]
    pub shop_email: String,
    /// 사업자등록번호
    #[arg(long, env = "SHOP_BUSINESS_NUMBER", default_value = "")]
    pub shop_business_number: String,
    /// 통신판매업 신고번호
    #[arg(long, env = "SHOP_MAIL_ORDER_NUMBER", default_value = "")]
    pub shop_mail_order_number: String,
    /// 호스팅 제공자
    #[arg(long, env = "SHOP_HOST", default_value = "")]
    pub shop_host: String,
    /// 개인정보 보호책임자
    #[arg(long, env = "SHOP_PRIVACY_OFFICER", default_value = "")]
    pub shop_privacy_officer: String,
    /// A folder with your own legal texts: terms.ko.txt, privacy.ko.txt, refunds.ko.txt and their .en.txt twins
    /// [default: the built-in ones]
    #[arg(long, env = "POLICIES")]
    pub policies: Option<PathBuf>,
}

/// Who knows all Korean addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum PostcodeSearch {
    /// Kakao's (formerly Daum's) free postcode service
    Kakao,
}

impl PostcodeSearch {
    pub const fn script(self) -> &'static str {
        match self {
            Self::Kakao => "https://t1.kakaocdn.net/mapjsapi/bundle/postcode/prod/postcode.v2.js",
        }
    }

    /// Where its layer comes from.
    pub const fn frames(self) -> &'static str {
        match self {
            Self::Kakao => "https://postcode.map.kakao.com https://postcode.map.daum.net",
        }
    }
}

/// A setting that cannot stand; the sentence tells the mend.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct ConfigError(String);

impl ConfigError {
    pub fn new(sentence: String) -> Self {
        Self(sentence)
    }
}

/// Absent and empty are fine: the default is taken.
fn web_address(name: &str, given: Option<&str>) -> Result<(), ConfigError> {
    let Some(text) = given.filter(|text| !text.is_empty()) else { return Ok(()) };
    match url::Url::parse(text) {
        Ok(url) if matches!(url.scheme(), "http" | "https") => Ok(()),
        _ => Err(ConfigError(format!("{name} must be an address that begins with https:// or http://"))),
    }
}

/// Live with the merchant's credentials, or in the sandbox.
#[derive(Debug)]
pub enum Mode {
    Sandbox,
    Live { merchant_code: String, key: String, secret: SecretString },
}

impl ServeArgs {
    pub fn mode(&self) -> Result<Mode, ConfigError> {
        let imp = &self.imp;
        let given = [
            ("IMP_MERCHANT_ID", imp.imp_merchant_id.as_ref().is_some_and(|v| !v.is_empty())),
            ("IMP_REST_KEY", imp.imp_rest_key.as_ref().is_some_and(|v| !v.is_empty())),
            ("IMP_REST_SECRET", imp.imp_rest_secret.as_ref().is_some_and(|v| !v.expose_secret().is_empty())),
        ];
        web_address("IMP_API_URL", imp.imp_api_url.as_deref())?;
        web_address("IMP_SDK_URL", imp.imp_sdk_url.as_deref())?;
        web_address("IMP_JQUERY_URL", Some(&imp.imp_jquery_url))?;
        let missing: Vec<&str> = given.iter().filter(|(_, there)| !there).map(|(name, _)| *name).collect();
        match (&imp.imp_merchant_id, &imp.imp_rest_key, &imp.imp_rest_secret, missing.len()) {
            (Some(code), Some(key), Some(secret), 0) => {
                self.refuse_sandbox_beside_live()?;
                Ok(Mode::Live { merchant_code: code.clone(), key: key.clone(), secret: secret.clone() })
            }
            (_, _, _, 3) => Ok(Mode::Sandbox),
            _ => Err(ConfigError(format!(
                "half a set of i'mport credentials: set {} as well, or unset all three to use the sandbox",
                missing.join(" and ")
            ))),
        }
    }

    fn refuse_sandbox_beside_live(&self) -> Result<(), ConfigError> {
        let sandbox = &self.sandbox;
        if sandbox.sandbox_url.is_some() || sandbox.sandbox_state.is_some() || sandbox.sandbox_seed.is_some() {
            return Err(ConfigError(
                "a sandbox next to live credentials: unset SANDBOX_URL, SANDBOX_STATE and SANDBOX_SEED to go live, or unset IMP_MERCHANT_ID, IMP_REST_KEY and IMP_REST_SECRET to use the sandbox"
                    .to_owned(),
            ));
        }
        Ok(())
    }

    /// Without a trailing slash.
    pub fn public_url(&self) -> Result<String, ConfigError> {
        let url = self.public_url.clone().unwrap_or_else(|| format!("http://{}", self.site_addr));
        let parsed = url::Url::parse(&url)
            .map_err(|e| ConfigError(format!("PUBLIC_URL is no address ({e}): write it like https://shop.example")))?;
        if !matches!(parsed.scheme(), "http" | "https") || parsed.host().is_none() {
            return Err(ConfigError("PUBLIC_URL must begin with https:// (or http:// on your own machine)".to_owned()));
        }
        Ok(url.trim_end_matches('/').to_owned())
    }

    /// Whether the public address leads to nobody but this machine.
    pub fn is_reached_from_here_alone(&self) -> bool {
        let url = self.public_url().ok().and_then(|url| url::Url::parse(&url).ok());
        match url.as_ref().and_then(url::Url::host) {
            Some(url::Host::Ipv4(ip)) => ip.is_loopback() || ip.is_unspecified(),
            Some(url::Host::Ipv6(ip)) => ip.is_loopback() || ip.is_unspecified(),
            Some(url::Host::Domain(name)) => name == "localhost",
            None => true,
        }
    }

    pub fn terms(&self, mode: &Mode) -> Result<MerchantTerms, ConfigError> {
        let merchant_code = match mode {
            Mode::Sandbox => SANDBOX_MERCHANT.to_owned(),
            Mode::Live { merchant_code, .. } => merchant_code.clone(),
        };
        let terms = &self.terms;
        Ok(MerchantTerms {
            shop_name: self.shop.shop_name.clone(),
            merchant_code,
            public_url: self.public_url()?,
            channels: self.channels.list(mode),
            mode: match mode {
                Mode::Live { .. } if !self.imp.imp_test_channels => Channels::Live,
                Mode::Sandbox | Mode::Live { .. } => Channels::Test,
            },
            confirm: matches!(mode, Mode::Sandbox) || self.imp.imp_confirm,
            shipping: ShippingPolicy {
                fee: Money::krw(terms.shipping_fee.into()),
                free_from: Money::krw(terms.shipping_free_from.into()),
                fee_usd: Money::usd_cents(terms.shipping_fee_usd.into()),
                free_from_usd: Money::usd_cents(terms.shipping_free_from_usd.into()),
            },
            hold_minutes: terms.hold_minutes.into(),
            vbank_days: terms.vbank_days.into(),
            receipts_unasked_from: terms.receipts_unasked_from.map(|won| Money::krw(won.into())),
        })
    }

    /// `sandbox_url` is where the sandbox answers, if it runs.
    pub fn access(&self, mode: &Mode, sandbox_url: Option<&str>) -> iamport::Access {
        let default = sandbox_url.unwrap_or("https://api.iamport.kr");
        let api_url = self
            .imp
            .imp_api_url
            .as_deref()
            .filter(|url| !url.is_empty())
            .unwrap_or(default)
            .trim_end_matches('/')
            .to_owned();
        match mode {
            Mode::Sandbox => iamport::Access {
                api_url,
                imp_key: SANDBOX_KEY.to_owned(),
                imp_secret: SANDBOX_SECRET.to_owned().into(),
            },
            Mode::Live { key, secret, .. } => {
                iamport::Access { api_url, imp_key: key.clone(), imp_secret: secret.clone() }
            }
        }
    }

    pub fn sdk_url(&self, sandbox_url: Option<&str>) -> String {
        let default = match sandbox_url {
            Some(sandbox) => format!("{sandbox}/v1/iamport.js"),
            None => "https://cdn.iamport.kr/v1/iamport.js".to_owned(),
        };
        self.imp.imp_sdk_url.clone().filter(|url| !url.is_empty()).unwrap_or(default)
    }

    /// Only the legacy scripts need it.
    pub fn jquery_url(&self, sdk_url: &str) -> Option<String> {
        let legacy = sdk_url.rsplit('/').next().is_some_and(|file| file.starts_with("iamport.payment"));
        legacy.then(|| self.imp.imp_jquery_url.clone())
    }

    pub fn carrier(&self, sandbox_url: Option<&str>) -> Result<Carrier, ConfigError> {
        let solapi = &self.solapi;
        match (&solapi.solapi_api_key, &solapi.solapi_api_secret, &solapi.solapi_from) {
            (Some(key), Some(secret), Some(from)) => Ok(Carrier::Solapi(SolapiAccount {
                api_url: solapi.solapi_api_url.trim_end_matches('/').to_owned(),
                api_key: key.clone(),
                api_secret: secret.clone(),
                from: from.clone(),
            })),
            (None, None, None) => Ok(match sandbox_url {
                Some(sandbox) => Carrier::Sandbox { messages_url: format!("{sandbox}/console/api/messages") },
                None => Carrier::Log,
            }),
            _ => Err(ConfigError(
                "half a set of Solapi settings: set SOLAPI_API_KEY, SOLAPI_API_SECRET and SOLAPI_FROM, or none of them"
                    .to_owned(),
            )),
        }
    }

    pub fn shop_info(&self) -> ShopInfo {
        let shop = &self.shop;
        ShopInfo {
            name: shop.shop_name.clone(),
            company: shop.shop_company.clone(),
            ceo: shop.shop_ceo.clone(),
            address: shop.shop_address.clone(),
            tel: shop.shop_tel.clone(),
            email: shop.shop_email.clone(),
            business_number: shop.shop_business_number.clone(),
            mail_order_number: shop.shop_mail_order_number.clone(),
            host: shop.shop_host.clone(),
            privacy_officer: shop.shop_privacy_officer.clone(),
        }
    }
}

impl SandboxArgs {
    /// Where a sandbox with these settings answers.
    pub fn url(&self) -> String {
        self.sandbox_url.clone().unwrap_or_else(|| format!("http://{}", self.sandbox_addr))
    }

    pub fn config(&self) -> sandbox::Config {
        sandbox::Config {
            addr: self.sandbox_addr,
            public_url: self.sandbox_url.clone(),
            state_file: self.sandbox_state.clone(),
            seed: self.sandbox_seed,
        }
    }
}

impl ChannelArgs {
    /// Live: what is configured, and card, transfer and virtual account through the merchant's first PG.
    /// Sandbox: everything, through the test contracts that i'mport's documents name.
    fn list(&self, mode: &Mode) -> Vec<(PayMethod, Channel)> {
        let given = |method| match method {
            PayMethod::Card => &self.channel_card,
            PayMethod::Kakaopay => &self.channel_kakaopay,
            PayMethod::Naverpay => &self.channel_naverpay,
            PayMethod::Tosspay => &self.channel_tosspay,
            PayMethod::Trans => &self.channel_trans,
            PayMethod::Vbank => &self.channel_vbank,
            PayMethod::Phone => &self.channel_phone,
            PayMethod::Paypal => &self.channel_paypal,
        };
        let channel = |method| match given(method) {
            Some(text) if text.starts_with("channel-key-") => Some(Channel::Key(text.clone())),
            Some(text) if !text.is_empty() => Some(Channel::Pg(text.clone())),
            Some(_) | None => default_channel(mode, method),
        };
        PayMethod::ALL.into_iter().filter_map(|method| Some((method, channel(method)?))).collect()
    }
}

fn default_channel(mode: &Mode, method: PayMethod) -> Option<Channel> {
    let sandbox = match method {
        PayMethod::Card | PayMethod::Trans | PayMethod::Vbank => "html5_inicis.INIpayTest",
        PayMethod::Kakaopay => "kakaopay.TC0ONETIME",
        PayMethod::Naverpay => "naverpay",
        PayMethod::Tosspay => "tosspay.tosstest",
        PayMethod::Phone => "danal",
        PayMethod::Paypal => "paypal",
    };
    match (mode, method) {
        (Mode::Sandbox, _) => Some(Channel::Pg(sandbox.to_owned())),
        (Mode::Live { .. }, PayMethod::Card | PayMethod::Trans | PayMethod::Vbank) => Some(Channel::Default),
        (Mode::Live { .. }, _) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(args: &[&str]) -> ServeArgs {
        Cli::parse_from([&["imp-checkout"], args].concat()).serve
    }

    #[test]
    fn the_command_line_is_sound() {
        use clap::CommandFactory;
        Cli::command().debug_assert();
    }

    #[test]
    fn no_credentials_mean_sandbox_and_half_a_set_is_refused() {
        assert!(matches!(parse(&[]).mode(), Ok(Mode::Sandbox)));
        let half = parse(&["--imp-merchant-id", "imp1"]).mode().unwrap_err().to_string();
        assert!(half.contains("IMP_REST_KEY and IMP_REST_SECRET"), "{half}");
        let three = |id, key, secret| {
            parse(&["--imp-merchant-id", id, "--imp-rest-key", key, "--imp-rest-secret", secret]).mode()
        };
        assert!(three("imp1", "key", "").unwrap_err().to_string().contains("set IMP_REST_SECRET"));
        assert!(matches!(three("", "", ""), Ok(Mode::Sandbox)));
        for url in ["foo", "javascript:alert(1)"] {
            assert!(parse(&["--imp-sdk-url", url]).mode().is_err() && parse(&["--imp-api-url", url]).mode().is_err());
        }
        assert!(parse(&["--imp-api-url", ""]).mode().is_ok());
        let live = ["--imp-merchant-id", "imp1", "--imp-rest-key", "k", "--imp-rest-secret", "s"];
        assert!(matches!(parse(&live).mode(), Ok(Mode::Live { .. })));
        let both = [&live[..], &["--sandbox-state", "x"]].concat();
        assert!(parse(&both).mode().unwrap_err().to_string().contains("sandbox next to live"));
    }

    #[test]
    fn three_variables_offer_what_every_merchant_has() {
        let args = parse(&[
            "--imp-merchant-id",
            "imp1",
            "--imp-rest-key",
            "k",
            "--imp-rest-secret",
            "s",
            "--channel-phone",
            "channel-key-1",
        ]);
        let methods: Vec<_> = args.terms(&args.mode().unwrap()).unwrap().channels;
        assert_eq!(
            methods,
            [
                (PayMethod::Card, Channel::Default),
                (PayMethod::Trans, Channel::Default),
                (PayMethod::Vbank, Channel::Default),
                (PayMethod::Phone, Channel::Key("channel-key-1".into())),
            ]
        );
    }

    #[test]
    fn jquery_is_loaded_for_the_legacy_sdk_alone() {
        let args = parse(&[]);
        assert_eq!(args.jquery_url(&args.sdk_url(None)), None);
        assert!(args.jquery_url("https://cdn.iamport.kr/js/iamport.payment-1.2.0.js").is_some());
    }
}
