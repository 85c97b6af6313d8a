// Runs in the iframe that the SDK preloads. Takes one request from the page, asks the sandbox for a window,
// and then becomes the window, sends the page away, or minds a popup until it ends.
(function () {
  "use strict";
  var POLL_MS = 300;
  var userCode = document.body.getAttribute("data-user-code");
  var pageOrigin = null;
  var address = null;

  function say(action, data) {
    var target = pageOrigin && pageOrigin !== "null" ? pageOrigin : "*";
    window.parent.postMessage(JSON.stringify({ action: action, data: data }), target);
  }

  function ask(path, body) {
    var options = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body || {}) };
    return fetch(path, options).then(function (response) {
      return response.json();
    });
  }

  function open(message) {
    var request = message.data;
    ask(message.action === "certification" ? "/certificates/open" : "/windows/open", {
      user_code: userCode,
      tier_code: request.tier_code,
      params: request.params,
      device: request.device,
      edition: request.edition,
      page_origin: pageOrigin,
      request_id: request.request_id,
    })
      .then(function (answer) {
        follow(answer, request);
      })
      .catch(function () {
        follow({ next: "refused", data: networkTrouble(request) }, request);
      });
  }

  function networkTrouble(request) {
    return {
      success: false,
      imp_uid: null,
      merchant_uid: request.params.merchant_uid,
      error_code: "F500",
      error_msg: "결제 창 호출에 실패하였습니다. 네트워크 연결을 확인해주세요.",
    };
  }

  function follow(answer, request) {
    if (answer.next === "refused") {
      answer.data.request_id = request.request_id;
      say("refused", answer.data);
      return;
    }
    address = answer.url;
    if (answer.door === "frame") {
      window.location.replace(answer.url);
      return;
    }
    say("window.opened", { request_id: request.request_id, door: answer.door, url: answer.url });
    if (answer.door === "popup") {
      mind();
    }
  }

  function mind() {
    fetch(address + "/told", { cache: "no-store" })
      .then(function (response) {
        return response.json();
      })
      .then(settle)
      .catch(function () {
        setTimeout(mind, POLL_MS);
      });
  }

  function settle(answer) {
    if (answer.state === "open") {
      setTimeout(mind, POLL_MS);
    } else if (answer.state === "left") {
      say("popup.left", {});
    } else if (answer.state === "done") {
      say("done", answer.data);
    }
  }

  window.addEventListener("message", function (event) {
    if (event.source !== window.parent || window.parent === window) {
      return;
    }
    var message;
    try {
      message = JSON.parse(event.data);
    } catch (ignored) {
      return;
    }
    if (message.from !== "iamport-sdk") {
      return;
    }
    pageOrigin = event.origin;
    if (message.action === "payment" || message.action === "certification") {
      open(message);
    } else if (message.action === "communicate" && message.data.result === "check.closing" && address) {
      ask(address + "/closing").then(settle);
    }
  });
})();
