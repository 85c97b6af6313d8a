//! Which PG contract serves which way to pay.

use clap::Args;

use super::{error::ConfigError, given};
use crate::{checkout::Channel, domain::method::PayMethod};

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

impl ChannelArgs {
    /// Live: what is configured, and card, transfer and virtual account through the merchant's first PG.
    /// Sandbox: everything, through the test contracts that i'mport's documents name.
    pub(super) fn list(&self, is_sandbox: bool) -> Result<Vec<(PayMethod, Channel)>, ConfigError> {
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
        let channel = |method: PayMethod| {
            let name = format!("CHANNEL_{}", method.code().to_uppercase());
            let channel = match given::code(&name, given(method).as_ref())? {
                Some(text) if text.starts_with("channel-key-") => {
                    Some(Channel::Key(text.to_owned()))
                }
                Some(text) => Some(Channel::Pg(text.to_owned())),
                None => default_channel(is_sandbox, method),
            };
            Ok(channel.map(|channel| (method, channel)))
        };
        PayMethod::ALL
            .into_iter()
            .filter_map(|method| channel(method).transpose())
            .collect()
    }
}

fn default_channel(is_sandbox: bool, method: PayMethod) -> Option<Channel> {
    let sandbox = match method {
        PayMethod::Card | PayMethod::Trans | PayMethod::Vbank => "html5_inicis.INIpayTest",
        PayMethod::Kakaopay => "kakaopay.TC0ONETIME",
        PayMethod::Naverpay => "naverpay",
        PayMethod::Tosspay => "tosspay.tosstest",
        PayMethod::Phone => "danal",
        PayMethod::Paypal => "paypal",
    };
    match (is_sandbox, method) {
        (true, _) => Some(Channel::Pg(sandbox.to_owned())),
        (false, PayMethod::Card | PayMethod::Trans | PayMethod::Vbank) => Some(Channel::Default),
        (false, _) => None,
    }
}
