// The shopper cancels: asked once more, and the page tells when the money is back.

import { CARROTS, CHAIR, type Shopper } from '../support/shopper.ts';
import { onDesktop, onPhone } from '../support/tags.ts';
import { expect, test } from '../support/test.ts';

async function cancel({ page, words }: Shopper, button: string) {
  await page.getByRole('link', { name: words.cancelOrder }).click();
  await page.getByRole('checkbox', { name: words.confirmCancel }).check();
  await page.getByRole('button', { name: button }).click();
}

test('a paid order is cancelled, and its page turns to refunded by itself', onDesktop, async ({
  shopper,
  orders,
  sandbox,
}) => {
  await shopper.open(await orders.in('paid', CHAIR));
  await shopper.sees('paid');
  await cancel(shopper, shopper.words.cancelAndRefund);
  await shopper.sees('refunded');
  await sandbox.becomes(shopper.email, 'cancelled');
  await expect(shopper.page.getByRole('link', { name: shopper.words.cancelOrder })).toHaveCount(0);
});

test('a deposit is called off, and the account closed', onPhone, async ({ shopper, orders, sandbox }) => {
  await shopper.open(await orders.in('deposit_awaited', CARROTS));
  await shopper.sees('deposit');
  await cancel(shopper, shopper.words.callOff);
  await shopper.sees('calledOff');
  await sandbox.becomes(shopper.email, 'failed');
});

test('a deposit goes back to the account that the shopper names', onPhone, async ({
  shopper,
  orders,
  sandbox,
  page,
}) => {
  await shopper.open(await orders.in('deposit_awaited', CHAIR));
  await shopper.sees('deposit');
  await sandbox.deposit(await sandbox.payment(shopper.email));
  await shopper.sees('paid');
  await page.getByRole('link', { name: shopper.words.cancelOrder }).click();
  await page.getByLabel(shopper.words.bank).selectOption('088');
  await shopper.field(shopper.words.refundAccount).fill('110-123-456789');
  await shopper.field(shopper.words.refundHolder).fill('홍길동');
  await page.getByRole('checkbox', { name: shopper.words.confirmCancel }).check();
  await page.getByRole('button', { name: shopper.words.cancelAndRefund }).click();
  await shopper.sees('refunded');
  await sandbox.becomes(shopper.email, 'cancelled');
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('cancelling is confirmed, and told when it is done', onPhone, async ({ shopper, orders }) => {
    await shopper.open(await orders.in('paid', CHAIR));
    await cancel(shopper, shopper.words.cancelAndRefund);
    await shopper.sees('refunded');
  });

  test('what is missing is told, and the form stays open', onDesktop, async ({ shopper, page, orders }) => {
    await shopper.open(await orders.in('deposit_paid', CARROTS));
    await page.getByRole('link', { name: shopper.words.cancelOrder }).click();
    // A browser of old, which lets the form go as it is.
    await page.locator('form[action="/api/orders/cancel"]').evaluate((form: HTMLFormElement) => form.setAttribute('novalidate', ''));
    await page.getByRole('button', { name: shopper.words.cancelAndRefund }).click();
    await expect(page.getByText(shopper.words.required).first()).toBeVisible();
    await expect(page.getByRole('button', { name: shopper.words.cancelAndRefund })).toBeVisible();
  });

  test('an account that was refused is still typed in', onPhone, async ({ shopper, page, orders }) => {
    await shopper.open(await orders.in('deposit_paid', CARROTS));
    await page.getByRole('link', { name: shopper.words.cancelOrder }).click();
    await page.getByLabel(shopper.words.bank).selectOption('088');
    await shopper.field(shopper.words.refundAccount).fill('110-12');
    await shopper.field(shopper.words.refundHolder).fill('홍길동');
    await page.getByRole('checkbox', { name: shopper.words.confirmCancel }).check();
    await page.getByRole('button', { name: shopper.words.cancelAndRefund }).click();
    await expect(shopper.field(shopper.words.refundAccount)).toHaveAttribute('aria-invalid', 'true');
    await expect(shopper.field(shopper.words.refundAccount)).toHaveValue('110-12');
    await expect(shopper.field(shopper.words.refundHolder)).toHaveValue('홍길동');
    await expect(page.getByLabel(shopper.words.bank)).toHaveValue('088');
    await expect(page.getByRole('checkbox', { name: shopper.words.confirmCancel })).not.toBeChecked();
    expect(decodeURIComponent(page.url())).not.toMatch(/110-12|홍길동/);
  });

  test('the page of a deposit looks again by itself, but not under a form', onDesktop, async ({
    shopper,
    page,
    orders,
    sandbox,
  }) => {
    await shopper.open(await orders.in('deposit_awaited', CARROTS));
    const refresh = page.locator('meta[http-equiv=refresh]');
    await expect(refresh).toHaveCount(1);
    await page.getByRole('link', { name: shopper.words.cancelOrder }).click();
    await expect(page.getByRole('button', { name: shopper.words.callOff })).toBeVisible();
    await expect(refresh).toHaveCount(0);
    await page.getByRole('link', { name: shopper.words.keepOrder }).click();
    await shopper.sees('deposit');
    await sandbox.deposit(await sandbox.payment(shopper.email));
    await shopper.sees('paid', { within: 20_000 });
  });
});
