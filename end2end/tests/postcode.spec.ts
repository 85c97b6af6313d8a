// Kakao's postcode search, played by a script of the same shape: the real one is on the internet.

import { Shopper } from '../support/shopper.ts';
import { onDesktop } from '../support/tags.ts';
import { expect, test } from '../support/test.ts';

const SCRIPT = 'https://t1.kakaocdn.net/**';
const PLAYED = `
  window.kakao = { Postcode: function (options) {
    this.embed = function (place) {
      var pick = document.createElement('button');
      pick.type = 'button';
      pick.textContent = 'Garosu-gil 1';
      pick.addEventListener('click', function () {
        options.oncomplete({ zonecode: '06028', roadAddress: '서울 강남구 가로수길 1', jibunAddress: '서울 강남구 신사동 1' });
      });
      place.appendChild(pick);
    };
  } };`;

const SEARCH = { POSTCODE_SEARCH: 'kakao' };

test('what is found is filled in, and the next field is focused', async ({ page, lang, isMobile, openShop }) => {
  const shop = await openShop(() => SEARCH);
  const shopper = new Shopper(page, lang, isMobile, shop.url);
  await page.route(SCRIPT, (route) => route.fulfill({ contentType: 'text/javascript', body: PLAYED }));
  await shopper.openCheckout();
  await shopper.field(shopper.words.postcode).fill('1');
  const search = page.getByRole('button', { name: shopper.words.findPostcode });
  await search.click();
  await page.getByRole('button', { name: shopper.words.close, exact: true }).click();
  await expect(search).toBeFocused();

  await search.click();
  await page.getByRole('button', { name: 'Garosu-gil 1' }).click();
  await expect(shopper.field(shopper.words.postcode)).toHaveValue('06028');
  await expect(shopper.field(shopper.words.address)).toHaveValue('서울 강남구 가로수길 1');
  await expect(page.locator('[name=addr2]')).toBeFocused();
  await page.reload();
  await expect(shopper.field(shopper.words.postcode)).toHaveValue('06028');
});

test('a search that does not load leaves typing', async ({ page, lang, isMobile, openShop }) => {
  const shop = await openShop(() => SEARCH);
  const shopper = new Shopper(page, lang, isMobile, shop.url);
  await page.route(SCRIPT, (route) => route.abort());
  await shopper.openCheckout();
  await page.getByRole('button', { name: shopper.words.findPostcode }).click();
  await expect(page.getByText(shopper.words.searchMissing)).toBeVisible({ timeout: 15_000 });
  await (await shopper.pay()).choose('paid');
  await shopper.sees('paid');
});

test('where it is not turned on there is no button and nothing foreign', onDesktop, async ({ shopper, page }) => {
  const foreign: string[] = [];
  page.on('request', (request) => request.url().includes('kakaocdn') && foreign.push(request.url()));
  await shopper.openCheckout();
  await expect(page.getByRole('button', { name: shopper.words.findPostcode })).toHaveCount(0);
  expect(foreign).toEqual([]);
});
