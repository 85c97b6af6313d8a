// No page has a serious finding of axe's: every page, in both languages, light and dark, on a desktop and at 320
// pixels. Nothing sticks out sideways there either.

import AxeBuilder from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from '@playwright/test';
import { CARROTS } from '../support/shopper.ts';
import { Orders, type Stage, type Way } from '../support/orders.ts';
import { expect, test } from '../support/test.ts';
import { type Lang, words } from '../support/words.ts';

const WIDTHS = { desktop: { width: 1280, height: 800 }, narrow: { width: 320, height: 640 } };
const LOOKS = (['ko', 'en'] as const).flatMap((lang) => (['light', 'dark'] as const).map((scheme) => ({ lang, scheme })));
const STAGES: Stage[] = [
  'payable',
  'withdrawn',
  'failed',
  'confirming',
  'deposit_awaited',
  'paid',
  'partly_refunded',
  'refunded',
  'disputed',
  'called_off',
];
/** Pages on which the shopper has asked to cancel. */
const CANCELLING: Way[] = ['paid', 'deposit_awaited', 'deposit_paid'];

async function findings(page: Page): Promise<string[]> {
  // The frames are the payment companies'.
  const { violations } = await new AxeBuilder({ page }).exclude('iframe').options({ resultTypes: ['violations'] }).analyze();
  const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  const told = grave.map(({ id, help, nodes }) => `${id}: ${help}\n  ${nodes.map(({ html }) => html).join('\n  ')}`);
  const beyond = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  return beyond > 0 ? [...told, `${beyond} pixels stick out sideways`] : told;
}

/** Asked for by the browser, not by the switch: a context has one language for its whole life. */
async function contextFor(browser: Browser, { lang, scheme }: (typeof LOOKS)[number], viewport: { width: number; height: number }) {
  const locale = lang === 'ko' ? 'ko-KR' : 'en-US';
  return browser.newContext({ locale, colorScheme: scheme, viewport, reducedMotion: 'reduce' });
}

/** The pages that need nothing, then those of a full cart, then the form refused. */
async function shopping(context: BrowserContext, base: string, orders: Orders, lang: Lang, check: (page: Page, name: string) => Promise<void>) {
  const page = await context.newPage();
  const open = async (path: string, name = path) => {
    await page.goto(base + path);
    await check(page, name);
  };
  for (const path of ['/', '/cart', '/checkout', '/nowhere', '/orders', '/terms', '/privacy', '/refunds']) await open(path);
  await open('/payments/complete?order=unknown', 'return without an order');
  await orders.add(CARROTS);
  await open('/', 'catalogue with a cart');
  await open('/cart', 'full cart');
  await open('/checkout', 'order form');
  await page.locator('label', { hasText: words[lang].methods.vbank }).click();
  await page.locator('label', { hasText: words[lang].receiptCompany }).click();
  await page.getByRole('button', { name: words[lang].pay }).click();
  await expect(page.getByText(words[lang].required).first()).toBeVisible();
  await check(page, 'order form with errors');
}

for (const [name, viewport] of Object.entries(WIDTHS)) {
  test(`every page, ${name}`, async ({ browser, baseURL, sandboxUrl, isMobile }) => {
    test.skip(isMobile, 'the table has its own sizes and languages');
    test.setTimeout(400_000);
    const base = baseURL ?? '';
    const first = await contextFor(browser, LOOKS[0]!, viewport);
    const mine = new Orders(first.request, base, sandboxUrl);
    const pages: [Stage, string][] = [];
    for (const stage of STAGES) pages.push([stage, await mine.in(stage, CARROTS)]);
    const cancelling: string[] = [];
    for (const way of CANCELLING) cancelling.push(`${await mine.in(way, CARROTS)}?cancel=yes`);
    const cookies = await first.cookies();
    await first.close();

    for (const look of LOOKS) {
      const check = async (page: Page, what: string) => {
        expect.soft(await findings(page), `${what}, ${look.lang}, ${look.scheme}, ${name}`).toEqual([]);
      };
      await test.step(`${look.lang}, ${look.scheme}`, async () => {
        const newcomer = await contextFor(browser, look, viewport);
        await shopping(newcomer, base, new Orders(newcomer.request, base, sandboxUrl), look.lang, check);
        await newcomer.close();

        const owner = await contextFor(browser, look, viewport);
        await owner.addCookies(cookies);
        const page = await owner.newPage();
        for (const [stage, path] of pages) {
          await page.goto(base + path);
          await expect.soft(page.getByRole('main')).toHaveAttribute('data-stage', stage);
          await check(page, `order page ${stage}`);
        }
        for (const path of cancelling) {
          await page.goto(base + path);
          await expect.soft(page.getByRole('heading', { name: words[look.lang].cancelOrder })).toBeVisible();
          await check(page, path);
        }
        await owner.close();
      });
    }
  });
}

test('at 200 % zoom nothing sticks out, and Pay is there', async ({ browser, baseURL, sandboxUrl, isMobile }) => {
  test.skip(isMobile, 'zoom halves a desktop');
  // What a 1280 pixel window shows at 200 %.
  const context = await browser.newContext({ viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 });
  await new Orders(context.request, baseURL ?? '', sandboxUrl).add(CARROTS);
  const page = await context.newPage();
  for (const path of ['/', '/cart', '/checkout']) {
    await page.goto((baseURL ?? '') + path);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth), path).toBeLessThanOrEqual(0);
  }
  await page.getByRole('button', { name: words.en.pay }).scrollIntoViewIfNeeded();
  await expect(page.getByRole('button', { name: words.en.pay })).toBeInViewport({ ratio: 1 });
  await context.close();
});

test('who asks for less motion gets none', async ({ shopper, page }) => {
  await shopper.open('/');
  const moving = () =>
    page.evaluate(() => {
      const main = document.querySelector('main');
      main?.setAttribute('data-stage', 'confirming');
      main?.insertAdjacentHTML('beforeend', '<i class="result-icon"></i>');
      return getComputedStyle(document.querySelector('.result-icon') as Element).animationName;
    });
  expect(await moving()).toBe('breathe');
  await page.emulateMedia({ reducedMotion: 'reduce' });
  expect(await moving()).toBe('none');
});
