// No page has a serious finding of axe's: every page, in both languages, light and dark, on a desktop, at 320 pixels,
// and on a phone. Nothing sticks out sideways there either. A page is opened once in each language, and then looked at
// in every size and scheme: these are the style sheet's matter alone.

import { type Browser, type BrowserContextOptions, type Page, devices } from '@playwright/test';
import { findings } from '../support/axe.ts';
import { CARROTS } from '../support/shopper.ts';
import { Orders, type Stage, type Way } from '../support/orders.ts';
import { expect, test } from '../support/test.ts';
import { onDesktop } from '../support/tags.ts';
import { type Lang, type Words, words } from '../support/words.ts';

type Device = 'desktop' | 'phone';

/** A phone has a touch screen and another user agent, but no page of its own: one language will do. */
const LANGUAGES: Record<Device, Lang[]> = { desktop: ['ko', 'en'], phone: ['ko'] };
const SCHEMES = ['light', 'dark'] as const;
const SIZES: Record<Device, Record<string, { width: number; height: number }>> = {
  desktop: { desktop: { width: 1280, height: 800 }, narrow: { width: 320, height: 640 } },
  phone: { phone: devices['Pixel 7'].viewport },
};

/** Pages that need nothing, by what is asked for. */
const OPEN = ['/', '/cart', '/checkout', '/nowhere', '/orders', '/terms', '/privacy', '/refunds'];
const RETURN = '/payments/complete?order=unknown';

/** An order's pages, and what they say in the words of other tests, where these wait for it. */
const STAGES: Record<string, [Stage, (keyof Words['stages'])?][]> = {
  'before the money is there': [
    ['payable', 'payable'],
    ['withdrawn', 'payable'],
    ['failed', 'failed'],
    ['confirming', 'confirming'],
    ['deposit_awaited', 'deposit'],
  ],
  'that are paid, and what becomes of them': [
    ['paid', 'paid'],
    ['partly_refunded'],
    ['refunding'],
    ['refunded', 'refunded'],
    ['disputed', 'disputed'],
    ['called_off', 'calledOff'],
  ],
};

/** Pages on which the shopper has asked to cancel, and what their button says. */
const CANCELLING: [Way, 'cancelAndRefund' | 'callOff'][] = [
  ['paid', 'cancelAndRefund'],
  ['deposit_awaited', 'callOff'],
  ['deposit_paid', 'cancelAndRefund'],
];

type Cookies = BrowserContextOptions['storageState'];

const deviceOf = (isMobile: boolean): Device => (isMobile ? 'phone' : 'desktop');

/** The language is asked for by the browser, not by the switch: a context has one for its whole life. */
function optionsFor(lang: Lang, device: Device): BrowserContextOptions {
  const screen = device === 'phone' ? devices['Pixel 7'] : { viewport: SIZES.desktop.desktop };
  return { ...screen, locale: lang === 'ko' ? 'ko-KR' : 'en-US', reducedMotion: 'reduce' };
}

/** Opens pages and has each of them checked as it stands. */
type Walk = (page: Page, lang: Lang, check: (what: string) => Promise<void>) => Promise<void>;

/** A browser in each language, one after the other; `cookies` come along. */
async function inEachLanguage(browser: Browser, isMobile: boolean, walk: Walk, cookies?: Cookies) {
  const device = deviceOf(isMobile);
  for (const lang of LANGUAGES[device]) {
    const context = await browser.newContext({ ...optionsFor(lang, device), ...(cookies && { storageState: cookies }) });
    const page = await context.newPage();
    await walk(page, lang, (what) => expectNoFindings(page, `${what}, ${lang}`, device));
    await context.close();
  }
}

/** In every size and scheme. */
async function expectNoFindings(page: Page, what: string, device: Device) {
  for (const [size, viewport] of Object.entries(SIZES[device])) {
    await page.setViewportSize(viewport);
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme });
      expect.soft(await findings(page), `${what}, ${size}, ${colorScheme}`).toEqual([]);
    }
  }
}

