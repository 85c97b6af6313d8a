// No page has a serious finding of axe's: every page, in both languages, light and dark, on a desktop, at 320 pixels,
// and on a phone. Nothing sticks out sideways there either.

import AxeBuilder from '@axe-core/playwright';
import { type Browser, type BrowserContext, type Page, devices } from '@playwright/test';
import { CARROTS } from '../support/shopper.ts';
import { Orders, type Stage, type Way } from '../support/orders.ts';
import { expect, test } from '../support/test.ts';
import { type Lang, words } from '../support/words.ts';

const SIZES = {
  desktop: { viewport: { width: 1280, height: 800 } },
  narrow: { viewport: { width: 320, height: 640 } },
  phone: devices['Pixel 7'],
};
type Size = keyof typeof SIZES;

interface Look {
  lang: Lang;
  scheme: 'light' | 'dark';
}

const looksIn = (...langs: Lang[]): Look[] => langs.flatMap((lang) => (['light', 'dark'] as const).map((scheme) => ({ lang, scheme })));
/** A phone has a touch screen and another user agent, but no page of its own: one language will do. */
const TABLE: Record<Size, Look[]> = { desktop: looksIn('ko', 'en'), narrow: looksIn('ko', 'en'), phone: looksIn('ko') };
const STAGES: Stage[] = [
  'payable',
  'withdrawn',
  'failed',
  'confirming',
  'deposit_awaited',
  'paid',
  'partly_refunded',
  'refunding',
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
async function contextFor(browser: Browser, { lang, scheme }: Look, size: Size) {
  const locale = lang === 'ko' ? 'ko-KR' : 'en-US';
  return browser.newContext({ ...SIZES[size], locale, colorScheme: scheme, reducedMotion: 'reduce' });
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

/** Orders of one shopper's, whose cookies come along. */
async function orderPages(context: BrowserContext, base: string, orders: Orders, lang: Lang, check: (page: Page, name: string) => Promise<void>) {
  const page = await context.newPage();
  for (const stage of STAGES) {
    await page.goto(base + (await orders.in(stage, CARROTS)));
    await expect.soft(page.getByRole('main')).toHaveAttribute('data-stage', stage);
    await check(page, `order page ${stage}`);
  }
  for (const way of CANCELLING) {
    await page.goto(`${base}${await orders.in(way, CARROTS)}?cancel=yes`);
    await expect.soft(page.getByRole('heading', { name: words[lang].cancelOrder })).toBeVisible();
    await check(page, `cancel form, ${way}`);
  }
}

const PARTS = { 'shopping pages': shopping, 'order pages': orderPages };

for (const [size, looks] of Object.entries(TABLE) as [Size, Look[]][]) {
  for (const look of looks) {
    for (const [part, walk] of Object.entries(PARTS)) {
      test(`${part}, ${size}, ${look.lang}, ${look.scheme}`, async ({ browser, baseURL, sandboxUrl, isMobile }) => {
        test.skip(isMobile !== (size === 'phone'), 'this row is for the other device');
        test.setTimeout(150_000);
        const context = await contextFor(browser, look, size);
        const orders = new Orders(context.request, baseURL ?? '', sandboxUrl);
        await walk(context, baseURL ?? '', orders, look.lang, async (page, what) => {
          expect.soft(await findings(page), what).toEqual([]);
        });
        await context.close();
      });
    }
  }
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
