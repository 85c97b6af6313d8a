// A tab that Puppeteer drives: Firefox through WebDriver BiDi, Chromium through its DevTools protocol. What differs
// between the two is left to them.

import type { BrowserContext, ElementHandle, Frame, Page } from 'puppeteer-core';
import type { Control, Cookie, KeyName, Surface, Tab } from './engine.ts';
import { type Wanted, seek, sought, toMiddle } from './find.ts';

class PuppeteerSurface implements Surface {
  constructor(protected readonly document: Page | Frame) {}

  async run<A extends unknown[], R>(script: (...args: A) => R, ...args: A): Promise<R> {
    return (await this.document.evaluate(script as (...args: unknown[]) => R, ...args)) as R;
  }

  async find(wanted: Wanted): Promise<Control | undefined> {
    const found = await this.document.evaluateHandle(seek, sought(wanted));
    const element = found.asElement() as ElementHandle<Element> | null;
    return element === null ? undefined : { click: () => click(element) };
  }
}

async function click(element: ElementHandle<Element>) {
  await element.evaluate(toMiddle);
  await element.click();
}

export abstract class PuppeteerTab extends PuppeteerSurface implements Tab {
  constructor(
    protected readonly context: BrowserContext,
    protected readonly page: Page,
  ) {
    super(page);
  }

  async open(url: string) {
    await this.page.goto(url);
  }

  /** A page that comes out of the back/forward cache does not load, so that there is no load to wait for. */
  async back() {
    await this.page.evaluate(() => setTimeout(() => history.back()));
  }

  /** Asked of the page itself: Puppeteer does not notice one that comes out of the back/forward cache. */
  async url() {
    return this.page.evaluate(() => location.href);
  }

  async press(key: KeyName) {
    await this.page.keyboard.press(key === 'Space' ? ' ' : key);
  }

  async type(text: string) {
    await this.page.keyboard.type(text);
  }

  abstract compose(stages: string[]): Promise<void>;

  async frame(css: string): Promise<Surface | undefined> {
    const element = (await this.page.$(css)) as ElementHandle<HTMLIFrameElement> | null;
    const frame = await element?.contentFrame();
    return frame ? new PuppeteerSurface(frame) : undefined;
  }

  async popup(): Promise<Surface | undefined> {
    const other = (await this.context.pages()).find((page) => page !== this.page);
    return other && new PuppeteerSurface(other);
  }

  async takeCookies(origin: string, cookies: Cookie[]) {
    const domain = new URL(origin).hostname;
    const place = { domain, path: '/', httpOnly: true };
    await this.context.setCookie(...cookies.map(({ name, value }) => ({ name, value, ...place })));
  }

  abstract complaints(): Promise<string[]>;

  async close() {
    await this.context.close();
  }
}
