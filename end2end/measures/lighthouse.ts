// Lighthouse as on a phone (its own slow 4G and slow processor, both computed): catalogue, order form, the page of a
// paid order. Each figure is the median of three runs.

import lighthouse, { type Config, type Result } from 'lighthouse';
import { QUIET } from '../playwright.config.ts';
import { withChrome } from '../support/chrome.ts';
import { Orders } from '../support/orders.ts';
import { CARROTS, CHAIR } from '../support/shopper.ts';
import { median, table } from '../support/table.ts';
import { expect, test } from '../support/test.ts';

const RUNS = 3;
const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'];
const LEAST_SCORE = 95;
const MOST_SHIFT = 0.02;

interface Look {
  name: string;
  path: string;
  /** Audits that must fail here. */
  except?: string[];
}

/** Search engines are kept from carts and orders on purpose. */
const PRIVATE = ['is-crawlable'];

async function run(url: string, port: number, except: string[]): Promise<Result> {
  const settings: Config['settings'] = { onlyCategories: CATEGORIES, skipAudits: except };
  const done = await lighthouse(url, { port, logLevel: 'error' }, { extends: 'lighthouse:default', settings });
  const result = done?.lhr;
  if (!result || result.runtimeError) throw new Error(`${url}: ${result?.runtimeError?.message ?? 'no result'}`);
  return result;
}

const score = (result: Result, category: string) => Math.round((result.categories[category]?.score ?? 0) * 100);
const figure = (result: Result, audit: string) => result.audits[audit]?.numericValue ?? Number.NaN;

/** The audits that cost points in a category. */
function failing(result: Result, category: string): string[] {
  const counted = (result.categories[category]?.auditRefs ?? []).filter(({ weight }) => weight > 0);
  return counted.map(({ id }) => result.audits[id]).filter((audit) => audit && audit.score !== null && audit.score < 1).map((audit) => `${audit!.id} (${audit!.displayValue ?? audit!.title})`);
}

function complaints(name: string, runs: Result[]): string[] {
  const low = CATEGORIES.filter((category) => median(runs.map((it) => score(it, category))) < LEAST_SCORE);
  const told = low.map((category) => `${name}: ${category} is below ${LEAST_SCORE}: ${[...new Set(runs.flatMap((it) => failing(it, category)))].join(', ')}`);
  const shift = median(runs.map((it) => figure(it, 'cumulative-layout-shift')));
  return shift < MOST_SHIFT ? told : [...told, `${name}: the layout shifts by ${shift.toFixed(3)}, which is not below ${MOST_SHIFT}`];
}

const row = (name: string, runs: Result[]) => [
  name,
  ...CATEGORIES.map((category) => String(median(runs.map((it) => score(it, category))))),
  median(runs.map((it) => figure(it, 'cumulative-layout-shift'))).toFixed(3),
  `${(median(runs.map((it) => figure(it, 'largest-contentful-paint'))) / 1000).toFixed(1)} s`,
];

test('lighthouse', async ({ baseURL, sandboxUrl }) => {
  const shop = baseURL ?? '';
  await withChrome({ locale: 'ko-KR' }, QUIET, async ({ context, port }) => {
    const orders = new Orders(context.request, shop, sandboxUrl);
    const paid = await orders.in('paid', CHAIR);
    await orders.add(CARROTS);
    const looks: Look[] = [
      { name: 'catalogue', path: '/' },
      { name: 'order form', path: '/checkout', except: PRIVATE },
      { name: 'paid order', path: paid, except: PRIVATE },
    ];
    const rows: string[][] = [];
    const wrong: string[] = [];
    for (const { name, path, except = [] } of looks) {
      const runs: Result[] = [];
      for (let count = 0; count < RUNS; count += 1) runs.push(await run(shop + path, port, except));
      rows.push(row(name, runs));
      wrong.push(...complaints(name, runs));
    }
    console.log(table(['page', 'performance', 'accessibility', 'best practices', 'SEO', 'CLS', 'LCP'], rows));
    console.log(`Not asked on order form and order: ${PRIVATE.join(', ')}; they are kept from search engines.`);
    expect(wrong.join('\n')).toBe('');
  });
});
