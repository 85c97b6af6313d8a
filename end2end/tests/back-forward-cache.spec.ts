// Back and forward with the browser's cache for whole pages really on: a page comes back as it was left, and asks for
// its order's state before anything can be pressed.

import type { Page } from '@playwright/test';
import { chromiumPath } from '../support/browsers.mjs';
import { CARROTS, type Shopper } from '../support/shopper.ts';
import { inChromium, onDesktop } from '../support/tags.ts';
import { expect, test as base } from '../support/test.ts';

const test = base.extend({
  launchOptions: [
    async ({ launchOptions }, use) => {
      const options = { ...launchOptions, ignoreDefaultArgs: ['--disable-back-forward-cache'] };
      // A Chromium without windows has no such cache.
      await use({ ...options, executablePath: chromiumPath() });
    },
    { scope: 'worker' },
  ],
});

test.beforeEach(async ({ page }) => {
  await page.addInitScript(() => {
    addEventListener('pageshow', ({ persisted }) => persisted && document.documentElement.setAttribute('data-kept', ''));
  });
});

/** The order's page as kept by the browser, with its islands awake; the shopper is in the catalogue now. */
async function leave(shopper: Shopper, path: string) {
  await shopper.open(path);
  await shopper.awakens();
  await shopper.open('/');
}

/** A page that was kept does not load again. */
const back = (page: Page) => page.goBack({ waitUntil: 'commit' });

/**
 * Past each of the gateway's pages. Chromium refuses a step ("not attached to an active page") while it still puts one
 * page in the place of another; a person's press would simply come a moment later.
 */
async function backFromGateway(page: Page, shop: string) {
  await expect(async () => {
    if (!page.url().startsWith(shop)) await back(page);
    expect(page.url()).toContain(shop);
  }).toPass();
}

// The switch is Chromium’s.
test.describe('kept whole', inChromium, () => {
  test('an order that was being confirmed shows how it ended', onDesktop, async ({
    shopper,
    page,
    orders,
    sandbox,
  }) => {
    await leave(shopper, await orders.in('confirming', CARROTS));
    await sandbox.faults(shopper.email);
    await back(page);
    await shopper.sees('paid');
  });

  test('an order that was paid meanwhile is not offered for payment', onDesktop, async ({ shopper, page, orders }) => {
    await leave(shopper, await orders.in('payable', CARROTS));
    await orders.payNow();
    await back(page);
    await shopper.sees('paid');
    await expect(shopper.payButton).toHaveCount(0);
  });

  test('an order that has not moved stays as it was left, and can be paid', async ({ shopper, page, orders }) => {
    await leave(shopper, await orders.in('payable', CARROTS));
    await back(page);
    await shopper.sees('payable');
    await expect(page.locator('html')).toHaveAttribute('data-kept', '');
    await (await shopper.pay()).choose('paid');
    await shopper.sees('paid');
  });

  test('an order form whose order was paid shows the order', async ({ shopper, sandbox, page, isMobile, baseURL }) => {
    await sandbox.faults(shopper.email, { drop_callback: true });
    // A page that shows would look after its order by itself, and leave while the shopper does.
    await page.addInitScript(() => Object.defineProperty(Document.prototype, 'hidden', { get: () => true }));
    await shopper.openCheckout();
    const window = await shopper.pay();
    await window.choose('paid');
    await sandbox.becomes(shopper.email, 'paid');
    // A phone’s shopper is at the gateway still.
    await (isMobile ? expect(window.lastWords).toBeVisible() : shopper.open('/'));
    await (isMobile ? backFromGateway(page, baseURL ?? '') : back(page));
    await shopper.sees('paid');
  });
});
