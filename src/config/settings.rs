//! Everything that a shop is started with, read and checked once: what starts it asks nobody again.

use std::{net::SocketAddr, path::PathBuf, time::Duration};

use secrecy::{ExposeSecret, SecretString};

use super::{
    ServeArgs,
    error::ConfigError,
    given,
    imp::{Credentials, SANDBOX_MERCHANT},
    postcode::PostcodeSearch,
    sandbox::SandboxArgs,
};
use crate::{
    checkout::MerchantTerms,
    domain::{money::Money, payment::Channels, shop_info::ShopInfo},
    http::{Origin, TrustedProxies, UnknownProxies},
    iamport,
    notify::Carrier,
};

/// Shorter secrets can be guessed.
const SECRET_CHARACTERS: usize = 32;

#[derive(Debug)]
pub struct Settings {
    pub site: Site,
    pub imp: Imp,
    /// The sandbox that stands in for i'mport; `None` with credentials.
    pub sandbox: Option<SandboxSettings>,
    pub terms: MerchantTerms,
    pub carrier: Carrier,
    pub shop: ShopInfo,
    /// Signs cookies and links; `None`: made once and kept in the database.
    pub secret_key: Option<SecretString>,
    pub catalogue: Option<PathBuf>,
    /// A folder with the merchant's own legal texts.
    pub policies: Option<PathBuf>,
    /// How long a node that was told to stop goes on answering.
    pub drain: Duration,
}

/// Where and how the shop is served.
#[derive(Debug)]
pub struct Site {
    pub addr: SocketAddr,
    pub root: String,
    pub proxies: TrustedProxies,
    /// The address that `PUBLIC_URL` names; absent where any is right.
    pub canonical: Option<Origin>,
    pub postcode_search: Option<PostcodeSearch>,
    /// Under `cargo leptos watch`: where pages hear that the program has changed.
    pub reload_port: Option<u32>,
}

/// Where i'mport is, for the server and for browsers.
#[derive(Debug)]
pub struct Imp {
    pub access: iamport::Access,
    pub inicis_api_key: Option<SecretString>,
    pub sdk_url: String,
    /// For the legacy SDK.
    pub jquery_url: Option<String>,
}

#[derive(Clone, Debug)]
pub struct SandboxSettings {
    pub addr: SocketAddr,
    /// Where browsers and the shop reach it.
    pub url: String,
    /// As it was given; the default is made of the address that it really gets.
    pub public_url: Option<String>,
    pub state_file: Option<PathBuf>,
    pub seed: Option<u64>,
}

impl Settings {
    pub fn resolve(args: &ServeArgs) -> Result<Self, ConfigError> {
        let credentials = args.imp.credentials()?;
        let sandbox = match &credentials {
            Some(_) if args.sandbox.is_set() => return Err(ConfigError(
                "a sandbox next to live credentials: unset SANDBOX_URL, SANDBOX_STATE and SANDBOX_SEED to go live, or unset IMP_MERCHANT_ID, IMP_REST_KEY and IMP_REST_SECRET to use the sandbox"
                    .to_owned(),
            )),
            Some(_) => None,
            None => Some(SandboxSettings::of(&args.sandbox)?),
        };
        let secret_key = given::secret(args.secret_key.as_ref());
        if secret_key
            .as_ref()
            .is_some_and(|secret| secret.expose_secret().len() < SECRET_CHARACTERS)
        {
            return Err(ConfigError(format!(
                "SECRET_KEY is too short: give it at least {SECRET_CHARACTERS} characters of randomness, or leave it unset"
            )));
        }
        let sandbox_url = sandbox.as_ref().map(|sandbox| sandbox.url.as_str());
        let sdk_url = args.imp.sdk_url(sandbox_url)?;
        let public_url = given::origin("PUBLIC_URL", args.public_url.as_ref())?;
        Ok(Self {
            site: Site {
                addr: args.site_addr,
                root: args.site_root.clone(),
                proxies: args
                    .trust_proxy
                    .parse()
                    .map_err(|e: UnknownProxies| ConfigError(e.to_string()))?,
                canonical: public_url.as_deref().and_then(Origin::parse),
                postcode_search: args.postcode_search,
                reload_port: args.leptos_watch.then_some(args.reload_port),
            },
            imp: Imp {
                access: args.imp.access(credentials.as_ref(), sandbox_url)?,
                inicis_api_key: given::secret(args.imp.inicis_api_key.as_ref()),
                jquery_url: args.imp.jquery_url(&sdk_url)?,
                sdk_url,
            },
            terms: terms(args, credentials.as_ref(), public_url)?,
            carrier: args.solapi.carrier(sandbox_url)?,
            shop: args.shop.info(),
            secret_key,
            catalogue: args.catalogue.clone(),
            policies: args.shop.policies.clone(),
            drain: Duration::from_secs(args.drain_seconds),
            sandbox,
        })
    }

    /// Whether the public address leads to nobody but this machine.
    pub fn is_reached_from_here_alone(&self) -> bool {
        let url = url::Url::parse(&self.terms.public_url).ok();
        match url.as_ref().and_then(url::Url::host) {
            Some(url::Host::Ipv4(ip)) => ip.is_loopback() || ip.is_unspecified(),
            Some(url::Host::Ipv6(ip)) => ip.is_loopback() || ip.is_unspecified(),
            Some(url::Host::Domain(name)) => name == "localhost",
            None => true,
        }
    }
}

