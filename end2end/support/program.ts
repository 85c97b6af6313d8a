// How the program under test is started: which file it is, and its settings.

import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';

/** The repository. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** The release build; the debug build only where there is no other (`cargo leptos end-to-end`). */
export function program(): string {
  const builds = ['release', 'debug'].map((profile) => `${root}target/${profile}/imp-checkout`);
  const program = builds.find((path) => existsSync(path));
  if (!program) throw new Error('the program is not built: run make test, or cargo leptos build --release');
  return program;
}

/** The program in a line for the shell: the checkout's path may have a blank or a quote in it. */
export const programQuoted = () => `'${program().replaceAll("'", `'\\''`)}'`;

/**
 * Where databases lie: in memory where that is possible. The tests measure no disk, and a busy one can hold up a durable
 * write for many seconds.
 */
export const fast = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/**
 * Shop and PG are different sites, as in life: cookies that a browser keeps from other sites have to stay at home. Every
 * browser knows both names, and takes neither for the other's.
 */
export const shopAt = (port: number | string) => `http://127.0.0.1:${port}`;
export const sandboxAt = (port: number | string) => `http://localhost:${port}`;

/** Where one shop is, and where it keeps its data. */
export interface Place {
  shop: string;
  sandbox: string;
  /** Empty at the start; holds the database. */
  folder: string;
}

export function settings({ shop, sandbox, folder }: Place): Record<string, string> {
  return {
    LEPTOS_SITE_ADDR: new URL(shop).host,
    LEPTOS_SITE_ROOT: `${root}target/site`,
    PUBLIC_URL: shop,
    SANDBOX_ADDR: `127.0.0.1:${new URL(sandbox).port}`,
    SANDBOX_URL: sandbox,
    DATABASE_URL: databaseUrl(folder),
    RUST_LOG: 'warn',
  };
}

export const databaseUrl = (folder: string) => `sqlite://${folder.split('/').map(encodeURIComponent).join('/')}/shop.db`;
