import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { describe, expect } from 'vitest';
import { checkSamples, nameWorkingPaper, parseWorkingPaper } from '../../../jobs/sample/working-paper.ts';
import { openClient } from '../../../library/client.ts';
import { type Portal, signIn, watchErrors } from '../portal.ts';
import { itLong } from '../../helpers/long.ts';
import { lastStep, saysGood, usesSameRows } from './shown.ts';

export function describeAuditor(portal: () => Portal): void {
  describe('the auditor', () => {
    itLong(
      'computes a result again, samples its rows, signs an opinion that names the working paper, and withdraws it',
      async () => {
        const company = await openClient(portal().url).signIn(portal().keyOf('company'));
        const { party } = await company.readParty({ party: 'urn:example.org:clear-assurance' });
        const own = await company.readParty({ party: 'lei:0000EXAMPLESTEEL0025' });
        const grant = async (kind: 'result' | 'dataset'): Promise<void> => {
          for await (const { id } of company.records({ kind, party: own.party }))
            await company.grantReading({ id, party });
        };
        // The worked example gives the auditor access: this path begins without it.
        for await (const { id } of company.records({ party: own.party })) {
          const { grants } = await company.readGrants({ id });
          if (grants.some((each) => each.party === party)) await company.revokeReading({ id, party });
        }
        const page = await portal().open('/auditor', { wallet: 'auditor' });
        const errors = watchErrors(page);
        await signIn(page);

        // Without access there is nothing to compute from.
        await page.getByRole('link', { name: 'Inventory 2023, restated' }).click();
        await page.getByText('The figures of this record are not open to you').waitFor();
        await grant('result');
        await grant('dataset');
        await page.goto(`${portal().url}/auditor?show=granted`);
        await signIn(page);
        await page.getByRole('link', { name: 'Inventory 2023, restated' }).click();
        await page.getByText(/^No row differs from what was signed/).waitFor();

        await saysGood(page, 15).waitFor();
        await usesSameRows(page).waitFor();
        expect(await page.getByRole('textbox', { name: 'Seed' }).inputValue()).toContain(`auditor ${party}`);
        await page.getByRole('button', { name: 'Take the newest final block' }).click();
        await page.getByLabel('Number of rows').fill('3');
        await page.getByRole('button', { name: 'Draw the sample' }).click();
        const findings = page.getByLabel(/^What you found at/);
        await findings.nth(2).waitFor();
        await findings.nth(0).selectOption('agrees');
        await findings.nth(1).selectOption('differs');
        await findings.nth(2).selectOption('agrees');

        // An unqualified opinion contradicts a row that differs.
        await page.getByRole('radio', { name: /^Unqualified/ }).check();
        await page.getByRole('textbox', { name: 'Scope' }).fill('Scope 1 and scope 2, both bases, 2023');
        await page.getByRole('button', { name: 'Read what will be signed' }).click();
        await page.getByText('This speaks against an unqualified opinion').waitFor();
        await page.getByRole('radio', { name: /^Qualified/ }).check();
        await page
          .getByRole('textbox', { name: 'Basis for the modified opinion' })
          .fill('One invoice differs.');
        await page.getByRole('button', { name: 'Read what will be signed' }).click();
        const [download] = await Promise.all([
          page.waitForEvent('download'),
          page.getByRole('button', { name: 'Save the working paper' }).click(),
        ]);
        await page.getByRole('button', { name: 'Sign and register' }).click();
        await lastStep(page).waitFor();

        // What was signed stays as it is, and is what is printed.
        await page.getByText('These samples are signed').waitFor();
        expect(await findings.count()).toBe(0);
        expect(await readPrint(page)).toMatch(/As signed.*Qualified.*One invoice differs\..*3 of 5/s);

        const opinion = await readOpinion(party);
        expect(opinion).toMatchObject({
          opinion: 'qualified',
          reason: 'One invoice differs.',
          recomputed: { figures: 15, equal: 15 },
          samples: [
            { method: 'random', population: 5, rows: 3, agrees: 2, differs: 1, noEvidence: 0, open: 0 },
          ],
        });
        const text = await readFile(await download.path(), 'utf8');
        expect(opinion['workingPaper']).toMatchObject(nameWorkingPaper(text));
        const paper = parseWorkingPaper(text);
        const record = paper.samples[0]!.plan.record;
        const { entries } = await company.readRecordEntries({ id: record });
        expect(checkSamples(paper, () => entries)).toEqual([]);
        const stored = await page.evaluate('JSON.stringify({ ...localStorage, ...sessionStorage })');
        expect(stored).not.toMatch(/token|Bearer/);
        for (const { salt } of entries) expect(stored).not.toContain(salt);

        await page.getByRole('link', { name: 'Back to the queue' }).first().click();
        await page.getByText('Your opinion: Qualified').waitFor();
        await page.getByLabel('Open a proof file or working paper').setInputFiles(await download.path());
        await page.getByText('Its SHA-256 is the one that this opinion cites').waitFor();
        await page.getByText('Drawn again from the rows of the ledger').waitFor();
        await page.getByRole('button', { name: 'Close' }).click();
        await page.getByRole('link', { name: 'Inventory 2023, restated' }).click();
        await page.getByLabel('Reason for the withdrawal').fill('The invoice was mistyped.');
        await page.getByRole('button', { name: 'Withdraw the opinion' }).click();
        await page.getByRole('button', { name: 'Sign and register' }).click();
        await lastStep(page).waitFor();
        expect(await readOpinion(party)).toMatchObject({
          opinion: 'withdrawn',
          reason: 'The invoice was mistyped.',
        });
        expect(errors).toEqual([]);
      },
    );

    /** Returns the text of the working paper as it is printed. */
    async function readPrint(page: Page): Promise<string> {
      await page.evaluate("window.dispatchEvent(new Event('beforeprint'))");
      const text = await page.evaluate("document.querySelector('[class*=paper]').textContent");
      await page.evaluate("window.dispatchEvent(new Event('afterprint'))");
      return String(text);
    }

    /** Returns the statement of the newest assurance of a party. */
    async function readOpinion(party: string): Promise<Readonly<Record<string, unknown>>> {
      const ledger = openClient(portal().url);
      const { items } = await ledger.listRecords({ kind: 'assurance', party, limit: 1 });
      return (await ledger.readRecord({ id: items[0]!.id })).statement;
    }
  });
}
