import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { nameProof } from '../../../devnet/example/proofs.ts';
import { writeBase85 } from '../../../scripts/base85.ts';
import { useKeyboard } from '../keyboard.ts';
import { type Portal, showIn, watchErrors } from '../portal.ts';
import { itLong } from '../../helpers/long.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
/** An engine of another release: a file with another digest. */
const OTHER = Buffer.from(
  "export const engineName = 'other-engine';\nexport const engineVersion = '9.9.9';\n",
);
const SAME = 'computed again: same value';

export function describeEngines(portal: () => Portal): void {
  describe('an engine that a proof file names and the page does not have', () => {
    const proof = (): string => join(portal().home.folder, 'example', nameProof('inventory'));
    const open = async (page: Page): Promise<void> =>
      page.locator('input[type=file][multiple]').setInputFiles(proof());
    const verdictOf = async (page: Page, verdict: string): Promise<string> => {
      const head = page.locator(`div[data-verdict="${verdict}"]`);
      await head.waitFor();
      return head.innerText();
    };

    it('is dropped on verify.html, accepted by its digest, and computes the figures again', async () => {
      const folder = portal().home.folder;
      const [other, later] = [join(folder, 'other.mjs'), join(folder, 'later-verify.html')];
      await writeFile(other, OTHER);
      await writeFile(later, await makeLaterFile());
      const { name, bytes, digest } = await findEngine(proof());
      const page = await (await portal().browser.newContext({ locale: 'en-GB' })).newPage();
      const errors = watchErrors(page);
      await page.goto(pathToFileURL(later).href);
      const keys = useKeyboard(page);

      // Without a policy, to drop the engine does not accept it.
      await drop(page, name, bytes);
      await page.getByText(name).first().waitFor();
      await open(page);
      await verdictOf(page, 'unchecked');
      await page.getByText('Without a policy, no other engine is accepted').waitFor();
      expect(await page.getByText(SAME).count()).toBe(0);
      await page.getByRole('button', { name: `Remove ${name}` }).click();

      await page.getByRole('button', { name: 'Use the ledger that the file names' }).click();
      await page.getByLabel('Endpoints of the chain').fill(portal().rpcUrl);
      await page.locator('summary', { hasText: 'More rules' }).click();
      await page.getByRole('checkbox', { name: 'The figures can be computed again' }).check();
      await page.getByRole('button', { name: 'Use this policy' }).click();
      const notice = page
        .getByRole('status')
        .filter({ hasText: 'The figures were computed with an engine that does not run here' });
      await notice.getByText('Your policy does not accept the engine').waitFor();
      expect(await notice.innerText()).toContain(digest);
      await keys.press(notice.getByRole('button', { name: 'Accept this engine' }));

      // Accepted and missing: that is unchecked, whatever file comes that is another.
      await page.getByText('Unchecked: the engine of its figures is not here').first().waitFor();
      await verdictOf(page, 'unchecked');
      await keys.expectFocus();
      expect(await notice.innerText()).toContain(digest);
      await keys.chooseFile(notice.getByRole('button', { name: 'Choose the engine’s file' }), other);
      const vain = page.getByRole('alert').filter({ hasText: 'other.mjs is not used' });
      await vain.waitFor();
      expect(await vain.innerText()).toContain(digestOf(OTHER));
      expect(await vain.innerText()).toContain(digest);
      await verdictOf(page, 'unchecked');
      for (const colorScheme of ['dark', 'light'] as const) {
        await showIn(page, colorScheme);
        const { violations } = await new AxeBuilder({ page }).include('main').analyze();
        expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
      }
      await page.getByRole('button', { name: '中文' }).click();
      await page.getByText('请将引擎文件拖放到此处').waitFor();
      await page.getByText('未使用 other.mjs').waitFor();
      await page.getByRole('button', { name: 'English' }).click();

      await drop(page, name, bytes);
      expect(await verdictOf(page, 'verified')).toMatch(/^Verified as of /);
      await page.getByText(SAME).first().waitFor();
      expect(await notice.count()).toBe(0);
      await vain.waitFor();
      await keys.press(page.getByRole('button', { name: 'Remove other.mjs' }));
      await vain.waitFor({ state: 'detached' });
      expect(errors).toEqual([]);
    });

    itLong(
      'is dropped on the page of the portal too, where the server gives other bytes for it',
      async () => {
        const { name, bytes } = await findEngine(proof());
        const page = await portal().open('/verify');
        await page.route('**/engines/*.mjs', (route) => route.fulfill({ body: OTHER }));
        await open(page);
        await page.getByText('The engine is not on this page').waitFor();
        expect(await page.getByText(SAME).count()).toBe(0);
        await drop(page, name, bytes);
        await page.getByText(SAME).first().waitFor();
        // The record was restated since, as today's file of the server says.
        await verdictOf(page, 'not-verified');
      },
    );
  });
}

/** Returns the bytes of verify.html as a later release could have it, which holds another engine. */
async function makeLaterFile(): Promise<string> {
  const text = await readFile(join(ROOT, 'dist/portal/verify.html'), 'utf8');
  const part = `<script type="text/plain" id="engine" data-version="9.9.9" data-digest="${digestOf(OTHER)}">`;
  const changed = text.replace(
    /<script type="text\/plain" id="engine"[^>]*>[^<]*/,
    () => `${part}${writeBase85(gzipSync(OTHER))}`,
  );
  expect(changed).not.toBe(text);
  return changed;
}

/** Returns the engine that the run in a proof file names. */
async function findEngine(proof: string): Promise<{ name: string; bytes: Buffer; digest: string }> {
  const text = await readFile(proof, 'utf8');
  for (const name of await readdir(join(ROOT, 'engines'))) {
    const bytes = await readFile(join(ROOT, 'engines', name));
    if (text.includes(digestOf(bytes))) return { name, bytes, digest: digestOf(bytes) };
  }
  throw new Error(`no file in engines/ is the one that ${proof} names`);
}

function digestOf(bytes: Buffer): string {
  return `0x${createHash('sha256').update(bytes).digest('hex')}`;
}

/** Drops a file on a page, as a user would with the mouse. */
async function drop(page: Page, name: string, bytes: Buffer): Promise<void> {
  const transfer = await page.evaluateHandle(
    ([file, base64]) => {
      const data = new DataTransfer();
      const content = Uint8Array.from(atob(base64!), (character) => character.charCodeAt(0));
      data.items.add(new File([content], file!));
      return data;
    },
    [name, bytes.toString('base64')],
  );
  const main = page.locator('main');
  // The page shows where the file would fall, once it listens.
  await expect
    .poll(
      async () => {
        await main.dispatchEvent('dragover', { dataTransfer: transfer });
        return page.locator('[data-over="true"]').count();
      },
      { timeout: 30_000 },
    )
    .toBe(1);
  await main.dispatchEvent('drop', { dataTransfer: transfer });
}
