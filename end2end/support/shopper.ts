// One shopper in one browser: fills a cart, fills in the form, presses Pay, reads the order page.

import { randomBytes } from 'node:crypto';
import { expect, type Page } from '@playwright/test';
import { addToCart } from './orders.ts';
import { PaymentWindow, frameOver } from './payment-window.ts';
import { type Lang, type Words, words } from './words.ts';

/** The guide's two products; the chair has a dollar price and ships free. */
export const CHAIR = 'norway-swivel-chair';
export const CARROTS = 'carrots-10kg';

export type Method = keyof Words['methods'];
export type Stage = keyof Words['stages'];
export type Door = 'frame' | 'page' | 'popup';

/** How each method's window comes up, on a desktop and on a phone. */
export const DOORS: Record<Method, [desktop: Door, phone: Door]> = {
  card: ['frame', 'page'],
  kakaopay: ['frame', 'page'],
  naverpay: ['page', 'page'],
  tosspay: ['popup', 'page'],
  trans: ['frame', 'page'],
  vbank: ['frame', 'page'],
  phone: ['frame', 'frame'],
  paypal: ['popup', 'popup'],
};

export class Shopper {
  /** Names this shopper in the sandbox: payments and faults are found by it. */
  readonly email = `shopper-${randomBytes(6).toString('hex')}@example.com`;
  readonly words: Words;
  private readonly complaints: string[] = [];

  constructor(
    readonly page: Page,
    readonly lang: Lang,
    readonly onPhone: boolean,
    readonly shopUrl: string,
    private readonly hasJavascript = true,
  ) {
    this.words = words[lang];
    page.on('pageerror', (error) => this.complaints.push(String(error)));
    page.on('console', (message) => this.complaints.push(message.text()));
    page.on('requestfailed', (asked) => this.complaints.push(`${asked.url()}: ${asked.failure()?.errorText}`));
  }

  heading(name: string | RegExp) {
    return this.page.getByRole('heading', { level: 1, name, exact: true });
  }

  field(name: string) {
    return this.page.getByRole('textbox', { name, exact: true });
  }

  /** The usual delivery notes. */
  get memo() {
    return this.page.getByRole('combobox', { name: this.words.memo, exact: true });
  }

  get payButton() {
    return this.page.getByRole('button', { name: this.words.pay });
  }

  /** The same person with the same cookies, in another tab. */
  async inNewTab(): Promise<Shopper> {
    const page = await this.page.context().newPage();
    return new Shopper(page, this.lang, this.onPhone, this.shopUrl, this.hasJavascript);
  }

  async open(path: string) {
    return this.page.goto(new URL(path, this.shopUrl).href);
  }

  async addToCart(product: string) {
    await this.open('/');
    await this.page.locator(`[data-product="${product}"]`).getByRole('button', { name: this.words.addToCart }).click();
    await expect(this.heading(this.words.cart)).toBeVisible();
  }

  /** From the catalogue to the order form, as a person does. */
  async walkToCheckout(product = CHAIR) {
    await this.addToCart(product);
    await this.page.getByRole('link', { name: this.words.checkOut }).click();
    await expect(this.heading(this.words.checkout)).toBeVisible();
    await this.fillForm();
  }

  /** The order form at once, with the product in the cart; filled in but for the method and the confirmation. */
  async openCheckout(product = CHAIR) {
    await addToCart(this.page.request, this.shopUrl, product);
    await this.open('/checkout');
    await expect(this.heading(this.words.checkout)).toBeVisible();
    await this.fillForm();
  }

  async fillForm() {
    const korean = this.lang === 'ko';
    await this.field(this.words.name).fill(korean ? '홍길동' : 'Hong Gildong');
    await this.fillTel();
    await this.field(this.words.email).fill(this.email);
    await this.field(this.words.postcode).fill('06018');
    await this.field(this.words.address).fill(korean ? '서울 강남구 신사동' : 'Shinsa-dong, Gangnam-gu, Seoul');
  }

  /**
   * The page's program hyphenates the number, which shows that it is awake. Whoever presses Pay before goes the way
   * without JavaScript: the order is placed, and no window opens.
   */
  private async fillTel() {
    const tel = this.field(this.words.tel);
    if (!this.hasJavascript) return tel.fill('010-4242-4242');
    await expect(async () => {
      await tel.fill('01042424242');
      await expect(tel).toHaveValue('010-4242-4242', { timeout: 100 });
    }).toPass({ intervals: [50, 100, 200] });
  }

  /** An order's page tells that its program is awake by focusing the result; one that the browser kept never slept. */
  async awakens() {
    const kept = await this.page.locator('html[data-kept]').count();
    if (!kept && new URL(this.page.url()).pathname.startsWith('/orders/')) {
      await expect.poll(() => this.focus(), { message: 'the result has the focus' }).toBe('h1');
    }
  }

  /** What has the focus; where that is nothing, with all that the page complained about. */
  private async focus(): Promise<string> {
    const element = await this.page.evaluate(() => document.activeElement?.localName ?? 'nothing');
    return element === 'body' ? ['body', ...this.complaints].join('\n') : element;
  }

  async choose(method: Method) {
    const name = this.words.methods[method];
    // The whole tile is the radio button's label, and covers it.
    await this.page.locator('label', { hasText: name }).click();
    await expect(this.page.getByRole('radio', { name })).toBeChecked();
    await this.page.getByRole('checkbox', { name: this.words.agree }).check();
  }

  /** Chooses the method, confirms, presses Pay, and waits for the window wherever it opens. */
  async pay(method: Method = 'card'): Promise<PaymentWindow> {
    await this.awakens();
    await this.choose(method);
    const door = DOORS[method][this.onPhone ? 1 : 0];
    const popup = door === 'popup' ? this.page.waitForEvent('popup') : undefined;
    await this.payButton.click();
    return this.window(door, await popup);
  }

  async window(door = DOORS.card[this.onPhone ? 1 : 0], popup?: Page): Promise<PaymentWindow> {
    if (door === 'page') await this.page.waitForURL((url) => url.origin !== new URL(this.shopUrl).origin);
    const surface = popup ?? (door === 'frame' ? frameOver(this.page) : this.page);
    const window = new PaymentWindow(surface, this.lang);
    await expect(window.heading).toBeVisible();
    return window;
  }

  /** Waits for the order page to say that the order stands so. */
  async sees(stage: Stage, { within = 15_000 } = {}) {
    await expect(this.heading(this.words.stages[stage])).toBeVisible({ timeout: within });
  }
}
