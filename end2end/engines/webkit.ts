// WebKitGTK, driven through the WebDriver protocol by its own driver, on a screen that nobody sees.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { Builder, By, Capabilities, Key, type WebDriver, type WebElement } from 'selenium-webdriver';
import { freePorts } from '../support/ports.ts';
import type { Control, Cookie, Device, Engine, KeyName, Surface, Tab } from './engine.ts';
import { locale } from './engine.ts';
import { type Wanted, seek, sought, toMiddle } from './find.ts';
import { until } from './until.ts';

const NEEDED = [
  '/usr/bin/WebKitWebDriver',
  '/usr/bin/Xvfb',
  '/usr/lib/python3/dist-packages/gi',
  `/usr/lib/${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux-gnu/girepository-1.0/WebKit2-4.1.typelib`,
];

export const hasWebkitGtk = () => NEEDED.every((path) => existsSync(path));

const BROWSER = fileURLToPath(new URL('webkit-browser.py', import.meta.url));

const PHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) ' +
  'Version/18.6 Mobile/15E148 Safari/604.1';

/** Draws by the processor: there is no graphics card to rely on. */
const PLAIN = { LIBGL_ALWAYS_SOFTWARE: '1' };

/** A screen that nobody uses for a minute ends itself, should the tests be killed before they can end it. */
const SCREEN = ['-displayfd', '3', '-screen', '0', '1400x1000x24', '-nolisten', 'tcp', '-terminate', '60'];

/** WebKit does not count it as a use when `fetch` asks for what was preloaded, although it then takes just that. */
const FETCHED = /\.wasm was preloaded using link preload but not used/;
/** What is preloaded for scripts is not used where there are none. */
const UNUSED = /was preloaded using link preload but not used/;
/** A page that is left while its wasm arrives; what is not there at all has a line of its own, with its status. */
const CUT_OFF = /Unhandled Promise Rejection: TypeError: Load failed$/;

export async function startWebkit(device: Device): Promise<Engine> {
  const screen = spawn('Xvfb', SCREEN, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const [display] = (await once(screen.stdio[3] as Readable, 'data')) as [Buffer];
  const [port] = await freePorts(1);
  const env = { ...process.env, ...PLAIN, DISPLAY: `:${display.toString().trim()}` };
  const driver = spawn('WebKitWebDriver', [`--port=${port}`], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  const address = `http://127.0.0.1:${port}`;
  const home = await mkdtemp(join(tmpdir(), 'imp-checkout-webkit-'));
  await until('WebKitWebDriver answers', async () => (await fetch(`${address}/status`)).ok);
  const end = () => [driver, screen].forEach((process) => process.kill());
  process.once('exit', end);
  return {
    visitor: async ({ javascript }) => visit(address, await mkdtemp(join(home, 'visit-')), device, javascript),
    async close() {
      process.off('exit', end);
      await ended(driver);
      await ended(screen);
      // WebKit's processes put their things away for a moment longer than they are driven.
      await rm(home, { recursive: true, force: true, maxRetries: 10 });
    },
  };
}

async function ended(process: ChildProcess) {
  if (process.exitCode !== null || process.signalCode !== null) return;
  const exit = once(process, 'exit');
  process.kill();
  await exit;
}

async function visit(address: string, folder: string, device: Device, javascript: boolean): Promise<Tab> {
  const args = [`--folder=${folder}`, `--size=${device.width}x${device.height}`];
  args.push(`--language=${locale(device).replace('-', '_')}`);
  if (device.name === 'phone') args.push(`--user-agent=${PHONE}`);
  if (!javascript) args.push('--no-javascript');
  const wanted = { browserName: 'webkit-browser', 'webkitgtk:browserOptions': { binary: BROWSER, args } };
  const driver = await new Builder().usingServer(address).withCapabilities(new Capabilities(wanted)).build();
  return new WebkitTab(driver, await driver.getWindowHandle(), folder, javascript ? FETCHED : UNUSED);
}

/** The protocol has one current window and frame for all commands; a surface goes to its own before it acts. */
class WebkitSurface implements Surface {
  constructor(
    protected readonly driver: WebDriver,
    protected readonly window: string,
    private readonly css?: string,
  ) {}

  protected async enter() {
    await this.driver.switchTo().window(this.window);
    if (this.css !== undefined) await this.driver.switchTo().frame(await this.driver.findElement(By.css(this.css)));
  }

  async run<A extends unknown[], R>(script: (...args: A) => R, ...args: A): Promise<R> {
    await this.enter();
    return await this.driver.executeScript<R>(`return (${script}).apply(null, arguments)`, ...args);
  }

  private async click(element: WebElement) {
    await this.driver.executeScript(`(${toMiddle})(arguments[0])`, element);
    await element.click();
  }

  async find(wanted: Wanted): Promise<Control | undefined> {
    const element = (await this.run(seek, sought(wanted))) as unknown as WebElement | null;
    return element === null ? undefined : { click: () => this.click(element) };
  }
}

const KEYS: Record<KeyName, string> = {
  Tab: Key.TAB,
  Enter: Key.ENTER,
  Space: Key.SPACE,
  ArrowDown: Key.ARROW_DOWN,
  ArrowUp: Key.ARROW_UP,
};

class WebkitTab extends WebkitSurface implements Tab {
  constructor(
    driver: WebDriver,
    window: string,
    private readonly folder: string,
    private readonly mistaken: RegExp,
  ) {
    super(driver, window);
  }

  async open(url: string) {
    await this.enter();
    await this.driver.get(url);
  }

  async back() {
    await this.enter();
    await this.driver.navigate().back();
  }

  async url() {
    await this.enter();
    return this.driver.getCurrentUrl();
  }

  async press(key: KeyName) {
    await this.driver.actions().sendKeys(KEYS[key]).perform();
  }

  async type(text: string) {
    await this.driver.actions().sendKeys(text).perform();
  }

  async frame(css: string): Promise<Surface | undefined> {
    await this.enter();
    const [frame] = await this.driver.findElements(By.css(css));
    return frame && new WebkitSurface(this.driver, this.window, css);
  }

  async popup(): Promise<Surface | undefined> {
    const other = (await this.driver.getAllWindowHandles()).find((handle) => handle !== this.window);
    return other === undefined ? undefined : new WebkitSurface(this.driver, other);
  }

  async takeCookies(origin: string, cookies: Cookie[]) {
    await this.open(`${origin}/`);
    const domain = new URL(origin).hostname;
    for (const { name, value } of cookies) await this.driver.manage().addCookie({ name, value, domain, path: '/' });
  }

  async complaints() {
    const text = await readFile(join(this.folder, 'console'), 'utf8');
    // GTK speaks in the same file.
    const lines = text.split('\n').filter((line) => /CONSOLE|^network: /.test(line));
    return lines.filter((line) => !this.mistaken.test(line) && !CUT_OFF.test(line));
  }

  async close() {
    await this.driver.quit();
  }
}
