import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type * as z from 'zod';
import { rowDetail } from '../../../engine/rows/row-detail.ts';
import { isExactDetail } from '../../../engine/rows/row-member.ts';

const WORDS = [
  'mortgage',
  'evic',
  'efficiency',
  'power',
  'process',
  'CO2',
  'fossil',
  'combustion',
  'average',
  'generation',
  'direct',
  'actual',
  'reference',
  'heat',
  'net',
  'certificate',
  'Z',
  'A',
  'HS',
  'import',
  'production',
  'input',
  'air',
  'AB',
  'forest',
  'fire',
  'scope2@1',
  'EUR',
  'text/csv',
  'biogenic',
  'CO2e',
  'full',
  'yes',
  'substituted',
  'group',
  'territory',
  'CO2/C',
  '15C',
  'biomass',
  'GWP',
];
const ID = `0x${'ab'.repeat(32)}`;
const SCORES = { reliability: 1, completeness: 2, temporal: 3, geographical: 4, technological: 5 };
const RETIREMENT = {
  date: '2024-02-29',
  by: 'a',
  for: 'urn:a:b',
  registry: 'c',
  serials: [{ from: 'd1', to: 'd2' }],
};
const POOL = [
  ...WORDS,
  'storage',
  'CN',
  'CN-31',
  '3.1',
  '3.15',
  '3.16',
  '7208',
  'a b',
  '',
  'x'.repeat(65),
  2023,
  100,
  0,
  1.5,
  1e300,
  null,
  [],
  ['CO2'],
  ['CN'],
  ['operational-control'],
  [1],
  [1, 1],
  ['1.2', '1.3'],
  [ID, ID],
  ID,
  'ab'.repeat(32),
  'https://example.org/',
  '0.05',
  '1',
  3,
  {},
  { title: 'a' },
  { title: 'a', note: 'b' },
  { distribution: 'normal', standardDeviation: '0.05' },
  { distribution: 'normal', standardDeviation: '0.05', note: 'b' },
  { distribution: 'uniform', least: '0.9', most: '1.1' },
  { distribution: 'lognormal', geometricStandardDeviation: '0.9' },
  { distribution: 'pedigree', ...SCORES, basicVariance: '0.0006' },
  { distribution: 'none' },
  { sector: 'a', ratio: '0.05' },
  [{ path: 'Z.txt', size: 3, sha256: 'a'.repeat(64) }],
  [{ path: 'Z.txt', size: 3, sha256: 'a'.repeat(64), note: 'b' }],
  [{ part: 'CN1', whole: 'CHN' }],
  [{ part: 'CN1', whole: 'CHN', note: 'b' }],
  [{ flow: 'a', compartment: 'air' }],
  [{ flow: 'a', compartment: 'air', note: 'b' }],
  { before: 12, after: 0 },
  { before: 12, after: -1 },
  { group: 'laboratory:1' },
  { group: 'laboratory:1', coefficient: '0.4' },
  { group: 'laboratory:1', coefficient: '1.4' },
  SCORES,
  { ...SCORES, temporal: 6 },
  'sole',
  'waste',
  'none',
  'A1',
  'mass',
  'primary',
  'DOC',
  RETIREMENT,
  { ...RETIREMENT, date: '2024-02-30' },
  { ...RETIREMENT, note: 'b' },
];

type Schema = (typeof rowDetail.options)[number];

/** A detail of a row type, with mostly valid members. */
function detailOf({ shape }: Schema): fc.Arbitrary<Record<string, unknown>> {
  const members = Object.entries<z.ZodType>(shape).map(([name, schema]) => {
    const fitting = POOL.filter((value) => schema.safeParse(value).success);
    const fit = name === 'row' ? fc.constant(shape.row.value) : fc.constantFrom(...fitting);
    return [name, fc.oneof({ arbitrary: fit, weight: 30 }, fc.constantFrom(...POOL))] as const;
  });
  const required = Object.entries<z.ZodType>(shape).flatMap(([name, schema]) =>
    schema.safeParse(undefined).success ? [] : [name],
  );
  const own = fc.record(Object.fromEntries(members), { requiredKeys: required });
  const strange = fc.record({ note: fc.constantFrom('x', null) }, { requiredKeys: [] });
  const missing = fc.option(fc.constantFrom(...Object.keys(shape)), { freq: 1 });
  return fc.tuple(own, strange, missing).map(([given, more, left]) => {
    const members = Object.entries({ ...given, ...more }).filter(([name]) => name !== left);
    return Object.fromEntries(members);
  });
}

/** Returns a detail with every member of a row type, each with the first value that parsing does not change. */
function fullDetailOf({ shape }: Schema): Record<string, unknown> {
  const members = Object.entries<z.ZodType>(shape).map(([name, schema]) => {
    const value = POOL.find(
      (candidate) => JSON.stringify(schema.safeParse(candidate).data) === JSON.stringify(candidate),
    );
    return [name, name === 'row' ? shape.row.value : value] as const;
  });
  return Object.fromEntries(members);
}

describe('a detail', () => {
  it.each(rowDetail.options.map((schema) => [schema.shape.row.value, schema] as const))(
    'of type %s is exact if and only if parsing it by schema would change nothing',
    (_, schema) => {
      expect(Object.entries(fullDetailOf(schema)).filter(([, value]) => value === undefined)).toEqual([]);
      let exact = 0;
      fc.assert(
        fc.property(detailOf(schema), (given) => {
          const parsed = rowDetail.safeParse(given);
          const unchanged =
            parsed.success && JSON.stringify(sorted(parsed.data)) === JSON.stringify(sorted(given));
          if (unchanged) exact++;
          expect(isExactDetail(given)).toBe(unchanged);
        }),
        { examples: [[fullDetailOf(schema)]] },
      );
      expect(exact).toBeGreaterThan(0);
    },
  );
});

function sorted(value: object): [string, unknown][] {
  return Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
}
