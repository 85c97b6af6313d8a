// Callback, redirect and webhook: any of them may be lost or doubled, and the order ends the same.

import { orderOf } from '../support/sandbox.ts';
import { onPhone } from '../support/tags.ts';
import { expect, test } from '../support/test.ts';

test('callback lost, webhook only: the page notices by itself', async ({ shopper, sandbox, isMobile }) => {
  await sandbox.faults(shopper.email, { drop_callback: true });
  await shopper.openCheckout();
  const window = await shopper.pay();
  await window.choose('paid');
  await sandbox.becomes(shopper.email, 'paid');
  // A phone has left the shop's page, so its shopper comes back by hand.
  if (isMobile) {
    await expect(window.lastWords).toBeVisible();
    await shopper.open(`/orders/${orderOf(await sandbox.payment(shopper.email))}`);
  }
  await shopper.sees('paid');
});

test('webhook lost, callback only', async ({ shopper, sandbox }) => {
  await sandbox.faults(shopper.email, { drop_webhook: true });
  await shopper.openCheckout();
  await (await shopper.pay()).choose('paid');
  await shopper.sees('paid');
});

test('everything twice and at once is one payment', onPhone, async ({ shopper, sandbox }) => {
  await sandbox.faults(shopper.email, { duplicate_webhook: 3 });
  await shopper.openCheckout();
  await (await shopper.pay()).choose('paid');
  await shopper.sees('paid');
  const payments = await sandbox.payments(shopper.email);
  expect(payments.map(({ status }) => status)).toEqual(['paid']);
  await shopper.page.reload();
  await shopper.sees('paid');
});

test('while i’mport cannot be asked the page says so, and turns by itself', async ({ shopper, sandbox }) => {
  await shopper.openCheckout();
  const window = await shopper.pay();
  await sandbox.faults(shopper.email, { rest_status: 503 });
  await window.choose('paid');
  await shopper.sees('confirming', { within: 30_000 });
  await expect(shopper.page.getByText(shopper.words.doNotPayAgain)).toBeVisible();
  await expect(shopper.payButton).toHaveCount(0);

  await sandbox.faults(shopper.email);
  await shopper.sees('paid', { within: 30_000 });
});
