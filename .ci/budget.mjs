// What a shopper downloads before anything moves, as a CDN or the server sends it (brotli). A page that
// grows past the budget fails the check; raising a number here is a decision, with its reason in the commit.

import { readFileSync, readdirSync } from 'node:fs';
import { extname, join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';

const FOLDER = 'target/site/pkg';
const BUDGETS = [
  { name: 'wasm and JavaScript', extensions: ['.wasm', '.js'], most: 120_000 },
  { name: 'styles', extensions: ['.css'], most: 12_000 },
];

const options = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } };
const packed = (path) => brotliCompressSync(readFileSync(path), options).length;
const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;

const files = readdirSync(FOLDER, { recursive: true }).map((name) => join(FOLDER, name));

for (const { name, extensions, most } of BUDGETS) {
  const sizes = files.filter((path) => extensions.includes(extname(path))).map(packed);
  if (sizes.length === 0) throw new Error(`no ${name} in ${FOLDER}: build first`);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  console.log(`${name}: ${kilobytes(total)} of ${kilobytes(most)}`);
  if (total > most) process.exitCode = 1;
}
