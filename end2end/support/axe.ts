// What axe finds on a page, and what sticks out of it sideways.

import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** For a page that has axe already: its half megabyte is sent and read once for each page, not for each look. */
const THERE_ALREADY = 'void 0';

/**
 * The grave findings of the page as it stands. Frames are left out: they are the payment companies'. So nothing needs
 * axe's way through frames of other origins, which opens a page of its own for each look.
 */
export async function findings(page: Page): Promise<string[]> {
  const there = await page.evaluate(() => 'axe' in window);
  const axe = new AxeBuilder({ page, ...(there && { axeSource: THERE_ALREADY }) }).setLegacyMode();
  const { violations } = await axe.exclude('iframe').options({ resultTypes: ['violations'] }).analyze();
  const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  const told = grave.map(({ id, help, nodes }) => `${id}: ${help}\n  ${nodes.map(({ html }) => html).join('\n  ')}`);
  const beyond = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  return beyond > 0 ? [...told, `${beyond} pixels stick out sideways`] : told;
}
