// Finds the browsers that are on this machine. Run by itself it says which, and fails if there is no Chromium.

import { existsSync, realpathSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, firefox, webkit } from '@playwright/test';

const SYSTEM_NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const HEADLESS_NAME = 'chromium-headless-shell';

function onPath(name) {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

const downloaded = (browser) => (existsSync(browser.executablePath()) ? browser.executablePath() : undefined);

/** The variable CHROMIUM, else the system's, else Playwright's own. */
export function chromiumPath() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  return SYSTEM_NAMES.map(onPath).find(Boolean) ?? downloaded(chromium);
}

/**
 * For tests: a Chromium that has no windows at all needs a third of the processor time for a page. Nothing where it is
 * Playwright's own, who then takes its own one of these.
 */
export function headlessPath() {
  const path = process.env.CHROMIUM ?? onPath(HEADLESS_NAME) ?? chromiumPath();
  return path === chromium.executablePath() ? undefined : path;
}

/** Playwright drives only its own builds of these two. */
export const hasFirefox = () => downloaded(firefox) !== undefined;
export const hasWebkit = () => downloaded(webkit) !== undefined;

// Node names a module by its real path, and a script as it was called.
if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const found = [
    ['Chromium', chromiumPath() !== undefined],
    ['Firefox', hasFirefox()],
    ['WebKit', hasWebkit()],
  ];
  for (const [name, here] of found) console.log(here ? `${name}: found` : `${name}: not installed, its tests are skipped`);
  if (chromiumPath() && headlessPath() === chromiumPath()) {
    console.log(`${HEADLESS_NAME}: not installed, with it the tests would take two thirds of the time`);
  }
  process.exitCode = chromiumPath() ? 0 : 1;
}
