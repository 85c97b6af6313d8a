// The order form in a browser with JavaScript: mistakes are told before any window opens.

import { expect, test } from '../support/test.ts';

test('the first wrong field is focused, and nothing is paid', async ({ shopper, sandbox, page }) => {
  await shopper.openCheckout();
  await shopper.field(shopper.words.postcode).fill('1');
  await shopper.choose('card');
  await shopper.payButton.click();
  const postcode = shopper.field(shopper.words.postcode);
  await expect(postcode).toBeFocused();
  await expect(postcode).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByText(shopper.words.badPostcode)).toBeVisible();
  expect(await sandbox.payments(shopper.email)).toEqual([]);

  await postcode.fill('06018');
  await shopper.payButton.click();
  await (await shopper.window()).choose('paid');
  await shopper.sees('paid');
});
