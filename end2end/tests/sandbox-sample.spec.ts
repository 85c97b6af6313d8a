// The guide's own page pays: plain HTML, jQuery, the legacy script, a merchant's endpoint behind it. Nothing of this
// repository's shop has a part in it; the merchant's server is the one in Node beside the sandbox's Rust tests.

import { PaymentWindow, frameOver } from '../support/payment-window.ts';
import { expect, newOrder, test } from '../support/sandbox-test.ts';

interface Row {
  method: 'card' | 'vbank';
  /** What the page asks for; what the order costs stands in the merchant's database. */
  asks: number;
  outcome: 'paid' | 'vbank' | 'failed';
  desktop: string;
  phone: string;
}

const ROWS: Row[] = [
  { method: 'card', asks: 1004, outcome: 'paid', desktop: 'Payment successful', phone: 'success' },
  { method: 'vbank', asks: 1004, outcome: 'vbank', desktop: 'Virtual account issued', phone: 'vbankIssued' },
  { method: 'card', asks: 104, outcome: 'paid', desktop: 'Refused: forgery', phone: 'forgery' },
  { method: 'card', asks: 1004, outcome: 'failed', desktop: 'Payment failed. Error: [승인거절]', phone: 'failed' },
];

for (const row of ROWS) {
  test(`${row.method} for ${row.asks} won, ${row.outcome}`, async ({ page, merchant, request, isMobile, locale }) => {
    const order = newOrder();
    await request.post(`${merchant.url}/orders`, { data: { merchant_uid: order, amount: 1004 } });
    await page.goto(`${merchant.url}/sample`);
    await page.evaluate((values) => Object.assign((window as any).order, values), { merchant_uid: order, amount: row.asks });
    await page.getByLabel('Method').selectOption(row.method);
    await page.getByRole('button', { name: 'Pay' }).click();
    const window = new PaymentWindow(isMobile ? page : frameOver(page), locale?.startsWith('ko') ? 'ko' : 'en');
    await window.choose(row.outcome);
    if (isMobile) {
      await page.waitForURL(`${merchant.url}/payments/complete?**`);
      await expect(page.locator('body')).toContainText(`"status":"${row.phone}"`);
    } else {
      await expect(page.getByRole('status')).toContainText(row.desktop);
    }
    const paid = row.asks === 1004 && row.outcome === 'paid';
    const { status } = await (await request.get(`${merchant.url}/orders/${order}`)).json();
    expect(status === 'paid').toBe(paid);
  });
}
