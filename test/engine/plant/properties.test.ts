import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EngineError } from '../../../engine/errors/engine-error.ts';
import { runMethod, type RunResult } from '../../../engine/run.ts';
import { COMMON, dataset, figureOf, type TestEntry } from '../dataset.ts';
import { plantArbitrary } from './plants.ts';

/** Exactly: the values have no rounding but that of 44/12. */
const run = (rows: readonly TestEntry[]): RunResult =>
  runMethod('plant@1', [dataset('a', ...rows)], {
    ...COMMON,
    rounding: { mode: 'half-even', decimals: 12 },
    gwpSet: 'AR5',
  });
const numbersOf = ({ figures }: RunResult, pattern: RegExp): [string, string][] =>
  figures.flatMap(({ key, value }) => (pattern.test(key) ? [[key, value]] : []));
const RUNS = { numRuns: Math.ceil(0.15 * (fc.readConfigureGlobal().numRuns ?? 100)) };

describe('plant@1 on random plants', () => {
  it('closes each balance of carbon, and emits what enters and does not leave again', () => {
    fc.assert(
      fc.property(plantArbitrary, ({ rows, emitted, over }) => {
        const result = run(rows);
        for (const [key, value] of numbersOf(result, /carbon\/gap$/)) expect(value, key).toBe('0');
        for (const [unit, mass] of emitted) {
          const { value } = figureOf(result, `scope1/plant/works/${unit}/CO2`);
          expect(Number(value)).toBeCloseTo((mass * 44) / 1200, 6);
        }
        expect(Number(figureOf(result, 'plant/works/total').value)).toBeCloseTo((over * 44) / 1200, 6);
        const sums = ['in', 'out', 'emitted'].map((part) =>
          numbersOf(result, new RegExp(`^plant/works/carbon/${part}$`)).map(([, value]) => Number(value)),
        );
        expect(sums[0]![0]! - (sums[1]![0] ?? 0) - (sums[2]![0] ?? 0)).toBeCloseTo(0, 6);
      }),
      RUNS,
    );
  });

  it('refuses a unit that makes carbon', () => {
    fc.assert(
      fc.property(plantArbitrary, fc.nat(), ({ rows, streams }, at) => {
        const leaving = streams.filter((key) => key.includes(': unit'));
        const key = leaving[at % leaving.length];
        fc.pre(key !== undefined);
        const more = rows.map((row) =>
          row.key === key ? { ...row, value: String(Number(row.value) * 1000 + 1_000_000) } : row,
        );
        expect(() => run(more)).toThrow(EngineError);
        expect(() => run(more)).toThrow(expect.objectContaining({ code: 'unit-makes-carbon' }));
      }),
      RUNS,
    );
  });

  it('gives the same for rows in any order, and for a stream in two rows', () => {
    const arbitrary = plantArbitrary.chain((plant) =>
      fc.record({
        plant: fc.constant(plant),
        shuffled: fc.shuffledSubarray([...plant.rows], { minLength: plant.rows.length }),
        at: fc.nat({ max: plant.streams.length - 1 }),
        share: fc.integer({ min: 0, max: 100 }),
      }),
    );
    fc.assert(
      fc.property(arbitrary, ({ plant: { rows, streams }, shuffled, at, share }) => {
        const result = run(rows);
        expect(run(shuffled)).toEqual(result);
        const split = rows.flatMap((row) => {
          if (row.key !== streams[at]) return row;
          const hundredth = (part: number): string => String((Number(row.value) * part) / 100);
          return [
            { ...row, value: hundredth(share) },
            { ...row, key: `${row.key} again`, value: hundredth(100 - share) },
          ];
        });
        expect(numbersOf(run(split), /./)).toEqual(numbersOf(result, /./));
      }),
      RUNS,
    );
  });
});
