import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openClient, signDraft } from '../../library/client.ts';
import { createPolicy, verifyProof } from '../../library/verify.ts';
import { readEntryTable } from '../../tables/entries-file.ts';
import { createTableFile } from '../../tables/table-file.ts';
import { hasChromium, type Portal, signIn, startPortal, watchErrors, WITHOUT } from './portal.ts';

const IS_LONG = inject('properties').numRuns > 100;
const SKIPPED = '(only in npm run test:long)';
const DATA = resolve(import.meta.dirname, '../../data');
/** The factors that the provider publishes: file, subject and title. */
const FACTORS = [
  ['grid-factors-cn-2023.csv', 'grid-factors/cn', 'Chinese grid factors 2023'],
  ['fuel-defaults-ipcc-2006.csv', 'fuels/ipcc-2006', 'Fuel defaults IPCC 2006'],
  ['gwp-ar5.csv', 'gwp/ar5', 'Warming potentials AR5'],
] as const;
/** Sealing and finality take seconds; a busy machine takes longer. */
const FINAL_MS = 60_000;

describe.skipIf(!hasChromium)(`a company on the portal ${WITHOUT}`, () => {
  let portal: Portal;
  beforeAll(async () => {
    portal = await startPortal('parties');
    await publishFactors(portal);
  }, 300_000);
  afterAll(() => portal.stop());

  it('imports a table, computes an inventory, and discloses one figure, whose proof file verifies', async () => {
    const page = await portal.open('/company/import', { wallet: 'company' });
    const errors = watchErrors(page);
    await signIn(page);
    await importActivities(page, portal);
    await page.getByRole('link', { name: 'Compute figures' }).click();
    await computeInventory(page);
    await page.getByRole('link', { name: 'Disclose figures of it' }).click();
    const file = await discloseFigure(page);
    const { shown, verdict, addressees } = await verify(portal, file);
    expect(verdict).toBe('verified');
    expect(shown).toEqual([{ key: 'scope2/market', value: '21945.6', unit: 't{CO2}' }]);
    expect(addressees).toHaveLength(1);
    await page.getByRole('link', { name: 'Company' }).click();
    await page.getByRole('listitem').filter({ hasText: 'exchange/2023' }).getByText('Final').waitFor();
    const { violations } = await new AxeBuilder({ page }).include('main').analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);
    expect(errors).toEqual([]);
  }, 180_000);

  it('keeps what is in work while the session ends, for its party alone', async () => {
    const page = await portal.open('/company/import', { wallet: 'company' });
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
    await page.getByText('All 5 rows are valid').waitFor();
  }, 60_000);

  it.runIf(IS_LONG)(
    `restates the inventory, which flags its disclosure, and withdraws it ${IS_LONG ? '' : SKIPPED}`,
    async () => {
      const page = await portal.open('/company', { wallet: 'company' });
      const errors = watchErrors(page);
      await signIn(page);
      const streamOf = (subject: string) =>
        page
          .getByRole('region', { name: 'What you have registered' })
          .getByRole('listitem')
          .filter({ hasText: subject });
      await streamOf('inventory/2023').getByRole('link', { name: 'Restate' }).click();
      await page.getByRole('textbox', { name: 'Decimals' }).fill('2');
      await page.getByRole('button', { name: 'Compute', exact: true }).click();
      await page.getByText('Yours becomes version 2').waitFor();
      await page.getByRole('textbox', { name: 'Reason' }).fill('rounded as the exchange asks');
      await page.getByRole('button', { name: 'Read what you sign' }).click();
      await page.getByText('rounded as the exchange asks').waitFor();
      await register(page);
      await page.getByRole('link', { name: 'Company' }).click();
      await streamOf('exchange/2023').getByText('A source has a newer version', { exact: true }).waitFor();
      await streamOf('exchange/2023').getByRole('link', { name: 'Files and access' }).click();
      await page.getByRole('checkbox', { name: 'urn:example.org:clear-assurance' }).check();
      await page.getByRole('button', { name: 'Give access' }).click();
      await page.getByRole('button', { name: 'Take back' }).click();
      await page.getByText('Only your party may read the entries.').waitFor();
      await page.getByRole('textbox', { name: 'Reason' }).fill('replaced by another disclosure');
      await page.getByRole('button', { name: 'Read what you sign' }).click();
      await register(page);
      await page.getByRole('link', { name: 'Company' }).click();
      await streamOf('exchange/2023').getByText('Withdrawn', { exact: true }).waitFor();
      expect(errors).toEqual([]);
    },
    180_000,
  );
});

