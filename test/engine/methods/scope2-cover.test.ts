import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EngineError } from '../../../engine/errors/engine-error.ts';
import { runMethod } from '../../../engine/run.ts';
import {
  certificate,
  COMMON,
  COMPANY,
  dataset,
  documentOf,
  electricity,
  figureOf,
  gridFactor,
  type TestEntry,
} from '../dataset.ts';

const PARAMETERS = { ...COMMON, grids: { location: 'national', residual: 'national' }, entities: [COMPANY] };

interface Case {
  readonly uses: readonly { readonly place: string; readonly amount: number }[];
  readonly instruments: readonly { readonly place: string; readonly amount: number }[];
}
const RESIDUALS: Readonly<Record<string, number>> = { DE: 8, FR: 1, US: 5 };
const PLACES = ['DE', 'DE-BY', 'FR', 'US', 'US-CA'];
const caseArbitrary: fc.Arbitrary<Case> = fc.record({
  uses: fc.array(fc.record({ place: fc.constantFrom(...PLACES), amount: fc.integer({ min: 1, max: 99 }) }), {
    minLength: 1,
    maxLength: 6,
  }),
  instruments: fc.array(
    fc.record({ place: fc.constantFrom(...PLACES), amount: fc.integer({ min: 1, max: 9 }) }),
    { maxLength: 6 },
  ),
});

/**
 * The market-based figure in hundredths, computed one instrument after the other, those of smaller markets first: each takes its share
 * of all that is left in its market. Null where one covers more than is left.
 */
function coverOneByOne({ uses, instruments }: Case): number | null {
  const covered = (place: string): ((use: string) => boolean) =>
    ['DE', 'FR'].includes(place.slice(0, 2))
      ? (use) => ['DE', 'FR'].includes(use.slice(0, 2))
      : (use) => use === place || use.startsWith(`${place}-`);
  const left = uses.map(({ place, amount }) => ({ place, amount }));
  const sizes = instruments.map((each) => ({
    ...each,
    of: left.filter(({ place }) => covered(each.place)(place)),
  }));
  const distinct = (list: readonly { place: string }[]): number =>
    new Set(list.map(({ place }) => place)).size;
  for (const { amount, of } of sizes.sort((a, b) => distinct(a.of) - distinct(b.of))) {
    const all = of.reduce((sum, each) => sum + each.amount, 0);
    if (amount > all + 1e-9) return null;
    for (const each of of) each.amount *= 1 - amount / all;
  }
  return left.reduce((sum, { place, amount }) => sum + amount * RESIDUALS[place.slice(0, 2)]!, 0) * 100;
}

describe('the market-based figure of any use and instruments', () => {
  const rowsOf = ({ uses, instruments }: Case): TestEntry[] => [
    ...uses.map(({ place, amount }, index) => electricity(`use/${index}`, String(amount), 'MW.h', place)),
    ...instruments.map(({ place, amount }, index) =>
      certificate(`i${index}`, String(amount), 'MW.h', { geography: place }),
    ),
    ...Object.entries(RESIDUALS).flatMap(([geography, residual]) => [
      gridFactor(`${geography}/average`, '0.4', 'average', { geography }),
      gridFactor(`${geography}/residual`, String(residual), 'residual', { geography }),
    ]),
    documentOf('market/EU', { row: 'market-boundary', market: 'EU', includes: ['DE', 'FR'] }),
  ];
  const compute = (rows: readonly TestEntry[]): string | null => {
    try {
      return figureOf(runMethod('scope2@2', [dataset('a', ...rows)], PARAMETERS), 'scope2/market').value;
    } catch (error) {
      if (error instanceof EngineError && error.code === 'instruments-exceed-consumption') return null;
      throw error;
    }
  };

  it('is what covering one instrument after the other gives', () => {
    let made = 0;
    fc.assert(
      fc.property(caseArbitrary, (given) => {
        const expected = coverOneByOne(given);
        const value = compute(rowsOf(given));
        expect(value === null).toBe(expected === null);
        if (expected === null) return;
        made += 1;
        expect(Number(value) * 100).toBeCloseTo(expected, 3);
      }),
    );
    expect(made).toBeGreaterThan(0);
  });

  it('is the same for rows in any order, and for instruments and use split in two', () => {
    fc.assert(
      fc.property(caseArbitrary, fc.boolean(), (given, reversed) => {
        const split = <T extends { amount: number }>(list: readonly T[]): T[] =>
          list.flatMap((each) =>
            each.amount < 2
              ? [each]
              : [
                  { ...each, amount: 1 },
                  { ...each, amount: each.amount - 1 },
                ],
          );
        const parts = { uses: split(given.uses), instruments: split(given.instruments) };
        const rows = rowsOf(parts);
        expect(compute(reversed ? rows.reverse() : rows)).toBe(compute(rowsOf(given)));
      }),
    );
  });
});
