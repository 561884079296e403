/**
 * Workbooks that are made from what they must add up to: what is imported adds up to the same, and a fault that was put in is found or refused.
 */
import fc from 'fast-check';
import { describe, expect, inject, it } from 'vitest';
import type { InputEntry } from '../../engine/rows/input.ts';
import { DatasetRefused } from '../../tables/cells/table-problem.ts';
import { type Imported, importTable } from '../../tables/dataset-table.ts';
import { createTableFile } from '../../tables/table-file.ts';
import { FAULTS, FUELS, makeBooks, type MadeBook, writeBook } from './generated-book.ts';

const { numRuns } = inject('properties');
/** A book takes longer than other random cases. */
const RUNS = numRuns > 100 ? Math.max(500, numRuns / 4) : 20;

const NAMES = Object.fromEntries(
  FUELS.flatMap(({ en, zh, code }) => [en, zh].map((name) => [name, { 'detail.fuel': code }])),
);
const ROW = { row: 'fuel-use', category: '1.A.2', geography: 'GB' };

/** Imports a book as its company would map it. */
async function load(
  book: MadeBook,
  earlier: readonly InputEntry[],
  entries: InputEntry[] = [],
): Promise<Imported | DatasetRefused> {
  const { name, bytes } = writeBook(book);
  const fuels = book.layout === 'carriers' ? 'carrier' : book.language === 'en' ? 'Fuel' : '燃料';
  const mapping = {
    columns: book.layout === 'sheets' ? { Sheet: 'detail.facility' } : {},
    set: Object.fromEntries(Object.entries(ROW).map(([member, text]) => [`detail.${member}`, text])),
    lookups: { [fuels]: NAMES },
  };
  const source = { title: 'Use', provider: 'Test', licence: 'internal' };
  const table = { delimiter: undefined, sheet: name.endsWith('.csv') ? undefined : 'all', style: null };
  try {
    return await importTable(
      {
        ...{ file: createTableFile(name, bytes), dataset: 'activity', mapping, table, source },
        documents: [],
        earlier,
      },
      {
        write: (more) => {
          entries.push(...more);
          return Promise.resolve();
        },
        onRows: () => {},
      },
    );
  } catch (error) {
    if (error instanceof DatasetRefused) return error;
    throw error;
  }
}

/** Amounts in hundredths by fuel, unit and month, of all sites: names of sites become codes. */
type Sums = Readonly<Record<string, readonly number[]>>;

function groupSums(amounts: readonly (readonly [name: string, amount: number])[]): Sums {
  const groups = Map.groupBy(amounts, ([name]) => name);
  return Object.fromEntries(
    [...groups].map(([name, own]) => [name, own.map(([, amount]) => amount).sort((a, b) => a - b)]),
  );
}

function truthOf({ series, year }: MadeBook): Sums {
  return groupSums(
    series.flatMap(({ fuel, amounts }) =>
      amounts.map(
        (amount, month) =>
          [`${FUELS[fuel]!.code} ${FUELS[fuel]!.ucum} ${Date.UTC(year, month) / 1000}`, amount] as const,
      ),
    ),
  );
}

function importedOf({ totals }: Imported): Sums {
  return groupSums(
    totals.map(
      ({ subject, unit, from, value }) =>
        [`${subject} ${unit} ${from}`, Math.round(Number(value) * 100)] as const,
    ),
  );
}

/** The dataset of the year before: the same sites and fuels, a little more of each. */
async function yearBefore(book: MadeBook): Promise<readonly InputEntry[]> {
  const series = book.series.map((each) => ({
    ...each,
    amounts: each.amounts.map((amount) => Math.round(amount * 1.02)),
  }));
  const entries: InputEntry[] = [];
  const found = await load(
    { ...book, series, year: book.year - 1, fault: null, hasTotals: false },
    [],
    entries,
  );
  if (found instanceof DatasetRefused) throw found;
  return entries;
}

describe('a workbook of any company', () => {
  it('adds up to what it was made from, without a caution', async () => {
    await fc.assert(
      fc.asyncProperty(makeBooks(null), async (book) => {
        const found = await load(book, await yearBefore(book));
        if (found instanceof DatasetRefused) throw found;
        expect(importedOf(found)).toEqual(truthOf(book));
        expect(found.stated.filter(({ isSame }) => !isSame)).toEqual([]);
        expect(found.cautions).toEqual([]);
      }),
      { numRuns: RUNS },
    );
  }, 600_000);

  it.each(FAULTS)(
    'with the fault %s is refused, or cautioned against, or adds up all the same',
    async (fault) => {
      await fc.assert(
        fc.asyncProperty(makeBooks(fault), async (book) => {
          const found = await load(book, await yearBefore(book));
          if (found instanceof DatasetRefused) return;
          const isFound = found.cautions.length > 0 || found.stated.some(({ isSame }) => !isSame);
          if (!isFound) expect(importedOf(found)).toEqual(truthOf(book));
        }),
        { numRuns: Math.ceil(RUNS / FAULTS.length) },
      );
    },
    600_000,
  );
});
