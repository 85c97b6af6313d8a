//! The only place that touches the SDK's global. Found anew at each call, since the script may be late;
//! `init` exactly once per page, since a second one destroys an open window.

use std::cell::Cell;

use js_sys::{Function, Promise, Reflect};
use serde::Serialize;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::{BridgeError, PayAnswer, PayRequest};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = Object)]
    pub type Imp;

    #[wasm_bindgen(method, catch)]
    fn init(this: &Imp, merchant_code: &str) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(method, catch)]
    fn request_pay(this: &Imp, params: &JsValue, callback: &Function) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(method, catch)]
    fn close(this: &Imp) -> Result<JsValue, JsValue>;
}

thread_local! {
    static INITIALISED: Cell<bool> = const { Cell::new(false) };
}

pub fn find() -> Option<Imp> {
    let imp = Reflect::get(&js_sys::global(), &"IMP".into()).ok()?;
    (imp.is_object() || imp.is_function()).then(|| imp.unchecked_into())
}

pub async fn request_pay(merchant_code: &str, request: &PayRequest) -> Result<PayAnswer, BridgeError> {
    let imp = find().ok_or(BridgeError::SdkMissing)?;
    init_once(&imp, merchant_code)?;
    // `json_compatible`: maps become plain objects, which the SDK reads; the default makes JS Maps.
    let params = request
        .serialize(&serde_wasm_bindgen::Serializer::json_compatible())
        .map_err(|e| BridgeError::SdkThrew(e.to_string()))?;
    let answered = Promise::new(&mut |resolve, reject| {
        if let Err(thrown) = imp.request_pay(&params, &resolve) {
            // Nobody is left to hear a failing `reject`.
            let _ = reject.call1(&JsValue::UNDEFINED, &thrown);
        }
    });
    let answer = JsFuture::from(answered).await.map_err(|thrown| BridgeError::SdkThrew(describe(&thrown)))?;
    read(&answer)
}

pub fn close() {
    if let Some(imp) = find() {
        // A window that is closed already may throw; there is nothing left to do then.
        let _ = imp.close();
    }
}

fn init_once(imp: &Imp, merchant_code: &str) -> Result<(), BridgeError> {
    if INITIALISED.get() {
        return Ok(());
    }
    imp.init(merchant_code).map_err(|thrown| BridgeError::SdkThrew(describe(&thrown)))?;
    INITIALISED.set(true);
    Ok(())
}

/// Reads by way of JSON: answers carry numbers where the documents say text and the reverse, and only
/// the six fields of `PayAnswer` matter.
fn read(answer: &JsValue) -> Result<PayAnswer, BridgeError> {
    let unreadable = || BridgeError::Unreadable(describe(answer));
    let text = js_sys::JSON::stringify(answer).map_err(|_| unreadable())?;
    let text = text.as_string().ok_or_else(unreadable)?;
    serde_json::from_str(&text).map_err(|e| BridgeError::Unreadable(e.to_string()))
}

fn describe(value: &JsValue) -> String {
    let message = Reflect::get(value, &"message".into()).ok().and_then(|m| m.as_string());
    message.or_else(|| value.as_string()).unwrap_or_else(|| format!("{value:?}"))
}
