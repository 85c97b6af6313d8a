// Every page and state as pictures, on a phone in Korean and on a desktop in English: taken on the real way through
// the shop and the sandbox, so that they can be taken again.

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type Browser, type BrowserContext, type BrowserContextOptions, type Page, devices, expect } from '@playwright/test';
import { Gallery, writeIndex } from '../support/gallery.ts';
import { Orders, type Way } from '../support/orders.ts';
import { MERCHANT, startShop } from '../support/own-shop.ts';
import { program, settings } from '../support/program.ts';
import { CARROTS, CHAIR, Shopper } from '../support/shopper.ts';
import { test } from '../support/test.ts';
import { type Lang, words } from '../support/words.ts';

interface Look {
  name: string;
  lang: Lang;
  onPhone: boolean;
  options: BrowserContextOptions;
}

const still: BrowserContextOptions = { timezoneId: 'Asia/Seoul', colorScheme: 'light', reducedMotion: 'reduce' };
const LOOKS: Look[] = [
  {
    name: 'phone-ko',
    lang: 'ko',
    onPhone: true,
    options: { ...devices['Pixel 7'], ...still, viewport: { width: 390, height: 844 }, deviceScaleFactor: 1.5, locale: 'ko-KR' },
  },
  { name: 'desktop-en', lang: 'en', onPhone: false, options: { ...still, viewport: { width: 1200, height: 800 }, locale: 'en-US' } },
];

/** Order pages by what brought them about. */
const ORDERS: [Way, string][] = [
  ['payable', 'An order waits for its payment'],
  ['withdrawn', 'The shopper closed the payment window'],
  ['failed', 'The payment failed'],
  ['confirming', 'Being confirmed: do not pay again'],
  ['paid', 'Paid'],
  ['refunding', 'Cancelled, the money is on its way'],
  ['partly_refunded', 'Refunded in part'],
  ['refunded', 'Refunded'],
  ['disputed', 'A payment that does not fit goes back'],
  ['called_off', 'A deposit called off'],
];

class Walk {
  readonly gallery: Gallery;

  constructor(
    private readonly browser: Browser,
    private readonly look: Look,
    private readonly shop: string,
    private readonly sandbox: string,
  ) {
    this.gallery = new Gallery(look.name);
  }

  async shopping() {
    const context = await this.context();
    const [page, orders] = [await context.newPage(), this.orders(context)];
    await this.page(page, '/', 'catalogue', 'Catalogue');
    await this.page(page, '/cart', 'cart-empty', 'Empty cart');
    await this.page(page, '/checkout', 'order-form-empty', 'Order form without goods');
    await orders.add(CHAIR);
    await orders.add(CARROTS);
    await this.page(page, '/cart', 'cart', 'Cart');
    await page.goto(`${this.shop}/checkout`);
    const shopper = this.shopper(page);
    await this.gallery.screen(page, 'order-form', 'Order form as it opens');
    await shopper.payButton.click();
    await expect(page.getByText(shopper.words.required).first()).toBeVisible();
    await this.gallery.page(page, 'order-form-errors', 'What is missing');
    await shopper.fillForm();
    await page.locator('label', { hasText: shopper.words.methods.vbank }).click();
    await page.locator('label', { hasText: shopper.words.receiptCompany }).click();
    await page.getByRole('checkbox', { name: shopper.words.agree }).check();
    await this.gallery.page(page, 'order-form-cash', 'By virtual account, with a cash receipt');
    await context.close();
  }

  /** The gateway's window is the sandbox's here. */
  async paying() {
    const context = await this.context();
    const shopper = this.shopper(await context.newPage());
    await shopper.openCheckout();
    const window = await shopper.pay();
    await this.gallery.screen(shopper.page, 'window', 'The payment window (here the sandbox’s)');
    await window.choose('paid');
    await shopper.sees('paid');
    await shopper.openCheckout();
    await (await shopper.pay('vbank')).choose('vbank');
    await shopper.sees('deposit');
    await this.gallery.page(shopper.page, 'order-deposit-awaited', 'A virtual account waits for the deposit');
    await context.close();
  }

