// One shop with its sandbox serves all tests; each test brings its own browser context and shopper.
// By default the shop is started here, on ports and with a database of its own, so that `make run` beside it
// is not disturbed. With BASE_URL and SANDBOX_URL the tests wait for that shop instead, as
// `cargo leptos end-to-end` has it.

import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Project, defineConfig, devices } from '@playwright/test';
import { chromiumPath, hasFirefox, hasWebkit } from './support/browsers.mjs';
import { program, settings } from './support/program.ts';
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
const shop = process.env.BASE_URL ?? 'http://127.0.0.1:3210';
const sandbox = process.env.SANDBOX_URL ?? 'http://127.0.0.1:3310';
// Workers read this file again; they inherit the runner's folder.
// The database is in memory where that is possible: the tests measure no disk, and a busy one can hold up a durable
// write for many seconds.
const fast = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
process.env.E2E_FOLDER ??= mkdtempSync(join(fast, 'imp-checkout-e2e-'));

const chromium = { launchOptions: { executablePath: chromiumPath(), args: QUIET } };
// Each language is on one kind of device, so that every story is told in both.
const desktop = { locale: 'en-US', timezoneId: 'Asia/Seoul' };
const phone = { locale: 'ko-KR', timezoneId: 'Asia/Seoul' };

const projects: Project<Options>[] = [
  { name: 'desktop', use: { ...devices['Desktop Chrome'], ...desktop, ...chromium } },
  { name: 'phone', use: { ...devices['Pixel 7'], ...phone, ...chromium } },
];
if (hasFirefox()) projects.push({ name: 'firefox', use: { ...devices['Desktop Firefox'], ...desktop } });
if (hasWebkit()) projects.push({ name: 'webkit', use: { ...devices['iPhone 15'], ...phone } });

export default defineConfig<Options>({
  testDir: 'tests',
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  workers: 2,
  timeout: 30_000,
  expect: { timeout: 10_000 },
  // A test that passes at the second try is reported as flaky, with a trace of its first.
  retries: process.env.CI ? 2 : 1,
  reporter: [['list']],
  globalTeardown: './support/teardown.ts',
  use: { baseURL: shop, sandboxUrl: sandbox, trace: 'on-first-retry', screenshot: 'only-on-failure' },
  projects,
  webServer: {
    command: foreign ? 'sleep 120' : program(),
    cwd: '..',
    url: `${shop}/readyz`,
    env: foreign ? {} : settings({ shop, sandbox, folder: process.env.E2E_FOLDER }),
    reuseExistingServer: foreign,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 5_000 },
    stdout: 'ignore',
    stderr: 'pipe',
  },
});
