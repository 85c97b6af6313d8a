// An order is found without its browser: by its number and the buyer's phone.

import { CARROTS } from '../support/shopper.ts';
import { expect, test } from '../support/test.ts';

test.use({ javaScriptEnabled: false });

test('number and phone open a page that hides personal details', async ({ shopper, stranger, page, orders }) => {
  const path = await orders.in('paid', CARROTS);
  const number = path.split('/').pop() ?? '';
  await stranger.open('/');
  await stranger.page.getByRole('link', { name: stranger.words.findOrder }).click();
  await stranger.field(stranger.words.orderNumber).fill(number.toLowerCase());
  await stranger.field(stranger.words.tel).fill('01042424242');
  await stranger.page.getByRole('button', { name: stranger.words.find }).click();
  await stranger.sees('paid');
  const main = stranger.page.getByRole('main');
  await expect(main).toContainText('010-****-4242');
  await expect(main).not.toContainText('010-4242-4242');
  await shopper.open(path);
  await expect(page.getByRole('main')).toContainText('010-4242-4242');
});

test('whatever does not fit has one answer', async ({ stranger, orders }) => {
  const path = await orders.in('payable', CARROTS);
  for (const number of [path.split('/').pop() ?? '', '20261122-000000000000']) {
    await stranger.open('/orders');
    await stranger.field(stranger.words.orderNumber).fill(number);
    await stranger.field(stranger.words.tel).fill('010-9999-9999');
    await stranger.page.getByRole('button', { name: stranger.words.find }).click();
    await expect(stranger.page.getByRole('alert')).toHaveText(stranger.words.nothingFound);
  }
});

test('a refused form still says what was typed, and the address does not', async ({ stranger }) => {
  await stranger.open('/orders');
  await stranger.field(stranger.words.orderNumber).fill('20261122-000000000000');
  await stranger.field(stranger.words.tel).fill('010-9876-5432');
  await stranger.page.getByRole('button', { name: stranger.words.find }).click();
  await expect(stranger.page.getByRole('alert')).toHaveText(stranger.words.nothingFound);
  await expect(stranger.field(stranger.words.orderNumber)).toHaveValue('20261122-000000000000');
  await expect(stranger.field(stranger.words.tel)).toHaveValue('010-9876-5432');
  expect(decodeURIComponent(stranger.page.url())).not.toMatch(/20261122|9876/);
  await stranger.open('/orders');
  await expect(stranger.field(stranger.words.tel)).toHaveValue('');
});
