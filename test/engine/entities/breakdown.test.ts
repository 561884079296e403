import { Decimal } from 'decimal.js';
import { describe, expect, it } from 'vitest';
import { openSelection } from '../../../core/records/selection.ts';
import { describeRun, repeatRun, type RunResult } from '../../../engine/run.ts';
import { dataset, type TestEntry } from '../dataset.ts';
import { MONTHS } from '../company/company.ts';
import { withoutCounts } from '../named-rows.ts';
import {
  coalOf,
  entityRow,
  FACTORS,
  INVENTORY,
  powerOf,
  runGroup,
  steelOf,
  urn,
  valueOf,
} from './group-rows.ts';

const BY = ['entity', 'country', 'month'];
const monthly = (row: TestEntry, at: number): TestEntry => ({ ...row, ...MONTHS[at]! });
const ROWS = [
  entityRow('mill', { interest: '0.7', operationalControl: 'yes', accounting: 'group' }),
  ...MONTHS.flatMap((_, at) => [
    monthly(coalOf('top', `${at + 1}.3`, { key: `coal/top/${at}`, geography: 'DE' }), at),
    monthly(
      coalOf('mill', `${at + 2}.7`, { key: `coal/mill/${at}`, geography: at % 2 === 0 ? 'CN' : 'CN-31' }),
      at,
    ),
    monthly(powerOf('mill', `${3 * at + 1}`, { key: `power/mill/${at}` }), at),
  ]),
  steelOf('top', '11'),
];
const PARTS = [
  ['scope1/total', 'scope1'],
  ['scope2/location', 'scope2/location'],
  ['scope1+2/location', 'scope1+2/location'],
  ['scope3/total', 'scope3'],
] as const;

describe('totals that are broken down', () => {
  it.each(['equity-share', 'operational-control'])(
    'by %s: the parts add up to the total exactly',
    (consolidation) => {
      const result = runGroup(ROWS, { by: BY, consolidation });
      for (const dimension of BY)
        for (const [total, part] of PARTS) {
          const parts = result.figures.filter(
            ({ key }) =>
              new RegExp(`^(by-${dimension}/[^/]+|without-${dimension})/`).test(key) &&
              key.endsWith(`/${part}`) &&
              key.split('/').length === part.split('/').length + (key.startsWith('by-') ? 2 : 1),
          );
          const sum = parts.reduce((before, { value }) => before.plus(value), new Decimal(0));
          expect([dimension, total, sum.toString()]).toEqual([dimension, total, valueOf(result, total)]);
        }
    },
  );

  it('are called by entity, country and month, and rows of several months are apart', () => {
    const { figures } = runGroup(ROWS, { by: BY });
    const keys = figures.map(({ key }) => key).filter((key) => /^(by|without)-/.test(key));
    expect(keys).toContain(`by-entity/${urn('mill')}/scope1`);
    expect(keys.filter((key) => /^by-country\/.*\/scope1$/.test(key))).toEqual([
      'by-country/CN/scope1',
      'by-country/DE/scope1',
    ]);
    expect(keys.filter((key) => /^by-month\/.*\/scope2\/location$/.test(key))).toHaveLength(12);
    expect(keys.filter((key) => key.startsWith('without-'))).toEqual(['without-month/scope3']);
  });

  it('select exactly their rows, and are the same when computed again from the rows that were used', () => {
    const parameters = { ...INVENTORY, by: BY, listed: 0 };
    const made = runGroup(ROWS, { by: BY, listed: 0 });
    const inputs = [dataset('a', ...ROWS), FACTORS].map(({ record, entries }) => ({
      record,
      entries: entries.filter(({ key }) =>
        made.used.some((each) => each.record === record && each.keys.includes(key)),
      ),
    }));
    for (const { key, detail } of made.figures.filter((figure) => /^(by|without)-/.test(figure.key)))
      for (const operand of detail.derivation.operands) {
        if (!('selection' in operand) || operand.sum === null) continue;
        const isSelected = openSelection(operand.selection);
        const sum = ROWS.filter((row) => isSelected(row)).reduce(
          (before, { value }) => before.plus(value!),
          new Decimal(0),
        );
        const same = detail.derivation.operands.filter(
          (other) =>
            'selection' in other && JSON.stringify(other.selection) === JSON.stringify(operand.selection),
        );
        const shown = same.reduce(
          (before, other) => before.plus('sum' in other ? other.sum! : 0),
          new Decimal(0),
        );
        expect([key, shown.toString()]).toEqual([key, sum.toString()]);
      }
    const again = repeatRun(describeRun('inventory@2', parameters, made, '0x'), inputs);
    expect(withoutCounts({ ...again, used: [] })).toEqual(withoutCounts({ ...made, used: [] }));
  });

  it('are refused with more than 500 parts', () => {
    const rows = Array.from({ length: 501 }, (_, index) => [
      entityRow(`e${index}`, { interest: '1', operationalControl: 'yes' }),
      coalOf(`e${index}`, '1'),
    ]).flat();
    expect(() => runGroup(rows, { by: ['entity'] })).toThrow(
      expect.objectContaining({ code: 'bad-parameters', value: 'entity' }),
    );
  });
});

describe('scopes 1 and 2 together', () => {
  it('are a figure by location and one by market', () => {
    const result: RunResult = runGroup([coalOf('top', '10'), powerOf('top', '10')]);
    expect(['location', 'market'].map((basis) => valueOf(result, `scope1+2/${basis}`))).toEqual(['25', '26']);
  });
});
