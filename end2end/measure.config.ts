// What is measured or photographed rather than tested: the same shop, one thing at a time, nothing tried twice.

import { defineConfig } from '@playwright/test';
import tests, { QUIET } from './playwright.config.ts';
import { chromiumPath } from './support/browsers.mjs';
import { MERCHANT } from './support/own-shop.ts';

const server = [tests.webServer ?? []].flat()[0];

/** The Chromium that people have, with all of its windows. */
const launchOptions = { executablePath: chromiumPath(), args: QUIET };

export default defineConfig({
  ...tests,
  testDir: 'measures',
  testMatch: '**/*.ts',
  fullyParallel: false,
  workers: 1,
  timeout: 600_000,
  retries: 0,
  reporter: [['line']],
  webServer: server && { ...server, env: { ...server.env, ...MERCHANT } },
  use: { ...tests.use, trace: 'off', screenshot: 'off' },
  projects: (tests.projects ?? [])
    .filter(({ name }) => name === 'desktop')
    .map(({ use, ...project }) => ({ ...project, use: { ...use, launchOptions } })),
});
