// i'mport's script: blocked, late, and in its two generations.

import { Shopper } from '../support/shopper.ts';
import { onDesktop } from '../support/tags.ts';
import { expect, test } from '../support/test.ts';

const SCRIPT = '**/v1/iamport.js';

test('blocked: a sentence and a way on, and Pay works once it is let through', async ({ shopper, page }) => {
  await page.route(SCRIPT, (route) => route.abort());
  await shopper.openCheckout();
  await shopper.choose('card');
  await shopper.payButton.click();
  await expect(page.getByRole('alert').getByText(shopper.words.sdkMissing)).toBeVisible({ timeout: 15_000 });
  await expect(page.getByRole('link', { name: shopper.words.toOrderPage })).toBeVisible();

  await page.unroute(SCRIPT);
  await shopper.payButton.click();
  await (await shopper.window()).choose('paid');
  await shopper.sees('paid');
});

test('late: Pay waits for it', onDesktop, async ({ shopper, page }) => {
  let press = () => {};
  const pressed = new Promise<void>((resolve) => (press = resolve));
  await page.route(SCRIPT, async (route) => {
    await pressed;
    await route.continue();
  });
  await shopper.addToCart('norway-swivel-chair');
  await page.getByRole('link', { name: shopper.words.checkOut }).click({ noWaitAfter: true });
  await shopper.fillForm();
  await shopper.choose('card');
  await shopper.payButton.click();
  press();
  await (await shopper.window()).choose('paid');
  await shopper.sees('paid');
});

test('the legacy script pays, with jQuery before it', async ({ page, lang, isMobile, openShop }) => {
  const shop = await openShop((sandbox) => ({
    IMP_SDK_URL: `${sandbox}/js/iamport.payment-1.2.0.js`,
    IMP_JQUERY_URL: `${sandbox}/js/jquery-1.12.4.min.js`,
  }));
  const shopper = new Shopper(page, lang, isMobile, shop.url);
  await shopper.openCheckout();
  expect(await page.evaluate(() => 'jQuery' in window)).toBe(true);
  await (await shopper.pay()).payByCard();
  await shopper.sees('paid');
});

test('the current script needs no jQuery', onDesktop, async ({ shopper, page }) => {
  await shopper.openCheckout();
  expect(await page.evaluate(() => 'jQuery' in window)).toBe(false);
});
