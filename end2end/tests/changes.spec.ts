// Prices and stock move while pages are open: nobody pays a price that was not shown.

import { Sandbox } from '../support/sandbox.ts';
import { Shopper } from '../support/shopper.ts';
import { onDesktop, onPhone } from '../support/tags.ts';
import { expect, test } from '../support/test.ts';

test('a changed price is shown, old and new, before any window opens', onDesktop, async ({
  page,
  lang,
  isMobile,
  openShop,
  request,
}) => {
  const shop = await openShop();
  const sandbox = new Sandbox(request, shop.sandboxUrl);
  const shopper = new Shopper(page, lang, isMobile, shop.url);
  await shopper.openCheckout();
  await shop.editCatalogue((text) => text.replace('price = 64900', 'price = 69900'));
  await shopper.choose('card');
  await shopper.payButton.click();

  const changes = page.getByRole('alert').filter({ hasText: shopper.words.changed });
  await expect(changes).toContainText(/64,900.*69,900/);
  await expect(shopper.field(shopper.words.email)).toHaveValue(shopper.email);
  expect(await sandbox.payments(shopper.email)).toEqual([]);

  await (await shopper.pay()).choose('paid');
  await shopper.sees('paid');
  expect(await sandbox.payment(shopper.email)).toMatchObject({ status: 'paid', amount: 69_900 });
});

test('what sold out meanwhile is told, and no window opens', onPhone, async ({
  page,
  lang,
  isMobile,
  openShop,
  request,
}) => {
  const shop = await openShop();
  const shopper = new Shopper(page, lang, isMobile, shop.url);
  await shopper.openCheckout();
  await shop.editCatalogue((text) => text.replace('stock = 4000', 'stock = 0'));
  await shopper.choose('card');
  await shopper.payButton.click();
  await expect(page.getByRole('alert').filter({ hasText: shopper.words.changed })).toBeVisible();
  expect(await new Sandbox(request, shop.sandboxUrl).payments(shopper.email)).toEqual([]);
});
