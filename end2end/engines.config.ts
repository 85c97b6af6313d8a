// Every engine runs the shop: the stories of engines/, driven through each engine's own protocol.

import { defineConfig } from '@playwright/test';
import { type EngineName, isEngine } from './engines/engine.ts';
import type { Options } from './engines/test.ts';

/** Chromium is what the tests beside these are driven in. */
const DEFAULT: EngineName[] = ['firefox', 'webkit'];
const asked = process.env.ENGINES?.split(',');
const unknown = asked?.filter((name) => !isEngine(name)) ?? [];
if (unknown.length > 0) throw new Error(`ENGINES names what is not known here: ${unknown.join(', ')}`);

/** In this order, two different engines run side by side. */
export const PROJECTS = (['desktop', 'phone'] as const).flatMap((on) =>
  (asked?.filter(isEngine) ?? DEFAULT).map((engine) => {
    const use: Options = { engine, on };
    // Phones have no Tab key.
    return { name: `${engine}-${on}`, use, testIgnore: on === 'phone' ? '**/keyboard.spec.ts' : [] };
  }),
);

export default defineConfig<{}, Options>({
  testDir: 'engines',
  forbidOnly: Boolean(process.env.CI),
  workers: 2,
  timeout: 30_000,
  expect: { timeout: 10_000 },
  retries: 0,
  reporter: [['list']],
  outputDir: 'test-results/engines',
  globalSetup: './engines/shops.ts',
  projects: PROJECTS,
});
