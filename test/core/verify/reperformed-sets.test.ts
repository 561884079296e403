import { describe, expect, it } from 'vitest';
import { openKnownEngine, readEngineDigests } from '../../../cli/engines/engine-folder.ts';
import type { Hex } from '../../../core/encoding/hex.ts';
import { type BundleRecord, formatBundle } from '../../../core/proofs/bundle.ts';
import { rootOfRows } from '../../../core/records/row-set.ts';
import { openSelection, type Selection } from '../../../core/records/selection.ts';
import { GivenRows } from '../../../core/verify/given-rows.ts';
import { verifyReperformance } from '../../../core/verify/reperformance.ts';
import type { Finding } from '../../../core/verify/result.ts';
import { type Verification, verifyBundle } from '../../../core/verify/verify.ts';
import type { WorkLimits } from '../../../core/verify/work.ts';
import type { RunDetail } from '../../../engine/run.ts';
import { electricity } from '../../engine/dataset.ts';
import { FIRST_SEAL, readFacts } from '../../helpers/memory-ledger.ts';
import { COMPANY_INPUTS, type Dishonesty, makeResult, saltNone } from '../../helpers/reperformed-result.ts';
import { defaultPolicy } from './market.ts';

const engines = await readEngineDigests();
const digest = engines.at(-1)!;
const [ACTIVITY, FACTORS] = COMPANY_INPUTS.map(({ entries }) => saltNone(entries)) as [
  ReturnType<typeof saltNone>,
  ReturnType<typeof saltNone>,
];

/** What a run says about the activity data, as a set of the selected rows; `changes` are its lies. */
function nameSet(selection: Selection, changes: object = {}): (run: RunDetail) => RunDetail {
  return (run) => {
    const isSelected = openSelection(selection);
    const inputs = run.inputs.map((input) => {
      if (!('keys' in input) || !input.keys.includes('coal')) return input;
      const keys = ACTIVITY.filter(isSelected).map(({ key }) => key);
      const { record } = input;
      const root = rootOfRows(record as Hex, keys);
      return { record, selection, count: keys.length, root, ...changes };
    });
    return { ...run, inputs: inputs };
  };
}

async function reperform(dishonesty: Dishonesty, rows: readonly GivenRows[] = []): Promise<Finding> {
  const { bundle } = makeResult(digest, dishonesty);
  const asked = { bundle, engines, openEngine: openKnownEngine, rows };
  return (await verifyReperformance(asked)).finding;
}

const without = (key: string): string[] =>
  [...ACTIVITY, ...FACTORS].map((row) => row.key).filter((each) => each !== key);

describe('A run that names its rows as a set', () => {
  it.each<[string, Selection]>([
    ['all rows of the record', {}],
    ['rows in a period', { within: { from: 1672531200, until: 1704067200 } }],
    ['keys', { keys: ACTIVITY.map(({ key }) => key).sort() }],
  ])('is computed again from %s', async (_, selection) => {
    expect(await reperform({ run: nameSet(selection) })).toMatchObject({ result: 'pass', code: 'ok' });
  });

  it('leaves out rows that its selection does not select', async () => {
    const unused = [electricity('forgotten', '9', 'MW.h')];
    const run = nameSet({ except: ['forgotten'] });
    expect(await reperform({ run, unused })).toMatchObject({ result: 'pass' });
    // Selected and counted, but left out: the rows that the engine gets would give other figures.
    expect(await reperform({ run: nameSet({}), unused })).toMatchObject({
      result: 'fail',
      code: 'inputs-differ',
      expected: ACTIVITY.length + 1,
      actual: ACTIVITY.length,
    });
  });

  it('is skipped where the proof file shows fewer rows than it counts, and says what to ask for', async () => {
    const found = await reperform({ run: nameSet({}), shown: without('coal') });
    expect(found).toMatchObject({ result: 'skipped', code: 'inputs-not-shown' });
    expect(found.basis).toMatch(
      /used 4 rows of record 0x[0-9a-f]{64}, but .* only 3 .* --out rows.ndjson.* --rows$/,
    );
  });

  it.each<[string, object]>([
    ['a count that is too small', { count: ACTIVITY.length - 1 }],
    ['the root of other rows', { root: rootOfRows(`0x${'0'.repeat(64)}`, ['coal']) }],
  ])('fails with %s', async (_, lie) => {
    expect(await reperform({ run: nameSet({}, lie) })).toMatchObject({
      result: 'fail',
      code: 'inputs-differ',
    });
  });

  it('fails where the engine uses fewer rows than the set holds', async () => {
    const unused = [{ ...electricity('idle', '9', 'MW.h'), from: 0, until: 1 }];
    const run = (own: RunDetail): RunDetail => {
      const named = nameSet({})(own);
      const inputs = named.inputs.map((input) =>
        'keys' in input ? input : { ...(input as object), ...countAll((input as { record: Hex }).record) },
      );
      return { ...named, inputs: inputs as unknown as RunDetail['inputs'] };
    };
    const countAll = (record: Hex): object => {
      const keys = [...ACTIVITY.map(({ key }) => key), 'idle'];
      return { count: keys.length, root: rootOfRows(record, keys) };
    };
    const found = await reperform({ run, unused });
    expect(found).toMatchObject({ result: 'fail', code: 'inputs-differ' });
    expect(found.actual).toContainEqual(expect.objectContaining({ count: ACTIVITY.length + 1 }));
    expect(found.expected).toContainEqual(expect.objectContaining({ count: ACTIVITY.length }));
  });

  it('is malformed with a selection that is', async () => {
    const run = nameSet({}, { selection: { rows: ['fuel-use', 'electricity-use'] } });
    expect(await reperform({ run })).toMatchObject({ result: 'fail', code: 'run-malformed' });
  });
});

