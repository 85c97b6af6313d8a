// What stands at the foot of every page: who the merchant is, and the terms they sell under.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onDesktop } from '../support/tags.ts';
import { expect, test } from '../support/test.ts';

test('terms, privacy and refunds are one click away from every page', async ({ shopper, page }) => {
  for (const from of ['/', '/cart', '/nowhere']) {
    await shopper.open(from);
    // The second and the third from the one before.
    for (const [word, title] of Object.entries(shopper.words.policies)) {
      await page.getByRole('contentinfo').getByRole('link', { name: title, exact: true }).click();
      await expect(page).toHaveURL(new RegExp(`/${word}$`));
      await expect(shopper.heading(title)).toBeVisible();
    }
  }
});

test('the merchant’s details and own words', onDesktop, async ({ page, lang, openShop }) => {
  const folder = await mkdtemp(join(tmpdir(), 'imp-checkout-policies-'));
  await writeFile(join(folder, `refunds.${lang}.txt`), '# <b>Our way</b>\n\n## When\nCall {tel}.\n- {host} holds no goods\n');
  const shop = await openShop(() => ({
    POLICIES: folder,
    SHOP_COMPANY: '주식회사 들꽃',
    SHOP_CEO: '홍길동',
    SHOP_ADDRESS: '서울특별시 강남구 가로수길 1',
    SHOP_TEL: '02-1234-5678',
    SHOP_EMAIL: 'help@shop.example',
    SHOP_BUSINESS_NUMBER: '123-45-67890',
    SHOP_MAIL_ORDER_NUMBER: '제2026-서울강남-01234호',
    SHOP_PRIVACY_OFFICER: '김보호',
  }));
  await page.goto(`${shop.url}/refunds`);
  const footer = page.getByRole('contentinfo');
  for (const fact of ['주식회사 들꽃', '홍길동', '가로수길 1', '123-45-67890', '제2026-서울강남-01234호', '김보호']) {
    await expect(footer).toContainText(fact);
  }
  await expect(footer.getByRole('link', { name: '02-1234-5678' })).toHaveAttribute('href', 'tel:02-1234-5678');
  await expect(footer.getByRole('link', { name: 'help@shop.example' })).toHaveAttribute('href', 'mailto:help@shop.example');
  await expect(footer.locator('a[href*="wrkr_no=1234567890"]')).toHaveCount(1);

  await expect(page.getByRole('heading', { level: 1, name: '<b>Our way</b>', exact: true })).toBeVisible();
  await expect(page.getByRole('main')).toContainText('Call 02-1234-5678.');
  await expect(page.getByRole('main').getByRole('listitem')).toHaveCount(0);
  await rm(folder, { recursive: true });
});
