import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Selection } from '../../../core/records/selection.ts';
import { EngineError } from '../../../engine/errors/engine-error.ts';
import type { InputRecord } from '../../../engine/rows/input.ts';
import { describeRun, repeatRun, runMethod, type RunResult } from '../../../engine/run.ts';
import { ALWAYS, COMMON, dataset, entry, type TestEntry } from '../dataset.ts';

const PLACES = ['GB', 'GB-ENG', 'CN'];
const FACTOR_PLACES = [undefined, undefined, 'GB', 'CN'];
const PARAMETERS = { ...COMMON, gwpSet: 'AR5' };
const maybe = <T>(name: string, value: T | undefined): Record<string, T> =>
  value === undefined ? {} : { [name]: value };

const useArbitrary = fc
  .record({
    unit: fc.constantFrom('t', 'kg', 'L', 'm3', 'kW.h', 'GJ'),
    calorific: fc.constantFrom(undefined, 'gross', 'net'),
    geography: fc.constantFrom(...PLACES),
    origin: fc.constantFrom(undefined, undefined, 'fossil', 'biogenic', 'land-use'),
    value: fc.integer({ min: 1, max: 10 ** 6 }),
  })
  .map(({ unit, value, calorific, geography, origin }) => {
    const detail = { row: 'fuel-use', fuel: 'fuel', category: 'c', geography };
    return entry('', String(value), unit, {
      ...detail,
      ...maybe('calorific', calorific),
      ...maybe('origin', origin),
    });
  });

/** Every factor that a fuel can have, in every form; a run gets some of them. */
const FACTORS: readonly TestEntry[] = [
  ...[
    ['CO2', 'fossil'],
    ['CO2', 'biogenic'],
    ['CH4', 'fossil'],
    ['CH4', 'biogenic'],
    ['CO2e', 'fossil'],
  ].flatMap(([gas, origin]) =>
    ['kW.h', 'GJ', 't', 'L'].map((per) =>
      entry('', '3', `kg{${gas}}/${per}`, {
        row: 'emission-factor',
        fuel: 'fuel',
        gas,
        origin,
        basis: 'combustion',
        ...(per === 'kW.h' ? { calorific: 'gross' } : {}),
        ...(gas === 'CO2e' ? { gases: ['N2O'], gwpSet: 'AR5' } : {}),
      }),
    ),
  ),
  entry('', '15', 'kg{C}/GJ', { row: 'carbon-content', fuel: 'fuel' }),
  entry('', '14', 'kg{C}/GJ', { row: 'carbon-content', fuel: 'fuel', origin: 'biogenic' }),
  entry('', '40', 'GJ/t', { row: 'net-calorific-value', fuel: 'fuel' }),
  entry('', '44', 'GJ/t', { row: 'gross-calorific-value', fuel: 'fuel' }),
  entry('', '36', 'MJ/L', { row: 'net-calorific-value', fuel: 'fuel' }),
  entry('', '0.9', '1', { row: 'calorific-ratio', fuel: 'fuel' }),
  entry('', '0.8', 'kg/L', { row: 'density', fuel: 'fuel' }),
  entry('', '0.98', '1', { row: 'oxidation', fuel: 'fuel' }),
].map((row) => ({ ...row, ...ALWAYS, detail: { ...row.detail, year: 2023 } }));

/** Some factors, each for one place: mostly those that every run needs. */
const factorsArbitrary = fc
  .tuple(
    ...FACTORS.map(({ detail }) => {
      const isProperty = detail!['row'] !== 'emission-factor';
      return fc.tuple(fc.nat(isProperty ? 9 : 3), fc.constantFrom(...FACTOR_PLACES));
    }),
  )
  .map((chosen) =>
    FACTORS.flatMap((row, index) => {
      const [chance, geography] = chosen[index]!;
      if (chance === 1) return [];
      return [{ ...row, key: `factor${index}`, detail: { ...row.detail, ...maybe('geography', geography) } }];
    }),
  );

const usesArbitrary = fc
  .array(useArbitrary, { minLength: 1, maxLength: 5 })
  .map((uses) => uses.map((use, index) => ({ ...use, key: `use${index}` })));

const run = (uses: readonly TestEntry[], factors: readonly TestEntry[], more = {}): RunResult =>
  runMethod('combustion@2', inputsOf(uses, factors), { ...PARAMETERS, ...more });
