//! From a press of Pay to the order page. Whatever the window says is only passed on: the server decides.

use std::{cell::Cell, rc::Rc};

use js_sys::Reflect;
use leptos::task::spawn_local;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Element;

use super::{
    display::Display,
    dom::{self, go, on, sleep},
    form, overlay, sdk_script, typing,
};
use crate::{
    app::islands::PayMessage,
    bridge::{self, BridgeError, PayAnswer},
    domain::pay_request::PlaceAnswer,
    server_fns::{
        error::CallError,
        orders::{complete_payment, read_stage},
    },
};

/// Milliseconds between looks at the order while a window is open.
const LOOK_EVERY: i32 = 2_000;
/// Milliseconds before each try to pass the window's answer on.
const PASS_ON_AFTER: [i32; 3] = [0, 1_000, 3_000];

pub fn wire_pay_form(root: Element) {
    let display = Display::new(root.clone());
    let pay = Rc::new(Pay {
        root: root.clone(),
        display,
        busy: Cell::new(false),
        run: Cell::new(0),
    });
    let pressed = Rc::clone(&pay);
    on(&root, "submit", move |event| {
        event.prevent_default();
        pressed.press();
    });
    let corrected = Rc::clone(&pay);
    on(&root, "input", move |event| {
        if let Some(field) = event
            .target()
            .and_then(|target| target.dyn_into::<Element>().ok())
        {
            corrected.display.mend(&field);
            typing::help(&field);
        }
    });
    typing::restore(&pay.root);
    let back = Rc::clone(&pay);
    dom::on_return(move || {
        back.stop();
        spawn_local(look_back());
    });
    spawn_local(look_back());
}

struct Pay {
    root: Element,
    display: Display,
    /// From the press until the page is left or a try has failed: a second press does nothing.
    busy: Cell<bool>,
    /// Counts tries, so that what belongs to an old one can tell.
    run: Cell<u32>,
}

impl Pay {
    fn press(self: &Rc<Self>) {
        if self.busy.replace(true) {
            return;
        }
        self.display.clear();
        self.display.busy(PayMessage::Preparing);
        let pay = Rc::clone(self);
        spawn_local(async move {
            match form::send(&pay.root).await {
                Ok(placed) => pay.placed(placed).await,
                Err(error) => pay.refused(&error),
            }
        });
    }

    async fn placed(self: Rc<Self>, mut placed: PlaceAnswer) {
        remember(&placed);
        if !opens_popups() {
            placed.opens_popup = false;
            placed.request = placed.request.without_popup();
        }
        if placed.opens_popup && !shopper_is_acting() {
            self.offer_window(placed);
            return;
        }
        self.open(placed).await;
    }

    /// The click that Pay was has grown too old to open a popup: asks for another one.
    fn offer_window(self: Rc<Self>, placed: PlaceAnswer) {
        let Some(offer) = self
            .display
            .offer(PayMessage::OpenWindowHint, PayMessage::OpenWindow)
        else {
            return self.fail(PayMessage::WindowFailed, &placed);
        };
        on(&offer, "click", move |_| {
            let (pay, placed) = (Rc::clone(&self), placed.clone());
            pay.display.idle();
            spawn_local(pay.open(placed));
        });
    }

    async fn open(self: Rc<Self>, placed: PlaceAnswer) {
        self.display.busy(PayMessage::Busy);
        self.display.status(PayMessage::BusyHint, &placed.order_url);
        if !sdk_script::arrives().await {
            return self.fail(PayMessage::SdkMissing, &placed);
        }
        mark_paying(&placed);
        let run = self.run.get();
        spawn_local(watch(Rc::clone(&self), placed.clone(), run));
        let pay = Rc::clone(&self);
        spawn_local(overlay::mind_focus(self.root.clone(), move || {
            pay.run.get() != run
        }));
        match bridge::request_pay(&placed.merchant_code, &placed.request).await {
            Ok(answer) => pass_on(&placed, answer).await,
            // The window did answer; what it meant the server finds out.
            Err(BridgeError::Unreadable(_)) => pass_on(&placed, PayAnswer::default()).await,
            Err(BridgeError::SdkMissing) => self.fail(PayMessage::SdkMissing, &placed),
            Err(BridgeError::SdkThrew(_) | BridgeError::NotInBrowser) => {
                self.fail(PayMessage::WindowFailed, &placed)
            }
        }
    }

    fn refused(&self, error: &CallError) {
        let sentence = match error {
            CallError::Invalid(_) => PayMessage::Invalid,
            CallError::BadRequest => PayMessage::BadRequest,
            CallError::PaymentUnavailable => PayMessage::PaymentUnavailable,
            CallError::Offline => PayMessage::Offline,
            CallError::Unavailable => PayMessage::Unavailable,
            CallError::CartEmpty => return go("/cart"),
            CallError::Changed
            | CallError::TooFew { .. }
            | CallError::UnknownProduct
            | CallError::Quantity
            | CallError::NotPayable
            | CallError::NotCancellable
            | CallError::TooManyTries
            | CallError::NotFound => return self.renew(),
        };
        self.stop();
        self.display.alert(sentence);
        if let CallError::Invalid(fields) = error {
            self.display.field_errors(fields);
        }
    }

