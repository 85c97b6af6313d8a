//! Puts an edition's two lines around the one implementation: what it is, and what it is called with.

use serde_json::{Map, Value, json};

use crate::sandbox::gateway::{Device, GATEWAYS, Gateway};
use crate::sandbox::ledger::Edition;
use crate::sandbox::merchant::Merchant;
use crate::sandbox::world::World;

const BODY: &str = include_str!("../assets/iamport.js");

pub fn script(world: &World, edition: Edition, version: &str) -> String {
    let about = json!({
        "edition": edition,
        "version": version,
        "origin": world.url,
        "merchants": merchants(&world.lock().merchants),
        "doors": GATEWAYS.iter().map(|gateway| (gateway.provider.to_owned(), doors(gateway))).collect::<Map<_, _>>(),
    });
    let argument = match edition {
        Edition::Legacy => "jQuery",
        Edition::V1 => "null",
    };
    // The constant must not end the script or start a comment wherever it is pasted.
    let about = about.to_string().replace('<', "\\u003c");
    format!("(function (SANDBOX, $) {{\n{BODY}\n}})({about}, {argument});\n")
}

/// The channels of every merchant, so that a popup can be opened inside the shopper's click without
/// asking the server first. The first channel is the default.
fn merchants(merchants: &[Merchant]) -> Map<String, Value> {
    let channels = |merchant: &Merchant| -> Vec<Value> {
        let list = merchant.channels.iter();
        list.map(|channel| json!([channel.pg_provider, channel.pg_id, channel.channel_key])).collect()
    };
    merchants.iter().map(|merchant| (merchant.code.clone(), json!(channels(merchant)))).collect()
}

/// The door on a desktop and a phone: as usual, with `popup: true`, with `popup: false`.
fn doors(gateway: &Gateway) -> Value {
    let on = |device: Device| [None, Some(true), Some(false)].map(|popup| gateway.door(device, popup));
    json!({"pc": on(Device::Pc), "mobile": on(Device::Mobile)})
}
