// How the program under test is started: which file it is, and its settings.

import { existsSync } from 'node:fs';
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
    SANDBOX_ADDR: new URL(sandbox).host,
    DATABASE_URL: databaseUrl(folder),
    RUST_LOG: 'warn',
  };
}

export const databaseUrl = (folder: string) => `sqlite://${folder}/shop.db`;
