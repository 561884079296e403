import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findChangedRows, findDependentKeys, type ImpactEntry } from '../../../engine/compare/impact.ts';
import type { InputRecord } from '../../../engine/rows/input.ts';
import { runMethod, type RunResult } from '../../../engine/run.ts';
import {
  certificate,
  COMMON,
  COMPANY,
  dataset,
  electricity,
  fuelDefaults,
  fuelUse,
  gridFactor,
  gwp,
  leak,
  recordId,
} from '../dataset.ts';

/** Rows with these keys that changed, as far as figures name them by key. */
const changedRows = (...keys: string[]): ReadonlyMap<string, []> => new Map(keys.map((key) => [key, []]));
const findChangedKeys = (before: readonly ImpactEntry[], after: readonly ImpactEntry[]): string[] => [
  ...findChangedRows(before, after).keys(),
];

const PARAMETERS = {
  ...COMMON,
  gwpSet: 'own',
  grids: { location: 'national', residual: 'national' },
  entities: [COMPANY],
  totals: { co2Only: 'list' },
} as const;

const ACTIVITY = dataset(
  'a',
  fuelUse('coal', '12500', 't', 'anthracite'),
  fuelUse('lignite', '800', 't', 'lignite'),
  leak('leak', '18.5', 'kg', 'HFC-134a'),
  electricity('use', '48000', 'MW.h'),
  certificate('x', '12000', 'MW.h'),
);
const FACTORS = dataset(
  'b',
  ...fuelDefaults('anthracite', '26.7', '1', { CO2: '98300' }),
  ...fuelDefaults('lignite', '11.9', '1', { CO2: '101000' }),
  gwp('HFC-134a', 'own', '1300'),
  gridFactor('average', '0.5306', 'average'),
  gridFactor('residual', '0.6096', 'residual'),
);

function run(inputs: readonly InputRecord[]): RunResult {
  return runMethod('inventory@2', inputs, PARAMETERS);
}

/** Returns the dataset with the last digit of one row changed. */
function changeDigit(input: InputRecord, key: string): InputRecord {
  const entries = input.entries.map((entry) => {
    if (entry.key !== key) return entry;
    const { value } = entry;
    const last = Number(value!.at(-1));
    return { ...entry, value: `${value!.slice(0, -1)}${last > 1 ? last - 1 : last + 1}` };
  });
  return { ...input, entries };
}

