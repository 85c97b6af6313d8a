// Who lies to the shop gets nothing, and honest shoppers are told.

import { orderOf } from '../support/sandbox.ts';
import { CARROTS, CHAIR } from '../support/shopper.ts';
import { onDesktop, onPhone } from '../support/tags.ts';
import { expect, test } from '../support/test.ts';

test('a page that lowers the amount does not pay the order', async ({ shopper, sandbox, page }) => {
  await page.addInitScript(() => {
    let sdk: { request_pay: (asked: { amount: number }, done: unknown) => unknown };
    Object.defineProperty(window, 'IMP', {
      configurable: true,
      get: () => sdk,
      set(loaded: typeof sdk) {
        const honest = loaded.request_pay.bind(loaded);
        loaded.request_pay = (asked, done) => honest({ ...asked, amount: 100 }, done);
        sdk = loaded;
      },
    });
  });
  await shopper.openCheckout();
  await shopper.choose('card');
  await shopper.payButton.click();
  await shopper.sees('failed');
  const paid = (await sandbox.payments(shopper.email)).filter(({ status }) => status === 'paid');
  expect(paid).toEqual([]);
});

test('an approval over another amount is a dispute, and the shopper is told', onPhone, async ({ shopper, sandbox }) => {
  await sandbox.faults(shopper.email, { approve_amount: 100 });
  await shopper.openCheckout();
  await (await shopper.pay()).choose('paid');
  await shopper.sees('disputed');
  await expect(shopper.payButton).toHaveCount(0);
});

test('a payment of one order does not pay another', onDesktop, async ({ shopper, orders, sandbox, page }) => {
  await orders.in('paid', CARROTS);
  const cheap = await sandbox.payment(shopper.email);
  await orders.in('failed', CHAIR);
  const dear = await sandbox.payment(shopper.email);

  const replay = { imp_uid: cheap.imp_uid, merchant_uid: dear.merchant_uid };
  const answer = await page.request.post('/payments/complete', { data: replay });
  expect(answer.status()).toBe(400);
  expect(await answer.json()).toMatchObject({ status: 'forgery' });
  await shopper.open(`/orders/${orderOf(dear)}`);
  await expect(page.getByRole('main')).not.toHaveAttribute('data-stage', 'paid');
});

test('a stranger sees no order, and cannot tell it from one that does not exist', onDesktop, async ({
  shopper,
  stranger,
  orders,
  sandbox,
}) => {
  await orders.in('paid', CHAIR);
  const order = orderOf(await sandbox.payment(shopper.email));
  const unknown = order.slice(0, -4) + '0000';

  const answers = [];
  for (const id of [order, unknown]) {
    const answer = await stranger.open(`/orders/${id}`);
    await expect(stranger.heading(stranger.words.notFound)).toBeVisible();
    answers.push([answer?.status(), (await stranger.page.getByRole('main').innerHTML()).replaceAll(id, '')]);
  }
  expect(answers[0]?.[0]).toBe(404);
  expect(answers[0]).toEqual(answers[1]);
});
