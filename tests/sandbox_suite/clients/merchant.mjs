// A shop's server as i'mport's guide to authenticated payment has it, with Node's standard library alone.
// Usage: node merchant.mjs <address of i'mport's API> [port]. It prints its own address and serves until killed.
//
//   POST /orders {merchant_uid, amount}                stands for the shop's database: what an order costs
//   GET  /orders/{merchant_uid}                        what the shop knows of it
//   POST /payments/complete {imp_uid, merchant_uid}    what the page sends after the callback
//   GET  /payments/complete?imp_uid=…&merchant_uid=…   the m_redirect_url
//   POST /payments/webhook {imp_uid, …}                the notice_url

import { createServer } from 'node:http';
import { pathToFileURL } from 'node:url';

const KEYS = { imp_key: 'sandbox_key', imp_secret: 'sandbox_secret' };
const json = { 'Content-Type': 'application/json' };

class NotFound extends Error {}

/** One call of i'mport's API. What is no envelope (an HTML page, nothing at all) throws, like a broken line. */
async function call(address, options) {
  const response = await fetch(address, { ...options, signal: AbortSignal.timeout(5_000) });
  const envelope = await response.json();
  if (response.status === 404) throw new NotFound(envelope.message);
  if (envelope.code !== 0) throw new Error(envelope.message);
  return envelope.response;
}

export class Merchant {
  constructor(api) {
    this.api = api;
    this.orders = new Map();
  }

  place({ merchant_uid, amount }) {
    this.orders.set(merchant_uid, { amount: Number(amount), status: 'placed' });
    return [200, { merchant_uid }];
  }

  show(merchantUid) {
    const order = this.orders.get(merchantUid);
    return order ? [200, order] : [404, { status: 'notFound' }];
  }

  /** The guide's three steps: receive, look up, verify. */
  async complete({ imp_uid }) {
    let payment;
    try {
      payment = await this.lookUp(imp_uid);
    } catch (error) {
      return error instanceof NotFound ? [404, { status: 'notFound' }] : [503, { status: 'pending' }];
    }
    return this.verify(payment);
  }

  async lookUp(impUid) {
    const body = JSON.stringify(KEYS);
    const { access_token } = await call(`${this.api}/users/getToken`, { method: 'POST', headers: json, body });
    return call(`${this.api}/payments/${encodeURIComponent(impUid)}`, { headers: { Authorization: access_token } });
  }

  async verify(payment) {
    const order = this.orders.get(payment.merchant_uid);
    if (!order) return [404, { status: 'notFound' }];
    if (payment.amount !== order.amount) {
      return [400, { status: 'forgery', message: 'Forged/falsified payment attempted' }];
    }
    const { status, cancel_amount } = payment;
    const { vbank_num, vbank_date, vbank_name } = payment;
    if (status === 'ready' && !vbank_num) return [400, { status: 'failed', message: 'Nothing was paid' }];
    const isNews = order.status !== status;
    Object.assign(order, { status, cancel_amount, vbank_num, vbank_date, vbank_name, fail_reason: payment.fail_reason });
    switch (status) {
      case 'ready':
        if (isNews) await this.text(payment, `Virtual account issued. ${vbank_name} ${vbank_num} ${vbank_date}`);
        return [200, { status: 'vbankIssued', message: 'Virtual account issued successfully' }];
      case 'paid':
        return [200, { status: 'success', message: 'General payment successful' }];
      default:
        return [400, { status: 'failed', message: payment.fail_reason ?? payment.cancel_reason }];
    }
  }

  /** A text message to the buyer; the sandbox keeps it in its inbox. */
  async text({ buyer_tel }, text) {
    const body = JSON.stringify({ to: buyer_tel ?? 'unknown', text });
    await call(`${this.api}/console/api/messages`, { method: 'POST', headers: json, body });
  }
}

/** JSON or form, whatever the header says: the guide's own page sends a form and calls it JSON. */
function fields(text) {
  try {
    return JSON.parse(text);
  } catch {
    return Object.fromEntries(new URLSearchParams(text));
  }
}

async function read(request) {
  let text = '';
  for await (const chunk of request) text += chunk;
  return fields(text);
}

/** Answers one request as `[status, body]`. */
export async function route(merchant, request) {
  const { pathname, searchParams } = new URL(request.url, 'http://shop');
  switch (`${request.method} ${pathname}`) {
    case 'POST /orders':
      return merchant.place(await read(request));
    case 'POST /payments/complete':
      return merchant.complete(await read(request));
    case 'GET /payments/complete':
      return merchant.complete(Object.fromEntries(searchParams));
    case 'POST /payments/webhook':
      // A hint and no more: the payment is looked up again, and i'mport only wants to know that we heard.
      await merchant.complete(await read(request));
      return [200, {}];
    default:
      return merchant.show(decodeURIComponent(pathname.replace('/orders/', '')));
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [api, port = '0'] = process.argv.slice(2);
  const merchant = new Merchant(api);
  const server = createServer(async (request, response) => {
    const [status, body] = await route(merchant, request);
    response.writeHead(status, json).end(JSON.stringify(body));
  });
  server.listen(Number(port), '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));
}
