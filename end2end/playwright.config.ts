// One shop with its sandbox serves all tests; each test brings its own browser context and shopper.
// By default the shop is started here, on ports and with a database of its own, so that neither `make run` beside it
// nor the tests of another checkout are disturbed. With BASE_URL and SANDBOX_URL the tests wait for that shop instead,
// as `cargo leptos end-to-end` has it.

import { mkdtempSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { type Project, defineConfig, devices } from '@playwright/test';
import { hasFirefox, hasWebkit, headlessPath } from './support/browsers.mjs';
import { freePorts } from './support/ports.ts';
import { fast, programQuoted, sandboxAt, settings, shopAt } from './support/program.ts';
import { elsewhere, inChromium, onDesktop, onPhone } from './support/tags.ts';
import type { Options } from './support/test.ts';

export const QUIET = [
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--no-first-run',
];

const foreign = process.env.BASE_URL !== undefined;
// Workers read this file again; they inherit the runner's ports and its folder.
process.env.E2E_PORTS ??= (await freePorts(2)).join(' ');
const [shopPort = '', sandboxPort = ''] = process.env.E2E_PORTS.split(' ');
const shop = process.env.BASE_URL ?? shopAt(shopPort);
const sandbox = process.env.SANDBOX_URL ?? sandboxAt(sandboxPort);
process.env.E2E_FOLDER ??= mkdtempSync(join(fast, 'imp-checkout-e2e-'));

const chromium = { launchOptions: { executablePath: headlessPath(), args: QUIET } };
// Each language is on one kind of device, so that a story that is told on both is told in both languages. A story that
// is the same on both is told on one, by its tag: rows for the other device do not exist.
const desktop = { locale: 'en-US', timezoneId: 'Asia/Seoul' };
const phone = { locale: 'ko-KR', timezoneId: 'Asia/Seoul' };

const projects: Project<Options>[] = [
  { name: 'desktop', grepInvert: elsewhere(onPhone), use: { ...devices['Desktop Chrome'], ...desktop, ...chromium } },
  { name: 'phone', grepInvert: elsewhere(onDesktop), use: { ...devices['Pixel 7'], ...phone, ...chromium } },
];
if (hasFirefox()) {
  const use = { ...devices['Desktop Firefox'], ...desktop };
  projects.push({ name: 'firefox', grepInvert: elsewhere(onPhone, inChromium), use });
}
if (hasWebkit()) {
  const use = { ...devices['iPhone 15'], ...phone };
  projects.push({ name: 'webkit', grepInvert: elsewhere(onDesktop, inChromium), use });
}

export default defineConfig<Options>({
  testDir: 'tests',
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  // One more than there are processors: a test that waits leaves its processor to another.
  workers: availableParallelism() + 1,
  timeout: 30_000,
  expect: { timeout: 10_000 },
  // A test that passes at the second try is a defect too. `--retries=1` brings a trace of the first try, and the run
  // fails all the same.
  retries: 0,
  failOnFlakyTests: true,
  reporter: [['list']],
  globalTeardown: './support/teardown.ts',
  use: { baseURL: shop, sandboxUrl: sandbox, trace: 'on-first-retry', screenshot: 'only-on-failure' },
  projects,
  webServer: {
    command: foreign ? 'sleep 120' : programQuoted(),
    cwd: '..',
    url: `${shop}/readyz`,
    env: foreign ? {} : settings({ shop, sandbox, folder: process.env.E2E_FOLDER }),
    reuseExistingServer: foreign,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 5_000 },
    stdout: 'ignore',
    stderr: 'pipe',
  },
});
