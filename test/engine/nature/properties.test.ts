import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TestEntry } from '../dataset.ts';
import { withoutCounts } from '../named-rows.ts';
import { area, conversion, event, factor, runNature, stock, valuesOf, years } from './land-rows.ts';

/** Fewer cases than other properties have in CI: each is a run of several years. */
const CASES = { numRuns: Math.ceil(0.06 * (fc.readConfigureGlobal().numRuns ?? 100)) };

const CLASSES = ['forest', 'cropland', 'grassland'] as const;
const [FIRST, LAST] = [2000, 2006];
const SOIL_YEARS = 4;

const FACTORS = [
  ...CLASSES.flatMap((land, index) => [
    factor('soil-reference', land, `${30 + 25 * index}.5`, 't{C}/har'),
    factor('biomass', land, `${120 - 50 * index}`, 't/har'),
    factor('biomass-after', land, `${index}`, 't/har'),
    factor('growth', land, `${4 - index}.2`, 't/har.a'),
    factor('root-ratio', land, '0.26', '1'),
    factor('carbon-fraction', land, '0.47', 't{C}/t'),
    factor('litter', land, `${12 - 5 * index}`, 't{C}/har'),
    factor('expansion', land, '1.1', 't/m3'),
  ]),
];

interface Moved {
  readonly from: number;
  readonly to: number;
  readonly year: number;
  readonly hectares: number;
}

/** Conversions in the years before the last ones, so that soils and litter come to rest within the run. */
const movedArbitrary: fc.Arbitrary<Moved> = fc.record({
  from: fc.nat(CLASSES.length - 1),
  to: fc.nat(CLASSES.length - 1),
  year: fc.integer({ min: FIRST + 1, max: LAST - SOIL_YEARS + 1 }),
  hectares: fc.integer({ min: 1, max: 9 }),
});
const landArbitrary = fc.array(movedArbitrary, { minLength: 1, maxLength: 5 }).map((all) => ({
  moved: all.filter(({ from, to }) => from !== to),
}));

/** Returns the areas of all years after conversions, and these. */
function rowsOf(moved: readonly Moved[], more: object = {}): TestEntry[] {
  const areas = CLASSES.flatMap((land, at) =>
    Array.from({ length: LAST - FIRST + 1 }, (_, index) => {
      const year = FIRST + index;
      const before = moved.filter((each) => each.year <= year);
      const sum = (end: 'from' | 'to'): number =>
        before.reduce((total, each) => total + (each[end] === at ? each.hectares : 0), 0);
      const hectares = `${100 + sum('to') - sum('from')}`;
      return area(land, land, hectares, years(year), { soil: land, vegetation: land, ...more });
    }),
  );
  const conversions = moved.map(({ from, to, year, hectares }, index) => {
    const row = conversion(CLASSES[from]!, CLASSES[to]!, `${hectares}`, year);
    return { ...row, key: `${row.key}/${index}` };
  });
  return [...areas, ...conversions];
}

const PARAMETERS = { soilYears: SOIL_YEARS, deadOrganicYears: { gain: SOIL_YEARS, loss: 1 } };
const figuresOf = (rows: readonly TestEntry[]): Record<string, string> =>
  valuesOf(runNature([...rows, ...FACTORS], FIRST, LAST, PARAMETERS));

const sumOf = (values: Record<string, string>, pattern: RegExp): number =>
  Object.entries(values).reduce(
    (sum, [key, value]) => sum + (pattern.test(key) ? Number(value.split(' ')[0]) : 0),
    0,
  );

