"""A shop's server as i'mport's guide to authenticated payment has it, with Python's standard library alone.

Usage: merchant.py <address of i'mport's API> [port]. It prints its own address and serves until killed.

  POST /orders {merchant_uid, amount}                stands for the shop's database: what an order costs
  GET  /orders/{merchant_uid}                        what the shop knows of it
  POST /payments/complete {imp_uid, merchant_uid}    what the page sends after the callback
  GET  /payments/complete?imp_uid=…&merchant_uid=…   the m_redirect_url
  POST /payments/webhook {imp_uid, …}                the notice_url
"""
import json
import sys
import urllib.error
import urllib.parse
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock

API = sys.argv[1]
PORT = int(sys.argv[2]) if len(sys.argv) > 2 else 0
ORDERS = {}
# Webhook and page come at the same moment; only one of them may find that something is new.
LOCK = Lock()


class NotFound(Exception):
    pass


class Trouble(Exception):
    """i'mport could not be asked. Nothing is known, so nothing may be decided."""


def call(path, body=None, headers=None):
    request = urllib.request.Request(API + path, data=body, headers=headers or {})
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            envelope = json.load(answer)
    except urllib.error.HTTPError as error:
        raise (NotFound() if error.code == 404 else Trouble()) from error
    except (OSError, ValueError) as error:
        raise Trouble() from error
    if envelope["code"] != 0:
        raise Trouble(envelope["message"])
    return envelope["response"]


def look_up(imp_uid):
    # A form this time; the API takes either.
    keys = urllib.parse.urlencode({"imp_key": "sandbox_key", "imp_secret": "sandbox_secret"}).encode()
    token = call("/users/getToken", keys)["access_token"]
    return call(f"/payments/{urllib.parse.quote(imp_uid)}", headers={"Authorization": f"Bearer {token}"})


def complete(given):
    """The guide's three steps: receive, look up, verify."""
    try:
        return verify(look_up(given.get("imp_uid", "")))
    except NotFound:
        return 404, {"status": "notFound"}
    except Trouble:
        return 503, {"status": "pending"}


def verify(payment):
    order = ORDERS.get(payment["merchant_uid"])
    if order is None:
        return 404, {"status": "notFound"}
    if payment["amount"] != order["amount"]:
        return 400, {"status": "forgery", "message": "Forged/falsified payment attempted"}
    status = payment["status"]
    if status == "ready" and not payment["vbank_num"]:
        return 400, {"status": "failed", "message": "Nothing was paid"}
    with LOCK:
        is_news = order["status"] != status
        kept = ("status", "cancel_amount", "vbank_num", "vbank_date", "vbank_name", "fail_reason")
        order.update({key: payment[key] for key in kept})
    if status == "ready":
        if is_news:
            text(payment, "Virtual account issued. {vbank_name} {vbank_num} {vbank_date}".format(**payment))
        return 200, {"status": "vbankIssued", "message": "Virtual account issued successfully"}
    if status == "paid":
        return 200, {"status": "success", "message": "General payment successful"}
    return 400, {"status": "failed", "message": payment["fail_reason"] or payment["cancel_reason"]}


def text(payment, words):
    """A text message to the buyer; the sandbox keeps it in its inbox."""
    message = {"to": payment["buyer_tel"] or "unknown", "text": words}
    call("/console/api/messages", json.dumps(message).encode(), {"Content-Type": "application/json"})


def fields(body):
    """JSON or form, whatever the header says: the guide's own page sends a form and calls it JSON."""
    try:
        return json.loads(body)
    except ValueError:
        return dict(urllib.parse.parse_qsl(body.decode()))


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        address = urllib.parse.urlsplit(self.path)
        if address.path == "/payments/complete":
            return self.answer(*complete(dict(urllib.parse.parse_qsl(address.query))))
        order = ORDERS.get(urllib.parse.unquote(address.path.removeprefix("/orders/")))
        return self.answer(200, order) if order else self.answer(404, {"status": "notFound"})

    def do_POST(self):
        given = fields(self.rfile.read(int(self.headers.get("Content-Length", 0))))
        if self.path == "/orders":
            ORDERS[given["merchant_uid"]] = {"amount": given["amount"], "status": "placed"}
            return self.answer(200, {"merchant_uid": given["merchant_uid"]})
        if self.path == "/payments/complete":
            return self.answer(*complete(given))
        # The webhook. A hint and no more: the payment is looked up again, and i'mport only wants to know that we heard.
        complete(given)
        return self.answer(200, {})

    def answer(self, status, body):
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_):
        pass


server = ThreadingHTTPServer(("127.0.0.1", PORT), Handler)
print(f"http://127.0.0.1:{server.server_port}", flush=True)
server.serve_forever()
