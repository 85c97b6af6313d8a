// Firefox, driven through WebDriver BiDi by Puppeteer; no geckodriver in between. Firefox's own scope, in which its
// browser console lives, can be looked into from there.

import { existsSync } from 'node:fs';
import puppeteer, { type Browser, type BrowserContext, type Page } from 'puppeteer-core';
import { type Device, type Engine, type Tab, locale } from './engine.ts';
import { ours } from './complaints.ts';
import { PuppeteerTab } from './puppeteer-tab.ts';

const PLACES = ['/usr/bin/firefox-esr', '/usr/bin/firefox'];

export const firefoxPath = () => process.env.FIREFOX ?? PLACES.find((path) => existsSync(path));

const PHONE = 'Mozilla/5.0 (Android 15; Mobile; rv:153.0) Gecko/153.0 Firefox/153.0';

/** The part of Puppeteer's connection that is needed here; its types leave it out. */
interface Bidi {
  send(method: string, params: object): Promise<{ result: unknown }>;
  on(event: string, listener: (params: never) => void): void;
  off(event: string, listener: (params: never) => void): void;
}

export async function startFirefox(executablePath: string, device: Device): Promise<Engine> {
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath,
    headless: true,
    args: ['--remote-allow-system-access'],
    extraPrefsFirefox: {
      'intl.accept_languages': locale(device),
      ...(device.name === 'phone' ? { 'general.useragent.override': PHONE } : {}),
    },
  });
  const bidi = (browser as Browser & { connection: Bidi }).connection;
  const chrome = await ChromeScope.of(bidi);
  return {
    async visitor({ javascript }) {
      const context = await browser.createBrowserContext();
      const page = await context.newPage();
      await page.setViewport({ width: device.width, height: device.height });
      await chrome.prepare(javascript);
      return new FirefoxTab(context, page, chrome, bidi);
    },
    close: () => browser.close(),
  };
}

/** A message in the browser console. */
interface Message {
  category: string;
  text: string;
  source: string;
}

/** Firefox's own window, and what scripts there may do. */
class ChromeScope {
  private constructor(
    private readonly bidi: Bidi,
    private readonly context: string,
  ) {}

  static async of(bidi: Bidi): Promise<ChromeScope> {
    const { result } = await bidi.send('browsingContext.getTree', { 'moz:scope': 'chrome' });
    const [window] = (result as { contexts: { context: string }[] }).contexts;
    if (!window) throw new Error('Firefox has no window');
    return new ChromeScope(bidi, window.context);
  }

  private async run(expression: string): Promise<unknown> {
    const target = { context: this.context };
    const { result } = await this.bidi.send('script.evaluate', { target, expression, awaitPromise: true });
    const answer = result as { result?: { value?: unknown }; exceptionDetails?: { text: string } };
    if (answer.exceptionDetails) throw new Error(answer.exceptionDetails.text);
    return answer.result?.value;
  }

  /** For a new visitor: an empty console, and the pages' scripts on or off. */
  async prepare(javascript: boolean) {
    await this.run(`
      Services.console.reset();
      for (const { browsingContext } of gBrowser.browsers) browsingContext.allowJavascript = ${javascript};
    `);
  }

  /** Refusals of the Content-Security-Policy are here as well, which WebDriver's log does not always have. */
  async messages(): Promise<Message[]> {
    const text = await this.run(`JSON.stringify(Services.console.getMessageArray().flatMap((message) => {
      if (!(message instanceof Ci.nsIScriptError)) return [];
      return [{ category: message.category, text: message.errorMessage, source: message.sourceName }];
    }))`);
    return JSON.parse(text as string) as Message[];
  }

  async compose(stages: string[]) {
    await this.run(`(async () => {
      gBrowser.selectedTab = gBrowser.tabs.at(-1);
      gBrowser.selectedBrowser.focus();
      const processor = Cc['@mozilla.org/text-input-processor;1'].createInstance(Ci.nsITextInputProcessor);
      if (!processor.beginInputTransactionForTests(window, () => true)) throw new Error('no composition can begin');
      for (const stage of ${JSON.stringify(stages)}) {
        processor.setPendingCompositionString(stage);
        processor.appendClauseToPendingComposition(stage.length, processor.ATTR_RAW_CLAUSE);
        processor.setCaretInPendingComposition(stage.length);
        processor.flushPendingComposition();
      }
      processor.commitComposition();
    })()`);
  }
}

/** The SDK throws frames away that are still being fetched. A script that is really missing is heard by its 404. */
const TORN_DOWN = /^Loading failed for the <script> with source “.*\/windows\/assets\/frame\.js”/;

type Logged = { type: string; level: string; text: string | null };
type Answered = { response: { status: number; url: string } };

class FirefoxTab extends PuppeteerTab implements Tab {
  private readonly heard: string[] = [];
  private readonly onLog = ({ type, level, text }: Logged) => {
    if (type === 'console') this.heard.push(`console.${level}: ${text}`);
  };
  private readonly onAnswer = ({ response: { status, url } }: Answered) => {
    if (status >= 400) this.heard.push(`network: ${status} ${url}`);
  };

  constructor(
    context: BrowserContext,
    page: Page,
    private readonly chrome: ChromeScope,
    private readonly bidi: Bidi,
  ) {
    super(context, page);
    // From the connection rather than from the page, so that popups are heard from their first moment.
    bidi.on('log.entryAdded', this.onLog);
    bidi.on('network.responseCompleted', this.onAnswer);
  }

  /** The next key must not come before the page has the syllable. */
  override async compose(stages: string[]) {
    const composition = await this.page.evaluateHandle(() => ({
      ended: new Promise<void>((done) => addEventListener('compositionend', () => setTimeout(done), { once: true })),
    }));
    await this.chrome.compose(stages);
    await composition.evaluate(({ ended }) => ended);
  }

  override async complaints() {
    const messages = (await this.chrome.messages()).filter(({ category, source, text }) => {
      return (ours(source) || ours(text) || category.startsWith('CSP')) && !TORN_DOWN.test(text);
    });
    return [...this.heard, ...messages.map(({ category, text, source }) => `${category}: ${text} (${source})`)];
  }

  override async close() {
    this.bidi.off('log.entryAdded', this.onLog);
    this.bidi.off('network.responseCompleted', this.onAnswer);
    await super.close();
  }
}
