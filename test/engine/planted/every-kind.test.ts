import { describe, expect, it } from 'vitest';
import { KINDS } from './kinds/all.ts';
import { plantOften } from './plant-often.ts';
import { runTable } from './outcome.ts';
import { makeTable } from './right-table.ts';

/** `PROPERTY_RUNS=10000`, as in `npm run test:long`: 500 right tables, and each kind of fault in 20 of them. */
const isLong = Number(process.env['PROPERTY_RUNS'] ?? 100) >= 10_000;
const TABLES = isLong ? 500 : 20;
const OF_KIND = isLong ? 20 : 1;
/** Right tables that may have a warning outside completeness, of all. */
const MOST_ALARMS = 0.05;
const OF_COMPLETENESS = ['missing-months'];

describe('right tables of five kinds of companies', () => {
  it(`are computed, and at most 5 % of ${TABLES} have a warning outside completeness`, () => {
    const alarms: string[] = [];
    for (let seed = 0; seed < TABLES; seed++) {
      const outcome = runTable(makeTable(seed));
      if ('refused' in outcome) throw new Error(`table ${seed}: ${outcome.refused}`);
      const [other] = outcome.warnings.filter(({ code }) => !OF_COMPLETENESS.includes(code));
      if (other !== undefined) alarms.push(`table ${seed}: ${other.code} ${other.message}`);
    }
    expect(alarms.length, alarms.join('\n')).toBeLessThanOrEqual(TABLES * MOST_ALARMS);
  });
});

describe('a fault that is planted into a right table', () => {
  const found = KINDS.filter(({ needs }) => needs === undefined);

  it.each(found.map((fault) => [fault.kind, fault] as const))(
    'is refused, is warned of by its row, or changes no figure: %s',
    (_, fault) => {
      const { least = 1 } = fault;
      const trials = plantOften(fault, OF_KIND);
      expect(trials.length, 'no table has a place for it').toBeGreaterThan(0);
      const silent = trials.filter(({ ending }) => ending === 'silent');
      expect(silent.length, JSON.stringify(silent)).toBeLessThanOrEqual(trials.length * (1 - least));
    },
  );

  it('has one of more than 100 kinds that are found', () => {
    expect(new Set(KINDS.map(({ kind }) => kind)).size).toBe(KINDS.length);
    expect(found.length).toBeGreaterThan(100);
  });
});