impl SandboxSettings {
    pub fn of(args: &SandboxArgs) -> Result<Self, ConfigError> {
        Ok(Self {
            addr: args.sandbox_addr,
            url: args.url()?,
            public_url: args.public_url()?,
            state_file: args.sandbox_state.clone(),
            seed: args.sandbox_seed,
        })
    }
}

fn terms(
    args: &ServeArgs,
    credentials: Option<&Credentials>,
    public_url: Option<String>,
) -> Result<MerchantTerms, ConfigError> {
    let merchant_code = credentials
        .map_or(SANDBOX_MERCHANT, |credentials| &credentials.merchant_code)
        .to_owned();
    let is_sandbox = credentials.is_none();
    let terms = &args.terms;
    Ok(MerchantTerms {
        shop_name: args.shop.info().name,
        merchant_code,
        public_url: public_url.unwrap_or_else(|| format!("http://{}", args.site_addr)),
        channels: args.channels.list(is_sandbox)?,
        mode: if is_sandbox || args.imp.imp_test_channels {
            Channels::Test
        } else {
            Channels::Live
        },
        confirm: is_sandbox || args.imp.imp_confirm,
        shipping: terms.shipping(),
        hold_minutes: terms.hold_minutes.into(),
        vbank_days: terms.vbank_days.into(),
        ship_to: terms.ship_to()?,
        contact: args.shop.contact(),
        receipts_unasked_from: terms
            .receipts_unasked_from
            .map(|won| Money::krw(won.into())),
    })
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;
    use crate::{checkout::Channel, config::Cli, domain::method::PayMethod};

    const LIVE: [&str; 6] = [
        "--imp-merchant-id",
        "imp1",
        "--imp-rest-key",
        "k",
        "--imp-rest-secret",
        "s",
    ];

    fn resolve(args: &[&str]) -> Result<Settings, String> {
        Settings::resolve(&Cli::parse_from([&["imp-checkout"], args].concat()).serve)
            .map_err(|e| e.to_string())
    }

    fn refusal(args: &[&str]) -> String {
        resolve(args).map_or_else(|sentence| sentence, |_| format!("{args:?} is taken"))
    }

    #[test]
    fn no_credentials_mean_sandbox_and_half_a_set_is_refused() {
        assert_eq!(
            resolve(&[]).unwrap().sandbox.unwrap().url,
            "http://127.0.0.1:3100"
        );
        let half = refusal(&["--imp-merchant-id", "imp1"]);
        assert!(
            half.contains("set IMP_REST_KEY and IMP_REST_SECRET"),
            "{half}"
        );
        let three = |id, key, secret| {
            [
                "--imp-merchant-id",
                id,
                "--imp-rest-key",
                key,
                "--imp-rest-secret",
                secret,
            ]
        };
        assert!(refusal(&three("imp1", "key", "")).contains("set IMP_REST_SECRET"));
        assert!(resolve(&three("", "", "")).unwrap().sandbox.is_some());
        assert!(resolve(&LIVE).unwrap().sandbox.is_none());
        assert!(
            refusal(&[&LIVE[..], &["--sandbox-state", "x"]].concat())
                .contains("sandbox next to live")
        );
    }

    #[test]
    fn what_is_no_address_is_told_by_its_name() {
        for url in ["foo", "javascript:alert(1)"] {
            for (option, name) in [
                ("--imp-sdk-url", "IMP_SDK_URL"),
                ("--imp-api-url", "IMP_API_URL"),
                ("--imp-jquery-url", "IMP_JQUERY_URL"),
                ("--public-url", "PUBLIC_URL"),
            ] {
                assert!(refusal(&[option, url]).contains(name), "{option} {url}");
            }
        }
        assert!(resolve(&["--imp-api-url", ""]).is_ok());
        assert!(refusal(&["--sandbox-addr", "127.0.0.1:0"]).contains("SANDBOX_ADDR"));
        assert!(refusal(&["--secret-key", "short"]).contains("SECRET_KEY is too short"));
        assert!(refusal(&["--solapi-from", "0212345678"]).contains("half a set of Solapi"));
    }

    #[test]
    fn three_variables_offer_what_every_merchant_has() {
        let settings =
            resolve(&[&LIVE[..], &["--channel-phone", "channel-key-1"]].concat()).unwrap();
        assert_eq!(
            settings.terms.channels,
            [
                (PayMethod::Card, Channel::Default),
                (PayMethod::Trans, Channel::Default),
                (PayMethod::Vbank, Channel::Default),
                (PayMethod::Phone, Channel::Key("channel-key-1".into())),
            ]
        );
        assert_eq!(settings.imp.access.api_url, "https://api.iamport.kr");
        assert_eq!(settings.terms.mode, Channels::Live);
    }

    #[test]
    fn jquery_is_loaded_for_the_legacy_sdk_alone() {
        assert_eq!(resolve(&[]).unwrap().imp.jquery_url, None);
        let legacy = [
            "--imp-sdk-url",
            "https://cdn.iamport.kr/js/iamport.payment-1.2.0.js",
        ];
        assert!(resolve(&legacy).unwrap().imp.jquery_url.is_some());
    }
}
