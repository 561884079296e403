import { AxeBuilder } from '@axe-core/playwright';
import { beforeAll, describe, expect, it } from 'vitest';
import { listPages, type ShownPage, visitPages } from '../pages.ts';
import { readForeign } from '../foreign-words.ts';
import { type Portal } from '../portal.ts';
import { itLong } from './long.ts';

/** Compressed script that the first view may load, in bytes. */
const FIRST_VIEW = 250_000;
const PHONE = { width: 390, height: 844 };

export function describePages(portal: () => Portal): void {
  describe('every page', () => {
    let pages: ShownPage[];
    beforeAll(async () => {
      pages = await listPages(portal().url);
    });

    it('the first view loads at most 250 kB of compressed script', async () => {
      const page = await portal().open('/');
      const scripts = new Set<string>();
      page.on('response', (response) => {
        if (response.request().resourceType() === 'script') scripts.add(response.url());
      });
      await page.reload();
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.getByText('Live', { exact: true }).first().waitFor();
      expect(scripts.size).toBeGreaterThan(0);
      for (const encoding of ['br', 'gzip']) {
        const sizes = await Promise.all([...scripts].map((url) => sizeOf(url, encoding)));
        const size = sizes.reduce((sum, bytes) => sum + bytes, 0);
        expect(size, encoding).toBeLessThanOrEqual(FIRST_VIEW);
      }
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
      for await (const { page, shown } of visitPages(portal(), pages, context)) {
        const width = await page.evaluate('document.documentElement.scrollWidth');
        if (width !== PHONE.width) found.push([shown.name, `${String(width)} px wide`]);
        found.push(...(await readForeign(page)).map((text) => [shown.name, text]));
      }
      expect(found).toEqual([]);
    });

    itLong('a proof file is verified and a key opened with the keyboard alone', async () => {
      const page = await portal().open('/', { wallet: 'company' });
      const reach = async (name: RegExp): Promise<void> => {
        for (let steps = 0; steps < 60; steps++) {
          await page.keyboard.press('Tab');
          const reached = await page.evaluate<string>(
            "(document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent).trim()",
          );
          if (name.test(reached)) return;
        }
        throw new Error(`the key Tab does not reach ${String(name)}`);
      };
      await page.getByRole('heading', { level: 1 }).waitFor();
      await reach(/^Sign in$/);
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: 'Connect Test wallet' }).waitFor();
      await reach(/^Connect Test wallet$/);
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: /Signed in as/ }).waitFor();
      await reach(/^Verify$/);
      await page.keyboard.press('Enter');
      await page.waitForURL(/\/verify$/);
      await page.getByRole('heading', { level: 1, name: /Verify/ }).waitFor();
      await reach(/^Choose/);
      const chooser = page.waitForEvent('filechooser');
      await page.keyboard.press('Enter');
      await (await chooser).setFiles(`${portal().home.folder}/example/disclosure.carbon-proof.json`);
      await page.locator('[data-verdict="verified"]').waitFor();
    });
  });
}

/** Returns the length of a file as the server sends it, in bytes. */
async function sizeOf(url: string, encoding: string): Promise<number> {
  const response = await fetch(url, { method: 'HEAD', headers: { 'accept-encoding': encoding } });
  expect(response.headers.get('content-encoding')).toBe(encoding);
  return Number(response.headers.get('content-length'));
}
