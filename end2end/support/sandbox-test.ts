// The `test` of specs about the sandbox itself: one sandbox and one merchant's site for each worker, and a page that
// pays like a merchant's.

import { type Page, expect, test as base } from '@playwright/test';
import { frameOver } from './payment-window.ts';
import { SandboxAlone } from './sandbox-alone.ts';
import { type MerchantSite, type Sdk, openMerchant } from './sandbox-merchant.ts';

/** How a window comes up. */
export type Door = 'frame' | 'popup' | 'redirect';

export type Rsp = Record<string, unknown>;

/** What both sides of a test call an order. */
let orders = 0;
export const newOrder = () => `T${process.pid}x${(orders += 1)}`;

export class MerchantPage {
  constructor(
    readonly page: Page,
    private readonly merchant: MerchantSite,
  ) {}

  async open(sdk: Sdk) {
    await this.page.goto(this.address(sdk));
  }

  /** A page that has heard nothing yet: the one that is open, where its last window has ended, or a fresh one. */
  async ready(sdk: Sdk) {
    if (this.page.url() !== this.address(sdk) || (await this.overlay.isVisible())) return this.open(sdk);
    await this.page.evaluate(() => Object.assign(window, { calls: [] }));
  }

  private address(sdk: Sdk) {
    return `${this.merchant.url}/page/${sdk}`;
  }

  /** What the merchant asks for unless a test says otherwise. */
  params(extra: object = {}) {
    return {
      pg: 'kcp', pay_method: 'card', merchant_uid: newOrder(), name: 'Norway swivel chair', amount: 64900,
      buyer_email: 'gildong@example.com', buyer_name: 'Hong', buyer_tel: '010-4242-4242',
      m_redirect_url: `${this.merchant.url}/done?o=1`, notice_url: `${this.merchant.url}/payments/webhook`, ...extra,
    };
  }

  /** Clicks Pay. */
  async pay(params: object) {
    await this.page.evaluate((params) => Object.assign(window, { params }), params);
    await this.page.locator('#pay').click();
  }

  /** Clicks Pay and answers where the window's buttons are. */
  async openWindow(door: Door, params: object) {
    const popup = door === 'popup' ? this.page.waitForEvent('popup') : undefined;
    await this.pay(params);
    if (door === 'redirect') await this.page.waitForURL(/\/windows\//);
    return (await popup) ?? (door === 'frame' ? frameOver(this.page) : this.page);
  }

  get overlay() {
    return this.page.locator('.imp-dialog');
  }

  calls(): Promise<Rsp[]> {
    return this.page.evaluate(() => (window as unknown as { calls: Rsp[] }).calls);
  }

  /** Waits for the callback, which comes once. */
  async callback(): Promise<Rsp> {
    await this.page.waitForFunction(() => (window as unknown as { calls: Rsp[] }).calls.length > 0);
    await expect(this.overlay).toBeHidden();
    const calls = await this.calls();
    expect(calls).toHaveLength(1);
    return calls[0] as Rsp;
  }

  /** Waits for the redirect and answers its query. */
  async returned(page: Page = this.page): Promise<URLSearchParams> {
    await page.waitForURL(`${this.merchant.url}/done?**`);
    return new URL(page.url()).searchParams;
  }
}

interface Tools {
  alone: SandboxAlone;
  merchant: MerchantSite;
}

export const test = base.extend<{ shopPage: MerchantPage }, Tools>({
  alone: [
    async ({}, use) => {
      const sandbox = await SandboxAlone.start();
      await use(sandbox);
      await sandbox.stop();
    },
    { scope: 'worker' },
  ],

  merchant: [
    async ({ alone }, use) => {
      const merchant = await openMerchant(alone.url);
      await use(merchant);
      await merchant.close();
    },
    { scope: 'worker' },
  ],

  shopPage: async ({ page, merchant }, use) => {
    await use(new MerchantPage(page, merchant));
  },
});

export { expect } from '@playwright/test';