describe('a change of one digit in one row', () => {
  const first = run([ACTIVITY, FACTORS]);
  // A GWP must be that of its set.
  const keys = [...ACTIVITY.entries, ...FACTORS.entries]
    .map(({ key }) => key)
    .filter((key) => !key.startsWith('AR5/'));

  it.each(keys)('%s marks exactly the figures that a new run computes differently', (key) => {
    const inputs = [ACTIVITY, FACTORS].map((input) => changeDigit(input, key));
    const changed = [ACTIVITY, FACTORS].map((input, index) =>
      findChangedKeys(input.entries, inputs[index]!.entries),
    );
    expect(changed.flat()).toEqual([key]);
    const changes = new Map(
      [ACTIVITY, FACTORS].map(({ record }, index) => [record, changedRows(...changed[index]!)]),
    );
    const marked = findDependentKeys(first.figures, changes)!;
    expect(marked.length).toBeGreaterThan(0);
    // Oxidation of 1 cannot be 2, so its digit is compared by the derivation alone.
    if (key.endsWith('/oxidation')) return;
    const restated = run(inputs).figures;
    const different = first.figures.filter(
      (figure, index) => JSON.stringify(figure) !== JSON.stringify(restated[index]),
    );
    expect(marked).toEqual(different.map((figure) => figure.key).sort());
  });

  it('in another record, or in a row that no figure used, marks no figure', () => {
    expect(findDependentKeys(first.figures, new Map([[recordId('c'), changedRows(...keys)]]))).toEqual([]);
    expect(findDependentKeys(first.figures, new Map([[FACTORS.record, changedRows('none')]]))).toEqual([]);
  });

  it('of a figure marks an entry that shows it in another record', () => {
    const derivation = { formula: 'F', result: recordId('d'), key: 'scope2/market' };
    const entry = { key: 'shown', value: '1', unit: 't', from: 0, until: 0, detail: { derivation } };
    const changes = new Map([[recordId('d'), changedRows('scope2/market')]]);
    expect(findDependentKeys([entry], changes)).toEqual(['shown']);
    expect(findDependentKeys([entry], new Map([[recordId('d'), changedRows('scope2/location')]]))).toEqual(
      [],
    );
  });

  it('of anything marks figures without a readable derivation, but not documents', () => {
    const entry = { key: 'shown', unit: 't', detail: null };
    const changes = new Map([[recordId('d'), changedRows('any')]]);
    expect(findDependentKeys([entry], changes)).toEqual(['shown']);
    expect(findDependentKeys([{ ...entry, detail: { derivation: { operands: [1] } } }], changes)).toEqual([
      'shown',
    ]);
    expect(findDependentKeys([{ ...entry, unit: '' }], changes)).toEqual([]);
    expect(findDependentKeys([entry], new Map([[recordId('d'), changedRows()]]))).toEqual([]);
  });

  it('of a row marks the row with its key in a fused dataset', () => {
    const fusion = { key: 'fusion', unit: '', detail: { row: 'fusion' } };
    const rows = ['a', 'b'].map((key) => ({ key, unit: 't', detail: { row: 'gwp' } }));
    expect(findDependentKeys([fusion, ...rows], new Map([[recordId('d'), changedRows('b')]]))).toEqual(['b']);
  });

  it('of a row marks a chain of figures in the same record, in any order', () => {
    const chain = Array.from({ length: 20_000 }, (_, index) => ({
      key: `f/${index}`,
      unit: 't',
      detail: {
        derivation: {
          operands: [index === 0 ? { key: 'row', record: recordId('d') } : { key: `f/${index - 1}` }],
        },
      },
    }));
    const changes = new Map([[recordId('d'), changedRows('row')]]);
    expect(findDependentKeys(chain.reverse(), changes)).toHaveLength(20_000);
  });
});

describe('a change of a document', () => {
  it('marks the figures whose factors it decided', () => {
    const detail = {
      documents: [{ name: 'grid-place', record: recordId('b'), key: 'grid/East' }],
      derivation: { formula: 'E * EF', operands: [{ name: 'E', record: recordId('a'), key: 'use' }] },
    };
    const figures = [
      { key: 'scope2/location', unit: 't{CO2}', detail },
      { key: 'scope2/market', unit: 't{CO2}', detail: { ...detail, documents: undefined } },
    ];
    const changes = new Map([[recordId('b'), changedRows('grid/East')]]);
    expect(findDependentKeys(figures, changes)).toEqual(['scope2/location']);
  });
});

describe('findChangedKeys', () => {
  it('finds no change in equal entries, for any order of entries and members', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...FACTORS.entries], { minLength: 1 }), (entries) => {
        const turned = entries.map((entry) => ({
          ...entry,
          detail: Object.fromEntries(Object.entries(entry.detail ?? {}).reverse()),
        }));
        expect(findChangedKeys(entries, turned.reverse())).toEqual([]);
        expect(findChangedKeys(entries, entries.slice(1))).toEqual([entries[0]!.key]);
      }),
    );
  });

  it('finds no change in a figure that took the same value from the next version of a record', () => {
    const figure = (record: string, value: string): (typeof FACTORS.entries)[number] => ({
      ...FACTORS.entries[0]!,
      detail: {
        factors: [{ name: 'EF', record, key: 'row' }],
        derivation: { formula: 'EF', operands: [{ name: 'EF', record, key: 'row', value }] },
      },
    });
    const before = [figure(recordId('c'), '1')];
    expect(findChangedKeys(before, [figure(recordId('d'), '1')])).toEqual([]);
    expect(findChangedKeys(before, [figure(recordId('d'), '2')])).toEqual([before[0]!.key]);
  });
});
