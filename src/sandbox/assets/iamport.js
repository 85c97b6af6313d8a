"use strict";
// i'mport's payment SDK as the sandbox plays it. What a shop's page can observe follows the real one;
// how the pieces talk to each other is the sandbox's own. SANDBOX and $ come from the edition around this file.

var ORIGIN = originOfThisScript();
var LEGACY = SANDBOX.edition === "legacy";
// As many frames as any real shop has contracts. The sandbox's own merchant has one with every gateway there is;
// whatever is beyond gets its frame when it is asked for.
var PRELOAD_AT_MOST = 6;
var CLOSED_POLL_MS = 100;

var merchant = null;
var overlay = null;
var frames = {};
var session = null;

function originOfThisScript() {
  try {
    return new URL(SANDBOX.address || document.currentScript.src, document.baseURI).origin;
  } catch (ignored) {
    return SANDBOX.origin;
  }
}

function isMobile() {
  var agent = navigator.userAgent;
  var tabletInDisguise = /Macintosh/.test(agent) && navigator.maxTouchPoints > 1;
  return /iPhone|iPad|iPod|Android|Mobile/i.test(agent) || tabletInDisguise;
}

function device() {
  return isMobile() ? "mobile" : "pc";
}

// --- channels and doors -------------------------------------------------------------------------

function channels() {
  return (merchant && SANDBOX.merchants[merchant.code]) || [];
}

function find(list, fits) {
  for (var i = 0; i < list.length; i += 1) {
    if (fits(list[i])) {
      return list[i];
    }
  }
  return null;
}

// Exact provider and MID, the default if its provider fits, any of that provider, the default.
function channelFor(params) {
  var all = channels();
  if (!LEGACY && params.channelKey) {
    return find(all, function (channel) { return channel[2] === params.channelKey; });
  }
  var wanted = String(params.pg || "").split(".");
  var mid = wanted.slice(1).join(".");
  var first = all[0] || null;
  var exact = find(all, function (channel) { return channel[0] === wanted[0] && channel[1] === mid; });
  if (exact || (first && first[0] === wanted[0])) {
    return exact || first;
  }
  return find(all, function (channel) { return channel[0] === wanted[0]; }) || first;
}

function doorFor(channel, params) {
  if (!channel) {
    return "frame";
  }
  var asked = channel[0] === "naverpay" ? params.naverPopupMode : params.popup;
  var column = asked === true ? 1 : asked === false ? 2 : 0;
  return SANDBOX.doors[channel[0]][device()][column];
}

// --- the overlay and its frames -----------------------------------------------------------------

function style(element, rules) {
  for (var name in rules) {
    if (Object.prototype.hasOwnProperty.call(rules, name)) {
      element.style[name] = rules[name];
    }
  }
}

function buildOverlay() {
  overlay = document.createElement("div");
  overlay.className = "imp-dialog customizable";
  overlay.setAttribute("role", "dialog");
  overlay.setAttribute("aria-modal", "true");
  overlay.setAttribute("aria-label", "i'mport");
  style(overlay, {
    display: "none", position: "fixed", top: "0", left: "0", width: "100%", height: "100%", zIndex: "99999",
    background: "rgba(0, 0, 0, 0.5)", overflow: "auto",
  });
  document.body.appendChild(overlay);
}

function buildFrame(provider) {
  var frame = document.createElement("iframe");
  var record = { element: frame, loaded: false, waiting: null };
  frame.className = "imp-frame imp-frame-" + device() + " imp-frame-" + provider;
  frame.title = "결제창 / Payment window";
  style(frame, { display: "none", width: "100%", height: "100%", border: "0" });
  frame.addEventListener("load", function () {
    record.loaded = true;
    if (record.waiting) {
      post(record, record.waiting);
      record.waiting = null;
    }
    preloadNext();
  });
  frame.src = ORIGIN + "/windows/ready/" + encodeURIComponent(merchant.code);
  overlay.appendChild(frame);
  frames[provider] = record;
  return record;
}

// Every gateway gets its frame: the default one at once, the others one by one in idle moments of the loaded page.
function preloadNext() {
  var next = find(channels(), function (channel) { return !frames[channel[0]]; });
  var over = overlay;
  if (!next || Object.keys(frames).length >= PRELOAD_AT_MOST) {
    return;
  }
  if (Object.keys(frames).length === 0) {
    buildFrame(next[0]);
    return;
  }
  whenIdle(function () {
    if (overlay === over && !session && !frames[next[0]]) {
      buildFrame(next[0]);
    }
  });
}

function whenIdle(then) {
  if (document.readyState !== "complete") {
    window.addEventListener("load", function () { whenIdle(then); }, { once: true });
  } else if (window.requestIdleCallback) {
    window.requestIdleCallback(then);
  } else {
    setTimeout(then, 50);
  }
}

// Throws away every frame; a window in progress is lost, as with the real one.
function rebuild() {
  tearDown();
  prepare();
}

