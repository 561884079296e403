/**
 * Ten workbooks as companies keep them, and what an accountant takes out of them (books/files/expectations.json). They were made from
 * public layouts, which the expectations name, before the import was fitted to them. They are frozen: a further case is a further book.
 */
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { read, utils } from '@e965/xlsx';
import { describe, expect, it } from 'vitest';
import { makeBooks } from './books/all.ts';
import { add, multiply } from './books/book.ts';
import { readZip } from './books/zip.ts';

const FOLDER = join(import.meta.dirname, 'books/files');

/** SHA-256 of each frozen file. */
const HASHES: Readonly<Record<string, string>> = {
  'broken.xlsx': 'bfba3e87bf478eb01c56be702b1f23a0501a2f9996069f88547ad974b37ab5e7',
  'energy-statistics.xlsx': '4698d2276f011736c382f611c20b84ecab1eb2169eaeff3de66640a079248fa7',
  'expectations.json': '80329603eb6b6e1136d071c9e597855eb71836a878aaebe4593caaf11c8787ff',
  'fleet-cards.xlsx': '9fb092be76bee6400fbfa5fe4e83c7c8f329e2554a51e953de0989f02a431bbe',
  'group-of-three.xlsx': '6465b5ba41f8da388579047e4c114a28aa5940c2fced993e336576383688c0c3',
  'refrigerant-log.xlsx': '1190cbcfc59c8d29cab93983937751e00d9e466b0c8e52161f355de63b50e1ae',
  'sites-40.xlsx': '6f663b75ed8e59483e2c892665248e070b62476645e2f1de2805075c84ca887f',
  'stock-movements.csv': '59f666d8ed738033a386e2944a9443971a993159dc64df0eb1d528242b014ffc',
  'supplier-footprints.xlsx': 'b5e00e62c6957b155ccdba35ad8a0886018a8352bdfaa90022a8d1fbe22ee0d4',
  'travel-agency.xlsx': '3a3f7560ded2bf99716a5ac5895ba031d739a8cda1f4bff0edfc07690a1cae2b',
  'utility-bills.xlsx': '42a178f77a4aca128905c6222ec7b9d2166031a57cb12e280fb5fa6a70a9ffe1',
};

const MOST_BYTES = 200_000;
const MOST_DECISIONS = 5;
/** The lines of a small screen. */
const MOST_REASONS = 10;

const load = (file: string): Buffer => readFileSync(join(FOLDER, file));

describe('frozen books', () => {
  it('are those that were committed, each of at most 200 kB', () => {
    const hashes = Object.fromEntries(
      readdirSync(FOLDER).map((file) => [file, createHash('sha256').update(load(file)).digest('hex')]),
    );
    expect(hashes).toStrictEqual(HASHES);
    for (const file of Object.keys(HASHES)) expect(load(file).length, file).toBeLessThanOrEqual(MOST_BYTES);
  });

  it('are what their generators make, with what is expected of them', () => {
    const expectations: unknown = JSON.parse(readFileSync(join(FOLDER, 'expectations.json'), 'utf8'));
    const books = makeBooks();
    expect(Object.fromEntries(books.map(({ file, expectation }) => [file, expectation]))).toStrictEqual(
      expectations,
    );
    for (const { file, content } of books) {
      if (content instanceof Uint8Array) expect(load(file).equals(content), file).toBe(true);
      else expect(readZip(load(file)), file).toStrictEqual(content);
    }
  });

  it('are workbooks that another reader opens', () => {
    const sheets = Object.fromEntries(
      Object.keys(HASHES)
        .filter((file) => file.endsWith('.xlsx'))
        .map((file) => [file, read(load(file)).SheetNames.length]),
    );
    expect(sheets).toStrictEqual({
      'broken.xlsx': 1,
      'energy-statistics.xlsx': 13,
      'fleet-cards.xlsx': 1,
      'group-of-three.xlsx': 3,
      'refrigerant-log.xlsx': 2,
      'sites-40.xlsx': 7,
      'supplier-footprints.xlsx': 2,
      'travel-agency.xlsx': 3,
      'utility-bills.xlsx': 2,
    });
  });
});

/** The cells of a sheet, as the other reader sees them. */
function readSheet(file: string, name: string): unknown[][] {
  const sheet = read(load(file)).Sheets[name];
  if (sheet === undefined) throw new Error(`${file} has no sheet ${name}`);
  return utils.sheet_to_json<unknown[]>(sheet, { header: 1, raw: true });
}

describe('expectations', () => {
  const expectations = makeBooks().map(({ file, expectation }) => [file, expectation] as const);
  /** The total over all rows with these members and no others. */
  const find = (file: string, of: Readonly<Record<string, string>>): number => {
    const { totals } = new Map(expectations).get(file) ?? { totals: [] };
    return Number(totals.find((total) => JSON.stringify(total.of) === JSON.stringify(of))?.value);
  };

  it('agree with the totals that the workbooks have themselves', () => {
    const sites = readSheet('sites-40.xlsx', 'Electricity').find(([label]) => label === 'Total');
    expect(sites?.[16]).toBe(find('sites-40.xlsx', { row: 'electricity-use', carrier: 'electricity' }));
    const year = readSheet('energy-statistics.xlsx', '全年累计');
    for (const [carrier, row] of [
      ['原煤', 'fuel-use'],
      ['热力', 'heat-use'],
      ['电力', 'electricity-use'],
    ] as const)
      expect(year.find(([label]) => label === carrier)?.[6]).toBe(
        find('energy-statistics.xlsx', { row, carrier }),
      );
    // The wrong bill and its credit note are nothing together.
    const [heads = [], ...bills] = readSheet('utility-bills.xlsx', 'monthly');
    const sum = (head: string): number =>
      bills.reduce((total, cells) => total + Number(cells[heads.indexOf(head)]), 0);
    expect(sum('Total Usage (kWh)')).toBe(
      find('utility-bills.xlsx', { row: 'electricity-use', carrier: 'electricity' }),
    );
    expect(sum('Total Usage (Therms)')).toBe(
      find('utility-bills.xlsx', { row: 'fuel-use', carrier: 'natural gas' }),
    );
  });

  it.each(expectations)('of %s fit on a page and agree among themselves', (_, expectation) => {
    const { outcome, rows, totals, decisions, reasons, sources } = expectation;
    expect(sources.length).toBeGreaterThan(0);
    expect(decisions.length).toBeLessThanOrEqual(MOST_DECISIONS);
    expect(reasons.length === 0).toBe(outcome === 'imported');
    expect(reasons.length).toBeLessThanOrEqual(MOST_REASONS);
    const count = Object.values(rows).reduce((sum, each) => sum + each, 0);
    expect(count === 0).toBe(outcome === 'refused');
    for (const { rows: summed } of totals) expect(summed).toBeLessThanOrEqual(count);
  });

  it('add decimals exactly', () => {
    expect(add(['0.1', '0.2', '-1.30'])).toBe('-1');
    expect(add([])).toBe('0');
    expect(multiply('24.5', '0.45359237')).toBe('11.113013065');
  });
});