describe('areas, stocks and lines of land', () => {
  it('close: areas in every year, and soils, biomass and litter when they have come to rest', () => {
    fc.assert(
      fc.property(landArbitrary, ({ moved }) => {
        const values = figuresOf(rowsOf(moved));
        for (let year = FIRST; year <= LAST; year++)
          expect(sumOf(values, new RegExp(`DE/[a-z]+/area/${year}$`))).toBeCloseTo(300, 9);
        const stocks = [FIRST, LAST].map((year) => sumOf(values, new RegExp(`/soil/stock/${year}$`)));
        const changed = sumOf(values, /\/soil\/change\//);
        expect(changed).toBeCloseTo(stocks[1]! - stocks[0]!, 4);
        const litter = moved.reduce((sum, { from, to, hectares }) => sum + 5 * (from - to) * hectares, 0);
        expect(sumOf(values, /\/litter\/change\//)).toBeCloseTo(litter, 4);
        const lost = moved.reduce(
          (sum, { from, to, hectares }) => sum + (120 - 50 * from - to) * 1.26 * 0.47 * hectares,
          0,
        );
        expect(sumOf(values, /-to-[a-z]+\/biomass\/change\//)).toBeCloseTo(-lost, 4);
      }),
      CASES,
    );
  });

  it('do not depend on the order of rows, nor on how a conversion or a stratum is split', () => {
    fc.assert(
      fc.property(landArbitrary, fc.integer({ min: 1, max: 50 }), ({ moved }, part) => {
        const rows = rowsOf(moved);
        const values = figuresOf(rows);
        expect(figuresOf(rows.toReversed())).toEqual(values);
        const split = rows.flatMap((row) => {
          const isForest = row.detail!['stratum'] === 'forest';
          if (row.detail!['row'] === 'stratum-area' && !isForest) return [row];
          const whole = isForest ? part : Number(row.value) / 4;
          const detail = isForest ? { ...row.detail, stratum: 'other-forest' } : row.detail!;
          return [
            { ...row, value: `${Number(row.value) - whole}` },
            { ...row, key: `${row.key}/more`, value: `${whole}`, detail },
          ];
        });
        const splitValues = figuresOf(split);
        expect(Object.keys(splitValues)).toEqual(Object.keys(values));
        for (const [key, value] of Object.entries(values))
          expect(Number(splitValues[key]!.split(' ')[0]), key).toBeCloseTo(Number(value.split(' ')[0]), 6);
      }),
      CASES,
    );
  });

  it('are the same from the rows that a run used, with the same warnings', () => {
    fc.assert(
      fc.property(landArbitrary, fc.integer({ min: FIRST + 1, max: LAST }), ({ moved }, year) => {
        const stocks = [2001, 2003, 2005].map((at, index) => stock('town', 'AB', `${90 + index}`, at));
        const rows = [
          ...rowsOf(moved),
          area('town', 'settlements', '7', years(FIRST, LAST)),
          ...stocks,
          ...FACTORS,
        ];
        const made = runNature(rows, FIRST + 1, year, PARAMETERS);
        const used = new Set(made.used.flatMap(({ keys }) => keys));
        const again = runNature(
          rows.filter(({ key }) => used.has(key)),
          FIRST + 1,
          year,
          PARAMETERS,
        );
        expect(withoutCounts(again)).toEqual(withoutCounts(made));
      }),
      CASES,
    );
  });

  it('keep each emission line as it is, whatever other land takes up', () => {
    fc.assert(
      fc.property(landArbitrary, fc.integer({ min: 1, max: 500 }), ({ moved }, hectares) => {
        const rows = [...rowsOf(moved), event('forest', 'wood-removal', '30', 'm3', FIRST)];
        const more = [
          ...[FIRST, LAST].map((year, index) => stock('new', 'AB', `${100 + hectares * index}`, year)),
          area('new', 'forest', `${hectares}`, years(FIRST, LAST)),
        ];
        const emissions = (values: Record<string, string>): [string, string][] =>
          Object.entries(values).filter(([key]) => /\/emissions?\//.test(key));
        const before = figuresOf(rows);
        const after = figuresOf([...rows, ...more]);
        expect(emissions(after)).toEqual(emissions(before));
        expect(sumOf(after, /\/removal\//)).toBeLessThan(sumOf(before, /\/removal\//));
      }),
      CASES,
    );
  });
});
