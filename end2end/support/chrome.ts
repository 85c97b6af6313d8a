// A Chromium with an empty profile and a port for tools that drive it beside Playwright. Its only context is the
// browser's own, so that pages which such a tool opens have the cookies that were put there.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, type BrowserContextOptions, chromium } from '@playwright/test';
import { chromiumPath } from './browsers.mjs';
import { freePorts } from './ports.ts';

export interface Chrome {
  context: BrowserContext;
  /** Of the DevTools protocol. */
  port: number;
}

export async function withChrome<T>(options: BrowserContextOptions, args: string[], use: (chrome: Chrome) => Promise<T>): Promise<T> {
  const profile = mkdtempSync(join(tmpdir(), 'imp-checkout-chrome-'));
  const [port] = await freePorts(1);
  const launch = { ...options, executablePath: chromiumPath(), args: [...args, `--remote-debugging-port=${port}`] };
  const context = await chromium.launchPersistentContext(profile, launch);
  try {
    return await use({ context, port: port as number });
  } finally {
    await context.close();
    rmSync(profile, { recursive: true, force: true });
  }
}
