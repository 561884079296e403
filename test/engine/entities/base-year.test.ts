import { describe, expect, it } from 'vitest';
import type { InputRecord } from '../../../engine/rows/input.ts';
import { runMethod, type RunResult } from '../../../engine/run.ts';
import { dataset, YEAR_2022, type TestEntry } from '../dataset.ts';
import {
  coalOf,
  entityRow,
  FACTORS,
  INVENTORY,
  runGroup,
  steelOf,
  urn,
  valueOf,
  type Held,
} from './group-rows.ts';

const HELD: Held = {
  interest: '0.5',
  financialControl: 'full',
  operationalControl: 'yes',
  accounting: 'group',
};
const MILL = entityRow('mill', HELD);
const OFFICE = entityRow('office', HELD);

/** Returns the result of the year before. */
function before(rows: readonly TestEntry[], changes: object = {}): InputRecord {
  const parameters = { ...INVENTORY, period: YEAR_2022, ...changes };
  const old = rows.map((row) => (row.unit === '' ? row : { ...row, ...YEAR_2022 }));
  const { figures } = runMethod(
    'inventory@2',
    [
      dataset('1', ...old),
      dataset('2', ...FACTORS.entries.filter(({ key }) => key.startsWith('coal/'))),
      dataset('3', { ...FACTORS.entries.at(-1)!, ...YEAR_2022 }),
    ],
    parameters,
  );
  return dataset('b', ...figures.map((figure) => ({ ...figure, detail: { ...figure.detail } })));
}

const compare = (
  rows: readonly TestEntry[],
  base: InputRecord,
  changes: object = {},
  baseYear: object = {},
): RunResult => runGroup(rows, { ...changes, baseYear: { result: base.record, ...baseYear } }, [base]);

const BASE = before([MILL, coalOf('mill', '90'), coalOf('top', '10')]);
const NOW = [MILL, coalOf('mill', '99'), coalOf('top', '10')];

describe('a base year', () => {
  it('is compared where it covers the same entities, scopes and exclusions', () => {
    expect(valueOf(compare(NOW, BASE), 'base-year/change/scope1/total')).toBe('9');
  });

  it.each<[string, string, readonly TestEntry[], InputRecord, object]>([
    ['another approach', 'detail.consolidation', NOW, BASE, { consolidation: 'equity-share' }],
    ['other entities', 'detail.entities', [...NOW, OFFICE, coalOf('office', '1')], BASE, {}],
    ['another organisation', 'detail.entity', NOW.slice(0, 2), BASE, { organisation: urn('other') }],
    ['other categories', 'detail.covers', [...NOW, steelOf('top', '1')], BASE, {}],
    ['other exclusions', 'detail.exclusions', NOW, BASE, { exclusions: [{ what: 'vans', reason: 'small' }] }],
  ])('of %s is refused', (_, column, rows, base, changes) => {
    expect(() => compare(rows, base, changes)).toThrow(
      expect.objectContaining({
        code: column === 'detail.consolidation' ? 'mixed-consolidation' : 'mixed-coverage',
        row: expect.objectContaining({ column }),
      }),
    );
  });

  it('may differ in an entity that was bought, by which it is adjusted', () => {
    const rows = [...NOW, OFFICE, coalOf('office', '20')];
    const adjustments = ['scope1/total', 'total/location', 'total/market'].map((figure) => ({
      ...{ figure, tonnes: '40', reason: 'the office was bought', entity: urn('office') },
    }));
    const result = compare(rows, BASE, {}, { adjustments });
    expect(valueOf(result, 'base-year/scope1/total')).toBe('240');
    expect(valueOf(result, 'base-year/change/scope1/total')).toBe('7.5');
  });

  it('says nothing of an associate that never counted', () => {
    const works = entityRow('works', { ...HELD, operationalControl: 'no' });
    expect(valueOf(compare([...NOW, works], BASE), 'base-year/scope1/total')).toBe('200');
  });
});
