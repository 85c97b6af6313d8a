// What a shopper does, told once for every engine and device. At the end of each story the browser's console must be
// empty: see `shopper` in test.ts.

import { CARROTS, CHAIR, type Method } from '../support/shopper.ts';
import { expect, test } from './test.ts';
import { until } from './until.ts';

test('a card is charged through the window, step by step', async ({ shopper, sandbox }) => {
  await shopper.openCheckout();
  await (await shopper.pay('card')).payByCard();
  await shopper.sees('paid');
  expect(await sandbox.payment(shopper.email)).toMatchObject({ status: 'paid', amount: 64_900, currency: 'KRW' });
  expect(await shopper.page()).toContain('64,900');
});

test('a declined card: told why, then paid', async ({ shopper, sandbox }) => {
  await shopper.openCheckout();
  await (await shopper.pay()).choose('failed');
  await shopper.sees('failed');
  expect(await shopper.page()).toMatch(shopper.words.nothingCharged);
  await (await shopper.pay()).choose('paid');
  await shopper.sees('paid');
  const statuses = (await sandbox.payments(shopper.email)).map(({ status }) => status);
  expect(statuses).toEqual(['paid', 'failed']);
});

test('the X of the window: no error, and the order waits', async ({ shopper, sandbox }) => {
  await shopper.openCheckout();
  await (await shopper.pay()).close();
  await shopper.sees('payable');
  expect(await shopper.page()).toMatch(shopper.words.windowClosed);
  await (await shopper.pay()).choose('paid');
  await shopper.sees('paid');
  await sandbox.becomes(shopper.email, 'paid');
});

test('the page of a deposit turns by itself when the money arrives', async ({ shopper, sandbox }) => {
  await shopper.openCheckout();
  await (await shopper.pay('vbank')).issueAccount();
  await shopper.sees('deposit');
  const payment = await sandbox.payment(shopper.email);
  expect(payment).toMatchObject({ status: 'ready', amount: 64_900 });
  expect(await shopper.page()).toContain(payment.vbank_num);
  await sandbox.deposit(payment);
  await shopper.sees('paid');
});

test('a window of its own comes up, and is gone once it is paid', async ({ shopper, sandbox, tab }) => {
  const method: Method = shopper.device.name === 'desktop' ? 'tosspay' : 'paypal';
  await shopper.openCheckout();
  await (await shopper.pay(method)).choose('paid');
  await shopper.sees('paid');
  expect((await sandbox.payment(shopper.email)).status).toBe('paid');
  await until('the popup is gone', async () => (await tab.popup()) === undefined);
});

test('back from the gateway’s page, the form pays again', async ({ shopper, sandbox, tab }) => {
  await shopper.openCheckout();
  await shopper.pay('naverpay');
  await tab.back();
  await until('be back in the shop', async () => (await tab.url()).startsWith(shopper.shopUrl));
  await (await shopper.pay('card')).choose('paid');
  await shopper.sees('paid');
  await sandbox.becomes(shopper.email, 'paid');
});

test.describe('without JavaScript', () => {
  test.use({ javascript: false });

  test('an order is placed and waits for its payment', async ({ shopper, tab }) => {
    await shopper.openCheckout();
    await shopper.reads('text', shopper.words.needsJavascript);
    await shopper.choose('card');
    await shopper.click('button', shopper.words.pay);
    await shopper.sees('payable');
    expect(await tab.url()).toContain('/orders/');
  });
});

test.describe('with the legacy SDK', () => {
  // jQuery 1.12 finds out about Firefox by an inline event handler, which the page's policy refuses.
  test.use({ shopAt: 'legacy', known: [/blocked an event handler .*jquery-1\.12\.4/] });

  test('a card is charged, with jQuery on the page', async ({ shopper, sandbox, tab }) => {
    await shopper.openCheckout();
    await until('jQuery is there', () => tab.run(() => 'jQuery' in window));
    await (await shopper.pay()).payByCard();
    await shopper.sees('paid');
    await sandbox.becomes(shopper.email, 'paid');
  });
});

test('number and phone open a page that hides personal details', async ({ shopper, orders }) => {
  const number = (await orders.in('paid', CARROTS)).split('/').pop() ?? '';
  await shopper.open('/');
  await shopper.click('link', shopper.words.findOrder);
  await shopper.fill(shopper.words.orderNumber, number.toLowerCase());
  await shopper.fill(shopper.words.tel, '01042424242');
  await shopper.click('button', shopper.words.find);
  await shopper.sees('paid');
  expect(await shopper.page()).toContain('010-****-4242');
  expect(await shopper.page()).not.toContain('010-4242-4242');
});

test('a paid order is cancelled, and turns to refunded by itself', async ({ shopper, orders, request, tab }) => {
  const path = await orders.in('paid', CHAIR);
  await tab.takeCookies(shopper.shopUrl, (await request.storageState()).cookies);
  await shopper.open(path);
  await shopper.sees('paid');
  await shopper.click('link', shopper.words.cancelOrder);
  await shopper.click('checkbox', shopper.words.confirmCancel);
  await shopper.click('button', shopper.words.cancelAndRefund);
  await shopper.sees('refunded');
});

test('Korean comes through an input method and arrives as it was typed', async ({ shopper, sandbox }) => {
  shopper.person = { name: '남궁꽃별', address: '서울 강남구 값진길 7, 읽쉼빌라' };
  shopper.composes = true;
  await shopper.openCheckout(CARROTS);
  await (await shopper.pay()).choose('paid');
  await shopper.sees('paid');
  const page = await shopper.page();
  expect(page).toContain(shopper.person.name);
  expect(page).toContain(shopper.person.address);
  await sandbox.becomes(shopper.email, 'paid');
});

test('every page is silent, and the cart loads ahead what the order form needs', async ({ shopper, tab }) => {
  await shopper.addToCart(CHAIR);
  for (const path of ['/', '/checkout', '/orders', '/terms', '/privacy', '/refunds', '/cart']) {
    await shopper.open(path);
    await shopper.hasLoaded();
  }
  const loaded = () => performance.getEntriesByType('resource').map(({ name }) => name.replace(/.*\./, '.'));
  if (await tab.run(() => document.createElement('link').relList.supports('prefetch'))) {
    await until('script and wasm are there', async () => {
      const kinds = await tab.run(loaded);
      return kinds.includes('.js') && kinds.includes('.wasm');
    });
  }
});
