// Up to the Pay button everything works without JavaScript.

import { CHAIR } from '../support/shopper.ts';
import { expect, test } from '../support/test.ts';

test.use({ javaScriptEnabled: false });

test('an order is placed and waits for its payment', async ({ shopper, page }) => {
  await shopper.walkToCheckout();
  await expect(page.getByText(shopper.words.needsJavascript)).toBeVisible();
  await shopper.choose('card');
  await shopper.payButton.click();
  await shopper.sees('payable');
  await expect(page).toHaveURL(/\/orders\//);
});

test('the cart changes and empties', async ({ shopper, page }) => {
  await shopper.addToCart(CHAIR);
  const line = page.locator(`[data-product="${CHAIR}"]`);
  await line.getByRole('spinbutton').fill('2');
  await line.getByRole('button', { name: shopper.words.changeCart }).click();
  await expect(page.getByRole('main')).toContainText('129,800');
  await line.getByRole('button', { name: shopper.words.removeFromCart }).click();
  await expect(page.getByText(shopper.words.cartEmpty)).toBeVisible();
});

test('what is missing is told beside its field, and what was typed stays', async ({ shopper }) => {
  await shopper.openCheckout();
  await shopper.field(shopper.words.name).fill('');
  await shopper.choose('card');
  await shopper.payButton.click();
  await expect(shopper.heading(shopper.words.checkout)).toBeVisible();
  await expect(shopper.field(shopper.words.name)).toHaveAccessibleDescription(shopper.words.required);
  await expect(shopper.field(shopper.words.email)).toHaveValue(shopper.email);
});
