// i'mport's scripts as a merchant's page meets them: what loads, what is preloaded, what closes, what refuses to open.
// They tell a phone apart where a window refuses to open and in the ways of windows (sandbox-matrix); the rest is told
// on a desktop.

import { expect, newOrder, test } from '../support/sandbox-test.ts';
import { frameOver } from '../support/payment-window.ts';
import { onDesktop } from '../support/tags.ts';

declare const IMP: any;

test.describe('the legacy script', onDesktop, () => {
  test('without jQuery it fails, and there is no IMP', async ({ shopPage, page }) => {
    const failure = page.waitForEvent('pageerror');
    await shopPage.open('legacy-without-jquery');
    expect(String(await failure)).toContain('jQuery is not defined');
    expect(await page.evaluate(() => 'IMP' in window)).toBe(false);
  });

  test('a new module is told apart', async ({ shopPage }) => {
    await shopPage.open('legacy');
    await shopPage.pay(shopPage.params({ pg: 'tosspayments' }));
    expect(await shopPage.callback()).toMatchObject({ success: false, imp_uid: null, error_code: 'F1001' });
  });
});

test('its twin for import pays', onDesktop, async ({ shopPage, alone }) => {
  await shopPage.open('esm');
  const params = shopPage.params({ pg: 'danal_tpay' });
  await (await shopPage.openWindow('frame', params)).locator('[data-outcome=paid]').click();
  expect(await shopPage.callback()).toMatchObject({ success: true, paid_amount: 64900 });
  expect(await alone.record(params.merchant_uid)).toMatchObject({ status: 'paid' });
});

for (const sdk of ['legacy', 'v1'] as const) {
  test.describe(`the ${sdk} script`, () => {
    test('init preloads a hidden frame for each of the merchant’s gateways', onDesktop, async ({
      shopPage,
      page,
      alone,
    }) => {
      const providers = ['kcp', 'paypal', 'danal_tpay'];
      await alone.console('POST', 'merchants', { code: 'imp55555555', key: 'k5', secret: 's5', providers });
      await shopPage.open(sdk);
      await page.evaluate(() => IMP.init('imp55555555'));
      await expect(page.locator('.imp-dialog iframe')).toHaveCount(providers.length);
      for (const provider of providers) await expect(page.locator(`iframe.imp-frame-${provider}`)).toBeHidden();
      await expect(shopPage.overlay).toBeHidden();
    });

    test('close and a second init end a window without a callback', onDesktop, async ({ shopPage, page }) => {
      await shopPage.open(sdk);
      for (const end of ["IMP.close()", "IMP.init('imp00000000')"]) {
        const window = await shopPage.openWindow('frame', shopPage.params({ pg: 'danal_tpay' }));
        await expect(window.locator('[data-outcome=paid]')).toBeVisible();
        await page.evaluate((end) => new Function(end)(), end);
        await expect(shopPage.overlay).toBeHidden();
        expect(await shopPage.calls()).toEqual([]);
      }
      // The page is as good as new.
      await (await shopPage.openWindow('frame', shopPage.params({ pg: 'danal_tpay' }))).locator('[data-outcome=paid]').click();
      expect(await shopPage.callback()).toMatchObject({ success: true });
    });

    test('the X of a popup is a cancel', onDesktop, async ({ shopPage, alone }) => {
      await shopPage.open(sdk);
      const params = shopPage.params({ pg: 'eximbay', currency: 'KRW' });
      const popup = await shopPage.openWindow('popup', params);
      await expect(popup.locator('[data-outcome=paid]')).toBeVisible();
      await (popup as import('@playwright/test').Page).close();
      expect(await shopPage.callback()).toMatchObject({ success: false });
      expect(await alone.record(params.merchant_uid)).toMatchObject({ status: 'failed' });
    });

    test('a blocked popup is a sentence and no callback', onDesktop, async ({ shopPage, page, alone }) => {
      await shopPage.open(sdk);
      await page.evaluate(() => Object.assign(window, { open: () => null }));
      const sentence = new Promise<string>((said) => {
        page.once('dialog', (dialog) => {
          said(dialog.message());
          void dialog.accept();
        });
      });
      const params = shopPage.params({ pg: 'eximbay', currency: 'KRW' });
      await shopPage.pay(params);
      expect(await sentence).toContain('팝업이 차단');
      await expect(shopPage.overlay).toBeHidden();
      expect(await shopPage.calls()).toEqual([]);
      expect(await alone.record(params.merchant_uid), 'nothing was opened').toBeUndefined();
    });

    test('windows that must not open say why, and leave no webhook', async ({ shopPage, alone }) => {
      const prepared = newOrder();
      await alone.rest('POST', '/payments/prepare', { merchant_uid: prepared, amount: 1000 });
      const used = newOrder();
      await alone.console('POST', 'payments', { merchant_uid: used, amount: 64900 });
      const table = [
        [{ merchant_uid: prepared }, 'F400'],
        [{ merchant_uid: used }, 'F1002'],
        [{ amount: '64900' }, 'F400'],
        [{ merchant_uid: 7 }, 'F400'],
      ] as const;
      for (const [wrong, error_code] of table) {
        await shopPage.open(sdk);
        await shopPage.pay(shopPage.params({ pg: 'danal_tpay', ...wrong }));
        expect(await shopPage.callback()).toMatchObject({ success: false, imp_uid: null, error_code });
      }
      expect(await alone.webhooks(prepared)).toEqual([]);
    });

    test('a sub-merchant of an agency has payments of its own', onDesktop, async ({ shopPage, page, alone }) => {
      await shopPage.open(sdk);
      await page.evaluate(() => IMP.agency('imp00000000', 'XYZ'));
      const params = shopPage.params({ pg: 'danal_tpay' });
      await (await shopPage.openWindow('frame', params)).locator('[data-outcome=paid]').click();
      expect(await shopPage.callback()).toMatchObject({ success: true });
      expect(await alone.record(params.merchant_uid), 'not in the agency’s book').toBeUndefined();
      const [own] = await alone.console('GET', `payments?merchant=imp00000000/XYZ&merchant_uid=${params.merchant_uid}`);
      expect(own).toMatchObject({ status: 'paid' });
    });

    // A phone leaves the page.
    test('a person is certified in a frame', onDesktop, async ({ shopPage, page, alone }) => {
      await shopPage.open(sdk);
      await page.evaluate(() => IMP.certification({ merchant_uid: 'C1' }, (rsp: object) => (window as any).calls.push(rsp)));
      await frameOver(page).getByRole('button', { name: /^(Verify|인증하기)$/ }).click();
      const rsp = await shopPage.callback();
      expect(rsp).toMatchObject({ success: true });
      expect(await alone.rest('GET', `/certifications/${rsp.imp_uid}`)).toMatchObject({ certified: true });
    });

    test('a wish list opens beside the page', onDesktop, async ({ shopPage, page }) => {
      await shopPage.open(sdk);
      const opened = page.waitForEvent('popup');
      await page.evaluate(() => IMP.naver_zzim({ naverProducts: [{ id: '1', name: 'Linen blanket' }] }));
      await expect((await opened).getByRole('listitem')).toHaveText('Linen blanket');
    });
  });
}

