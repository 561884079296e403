import { describe, expect, it } from 'vitest';
import { KINDS } from './kinds/all.ts';
import { plantOften } from './plant-often.ts';
import { runTable } from './outcome.ts';
import { makeTable } from './right-table.ts';
import { IS_LONG } from '../../helpers/long.ts';

/** Right tables, and how many of them each kind of fault is in. */
const TABLES = IS_LONG ? 500 : 20;
const OF_KIND = IS_LONG ? 20 : 1;
/** Right tables that may have a warning outside completeness, of all. */
const MOST_ALARMS = 0.05;
const OF_COMPLETENESS = ['missing-months', 'likely-double', 'likely-total', 'copied-value', 'other-spelling'];

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
  it.each(KINDS.map((fault) => [fault.kind, fault] as const))(
    'is refused, is warned of by its row, or changes no figure: %s',
    (_, fault) => {
      const trials = plantOften(fault, OF_KIND);
      expect(trials.length, 'no table has a place for it').toBeGreaterThan(0);
      expect(trials.filter(({ ending }) => ending === 'silent')).toEqual([]);
    },
  );

  it('has one of more than 150 kinds', () => {
    expect(new Set(KINDS.map(({ kind }) => kind)).size).toBe(KINDS.length);
    expect(KINDS.length).toBeGreaterThan(150);
  });
});
