// The main job: a shopper pays, and the order page says so because the server looked the payment up.

import { CARROTS, type Method, Shopper } from '../support/shopper.ts';
import { expect, test } from '../support/test.ts';

test('a card is charged through the window, step by step', async ({ shopper, sandbox }) => {
  await shopper.walkToCheckout();
  const window = await shopper.pay('card');
  await window.payByCard();
  await shopper.sees('paid');
  const payment = await sandbox.payment(shopper.email);
  expect(payment).toMatchObject({ status: 'paid', amount: 64_900, currency: 'KRW' });
  await expect(shopper.page.getByRole('main')).toContainText('64,900');
  await expect(shopper.page.getByRole('main')).toContainText(payment.apply_num ?? 'an approval number');
});

test('who switches the language pays in that language', async ({ page, lang, isMobile, baseURL, sandbox }) => {
  const shopper = new Shopper(page, lang === 'ko' ? 'en' : 'ko', isMobile, baseURL ?? '');
  await shopper.open('/');
  await page.getByRole('button', { name: lang === 'ko' ? 'English' : '한국어' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', shopper.lang);
  await shopper.walkToCheckout();
  await (await shopper.pay('card')).payByCard();
  await shopper.sees('paid');
  await sandbox.becomes(shopper.email, 'paid');
});

const OTHER_METHODS: [Method, string][] = [
  ['kakaopay', 'point'],
  ['naverpay', 'naverpay'],
  ['tosspay', 'tosspay'],
  ['trans', 'trans'],
  ['phone', 'phone'],
];
for (const [method, reported] of OTHER_METHODS) {
  test(`${method} pays, shipping included`, async ({ shopper, sandbox }) => {
    await shopper.openCheckout(CARROTS);
    await (await shopper.pay(method)).choose('paid');
    await shopper.sees('paid');
    expect(await sandbox.payment(shopper.email)).toMatchObject({ status: 'paid', amount: 4_004, pay_method: reported });
  });
}

test('PayPal charges dollars', async ({ shopper, sandbox }) => {
  await shopper.openCheckout();
  await (await shopper.pay('paypal')).choose('paid');
  await shopper.sees('paid');
  expect(await sandbox.payment(shopper.email)).toMatchObject({ status: 'paid', currency: 'USD' });
  await expect(shopper.page.getByRole('main')).toContainText('US$');
  // The popup, where there was one, is gone.
  await expect.poll(() => shopper.page.context().pages()).toHaveLength(1);
});
