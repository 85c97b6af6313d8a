// The stories' own `test`: a shopper in a fresh browser of some engine, on some kind of device.

import { test as base, expect } from '@playwright/test';
import { Sandbox } from '../support/sandbox.ts';
import { Orders } from '../support/orders.ts';
import { DEVICES, type Device, type Engine, type EngineName, type Tab } from './engine.ts';
import { starter } from './installed.ts';
import { Shopper } from './shopper.ts';
import { type Shops, shops } from './shops.ts';

export interface Options {
  engine: EngineName;
  on: Device['name'];
}

/** What a story may set for itself. */
interface Settings {
  javascript: boolean;
  shopAt: keyof Shops;
  /** Complaints that the shop cannot help. */
  known: RegExp[];
}

interface Fixtures {
  installed: void;
  device: Device;
  tab: Tab;
  shops: Shops;
  shopper: Shopper;
  sandbox: Sandbox;
  /** Orders of somebody else's browser, made without one. */
  orders: Orders;
}

export const test = base.extend<Fixtures & Settings, Options & { running: Engine }>({
  engine: ['firefox', { option: true, scope: 'worker' }],
  on: ['desktop', { option: true, scope: 'worker' }],
  javascript: [true, { option: true }],
  shopAt: ['current', { option: true }],
  known: [[], { option: true }],

  installed: [
    async ({ engine }, use, info) => {
      info.skip(!starter(engine), `${engine} is not installed`);
      await use();
    },
    { auto: true },
  ],

  running: [
    async ({ engine, on }, use) => {
      const running = await starter(engine)?.(DEVICES[on]);
      if (!running) throw new Error(`${engine} is not installed`);
      await use(running);
      await running.close();
    },
    { scope: 'worker' },
  ],

  device: async ({ on }, use) => {
    await use(DEVICES[on]);
  },

  tab: async ({ running, javascript }, use) => {
    const tab = await running.visitor({ javascript });
    await use(tab);
    await tab.close();
  },

  shops: async ({}, use) => {
    await use(shops());
  },

  shopper: async ({ tab, device, javascript, shops, shopAt, known }, use) => {
    await use(new Shopper(tab, device, shops[shopAt].url, javascript));
    // Part of every story: no page had anything to complain about.
    const complaints = (await tab.complaints()).filter((text) => !known.some((pattern) => pattern.test(text)));
    expect(complaints, 'the browser’s console').toEqual([]);
  },

  sandbox: async ({ request, shops, shopAt }, use) => {
    await use(new Sandbox(request, shops[shopAt].sandboxUrl));
  },

  orders: async ({ request, shops }, use) => {
    await use(new Orders(request, shops.current.url, shops.current.sandboxUrl));
  },
});

export { expect };
