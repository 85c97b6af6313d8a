// The sandbox's console, as tests use it. Faults name the shopper's mail address, so that tests side by side
// do not disturb each other; nothing here resets what others rely on.

import { type APIRequestContext, expect } from '@playwright/test';

/** Fields of i'mport's payment object that tests look at. */
export interface Payment {
  imp_uid: string;
  merchant_uid: string;
  status: 'ready' | 'paid' | 'failed' | 'cancelled';
  amount: number;
  cancel_amount: number;
  buyer_email: string | null;
  vbank_num: string | null;
}

export interface Message {
  to: string;
  text: string;
}

export type Fault = Record<string, unknown>;
export type Action = 'deposit' | 'cancel' | 'expire' | 'approve_late' | 'resend_webhook';

export class Sandbox {
  constructor(
    private readonly request: APIRequestContext,
    private readonly url: string,
  ) {}

  /** What goes wrong with this shopper's payments from now on. */
  async faults(buyerEmail: string, ...faults: Fault[]) {
    const rules = faults.map((fault) => ({ match: { buyer_email: buyerEmail }, fault }));
    await this.call('put', 'faults', rules);
  }

  /** This shopper's payments, newest first. */
  async payments(buyerEmail: string): Promise<Payment[]> {
    const { payments } = (await this.call('get', 'payments')) as { payments: Payment[] };
    return payments.filter((payment) => payment.buyer_email === buyerEmail);
  }

  /** The newest payment of this shopper; waits until there is one. */
  async payment(buyerEmail: string): Promise<Payment> {
    await expect.poll(async () => (await this.payments(buyerEmail)).length).toBeGreaterThan(0);
    const [newest] = await this.payments(buyerEmail);
    if (!newest) throw new Error(`the payment of ${buyerEmail} vanished`);
    return newest;
  }

  async act(impUid: string, action: Action, details: object = {}) {
    return this.call('post', `payments/${impUid}/${action}`, details);
  }

  async messages(): Promise<Message[]> {
    return ((await this.call('get', 'messages')) as { messages: Message[] }).messages;
  }

  private async call(method: 'get' | 'put' | 'post', path: string, data?: unknown): Promise<unknown> {
    const response = await this.request[method](`${this.url}/console/api/${path}`, data === undefined ? {} : { data });
    expect(response.ok(), `${method} ${path}: ${response.status()} ${await response.text()}`).toBe(true);
    return response.json();
  }
}
