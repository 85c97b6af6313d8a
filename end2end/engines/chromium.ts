// Chromium, driven through its DevTools protocol by Puppeteer. Playwright drives it too; asked for by ENGINES alone.

import puppeteer, { type BrowserContext, type CDPSession, type Page } from 'puppeteer-core';
import { type Device, type Engine, type Tab, locale } from './engine.ts';
import { PuppeteerTab } from './puppeteer-tab.ts';

const PHONE =
  'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) ' +
  'Chrome/140.0.0.0 Mobile Safari/537.36';

const QUIET = ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

export async function startChromium(executablePath: string, device: Device): Promise<Engine> {
  const args = [...QUIET, `--accept-lang=${locale(device)}`];
  if (device.name === 'phone') args.push(`--user-agent=${PHONE}`);
  const browser = await puppeteer.launch({ browser: 'chrome', executablePath, headless: true, args });
  return {
    async visitor({ javascript }) {
      const context = await browser.createBrowserContext();
      const page = await context.newPage();
      await page.setViewport({ width: device.width, height: device.height });
      await page.setJavaScriptEnabled(javascript);
      return ChromiumTab.at(context, page);
    },
    close: () => browser.close(),
  };
}

class ChromiumTab extends PuppeteerTab implements Tab {
  private readonly heard: string[] = [];

  static async at(context: BrowserContext, page: Page): Promise<ChromiumTab> {
    const tab = new ChromiumTab(context, page);
    await tab.listen(await page.createCDPSession());
    context.on('targetcreated', async (target) => {
      if (target.type() === 'page') await tab.listen(await target.createCDPSession()).catch(() => {});
    });
    return tab;
  }

  /** What a popup said before anybody listened is told again. */
  private async listen(devtools: CDPSession) {
    devtools.on('Runtime.consoleAPICalled', ({ type, args }) => {
      this.heard.push(`console.${type}: ${args.map(({ value, description }) => value ?? description).join(' ')}`);
    });
    devtools.on('Runtime.exceptionThrown', ({ exceptionDetails: { text, exception } }) => {
      this.heard.push(`${text} ${exception?.description ?? ''}`);
    });
    devtools.on('Log.entryAdded', ({ entry: { source, text, url } }) => {
      this.heard.push(`${source}: ${text} (${url ?? 'no address'})`);
    });
    await Promise.all([devtools.send('Runtime.enable'), devtools.send('Log.enable')]);
  }

  override async compose(stages: string[]) {
    const devtools = await this.page.createCDPSession();
    for (const text of stages) {
      const end = text.length;
      await devtools.send('Input.imeSetComposition', { text, selectionStart: end, selectionEnd: end });
    }
    await devtools.send('Input.insertText', { text: stages.at(-1) ?? '' });
    await devtools.detach();
  }

  override async complaints() {
    return [...this.heard];
  }
}
