//! Solapi's HTTP API ("SMS API: send messages"): one signed POST. The signature is the HMAC-SHA256 of date and
//! salt under the account's secret.

use secrecy::ExposeSecret;
use serde_json::json;

use super::{Error, Sms, SolapiAccount};
use crate::{clock::Millis, keys};

pub async fn send(
    http: &reqwest::Client,
    account: &SolapiAccount,
    sms: &Sms,
    now: Millis,
) -> Result<(), Error> {
    let salt = keys::random_text(32);
    let body = json!({
        "message": { "to": digits(&sms.to), "from": digits(&account.from), "text": sms.text, "autoTypeDetect": true },
    });
    let answer = http
        .post(format!("{}/messages/v4/send", account.api_url))
        .header(
            reqwest::header::AUTHORIZATION,
            authorization(account, &date(now), &salt),
        )
        .json(&body)
        .send()
        .await
        .map_err(Error::Unreachable)?;
    let status = answer.status();
    if status.is_success() {
        return Ok(());
    }
    let message = answer
        .text()
        .await
        .unwrap_or_default()
        .chars()
        .take(200)
        .collect();
    Err(Error::Refused {
        http: status.as_u16(),
        message,
    })
}

fn authorization(account: &SolapiAccount, date: &str, salt: &str) -> String {
    let signature =
        keys::hmac_sha256_hex(account.api_secret.expose_secret(), &format!("{date}{salt}"));
    format!(
        "HMAC-SHA256 apiKey={}, date={date}, salt={salt}, signature={signature}",
        account.api_key
    )
}

/// ISO 8601 in UTC.
fn date(now: Millis) -> String {
    jiff::Timestamp::from_millisecond(now.0)
        .unwrap_or(jiff::Timestamp::UNIX_EPOCH)
        .to_string()
}

/// Solapi takes numbers without hyphens.
fn digits(number: &str) -> String {
    number
        .chars()
        .filter(|c| c.is_ascii_digit() || *c == '+')
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_signed_over_date_and_salt() {
        let account = SolapiAccount {
            api_url: "https://api.solapi.com".into(),
            api_key: "NCSKEY".into(),
            api_secret: "secret".to_owned().into(),
            from: "02-123-4567".into(),
        };
        // printf '%s' '2026-11-22T00:00:00Zsalt' | openssl dgst -sha256 -hmac secret
        let header = authorization(&account, "2026-11-22T00:00:00Z", "salt");
        let (front, signature) = header.split_once("signature=").unwrap();
        assert_eq!(
            front,
            "HMAC-SHA256 apiKey=NCSKEY, date=2026-11-22T00:00:00Z, salt=salt, "
        );
        assert_eq!(signature, SIGNATURE);
        assert_eq!(digits("010-1234-5678"), "01012345678");
        assert_eq!(date(Millis(1_760_000_000_000)), "2025-10-09T08:53:20Z");
    }

    const SIGNATURE: &str = "7a92cb7ea92c7b5a503c6bd1a1c2e33d32faf84caccce9ee9b1d3694f7480cf2";
}
