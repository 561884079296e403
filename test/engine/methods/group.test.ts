import { describe, expect, it } from 'vitest';
import type { InputRecord } from '../../../engine/rows/input.ts';
import { repeatRun, describeRun, runMethod, type RunResult } from '../../../engine/run.ts';
import {
  COMMON,
  dataset,
  electricity,
  figureOf,
  fuelDefaults,
  fuelUse,
  gridFactor,
  YEAR_2022,
} from '../dataset.ts';
import { withoutCounts } from '../named-rows.ts';

const INVENTORY = {
  ...COMMON,
  gwpSet: 'AR5',
  grids: { location: 'national', residual: 'national' },
  totals: { co2Only: 'list' },
};
const FACTORS = dataset(
  'f',
  ...fuelDefaults('coal', '20', '1', { CO2: '100000' }),
  gridFactor('average', '0.5', 'average'),
  gridFactor('residual', '0.6', 'residual'),
);

/** Returns the inventory of a company as the record of a result: tonnes of coal, megawatt hours bought. */
function company(
  digit: string,
  coal: string,
  power: string | null,
  consolidation = 'operational-control',
): InputRecord {
  const uses = power === null ? [] : [electricity('power', power, 'MW.h')];
  const inputs = [dataset('1', fuelUse('coal', coal, 't', 'coal'), ...uses), FACTORS];
  const { figures } = runMethod('inventory@2', inputs, { ...INVENTORY, consolidation });
  return dataset(digit, ...figures.map((figure) => ({ ...figure, detail: { ...figure.detail } })));
}

const PARENT = company('a', '100', '40');
const MILL = company('b', '30', '10');
const OFFICE = company('c', '1', null);

function run(inputs: readonly InputRecord[], members: readonly object[], changes: object = {}): RunResult {
  return runMethod('group@1', inputs, { ...COMMON, gwpSet: 'AR5', members, ...changes });
}

describe('group@1', () => {
  const members = [{ result: PARENT.record }, { result: MILL.record, share: '0.6' }];

  it('adds up the figures of its companies, each by its share, and names them as operands', () => {
    const result = run([PARENT, MILL], members, { absent: 'list' });
    // coal: 2 t of CO2 for each tonne; power: 0.5 and 0.6
    const values = result.figures.map(({ key, value, unit }) => [key, `${value} ${unit}`]);
    expect(values).toEqual([
      ['group/scope1/total', '236 t{CO2e}'],
      ['group/scope2/location', '23 t{CO2}'],
      ['group/scope2/market', '27.6 t{CO2}'],
      ['group/total/location', '259 t{CO2e}'],
      ['group/total/market', '263.6 t{CO2e}'],
    ]);
    const { derivation } = figureOf(result, 'group/scope1/total').detail;
    expect(derivation.formula).toBe('sum(F[i]) + sum(F[i] * 0.6)');
    expect(derivation.operands).toEqual([
      { name: 'F[1]', value: '200', unit: 't{CO2e}', record: PARENT.record, key: 'scope1/total' },
      { name: 'F[2]', value: '60', unit: 't{CO2e}', record: MILL.record, key: 'scope1/total' },
    ]);
  });

  it('can be repeated from the figures that it used', () => {
    const parameters = { ...COMMON, gwpSet: 'AR5', members, figures: ['scope1/total'] };
    const result = runMethod('group@1', [PARENT, MILL], parameters);
    const used = [PARENT, MILL].map(({ record, entries }) => ({
      record,
      entries: entries.filter(({ key }) => key === 'scope1/total'),
    }));
    const again = repeatRun(describeRun('group@1', parameters, result, '0x'), used);
    expect(withoutCounts(again)).toEqual(withoutCounts(result));
  });

  it('refuses a company without one of the figures, or lists it as asked', () => {
    const all = [...members, { result: OFFICE.record }];
    const figures = ['scope2/market'];
    expect(() => run([PARENT, MILL, OFFICE], all, { figures })).toThrow(
      expect.objectContaining({
        code: 'missing-activity',
        row: expect.objectContaining({ record: OFFICE.record }),
      }),
    );
    const listed = run([PARENT, MILL, OFFICE], all, { figures, absent: 'list' });
    expect(figureOf(listed, 'group/scope2/market').value).toBe('27.6');
    expect(listed.warnings).toContainEqual(
      expect.objectContaining({
        code: 'absent-figure',
        row: { record: OFFICE.record, key: 'scope2/market' },
      }),
    );
  });

  it.each([
    ['another GWP set', 'mixed-gwp-sets', { gwpSet: 'AR6' }],
    ['another period', 'straddled-period', { period: YEAR_2022 }],
  ])('refuses figures of %s', (_, code, changes) => {
    expect(() => run([PARENT], members.slice(0, 1), { ...changes, figures: ['scope1/total'] })).toThrow(
      expect.objectContaining({ code }),
    );
  });

  it('states its approach: that of all members, or equity share where it weighs one', () => {
    const approachOf = (chosen: readonly object[]): unknown =>
      figureOf(run([PARENT, MILL], chosen, { figures: ['scope1/total'] }), 'group/scope1/total').detail
        .consolidation;
    expect(approachOf(members)).toBe('equity-share');
    expect(approachOf([{ result: PARENT.record }, { result: MILL.record }])).toBe('operational-control');
  });

  it('refuses to weigh a member again that counts by equity share already', () => {
    const half = company('d', '30', '10', 'equity-share');
    const figures = ['scope1/total'];
    expect(() => run([half], [{ result: half.record, share: '0.5' }], { figures })).toThrow(
      expect.objectContaining({
        code: 'weighed-twice',
        row: { record: half.record, key: 'scope1/total', column: 'detail.consolidation' },
      }),
    );
    const whole = run([half], [{ result: half.record }], { figures });
    expect(figureOf(whole, 'group/scope1/total')).toMatchObject({
      value: '60',
      detail: { consolidation: 'equity-share' },
    });
  });

  it('refuses members that are consolidated by different approaches', () => {
    const other = company('d', '30', '10', 'financial-control');
    const both = [{ result: PARENT.record }, { result: other.record }];
    expect(() => run([PARENT, other], both, { figures: ['scope1/total'] })).toThrow(
      expect.objectContaining({ code: 'mixed-consolidation' }),
    );
  });

  it('refuses a member that is named twice, which would count twice', () => {
    const twice = [{ result: MILL.record }, { result: MILL.record, share: '0.6' }];
    expect(() => run([MILL], twice, { absent: 'list' })).toThrow(
      expect.objectContaining({ code: 'bad-parameters' }),
    );
  });

  it('refuses a member that is not among the inputs', () => {
    expect(() => run([PARENT], members)).toThrow(expect.objectContaining({ code: 'missing-activity' }));
  });
});
