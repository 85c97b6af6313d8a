//! Messages to shoppers, and who carries them. A message is written into the outbox with the change that causes
//! it; a worker hands it to a sender, at least once.

mod solapi;

use std::time::Duration;

use secrecy::SecretString;
use serde::{Deserialize, Serialize};

use crate::{
    clock::Clock,
    domain::{lang::Lang, money::Money, payment::Vbank},
    i18n,
};

/// What there is to say; worded when it is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Message {
    /// Where to send the money, how much, until when, and a link to the order.
    VbankIssued {
        to: String,
        lang: Lang,
        vbank: Vbank,
        amount: Money,
        link: String,
    },
    /// So much has gone back, and a link to the order.
    Refunded {
        to: String,
        lang: Lang,
        amount: Money,
        link: String,
    },
}

/// A text message, ready to be sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Sms {
    pub to: String,
    pub text: String,
    pub kind: &'static str,
}

impl Message {
    pub fn to_text(&self) -> String {
        serde_json::to_string(self).expect("because a message is plain data")
    }

    pub fn from_text(text: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(text)
    }

    pub fn sms(&self) -> Sms {
        match self {
            Self::VbankIssued {
                to,
                lang,
                vbank,
                amount,
                link,
            } => Sms {
                to: to.clone(),
                kind: "vbank_issued",
                text: i18n::vbank_sms(
                    *lang,
                    i18n::VbankSms {
                        bank: vbank.vbank_name.as_deref(),
                        num: &vbank.vbank_num,
                        holder: vbank.vbank_holder.as_deref(),
                        deadline: vbank.vbank_date,
                        amount: *amount,
                        link,
                    },
                ),
            },
            Self::Refunded {
                to,
                lang,
                amount,
                link,
            } => Sms {
                to: to.clone(),
                kind: "refunded",
                text: i18n::refund_sms(*lang, *amount, link),
            },
        }
    }
}

/// Keys of a Solapi account, for text messages to real phones.
#[derive(Clone, Debug)]
pub struct SolapiAccount {
    pub api_url: String,
    pub api_key: String,
    pub api_secret: SecretString,
    /// The sender's number, registered with Solapi beforehand as Korean law asks.
    pub from: String,
}

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("could not set up the HTTP client")]
    Setup(#[source] reqwest::Error),
    #[error("could not reach the message service")]
    Unreachable(#[source] reqwest::Error),
    #[error("the message service refused (HTTP {http}): {message}")]
    Refused { http: u16, message: String },
}

/// Who carries messages.
#[derive(Clone, Debug)]
pub enum Carrier {
    /// Nobody: the log tells that a message was due, without its content.
    Log,
    /// The sandbox's inbox, and the log.
    Sandbox {
        messages_url: String,
    },
    Solapi(SolapiAccount),
}

#[derive(Clone, Debug)]
pub struct Notifier {
    http: reqwest::Client,
    carrier: Carrier,
    clock: Clock,
}

impl Notifier {
    pub fn new(carrier: Carrier, clock: Clock) -> Result<Self, Error> {
        // One provider for the whole process; a second call changes nothing.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = reqwest::Client::builder()
            .connect_timeout(Duration::from_secs(3))
            .timeout(Duration::from_secs(10))
            .build()
            .map_err(Error::Setup)?;
        Ok(Self {
            http,
            carrier,
            clock,
        })
    }

    /// Sends one message. `key` is the same whenever the same message is sent again.
    pub async fn send(&self, message: &Message, key: &str) -> Result<(), Error> {
        let sms = message.sms();
        match &self.carrier {
            Carrier::Log => tracing::info!(
                kind = sms.kind,
                key,
                "a text message is due; no provider is configured"
            ),
            Carrier::Sandbox { messages_url } => {
                tracing::info!(
                    kind = sms.kind,
                    key,
                    "a text message lies in the sandbox's inbox"
                );
                let sent = self
                    .http
                    .post(messages_url)
                    .json(&sms)
                    .send()
                    .await
                    .map_err(Error::Unreachable)?;
                if !sent.status().is_success() {
                    return Err(Error::Refused {
                        http: sent.status().as_u16(),
                        message: String::new(),
                    });
                }
            }
            Carrier::Solapi(account) => {
                solapi::send(&self.http, account, &sms, self.clock.now()).await?
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_survive_the_outbox() {
        let message = Message::VbankIssued {
            to: "010-1234-5678".into(),
            lang: Lang::Ko,
            vbank: Vbank {
                vbank_num: "X1".into(),
                vbank_code: None,
                vbank_name: Some("국민은행".into()),
                vbank_holder: None,
                vbank_date: Some(1_760_518_799),
            },
            amount: Money::krw(64_900),
            link: "https://shop.example/orders/1?token=2".into(),
        };
        assert_eq!(Message::from_text(&message.to_text()).unwrap(), message);
        let text = message.sms().text;
        assert!(
            text.contains("X1") && text.contains("64,900") && text.contains("https://shop.example"),
            "{text}"
        );
    }
}