test.describe('the current script alone', onDesktop, () => {
  test('loadUI puts the gateway’s button into the page', async ({ shopPage, page }) => {
    await shopPage.open('v1');
    const params = shopPage.params({ pg: 'paypal_v2', amount: 10.5, currency: 'USD' });
    await page.evaluate((params) => {
      const holder = document.createElement('div');
      holder.className = 'portone-ui-container';
      document.body.append(holder);
      IMP.loadUI('paypal-spb', params, (rsp: object) => (window as any).calls.push(rsp));
    }, params);
    const opened = page.waitForEvent('popup');
    await page.getByRole('button', { name: 'PayPal' }).click();
    await (await opened).locator('[data-outcome=paid]').click();
    expect(await shopPage.callback()).toMatchObject({ merchant_uid: params.merchant_uid });
  });

  test('what is not played says 501 instead of leaving anybody waiting', async ({ shopPage, page }) => {
    await shopPage.open('v1');
    const failure = await page.evaluate(() => IMP.loadModule('brandpay', {}, {}).catch((error: Error) => error.message));
    expect(failure).toContain('501');
  });

  test('a call before init is a sentence, and the callback is not called', async ({ shopPage, page }) => {
    await shopPage.open('v1');
    await page.evaluate(() => IMP.deinit());
    const sentence = new Promise<string>((said) => {
      page.once('dialog', (dialog) => {
        said(dialog.message());
        void dialog.accept();
      });
    });
    await shopPage.pay(shopPage.params());
    expect(await sentence).toContain('IMP.init()');
    expect(await shopPage.calls()).toEqual([]);
  });
});
