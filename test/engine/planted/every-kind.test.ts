import { describe, expect, it } from 'vitest';
import type { Fault } from './fault.ts';
import { AMOUNTS } from './kinds/amounts.ts';
import { COMPLETENESS } from './kinds/completeness.ts';
import { FACTORS, GASES } from './kinds/factors.ts';
import { CHAINS, CONSOLIDATION, INSTRUMENTS, SPELLING } from './kinds/rules.ts';
import { judge, runTable, type Ending } from './outcome.ts';
import { seededRandom } from './random.ts';
import { makeTable } from './right-table.ts';

/** `PROPERTY_RUNS=10000`, as in `npm run test:long`: 500 right tables, and each kind of fault in 30 of them. */
const isLong = Number(process.env['PROPERTY_RUNS'] ?? 100) >= 10_000;
const TABLES = isLong ? 500 : 40;
const OF_KIND = isLong ? 30 : 2;
/** Right tables that may have a warning outside completeness, of all. */
const MOST_ALARMS = 0.05;
const OF_COMPLETENESS = ['missing-months'];

const KINDS: readonly Fault[] = [
  ...AMOUNTS,
  ...FACTORS,
  ...GASES,
  ...COMPLETENESS,
  ...INSTRUMENTS,
  ...CONSOLIDATION,
  ...CHAINS,
  ...SPELLING,
];

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
  const found = new Map<string, Ending[]>();

  it.each(KINDS.map((fault) => [fault.kind, fault] as const))(
    'is refused, is warned of by its row, or changes no figure: %s',
    (kind, fault) => {
      const endings = plantOften(fault);
      found.set(kind, endings);
      expect(endings.length, 'no table has a place for it').toBeGreaterThan(0);
      if (fault.needs === undefined) expect(endings).not.toContain('silent');
      if (fault.needs === undefined) expect(endings).not.toContain('refused elsewhere');
    },
  );

  it('is of many kinds, and most need nothing more to be found', () => {
    expect(KINDS.length).toBeGreaterThan(100);
    expect(new Set(KINDS.map(({ kind }) => kind)).size).toBe(KINDS.length);
    expect(KINDS.filter(({ needs }) => needs !== undefined).length).toBeLessThan(12);
  });
});

/** Plants a fault into as many tables as are asked for, of those that have a place for it. */
function plantOften({ kind, plant }: Fault): Ending[] {
  const endings: Ending[] = [];
  const start = [...kind].reduce((sum, letter) => sum + letter.charCodeAt(0), 0);
  for (let seed = start; seed < start + 200 && endings.length < OF_KIND; seed++) {
    const table = makeTable(seed);
    const planted = plant(table, seededRandom(seed));
    if (planted !== null) endings.push(judge(runTable(table), runTable(planted.table), planted.rows));
  }
  return endings;
}
