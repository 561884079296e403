import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { listPages, type ShownPage, visitPages } from '../pages.ts';
import { readFirstView } from '../first-view.ts';
import { listOutside, readForeign } from '../foreign-words.ts';
import { type Portal } from '../portal.ts';
import { itLong } from '../../helpers/long.ts';

/** Compressed script that the first view may load, in bytes. */
const FIRST_VIEW = 200_000;
const FOLDER = resolve(import.meta.dirname, '../../../docs/portal');
const PHONE = { width: 390, height: 844 };

/** Pages that show nothing of the server, or check it first. */
const CHECKED_HERE: readonly string[] = [
  ...['verify', 'verdict', 'verdict-tampered', 'not-found', 'import'],
  ...['assure', 'exchange', 'decide', 'ask'],
];

async function saysServerWord(page: Page): Promise<boolean> {
  const word = page.locator('main [data-server-word]').first();
  return (await word.count()) > 0 && (await word.getByRole('link', { name: '验证' }).isVisible());
}

export function describePages(portal: () => Portal): void {
  describe('every page', () => {
    let pages: ShownPage[];
    beforeAll(async () => {
      pages = await listPages(portal().url);
    });

    it('every page has its picture in docs/portal', async () => {
      const files = await readdir(FOLDER);
      const list = await readFile(join(FOLDER, 'README.md'), 'utf8');
      const expected = pages.map(({ name }) => `${name}.webp`);
      expect(files.filter((file) => file !== 'README.md').sort()).toEqual([...expected].sort());
      expect(expected.filter((file) => !list.includes(`(${file})`))).toEqual([]);
    });

    it('the first view loads at most 200 kB of compressed script', async () => {
      const { gzip, br } = await readFirstView(await portal().open('/'));
      expect(br).toBeGreaterThan(50_000);
      expect(br).toBeLessThanOrEqual(FIRST_VIEW);
      expect(gzip).toBeLessThanOrEqual(FIRST_VIEW);
    });

    for (const colorScheme of ['light', 'dark'] as const)
      itLong(`break no rule of accessibility and report no error, ${colorScheme}`, async () => {
        const found: unknown[] = [];
        for await (const { page, shown, errors } of visitPages(portal(), pages, { colorScheme })) {
          const { violations } = await new AxeBuilder({ page }).analyze();
          found.push(
            ...violations.map(({ id, nodes }) => [
              shown.name,
              id,
              nodes.map(({ html }) => html.slice(0, 200)),
            ]),
          );
          found.push(...errors.map((error) => [shown.name, error]));
        }
        expect(found).toEqual([]);
      });

    itLong('in Chinese on a phone, has no English but data, and is not wider than the phone', async () => {
      const found: unknown[] = [];
      const context = { locale: 'zh-CN', viewport: PHONE };
      const data = await listOutside(portal().url);
      for await (const { page, shown } of visitPages(portal(), pages, context)) {
        const width = await page.evaluate('document.documentElement.scrollWidth');
        if (!CHECKED_HERE.includes(shown.name) && !(await saysServerWord(page)))
          found.push([shown.name, 'does not say that it shows the word of the server']);
        if (width !== PHONE.width) found.push([shown.name, `${String(width)} px wide`]);
        found.push(...(await readForeign(page, data)).map((text) => [shown.name, text]));
      }
      expect(found).toEqual([]);
    });
  });
}
