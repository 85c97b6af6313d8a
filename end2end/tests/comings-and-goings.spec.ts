// Shoppers press Back, reload, press twice, and end up in another browser.

import { expect, test } from '../support/test.ts';

test('Back from the window, and Pay works again', async ({ shopper, sandbox, page, isMobile }) => {
  await shopper.openCheckout();
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

test('a reload of the return page changes nothing', async ({ shopper, sandbox, page, isMobile }) => {
  test.skip(!isMobile, 'on a desktop nobody returns');
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

test('the return works in another browser', async ({ shopper, stranger, page, isMobile }) => {
  test.skip(!isMobile, 'on a desktop nobody returns');
  let address = '';
  // The window's last answer is a redirect, which the card app hands to another browser.
  await page.route('**/windows/*', async (route) => {
    if (route.request().method() !== 'POST') return route.continue();
    const answer = await route.fetch({ maxRedirects: 0 });
    address = answer.headers()['location'] ?? '';
    return route.abort();
  });
  await shopper.openCheckout();
  await (await shopper.pay()).choose('paid');
  await expect.poll(() => address).toContain('/payments/complete');
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
