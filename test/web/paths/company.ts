import { join, resolve } from 'node:path';
import { utils, write } from '@e965/xlsx';
import { parquetWriteBuffer } from 'hyparquet-writer';
import type { Page } from 'playwright-core';
import { describe, expect } from 'vitest';
import { type Portal, signIn, watchErrors } from '../portal.ts';
import { itLong } from '../../helpers/long.ts';
import { lastStep, saysGood } from './shown.ts';

const DATA = resolve(import.meta.dirname, '../../../data');
const COLUMNS = ['Meter', 'Fuel', 'Used', 'Unit', 'Begins', 'Ends'];
const [BEGINS, ENDS] = [new Date(Date.UTC(2023, 0, 1)), new Date(Date.UTC(2024, 0, 1))];

export function describeCompany(portal: () => Portal): void {
  describe('the desk of a company', () => {
    // Before others of the company, while it has one dataset of its activities.
    itLong('proposes data for a method, and a restatement in place of a second result', async () => {
      const page = await portal().open('/company/compute', { wallet: 'company' });
      const errors = watchErrors(page);
      await signIn(page);
      await page.getByRole('button', { name: 'Propose data' }).click();
      await page.getByText(/^Added: \d/).waitFor();
      const needs = page.getByRole('region', { name: 'What the method needs' });
      await needs.getByText('Given', { exact: true }).nth(4).waitFor();
      expect(await needs.getByText('Missing', { exact: true }).count()).toBe(0);
      await page.getByText('You have a result of this kind for this period').waitFor();
      await page.getByRole('button', { name: 'Restate Inventory 2023, restated' }).click();
      await page.getByText('More parameters').click();
      await page.getByLabel('Figures of CO₂ alone').selectOption('list');
      await page.getByRole('button', { name: 'Compute', exact: true }).click();
      await page.getByText(/Yours becomes version/).waitFor();
      expect(errors).toEqual([]);
    });

    itLong('keeps what is in work while the session ends, for its party alone', async () => {
      const page = await portal().open('/company/import', { wallet: 'company' });
      await signIn(page);
      await page.locator('input[type=file]').setInputFiles(join(DATA, 'activity-2023.csv'));
      await page.getByRole('button', { name: 'Check all rows' }).click();
      await page.getByRole('textbox', { name: 'Title', exact: true }).fill('Next year');
      await page.getByRole('button', { name: /Signed in as/ }).click();
      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.getByRole('link', { name: 'Company' }).click();
      expect(await page.getByText('Next year').count()).toBe(0);
      await signIn(page);
      await page.getByRole('link', { name: 'Import: Next year' }).click();
      expect(await page.getByRole('textbox', { name: 'Title', exact: true }).inputValue()).toBe('Next year');
      await saysGood(page, 5).waitFor();
    });

    itLong('keeps choices and texts over a reload, asks before, and stores no row', async () => {
      const page = await portal().open('/company/import', { wallet: 'company' });
      await signIn(page);
      await page.locator('input[type=file]').setInputFiles(workbook(12.5));
      await mapColumns(page);
      await page.getByRole('button', { name: 'Check all rows' }).click();
      await page.getByRole('textbox', { name: 'Title', exact: true }).fill('Boilers');
      expect(await askedOnReload(page)).toBe(true);
      const stored = await page.evaluate<string>('JSON.stringify({ ...localStorage, ...sessionStorage })');
      expect(stored).toContain('Boilers');
      expect(stored).not.toMatch(/boiler-1|12\.5|token/);
      await signIn(page);
      await page.getByText('Choose boilers.xlsx again').waitFor();
      expect(await askedOnReload(page)).toBe(false);
      await signIn(page);
      await page.locator('input[type=file]').setInputFiles(workbook(12.5));
      await page.getByRole('button', { name: 'Check all rows' }).click();
      await saysGood(page, 2).waitFor();
      expect(await page.getByRole('checkbox', { name: 'Meters' }).isChecked()).toBe(true);
      expect(await page.getByRole('textbox', { name: 'Title', exact: true }).inputValue()).toBe('Boilers');
    });

    itLong(
      'imports a sheet of a workbook with dates, and shows a fault at the address of its cell',
      async () => {
        const page = await portal().open('/company/import', { wallet: 'company' });
        const errors = watchErrors(page);
        await signIn(page);
        await page.locator('input[type=file]').setInputFiles(workbook('plenty'));
        await mapColumns(page);
        await page.getByRole('button', { name: 'Check all rows' }).click();
        const row = page.getByRole('table', { name: 'Rows with problems' }).getByRole('row').nth(1);
        await row.getByText('plenty').first().waitFor();
        // The table begins in B3, so that its first amount is in D4.
        await row.getByText('D4', { exact: true }).waitFor();
        await page.getByRole('button', { name: 'Choose another' }).click();
        await page.locator('input[type=file]').setInputFiles(workbook(12.5));
        await mapColumns(page);
        await page.getByRole('button', { name: 'Check all rows' }).click();
        await saysGood(page, 2).waitFor();
        await registerDataset(page, 'Boilers', 'boilers/2023');
        const entries = await page.getByRole('region', { name: 'Entries' }).textContent();
        expect(entries).toMatch(/boiler-112\.5 t2023/);
        expect(errors).toEqual([]);
      },
    );

    itLong('says before a disclosure what its reader can work out', async () => {
      const page = await portal().open('/company', { wallet: 'company' });
      await signIn(page);
      const restated = page.getByRole('listitem').filter({ hasText: 'Inventory 2023, restated' });
      await restated.getByRole('link', { name: 'Disclose figures' }).click();
      await page.getByRole('checkbox', { name: / scope2\/market$/ }).check();
      await page.getByText('No other value of yours was found').waitFor();
      await page.getByRole('checkbox', { name: /^Scope 2.* scope2\/location$/ }).check();
      const warning = page
        .getByRole('status')
        .filter({ hasText: 'The reader can work out more than you show' });
      expect(await warning.textContent()).toContain('electricity/consumption 48,000 MW·h');
    });

    itLong('keeps what is typed while the record cannot be read again', async () => {
      const page = await portal().open('/company', { wallet: 'company' });
      await signIn(page);
      await page.getByRole('link', { name: 'Inventory 2023, restated' }).first().click();
      await page.getByLabel('Reason').fill('It was counted twice.');
      const record = `**/v1/records/${new URL(page.url()).pathname.split('/').at(-1)!}`;
      const body = JSON.stringify({ error: { code: 'internal', message: 'It does not work now.' } });
      await page.route(record, (route) =>
        route.fulfill({ status: 500, contentType: 'application/json', body }),
      );
      // Who comes back to a page after a while sees it as it is now: it is asked for thrice.
      const asked = { count: 0 };
      page.on('response', (response) => (asked.count += response.status() === 500 ? 1 : 0));
      await page.waitForTimeout(5_500);
      await page.evaluate('document.dispatchEvent(new Event("visibilitychange", { bubbles: true }))');
      await expect.poll(() => asked.count, { timeout: 30_000 }).toBe(3);
      await page.waitForTimeout(500);
      expect(await page.getByLabel('Reason').inputValue()).toBe('It was counted twice.');
    });

    itLong(
      'enters a change of a plant as the next version of its streams, and sees what it emits',
      async () => {
        const page = await portal().open('/company/import', { wallet: 'company' });
        const errors = watchErrors(page);
        await signIn(page);
        await page.getByRole('button', { name: 'Enter the streams of a plant' }).click();
        await page.getByRole('button', { name: 'streams/harbour' }).click();
        await page.getByLabel('Amount, stream 1', { exact: true }).fill('401000');
        await page.getByRole('button', { name: 'Add a stream' }).click();
        const added = (column: string) => page.getByLabel(new RegExp(`^${column}, stream \\d+$`)).last();
        await added('To').fill('blast-furnace');
        await added('Material').fill('natural-gas');
        await added('Amount').fill('10');
        await added('Unit').fill('TJ');
        await added('What becomes of it').selectOption('combustion');
        await page.getByRole('button', { name: 'Use these streams' }).click();
        await page.getByRole('button', { name: 'Check all rows' }).click();
        await page.getByText('1 added: stream/outside/blast-furnace/natural-gas').waitFor();
        await page.getByText('1 changed: stream/outside/coke-oven/coking-coal').waitFor();
        await page.getByRole('textbox', { name: 'Reason' }).fill('the scale was read again');
        await page.getByRole('button', { name: 'Read what you sign' }).click();
        await page.getByRole('button', { name: 'Sign and register' }).click();
        await lastStep(page).waitFor({ timeout: 60_000 });
        await page.getByRole('link', { name: 'Compute figures' }).click();
        await page.getByLabel('How the figures are computed').selectOption('plant@1');
        for (const name of [
          'Streams of the steelworks',
          'Materials of the steelworks',
          'Warming potentials AR5',
        ])
          await page.getByRole('checkbox', { name }).check();
        await page.getByText('More parameters').click();
        await page.getByLabel('Rule set', { exact: true }).selectOption('ipcc-2006');
        await page.getByLabel('Open part of a carbon balance').fill('0.01');
        await page.getByRole('button', { name: 'Compute', exact: true }).click();
        await page.getByRole('row', { name: /plant\/harbour\/total/ }).waitFor();
        expect(errors).toEqual([]);
      },
    );

    itLong('imports a Parquet file', async () => {
      const page = await portal().open('/company/import', { wallet: 'company' });
      const errors = watchErrors(page);
      await signIn(page);
      await page.locator('input[type=file]').setInputFiles(parquet());
      await mapColumns(page);
      await page.getByRole('button', { name: 'Check all rows' }).click();
      await saysGood(page, 2).waitFor();
      await registerDataset(page, 'Boilers by the meter', 'boilers/meters');
      const entries = await page.getByRole('region', { name: 'Entries' }).textContent();
      expect(entries).toMatch(/boiler-23\.25 t2023/);
      expect(errors).toEqual([]);
    });
  });
}

