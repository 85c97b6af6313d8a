// Tells whether the release build still fits its sources: `check` answers by exit code; `sources` prints a digest
// before a build, which `record` remembers after it, so that an edit made meanwhile is not taken for built.
// Sources are compared by content, so a fresh clone or a switched branch is judged rightly; outputs by size
// and time, since `cargo leptos watch` and plain cargo write to the same places.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const STAMP = 'target/release-build.stamp';
const OUTPUTS = ['target/release/imp-checkout', 'target/site'];
// Everything else at the top counts as a source, so that a new folder is never overlooked; documents nowhere do.
const NO_SOURCES = new Set(['.ci', '.git', 'LICENSE', 'Makefile', 'data', 'deploy', 'end2end', 'target', 'tests']);
const SETTINGS = ['RUSTFLAGS', 'CARGO_ENCODED_RUSTFLAGS', 'RUSTUP_TOOLCHAIN'];

const byName = (a, b) => (a.name < b.name ? -1 : 1);

function* files(path) {
  if (!statSync(path).isDirectory()) {
    yield path;
    return;
  }
  for (const entry of readdirSync(path, { withFileTypes: true }).sort(byName)) yield* files(join(path, entry.name));
}

function sources() {
  const hash = createHash('sha256');
  hash.update(execFileSync('rustc', ['--version', '--verbose']));
  for (const name of SETTINGS) hash.update(`${name}=${process.env[name] ?? ''}\n`);
  for (const top of readdirSync('.').sort().filter((name) => !NO_SOURCES.has(name))) {
    for (const path of files(top)) {
      if (!path.endsWith('.md')) hash.update(`${path}\n`).update(readFileSync(path));
    }
  }
  return hash.digest('hex');
}

function outputs() {
  const hash = createHash('sha256');
  for (const path of OUTPUTS.flatMap((output) => [...files(output)])) {
    const { size, mtimeMs } = statSync(path);
    hash.update(`${path} ${size} ${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

const isFresh = () =>
  [STAMP, ...OUTPUTS].every((path) => existsSync(path)) &&
  readFileSync(STAMP, 'utf8') === `${sources()} ${outputs()}`;

const [command, digest] = process.argv.slice(2);
if (command === 'sources') console.log(sources());
else if (command === 'record') writeFileSync(STAMP, `${digest} ${outputs()}`);
else process.exitCode = isFresh() ? 0 : 1;
