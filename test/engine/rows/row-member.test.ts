import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type * as z from 'zod';
import { rowDetail } from '../../../engine/rows/row-detail.ts';
import { isExactDetail } from '../../../engine/rows/row-member.ts';

const WORDS = [
  'process',
  'CO2',
  'fossil',
  'combustion',
  'average',
  'generation',
  'direct',
  'actual',
  'reference',
];
const POOL = [
  ...WORDS,
  'CN',
  'CN-31',
  '3.1',
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
  [1],
  {},
];

/** A detail of a random row type, with mostly valid members. */
const detail = fc.constantFrom(...rowDetail.options).chain(({ shape }) => {
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
});

describe('a detail', () => {
  it('is exact if and only if parsing it by schema would change nothing', () => {
    let exact = 0;
    fc.assert(
      fc.property(detail, (given) => {
        const parsed = rowDetail.safeParse(given);
        const unchanged =
          parsed.success && JSON.stringify(sorted(parsed.data)) === JSON.stringify(sorted(given));
        if (unchanged) exact++;
        expect(isExactDetail(given)).toBe(unchanged);
      }),
    );
    expect(exact).toBeGreaterThan(0);
  });
});

function sorted(value: object): [string, unknown][] {
  return Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
}
