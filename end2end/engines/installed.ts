// Which engines are on this machine, and how each is started.

import { chromiumPath } from '../support/browsers.mjs';
import { startChromium } from './chromium.ts';
import type { Device, Engine, EngineName } from './engine.ts';
import { firefoxPath, startFirefox } from './firefox.ts';
import { hasWebkitGtk, startWebkit } from './webkit.ts';

/** Debian's packages of each engine. */
const PACKAGES: Record<EngineName, string> = {
  firefox: 'firefox-esr',
  webkit: 'webkit2gtk-driver gir1.2-webkit2-4.1 python3-gi xvfb',
  chromium: 'chromium',
};

/** Undefined where the engine is not installed. */
export function starter(engine: EngineName): ((device: Device) => Promise<Engine>) | undefined {
  const firefox = firefoxPath();
  const chromium = chromiumPath();
  const starters = {
    firefox: firefox && ((device: Device) => startFirefox(firefox, device)),
    webkit: hasWebkitGtk() ? startWebkit : undefined,
    chromium: chromium && ((device: Device) => startChromium(chromium, device)),
  };
  return starters[engine] || undefined;
}

/** Says which engines are missing; that is an error where all of them are required. */
export function checkEngines(engines: EngineName[]) {
  const missing = engines.filter((engine) => !starter(engine));
  for (const engine of missing) {
    console.log(`${engine}: not installed, its stories are SKIPPED (Debian: apt-get install ${PACKAGES[engine]})`);
  }
  if (missing.length > 0 && process.env.REQUIRE_ENGINES === '1') {
    throw new Error(`REQUIRE_ENGINES=1, and not installed: ${missing.join(', ')}`);
  }
}
