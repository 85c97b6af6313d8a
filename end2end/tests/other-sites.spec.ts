// The PG is another site: what it posts comes without the shopper's cookie, and must not cost it.

import { CHAIR } from '../support/shopper.ts';
import { expect, test } from '../support/test.ts';

test('a PG that posts the shopper back from its own site leaves cart and order where they are', async ({
  shopper,
  page,
  orders,
  sandboxUrl,
}) => {
  const { request: asked } = await orders.place(CHAIR, 'trans', shopper.email);
  const { merchant_uid, amount, pay_method } = asked;
  const data = { merchant_uid, amount, pay_method, outcome: 'paid' };
  const paid = await page.request.post(`${sandboxUrl}/console/api/payments`, { data });
  const payment = ((await paid.json()) as { response: { imp_uid: string } }).response;
  const before = (await page.context().cookies()).find(({ name }) => name === 'customer')?.value;
  expect(before).toBeDefined();
  // As KG Inicis does it after a bank transfer on an iPhone: a form of the PG's own page.
  await page.route(`${sandboxUrl}/returns-by-post`, (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: `<form method="post" action="${asked.m_redirect_url.replaceAll('&', '&amp;')}">
        <input name="imp_uid" value="${payment.imp_uid}"><input name="merchant_uid" value="${merchant_uid}">
        <button>back</button></form>`,
    }),
  );
  await page.goto(`${sandboxUrl}/returns-by-post`);
  await page.getByRole('button').click();
  await shopper.sees('paid');
  await expect(page.getByText(shopper.email)).toBeVisible();
  const after = (await page.context().cookies()).find(({ name }) => name === 'customer')?.value;
  expect(after).toBe(before);
});

test('a form of a foreign page is told why nothing happened, and takes nothing', async ({ shopper, page, sandboxUrl }) => {
  await shopper.addToCart(CHAIR);
  const cookies = await page.context().cookies();
  for (const path of ['/api/cart/remove', '/nothing-there']) {
    await page.route(`${sandboxUrl}/foreign`, (route) =>
      route.fulfill({
        contentType: 'text/html',
        body: `<form method="post" action="${shopper.shopUrl}${path}"><input name="product" value="${CHAIR}">
          <button>go</button></form>`,
      }),
    );
    await page.goto(`${sandboxUrl}/foreign`);
    await page.getByRole('button').click();
    await expect(page.getByRole('alert')).toBeVisible();
    await page.unrouteAll();
    expect(await page.context().cookies()).toEqual(cookies);
  }
  await shopper.open('/cart');
  await expect(page.locator(`[data-product="${CHAIR}"]`)).toBeVisible();
});
