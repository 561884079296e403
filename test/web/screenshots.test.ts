import { execFile } from 'node:child_process';
import { mkdir, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import type { BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listPages, settle, visitPages } from './pages.ts';
import { hasChromium, type Portal, startPortal } from './portal.ts';

const isWanted = process.env['UPDATE_SCREENSHOTS'] === '1';
const FOLDER = resolve(import.meta.dirname, '../../docs/portal');

const VARIANTS: Readonly<Record<string, BrowserContextOptions>> = {
  light: {},
  dark: { colorScheme: 'dark' },
  phone: { viewport: { width: 390, height: 844 } },
  chinese: { locale: 'zh-CN' },
};

/** Pages longer than this are cut, in pixels. */
const MOST = 1600;
const COLOURS = '48';

describe.skipIf(!isWanted || !hasChromium)(
  'pictures of every page (with UPDATE_SCREENSHOTS=1 and ImageMagick)',
  () => {
    let portal: Portal;
    beforeAll(async () => {
      await mkdir(FOLDER, { recursive: true });
      portal = await startPortal('example');
    }, 600_000);
    afterAll(() => portal.stop());

    it.each(Object.entries(VARIANTS))(
      'are taken in the variant %s',
      async (variant, options) => {
        const context = { viewport: { width: 1280, height: 800 }, ...options };
        const pages = await listPages(portal.url);
        let taken = 0;
        for await (const { page, shown } of visitPages(portal, pages, context)) {
          const file = `${FOLDER}/${shown.name}-${variant}`;
          const { width, height } = context.viewport!;
          const whole = await page.evaluate<number>('document.documentElement.scrollHeight');
          // A window as high as the page: lists show the rows that are in the window.
          await page.setViewportSize({ width, height: Math.min(MOST, Math.max(height, whole)) });
          await settle(page);
          await page.screenshot({ path: `${file}.full.png` });
          await page.setViewportSize({ width, height });
          // A palette makes them a fifth of the size.
          const palette = ['-strip', '-dither', 'None', '-colors', COLOURS, `PNG8:${file}.png`];
          await promisify(execFile)('convert', [`${file}.full.png`, ...palette]);
          await rm(`${file}.full.png`);
          taken++;
        }
        expect(taken).toBe(pages.length);
      },
      1_200_000,
    );
  },
);
