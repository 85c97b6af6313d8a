// Shoppers press Back, reload, press twice, and end up in another browser.

import { onPhone } from '../support/tags.ts';
import { expect, test } from '../support/test.ts';

test('Back from the window, and Pay works again', async ({ shopper, sandbox, page, isMobile }) => {
  await shopper.walkToCheckout();
  await shopper.pay();
  await page.goBack();
  // On a desktop the window lay over the order form, so Back leads to the cart.
  if (!isMobile) await page.getByRole('link', { name: shopper.words.checkOut }).click();
  await expect(shopper.heading(shopper.words.checkout)).toBeVisible();
  await expect(shopper.field(shopper.words.email)).toHaveValue(shopper.email);
  await (await shopper.pay()).choose('paid');
  await shopper.sees('paid');
  await sandbox.becomes(shopper.email, 'paid');
});

// On a desktop nobody returns.
test('a reload of the return page changes nothing', onPhone, async ({ shopper, sandbox, page }) => {
  const returned = page.waitForRequest((request) => request.url().includes('/payments/complete'));
  await shopper.openCheckout();
  await (await shopper.pay()).choose('paid');
  const address = (await returned).url();
  await shopper.sees('paid');
  for (const visit of ['again', 'and again']) {
    await page.goto(address);
    await shopper.sees('paid');
    expect(await sandbox.payments(shopper.email), visit).toHaveLength(1);
  }
});

test('the return works in another browser', onPhone, async ({ shopper, stranger, page }) => {
  let address = '';
  page.on('request', (request) => {
    if (request.url().includes('/payments/complete?')) address = request.url();
  });
  await shopper.openCheckout();
  await (await shopper.pay()).choose('paid');
  await shopper.sees('paid');
  // A card app hands the address to the phone's default browser, which knows nothing of the order.
  expect(address).toContain('token=');
  await stranger.page.goto(address);
  await stranger.sees('paid');
});

test('a double click opens one window of one order', async ({ shopper, sandbox, page }) => {
  const placed: string[] = [];
  page.on('request', (request) => request.url().endsWith('/api/orders/place') && placed.push(request.url()));
  await shopper.openCheckout();
  await shopper.choose('card');
  await shopper.payButton.dblclick();
  const window = await shopper.window();
  await window.choose('paid');
  await shopper.sees('paid');
  expect(placed).toHaveLength(1);
  expect(await sandbox.payments(shopper.email)).toHaveLength(1);
});
