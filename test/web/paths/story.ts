import { readFile } from 'node:fs/promises';
import { utils, write } from '@e965/xlsx';
import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { openClient } from '../../../library/client.ts';
import { createPolicy, verifyProof } from '../../../library/verify.ts';
import { type Portal, signIn, watchErrors } from '../portal.ts';
import { lastStep, saysGood } from './shown.ts';

/** The factors that the provider of the example published. */
const FACTORS = ['Chinese grid factors 2023', 'Fuel defaults IPCC 2006', 'Warming potentials AR5'];
/** Sealing and finality take seconds; a busy machine takes longer. */
const FINAL_MS = 60_000;

/** How a record is called. */
interface Described {
  readonly title: string;
  readonly subject: string;
}

/** What the company registers in this path; the worked example has its own. */
const ACTIVITY = { title: 'Works activity 2023', subject: 'works/activity' };
const INVENTORY = { title: 'Works inventory 2023', subject: 'works/inventory' };
const DISCLOSURE = { title: 'Works disclosure 2023', subject: 'works/exchange' };
const RESTATED = 'Works disclosure 2023, restated';
const STEP_MS = 240_000;

/** The path of a company, an auditor and an exchange over one figure. Each step continues the one before. */
export function describeStory(portal: () => Portal): void {
  describe('one figure, each step after the one before', () => {
    /** The proof file of the first disclosure, from before the figure was restated. */
    let oldFile: Uint8Array;
    it(
      'the company imports a workbook as it keeps it, computes an inventory and discloses a figure, whose file verifies',
      async () => {
        const page = await portal().open('/company/import', { wallet: 'company' });
        const errors = watchErrors(page);
        await signIn(page);
        await importActivities(page);
        await page.getByRole('link', { name: 'Compute figures' }).click();
        await computeInventory(page);
        await page.getByRole('link', { name: 'Disclose figures of it' }).click();
        await discloseFigure(page, DISCLOSURE);
        oldFile = await saveProof(page);
        const { shown, verdict, addressees } = await verify(portal(), oldFile);
        expect(verdict).toBe('verified');
        expect(shown).toEqual([{ key: 'scope2/market', value: '29260.8', unit: 't{CO2}' }]);
        expect(addressees).toHaveLength(1);
        for (const { subject } of [ACTIVITY, INVENTORY, DISCLOSURE]) await giveAccess(page, subject);
        const { violations } = await new AxeBuilder({ page }).include('main').analyze();
        expect(violations.map(({ id }) => id)).toEqual([]);
        const stored = await page.evaluate('JSON.stringify({ ...localStorage, ...sessionStorage })');
        expect(stored).not.toMatch(/token|Bearer/);
        expect(errors).toEqual([]);
      },
      STEP_MS,
    );

    it(
      'the auditor computes it again and assures it',
      async () => {
        const page = await portal().open('/auditor?kind=disclosure', { wallet: 'auditor' });
        const errors = watchErrors(page);
        await signIn(page);
        await page.getByRole('link', { name: DISCLOSURE.title, exact: true }).click();
        await saysGood(page).waitFor();
        await page.getByRole('radio', { name: /^Unqualified/ }).check();
        await page.getByRole('checkbox', { name: /^I have read this/ }).check();
        await page.getByRole('textbox', { name: 'Scope' }).fill('Scope 2, market-based, 2023');
        await page.getByRole('button', { name: 'Read what will be signed' }).click();
        await register(page);
        expect(errors).toEqual([]);
      },
      STEP_MS,
    );

    it(
      'the exchange verifies it and accepts it',
      async () => {
        const page = await portal().open('/exchange', { wallet: 'exchange' });
        const errors = watchErrors(page);
        await signIn(page);
        const row = rowOf(page, DISCLOSURE.title);
        // Its figures are private: it is not accepted together with others, but by itself, by who has read why not.
        await row.locator('[data-tone="unsure"]', { hasText: 'Genuine, shows no figures' }).waitFor();
        await row.getByText('Unqualified').waitFor();
        await row.getByRole('link', { name: DISCLOSURE.title, exact: true }).click();
        await page.getByLabel('Accept', { exact: true }).check();
        await page
          .getByLabel('Reason')
          .fill('The figures were read in the proof file that the company sent.');
        await page.getByRole('button', { name: 'Review what you sign' }).click();
        await page.getByRole('checkbox', { name: /^I have read this/ }).check();
        await register(page);
        await page.getByRole('link', { name: 'Back to the inbox' }).click();
        await row.getByText('Accepted', { exact: true }).waitFor({ timeout: FINAL_MS });
        expect(errors).toEqual([]);
      },
      STEP_MS,
    );

    it(
      'the company restates it',
      async () => {
        const page = await portal().open('/company', { wallet: 'company' });
        const errors = watchErrors(page);
        await signIn(page);
        await streamOf(page, DISCLOSURE.subject).getByText('Accepted').waitFor();
        await streamOf(page, INVENTORY.subject).getByRole('link', { name: 'Restate' }).click();
        await page.getByRole('textbox', { name: 'Decimals' }).fill('0');
        await page.getByRole('button', { name: 'Compute', exact: true }).click();
        await page.getByText('Yours becomes version 2').waitFor();
        await page.getByRole('textbox', { name: 'Reason' }).fill('whole tonnes, as the exchange asks');
        await page.getByRole('button', { name: 'Read what you sign' }).click();
        await register(page);
        await page.getByRole('link', { name: 'Disclose figures of it' }).click();
        await discloseFigure(page, { ...DISCLOSURE, title: RESTATED }, 'the inventory was restated');
        expect(errors).toEqual([]);
      },
      STEP_MS,
    );

    it(
      'everybody sees that it was replaced, and that its assurance was withdrawn',
      async () => {
        const exchange = await portal().open('/exchange', { wallet: 'exchange' });
        await signIn(exchange);
        await rowOf(exchange, DISCLOSURE.title).getByText('Replaced by version 2').waitFor();
        await rowOf(exchange, RESTATED).waitFor();

        const auditor = await portal().open('/auditor?kind=disclosure', { wallet: 'auditor' });
        await signIn(auditor);
        await rowOf(auditor, RESTATED).getByText('Opinion outdated').waitFor();
        await auditor.getByRole('link', { name: RESTATED, exact: true }).click();
        await auditor.getByLabel('Reason for the withdrawal').fill('The figure was replaced.');
        await auditor.getByRole('button', { name: 'Withdraw the opinion' }).click();
        await register(auditor);

        const anyone = await portal().open('/records?kind=disclosure');
        await anyone.getByRole('link', { name: DISCLOSURE.title, exact: true }).click();
        await anyone.getByText('Replaced: version 2 is the newest').waitFor();
        await anyone.getByRole('link', { name: 'Verify', exact: true }).last().click();
        const report = anyone.getByRole('article');
        await report.getByText('Replaced by a newer version').first().waitFor();
        await report.getByText('The figure was replaced.').first().waitFor();

        // Who only has the old file sees it too, beside the figures that the file proves.
        await anyone.goto(`${portal().url}/verify`);
        const name = 'old.carbon-proof.json';
        await anyone
          .locator('input[type=file][multiple]')
          .setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from(oldFile) });
        await anyone
          .getByRole('heading', { name: 'Not verified: genuine, but replaced by a newer version' })
          .waitFor();
        await report.getByText('29,260.8').first().waitFor();
        await anyone.getByText('This record was replaced by:').waitFor();
      },
      STEP_MS,
    );
  });
}

