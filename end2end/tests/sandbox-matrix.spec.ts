// Every way a window can end, in every kind of window, under both of i'mport's scripts: what the record says, what the
// browser hears, and what the webhook tells.

import { type Door, type MerchantPage, type Rsp, expect, newOrder, test } from '../support/sandbox-test.ts';
import type { Page } from '@playwright/test';
import { onDesktop, onPhone } from '../support/tags.ts';

interface Ending {
  record: 'paid' | 'ready' | 'failed';
  /** What the browser is told; nothing where it is meant to have died. */
  told: boolean | 'nothing';
  webhooks: string[];
  /** How the gateway's reason begins. */
  reason?: string;
}

const paid = { record: 'paid' as const, webhooks: ['paid'] };
const failed = { record: 'failed' as const, told: false, webhooks: [] };

const ENDINGS: Record<string, Ending> = {
  paid: { ...paid, told: true },
  slow_paid: { ...paid, told: true },
  paid_but_lost: { ...paid, told: 'nothing' },
  told_failed_though_paid: { ...paid, told: false },
  vbank: { record: 'ready', told: true, webhooks: ['ready'] },
  abandoned: { record: 'ready', told: 'nothing', webhooks: [] },
  failed: { ...failed, reason: '[승인거절]' },
  limit_exceeded: { ...failed, reason: '[한도초과]' },
  insufficient_balance: { ...failed, reason: '[잔액부족]' },
  bad_card: { ...failed, reason: '[카드오류]' },
  wrong_password: { ...failed, reason: '[인증실패]' },
  cannot_open: { ...failed, reason: 'F0004:' },
  cancelled_by_user: { ...failed, reason: '[결제포기]' },
  failed_then_paid_later: { ...failed, reason: '[승인지연]' },
};

type Sdk = 'legacy' | 'v1';

interface Kind {
  pg: string;
  door: Door;
  /** New modules answer with ids only, and only the new script reaches them. */
  module: 'legacy' | 'new';
  /** Where the result goes; a popup of PayPal's goes to `m_redirect_url` by itself. */
  result: 'callback' | 'redirect';
  extra?: object;
  /**
   * The script under which this kind of window walks through all endings; the usual ones will do under the other, and
   * for gateways whose kind of window another one has walked through all of.
   */
  all?: Sdk;
}

const legacy = { module: 'legacy' } as const;
const modern = { module: 'new' } as const;
const dollars = { amount: 10.5, currency: 'USD' };
const USUAL = ['paid', 'vbank', 'failed', 'abandoned', 'told_failed_though_paid'];

const KINDS: Record<'desktop' | 'phone', Kind[]> = {
  desktop: [
    { pg: 'kcp', door: 'frame', result: 'callback', all: 'v1', ...legacy },
    { pg: 'tosspay', door: 'popup', result: 'callback', all: 'legacy', ...legacy },
    { pg: 'paypal', door: 'redirect', result: 'redirect', extra: dollars, ...legacy },
    { pg: 'paypal', door: 'popup', result: 'redirect', extra: { popup: true, ...dollars }, ...legacy },
    { pg: 'tosspayments', door: 'frame', result: 'callback', ...modern },
    { pg: 'tosspay_v2', door: 'popup', result: 'callback', ...modern },
  ],
  phone: [
    { pg: 'kcp', door: 'redirect', result: 'redirect', all: 'v1', ...legacy },
    { pg: 'danal_tpay', door: 'frame', result: 'callback', ...legacy },
    { pg: 'eximbay', door: 'popup', result: 'callback', extra: { currency: 'KRW' }, ...legacy },
    { pg: 'nice_v2', door: 'redirect', result: 'redirect', ...modern },
    { pg: 'paypal_v2', door: 'popup', result: 'callback', extra: dollars, ...modern },
  ],
};

// Fourteen windows one after the other, on a machine that may be busy.
test.setTimeout(120_000);

test.beforeAll(async ({ alone }) => {
  // Late approvals must not happen while a row is looked at.
  await alone.console('PUT', 'settings', { slow_approval_ms: 200, late_approval_seconds: 86_400 });
});

for (const [device, kinds] of Object.entries(KINDS)) {
  for (const kind of kinds) {
    for (const sdk of kind.module === 'new' ? (['v1'] as const) : (['legacy', 'v1'] as const)) {
      const title = `${device}: ${kind.pg} ${kind.door}, told by ${kind.result}, ${sdk} script`;
      test(title, device === 'phone' ? onPhone : onDesktop, async ({ shopPage, alone, isMobile }) => {
        for (const [outcome, ending] of Object.entries(ENDINGS)) {
          if (kind.all !== sdk && !USUAL.includes(outcome)) continue;
          await test.step(outcome, async () => {
            const order = newOrder();
            await shopPage.ready(sdk);
            const told = await play(shopPage, kind, outcome, ending, order);
            const record = await alone.record(order);
            expect(record).toMatchObject({ status: ending.record, pg_provider: kind.pg, channel: isMobile ? 'mobile' : 'pc' });
            expect(String(record?.fail_reason ?? '')).toContain(ending.reason ?? '');
            expect(await alone.webhooks(order)).toEqual(ending.webhooks);
            if (told) expectTold(told, kind, ending, record as Rsp);
          });
        }
      });
    }
  }
}

/** What the browser was told at the end: the callback object, or the query of the redirect. */
async function play(shop: MerchantPage, kind: Kind, outcome: string, ending: Ending, order: string) {
  const window = await shop.openWindow(kind.door, shop.params({ pg: kind.pg, merchant_uid: order, ...kind.extra }));
  await window.locator(`[data-outcome=${outcome}]`).click();
  if (ending.told === 'nothing') {
    await expect(window.getByRole('heading', { name: /does not answer|응답하지 않습니다/ })).toBeVisible();
    if (kind.door !== 'redirect') expect(await shop.calls()).toEqual([]);
    if (kind.door === 'popup') await (window as Page).close();
    return undefined;
  }
  if (kind.result === 'callback') return shop.callback();
  const query = await shop.returned(kind.door === 'popup' ? (window as Page) : undefined);
  if (kind.door === 'popup') {
    await expect(shop.overlay).toBeHidden();
    expect(await shop.calls(), 'the page behind the popup hears nothing').toEqual([]);
    await (window as Page).close();
  }
  return query;
}

function expectTold(told: Rsp | URLSearchParams, kind: Kind, ending: Ending, record: Rsp) {
  const rsp: Rsp = told instanceof URLSearchParams ? Object.fromEntries(told) : told;
  expect(rsp).toMatchObject({ imp_uid: record.imp_uid, merchant_uid: record.merchant_uid });
  if (kind.module === 'new') {
    expect(rsp, 'the newest modules say neither').not.toHaveProperty('success');
    expect(rsp).not.toHaveProperty('imp_success');
    expect('error_code' in rsp).toBe(!ending.told);
  } else if (kind.result === 'redirect') {
    expect(rsp).toMatchObject({ o: '1', imp_success: String(ending.told) });
  } else {
    expect(rsp.success).toBe(ending.told);
    if (ending.told) expect(rsp).toMatchObject({ status: ending.record, paid_amount: record.amount });
  }
  expect(String(rsp.error_msg ?? '')).toContain(ending.reason ?? '');
  expect('error_msg' in rsp).toBe(!ending.told);
}
