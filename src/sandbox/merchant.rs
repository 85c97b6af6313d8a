//! A merchant as i'mport's console would show it: keys, channels and options.
//! Two merchants share nothing: ledgers, tokens and settings are looked up by the merchant's code.
//! An agency's sub-merchants (tiers) use its keys, channels and settings, and each has a *book* of its own:
//! payments, prepared amounts and papers are kept under `code/TIER`, the agency's own under `code`.

use serde::{Deserialize, Serialize};

use super::gateway::{self, GATEWAYS, Gateway};
use super::settings::Settings;

/// The merchant that always exists.
pub const DEFAULT_CODE: &str = "imp00000000";

/// One contract with one gateway.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Channel {
    pub pg_provider: String,
    pub pg_id: String,
    pub channel_key: String,
    pub channel_name: String,
    /// A test channel. Its payments carry `sandbox: true`.
    pub sandbox: bool,
}

impl Channel {
    fn test(index: usize, gateway: &Gateway) -> Self {
        Self {
            pg_provider: gateway.provider.to_owned(),
            pg_id: gateway.mid.to_owned(),
            channel_key: format!("channel-key-00000000-0000-4000-8000-{index:012}"),
            channel_name: format!("{} 테스트", gateway.name),
            sandbox: true,
        }
    }

    /// The habits of the gateway behind this channel.
    pub fn gateway(&self) -> &'static Gateway {
        gateway::find(&self.pg_provider).unwrap_or(&GATEWAYS[0])
    }
}

/// A sub-merchant of an agency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tier {
    #[serde(rename = "tier_code")]
    pub code: String,
    #[serde(rename = "tier_name")]
    pub name: String,
}

impl Tier {
    /// Three capital letters or digits.
    pub fn is_well_formed(&self) -> bool {
        self.code.len() == 3
            && self
                .code
                .bytes()
                .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
    }
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Merchant {
    pub code: String,
    pub key: String,
    pub secret: String,
    pub name: String,
    pub channels: Vec<Channel>,
    #[serde(default)]
    pub tiers: Vec<Tier>,
    #[serde(default)]
    pub settings: Settings,
}

/// No channel answers to the name that the shop gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoSuchChannel;

impl Merchant {
    /// A merchant with a test channel at every gateway.
    pub fn new(code: &str, key: &str, secret: &str) -> Self {
        Self {
            code: code.to_owned(),
            key: key.to_owned(),
            secret: secret.to_owned(),
            name: "샌드박스 상점".to_owned(),
            channels: GATEWAYS
                .iter()
                .enumerate()
                .map(|(index, gateway)| Channel::test(index + 1, gateway))
                .collect(),
            tiers: Vec::new(),
            settings: Settings::default(),
        }
    }

    /// The merchant of a sandbox that nobody configured; an agency with one sub-merchant.
    pub fn default_one() -> Self {
        let tier = Tier {
            code: "XYZ".to_owned(),
            name: "샌드박스 하위 상점".to_owned(),
        };
        Self {
            tiers: vec![tier],
            ..Self::new(DEFAULT_CODE, "sandbox_key", "sandbox_secret")
        }
    }

    pub fn tier(&self, code: &str) -> Option<&Tier> {
        self.tiers.iter().find(|tier| tier.code == code)
    }

    /// The book of the sub-merchant, or the agency's own; none for a tier that nobody registered.
    pub fn book(&self, tier: Option<&str>) -> Option<String> {
        match tier {
            None => Some(self.code.clone()),
            Some(code) => self
                .tier(code)
                .map(|tier| format!("{}/{}", self.code, tier.code)),
        }
    }

    /// Its own book, then those of its sub-merchants.
    pub fn books(&self) -> impl Iterator<Item = String> {
        let of_tiers = self
            .tiers
            .iter()
            .map(|tier| format!("{}/{}", self.code, tier.code));
        std::iter::once(self.code.clone()).chain(of_tiers)
    }

    pub fn by_key(&self, channel_key: &str) -> Result<&Channel, NoSuchChannel> {
        self.channels
            .iter()
            .find(|channel| channel.channel_key == channel_key)
            .ok_or(NoSuchChannel)
    }

    /// The SDK's own search: exact `provider.MID`, then the default if its provider fits, then any of
    /// that provider, and whatever is unknown silently takes the default.
    pub fn by_pg(&self, pg: &str) -> Result<&Channel, NoSuchChannel> {
        let (provider, mid) = pg.split_once('.').unwrap_or((pg, ""));
        let default = self.channels.first().ok_or(NoSuchChannel)?;
        let same_provider = || {
            self.channels
                .iter()
                .filter(|channel| channel.pg_provider == provider)
        };
        if let Some(exact) = same_provider().find(|channel| channel.pg_id == mid) {
            return Ok(exact);
        }
        if default.pg_provider == provider {
            return Ok(default);
        }
        Ok(same_provider().next().unwrap_or(default))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sub_merchant_has_a_book_of_its_own() {
        let agency = Merchant::default_one();
        assert_eq!(agency.book(None).as_deref(), Some("imp00000000"));
        assert_eq!(agency.book(Some("XYZ")).as_deref(), Some("imp00000000/XYZ"));
        assert_eq!(agency.book(Some("xyz")), None);
        assert_eq!(agency.books().count(), 2);
    }

    #[test]
    fn an_unknown_pg_silently_takes_the_default_channel() {
        let merchant = Merchant::default_one();
        let provider = |pg: &str| {
            merchant
                .by_pg(pg)
                .map(|channel| channel.pg_provider.clone())
        };
        assert_eq!(provider("kcp"), Ok("kcp".to_owned()));
        assert_eq!(provider("kcp.OTHER"), Ok("kcp".to_owned()));
        assert_eq!(provider("nonsense"), Ok("html5_inicis".to_owned()));
        assert_eq!(provider(""), Ok("html5_inicis".to_owned()));
    }
}
