// Comfort for the windows: the password pad, and a form that is sent only once. Everything works without it.
(function () {
  "use strict";
  var LENGTH = 6;

  function wirePad(pad) {
    var form = pad.closest("form");
    var input = form.querySelector("input[name=password]");
    var submit = form.querySelector("button[name=step]");
    pad.addEventListener("click", function (event) {
      var key = event.target.closest("button");
      if (!key) {
        return;
      }
      if (key.hasAttribute("data-erase")) {
        input.value = input.value.slice(0, -1);
        return;
      }
      if (input.value.length < LENGTH) {
        input.value += key.getAttribute("data-digit");
      }
      if (input.value.length === LENGTH) {
        submit.click();
      }
    });
  }

  function sendOnce(form) {
    form.addEventListener("submit", function (event) {
      if (document.body.hasAttribute("data-busy")) {
        event.preventDefault();
        return;
      }
      document.body.setAttribute("data-busy", "");
      document.body.setAttribute("aria-busy", "true");
    });
  }

  document.querySelectorAll("[data-pad]").forEach(wirePad);
  document.querySelectorAll("form").forEach(sendOnce);
  // A window that comes back out of the history is not busy any more.
  window.addEventListener("pageshow", function () {
    document.body.removeAttribute("data-busy");
    document.body.removeAttribute("aria-busy");
  });
})();
