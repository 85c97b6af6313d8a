// A shop for one test alone: for tests that change what all shoppers see, or that need other settings.

import { execFile, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePorts } from './ports.ts';
import { databaseUrl, fast, program, root, sandboxAt, settings, shopAt } from './program.ts';

export interface OwnShop {
  url: string;
  sandboxUrl: string;
  /** Loads an edited catalogue file into the running shop's database, as staff would. */
  editCatalogue(edit: (text: string) => string): Promise<void>;
  stop(): Promise<void>;
}

export type ExtraSettings = (sandboxUrl: string) => Record<string, string>;

/** A merchant's details, for pages whose foot is as long as a real shop's. */
export const MERCHANT = {
  SHOP_COMPANY: '(주)피오르앤필드',
  SHOP_CEO: '홍길동',
  SHOP_ADDRESS: '서울특별시 강남구 가로수길 1',
  SHOP_TEL: '02-123-4567',
  SHOP_EMAIL: 'help@shop.example',
  SHOP_BUSINESS_NUMBER: '123-45-67891',
  SHOP_MAIL_ORDER_NUMBER: '2026-서울강남-0001',
  SHOP_PRIVACY_OFFICER: '홍길동',
};

export async function startShop(extra: ExtraSettings = () => ({})): Promise<OwnShop> {
  const folder = await mkdtemp(join(fast, 'imp-checkout-own-'));
  const [shopPort = 0, sandboxPort = 0] = await freePorts(2);
  const [url, sandboxUrl] = [shopAt(shopPort), sandboxAt(sandboxPort)];
  const env = { ...process.env, ...settings({ shop: url, sandbox: sandboxUrl, folder }), ...extra(sandboxUrl) };
  const server = spawn(program(), { env, cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  await Promise.race([answers(`${url}/readyz`), ended.then(() => Promise.reject(new Error('the shop ended at once')))]);
  return {
    url,
    sandboxUrl,
    async editCatalogue(edit) {
      const file = join(folder, 'catalogue.toml');
      await writeFile(file, edit(await readFile(`${root}migrations/catalogue.toml`, 'utf8')));
      const own = { ...process.env, DATABASE_URL: databaseUrl(folder) };
      await promisify(execFile)(program(), ['catalogue', file], { env: own, cwd: folder });
    },
    async stop() {
      server.kill('SIGTERM');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function answers(url: string): Promise<void> {
  for (const deadline = Date.now() + 20_000; Date.now() < deadline; ) {
    const ok = await fetch(url).then((response) => response.ok, () => false);
    if (ok) return;
    await new Promise((later) => setTimeout(later, 50));
  }
  throw new Error(`nothing answers at ${url}`);
}