  async orderPages() {
    const context = await this.context();
    const [page, orders] = [await context.newPage(), this.orders(context)];
    for (const [way, caption] of ORDERS) {
      await this.page(page, await orders.in(way, CARROTS), `order-${way.replaceAll('_', '-')}`, caption);
    }
    await this.page(page, `${await orders.in('paid', CHAIR)}?cancel=yes`, 'cancel', 'Cancelling a paid order');
    await this.page(page, `${await orders.in('deposit_paid', CHAIR)}?cancel=yes`, 'cancel-account', 'Cancelling a deposit: where should the money go?');
    await this.page(page, `${await orders.in('deposit_awaited', CHAIR)}?cancel=yes`, 'cancel-call-off', 'Calling a deposit off');
    await this.dispatched(page, await orders.in('paid', CHAIR));
    await context.close();
  }

  private async dispatched(page: Page, path: string) {
    const folder = process.env.E2E_FOLDER ?? '';
    const env = { ...process.env, ...settings({ shop: this.shop, sandbox: this.sandbox, folder }) };
    await promisify(execFile)(program(), ['dispatch', path.split('/').at(-1) ?? '', '--by', 'kim'], { env });
    await this.page(page, path, 'order-sent', 'The goods have left');
  }

  async finding() {
    const context = await this.context();
    const [page, said] = [await context.newPage(), words[this.look.lang]];
    const number = (await this.orders(context).in('paid', CHAIR)).split('/').at(-1) ?? '';
    const guest = await this.context();
    const elsewhere = await guest.newPage();
    await this.page(elsewhere, '/orders', 'find', 'Finding an order');
    for (const [tel, name, caption] of [
      ['010-9999-9999', 'find-refused', 'Nothing found'],
      ['010-4242-4242', 'order-by-link', 'An order found, or opened by a link: personal details hidden'],
    ] as const) {
      await elsewhere.getByLabel(said.orderNumber).fill(number);
      await elsewhere.getByLabel(said.tel).fill(tel);
      await elsewhere.getByRole('button', { name: said.find }).click();
      await this.gallery.page(elsewhere, name, caption);
    }
    await page.close();
    await guest.close();
    await context.close();
  }

  async others() {
    const context = await this.context();
    const page = await context.newPage();
    await this.page(page, '/terms', 'terms', 'Terms of use');
    await this.page(page, '/refunds', 'refunds', 'Exchanges and refunds');
    await this.page(page, '/nowhere', 'not-found', 'No such page');
    await this.page(page, '/payments/complete?order=unknown', 'return-unknown', 'A return that names no order');
    await page.goto(`${this.sandbox}/console`);
    await this.gallery.screen(page, 'console', 'The sandbox’s console');
    await context.close();
  }

  /** In a shop whose prices may be changed. */
  async changed() {
    const own = await startShop(() => MERCHANT);
    const context = await this.context();
    const shopper = new Shopper(await context.newPage(), this.look.lang, this.look.onPhone, own.url);
    await shopper.openCheckout();
    await own.editCatalogue((text) => text.replace('price = 64900', 'price = 69900'));
    await shopper.choose('card');
    await shopper.payButton.click();
    await expect(shopper.page.getByText(shopper.words.changed)).toBeVisible();
    await this.gallery.page(shopper.page, 'order-form-changed', 'A price changed meanwhile');
    await context.close();
    await own.stop();
  }

  private async page(page: Page, path: string, name: string, caption: string) {
    await page.goto(this.shop + path, { waitUntil: 'load' });
    await this.gallery.page(page, name, caption);
  }

  private shopper = (page: Page) => new Shopper(page, this.look.lang, this.look.onPhone, this.shop);
  private orders = (context: BrowserContext) => {
    const orders = new Orders(context.request, this.shop, this.sandbox);
    if (this.look.lang === 'en') orders.person = { name: 'Hong Gildong', addr1: 'Shinsa-dong, Gangnam-gu, Seoul' };
    return orders;
  };
  private context = () => this.browser.newContext(this.look.options);
}

test('gallery', async ({ browser, baseURL, sandboxUrl }) => {
  const galleries: Gallery[] = [];
  for (const look of LOOKS) {
    const walk = new Walk(browser, look, baseURL ?? '', sandboxUrl);
    await walk.shopping();
    await walk.changed();
    await walk.paying();
    await walk.orderPages();
    await walk.finding();
    await walk.others();
    galleries.push(walk.gallery);
  }
  writeIndex(galleries);
});