const inputsOf = (uses: readonly TestEntry[], factors: readonly TestEntry[]): InputRecord[] => [
  dataset('a', ...uses),
  dataset('b', ...factors),
];

/** Runs `check` on inputs that can be computed; at least some can. */
function everyRun(check: (uses: TestEntry[], factors: TestEntry[], result: RunResult) => void): void {
  let made = 0;
  fc.assert(
    fc.property(usesArbitrary, factorsArbitrary, (uses, factors) => {
      let result: RunResult;
      try {
        result = run(uses, factors);
      } catch (error) {
        if (error instanceof EngineError) return;
        throw error;
      }
      made += 1;
      check(uses, factors, result);
    }),
  );
  expect(made).toBeGreaterThan(0);
}

const valuesOf = ({ figures }: RunResult): Record<string, string> =>
  Object.fromEntries(figures.map(({ key, value }) => [key, value]));

describe('combustion@2, for any uses and factors of a fuel', () => {
  it('gives the same figures again from the rows that it used', () => {
    everyRun((uses, factors, result) => {
      const used = result.used.map(({ record, keys }) => {
        const { entries } = inputsOf(uses, factors).find((input) => input.record === record)!;
        return { record, entries: entries.filter(({ key }) => keys.includes(key)) };
      });
      expect(repeatRun(describeRun('combustion@2', PARAMETERS, result, '0x'), used).figures).toEqual(
        result.figures,
      );
    });
  });

  it('names sets that select exactly the uses that count', () => {
    everyRun((uses, factors) => {
      for (const { detail } of run(uses, factors, { listed: 0 }).figures) {
        const { operands } = detail.derivation;
        const sets = operands.flatMap((operand) =>
          'selection' in operand && operand.sum !== null ? [operand] : [],
        );
        const alike = Map.groupBy(sets, ({ selection }) => JSON.stringify(selection));
        for (const same of alike.values()) {
          const selected = uses.filter((use) => isSelected(use, same[0]!.selection)).length;
          const count = same.reduce((sum, set) => sum + set.count, 0);
          // a set of one row is listed by its key
          const single = operands.filter((operand) => 'value' in operand && operand.key.startsWith('use'));
          expect(selected).toBeGreaterThanOrEqual(count);
          expect(selected).toBeLessThanOrEqual(count + single.length);
        }
      }
    });
  });

  it('changes no figure of fossil origin when biogenic factors are added', () => {
    everyRun((uses, factors) => {
      const isBiogenic = ({ detail }: TestEntry): boolean => detail!['origin'] === 'biogenic';
      const fossil = factors.filter((row) => !isBiogenic(row));
      const own = uses.filter(
        (use) => use.detail!['origin'] === undefined || use.detail!['origin'] === 'fossil',
      );
      let before: RunResult;
      try {
        before = run(own, fossil);
      } catch (error) {
        if (error instanceof EngineError) return;
        throw error;
      }
      expect(
        valuesOf(
          run(
            own,
            factors.filter((row) => row.detail!['gas'] === 'CO2' || !isBiogenic(row)),
          ),
        ),
      ).toMatchObject(valuesOf(before));
    });
  });

  it('changes no figure when a use is split in two or is in another unit of the same kind', () => {
    const spelled: Readonly<Record<string, [string, string]>> = {
      t: ['kg', '000'],
      m3: ['L', '000'],
      GJ: ['MJ', '000'],
    };
    everyRun((uses, factors, result) => {
      const split = uses.flatMap((use) => [
        { ...use, key: `${use.key}/0`, value: '0' },
        { ...use, key: `${use.key}/1` },
      ]);
      const halves = uses.flatMap((use) => {
        const value = Number(use.value);
        const half = Math.floor(value / 2);
        return [half, value - half].map((part, index) => ({
          ...use,
          key: `${use.key}/${index}`,
          value: String(part),
        }));
      });
      const others = uses.map((use) => {
        const [unit, zeros] = spelled[use.unit] ?? [use.unit, ''];
        return { ...use, unit, value: `${use.value}${zeros}` };
      });
      for (const changed of [split, halves, others])
        expect(valuesOf(run(changed, factors))).toEqual(valuesOf(result));
    });
  });
});

function isSelected({ detail }: TestEntry, { where = {} }: Selection): boolean {
  return Object.entries(where).every(([member, text]) => (detail![member] ?? null) === text);
}
