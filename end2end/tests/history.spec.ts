// The back/forward cache brings a page back as it was left: the button must work again, and an order that was paid
// meanwhile must show itself. Browsers under test keep that cache off, so its event is played.

import { CHAIR } from '../support/shopper.ts';
import { onDesktop } from '../support/tags.ts';
import { expect, test } from '../support/test.ts';

const comesBack = () => window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));

// A phone’s page is gone while it pays.
test('a page that comes back can pay again', onDesktop, async ({ shopper, page }) => {
  await shopper.openCheckout();
  await shopper.pay();
  const button = page.locator('.button-pay');
  await expect(button).toHaveAttribute('aria-disabled', 'true');
  await page.evaluate(comesBack);
  await expect(button).not.toHaveAttribute('aria-disabled');
  await expect(page.locator('main')).not.toHaveAttribute('inert');
  await expect(shopper.payButton).toBeVisible();
});

test('a page that comes back after its order was paid goes to the order', onDesktop, async ({
  shopper,
  sandbox,
  page,
}) => {
  // Hidden pages do not look after their order by themselves.
  await page.addInitScript(() => Object.defineProperty(Document.prototype, 'hidden', { get: () => true }));
  await sandbox.faults(shopper.email, { drop_callback: true });
  await shopper.openCheckout();
  await (await shopper.pay()).choose('paid');
  await sandbox.becomes(shopper.email, 'paid');
  await expect(shopper.heading(shopper.words.checkout)).toBeVisible();
  await expect
    .poll(async () => {
      await page.evaluate(comesBack).catch(() => {});
      return page.url();
    })
    .toContain('/orders/');
  await shopper.sees('paid');
});

test('an order that was paid in another tab is not paid again in this one', onDesktop, async ({
  shopper,
  orders,
  sandbox,
  page,
}) => {
  await shopper.open(await orders.in('failed', CHAIR));
  await shopper.sees('failed');
  const other = await shopper.inNewTab();
  await other.open(page.url());
  await other.awakens();
  await (await shopper.pay()).choose('paid');
  await shopper.sees('paid');

  await other.choose('card');
  await other.payButton.click();
  await other.sees('paid');
  const paid = (await sandbox.payments(shopper.email)).filter(({ status }) => status === 'paid');
  expect(paid).toHaveLength(1);
});

test('Back to an order that was paid meanwhile shows it as paid, where the browser has kept the page', onDesktop, async ({
  shopper,
  orders,
  page,
}) => {
  await shopper.open(await orders.in('payable', CHAIR));
  await shopper.sees('payable');
  await shopper.open('/terms');
  await orders.payNow();
  await page.goBack();
  await shopper.sees('paid');
});
