// The stories trust that a silent console is a silent page. Here pages do complain, each in its own way, and the
// collector must hear it.

import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from './test.ts';
import { until } from './until.ts';

const STRICT = "default-src 'none'; img-src data:";

const HEAD = '<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>Test</title>';

const PAGES: Record<string, { body: string; policy?: string }> = {
  '/quiet': { body: '<p>Nothing to say</p>' },
  '/error': { body: '<script>console.error("an error")</script>' },
  '/warning': { body: '<script>console.warn("a warning")</script>' },
  '/thrown': { body: '<script>setTimeout(() => { throw new Error("thrown") })</script>' },
  '/rejected': { body: '<script>Promise.reject(new Error("rejected"))</script>' },
  '/missing': { body: '<script src="/nowhere.js"></script>' },
  '/script': { body: '<script>1</script>', policy: STRICT },
  '/prefetch': { body: '<link rel="prefetch" href="/nowhere.js">', policy: STRICT },
  '/popup': { body: '<button onclick="window.open(\'/error\')">Open</button>' },
  '/frame': { body: '<iframe src="/error"></iframe>' },
};

const HEARD: [path: string, complaint: RegExp][] = [
  ['/error', /an error/],
  ['/warning', /a warning/],
  ['/thrown', /thrown/],
  ['/rejected', /rejected/],
  ['/missing', /404.*nowhere\.js/],
  ['/script', /Content.Security.Policy/],
  ['/prefetch', /Content.Security.Policy/],
  ['/frame', /an error/],
];

let server: Server;
let address: string;

test.beforeAll(async () => {
  server = createServer((request, response) => {
    const page = PAGES[request.url ?? ''];
    response.setHeader('content-type', 'text/html; charset=utf-8');
    if (page?.policy) response.setHeader('content-security-policy', page.policy);
    response.statusCode = page ? 200 : 404;
    response.end(page && HEAD + page.body);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

test.afterAll(async () => {
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
});

test('a page that complains is heard, and one that does not is silent', async ({ tab }) => {
  const prefetches = await tab.run(() => document.createElement('link').relList.supports('prefetch'));
  await tab.open(`${address}/quiet`);
  expect(await tab.complaints()).toEqual([]);
  for (const [path, complaint] of HEARD) {
    if (path === '/prefetch' && !prefetches) continue;
    const times = async () => (await tab.complaints()).filter((text) => complaint.test(text)).length;
    const before = await times();
    await tab.open(address + path);
    await until(`hear ${complaint} of ${path}`, async () => (await times()) > before);
  }
});

test('a popup is heard', async ({ tab }) => {
  await tab.open(`${address}/popup`);
  await (await tab.find({ role: 'button', name: 'Open' }))?.click();
  await until('hear the popup', async () => (await tab.complaints()).find((text) => text.includes('an error')));
});
