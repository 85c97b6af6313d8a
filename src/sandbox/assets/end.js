// The last document of a payment window. Hands the callback object to the page that opened the window,
// closes a popup, or submits the form that carries the result to the shop.
(function () {
  "use strict";
  var form = document.querySelector("form[data-submit]");
  if (form) {
    form.submit();
    return;
  }
  var holder = document.getElementById("end");
  if (!holder) {
    return;
  }
  var end = JSON.parse(holder.textContent);
  if (end.door === "popup") {
    // The frame in the opener's page minds the result; a popup has nothing more to say.
    window.close();
    return;
  }
  // A page opened from a file has the origin "null", which is no address to post to.
  var target = end.origin && end.origin !== "null" ? end.origin : "*";
  window.parent.postMessage(JSON.stringify(end.message), target);
})();
