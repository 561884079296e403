import { beforeAll, describe, expect, it } from 'vitest';
import { engineFolder, openKnownEngine } from '../../cli/engines/engine-folder.ts';
import { openMethodEngine } from '../../jobs/engines/method-engine.ts';
import { saltEntries } from '../../jobs/register/salts.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { hashJson } from '../../core/hashing/json-hash.ts';
import { type Entry, hashEntries, type UnsaltedEntry } from '../../core/records/entry.ts';
import { KINDS } from '../../core/records/kind.ts';
import { hashRecord } from '../../core/records/record.ts';
import { computeFirstInventory } from '../../devnet/example/inventory.ts';
import { listOfRuns } from '../../jobs/documents/named-documents.ts';
import { openBlobs } from '../../jobs/documents/open-blobs.ts';
import type { Material, MaterialRecord } from '../../web/pages/auditor/recompute/material.ts';
import { type Engines, recompute } from '../../web/pages/auditor/recompute/recompute.ts';
import { recordId, YEAR_2023 } from '../engine/dataset.ts';
import { readDataFile } from '../helpers/data-file.ts';
import { makeTrade } from '../helpers/trade-documents.ts';

const PARTY = recordId('d');
const FILES = {
  gridFactors: 'grid-factors-cn-2022.csv',
  fuelDefaults: 'fuel-defaults-ipcc-2006.csv',
  gwps: 'gwp-ar5.csv',
  activity: 'activity-2023.csv',
} as const;

/** A record with its entries, as a server gives them. */
function makeRecord(
  title: string,
  kind: MaterialRecord['record']['kind'],
  entries: readonly Entry[],
  sources: readonly Hex[] = [],
): MaterialRecord {
  const record = {
    ...{ party: PARTY, kind, subject: title, sequence: 1, previous: recordId('0') },
    ...{ entries: hashEntries(entries), sources: sources.toSorted() },
    statement: hashJson({ title }),
  };
  const shown = entries.map((entry) => ({ ...entry, siblings: null }));
  return { id: hashRecord(record), record, title, entries: { all: true, shown, absent: [] } };
}

async function readDataset(name: keyof typeof FILES): Promise<MaterialRecord> {
  const { entries } = saltEntries(await readDataFile(FILES[name]), 'none');
  return makeRecord(name.toLowerCase(), KINDS.dataset, entries);
}

let engines: Engines;
let datasets: MaterialRecord[];
let figures: readonly UnsaltedEntry[];
beforeAll(async () => {
  engines = { open: openKnownEngine };
  const [gridFactors, fuelDefaults, gwps, activity] = (await Promise.all(
    (Object.keys(FILES) as (keyof typeof FILES)[]).map(readDataset),
  )) as [MaterialRecord, MaterialRecord, MaterialRecord, MaterialRecord];
  datasets = [gridFactors, fuelDefaults, gwps, activity];
  const input = ({ id, entries }: MaterialRecord) => ({ record: id, entries: entries.shown });
  const computed = await computeFirstInventory({
    ...{ gridFactors: input(gridFactors), fuelDefaults: input(fuelDefaults) },
    ...{ gwps: input(gwps), activity: input(activity) },
  });
  figures = computed.entries;
});

/** The result over the datasets, with its entries changed before they were signed. */
function makeMaterial(change: (entry: UnsaltedEntry) => UnsaltedEntry = (entry) => entry): Material {
  const { entries } = saltEntries(figures.map(change), 'none');
  const sources = datasets.map(({ id }) => id);
  const result = makeRecord('inventory', KINDS.result, entries, sources);
  return { records: [result, ...datasets], closed: [], isFile: false };
}

const run = (material: Material) => recompute(material, engines, () => {});

