import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { Hex } from '../../../core/encoding/hex.ts';
import { KINDS } from '../../../core/records/kind.ts';
import { createDraft, openClient, placeAfter, signDraft, submissionOf } from '../../../library/client.ts';
import { type Portal, showIn, signIn, watchErrors } from '../portal.ts';
import { itLong } from '../../helpers/long.ts';
import { connection } from './shown.ts';
import { settle } from '../pages.ts';

export function describeExplore(portal: () => Portal): void {
  describe('exploring the ledger', () => {
    /** The id of the newest record with a title. */
    async function idOf(title: string): Promise<string> {
      const { items } = await openClient(portal().url).listRecords({ limit: 100 });
      return items.find((item) => item.title === title)!.id;
    }

    it('the key / leads to the search, and a pasted id with blanks and capitals opens its record at once', async () => {
      const id = await idOf('Disclosure 2023');
      const page = await portal().open('/records');
      const errors = watchErrors(page);
      await page.getByRole('link', { name: 'Disclosure 2023', exact: true }).waitFor();
      await page.keyboard.press('/');
      await page.keyboard.insertText(`  ${id.slice(0, 30).toUpperCase()} ${id.slice(30).toUpperCase()} `);
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { level: 1, name: 'Disclosure 2023' }).waitFor();
      expect(new URL(page.url()).pathname).toBe(`/records/${id}`);
      expect(await page.getByText('The entries are private').isVisible()).toBe(true);
      expect(errors).toEqual([]);
    });

    itLong('a suggestion is chosen and opened with the keyboard', async () => {
      const page = await portal().open('/');
      const box = page.getByRole('combobox', { name: 'Search' });
      await box.fill('grid-f');
      await page.getByRole('option', { name: /grid-factors\/cn/ }).waitFor();
      await box.press('ArrowDown');
      await box.press('Enter');
      await page.getByRole('heading', { level: 1, name: 'grid-factors/cn' }).waitFor();
    });

    itLong('what a text finds is listed by type, and what finds nothing says how to go on', async () => {
      const page = await portal().open('/search?q=urn:example');
      await page.getByRole('link', { name: /clear-assurance/ }).waitFor();
      const box = page.getByRole('combobox', { name: 'Search' });
      await box.fill('nothing-like-this');
      await box.press('Enter');
      await page.getByText('No name begins with “nothing-like-this”').waitFor();
      await page.getByRole('link', { name: 'To the parties' }).waitFor();
      await box.fill('steel');
      await box.press('Enter');
      await page.getByText('Parties with this text in their identifier').waitFor();
      await page.getByRole('link', { name: 'lei:0000EXAMPLESTEEL0025' }).waitFor();
      await box.fill('碳');
      await box.press('Enter');
      await page.getByText(/ASCII signs/).waitFor();
    });

    it('factors are found by words and filters, and a misspelt word leads to the nearest one', async () => {
      const page = await portal().open('/factors');
      const errors = watchErrors(page);
      await page.getByLabel('Words').fill('anthrazite');
      await page.getByRole('button', { name: 'Search', exact: true }).click();
      await page.waitForURL(/q=anthrazite/);
      await page.getByRole('button', { name: 'Search for “anthracite”' }).click();
      await page.waitForURL(/q=anthracite/);
      await page.getByLabel('Type').selectOption('emission-factor');
      await page.waitForURL(/type=emission-factor/);
      const found = page.getByRole('list', { name: 'Factors that were found' }).getByRole('listitem');
      await found.first().waitFor();
      const registered = found.filter({ has: page.getByRole('link') });
      expect({ isRegistered: (await registered.count()) > 0, errors }).toEqual({
        isRegistered: true,
        errors: [],
      });
    });

    itLong('filters of records are in the address, and a shared address shows the same', async () => {
      const page = await portal().open('/records');
      await page.getByLabel('Kind').selectOption('Assurance');
      await page.waitForURL(/kind=assurance/);
      await expectAssurances(page);
      const other = await portal().open(new URL(page.url()).pathname + new URL(page.url()).search);
      await expectAssurances(other);
      await other.getByLabel('State', { exact: true }).selectOption('Rejected');
      await other.getByText('No record matches these filters').waitFor();
      await other.getByRole('button', { name: 'Clear filters' }).last().click();
      await other.getByRole('link', { name: 'Activity data 2023' }).waitFor();
    });

    itLong(
      'the filter of a party takes a part of an identifier, and explains what an identifier looks like',
      async () => {
        const page = await portal().open('/records?party=no');
        const errors = watchErrors(page);
        await page.getByText('Not an identifier').waitFor();
        await page.getByText('A filter cannot be read').waitFor();
        const field = page.getByRole('combobox', { name: 'Party' });
        await field.fill('steel');
        await field.press('Enter');
        await page.waitForURL(/party=lei%3A0000EXAMPLESTEEL0025/);
        await page.getByRole('link', { name: 'Activity data 2023' }).waitFor();
        await field.fill('lei:529900T8BM49AURSDO56');
        await field.press('Enter');
        await page.getByText('The check digits of the identifier are wrong').waitFor();
        await field.fill('demo:nobody');
        await field.press('Enter');
        await page.getByText('No such party is registered here').waitFor();
        // What the server refuses, the browser reports too.
        expect(errors.filter((error) => !/status of 40[04]/.test(error))).toEqual([]);
      },
    );

    itLong('what uses the newest version of a dataset is not said to be up to date', async () => {
      const page = await portal().open(`/records/${await idOf('Warming potentials AR5')}/impact`);
      await page.getByText('Other sources of what is listed may be out of date').waitFor();
      const row = page.getByRole('row').filter({ hasText: 'Disclosure 2023' }).first();
      await row.getByText('Uses the newest version').waitFor();
      await row.getByText('Stale by another source').waitFor();
    });

    itLong('factors of a later year follow those of the earlier one, which are named', async () => {
      const ledger = openClient(portal().url);
      const { record } = await ledger.readRecord({ id: (await idOf('Chinese grid factors 2022')) as Hex });
      const page = await portal().open(`/streams/${record.party}/dataset/grid-factors/cn?a=1&b=2`);
      await page.getByText('10 rows of 2022 are followed by those of 2023').waitFor();
      await page.getByText('Electricity, China, residual mix, 2023').waitFor();
      await page.getByText('+4.1 %').waitFor();
      const versions = page.getByRole('table', { name: 'Versions' });
      await versions.getByRole('row').filter({ hasText: 'version 1' }).getByText('Replaced').waitFor();
      expect(
        await versions.getByRole('row').filter({ hasText: 'version 2' }).getByText('Replaced').count(),
      ).toBe(0);
    });

    itLong('a record says what it states, what replaced it or its source, and what answers it', async () => {
      const page = await portal().open(`/records/${await idOf('Disclosure 2023')}`);
      const news = page
        .getByRole('status')
        .filter({ hasText: 'which it discloses from, was replaced by version 2' });
      await news.getByRole('link', { name: 'Open version 2' }).waitFor();
      await page.getByRole('link', { name: 'Assurance of disclosure 2023' }).click();
      await page.getByRole('heading', { level: 1, name: 'Assurance of disclosure 2023' }).waitFor();
      expect(await page.getByText('Unqualified').isVisible()).toBe(true);
      await page
        .getByText(
          /This opinion is about “Disclosure 2023”.*“Inventory 2023”: that was replaced by version 2/,
        )
        .waitFor();
      await page.goto(`${portal().url}/records/${await idOf('Inventory 2023')}`);
      await page.getByText('No assurance and no decision about this record itself').waitFor();
      await page.getByRole('link', { name: 'Assurance of disclosure 2023' }).waitFor();
      await page.getByText('Replaced: version 2 is the newest').waitFor();
      await page.getByRole('link', { name: 'Compare the two versions' }).click();
      await page.getByText('The entries are private.').waitFor();
      expect(new URL(page.url()).search).toBe('?a=1&b=2');
    });

    itLong('a list of records starts at a date, and a batch is reached by its number', async () => {
      const page = await portal().open('/records');
      await page.getByRole('link', { name: 'Activity data 2023' }).waitFor();
      await page.getByLabel('Accepted before').fill('2001-01-01');
      await page.getByRole('button', { name: 'Filter', exact: true }).click();
      await page.getByText('No record matches these filters').waitFor();
      await page.getByLabel('Accepted before').fill('2101-01-01');
      await page.getByRole('button', { name: 'Filter', exact: true }).click();
      await page.getByRole('link', { name: 'Activity data 2023' }).waitFor();
      await page.goto(`${portal().url}/batches`);
      await page.getByLabel('Go to batch').fill('2');
      await page.getByRole('button', { name: 'Go', exact: true }).click();
      await page.getByRole('heading', { level: 1, name: 'Batch 2' }).waitFor();
      await page.goBack();
      await page.getByRole('link', { name: 'Oldest batch' }).click();
      await page.getByRole('heading', { level: 1, name: 'Batch 1' }).waitFor();
    });

    itLong('the party of private records compares their versions when it is signed in, exactly', async () => {
      const page = await portal().open('/', { wallet: 'company' });
      await signIn(page);
      await page.getByRole('link', { name: 'All records' }).click();
      await page.getByRole('link', { name: 'Inventory 2023, restated' }).click();
      await page.getByRole('link', { name: 'inventory/2023' }).first().click();
      const table = page.getByRole('table', { name: 'Difference between two versions' });
      const row = table.getByRole('row').filter({ hasText: 'Scope 2, market-based' }).first();
      await row.waitFor();
      const [before, after, change] = await row
        .getByRole('cell')
        .allTextContents()
        .then((cells) => cells.slice(1));
      const numberOf = (text = ''): number => Number(text.replaceAll(/[^0-9.]/g, '').replace(/2$/, ''));
      expect(numberOf(before)).not.toBe(numberOf(after));
      expect(change).toMatch(/^[-+][\d,.]+[-+][\d.]+ %$/);
      await page.getByRole('button', { name: /^Changed/ }).click();
      await page.waitForURL(/show=changed/);
    });

    itLong('entries that anyone may read are filtered and shown in detail', async () => {
      const page = await portal().open(`/records/${await idOf('Chinese grid factors 2023')}`);
      await page.getByLabel('Filter by name or key').fill('southwest');
      await page.getByText('1 of 10 entries').waitFor();
      await page.getByRole('button', { name: 'Show the detail of CN/2023/average/Southwest' }).click();
      await page.getByText('MEE and NBS notice on 2023', { exact: false }).last().waitFor();
      expect(await page.getByText('Electricity', { exact: true }).isVisible()).toBe(true);
    });

    itLong('no page breaks a rule of accessibility, light or dark', async () => {
      const { items } = await openClient(portal().url).listRecords({ limit: 100 });
      const { id, record } = items.find(({ title }) => title === 'Chinese grid factors 2023')!;
      const page = await portal().open('/');
      const errors = watchErrors(page);
      for (const path of [
        ...['/', '/records', `/records/${id}`, '/parties', `/parties/${record.party}`, '/datasets'],
        ...[`/streams/${record.party}/dataset/${record.subject}`, '/batches', '/batches/1'],
        ...['/search?q=urn', '/search?q=none-such', `/parties/0x${'00'.repeat(32)}`],
      ]) {
        await page.goto(`${portal().url}${path}`);
        await connection(page, 'live').waitFor();
        await settle(page);
        for (const colorScheme of ['light', 'dark'] as const) {
          await showIn(page, colorScheme);
          const { violations } = await new AxeBuilder({ page }).analyze();
          const found = violations.map(({ id: rule, nodes }) => [
            path,
            colorScheme,
            rule,
            nodes.map(({ html }) => html),
          ]);
          expect(found).toEqual([]);
        }
      }
      expect(errors).toEqual([]);
    });

    itLong('no page is wider than a phone', async () => {
      const { items } = await openClient(portal().url).listRecords({ limit: 100 });
      const { id, record } = items.find(({ title }) => title === 'Decision on disclosure 2023')!;
      const page = await portal().open('/', { context: { viewport: { width: 390, height: 844 } } });
      for (const path of [
        ...[
          '/',
          '/records',
          `/records/${id}`,
          '/parties',
          `/parties/${record.party}`,
          '/datasets',
          '/batches',
        ],
        ...['/batches/1', '/search?q=urn', `/streams/${record.party}/decision/${record.subject}`],
      ]) {
        await page.goto(`${portal().url}${path}`);
        await settle(page);
        expect([path, await page.evaluate('document.documentElement.scrollWidth')]).toEqual([path, 390]);
      }
    });

    it('a new batch appears by itself, and a lost connection is said', async () => {
      const page = await portal().open('/batches');
      await connection(page, 'live').waitFor();
      const { sealed } = await openClient(portal().url).showStatus();
      await page.getByRole('link', { name: `Batch ${sealed}` }).waitFor();
      await registerDataset(portal(), 'explore/live');
      await page.getByRole('link', { name: `Batch ${sealed + 1}` }).waitFor();
      await page.getByRole('link', { name: `Batch ${sealed + 1}` }).click();
      await page.getByRole('link', { name: 'Registered meanwhile' }).waitFor();
      await page.context().setOffline(true);
      await connection(page, 'offline').waitFor();
      await page.context().setOffline(false);
      await connection(page, 'live').waitFor();
    });
  });
}

async function expectAssurances(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Assurance of disclosure 2023' }).waitFor();
  await expect.poll(() => page.getByRole('link', { name: 'Activity data 2023' }).count()).toBe(0);
}

/** Registers a public dataset of one row, a grid factor of the example, for its data provider. */
async function registerDataset(portal: Portal, subject: string): Promise<void> {
  const ledger = openClient(portal.url);
  const { party } = await ledger.readParty({ party: 'urn:example.org:factor-service' });
  const { items } = await ledger.listRecords({ subject: 'grid-factors/cn' });
  const { entries } = await ledger.readRecordEntries({ id: items[0]!.id });
  const draft = createDraft({
    domain: await ledger.readDomain(),
    record: { party, kind: KINDS.dataset, subject, ...placeAfter(null), sources: [] },
    statement: { title: 'Registered meanwhile', period: '2024', standard: '' },
    // Of a grid that nobody uses, so that no other path finds two factors for one use.
    entries: entries.slice(0, 1).map((entry) => ({ ...entry, detail: { ...entry.detail, grid: 'island' } })),
    secret: null,
    public: true,
  });
  await ledger.registerRecord(submissionOf(signDraft(draft, portal.keyOf('provider')), true));
}
