import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { describe, expect } from 'vitest';
import { engineFolder } from '../../../cli/engines/engine-folder.ts';
import { computeFigures } from '../../../jobs/compute/compute-figures.ts';
import { openGivenDocuments } from '../../../jobs/documents/given-documents.ts';
import type { Hex } from '../../../core/encoding/hex.ts';
import type { UnsaltedEntry } from '../../../core/records/entry.ts';
import { RUN_KEY, runSchema } from '../../../core/records/run.ts';
import { computeSteel } from '../../../devnet/example/accounts.ts';
import { openClient, signDraft, submissionOf } from '../../../library/client.ts';
import { makeTrade } from '../../helpers/trade-documents.ts';
import { type Portal, signIn, watchErrors } from '../portal.ts';
import { itLong } from '../../helpers/long.ts';
import { lastStep, saysGood, usesSameRows } from './shown.ts';

const PROVIDER = 'urn:example.org:factor-service';
const AUDITOR = 'urn:example.org:clear-assurance';
const STEEL = { table: 'Steel table 2022 (invented)', accounts: 'For whom steel is made' };
const TABLE = { title: 'Table of documents 2023', subject: 'tables/documents' };
const RESULT = { title: 'Accounts by documents', subject: 'accounts/documents' };
/** The year of the rows that `makeTrade` gives. */
const PARAMETERS = {
  period: { from: '2023-01-01', until: '2024-01-01' },
  rounding: { mode: 'half-even', digits: 9 },
};

export function describeDocuments(portal: () => Portal): void {
  describe('accounts of production and consumption', () => {
    itLong('are recomputed by an auditor, each equal, from a table of rows', async () => {
      const page = await portal().open('/auditor', { wallet: 'auditor' });
      const errors = watchErrors(page);
      await signIn(page);
      await page.goto(`${portal().url}/auditor/${await findResult(portal(), STEEL.accounts)}`);
      await signIn(page);
      await saysGood(page).waitFor();
      await usesSameRows(page).waitFor();
      expect(await page.getByRole('region', { name: 'Documents' }).count()).toBe(0);
      expect(errors).toEqual([]);
    });

    itLong('are computed by a company with the entries that the command line gives', async () => {
      const page = await portal().open('/company/compute', { wallet: 'company' });
      const errors = watchErrors(page);
      await signIn(page);
      const ledger = openClient(portal().url);
      const result = await ledger.readRecord({ id: await findResult(portal(), STEEL.accounts) });
      const [source] = result.record.sources;
      const { entries } = await ledger.readRecordEntries({ id: source! });
      const computed = await computeSteel({ record: source!, entries });
      const run = computed.entries.find(({ key }) => key === RUN_KEY)!;
      const { parameters, rounding } = runSchema.parse(run.detail);
      await chooseMethod(page, portal(), 'uncertainty@1', { ...parameters, rounding });
      await page.getByRole('checkbox', { name: STEEL.table }).check();
      const subject = 'accounts/steel-again';
      await registerResult(page, { title: 'Steel again', subject });
      expect(await readEntries(portal(), subject)).toEqual(plain(computed.entries));
      expect(errors).toEqual([]);
    });

    itLong('are computed and recomputed from documents of the ledger and of the user', async () => {
      const trade = makeTrade(['CN', 'DE'], 4);
      const table = await registerTable(portal(), trade, ['Y', 'F']);
      const [z] = trade.documents;
      const page = await portal().open('/company/compute', { wallet: 'company' });
      const errors = watchErrors(page);
      await signIn(page);
      await chooseMethod(page, portal(), 'trade@1', PARAMETERS);
      await page.getByRole('checkbox', { name: TABLE.title }).check();
      const documents = page.getByRole('region', { name: 'Documents' });
      await documents.getByText('Documents that are missing: 1').waitFor();
      await documents.getByText('The ledger does not have it, or you may not read it').waitFor();
      await page.getByRole('button', { name: 'Compute', exact: true }).click();
      await page.getByText('The method needs a document that is not here').waitFor();

      // Another file is refused, and both hashes are named.
      const [other] = makeTrade(['CN', 'DE'], 4, 7).documents;
      await giveDocument(page, other!.bytes);
      const refusal = documents.getByRole('alert').filter({ hasText: 'is not one of the documents' });
      const text = await refusal.textContent();
      for (const { sha256 } of [other!, z!]) expect(text).toContain(sha256);
      const { violations } = await new AxeBuilder({ page }).include('main').analyze();
      expect(violations.map(({ id }) => id)).toEqual([]);
      await giveDocument(page, z!.bytes);
      await documents.getByText('All that is needed is here.').waitFor();
      await page.getByLabel('Intervals').selectOption('1');
      await page.getByRole('button', { name: 'Compute', exact: true }).click();
      await page.getByRole('columnheader', { name: '95% interval' }).waitFor();
      await page.getByLabel('Intervals').selectOption('null');
      await registerResult(page, RESULT);

      const { entries } = await computeFigures(
        {
          ...{ method: 'trade@1', inputs: [table], parameters: PARAMETERS, given: [] },
          ...{ leftOut: 'listed', warnings: 'listed', entries: 'listed' },
        },
        {
          engines: engineFolder,
          openDocument: openGivenDocuments(trade.documents.map(({ bytes }) => bytes)),
          finish: (prepared) => prepared.finish(),
          onProgress: () => {},
        },
      );
      const expected = plain(entries);
      expect(await readEntries(portal(), RESULT.subject)).toEqual(expected);
      expect(errors).toEqual([]);

      await grantToAuditor(portal(), RESULT.subject);
      await recomputeAsAuditor(portal(), z!.bytes, expected.length - 1);
    });

    itLong('are not computed from other bytes that a server sends', async () => {
      const trade = makeTrade(['CN', 'DE'], 3, 11);
      const subject = 'tables/lied-about';
      await registerTable(portal(), trade, ['Z', 'Y', 'F'], { title: 'Lied about', subject });
      const page = await portal().open('/company/compute', { wallet: 'company' });
      const [, , f] = trade.documents;
      const other = f!.bytes.map((byte, at) => (at === f!.size - 2 ? byte ^ 1 : byte));
      await page
        .context()
        .route(`**/v1/documents/${f!.sha256}`, (route) => route.fulfill({ body: Buffer.from(other) }));
      await signIn(page);
      await chooseMethod(page, portal(), 'trade@1', PARAMETERS);
      await page.getByRole('checkbox', { name: 'Lied about' }).check();
      const alert = page.getByRole('region', { name: 'Documents' }).getByRole('alert');
      expect(await alert.textContent()).toMatch(
        new RegExp(`The ledger sent another file: SHA-256 [0-9a-f]{64}, expected ${f!.sha256}`),
      );
      await page.getByText('Documents that are missing: 1').waitFor();
    });
  });
}

