//! Puts an edition's few lines around the one implementation: what it is, and what it is called with.

use serde_json::{Map, Value, json};

use crate::sandbox::gateway::{Device, GATEWAYS, Gateway};
use crate::sandbox::ledger::Edition;
use crate::sandbox::merchant::Merchant;
use crate::sandbox::world::World;

const BODY: &str = include_str!("../assets/iamport.js");

/// The script for a `<script src>`.
pub fn script(world: &World, edition: Edition, version: &str) -> String {
    let argument = match edition {
        Edition::Legacy => "jQuery",
        Edition::V1 => "null",
    };
    let about = about(world, edition, version);
    format!("(function (SANDBOX, $) {{\n{BODY}\n}})({about}, {argument});\n")
}

/// The twin for `import`: the same `window.IMP`, and the module's default export besides.
/// A module has no `document.currentScript`, so it says itself where it came from.
pub fn module(world: &World, version: &str) -> String {
    let about = about(world, Edition::V1, version);
    format!(
        "const SANDBOX = {about};\nSANDBOX.address = import.meta.url;\n\
         (function (SANDBOX, $) {{\n{BODY}\n}})(SANDBOX, null);\n\
         export const IMP = window.IMP;\nexport default IMP;\n"
    )
}

/// What the implementation is called with.
fn about(world: &World, edition: Edition, version: &str) -> String {
    let about = json!({
        "edition": edition,
        "version": version,
        "origin": world.url,
        "merchants": merchants(&world.lock().merchants),
        "doors": GATEWAYS.iter().map(|gateway| (gateway.provider.to_owned(), doors(gateway))).collect::<Map<_, _>>(),
    });
    // The constant must not end the script or start a comment wherever it is pasted.
    about.to_string().replace('<', "\\u003c")
}

/// The channels of every merchant, so that a popup can be opened inside the shopper's click without
/// asking the server first. The first channel is the default.
fn merchants(merchants: &[Merchant]) -> Map<String, Value> {
    let channels = |merchant: &Merchant| -> Vec<Value> {
        let list = merchant.channels.iter();
        list.map(|channel| json!([channel.pg_provider, channel.pg_id, channel.channel_key]))
            .collect()
    };
    merchants
        .iter()
        .map(|merchant| (merchant.code.clone(), json!(channels(merchant))))
        .collect()
}

/// The door on a desktop and a phone: as usual, with `popup: true`, with `popup: false`.
fn doors(gateway: &Gateway) -> Value {
    let on =
        |device: Device| [None, Some(true), Some(false)].map(|popup| gateway.door(device, popup));
    json!({"pc": on(Device::Pc), "mobile": on(Device::Mobile)})
}