describe('recompute', () => {
  it('finds every figure of a result equal, and accounts for every row of its sources', async () => {
    const found = await run(makeMaterial());
    expect(found.finding).toMatchObject({ result: 'pass' });
    expect(found.figures.length).toBe(figures.length - 1);
    expect(found.figures.every(({ state }) => state === 'equal')).toBe(true);
    expect(found.usesOtherRows).toBe(false);
    const activity = found.rows!.find(({ title }) => title === 'activity')!;
    expect(activity).toMatchObject({ read: 5, used: 5, leftOut: [] });
    for (const { read, used, leftOut } of found.rows!)
      expect(used + leftOut.reduce((sum, { keys }) => sum + keys.length, 0)).toBe(read);
  });

  it('shows a figure that was signed with another value beside the one that the engine computes', async () => {
    const found = await run(
      makeMaterial((entry) => (entry.key === 'total/market' ? { ...entry, value: '1' } : entry)),
    );
    const different = found.figures.filter(({ state }) => state !== 'equal');
    expect(different).toMatchObject([{ key: 'total/market', registered: { value: '1' }, state: 'differs' }]);
    expect(different[0]!.computed!.value).not.toBe('1');
    expect(found.finding).toMatchObject({ result: 'fail', code: 'figure-differs' });
  });

  it('shows a figure whose value is right and whose origin was changed', async () => {
    const found = await run(
      makeMaterial((entry) =>
        entry.key === 'total/market' ? { ...entry, detail: { ...entry.detail, note: 'audited' } } : entry,
      ),
    );
    expect(found.figures.filter(({ state }) => state !== 'equal')).toMatchObject([
      { key: 'total/market', state: 'detail' },
    ]);
  });

  it('refuses rows that are not those of the record that the result names', async () => {
    const { records, ...rest } = makeMaterial();
    const lying = records.map((record) => {
      if (record.title !== 'activity') return record;
      const [first, ...others] = record.entries.shown;
      return { ...record, entries: { ...record.entries, shown: [{ ...first!, value: '12501' }, ...others] } };
    });
    await expect(run({ ...rest, records: lying })).rejects.toMatchObject({ code: 'proof-root' });
  });

  it('says that figures were not computed where a source is missing', async () => {
    const { records, ...rest } = makeMaterial();
    const found = await run({ ...rest, records: records.filter(({ title }) => title !== 'gwps') });
    expect(found.finding).toMatchObject({ result: 'skipped' });
    expect(new Set(found.figures.map(({ state }) => state))).toEqual(new Set(['not-computed']));
    expect(found.rows).toBeNull();
  });
});

describe('recompute of a run that used documents', () => {
  const trade = makeTrade(['CN', 'DE'], 3);
  const blobs = trade.documents.map(({ sha256, size, mediaType, bytes }) => ({
    ...{ sha256, size, mediaType },
    blob: new Blob([Buffer.from(bytes)]),
  }));
  let material: Material;
  let count: number;
  beforeAll(async () => {
    const table = makeRecord(
      'table',
      KINDS.dataset,
      saltEntries(trade.entries as UnsaltedEntry[], 'none').entries,
    );
    const inputs = [{ record: table.id, entries: trade.entries }];
    const parameters = { period: YEAR_2023, rounding: { mode: 'half-even', digits: 9 } };
    const engine = await openMethodEngine('trade@1', engineFolder);
    const documents = await Promise.all(
      blobs.map(async ({ blob, ...name }) =>
        engine.readDocument!(name, (await openBlobs([{ ...name, blob }], () => {})(name))!),
      ),
    );
    const result = await engine.run(inputs, parameters, { documents });
    const { entries } = saltEntries(engine.listEntries(result, parameters), 'none');
    count = entries.length - 1;
    const accounts = makeRecord('accounts', KINDS.result, entries, [table.id]);
    material = { records: [accounts, table], closed: [], isFile: false };
  });
  const runWith = (given: typeof blobs) =>
    recompute(material, { ...engines, openDocument: openBlobs(given, () => {}) }, () => {});

  it('finds every figure equal and accounts for every row, with the documents that the run names', async () => {
    const named = listOfRuns(material.records).map(({ sha256 }) => sha256);
    expect(named.toSorted()).toEqual(blobs.map(({ sha256 }) => sha256).toSorted());
    const found = await runWith(blobs);
    expect(found.finding).toMatchObject({ result: 'pass' });
    expect(found.figures.filter(({ state }) => state === 'equal')).toHaveLength(count);
    expect(found.rows).toMatchObject([{ title: 'table', read: 3, used: 3, leftOut: [] }]);
    expect(found.usesOtherRows).toBe(false);
  });

  it('computes nothing where one is missing', async () => {
    const found = await runWith(blobs.slice(1));
    expect(found.finding).toMatchObject({ result: 'skipped', code: 'inputs-not-shown' });
    expect(new Set(found.figures.map(({ state }) => state))).toEqual(new Set(['not-computed']));
    expect(found.rows).toBeNull();
  });

  it('fails where other bytes pass for one', async () => {
    const [first, ...others] = blobs;
    const lying = { ...first!, blob: new Blob(['x'.repeat(first!.size)]) };
    expect((await runWith([lying, ...others])).finding).toMatchObject({
      result: 'fail',
      code: 'run-refused',
    });
  });
});
