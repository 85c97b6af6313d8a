// A whole purchase without a mouse, in every engine that has a Tab key.

import type { Surface, Tab } from './engine.ts';
import { expect, test } from './test.ts';
import { until } from './until.ts';

const focused = (where: Surface, selector: string) =>
  where.run((css) => document.activeElement?.matches(css) ?? false, selector);

/** Presses Tab until what the selector names has the focus; every stop on the way shows where it is. */
async function tabTo(tab: Tab, selector: string, where: Surface = tab) {
  for (let stops = 0; stops < 60; stops += 1) {
    await tab.press('Tab');
    const outline = await where.run(() => {
      const active = document.activeElement;
      return active && active !== document.body ? getComputedStyle(active).outlineStyle : 'elsewhere';
    });
    expect(outline, 'a stop without a visible focus').not.toBe('none');
    if (await focused(where, selector)) return;
  }
  throw new Error(`sixty times Tab, and still not at ${selector}`);
}

test('from the catalogue to the result', async ({ shopper, tab, sandbox }) => {
  await shopper.open('/');
  await tabTo(tab, '[data-product="carrots-10kg"] button');
  await tab.press('Enter');
  await shopper.reads('heading', shopper.words.cart);
  await tabTo(tab, 'a[href="/checkout"]');
  await tab.press('Enter');
  await shopper.reads('heading', shopper.words.checkout);

  const { name, address } = shopper.person;
  const typed = { name, tel: '01042424242', email: shopper.email, postcode: '06018', addr1: address };
  for (const [field, text] of Object.entries(typed)) {
    await tabTo(tab, `[name=${field}]`);
    await tab.type(text);
  }
  await tabTo(tab, '[name=method]');
  await tab.press('ArrowDown');
  await tab.press('ArrowUp');
  await until('the card is chosen', () => focused(tab, '[name=method][value=card]:checked'));
  await tabTo(tab, '[name=agree]');
  await tab.press('Space');
  await tabTo(tab, '.button-pay');
  await tab.press('Enter');

  const window = await shopper.window();
  const frame = await until('the frame has the focus', async () => {
    return (await focused(tab, '.imp-dialog iframe.imp-open')) && (await window.surface());
  });
  await tabTo(tab, 'button[name=step][value=password]', frame);
  await tab.press('Enter');
  const asksForPassword = () => document.querySelector('input[name=password]') !== null;
  await until('the password is asked for', () => frame.run(asksForPassword));
  await tabTo(tab, 'input[name=password]', frame);
  await tab.type('123456');
  await tab.press('Enter');

  await shopper.sees('paid');
  expect(await sandbox.payment(shopper.email)).toMatchObject({ status: 'paid', amount: 4_004 });
});
