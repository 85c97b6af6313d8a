// The two shops that all stories share: one with i'mport's current SDK, one with the legacy SDK and its jQuery.

import { type OwnShop, startShop } from '../support/own-shop.ts';
import { PROJECTS } from '../engines.config.ts';
import { checkEngines } from './installed.ts';

type Place = Pick<OwnShop, 'url' | 'sandboxUrl'>;

export interface Shops {
  current: Place;
  legacy: Place;
}

/** Workers learn from the runner's environment where the shops are. */
export const shops = () => JSON.parse(process.env.ENGINES_SHOPS ?? '{}') as Shops;

const legacySdk = (sandbox: string) => ({
  IMP_SDK_URL: `${sandbox}/js/iamport.payment-1.2.0.js`,
  IMP_JQUERY_URL: `${sandbox}/js/jquery-1.12.4.min.js`,
});

/** Playwright's global setup; what it answers is the teardown. */
export default async function open() {
  checkEngines([...new Set(PROJECTS.map(({ use }) => use.engine))]);
  const [current, legacy] = await Promise.all([startShop(), startShop(legacySdk)]);
  const place = ({ url, sandboxUrl }: OwnShop): Place => ({ url, sandboxUrl });
  process.env.ENGINES_SHOPS = JSON.stringify({ current: place(current), legacy: place(legacy) } satisfies Shops);
  return async () => {
    await Promise.all([current.stop(), legacy.stop()]);
  };
}
