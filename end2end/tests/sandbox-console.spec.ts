// The sandbox's console as staff use it, and no serious finding of axe's in any of its pages or windows.

import type { Page } from '@playwright/test';
import { findings } from '../support/axe.ts';
import { expect, newOrder, test } from '../support/sandbox-test.ts';

/** What the console calls its buttons and states. */
const WORDS = {
  en: {
    deposit: 'Deposit', cancel: 'Cancel payment', amount: 'Amount', expire: 'Let the deadline pass', resend: 'Resend webhook',
    apply: 'Apply', clear: 'Clear all', paid: 'paid', cancelled: 'cancelled', closed: /입금이 거절/,
  },
  ko: {
    deposit: '입금하기', cancel: '결제취소', amount: '금액', expire: '입금기한 만료', resend: '웹훅 재전송',
    apply: '적용', clear: '모두 지우기', paid: '결제완료', cancelled: '결제취소', closed: /입금이 거절/,
  },
};

const wordsOf = (locale: string | undefined) => WORDS[locale?.startsWith('ko') ? 'ko' : 'en'];

test('a payment’s story: found, deposited, partly cancelled, told once more', async ({
  page,
  alone,
  merchant,
  locale,
}) => {
  const words = wordsOf(locale);
  const order = newOrder();
  const payment = await alone.console('POST', 'payments', {
    merchant_uid: order, amount: 9900, outcome: 'vbank', notice_url: `${merchant.url}/payments/webhook`,
  });
  await page.goto(`${alone.url}/console`);
  await page.getByRole('searchbox').fill(order);
  await page.getByRole('search').getByRole('button').click();
  await page.getByRole('link', { name: payment.imp_uid }).click();
  const status = page.locator('h1 .status');

  await page.getByRole('button', { name: words.deposit }).click();
  await expect(status).toHaveText(words.paid);
  await page.getByLabel(words.amount, { exact: true }).fill('900');
  await page.getByRole('button', { name: words.cancel }).click();
  await expect(status).toHaveText(words.cancelled);
  await page.locator('.deeds').getByRole('button', { name: words.resend }).click();
  await expect.poll(() => alone.webhooks(order)).toEqual(['ready', 'paid', 'cancelled', 'cancelled']);
  expect(await alone.record(order)).toMatchObject({ amount: 9900, cancel_amount: 900 });
});

test('an account that has expired takes nothing', async ({ page, alone, locale }) => {
  const words = wordsOf(locale);
  const { imp_uid } = await alone.console('POST', 'payments', { merchant_uid: newOrder(), amount: 9900, outcome: 'vbank' });
  await page.goto(`${alone.url}/console/payments/${imp_uid}`);
  await page.getByRole('button', { name: words.expire }).click();
  await page.getByRole('button', { name: words.deposit }).click();
  await expect(page.getByRole('alert')).toHaveText(words.closed);
});

test('a fault is declared and cleared', async ({ page, alone, locale }) => {
  const words = wordsOf(locale);
  await page.goto(`${alone.url}/console/faults`);
  const rule = { match: { buyer_email: 'console@example.com' }, times: 1, fault: { drop_webhook: true } };
  await page.getByRole('textbox').fill(JSON.stringify(rule));
  await page.getByRole('button', { name: words.apply }).click();
  await expect(page.getByText('console@example.com').first()).toBeVisible();
  expect(await alone.console('GET', 'faults')).toMatchObject([rule]);
  await page.getByRole('button', { name: words.clear }).click();
  await expect.poll(() => alone.console('GET', 'faults')).toEqual([]);
});

async function expectClean(page: Page) {
  expect(page.frames(), 'frames would not be looked into').toHaveLength(1);
  expect.soft(await findings(page), page.url()).toEqual([]);
}

test('axe finds nothing serious in the console', async ({ page, alone }) => {
  const order = newOrder();
  const payment = await alone.console('POST', 'payments', { merchant_uid: order, amount: 9900, notice_url: `${alone.url}/nowhere` });
  await alone.console('POST', 'messages', { to: '010-0000-0000', text: 'hello' });
  const pages = ['', `/payments/${payment.imp_uid}`, '/webhooks', '/messages', '/faults', '/settings'];
  for (const path of [...pages.map((path) => `/console${path}`), `/slips/${payment.imp_uid}`]) {
    await page.goto(alone.url + path);
    await expectClean(page);
  }
});

test('axe finds nothing serious in the windows', async ({ page, alone, isMobile, locale }) => {
  const kinds = [
    { pg: 'kcp' }, { pg: 'kcp', pay_method: 'vbank' }, { pg: 'kcp', pay_method: 'trans' }, { pg: 'danal' },
    { pg: 'kakaopay' }, { pg: 'paypal', amount: 10.5 },
  ];
  for (const kind of kinds) {
    const params = {
      merchant_uid: newOrder(), name: 'Chair', amount: 64900, buyer_tel: '010-4242-4242', digital: true, ...kind,
      language: locale?.slice(0, 2),
    };
    const ask = {
      user_code: 'imp00000000', params, device: isMobile ? 'mobile' : 'pc', edition: 'v1',
      page_origin: alone.url, request_id: 'req_1',
    };
    const response = await page.request.post(`${alone.url}/windows/open`, { data: ask });
    const { url } = await response.json();
    await page.goto(alone.url + url);
    await expectClean(page);
  }
});
