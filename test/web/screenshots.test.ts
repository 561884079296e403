import { execFile } from 'node:child_process';
import { mkdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listPages, settle, visitPages } from './pages.ts';
import { HAS_CHROMIUM } from '../browser/chromium.ts';
import { type Portal, startPortal } from './portal.ts';

const isWanted = process.env['UPDATE_SCREENSHOTS'] === '1';
const ROOT = resolve(import.meta.dirname, '../..');
/** One picture of each page, which `docs/portal/README.md` shows. */
const SHOWN = join(ROOT, 'docs/portal');
/** All others: for anyone who changes a page to look at, in no commit. */
const OTHERS = join(ROOT, 'dist/screenshots');

const VARIANTS: Readonly<Record<string, { folder: string; options: BrowserContextOptions }>> = {
  light: { folder: SHOWN, options: {} },
  dark: { folder: join(OTHERS, 'dark'), options: { colorScheme: 'dark' } },
  phone: { folder: join(OTHERS, 'phone'), options: { viewport: { width: 390, height: 844 } } },
  chinese: { folder: join(OTHERS, 'chinese'), options: { locale: 'zh-CN' } },
};

/** Pages longer than this are cut, in pixels. */
const MOST = 1600;
/** Text stays sharp, and a picture takes a sixth of its size. */
const COLOURS = '48';

describe.skipIf(!isWanted || !HAS_CHROMIUM)(
  'pictures of every page (with UPDATE_SCREENSHOTS=1 and ImageMagick)',
  () => {
    let portal: Portal;
    beforeAll(async () => {
      portal = await startPortal('example');
    }, 600_000);
    afterAll(() => portal.stop());

    it.each(Object.entries(VARIANTS))(
      'are taken in the variant %s',
      async (_variant, { folder, options }) => {
        await mkdir(folder, { recursive: true });
        const context = { viewport: { width: 1280, height: 800 }, ...options };
        const pages = await listPages(portal.url);
        let taken = 0;
        for await (const { page, shown } of visitPages(portal, pages, context)) {
          await takePicture(page, context.viewport!, join(folder, shown.name));
          taken++;
        }
        expect(taken).toBe(pages.length);
      },
      1_200_000,
    );
  },
);

/** Writes a picture of a whole page, as WebP with a palette. */
async function takePicture(
  page: Page,
  { width, height }: { width: number; height: number },
  file: string,
): Promise<void> {
  const whole = await page.evaluate<number>('document.documentElement.scrollHeight');
  // A window as high as the page: lists show the rows that are in the window.
  await page.setViewportSize({ width, height: Math.min(MOST, Math.max(height, whole)) });
  await settle(page);
  await page.screenshot({ path: `${file}.png` });
  await page.setViewportSize({ width, height });
  const palette = ['-strip', '-dither', 'None', '-colors', COLOURS, '-define', 'webp:lossless=true'];
  await promisify(execFile)('convert', [`${file}.png`, ...palette, `${file}.webp`]);
  await rm(`${file}.png`);
}
