// What the courier should know: one of the usual notes, or the shopper's own words.

import { onDesktop, onPhone } from '../support/tags.ts';
import { expect, test } from '../support/test.ts';

test('a usual note goes along in the shopper’s language', async ({ shopper, page }) => {
  await shopper.openCheckout();
  await shopper.memo.selectOption(shopper.words.memoDoor);
  await expect(shopper.field(shopper.words.ownMemo)).toBeHidden();
  await (await shopper.pay()).choose('paid');
  await shopper.sees('paid');
  await expect(page.getByRole('main')).toContainText(shopper.words.memoDoor);
});

test('one’s own words go along, and nothing typed is lost', onDesktop, async ({ shopper, page }) => {
  await shopper.openCheckout();
  await shopper.memo.selectOption(shopper.words.memoOwn);
  const own = shopper.field(shopper.words.ownMemo);
  await own.fill('초인종 대신 문자 주세요');
  await shopper.memo.selectOption(shopper.words.memoDoor);
  await expect(own, 'what was typed stays in sight for as long as it counts').toBeVisible();
  await page.reload();
  await expect(own).toHaveValue('초인종 대신 문자 주세요');
  await expect(shopper.memo).toHaveValue('door');
  await (await shopper.pay()).choose('paid');
  await shopper.sees('paid');
  await expect(page.getByRole('main')).toContainText('초인종 대신 문자 주세요');
});

test('the choice outlives a change of language', onPhone, async ({ shopper, page }) => {
  await shopper.openCheckout();
  await shopper.memo.selectOption(shopper.words.memoDoor);
  await page.getByRole('button', { name: shopper.words.otherLanguage }).click();
  await expect(page.locator('[name=memo_preset]')).toHaveValue('door');
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('both ways work', onPhone, async ({ shopper, page }) => {
    await shopper.openCheckout();
    await shopper.memo.selectOption(shopper.words.memoOwn);
    await shopper.field(shopper.words.ownMemo).fill('경비실 옆 보관함');
    await shopper.choose('card');
    await shopper.payButton.click();
    await shopper.sees('payable');
    await expect(page.getByRole('main')).toContainText('경비실 옆 보관함');
  });
});