function tearDown() {
  if (overlay) {
    overlay.remove();
  }
  frames = {};
  overlay = null;
}

function prepare() {
  if (!merchant) {
    return;
  }
  whenBodyExists(function () {
    if (!overlay && merchant) {
      buildOverlay();
      preloadNext();
    }
  });
}

function whenBodyExists(then) {
  if (document.body) {
    then();
  } else {
    document.addEventListener("DOMContentLoaded", then);
  }
}

function show(record) {
  style(overlay, { display: "block" });
  style(record.element, { display: "block" });
  record.element.classList.add("imp-open");
  if (isMobile()) {
    document.body.classList.add("imp-payment-progress");
  }
}

// The page usually leaves as soon as it has its answer. Frames that are only being fetched then are errors in Firefox's
// console, so that new ones wait to see whether it stays.
function hide() {
  document.body.classList.remove("imp-payment-progress");
  tearDown();
  setTimeout(prepare, 1000);
}

function post(record, message) {
  record.element.contentWindow.postMessage(JSON.stringify(message), ORIGIN);
}

// One place to wait while the frame loads: the last request wins.
function send(record, message) {
  if (record.loaded) {
    post(record, message);
  } else {
    record.waiting = message;
  }
}

// --- one request --------------------------------------------------------------------------------

function copy(params) {
  var own = {};
  for (var name in params) {
    if (Object.prototype.hasOwnProperty.call(params, name) && typeof params[name] !== "function") {
      own[name] = params[name];
    }
  }
  return own;
}

function openPopup(provider) {
  var size = "width=720,height=820,left=120,top=60,resizable=yes,scrollbars=yes";
  return window.open("about:blank", "imp_popup_" + provider, size);
}

function begin(action, params, callback) {
  var own = copy(params);
  if (own.merchant_uid === undefined) {
    own.merchant_uid = "nobody_" + Date.now();
  }
  var channel = action === "certification" ? ["danal", "", ""] : channelFor(own);
  if (LEGACY && channels().length === 0) {
    answer(callback, noModule(own));
    return;
  }
  var door = action === "certification" ? (own.popup === true ? "popup" : "frame") : doorFor(channel, own);
  var popup = door === "popup" ? openPopup(channel[0]) : null;
  if (door === "popup" && !popup) {
    window.alert("팝업이 차단되어 결제창을 열 수 없습니다. 팝업 차단을 해제해주세요.");
    return;
  }
  if (!overlay) {
    buildOverlay();
  }
  var provider = channel ? channel[0] : "none";
  var record = frames[provider] || buildFrame(provider);
  session = {
    id: "req_" + Date.now(), params: own, callback: callback, record: record, popup: popup, timer: null, started: false,
  };
  show(record);
  send(record, {
    action: action,
    data: { request_id: session.id, params: own, device: device(), edition: SANDBOX.edition, tier_code: merchant.tier },
    origin: window.location.href, from: "iamport-sdk", version: SANDBOX.version,
  });
}

function noModule(params) {
  // The key is misspelt in the real one, too.
  return {
    imp_success: false, imp_uid: null, merchant_uid: params.merchant_uid, error_coe: "F1001",
    error_msg: "등록되지 않은 PG모듈 정보입니다. 관리자 콘솔에서 PG설정을 확인해주세요.",
  };
}

function answer(callback, data) {
  if (typeof callback !== "function") {
    return;
  }
  try {
    callback.call({}, data);
  } catch (error) {
    console.log(error);
  }
}

function closePopup(over) {
  clearInterval(over.timer);
  if (over.popup && !over.popup.closed) {
    over.popup.close();
  }
}

function finish(data, failedBeforeStart) {
  var over = session;
  session = null;
  hide();
  if (!over) {
    return;
  }
  closePopup(over);
  if (!keepsRequestId()) {
    delete data.request_id;
  }
  if (failedBeforeStart && isMobile() && typeof over.callback !== "function") {
    goToFailure(over.params, data);
    return;
  }
  answer(over.callback, data);
}

// Editions up to 1.1.x let the page see the SDK's own id.
function keepsRequestId() {
  return LEGACY && /^1\.[01]\./.test(SANDBOX.version);
}

// A phone without a callback hears of an early failure by address only.
function goToFailure(params, data) {
  var target = params.m_redirect_url;
  var query = new URLSearchParams();
  query.set("imp_uid", data.imp_uid || "");
  if (target) {
    query.set("merchant_uid", params.merchant_uid);
    query.set("imp_success", "false");
  } else {
    query.set("success", "false");
    target = ORIGIN + "/payments/fail";
  }
  query.set("error_msg", data.error_msg || "");
  window.location.href = target + (target.indexOf("?") < 0 ? "?" : "&") + query.toString();
}

function opened(data) {
  if (!session || data.request_id !== session.id) {
    return;
  }
  session.started = true;
  if (data.door === "popup") {
    session.popup.location.href = ORIGIN + data.url;
    watchPopup(session);
  } else if (data.door === "redirect") {
    session = null;
    hide();
    window.top.location.href = ORIGIN + data.url;
  }
}