/** Returns the row of a list with a title. */
function rowOf(page: Page, title: string): Locator {
  return page.getByRole('row').filter({ has: page.getByRole('link', { name: title, exact: true }) });
}

/** Returns what the desk of the company shows of a subject. */
function streamOf(page: Page, subject: string): Locator {
  const streams = page.getByRole('region', { name: 'What you have registered' });
  return streams.getByRole('listitem').filter({ hasText: subject });
}

/** Lets the auditor read the entries of the newest record of a subject. */
async function giveAccess(page: Page, subject: string): Promise<void> {
  await page.getByRole('link', { name: 'Company' }).click();
  await streamOf(page, subject).getByRole('link', { name: 'Files and access' }).click();
  await page.getByRole('checkbox', { name: 'urn:example.org:clear-assurance' }).check();
  await page.getByRole('button', { name: 'Give access' }).click();
  await page.getByRole('button', { name: 'Take back' }).waitFor();
}

/** Imports a workbook as a company keeps it: who has never seen the page says what its names mean, and corrects a unit and a cell. */
async function importActivities(page: Page): Promise<void> {
  await page.locator('input[type=file]').setInputFiles(workbook());
  expect(await page.getByRole('checkbox', { name: '2023', exact: true }).isChecked()).toBe(true);
  await page.getByRole('button', { name: 'What the names in Energy mean' }).click();
  await page.getByLabel('Also say').selectOption('detail.category');
  const kinds = page.getByRole('columnheader', { name: /^Kind of row/ });
  await kinds.getByRole('button', { name: /^Take the most alike/ }).click();
  await page.getByLabel('Fuel (fuel) of Anthracite').fill('anthracite');
  await page.getByLabel('Category (category) of Anthracite').fill('1.A.2');
  await page.getByLabel('Category (category) of Grid electricity').fill('purchased electricity');
  await page.getByLabel('Kind of row (row) of R-134a refill').selectOption('refrigerant-leak');
  await page.getByLabel('Gas (gas) of R-134a refill').fill('HFC-134a');
  await page.getByLabel('Category (category) of R-134a refill').fill('2.F.1');
  await page.getByLabel(/^Place/).fill('China');
  await page.getByRole('button', { name: /^CN / }).click();
  await page.getByRole('button', { name: 'Check all rows' }).click();
  // One field for the unit of all months, and one for the cell that is not a number.
  await page.getByLabel('Read “tonne weight” in Unit as').fill('t');
  await page.getByLabel(/^Correct Row 5, value/).fill('4000');
  await page.getByRole('button', { name: 'Check again' }).click();
  await page.getByText('All 25 rows are valid').waitFor();
  await page.getByText('Row 5, value: 4000 (est.) → 4000').waitFor();
  await describeRecord(page, ACTIVITY);
  await register(page);
}

