// A cash receipt comes with money that comes in cash.

import { expect, test } from '../support/test.ts';

test('it is offered for transfers and deposits alone', async ({ shopper, page }) => {
  await shopper.openCheckout();
  const offer = page.getByRole('group', { name: shopper.words.receipt });
  await expect(offer).toBeHidden();
  for (const method of ['trans', 'vbank'] as const) {
    await shopper.choose(method);
    await expect(offer).toBeVisible();
    await expect(offer.getByRole('radio', { name: shopper.words.receiptNone })).toBeChecked();
  }
  await shopper.choose('card');
  await expect(offer).toBeHidden();
});

test('a wrong number is told beside its field, and the receipt comes with the transfer', async ({ shopper, page }) => {
  await shopper.openCheckout();
  await shopper.choose('trans');
  await page.locator('label', { hasText: shopper.words.receiptCompany }).click();
  const number = shopper.field(shopper.words.businessNumber);
  await number.fill('124-81-00997');
  await shopper.payButton.click();
  await expect(number).toBeFocused();
  await expect(page.getByText(shopper.words.badBusinessNumber)).toBeVisible();
  await number.fill('1248100998');
  await shopper.payButton.click();
  await (await shopper.window()).choose('paid');
  await shopper.sees('paid');
  const receipt = page.getByRole('region', { name: shopper.words.receipt });
  await expect(receipt).toContainText('124-81-00998');
  await expect(async () => {
    await page.reload();
    await expect(receipt.getByRole('link', { name: shopper.words.openReceipt })).toHaveAttribute('href', /^http/, { timeout: 1_000 });
  }).toPass();
});