/** The provider of the example publishes its factors, and waits until they are anchored. */
async function publishFactors({ url, keyOf }: Portal): Promise<void> {
  const key = keyOf('provider');
  const ledger = openClient(url);
  const ids = [];
  for (const [file, subject, title] of FACTORS) {
    const entries = await readEntryTable(createTableFile(file, await readFile(join(DATA, file))));
    const draft = await ledger.draftNext({
      party: 'urn:example.org:factor-service',
      ...{ kind: 'dataset', subject, entries, public: true },
      statement: { title, period: '', standard: '' },
    });
    ids.push((await ledger.registerRecord(signDraft(draft, key))).id);
  }
  for (const id of ids) await ledger.waitFor(id, 'anchored');
}

/** Imports a table whose first version has a faulty cell, which is shown in its row. */
async function importActivities(page: Page, { home }: Portal): Promise<void> {
  const text = await readFile(join(DATA, 'activity-2023.csv'), 'utf8');
  const faulty = join(home.folder, 'faulty.csv');
  await writeFile(faulty, text.replace('12500,t,', '12500,tonne weight,'));
  await page.locator('input[type=file]').setInputFiles(faulty);
  await page.getByRole('button', { name: 'Check all rows' }).click();
  const row = page.getByRole('table', { name: 'Rows with problems' }).getByRole('row').nth(1);
  await row.getByRole('cell', { name: 'tonne weight (at fault)', exact: true }).waitFor();
  expect(await row.textContent()).toContain('unknown-unit');
  await page.getByRole('button', { name: 'Choose another' }).click();
  await page.locator('input[type=file]').setInputFiles(join(DATA, 'activity-2023.csv'));
  await page.getByRole('button', { name: 'Check all rows' }).click();
  await describeRecord(page, 'Activity data 2023', 'activity/2023');
  await register(page);
}

async function computeInventory(page: Page): Promise<void> {
  for (const name of ['Activity data 2023', ...FACTORS.map(([, , title]) => title)])
    await page.getByRole('checkbox', { name }).check();
  await page.getByText('More parameters').click();
  await page.getByLabel('Figures of CO₂ alone').selectOption('list');
  // Grid, potentials and period are filled in from the chosen data.
  await page.getByRole('button', { name: 'Compute', exact: true }).click();
  const scope1 = page.getByRole('table', { name: 'Scope 1' });
  await scope1.getByRole('row', { name: 'scope1/total 32,831.675 t CO₂e' }).waitFor();
  await describeRecord(page, 'Inventory 2023', 'inventory/2023');
  await register(page);
}

async function describeRecord(page: Page, title: string, subject: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Title', exact: true }).fill(title);
  await page.getByRole('textbox', { name: 'Subject', exact: true }).fill(subject);
  await page.getByRole('button', { name: 'Read what you sign' }).click();
}

async function register(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Sign and register' }).click();
  await page.getByText('The record is final').waitFor({ timeout: FINAL_MS });
}

/** Discloses the market-based figure to the exchange, and returns the proof file that the page saves. */
async function discloseFigure(page: Page): Promise<Uint8Array> {
  await page.getByRole('checkbox', { name: 'scope2/market', exact: true }).check();
  await page.getByRole('checkbox', { name: 'urn:example.org:open-carbon-exchange' }).check();
  await describeRecord(page, 'Disclosure 2023', 'exchange/2023');
  await register(page);
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save the proof file' }).click();
  const download = await saved;
  expect(download.suggestedFilename()).toBe('disclosure-exchange_2023-v1.carbon-proof.json');
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
