// Writes into the documents how long the last `make run`, `make check` and `make test` took, step by step, as those
// commands noted it: `node .ci/record.mjs` for this checkout, or for another one that is named. Each lane's last time of
// each step counts; delete target/times before a run that is meant to be recorded.

import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';

const checkout = process.argv[2] ?? '.';
const TABLES = [
  { lane: 'run', file: 'README.md', mark: 'times: make run from nothing', head: 'step' },
  { lane: 'check', file: 'CONTRIBUTING.md', mark: 'times: make check', head: '`make check`, warm' },
  { lane: 'test', file: 'CONTRIBUTING.md', mark: 'times: make test', head: '`make test`' },
];

const duration = (seconds) => (seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`);

for (const { lane, file, mark, head } of TABLES) {
  const times = join(checkout, 'target', 'times', `${lane}.tsv`);
  if (!existsSync(times)) continue;
  const steps = new Map();
  for (const line of readFileSync(times, 'utf8').trim().split('\n')) {
    const [step, seconds] = line.split('\t');
    steps.delete(step);
    steps.set(step, Number(seconds));
  }
  const rows = [...steps].map(([step, seconds]) => `| ${step} | ${duration(seconds)} |`);
  const day = statSync(times).mtime.toISOString().slice(0, 10);
  const table = [`| ${head}, on ${cpus().length} cores, ${day} | time |`, '|---|---|', ...rows].join('\n');
  const text = readFileSync(file, 'utf8');
  const place = new RegExp(`<!-- ${mark} -->\\n[^]*?<!-- end -->`);
  if (!place.test(text)) throw new Error(`${file} has no place for the table: <!-- ${mark} --> … <!-- end -->`);
  writeFileSync(file, text.replace(place, `<!-- ${mark} -->\n\n${table}\n\n<!-- end -->`));
  console.log(`${file}: ${lane}, ${steps.size} steps`);
}
