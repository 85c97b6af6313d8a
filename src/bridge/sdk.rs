//! The only place that touches the SDK's global. Found anew at each call, since the script may be late;
//! `init` exactly once per page, since a second one destroys an open window.

use std::cell::Cell;

use js_sys::{Function, Number, Promise, Reflect};
use serde::Serialize;
use serde_json::Value;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::{BridgeError, PayAnswer};
use crate::domain::pay_request::PayRequest;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = Object)]
    #[derive(Clone)]
    pub type Imp;

    #[wasm_bindgen(method, catch)]
    fn init(this: &Imp, merchant_code: &str) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(method, catch)]
    fn request_pay(this: &Imp, params: &JsValue, callback: &Function) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(method, catch)]
    fn close(this: &Imp) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_name = queueMicrotask)]
    fn queue_microtask(task: &Function);
}

thread_local! {
    static INITIALISED: Cell<bool> = const { Cell::new(false) };
}

pub fn find() -> Option<Imp> {
    let imp = Reflect::get(&js_sys::global(), &"IMP".into()).ok()?;
    (imp.is_object() || imp.is_function()).then(|| imp.unchecked_into())
}

pub async fn request_pay(
    merchant_code: &str,
    request: &PayRequest,
) -> Result<PayAnswer, BridgeError> {
    let imp = find().ok_or(BridgeError::SdkMissing)?;
    init_once(&imp, merchant_code)?;
    // `json_compatible`: maps become plain objects, which the SDK reads; the default makes JS Maps.
    let params = request
        .serialize(&serde_wasm_bindgen::Serializer::json_compatible())
        .map_err(|e| BridgeError::SdkThrew(e.to_string()))?;
    let answered = Promise::new(&mut |resolve, reject| {
        let (imp, params) = (imp.clone(), params.clone());
        let call = Closure::once_into_js(move || {
            if let Err(thrown) = imp.request_pay(&params, &resolve) {
                // Nobody is left to hear a failing `reject`.
                let _ = reject.call1(&JsValue::UNDEFINED, &thrown);
            }
        });
        // Not from within a future: while Firefox opens a popup it runs other microtasks, and the executor of futures,
        // called again while it runs this one, throws and never runs another.
        queue_microtask(call.unchecked_ref());
    });
    let answer = JsFuture::from(answered)
        .await
        .map_err(|thrown| BridgeError::SdkThrew(describe(&thrown)))?;
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
    imp.init(merchant_code)
        .map_err(|thrown| BridgeError::SdkThrew(describe(&thrown)))?;
    INITIALISED.set(true);
    Ok(())
}

/// Takes the six fields of `PayAnswer`; answers carry numbers where the documents say text and the reverse.
fn read(answer: &JsValue) -> Result<PayAnswer, BridgeError> {
    if !answer.is_object() {
        return Err(BridgeError::Unreadable(describe(answer)));
    }
    let field = |name: &str| Reflect::get(answer, &name.into()).unwrap_or(JsValue::UNDEFINED);
    Ok(PayAnswer {
        success: flag(&field("success")),
        imp_success: flag(&field("imp_success")),
        imp_uid: text(&field("imp_uid")),
        merchant_uid: text(&field("merchant_uid")),
        error_code: text(&field("error_code")),
        error_msg: text(&field("error_msg")),
    })
}

fn flag(value: &JsValue) -> Option<Value> {
    value
        .as_bool()
        .map(Value::Bool)
        .or_else(|| value.as_string().map(Value::String))
}

fn text(value: &JsValue) -> Option<String> {
    let number = || {
        value
            .dyn_ref::<Number>()?
            .to_string_with_radix(10)
            .ok()?
            .as_string()
    };
    value.as_string().or_else(number)
}

fn describe(value: &JsValue) -> String {
    let message = Reflect::get(value, &"message".into())
        .ok()
        .and_then(|m| m.as_string());
    message
        .or_else(|| value.as_string())
        .unwrap_or_else(|| format!("{value:?}"))
}
