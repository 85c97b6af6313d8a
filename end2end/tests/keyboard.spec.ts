// A whole purchase without a mouse: every stop is visible, the window keeps the keyboard while it is open, and the
// result is where reading goes on.

import type { Frame, Page } from '@playwright/test';
import { onDesktop } from '../support/tags.ts';
import { expect, test } from '../support/test.ts';

/** Presses Tab until `reached`; every stop on the way shows where it is. */
async function tabTo(page: Page, reached: () => Promise<boolean>, where: Page | Frame = page) {
  for (let stops = 0; stops < 60; stops += 1) {
    await page.keyboard.press('Tab');
    const outline = await where.evaluate(() => {
      const active = document.activeElement;
      return active && active !== document.body ? getComputedStyle(active).outlineStyle : 'elsewhere';
    });
    expect(outline, 'a stop without a visible focus').not.toBe('none');
    if (await reached()) return;
  }
  throw new Error('sixty times Tab, and still not there');
}

const named = (where: Page | Frame, selector: string) => () =>
  where.evaluate((css) => document.activeElement?.matches(css) ?? false, selector);

// Phones have no Tab key.
test('from the catalogue to the result', onDesktop, async ({ shopper, page, sandbox }) => {
  await shopper.open('/');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await tabTo(page, named(page, '[data-product="carrots-10kg"] button'));
  await page.keyboard.press('Enter');
  await expect(shopper.heading(shopper.words.cart)).toBeVisible();
  await tabTo(page, named(page, 'a[href="/checkout"]'));
  await page.keyboard.press('Enter');
  await expect(shopper.heading(shopper.words.checkout)).toBeVisible();

  const typed = { name: 'Hong Gildong', tel: '01042424242', email: shopper.email, postcode: '06018', addr1: 'Shinsa-dong, Seoul' };
  for (const [field, text] of Object.entries(typed)) {
    await tabTo(page, named(page, `[name=${field}]`));
    await page.keyboard.type(text);
  }
  await expect(shopper.field(shopper.words.tel)).toHaveValue('010-4242-4242');
  await tabTo(page, named(page, '[name=method]'));
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowUp');
  await expect(page.getByRole('radio', { name: shopper.words.methods.card })).toBeChecked();
  await tabTo(page, named(page, '[name=agree]'));
  await page.keyboard.press('Space');
  await tabTo(page, named(page, '.button-pay'));
  await page.keyboard.press('Enter');

  await shopper.window('frame');
  await expect(page.locator('.imp-dialog iframe.imp-open')).toBeFocused();
  await expect(page.locator('main')).toHaveAttribute('inert');
  const frame = await (await page.locator('.imp-dialog iframe.imp-open').elementHandle())?.contentFrame();
  if (!frame) throw new Error('the window has no frame');
  const says = (text: string) => () => frame.evaluate((words) => document.activeElement?.textContent?.trim().endsWith(words) ?? false, text);
  await tabTo(page, says('Next'), frame);
  await page.keyboard.press('Enter');
  // The same heading stood on the page before.
  await expect(frame.locator('input[name=password]')).toBeVisible();
  await tabTo(page, named(frame, 'input[name=password]'), frame);
  await page.keyboard.type('123456');
  await tabTo(page, says(' Pay'), frame);
  await page.keyboard.press('Enter');

  await shopper.sees('paid');
  await expect(shopper.heading(shopper.words.stages.paid)).toBeFocused();
  expect(await sandbox.payment(shopper.email)).toMatchObject({ status: 'paid', amount: 4_004 });
});

// A phone leaves the page for the window.
test('the window gives the keyboard back to Pay when it closes', onDesktop, async ({ shopper, page }) => {
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/api/orders/complete', async (route) => {
    await released;
    await route.continue();
  });
  await shopper.openCheckout();
  const window = await shopper.pay();
  await expect(page.locator('main')).toHaveAttribute('inert');
  await window.close();
  await expect(page.locator('main')).not.toHaveAttribute('inert');
  await expect(page.locator('.button-pay')).toBeFocused();
  release();
  await shopper.sees('payable');
  await expect(shopper.heading(shopper.words.stages.payable)).toBeFocused();
});

test('what happens is announced, and the button keeps the focus', async ({ shopper, page }) => {
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/api/orders/place', async (route) => {
    await released;
    await route.continue();
  });
  await shopper.openCheckout();
  await shopper.choose('card');
  const button = page.locator('.button-pay');
  await button.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('status').filter({ hasText: shopper.words.preparing })).toHaveCount(1);
  await expect(button).toHaveAttribute('aria-disabled', 'true');
  await expect(button).toBeFocused();
  release();
  await (await shopper.window()).choose('paid');
  await shopper.sees('paid');
});
