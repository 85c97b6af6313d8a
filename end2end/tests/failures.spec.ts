// Every way a window can end without money: the page says what happened, and the same order can be paid.

import type { Outcome } from '../support/payment-window.ts';
import { orderOf } from '../support/sandbox.ts';
import { CHAIR, type Shopper } from '../support/shopper.ts';
import { onDesktop } from '../support/tags.ts';
import { expect, test } from '../support/test.ts';

const REFUSED: [Outcome, RegExp][] = [
  ['failed', /did not approve|승인하지 않았습니다/],
  ['limit_exceeded', /limit was exceeded|한도를 넘었습니다/],
  ['insufficient_balance', /balance was too low|잔액이 부족합니다/],
  ['bad_card', /cannot be used|쓸 수 없는 카드/],
  ['wrong_password', /password was wrong|비밀번호가 맞지 않았습니다/],
  ['cannot_open', /could not open|결제창을 열지 못했습니다/],
];

for (const [outcome, reason] of REFUSED) {
  test(`${outcome}: told why, then paid`, async ({ shopper, orders, sandbox }) => {
    await shopper.open(await orders.in('payable', CHAIR));
    await (await shopper.pay()).choose(outcome);
    await shopper.sees('failed');
    await expect(shopper.page.getByText(reason).first()).toBeVisible();
    await expect(shopper.page.getByText(shopper.words.nothingCharged).first()).toBeVisible();
    const failed = await sandbox.payment(shopper.email);
    expect(failed.status).toBe('failed');

    await (await shopper.pay()).choose('paid');
    await shopper.sees('paid');
    const paid = await sandbox.payment(shopper.email);
    expect(paid.status).toBe('paid');
    expect(paid.merchant_uid).not.toBe(failed.merchant_uid);
    expect(orderOf(paid)).toBe(orderOf(failed));
  });
}

test('three wrong passwords are a failure, two are not', onDesktop, async ({ shopper }) => {
  await shopper.openCheckout();
  const window = await shopper.pay();
  await window.next();
  for (const attempt of ['1/3', '2/3']) {
    await window.typePassword('000000');
    await expect(window.problem).toContainText(attempt);
  }
  await window.typePassword('000000');
  await shopper.sees('failed');
});

const WITHDRAWN: [string, (shopper: Shopper) => Promise<void>][] = [
  ['the cancel button', async (shopper) => (await shopper.pay()).choose('cancelled_by_user')],
  ['the X of the window', async (shopper) => (await shopper.pay()).close()],
];

for (const [how, withdraw] of WITHDRAWN) {
  test(`${how}: no error, and the order waits`, async ({ shopper, sandbox }) => {
    await shopper.openCheckout();
    await withdraw(shopper);
    await shopper.sees('payable');
    await expect(shopper.page.getByText(shopper.words.windowClosed)).toBeVisible();

    await (await shopper.pay()).choose('paid');
    await shopper.sees('paid');
    await sandbox.becomes(shopper.email, 'paid');
  });
}

/** The window goes down with its page; the shopper opens the order's. */
async function comeBack(shopper: Shopper, order: string): Promise<Shopper> {
  const again = await shopper.inNewTab();
  await shopper.page.close();
  await again.open(`/orders/${order}`);
  return again;
}

test('a browser that dies before approval leaves a payable order', async ({ shopper, sandbox }) => {
  await shopper.openCheckout();
  await (await shopper.pay()).choose('abandoned');
  await expect.poll(async () => (await sandbox.payments(shopper.email)).length).toBe(1);
  const again = await comeBack(shopper, orderOf(await sandbox.payment(shopper.email)));
  await again.sees('payable');
  await (await again.pay()).choose('paid');
  await again.sees('paid');
});

test('a browser that dies after approval finds its order paid', async ({ shopper, sandbox }) => {
  await shopper.openCheckout();
  await (await shopper.pay()).choose('paid_but_lost');
  await sandbox.becomes(shopper.email, 'paid');
  const again = await comeBack(shopper, orderOf(await sandbox.payment(shopper.email)));
  await again.sees('paid');
});
