// No page has a serious finding of axe's, in either language, on a desktop or a phone.

import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from '../support/test.ts';

async function expectClean(page: Page) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  const told = grave.map(({ id, help, nodes }) => `${id}: ${help}\n  ${nodes.map(({ html }) => html).join('\n  ')}`);
  expect(told, page.url()).toEqual([]);
}

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test('shopping', async ({ shopper, page }) => {
      for (const path of ['/', '/cart', '/checkout', '/nowhere']) {
        await shopper.open(path);
        await expectClean(page);
      }
      await shopper.addToCart('carrots-10kg');
      await expectClean(page);
      await shopper.open('/');
      await expectClean(page);
      await shopper.open('/checkout');
      await expectClean(page);
      await shopper.choose('card');
      await shopper.payButton.click();
      await expect(page.getByText(shopper.words.required).first()).toBeVisible();
      await expectClean(page);
    });

    test('paying', async ({ shopper, page }) => {
      await shopper.openCheckout();
      await (await shopper.pay()).choose('failed');
      await shopper.sees('failed');
      await expectClean(page);
      await (await shopper.pay()).choose('cancelled_by_user');
      await shopper.sees('payable');
      await expectClean(page);
      await (await shopper.pay()).choose('paid');
      await shopper.sees('paid');
      await expectClean(page);
    });

    test('waiting', async ({ shopper, sandbox, page }) => {
      await shopper.openCheckout();
      await (await shopper.pay('vbank')).choose('vbank');
      await shopper.sees('deposit');
      await expectClean(page);
      await sandbox.faults(shopper.email, { approve_amount: 100 });
      await shopper.openCheckout();
      await (await shopper.pay()).choose('paid');
      await shopper.sees('disputed');
      await expectClean(page);
    });
  });
}
