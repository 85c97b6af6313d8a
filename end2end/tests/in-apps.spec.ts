// Browsers inside apps, and iPads that call themselves Macs: the page itself goes to the payment company and comes
// back, also where others get a popup.

import type { BrowserContextOptions } from '@playwright/test';
import { CHAIR, type Method, Shopper } from '../support/shopper.ts';
import { onDesktop } from '../support/tags.ts';
import { expect, test } from '../support/test.ts';

const KAKAOTALK =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_4_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 KAKAOTALK 10.7.5';
const NAVER =
  'Mozilla/5.0 (Linux; Android 13; SM-A536N Build/TP1A.220624.014; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/113.0.5672.132 Whale/1.0.0.0 Crosswalk/27.113.0.18 Mobile Safari/537.36 NAVER(inapp; search; 1080; 12.0.4)';
const IPAD =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4.1 Safari/605.1.15';

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true };
const BROWSERS: [string, BrowserContextOptions][] = [
  ['KakaoTalk', { ...PHONE, userAgent: KAKAOTALK }],
  ['Naver', { ...PHONE, userAgent: NAVER }],
  ['an iPad', { viewport: { width: 1024, height: 768 }, hasTouch: true, userAgent: IPAD }],
];

// These browsers bring their own sizes.
for (const [name, options] of BROWSERS) {
  test(`${name} leaves the page and comes back, PayPal included`, onDesktop, async ({ browser, baseURL }) => {
    const context = await browser.newContext({ ...options, locale: 'ko-KR' });
    // The emulation reports one finger; real ones take five.
    await context.addInitScript(() => Object.defineProperty(Navigator.prototype, 'maxTouchPoints', { get: () => 5 }));
    const page = await context.newPage();
    const shopper = new Shopper(page, 'ko', true, baseURL ?? '');
    for (const method of ['card', 'paypal'] satisfies Method[]) {
      await shopper.openCheckout(CHAIR);
      await shopper.choose(method);
      await shopper.payButton.click();
      await (await shopper.window('page')).choose('paid');
      await shopper.sees('paid');
    }
    expect(context.pages()).toHaveLength(1);
    await context.close();
  });
}
