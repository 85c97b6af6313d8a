// Tells whether the release build still fits its sources: `check` answers by exit code, `record` remembers.
// Sources are compared by content, so a fresh clone or a switched branch is judged rightly; outputs by size
// and time, since `cargo leptos watch` and plain cargo write to the same places.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const STAMP = 'target/release-build.stamp';
const OUTPUTS = ['target/release/imp-checkout', 'target/site'];
// Everything else at the top counts as a source, so that a new folder is never overlooked.
const NO_SOURCES = new Set(['.ci', '.git', 'LICENSE', 'Makefile', 'README.md', 'data', 'end2end', 'target', 'tests']);
const SETTINGS = ['RUSTFLAGS', 'CARGO_ENCODED_RUSTFLAGS', 'RUSTUP_TOOLCHAIN'];

const byName = (a, b) => (a.name < b.name ? -1 : 1);

function* files(path) {
  if (!statSync(path).isDirectory()) {
    yield path;
    return;
  }
  for (const entry of readdirSync(path, { withFileTypes: true }).sort(byName)) yield* files(join(path, entry.name));
}

function state() {
  const hash = createHash('sha256');
  hash.update(execFileSync('rustc', ['--version', '--verbose']));
  for (const name of SETTINGS) hash.update(`${name}=${process.env[name] ?? ''}\n`);
  for (const top of readdirSync('.').sort().filter((name) => !NO_SOURCES.has(name))) {
    for (const path of files(top)) hash.update(`${path}\n`).update(readFileSync(path));
  }
  for (const path of OUTPUTS.flatMap((output) => [...files(output)])) {
    const { size, mtimeMs } = statSync(path);
    hash.update(`${path} ${size} ${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

if (process.argv[2] === 'record') {
  mkdirSync('target', { recursive: true });
  writeFileSync(STAMP, state());
} else {
  const built = [STAMP, ...OUTPUTS].every((path) => existsSync(path));
  process.exitCode = built && readFileSync(STAMP, 'utf8') === state() ? 0 : 1;
}
