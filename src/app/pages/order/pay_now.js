(function () {
  var box = document.getElementById("pay-now"), says = box.dataset;
  var told = box.querySelector("p"), button = box.querySelector("button");
  function say(text) { told.textContent = text; button.hidden = false; }
  function report(answer) {
    var url = says.back;
    ["imp_uid", "merchant_uid", "imp_success", "success", "error_code", "error_msg"].forEach(function (name) {
      if (answer && answer[name] != null) url += "&" + name + "=" + encodeURIComponent(answer[name]);
    });
    location.assign(url);
  }
  function open() {
    if (!window.IMP) return say(says.sayMissing);
    // Whoever reloads, or comes back, gets the order's page, and no second window.
    try { history.replaceState(history.state, "", says.here); } catch (e) { /* then it opens once more */ }
    try { IMP.init(says.merchant); IMP.request_pay(JSON.parse(says.request), report); } catch (e) { say(says.sayFailed); }
  }
  button.onclick = function () { if (window.IMP) open(); else location.reload(); };
  // A popup opens only straight after a click.
  window.addEventListener("load", function () { if (says.popup) say(says.sayReady); else open(); });
})();