/** A workbook whose second sheet has the table, from B3 on; its dates are dates. */
function workbook(amount: number | string) {
  const rows = [
    COLUMNS,
    ['boiler-1', 'anthracite', amount, 't', BEGINS, ENDS],
    ['boiler-2', 'anthracite', 3.25, 't', BEGINS, ENDS],
  ];
  const book = utils.book_new();
  utils.book_append_sheet(book, utils.aoa_to_sheet([['What this is'], ['Meters of the works']]), 'Notes');
  const sheet = utils.sheet_add_aoa({}, rows, { origin: 'B3', UTC: true, dateNF: 'yyyy-mm-dd' });
  // A sheet that is made empty begins in A1; this one begins where its table does.
  sheet['!ref'] = 'B3:G5';
  utils.book_append_sheet(book, sheet, 'Meters');
  const buffer = Buffer.from(write(book, { type: 'buffer', bookType: 'xlsx' }) as Uint8Array);
  const mimeType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
  return { name: 'boilers.xlsx', mimeType, buffer };
}

/** The same table as a Parquet file with columns of several types. */
function parquet() {
  const columnData = [
    { name: 'Meter', data: ['boiler-1', 'boiler-2'], type: 'STRING' as const },
    { name: 'Fuel', data: ['anthracite', 'anthracite'], type: 'STRING' as const },
    { name: 'Used', data: [12.5, 3.25], type: 'DOUBLE' as const },
    { name: 'Unit', data: ['t', 't'], type: 'STRING' as const },
    { name: 'Begins', data: [BEGINS, BEGINS], type: 'TIMESTAMP' as const },
    { name: 'Ends', data: [ENDS, ENDS], type: 'TIMESTAMP' as const },
  ];
  const buffer = Buffer.from(parquetWriteBuffer({ columnData }));
  return { name: 'boilers.parquet', mimeType: 'application/octet-stream', buffer };
}

/** Says what the columns mean, and what is the same in every row. */
async function mapColumns(page: Page): Promise<void> {
  const members = ['key', 'detail.fuel', 'value', 'unit', 'from', 'until'];
  for (const [index, member] of members.entries())
    await page.getByLabel(`Meaning of the column ${COLUMNS[index]!}`, { exact: true }).selectOption(member);
  await page.getByLabel('Kind of row').selectOption('fuel-use');
  await page.getByLabel(/^Category/).fill('1.A.2');
  await page.getByLabel(/^Place/).fill('CN');
}

/** Loads the page again, as a user does. Returns whether the browser asked first. */
async function askedOnReload(page: Page): Promise<boolean> {
  let isAsked = false;
  page.once('dialog', (dialog) => {
    isAsked = dialog.type() === 'beforeunload';
    void dialog.accept();
  });
  await page.reload();
  page.removeAllListeners('dialog');
  return isAsked;
}

async function registerDataset(page: Page, title: string, subject: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Title', exact: true }).fill(title);
  await page.getByRole('textbox', { name: 'Subject', exact: true }).fill(subject);
  await page.getByRole('button', { name: 'Read what you sign' }).click();
  await page.getByText('Show the entries').click();
}
