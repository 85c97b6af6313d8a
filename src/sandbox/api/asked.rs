//! What a shop asks for when it opens a payment, read from any caller's parameters.
//! Lengths are i'mport's; what is longer is refused, not cut.

use serde_json::Value;

use crate::sandbox::ledger::{Asked, Buyer};

use super::fields::Fields;
use super::reply::Reply;

/// Custom data and lists of addresses are the shop's own; a sandbox keeps thousands of them.
const CUSTOM_DATA_BYTES: usize = 16 * 1024;
const MOST_NOTICE_URLS: usize = 5;
const URL_CHARS: usize = 2_000;

pub fn read(fields: &Fields, merchant_uid: String) -> Result<Asked, Reply> {
    Ok(Asked {
        merchant_uid,
        name: fields
            .text("name")?
            .map(|name| name.chars().take(40).collect()),
        pay_method: fields
            .short("pay_method", 20)?
            .unwrap_or_else(|| "card".to_owned()),
        buyer: buyer(fields)?,
        custom_data: custom_data(fields)?,
        notice_urls: notice_urls(fields)?,
        confirm_url: web_address(fields, "confirm_url")?,
        vbank_due: None,
        escrow: fields.flag("escrow")?,
        tax_free: fields.amount("tax_free")?,
        language: fields.short("language", 10)?,
        user_agent: None,
        card_quota: None,
        customer_uid: fields.short("customer_uid", 80)?,
    })
}

fn buyer(fields: &Fields) -> Result<Buyer, Reply> {
    let cut = |key: &str, most: usize| {
        fields
            .text(key)
            .map(|text| text.map(|text| text.chars().take(most).collect::<String>()))
    };
    Ok(Buyer {
        name: cut("buyer_name", 16)?,
        email: cut("buyer_email", 64)?,
        tel: cut("buyer_tel", 16)?,
        addr: cut("buyer_addr", 128)?,
        postcode: cut("buyer_postcode", 8)?,
    })
}

/// An object is kept as its JSON text, a string as it is.
fn custom_data(fields: &Fields) -> Result<Option<String>, Reply> {
    let text = match fields.value("custom_data") {
        None => return Ok(None),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    };
    if text.len() > CUSTOM_DATA_BYTES {
        return Err(Reply::bad(format!(
            "custom_data 파라메터는 {CUSTOM_DATA_BYTES}바이트 이하여야 합니다."
        )));
    }
    Ok(Some(text))
}

fn notice_urls(fields: &Fields) -> Result<Vec<String>, Reply> {
    let mut urls = fields.texts("notice_url")?;
    urls.retain(|url| !url.is_empty());
    if urls.len() > MOST_NOTICE_URLS || urls.iter().any(|url| !is_web_address(url)) {
        return Err(Reply::bad(
            "notice_url 파라메터는 http 또는 https 주소여야 합니다.",
        ));
    }
    Ok(urls)
}

fn web_address(fields: &Fields, key: &str) -> Result<Option<String>, Reply> {
    let Some(address) = fields.short(key, URL_CHARS)? else {
        return Ok(None);
    };
    if !is_web_address(&address) {
        return Err(Reply::bad(format!(
            "{key} 파라메터는 http 또는 https 주소여야 합니다."
        )));
    }
    Ok(Some(address))
}

pub fn is_web_address(text: &str) -> bool {
    text.len() <= URL_CHARS
        && url::Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "http" | "https"))
}
