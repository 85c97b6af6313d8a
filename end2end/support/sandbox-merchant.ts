// A merchant's page and nothing more, for tests of the sandbox alone: plain HTML with i'mport's script, on an origin
// of its own, so that frames and redirects cross origins as in life. The shop of this repository has no part in it.

import { readFileSync } from 'node:fs';
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { Merchant, route } from '../../tests/sandbox_suite/clients/merchant.mjs';

/** Which of i'mport's scripts the page loads. */
export type Sdk = 'legacy' | 'legacy-without-jquery' | 'v1' | 'esm';

const JQUERY = readFileSync(createRequire(import.meta.url).resolve('jquery/dist/jquery.min.js'), 'utf8');
const SAMPLE = readFileSync(new URL('./sandbox-sample.html', import.meta.url), 'utf8');
const NONCE = 'n1';

export interface MerchantSite {
  url: string;
  close(): Promise<void>;
}

/**
 * `/page/{sdk}` keeps every callback in `window.calls` and pays with `window.params` when Pay is clicked; `/sample` is
 * the guide's own page; `/done` is where redirects end; `/confirm` refuses; the rest is the merchant in Node.
 */
export async function openMerchant(sandbox: string): Promise<MerchantSite> {
  const merchant = new Merchant(sandbox);
  const server = createServer((request, response) => void answer(merchant, sandbox, request, response));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise((closed) => server.close(() => closed())),
  };
}

async function answer(merchant: Merchant, sandbox: string, request: IncomingMessage, response: ServerResponse) {
  const path = new URL(request.url ?? '/', 'http://merchant').pathname;
  const page = path.match(/^\/page\/(.+)$/)?.[1] as Sdk | undefined;
  if (page) return html(response, testPage(sandbox, page), policy(sandbox));
  if (path === '/sample') return html(response, SAMPLE.replaceAll('{sandbox}', sandbox));
  if (path === '/done') return html(response, '<!DOCTYPE html><title>Done</title><h1>Back at the shop</h1>');
  if (path === '/jquery.js') return response.writeHead(200, { 'Content-Type': 'text/javascript' }).end(JQUERY);
  if (path === '/confirm') return json(response, 409, { reason: '재고 부족' });
  const [status, body] = await route(merchant, request);
  json(response, status, body);
}

function html(response: ServerResponse, text: string, headers: Record<string, string> = {}) {
  response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', ...headers }).end(text);
}

function json(response: ServerResponse, status: number, body: unknown) {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}

/** As strict as a shop's policy can be; i'mport's script must get along with it. */
function policy(sandbox: string) {
  const rules = `script-src 'nonce-${NONCE}' 'strict-dynamic'; style-src 'self'; object-src 'none'; base-uri 'self'; frame-src ${sandbox}`;
  return { 'Content-Security-Policy': rules };
}

function testPage(sandbox: string, sdk: Sdk) {
  const script = (src: string) => `<script nonce="${NONCE}" src="${src}"></script>`;
  const legacy = script(`${sandbox}/js/iamport.payment-1.2.0.js`);
  const scripts: Record<Sdk, string> = {
    legacy: script('/jquery.js') + legacy,
    'legacy-without-jquery': legacy,
    v1: script(`${sandbox}/v1/iamport.js`),
    esm: `<script nonce="${NONCE}" type="module">import IMP from '${sandbox}/v1/iamport.esm.js'; window.IMP = IMP; window.start();</script>`,
  };
  return `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Merchant</title>
<script nonce="${NONCE}">
  window.calls = [];
  window.start = function () { if (window.IMP) window.IMP.init('imp00000000'); };
</script>
${scripts[sdk]}
</head><body><button id="pay">Pay</button>
<script nonce="${NONCE}">
  document.getElementById('pay').addEventListener('click', function () {
    window.IMP.request_pay(window.params, function (rsp) { window.calls.push(rsp); });
  });
  window.start();
</script></body></html>`;
}