    /// The page as it is now tells what has changed.
    fn renew(&self) {
        if form::pays_again(&self.root) {
            dom::reload()
        } else {
            go("/checkout")
        }
    }

    /// No window, but an order: its page is the way on, and Pay works again.
    fn fail(&self, sentence: PayMessage, placed: &PlaceAnswer) {
        self.stop();
        self.display.alert_with_way_on(sentence, &placed.order_url);
    }

    /// Ends this try; the form can be sent again.
    fn stop(&self) {
        self.run.set(self.run.get() + 1);
        self.busy.set(false);
        self.display.idle();
    }
}

/// While the window is open: a result that is known already, as when the callback got lost or the window
/// reports elsewhere, ends the waiting.
async fn watch(pay: Rc<Pay>, placed: PlaceAnswer, run: u32) {
    loop {
        sleep(LOOK_EVERY).await;
        if pay.run.get() != run {
            return;
        }
        if !dom::is_visible() {
            continue;
        }
        let Ok(answer) = read_stage(placed.order_id.to_string(), token_in(&placed.order_url)).await
        else {
            continue;
        };
        if pay.run.get() == run && !answer.stage.payable() {
            bridge::close();
            return go(&answer.order_url);
        }
    }
}

/// Tells the server what the window said, again if it cannot be reached, and goes to the order page: there
/// the result shows, or that it is being confirmed.
async fn pass_on(placed: &PlaceAnswer, answer: PayAnswer) {
    let claims_success = answer.claims_success();
    let said = |text: Option<String>| text.unwrap_or_default();
    let (imp_uid, merchant_uid) = (said(answer.imp_uid), said(answer.merchant_uid));
    let (error_code, error_msg) = (said(answer.error_code), said(answer.error_msg));
    for pause in PASS_ON_AFTER {
        sleep(pause).await;
        let (order_id, token) = (placed.order_id.to_string(), token_in(&placed.order_url));
        let (merchant_uid, imp_uid) = (merchant_uid.clone(), imp_uid.clone());
        let (error_code, error_msg) = (error_code.clone(), error_msg.clone());
        match complete_payment(
            order_id,
            token,
            merchant_uid,
            imp_uid,
            claims_success,
            error_code,
            error_msg,
        )
        .await
        {
            Ok(answer) => return go(&answer.order_url),
            Err(CallError::Offline | CallError::Unavailable) => {}
            Err(_) => break,
        }
    }
    go(&placed.order_url);
}

/// Keeps the order with this entry of the browser's history: whoever comes back to it asks first.
fn remember(placed: &PlaceAnswer) {
    let note = format!(
        "{}{}?{}",
        NOTE,
        placed.order_id,
        token_in(&placed.order_url)
    );
    if let Ok(history) = dom::window().history() {
        // Refused only when called absurdly often; then nothing is remembered and the server still knows.
        let _ = history.replace_state(&note.into(), "");
    }
}

const NOTE: &str = "imp-checkout:";

/// Back from the payment company's page: an order that is past paying shows itself instead of the form.
async fn look_back() {
    let note = dom::window()
        .history()
        .and_then(|history| history.state())
        .ok()
        .and_then(|state| state.as_string());
    let order = note
        .as_deref()
        .and_then(|note| note.strip_prefix(NOTE))
        .and_then(|order| order.split_once('?'));
    let Some((order_id, token)) = order else {
        return;
    };
    if let Ok(answer) = read_stage(order_id.to_owned(), token.to_owned()).await
        && !answer.stage.payable()
    {
        go(&answer.order_url);
    }
}

/// Lets the payment popup recognise the page that opened it (`Arrival`).
fn mark_paying(placed: &PlaceAnswer) {
    if let Some(page) = dom::document().document_element() {
        let _ = page.set_attribute("data-paying", placed.order_id.as_str());
    }
}

fn token_in(order_url: &str) -> String {
    order_url
        .split_once("token=")
        .map(|(_, token)| token.to_owned())
        .unwrap_or_default()
}

/// Whether this browser has popups at all.
fn opens_popups() -> bool {
    let navigator = dom::window().navigator();
    let touch_points = Reflect::get(&navigator, &"maxTouchPoints".into())
        .ok()
        .and_then(|points| points.as_f64());
    let user_agent = navigator.user_agent().unwrap_or_default();
    bridge::opens_popups(&user_agent, touch_points.is_some_and(|points| points > 1.0))
}

/// Whether the click on Pay, which has led to a request, still opens a popup. Browsers that cannot tell are believed to
/// allow it.
fn shopper_is_acting() -> bool {
    if bridge::blocks_popups_after_a_request(
        &dom::window().navigator().user_agent().unwrap_or_default(),
    ) {
        return false;
    }
    let active = Reflect::get(&dom::window().navigator(), &"userActivation".into())
        .and_then(|activation| Reflect::get(&activation, &"isActive".into()));
    active.map_or(true, |active: JsValue| active.as_bool() != Some(false))
}