function watchPopup(over) {
  over.timer = setInterval(function () {
    if (session !== over || !over.popup.closed) {
      return;
    }
    clearInterval(over.timer);
    post(over.record, {
      action: "communicate", data: { result: "check.closing", request_id: over.id }, from: "iamport-sdk",
      version: SANDBOX.version,
    });
  }, CLOSED_POLL_MS);
}

// The popup went to m_redirect_url: the page hears nothing, and the popup is the shop's now.
function popupLeft() {
  if (session) {
    clearInterval(session.timer);
    session = null;
  }
  hide();
}

function listen(event) {
  if (event.origin !== ORIGIN) {
    return;
  }
  var message;
  try {
    message = JSON.parse(event.data);
  } catch (ignored) {
    message = { action: "unknown", data: {} };
  }
  var data = message.data || {};
  if (message.action === "window.opened") {
    opened(data);
  } else if (message.action === "popup.left") {
    popupLeft();
  } else if (session && data.request_id === session.id) {
    finish(data, message.action === "refused");
  } else {
    // As with the real one, whatever else comes from that origin closes the overlay.
    session = null;
    hide();
  }
}

// --- what the page may call ---------------------------------------------------------------------

function init(code) {
  agency(code, null);
}

function agency(code, tier) {
  merchant = { code: String(code), tier: tier || null };
  session = null;
  rebuild();
}

function requestPay(params, callback) {
  return request("payment", params, callback);
}

function certification(params, callback) {
  return request("certification", params, callback);
}

function request(action, params, callback) {
  if (!params) {
    window.alert("결제요청 파라메터가 누락되었습니다.");
    return false;
  }
  if (!merchant) {
    window.alert("판매자 코드가 설정되지 않았습니다. IMP.init()을 먼저 호출해주세요.");
    if (!LEGACY) {
      console.error("IMP.init() must be called before IMP.request_pay()");
      Promise.reject(new Error("IMP.init() must be called first"));
    }
    return undefined;
  }
  begin(action, params, callback);
  return undefined;
}

function communicate(data) {
  if (session) {
    post(session.record, { action: "communicate", data: data, from: "iamport-sdk", version: SANDBOX.version });
  }
}

// Closes by force. The callback is not called.
function close() {
  if (session) {
    closePopup(session);
  }
  session = null;
  hide();
}

function deinit() {
  close();
  merchant = null;
  rebuild();
}

var UI_TYPES = {
  "payment-bridge": ["danal_tpay", "uplus", "kcp"],
  "paypal-spb": ["paypal_v2"],
  "paypal-rt": ["paypal_v2"],
  "toss-brandpay-widget": ["toss_brandpay"],
};

// Puts the gateway's own button into the page; pressing it opens the window.
function loadUI(uiType, params, callback) {
  var channel = merchant && params ? channelFor(params) : null;
  var fits = channel && (UI_TYPES[uiType] || []).indexOf(channel[0]) >= 0;
  var holder = document.querySelector(".portone-ui-container");
  if (!fits || !holder) {
    answer(callback, {
      merchant_uid: params && params.merchant_uid, error_code: "F500",
      error_msg: "결제 창 호출에 실패하였습니다. UI를 불러올 수 없습니다.",
    });
    return;
  }
  var button = document.createElement("button");
  button.type = "button";
  button.textContent = channel[0] === "paypal_v2" ? "PayPal" : "결제하기";
  button.addEventListener("click", function () {
    requestPay(params, callback);
  });
  holder.replaceChildren(button);
}

// Naver's wish list. Nothing is paid and nothing is answered; it is only shown, as with the real one.
function naverZzim(params) {
  var channel = merchant && find(channels(), function (channel) { return channel[0] === "naverco"; });
  if (!params || !channel) {
    window.alert("네이버 주문형 채널이 없거나 파라메터가 누락되었습니다.");
    return;
  }
  var query = new URLSearchParams();
  (params.naverProducts || []).forEach(function (product) {
    query.append("product", product.name || product.id || "");
  });
  window.open(ORIGIN + "/windows/zzim?" + query.toString(), "imp_popup_naverco", "width=480,height=640");
}

// Toss BrandPay's widgets are beyond the sandbox; nobody shall wait for them.
function loadModule(moduleType) {
  var error = new Error("501 샌드박스가 지원하지 않는 기능입니다. (IMP.loadModule " + moduleType + ")");
  console.error(error.message);
  return Promise.reject(error);
}

window.addEventListener("message", listen);
// A page that comes back out of the history must not lie under an old overlay.
window.addEventListener("pageshow", function (event) {
  if (event.persisted && merchant) {
    session = null;
    hide();
  }
});

var api = {
  init: init, agency: agency, request_pay: requestPay, certification: certification, communicate: communicate,
  close: close, naver_zzim: naverZzim,
};
if (!LEGACY) {
  api.deinit = deinit;
  api.loadUI = loadUI;
  api.loadModule = loadModule;
}
window.IMP = api;
