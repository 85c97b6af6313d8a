// Orders brought into a state without a browser: for tests that look at pages rather than walk to them. The calls
// are the pages' own and the sandbox's console; the shopper's cookie lies in the request context.

import { randomBytes } from 'node:crypto';
import { type APIRequestContext, expect } from '@playwright/test';
import { type Fault, type Payment, Sandbox } from './sandbox.ts';

export interface Placed {
  order_id: string;
  order_url: string;
  request: { merchant_uid: string; amount: number; pay_method: string; notice_url: string; m_redirect_url: string };
}

/** Where an order can be brought; the words are those of the page's `data-stage`. */
export type Stage =
  | 'payable'
  | 'withdrawn'
  | 'failed'
  | 'confirming'
  | 'deposit_awaited'
  | 'paid'
  | 'partly_refunded'
  | 'refunding'
  | 'refunded'
  | 'disputed'
  | 'called_off';

/** What `in` can bring about besides: a deposit that has come. */
export type Way = Stage | 'deposit_paid';

const BY_DEPOSIT: readonly Way[] = ['deposit_awaited', 'deposit_paid', 'called_off'];

export class Orders {
  private readonly sandbox: Sandbox;
  /** The buyer of the last order. */
  email = '';
  /** How they are called and where they live. */
  person = { name: '홍길동', addr1: '서울 강남구 신사동' };

  /** All orders are `buyer`'s, or each is another buyer's: what goes wrong at i'mport is told by buyer. */
  constructor(
    private readonly request: APIRequestContext,
    private readonly shopUrl: string,
    private readonly sandboxUrl: string,
    private readonly buyer?: string,
  ) {
    this.sandbox = new Sandbox(request, sandboxUrl);
  }

  async add(product: string) {
    await addToCart(this.request, this.shopUrl, product);
  }

  async place(product: string, method: string, email: string): Promise<Placed> {
    await this.add(product);
    const cart = (await this.post('cart', {})) as { seen: string };
    const buyer = { ...this.person, tel: '010-4242-4242', email, postcode: '06018' };
    return (await this.post('orders/place', { ...buyer, method, agree: 'yes', seen: cart.seen })) as Placed;
  }

  private placed: Placed | undefined;

  /** Pays the last order that was placed; i'mport's notice tells the shop. */
  async payNow() {
    if (!this.placed) throw new Error('nothing was placed');
    const { order_id, request } = this.placed;
    const { merchant_uid, amount, pay_method, notice_url } = request;
    const custom_data = JSON.stringify({ order_id });
    await this.console('payments', { merchant_uid, amount, pay_method, notice_url, custom_data, outcome: 'paid' });
    const stage = async () => ((await this.post('orders/stage', { order_id })) as { stage: string }).stage;
    await expect.poll(stage).toBe('paid');
  }

  /** Answers the path of the order's page. */
  async in(way: Way, product: string): Promise<string> {
    const email = this.buyer ?? `gildong.${randomBytes(6).toString('hex')}@example.com`;
    this.email = email;
    const placed = await this.place(product, BY_DEPOSIT.includes(way) ? 'vbank' : 'card', email);
    this.placed = placed;
    if (way !== 'payable') await this.end(placed, email, way);
    const stage = way === 'deposit_paid' ? 'paid' : way;
    const page = new URL(placed.order_url, this.shopUrl);
    const said = async () => (await (await this.request.get(page.href)).text()).match(/data-stage="(\w+)"/)?.[1];
    await expect.poll(said).toBe(stage);
    return page.pathname + page.search;
  }

  private async end(placed: Placed, email: string, stage: Exclude<Way, 'payable'>) {
    if (stage === 'disputed') await this.sandbox.faults(email, { approve_amount: 100 } satisfies Fault);
    if (stage === 'confirming') await this.sandbox.faults(email, { rest_status: 503 } satisfies Fault);
    const { merchant_uid, amount, pay_method, notice_url } = placed.request;
    const outcomes = { withdrawn: 'cancelled_by_user', failed: 'limit_exceeded' } as const;
    const usual = BY_DEPOSIT.includes(stage) ? 'vbank' : 'paid';
    const outcome = stage in outcomes ? outcomes[stage as keyof typeof outcomes] : usual;
    const asked = { merchant_uid, amount, pay_method, notice_url, outcome, buyer_email: email };
    const custom_data = JSON.stringify({ order_id: placed.order_id });
    const payment = (await this.console('payments', { ...asked, custom_data })) as Payment;
    const told = { order_id: placed.order_id, merchant_uid, imp_uid: payment.imp_uid };
    const well = { withdrawn: 'false', failed: 'false' } as Partial<Record<Way, string>>;
    if (stage === 'deposit_paid') await this.sandbox.deposit(payment);
    await this.post('orders/complete', { ...told, claims_success: well[stage] ?? 'true' });
    if (stage === 'called_off') await this.cancel(placed.order_id);
    if (stage === 'refunding') await this.cancelWhileAway(placed.order_id, email);
    if (stage === 'partly_refunded') await this.console(`payments/${payment.imp_uid}/cancel`, { amount: 1000 });
    if (stage === 'refunded') await this.console(`payments/${payment.imp_uid}/cancel`, {});
  }

  private async cancel(order: string) {
    await this.post('orders/cancel', { order_id: order, confirm: 'yes' });
  }

  /** The money cannot go back yet. */
  private async cancelWhileAway(order: string, email: string) {
    await this.sandbox.faults(email, { rest_status: 503 } satisfies Fault);
    await this.cancel(order);
  }

  private post(call: string, form: Record<string, string>): Promise<unknown> {
    return post(this.request, this.shopUrl, call, form);
  }

  private async console(call: string, data: unknown): Promise<unknown> {
    const answer = await this.request.post(`${this.sandboxUrl}/console/api/${call}`, { data });
    expect(answer.ok(), `${call}: ${answer.status()} ${await answer.text()}`).toBe(true);
    return (await answer.json()).response;
  }
}

/** One piece, as the catalogue's button does it. */
export async function addToCart(request: APIRequestContext, shopUrl: string, product: string) {
  await post(request, shopUrl, 'cart/add', { product, quantity: '1' });
}

async function post(request: APIRequestContext, shopUrl: string, call: string, form: Record<string, string>) {
  const headers = { accept: 'application/json', origin: shopUrl };
  const answer = await request.post(`${shopUrl}/api/${call}`, { form, headers });
  expect(answer.ok(), `${call}: ${answer.status()} ${await answer.text()}`).toBe(true);
  return answer.json();
}