/** A workbook with a cover, a title, months in columns, totals, a unit that nobody knows and a cell with a note. */
function workbook() {
  const months = Array.from({ length: 12 }, (_, month) => `2023-${String(month + 1).padStart(2, '0')}`);
  const rows = [
    ['Harbour works, energy 2023'],
    [],
    ['Site', 'Energy', 'Unit', ...months, 'Total'],
    ['works-1', 'Anthracite', 'tonne weight', ...months.map((_, month) => (month < 11 ? 1041 : 1049)), 12500],
    [
      'works-1',
      'Grid electricity',
      'MWh',
      ...months.map((_, month) => (month === 6 ? '4000 (est.)' : 4000)),
      48000,
    ],
    ['works-1', 'R-134a refill', 'kg', ...months.map((_, month) => (month === 3 ? 18.5 : null)), 18.5],
  ];
  const book = utils.book_new();
  utils.book_append_sheet(book, utils.aoa_to_sheet([['Energy report'], ['Prepared by the works']]), 'Cover');
  utils.book_append_sheet(book, utils.aoa_to_sheet(rows), '2023');
  const buffer = Buffer.from(write(book, { type: 'buffer', bookType: 'xlsx' }) as Uint8Array);
  const mimeType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
  return { name: 'energy.xlsx', mimeType, buffer };
}

async function computeInventory(page: Page): Promise<void> {
  for (const name of [ACTIVITY.title, ...FACTORS]) await page.getByRole('checkbox', { name }).check();
  await page.getByText('More parameters').click();
  await page.getByLabel('Figures of CO₂ alone').selectOption('list');
  // Grid, potentials and period are filled in from the chosen data.
  await page.getByRole('button', { name: 'Compute', exact: true }).click();
  const scope1 = page.getByRole('table', { name: 'Scope 1' });
  await scope1.getByRole('row', { name: 'scope1/total 32,831.675 t CO₂e' }).waitFor();
  await describeRecord(page, INVENTORY);
  await register(page);
}

async function describeRecord(page: Page, record: Described, reason?: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Title', exact: true }).fill(record.title);
  await page.getByRole('textbox', { name: 'Subject', exact: true }).fill(record.subject);
  if (reason !== undefined) await page.getByRole('textbox', { name: 'Reason' }).fill(reason);
  await page.getByRole('button', { name: 'Read what you sign' }).click();
}

async function register(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Sign and register' }).click();
  await lastStep(page).waitFor({ timeout: FINAL_MS });
}

/** Discloses the market-based figure to the exchange. */
async function discloseFigure(page: Page, record: Described, reason?: string): Promise<void> {
  await page.getByRole('checkbox', { name: / scope2\/market$/ }).check();
  await page.getByRole('checkbox', { name: 'urn:example.org:open-carbon-exchange' }).check();
  await describeRecord(page, record, reason);
  await register(page);
}

/** Returns the proof file that the page saves. */
async function saveProof(page: Page): Promise<Uint8Array> {
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save the proof file' }).click();
  const download = await saved;
  expect(download.suggestedFilename()).toBe('disclosure-works_exchange-v1.carbon-proof.json');
  return readFile(await download.path());
}

async function verify({ rpcUrl, url }: Portal, file: Uint8Array) {
  const { chainId, ledger } = await openClient(url).readDomain();
  const policy = createPolicy({ chainId, ledger, urls: [rpcUrl], engines: [] });
  const { verdict, proof } = await verifyProof(file, { policy });
  const [subject] = proof!.records;
  const shown = subject.entries.shown.map(({ key, value, unit }) => ({ key, value, unit }));
  return { verdict, shown, addressees: subject.statement['addressees'] };
}
