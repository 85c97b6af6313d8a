// The tests' own `test`: a shopper in a fresh browser, and the sandbox behind the shop.

import { type Browser, test as base } from '@playwright/test';
import { Orders } from './orders.ts';
import { type ExtraSettings, type OwnShop, startShop } from './own-shop.ts';
import { Sandbox } from './sandbox.ts';
import { Shopper } from './shopper.ts';
import type { Lang } from './words.ts';

export interface Options {
  sandboxUrl: string;
}

interface Fixtures {
  lang: Lang;
  shopper: Shopper;
  sandbox: Sandbox;
  /** The shopper's orders, brought into a state by calls. */
  orders: Orders;
  /** Starts a shop that this test has to itself. */
  openShop: (extra?: ExtraSettings) => Promise<OwnShop>;
  /** Another person's browser of the same kind. */
  stranger: Shopper;
}

export const test = base.extend<Fixtures & Options>({
  sandboxUrl: ['', { option: true }],

  lang: async ({ locale }, use) => {
    await use(locale?.startsWith('ko') ? 'ko' : 'en');
  },

  shopper: async ({ page, lang, isMobile, baseURL, javaScriptEnabled }, use) => {
    await use(new Shopper(page, lang, isMobile, baseURL ?? '', javaScriptEnabled));
  },

  orders: async ({ page, shopper, baseURL, sandboxUrl }, use) => {
    await use(new Orders(page.request, baseURL ?? '', sandboxUrl, shopper.email));
  },

  sandbox: async ({ request, sandboxUrl }, use) => {
    await use(new Sandbox(request, sandboxUrl));
  },

  stranger: async ({ browser, contextOptions, lang, isMobile, baseURL, javaScriptEnabled }, use) => {
    const context = await (browser as Browser).newContext(contextOptions);
    await use(new Shopper(await context.newPage(), lang, isMobile, baseURL ?? '', javaScriptEnabled));
    await context.close();
  },

  openShop: async ({}, use) => {
    const opened: OwnShop[] = [];
    await use(async (extra) => {
      const shop = await startShop(extra);
      opened.push(shop);
      return shop;
    });
    await Promise.all(opened.map((shop) => shop.stop()));
  },
});

export { expect } from '@playwright/test';
