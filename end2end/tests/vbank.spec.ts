// A virtual account: issued, told by text message, and paid while the page is open.

import { CARROTS, CHAIR } from '../support/shopper.ts';
import { inChromium } from '../support/tags.ts';
import { expect, test } from '../support/test.ts';

test('the page turns to success by itself when the deposit arrives', async ({ shopper, sandbox }) => {
  await shopper.openCheckout();
  await (await shopper.pay('vbank')).issueAccount();
  await shopper.sees('deposit');
  const payment = await sandbox.payment(shopper.email);
  expect(payment).toMatchObject({ status: 'ready', amount: 64_900 });
  const main = shopper.page.getByRole('main');
  await expect(main).toContainText(payment.vbank_num ?? 'an account number');
  await expect(main).toContainText('23:59');

  await sandbox.deposit(payment);
  await shopper.sees('paid');
});

// Only Chromium lets a test read the clipboard.
test('the account number is copied with one click', inChromium, async ({ shopper, orders, sandbox, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await shopper.open(await orders.in('deposit_awaited', CARROTS));
  await shopper.awakens();
  await shopper.page.getByRole('button', { name: shopper.words.copyAccount }).click();
  await expect(shopper.page.getByText(shopper.words.copied)).toBeVisible();
  const copied = await shopper.page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toBe((await sandbox.payment(shopper.email)).vbank_num);
});

test('a text message brings account, amount and a link that opens anywhere, and cancels nothing', async ({
  shopper,
  stranger,
  orders,
  sandbox,
}) => {
  await orders.in('deposit_awaited', CHAIR);
  const account = (await sandbox.payment(shopper.email)).vbank_num ?? '';
  const message = async () => (await sandbox.messages()).find(({ text }) => text.includes(account))?.text ?? '';
  await expect.poll(message).toContain('64,900');

  const link = (await message()).match(/https?:\/\/\S+/)?.[0] ?? '';
  await stranger.page.goto(link);
  await stranger.sees('deposit');
  await expect(stranger.page.getByRole('main')).toContainText(account);
  await expect(stranger.page.getByText('010-4242-4242')).toHaveCount(0);
  await expect(stranger.page.getByText(stranger.words.cancelElsewhere)).toBeVisible();
  await expect(stranger.page.getByRole('link', { name: stranger.words.cancelOrder })).toHaveCount(0);
});
