// Pictures of pages, small enough to lie in a repository.

import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import sharp from 'sharp';
import { root } from './program.ts';

const FOLDER = `${root}end2end/gallery`;

/** The pages have few colours; a palette of them, without dots of two colours for a third, is a third of the size. */
const PALETTE = { palette: true, quality: 60, dither: 0, effort: 10, compressionLevel: 9 };

export class Gallery {
  readonly pictures: { file: string; caption: string }[] = [];

  /** `look` is the end of the files' names, such as `phone-ko`. Pictures of states that are no more go first. */
  constructor(private readonly look: string) {
    for (const name of readdirSync(FOLDER).filter((name) => name.endsWith(`-${look}.png`))) rmSync(`${FOLDER}/${name}`);
  }

  /** The whole page, however long. */
  async page(page: Page, name: string, caption: string) {
    const screen = page.viewportSize();
    // A window as tall as the page: what sticks to the screen's edge lies where it would at the end of the page.
    const height = await page.evaluate(() => document.documentElement.scrollHeight);
    if (screen) await page.setViewportSize({ ...screen, height: Math.max(height, screen.height) });
    await this.keep(await page.screenshot({ animations: 'disabled' }), name, caption);
    if (screen) await page.setViewportSize(screen);
  }

  /** What fits on the screen, as it lies there. */
  async screen(page: Page, name: string, caption: string) {
    await this.keep(await page.screenshot({ animations: 'disabled' }), name, caption);
  }

  private async keep(picture: Buffer, name: string, caption: string) {
    const file = `${name}-${this.look}.png`;
    await sharp(picture).png(PALETTE).toFile(`${FOLDER}/${file}`);
    this.pictures.push({ file, caption });
  }
}

/** The page that shows the pictures, two looks of a state beside each other. */
export function writeIndex(galleries: Gallery[]) {
  const [first, ...others] = galleries;
  const cell = ({ file, caption }: { file: string; caption: string }) => `<img src="${file}" alt="${caption}" width="320">`;
  const rows = (first?.pictures ?? []).map((picture, at) => {
    const cells = [picture, ...others.flatMap(({ pictures }) => pictures[at] ?? [])].map(cell);
    return `| ${[picture.caption, ...cells].join(' | ')} |`;
  });
  const head = '# Every page and state\n\nTaken by `make gallery` on the real way through shop and sandbox.\n\n';
  writeFileSync(`${FOLDER}/README.md`, `${head}| | phone, Korean | desktop, English |\n|---|---|---|\n${rows.join('\n')}\n`);
}
