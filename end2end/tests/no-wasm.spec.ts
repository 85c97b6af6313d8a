// JavaScript runs, and our own program does not: a payment needs the SDK and nothing else of ours.

import { Shopper } from '../support/shopper.ts';
import { onDesktop } from '../support/tags.ts';
import { expect, test } from '../support/test.ts';

const WAYS: [string, (shopper: Shopper) => Promise<unknown>][] = [
  ['WebAssembly is missing, as in Lockdown Mode', ({ page }) =>
    page.addInitScript(() => Reflect.deleteProperty(globalThis, 'WebAssembly'))],
  ['the program cannot be downloaded', ({ page }) => page.route('**/*.wasm', (route) => route.abort())],
  ['the module is kept away by an extension', ({ page }) => page.route('**/imp-checkout.js', (route) => route.abort())],
];

for (const [why, hinder] of WAYS) {
  test(`a card is paid though ${why}`, async ({ page, lang, isMobile, baseURL }) => {
    const shopper = new Shopper(page, lang, isMobile, baseURL ?? '', false);
    await hinder(shopper);
    await shopper.walkToCheckout();
    await shopper.choose('card');
    await shopper.payButton.click();
    const window = await shopper.window();
    await window.payByCard();
    await shopper.sees('paid');
    await expect(page.getByText(shopper.email)).toBeVisible();
  });
}

test('a window that was closed leaves an order that can be paid again, and opens no other by itself', async ({
  page,
  lang,
  isMobile,
  baseURL,
}) => {
  const shopper = new Shopper(page, lang, isMobile, baseURL ?? '', false);
  await page.route('**/*.wasm', (route) => route.abort());
  await shopper.openCheckout();
  await shopper.choose('card');
  await shopper.payButton.click();
  const first = await shopper.window();
  await first.choose('cancelled_by_user');
  await shopper.sees('payable');
  await page.reload();
  await shopper.sees('payable');
  await expect(page.locator('#pay-now')).toHaveCount(0);
  await shopper.choose('card');
  await shopper.payButton.click();
  const second = await shopper.window();
  await second.payByCard();
  await shopper.sees('paid');
});

test('a popup waits for a click of its own', onDesktop, async ({ page, lang, isMobile, baseURL }) => {
  const shopper = new Shopper(page, lang, isMobile, baseURL ?? '', false);
  await page.route('**/*.wasm', (route) => route.abort());
  await shopper.openCheckout();
  await shopper.choose('tosspay');
  await shopper.payButton.click();
  const popup = page.waitForEvent('popup');
  await page.getByRole('button', { name: shopper.words.openWindow }).click();
  const window = await shopper.window('popup', await popup);
  await expect(window.heading).toBeVisible();
});

test('where the SDK does not arrive the page says so', async ({ page, lang, isMobile, baseURL }) => {
  const shopper = new Shopper(page, lang, isMobile, baseURL ?? '', false);
  await page.route('**/*.wasm', (route) => route.abort());
  await page.route('**/v1/iamport.js', (route) => route.abort());
  await shopper.openCheckout();
  await shopper.choose('card');
  await shopper.payButton.click();
  await shopper.sees('payable');
  await expect(page.locator('#pay-now')).toContainText(lang === 'ko' ? '결제 모듈' : 'payment module');
});
