// The order form on a slow line and a slow processor, really slowed down by the browser: when it shows, when it can be
// filled in, when Pay works. Figures only; nothing here fails but a page that never gets there.

import { type Browser, type BrowserContext, type BrowserContextOptions, type Page, devices } from '@playwright/test';
// Slow 4G: 1.6 Mbit/s down, 750 kbit/s up, 150 ms there and back. The browser delays requests rather than packets,
// for which Lighthouse has its own figures.
import { throttling } from 'lighthouse/core/config/constants.js';
import { Orders } from '../support/orders.ts';
import { CARROTS } from '../support/shopper.ts';
import { median, table } from '../support/table.ts';
import { expect, test } from '../support/test.ts';

const RUNS = 5;
const LINE = throttling.mobileSlow4G;

/** Milliseconds since the navigation began, but for the shift. */
interface Figures {
  lcp: number;
  cls: number;
  fillable: number;
  payable: number;
}

type Marked = Window & { moments: Record<string, number>; lcp: number; cls: number };

/** Notes the moments from inside the page: asking from outside would use up the slow processor. */
function watch() {
  const page = window as unknown as Marked;
  Object.assign(page, { moments: {}, lcp: 0, cls: 0 });
  const now = (name: string) => (page.moments[name] ??= performance.now());
  const look = () => (document.querySelector('#field-name')?.getClientRects().length ? now('fillable') : requestAnimationFrame(look));
  requestAnimationFrame(look);
  const add = EventTarget.prototype.addEventListener;
  EventTarget.prototype.addEventListener = function (this: EventTarget, type: string, ...rest: [any, any?]) {
    if (type === 'submit' && this instanceof Element && this.matches('.pay-form')) now('wired');
    return add.call(this, type, ...rest);
  };
  let sdk: unknown;
  Object.defineProperty(window, 'IMP', { configurable: true, get: () => sdk, set: (value) => ((sdk = value), now('sdk')) });
  new PerformanceObserver((list) => (page.lcp = list.getEntries().at(-1)?.startTime ?? page.lcp)).observe({ type: 'largest-contentful-paint', buffered: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean })[]) {
      if (!entry.hadRecentInput) page.cls += entry.value;
    }
  }).observe({ type: 'layout-shift', buffered: true });
}

async function slowPage(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  const perSecond = (kilobits: number) => (kilobits * 1024) / 8;
  const [latency, down, up] = [LINE.requestLatencyMs, perSecond(LINE.downloadThroughputKbps), perSecond(LINE.uploadThroughputKbps)];
  await session.send('Network.emulateNetworkConditions', { offline: false, latency, downloadThroughput: down, uploadThroughput: up });
  await session.send('Emulation.setCPUThrottlingRate', { rate: LINE.cpuSlowdownMultiplier });
  await page.addInitScript(watch);
  return page;
}

async function open(context: BrowserContext, url: string): Promise<Figures> {
  const page = await slowPage(context);
  await page.goto(url);
  await page.waitForFunction(() => ['fillable', 'wired', 'sdk'].every((it) => it in (window as unknown as Marked).moments), undefined, { polling: 500 });
  const { moments, lcp, cls } = await page.evaluate(() => {
    const { moments, lcp, cls } = window as unknown as Marked;
    return { moments, lcp, cls };
  });
  await page.close();
  const at = (name: string) => moments[name] ?? Number.NaN;
  return { lcp, cls, fillable: at('fillable'), payable: Math.max(at('wired'), at('sdk')) };
}

/** What the browser has seen of the shop before. */
const WAYS: Record<string, string[]> = {
  'never been here': [],
  'from the catalogue and the cart': ['/', '/cart'],
  'been here before': ['/checkout'],
};

async function oneVisit(browser: Browser, options: BrowserContextOptions, shop: string, sandboxUrl: string, before: string[]): Promise<Figures> {
  const context = await browser.newContext(options);
  await new Orders(context.request, shop, sandboxUrl).add(CARROTS);
  const page = await slowPage(context);
  for (const path of before) await page.goto(shop + path, { waitUntil: 'networkidle' });
  const figures = await open(context, `${shop}/checkout`);
  await context.close();
  return figures;
}

test('slow-line', async ({ browser, baseURL, sandboxUrl }) => {
  const phone = { ...devices['Pixel 7'], locale: 'ko-KR' };
  const rows: string[][] = [];
  const seconds = (figures: number[]) => `${(median(figures) / 1000).toFixed(1)} s`;
  for (const [way, before] of Object.entries(WAYS)) {
    const runs: Figures[] = [];
    for (let count = 0; count < RUNS; count += 1) runs.push(await oneVisit(browser, phone, baseURL ?? '', sandboxUrl, before));
    const shift = median(runs.map(({ cls }) => cls)).toFixed(3);
    rows.push([way, seconds(runs.map(({ lcp }) => lcp)), shift, seconds(runs.map(({ fillable }) => fillable)), seconds(runs.map(({ payable }) => payable))]);
  }
  console.log(table(['order form, a browser that has', 'LCP', 'CLS', 'can be filled in', 'Pay works'], rows));
  expect(rows.flat()).not.toContain('NaN s');
});