test.describe('axe finds nothing serious, and nothing sticks out', () => {
  test.setTimeout(90_000);

  test('on pages that need nothing', async ({ browser, baseURL, isMobile }) => {
    await inEachLanguage(browser, isMobile, async (page, lang, check) => {
      for (const path of [...OPEN, RETURN]) {
        await page.goto(baseURL + path);
        if (path === '/nowhere') await expect.soft(page.getByRole('heading', { level: 1 })).toHaveText(words[lang].notFound);
        await check(path);
      }
    });
  });

  test('with a full cart, and on the order form, right and wrong', async ({
    browser,
    baseURL,
    sandboxUrl,
    isMobile,
  }) => {
    await inEachLanguage(browser, isMobile, async (page, lang, check) => {
      await new Orders(page.request, baseURL ?? '', sandboxUrl).add(CARROTS);
      for (const path of ['/', '/cart', '/checkout']) {
        await page.goto(baseURL + path);
        await check(`${path} with a cart`);
      }
      await page.locator('label', { hasText: words[lang].methods.vbank }).click();
      await page.locator('label', { hasText: words[lang].receiptCompany }).click();
      await page.getByRole('button', { name: words[lang].pay }).click();
      await expect(page.getByText(words[lang].required).first()).toBeVisible();
      await check('order form with errors');
    });
  });

  for (const [part, stages] of Object.entries(STAGES)) {
    test(`on the pages of orders ${part}`, async ({ browser, request, baseURL, sandboxUrl, isMobile }) => {
      const orders = new Orders(request, baseURL ?? '', sandboxUrl);
      const paths: string[] = [];
      for (const [stage] of stages) paths.push(await orders.in(stage, CARROTS));
      const walk: Walk = async (page, lang, check) => {
        for (const [at, [stage, said]] of stages.entries()) {
          await page.goto(`${baseURL}${paths[at]}`);
          await expect.soft(page.getByRole('main')).toHaveAttribute('data-stage', stage);
          if (said) await expect.soft(page.getByRole('heading', { level: 1 })).toHaveText(words[lang].stages[said]);
          await check(`order page ${stage}`);
        }
      };
      await inEachLanguage(browser, isMobile, walk, await request.storageState());
    });
  }

  test('where an order is to be cancelled', async ({ browser, request, baseURL, sandboxUrl, isMobile }) => {
    const orders = new Orders(request, baseURL ?? '', sandboxUrl);
    const paths: string[] = [];
    for (const [way] of CANCELLING) paths.push(await orders.in(way, CARROTS));
    const walk: Walk = async (page, lang, check) => {
      const said = words[lang];
      for (const [at, [way, button]] of CANCELLING.entries()) {
        await page.goto(`${baseURL}${paths[at]}?cancel=yes`);
        await expect.soft(page.getByRole('heading', { name: said.cancelOrder })).toBeVisible();
        await expect.soft(page.getByRole('checkbox', { name: said.confirmCancel })).toBeVisible();
        await expect.soft(page.getByRole('button', { name: said[button] })).toBeVisible();
        await expect.soft(page.getByRole('link', { name: said.keepOrder })).toBeVisible();
        const account = [
          page.getByRole('combobox', { name: said.bank }),
          page.getByRole('textbox', { name: said.refundAccount, exact: true }),
          page.getByRole('textbox', { name: said.refundHolder, exact: true }),
        ];
        for (const field of account) await expect.soft(field).toHaveCount(way === 'deposit_paid' ? 1 : 0);
        await check(`cancel form, ${way}`);
      }
    };
    await inEachLanguage(browser, isMobile, walk, await request.storageState());
  });
});

test('at 200 % zoom nothing sticks out, and Pay is there', onDesktop, async ({ browser, baseURL, sandboxUrl }) => {
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

test('who asks for less motion gets none', onDesktop, async ({ shopper, page }) => {
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