describe('Rows beside the proof file', () => {
  const read = (
    rows: readonly BundleRecord['entries']['shown'][number][] | typeof ACTIVITY,
  ): Promise<GivenRows> => GivenRows.read(rows);

  it.each<[string, Dishonesty]>([
    ['lists rows', {}],
    ['names a set', { run: nameSet({}) }],
  ])('let a run be computed again that %s, where the file shows none of them', async (_, dishonesty) => {
    const given = [await read(ACTIVITY), await read(FACTORS.toReversed())];
    expect(await reperform({ ...dishonesty, shown: [] })).toMatchObject({ code: 'inputs-not-shown' });
    expect(await reperform({ ...dishonesty, shown: [] }, given)).toMatchObject({
      result: 'pass',
      code: 'ok',
    });
    expect(await reperform({ ...dishonesty, shown: [] }, given.slice(1))).toMatchObject({
      code: 'inputs-not-shown',
    });
  });

  it('count for no record where one is changed, added or left out', async () => {
    const changes = [
      ACTIVITY.map((row) => (row.key === 'coal' ? { ...row, value: '12501' } : row)),
      [...ACTIVITY, ...saltNone([electricity('more', '9', 'MW.h')])],
      ACTIVITY.slice(1),
      [],
    ];
    for (const changed of changes) {
      const given = [await read(changed), await read(FACTORS)];
      expect(await reperform({ shown: [] }, given)).toMatchObject({ code: 'inputs-not-shown' });
    }
  });

  it('are refused where a key is there twice', async () => {
    await expect(read([...ACTIVITY, ACTIVITY[0]!])).rejects.toMatchObject({ code: 'map-repeated' });
  });

  it('have the root of the record that holds them', async () => {
    const { bundle } = makeResult(digest);
    expect((await read(ACTIVITY)).root).toBe(bundle.records[1]!.record.entries);
    expect((await read([])).root).toBe(`0x${'0'.repeat(64)}`);
  });

  it('have a limit of their own: they do not count as rows of the proof file', async () => {
    const { ledger, bundle } = makeResult(digest, { shown: [] });
    const verify = (rows: readonly GivenRows[], limits: Partial<WorkLimits>): Promise<Verification> =>
      verifyBundle(new TextEncoder().encode(formatBundle(bundle)), {
        policy: defaultPolicy({ newest: 'not-asked', engines, require: ['reperformance'] }),
        reader: readFacts(ledger.facts),
        now: FIRST_SEAL,
        openEngine: openKnownEngine,
        rows,
        limits,
      });
    const codeOf = ({ checks }: Verification): string | undefined =>
      checks.find(({ check }) => check === 'reperformance')?.code;
    const given = [await read(ACTIVITY), await read(FACTORS)];
    const count = ACTIVITY.length + FACTORS.length;
    const { outputs } = bundle.records[0]!.entries.shown.find(({ key }) => key === 'run')!.detail as {
      outputs: string[];
    };
    expect((await verify(given, { rows: outputs.length, givenRows: count })).verdict).toBe('verified');
    expect(codeOf(await verify(given, { givenRows: count - 1 }))).toBe('over-limit');
    expect(codeOf(await verify(given.slice(1), { rows: outputs.length }))).toBe('over-limit');
  });
});
