import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readEngineDigests } from '../../cli/engines/engine-folder.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { type Bundle, formatBundle } from '../../core/proofs/bundle.ts';
import { checkItem } from '../../core/merkle/map/proof.ts';
import { encodeEntry, type Entry, itemOfEntry } from '../../core/records/entry.ts';
import { checkRowProof } from '../../core/records/row-set.ts';
import { COMMON, entry, fuelDefaults, fuelUse, type TestEntry } from '../engine/dataset.ts';
import { makeResult } from '../helpers/reperformed-result.ts';
import { type CliRun, runLine } from './test-terminal.ts';

const digest = (await readEngineDigests()).at(-1)!;
const KEY = 'scope1/combustion/anthracite/CO2';

/** Returns rows of one fuel in two places, each with factors of its own: two sets with one selection. */
function use(index: number): TestEntry {
  const row = fuelUse(`use/${index}`, String(index), 't', 'anthracite');
  return {
    ...row,
    detail: { ...row.detail, geography: index % 3 === 0 ? 'DE' : 'CN', facility: `site-${index}` },
  };
}

const place = (own: TestEntry, geography: string): TestEntry => ({
  ...own,
  key: `${geography}/${own.key}`,
  detail: { ...own.detail, geography },
});
const defaults = fuelDefaults('anthracite', '26.7', '1', { CO2: '98300' });
const heat = defaults[0]!;
const ACTIVITY = Array.from({ length: 12 }, (_, index) => use(index + 1));
const FACTORS = [...defaults.slice(1), place(heat, 'CN'), place({ ...heat, value: '25' }, 'DE')];
const computation = {
  method: 'combustion@2',
  parameters: { ...COMMON, listed: 2 },
  activity: ACTIVITY,
  factors: FACTORS,
};
const { bundle } = makeResult(digest, {}, computation);
const [result, activity] = bundle.records as [Bundle['records'][number], Bundle['records'][number]];

interface Opened {
  readonly row: {
    readonly record: Hex;
    readonly entry: Entry;
    readonly operand: string | null;
    readonly set: { readonly root: Hex; readonly count: number; readonly siblings: Hex[] } | null;
    readonly entries: { readonly root: Hex; readonly siblings: Hex[] } | null;
  };
}

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ledger-explain-'));
  const hidden = { all: false, shown: [], absent: [] };
  const bare = [result, ...bundle.records.slice(1).map((record) => ({ ...record, entries: hidden }))];
  await write('shown.json', formatBundle(bundle));
  await write('bare.json', formatBundle({ ...bundle, records: bare }));
  await write('printed.json', JSON.stringify({ figures: figuresOf() }));
  const lines = activity.entries.shown.map(({ siblings: _, ...own }) => `${encodeEntry(own).text}\n`);
  await write('rows.ndjson', lines.join(''));
});
afterAll(() => rm(folder, { recursive: true }));

const write = (name: string, text: string): Promise<void> => writeFile(join(folder, name), text);
const run = (...args: string[]): Promise<CliRun> => runLine(args, { cwd: folder });
const figuresOf = (): object[] =>
  result.entries.shown.flatMap(({ siblings: _, salt: __, ...own }) => (own.unit === '' ? [] : [own]));

async function open(...args: string[]): Promise<Opened['row']> {
  const { exit, out, err } = await run('explain', ...args, '--json');
  expect({ exit, err }).toEqual({ exit: 0, err: '' });
  return (JSON.parse(out) as Opened).row;
}

describe('ledger explain', () => {
  it('summarises sets: how many rows, their sum, what selects them, and their root', async () => {
    const { exit, out } = await run('explain', 'bare.json', KEY);
    expect(exit).toBe(0);
    expect(out).toContain('= 48 t  8 rows in');
    expect(out).toContain('= 30 t  4 rows in');
    expect(out).toContain('fuel-use, fuel anthracite, 2023-01-01 to 2024-01-01 (exclusive)');
  });

  it.each<[string, string[]]>([
    ['the proof file', ['shown.json']],
    ['a file beside it', ['bare.json', '--rows', 'rows.ndjson']],
  ])('opens a row from %s, with proofs that its set and its record hold it', async (_, [file, ...rows]) => {
    for (const [key, count] of [
      ['use/4', 8],
      ['use/9', 4],
    ] as const) {
      const { record, entry: own, set, entries, operand } = await open(file!, KEY, '--row', key, ...rows);
      expect([record, own.key, own.value, set?.count]).toEqual([activity.id, key, key.slice(4), count]);
      expect(operand).toMatch(/^AD\[\d\]$/);
      checkRowProof(set!, { record, key }, set!.siblings);
      expect(entries!.root).toBe(activity.record.entries);
      checkItem(entries!.root, itemOfEntry(own), entries!.siblings);
    }
  });

  it('says what the row holds and what proves it', async () => {
    const { out } = await run('explain', 'bare.json', KEY, '--row', 'use/4', '--rows', 'rows.ndjson');
    const text = out.replaceAll(/\s+/g, ' ');
    expect(text).toContain(`row use/4 = 4 t in ${activity.id}`);
    expect(text).toContain('facility site-4, fuel anthracite, geography CN, row fuel-use');
    expect(text).toMatch(/✓ one of 8 rows of AD\[\d\]: 3 siblings lead to the root 0x[0-9a-f]{64}/);
    expect(text).toMatch(/✓ in its record: \d siblings lead to the root 0x[0-9a-f]{64}/);
  });

  it('opens a row that is an operand itself', async () => {
    const { operand, set, entries } = await open('shown.json', KEY, '--row', 'anthracite/ef/CO2');
    expect([operand?.slice(0, 2), set]).toEqual(['EF', null]);
    expect(entries!.root).toBe(bundle.records[2]!.record.entries);
  });

  it('proves the set alone where nothing says which root the record names', async () => {
    const args = ['printed.json', KEY, '--row', 'use/4', '--rows', 'rows.ndjson'];
    expect(await open(...args)).toMatchObject({ set: { count: 8 }, entries: null });
    expect((await run('explain', ...args)).out).toContain('– the root of its record is not known here');
  });

  it('refuses a row that no operand holds, or whose rows are not here', async () => {
    const [unknown, missing] = [
      await run('explain', 'shown.json', KEY, '--row', 'use/99'),
      await run('explain', 'bare.json', KEY, '--row', 'use/4'),
    ];
    for (const refused of [unknown, missing])
      expect(refused).toMatchObject({ exit: 2, out: '', err: expect.stringContaining('with --rows') });
    const other = entry('use/4', '4', 't', { row: 'fuel-use', fuel: 'lignite' });
    const salt = `0x${'0'.repeat(64)}`;
    await write('other.ndjson', `${JSON.stringify({ ...other, salt })}\n`);
    const args = ['printed.json', KEY, '--row', 'use/4', '--rows', 'other.ndjson'];
    expect(await run('explain', ...args)).toMatchObject({ exit: 2, out: '' });
  });
});
