// One shopper in one browser of any engine: fills a cart, fills in the form, presses Pay, reads the order page.

import { randomBytes } from 'node:crypto';
import { OUTCOMES, type Outcome, STEPS } from '../support/payment-window.ts';
import { CHAIR, DOORS, type Door, type Method, type Stage } from '../support/shopper.ts';
import { type Lang, type Words, words } from '../support/words.ts';
import type { Device, Surface, Tab } from './engine.ts';
import { type Wanted, describe } from './find.ts';
import { isSyllable, stages } from './hangul.ts';
import { until } from './until.ts';

/** A place that may come and go: a tab, a frame that is not there yet, a popup. */
type Where = () => Promise<Surface | undefined>;

const see = (where: Where, wanted: Wanted, seconds?: number) =>
  until(`see ${describe(wanted)}`, async () => (await where())?.find(wanted), seconds);

const click = (where: Where, wanted: Wanted) =>
  until(`click ${describe(wanted)}`, async () => {
    const control = await (await where())?.find(wanted);
    await control?.click();
    return control !== undefined;
  });

const within = (text: string) => new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));

const PEOPLE: Record<Lang, Shopper['person']> = {
  ko: { name: '홍길동', address: '서울 강남구 신사동' },
  en: { name: 'Hong Gildong', address: 'Shinsa-dong, Gangnam-gu, Seoul' },
};

export class Shopper {
  /** Names this shopper in the sandbox: payments and faults are found by it. */
  readonly email = `shopper-${randomBytes(6).toString('hex')}@example.com`;
  readonly words: Words;
  person: { name: string; address: string };
  /** Hangul is put together by an input method, where the engine's protocol has a way to do that. */
  composes = false;
  private readonly here: Where;

  constructor(
    readonly tab: Tab,
    readonly device: Device,
    readonly shopUrl: string,
    private readonly javascript: boolean,
  ) {
    this.words = words[device.lang];
    this.person = PEOPLE[device.lang];
    this.here = async () => tab;
  }

  async open(path: string) {
    await this.tab.open(new URL(path, this.shopUrl).href);
  }

  async click(role: Wanted['role'], name: string | RegExp, where?: string) {
    await click(this.here, where === undefined ? { role, name } : { role, name, within: where });
  }

  async reads(role: Wanted['role'], name: string | RegExp) {
    await see(this.here, { role, name });
  }

  /** Waits for the page to say that the order stands so, and for the heading to take the focus, which may scroll. */
  async sees(stage: Stage, seconds = 15) {
    await see(this.here, { role: 'heading', name: this.words.stages[stage] }, seconds);
    if (!this.javascript) return;
    await until('the result has the focus', () => this.tab.run(() => document.activeElement?.tagName === 'H1'));
  }

  /** Waits for all that the page loads ahead. Whoever leaves before stops it, which Firefox tells in the console. */
  async hasLoaded() {
    const arrived = () => {
      const ahead = [...document.querySelectorAll<HTMLLinkElement>('link[rel=modulepreload], link[rel=preload]')];
      const loaded = performance.getEntriesByType('resource').map(({ name }) => name);
      return ahead.every(({ href }) => loaded.includes(href));
    };
    await until('what the page loads ahead is there', () => this.tab.run(arrived));
  }

  /** The words on the page, as they are shown. */
  async page(): Promise<string> {
    return this.tab.run(() => document.querySelector('main')?.innerText ?? '');
  }

  async addToCart(product: string) {
    await this.open('/');
    await this.click('button', within(this.words.addToCart), `[data-product="${product}"]`);
    await this.reads('heading', this.words.cart);
  }

  /** From an empty cart to the order form, filled in but for the method and the confirmation. */
  async openCheckout(product = CHAIR) {
    await this.addToCart(product);
    await this.click('link', this.words.checkOut);
    await this.reads('heading', this.words.checkout);
    await this.fillForm();
  }

  async fillForm() {
    await this.fill(this.words.name, this.person.name);
    await this.fill(this.words.tel, '010-4242-4242');
    await this.fill(this.words.email, this.email);
    await this.fill(this.words.postcode, '06018');
    await this.fill(this.words.address, this.person.address);
  }

  async fill(field: string, text: string) {
    await this.click('textbox', field);
    if (this.composes && this.tab.compose) await this.compose(text);
    else await this.tab.type(text);
  }

  private async compose(text: string) {
    for (const character of text) {
      if (isSyllable(character)) await this.tab.compose?.(stages(character));
      else await this.tab.type(character);
    }
  }

  async choose(method: Method) {
    await this.tick(`[name=method][value=${method}]`, { role: 'option', name: within(this.words.methods[method]) });
    await this.tick('[name=agree]', { role: 'checkbox', name: this.words.agree });
  }

  private async tick(css: string, where: Wanted) {
    const ticked = () => this.tab.run((css) => document.querySelector(`${css}:checked`) !== null, css);
    await until(`tick ${describe(where)}`, async () => {
      if (await ticked()) return true;
      await (await this.tab.find(where))?.click();
      return ticked();
    });
  }

  /** Chooses the method, confirms, presses Pay, and waits for the window wherever it opens. */
  async pay(method: Method = 'card'): Promise<PaymentWindow> {
    await this.choose(method);
    await this.click('button', this.words.pay);
    return this.window(method);
  }

  async window(method: Method = 'card'): Promise<PaymentWindow> {
    const window = new PaymentWindow(this, DOORS[method][this.device.name === 'phone' ? 1 : 0]);
    await window.opens();
    return window;
  }
}

/** The gateway's window, wherever it opens: in a frame over the page, in the page itself, or in a popup. */
export class PaymentWindow {
  readonly surface: Where;
  private readonly steps;

  constructor(
    private readonly shopper: Shopper,
    door: Door,
  ) {
    const { tab, device, shopUrl } = shopper;
    this.steps = STEPS[device.lang];
    const doors: Record<Door, Where> = {
      frame: () => tab.frame('.imp-dialog iframe.imp-open'),
      page: async () => ((await tab.url()).startsWith(shopUrl) ? undefined : tab),
      popup: () => tab.popup(),
    };
    this.surface = doors[door];
  }

  /** Where the click on Pay has grown too old for a popup, as it soon has in WebKit, the shop asks for another one. */
  async opens() {
    const { tab, words } = this.shopper;
    await until('see the payment window', async () => {
      await (await tab.find({ role: 'button', name: words.openWindow }))?.click();
      return (await this.surface())?.find({ role: 'heading', name: /./ });
    });
  }

  /** Ends the window in one click. */
  async choose(outcome: Outcome) {
    await this.press(OUTCOMES[outcome][this.shopper.device.lang]);
  }

  /** As a person does: a card company, then the payment password. */
  async payByCard() {
    await this.press(this.steps.next);
    await click(this.surface, { role: 'textbox', name: this.steps.password });
    await this.shopper.tab.type('123456');
    await this.press(this.steps.pay);
  }

  async issueAccount() {
    await this.press(this.steps.issue);
  }

  async close() {
    await this.press(this.steps.close);
  }

  private async press(name: string | RegExp) {
    await click(this.surface, { role: 'button', name });
  }
}
