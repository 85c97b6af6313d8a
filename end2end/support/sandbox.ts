// The sandbox's console, as tests use it. Faults name the shopper's mail address, so that tests side by side
// do not disturb each other; nothing here resets what others rely on.

import { type APIRequestContext, expect } from '@playwright/test';

/** Fields of i'mport's payment object that tests look at. */
export interface Payment {
  imp_uid: string;
  merchant_uid: string;
  status: 'ready' | 'paid' | 'failed' | 'cancelled';
  amount: number;
  currency: string;
  apply_num: string | null;
  buyer_email: string | null;
  custom_data: string | null;
  pay_method: string;
  vbank_num: string | null;
}

export interface Message {
  to: string;
  text: string;
}

/** What can go wrong; the sandbox knows more of them. */
export type Fault =
  | { drop_webhook: true }
  | { drop_callback: true }
  | { duplicate_webhook: number }
  | { approve_amount: number }
  | { rest_status: number };

export class Sandbox {
  constructor(
    private readonly request: APIRequestContext,
    private readonly url: string,
  ) {}

  /** What goes wrong with this shopper's payments from now on; replaces what was said before. */
  async faults(buyerEmail: string, ...faults: Fault[]) {
    const match = { buyer_email: buyerEmail };
    const none = { rest_latency_ms: 0 };
    await this.call('put', 'faults', [none, ...faults].map((fault) => ({ match, fault })));
  }

  /** This shopper's payments, newest first. */
  async payments(buyerEmail: string): Promise<Payment[]> {
    const all = (await this.call('get', 'payments?limit=1000')) as Payment[];
    return all.filter((payment) => payment.buyer_email === buyerEmail);
  }

  /** This shopper's only or newest payment. */
  async payment(buyerEmail: string): Promise<Payment> {
    const [newest] = await this.payments(buyerEmail);
    if (!newest) throw new Error(`${buyerEmail} has no payment`);
    return newest;
  }

  /** Waits until the newest payment of this shopper stands so. */
  async becomes(buyerEmail: string, status: Payment['status']) {
    await expect.poll(async () => (await this.payments(buyerEmail))[0]?.status).toBe(status);
  }

  /** The money arrives at the virtual account. */
  async deposit(payment: Payment) {
    await this.call('post', `payments/${payment.imp_uid}/deposit`, {});
  }

  async messages(): Promise<Message[]> {
    return (await this.call('get', 'messages')) as Message[];
  }

  private async call(method: 'get' | 'put' | 'post', path: string, data?: unknown): Promise<unknown> {
    const response = await this.request[method](`${this.url}/console/api/${path}`, data === undefined ? {} : { data });
    expect(response.ok(), `${method} ${path}: ${response.status()} ${await response.text()}`).toBe(true);
    return (await response.json()).response;
  }
}

/** The order that a payment is for, as the shop told i'mport. */
export const orderOf = (payment: Payment): string => JSON.parse(payment.custom_data ?? '{}').order_id;