async function recomputeAsAuditor(portal: Portal, missing: Uint8Array, figures: number): Promise<void> {
  const page = await portal.open(`/auditor/${await findResult(portal, RESULT.title)}`, { wallet: 'auditor' });
  const errors = watchErrors(page);
  await signIn(page);
  await page.getByText(`${figures} of ${figures} figures could not be computed again`).waitFor();
  await giveDocument(page, missing);
  await saysGood(page, figures).waitFor();
  await usesSameRows(page).waitFor();
  expect(errors).toEqual([]);
}

async function giveDocument(page: Page, bytes: Uint8Array): Promise<void> {
  const input = page.getByRole('region', { name: 'Documents' }).locator('input[type=file]');
  const mimeType = 'application/octet-stream';
  await input.setInputFiles({ name: 'matrix.mtx', mimeType, buffer: Buffer.from(bytes) });
}

async function chooseMethod(page: Page, { home }: Portal, method: string, parameters: object): Promise<void> {
  await page.getByLabel('How the figures are computed').selectOption(method);
  const file = join(home.folder, `${method}.json`);
  await writeFile(file, JSON.stringify(parameters));
  await page.getByRole('region', { name: 'Parameters' }).locator('input[type=file]').setInputFiles(file);
}

async function registerResult(page: Page, { title, subject }: typeof RESULT): Promise<void> {
  await page.getByRole('button', { name: 'Compute', exact: true }).click();
  await page.getByText(/figures, computed by engine/).waitFor();
  await page.getByRole('textbox', { name: 'Title', exact: true }).fill(title);
  await page.getByRole('textbox', { name: 'Subject', exact: true }).fill(subject);
  await page.getByRole('button', { name: 'Read what you sign' }).click();
  await page.getByRole('button', { name: 'Sign and register' }).click();
  await lastStep(page).waitFor();
}

/** Registers a public dataset that names matrices, and sends some of them. Returns it as an input of a run. */
async function registerTable(
  portal: Portal,
  { documents, entries }: ReturnType<typeof makeTrade>,
  sent: readonly string[],
  { title, subject }: typeof TABLE = TABLE,
): Promise<{ readonly record: Hex; readonly entries: readonly UnsaltedEntry[] }> {
  const ledger = await openClient(portal.url).signIn(portal.keyOf('provider'));
  const { party } = await ledger.readParty({ party: PROVIDER });
  const statement = { title, period: '2023', standard: '' };
  const draft = await ledger.draftNext({
    ...{ party, kind: 'dataset', subject, statement, public: true },
    entries: entries as UnsaltedEntry[],
  });
  const { id } = await ledger.registerRecord(submissionOf(signDraft(draft, portal.keyOf('provider')), true));
  await ledger.waitFor(id);
  for (const [at, document] of documents.entries()) {
    const { detail } = entries[at]!;
    if (!sent.includes(String(detail?.['matrix']))) continue;
    await ledger.sendDocument(document, new Blob([Buffer.from(document.bytes)]));
  }
  return { record: id, entries: entries as UnsaltedEntry[] };
}

async function findResult({ url }: Portal, title: string): Promise<Hex> {
  for await (const record of openClient(url).records({ kind: 'result' }))
    if (record.title === title) return record.id;
  throw new Error(`no result ${title}`);
}

/** Returns the entries of the newest record of the company with a subject, as an engine lists them. */
async function readEntries({ url, keyOf }: Portal, subject: string): Promise<UnsaltedEntry[]> {
  const company = await openClient(url).signIn(keyOf('company'));
  const { items } = await company.listRecords({ subject });
  const { entries } = await company.readRecordEntries({ id: items[0]!.id });
  return plain(entries);
}

function plain(entries: readonly UnsaltedEntry[]): UnsaltedEntry[] {
  return entries
    .map(({ key, value, unit, from, until, detail }) => ({ key, value, unit, from, until, detail }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
}

async function grantToAuditor({ url, keyOf }: Portal, subject: string): Promise<void> {
  const company = await openClient(url).signIn(keyOf('company'));
  const { party } = await company.readParty({ party: AUDITOR });
  const { items } = await company.listRecords({ subject });
  await company.grantReading({ id: items[0]!.id, party });
}
