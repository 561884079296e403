import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect } from 'vitest';
import { nameProof } from '../../../devnet/example/proofs.ts';
import type { Portal } from '../portal.ts';
import { itLong } from '../../helpers/long.ts';

export function describeVerdictWords(portal: () => Portal): void {
  describe('the words beside a verdict', () => {
    const open = async (page: Page, name: string): Promise<void> => {
      const file = join(portal().home.folder, 'example', nameProof(name));
      await page.locator('input[type=file][multiple]').setInputFiles(file);
      await page.locator('div[data-verdict]').first().waitFor();
    };

    itLong('is that only a node of the server was asked, until the user adds one', async () => {
      const page = await portal().open('/verify');
      await open(page, 'disclosure');
      const caution = page.getByText('only through a node that this server named').first();
      expect(await caution.isVisible()).toBe(false);
      await page.getByRole('button', { name: 'I have compared it' }).click();
      await caution.waitFor();
      await page.getByRole('button', { name: 'Change policy' }).click();
      await page.getByLabel('Endpoints of the chain').fill(`${portal().rpcUrl}/?own`);
      await page.getByRole('button', { name: 'Use this policy' }).click();
      await caution.waitFor({ state: 'detached' });
    });

    itLong('is what a file with another policy does not refuse, and whose file it is', async () => {
      const page = await portal().open('/verify');
      await page.getByRole('button', { name: 'Change policy' }).click();
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: 'Save as a file' }).click(),
      ]);
      const kept = JSON.parse(await readDownload(download)) as object;
      const loose = join(portal().home.folder, 'loose.policy.json');
      await writeFile(loose, JSON.stringify({ ...kept, refuse: [], basis: 'warn' }));
      await page.getByLabel('Open a policy file').setInputFiles(loose);
      await open(page, 'disclosure');
      const bar = page.getByRole('region', { name: 'Policy', exact: true });
      const said = await bar.innerText();
      expect(said).toContain('by the file loose.policy.json');
      expect(said).toContain('adverse opinions are not refused');
      expect(said).toContain('what it cites may be out of date');
      expect(said).not.toContain('blocks need not be final');
    });

    itLong('is what an opinion is about, and who registered the data of an inventory', async () => {
      const page = await portal().open('/verify');
      await open(page, 'assurance');
      const facts = page.getByRole('article');
      await facts.getByText('About', { exact: true }).waitFor();
      await facts.getByText('“Disclosure 2023”').first().waitFor();
      const said = await facts.innerText();
      expect(said).toMatch(
        /The file calls itself “Assurance of disclosure 2023” by\s+urn:example\.org:clear-assurance/,
      );
      expect(said).toMatch(/About\s+“Disclosure 2023”[\s\S]*lei:0000EXAMPLESTEEL0025/);
      await open(page, 'inventory');
      await facts.getByText('Data from', { exact: true }).waitFor();
      expect(await facts.innerText()).toMatch(/“Activity data 2023”\s+\(the company itself\)/);
    });
  });
}

async function readDownload(download: { path(): Promise<string> }): Promise<string> {
  return readFile(await download.path(), 'utf8');
}
