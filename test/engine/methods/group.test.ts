import { describe, expect, it } from 'vitest';
import type { InputRecord } from '../../../engine/rows/input.ts';
import { repeatRun, describeRun, runMethod, type RunResult } from '../../../engine/run.ts';
import { COMMON, dataset, figureOf, YEAR_2022, type TestEntry } from '../dataset.ts';
import {
  coalOf,
  entityRow,
  FACTORS,
  INVENTORY,
  powerOf,
  TOP,
  urn,
  valueOf,
  type Held,
} from '../entities/group-rows.ts';
import { withoutCounts } from '../named-rows.ts';

const MILL: Held = {
  heldBy: 'top',
  interest: '0.6',
  financialControl: 'full',
  operationalControl: 'yes',
  accounting: 'group',
};
/** The entities of the group. Every result of a member is computed with them too. */
const ENTITIES = [
  entityRow('top'),
  entityRow('mill', MILL),
  entityRow('office', { ...MILL, interest: '1' }),
  entityRow('venture', {
    heldBy: 'mill',
    interest: '0.5',
    financialControl: 'joint',
    operationalControl: 'no',
    accounting: 'joint',
  }),
];
const TREE = dataset('e', ...ENTITIES);

/** Returns the inventory of a member as the record of a result: tonnes of coal, megawatt hours bought. */
function resultOf(
  digit: string,
  name: string,
  rows: readonly TestEntry[],
  changes: object = {},
): InputRecord {
  const { figures } = runMethod('inventory@2', [dataset('1', ...rows), TREE, FACTORS], {
    ...INVENTORY,
    organisation: urn(name),
    consolidation: 'equity-share',
    ...changes,
  });
  return dataset(digit, ...figures.map((figure) => ({ ...figure, detail: { ...figure.detail } })));
}

const PARENT = resultOf('a', 'top', [coalOf('top', '100'), powerOf('top', '40')]);
const OF_MILL = resultOf('b', 'mill', [coalOf('mill', '30'), coalOf('venture', '20'), powerOf('mill', '10')]);
const OFFICE = resultOf('c', 'office', [coalOf('office', '1')]);

function run(inputs: readonly InputRecord[], changes: object = {}): RunResult {
  return runMethod('group@1', [TREE, ...inputs], { ...COMMON, gwpSet: 'AR5', ...changes });
}

describe('group@1', () => {
  it('adds up the figures of its results, each by the weight of its entity, and names them as operands', () => {
    const result = run([PARENT, OF_MILL], { absent: 'list' });
    // coal: 2 t of CO2 for each tonne, and the mill has 30 + 0.5 × 20 of them; power: 0.5 and 0.6
    const values = result.figures.map(({ key, value, unit }) => [key, `${value} ${unit}`]);
    expect(values).toEqual([
      ['group/scope1/total', '248 t{CO2e}'],
      ['group/scope2/location', '23 t{CO2}'],
      ['group/scope2/market', '27.6 t{CO2}'],
      ['group/total/location', '271 t{CO2e}'],
      ['group/total/market', '275.6 t{CO2e}'],
    ]);
    const { derivation, ...about } = figureOf(result, 'group/scope1/total').detail;
    expect(derivation.formula).toBe('sum(F[i]) + sum(F[i] * share_urn_example_mill[i])');
    expect(derivation.operands).toEqual([
      { name: 'F[1]', value: '200', unit: 't{CO2e}', record: PARENT.record, key: 'scope1/total' },
      { name: 'F[2]', value: '80', unit: 't{CO2e}', record: OF_MILL.record, key: 'scope1/total' },
      { name: 'share_urn_example_mill[2]', value: '0.6', unit: '1', record: TREE.record, key: 'entity/mill' },
    ]);
    expect(about).toMatchObject({ consolidation: 'equity-share', entity: TOP });
  });

  it('gives what one inventory of all rows gives', () => {
    const rows = [coalOf('top', '100'), coalOf('mill', '30'), coalOf('venture', '20')];
    const whole = runMethod('inventory@2', [dataset('1', ...rows), TREE, FACTORS], {
      ...INVENTORY,
      consolidation: 'equity-share',
    });
    const parts = [resultOf('a', 'top', rows.slice(0, 1)), resultOf('b', 'mill', rows.slice(1))];
    const group = run(parts, { figures: ['scope1/total'] });
    expect(valueOf(group, 'group/scope1/total')).toBe(valueOf(whole, 'scope1/total'));
    expect(figureOf(group, 'group/scope1/total').detail.entities).toEqual(
      expect.arrayContaining([urn('mill'), urn('venture')]),
    );
  });

  it('weighs no result again that is of the organisation: its rows are weighed already', () => {
    const weighed = resultOf('d', 'top', [coalOf('mill', '30')]);
    expect(valueOf(run([weighed], { figures: ['scope1/total'] }), 'group/scope1/total')).toBe('36');
  });

  it('says that its results are taken as independent, and how each is rounded', () => {
    const whole = resultOf('d', 'office', [coalOf('office', '1')], {
      rounding: { mode: 'half-even', digits: 3 },
    });
    const { warnings } = run([OF_MILL, whole], { figures: ['scope1/total'] });
    expect(warnings).toContainEqual({
      code: 'taken-as-independent',
      message: expect.stringContaining(`${OF_MILL.record} (6 decimals), ${whole.record} (3 digits)`),
      row: { record: OF_MILL.record, key: 'scope1/total' },
    });
    const alone = run([OF_MILL], { figures: ['scope1/total'] });
    expect(alone.warnings.map(({ code }) => code)).not.toContain('taken-as-independent');
  });

  it('can be repeated from the figures that it used', () => {
    const parameters = { ...COMMON, gwpSet: 'AR5', figures: ['scope2/market'], absent: 'list' };
    const inputs = [TREE, PARENT, OF_MILL, OFFICE];
    const result = runMethod('group@1', inputs, parameters);
    const used = inputs.map(({ record, entries }) => ({
      record,
      entries: entries.filter(({ key }) =>
        result.used.some((each) => each.record === record && each.keys.includes(key)),
      ),
    }));
    const again = repeatRun(describeRun('group@1', parameters, result, '0x'), used);
    expect(withoutCounts(again)).toEqual(withoutCounts(result));
  });

  it('refuses a result without one of the figures, or lists it as asked', () => {
    const figures = ['scope2/market'];
    expect(() => run([PARENT, OF_MILL, OFFICE], { figures })).toThrow(
      expect.objectContaining({
        code: 'missing-activity',
        row: expect.objectContaining({ record: OFFICE.record }),
      }),
    );
    const listed = run([PARENT, OF_MILL, OFFICE], { figures, absent: 'list' });
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
    expect(() => run([PARENT], { ...changes, figures: ['scope1/total'] })).toThrow(
      expect.objectContaining({ code }),
    );
  });

  it('refuses results that are consolidated by different approaches', () => {
    const other = resultOf('d', 'mill', [coalOf('mill', '30')], { consolidation: 'financial-control' });
    expect(() => run([PARENT, other], { figures: ['scope1/total'] })).toThrow(
      expect.objectContaining({ code: 'mixed-consolidation' }),
    );
  });

  it('refuses two results that cover one entity', () => {
    const again = resultOf('d', 'mill', [coalOf('mill', '1')]);
    expect(() => run([OF_MILL, again], { figures: ['scope1/total'] })).toThrow(
      expect.objectContaining({ code: 'counted-twice', value: urn('mill') }),
    );
  });

  it('refuses a result of an entity that no entity row is about', () => {
    const other = runMethod('inventory@2', [dataset('1', coalOf('other', '1')), FACTORS], {
      ...INVENTORY,
      organisation: urn('other'),
      consolidation: 'equity-share',
    });
    const record = dataset(
      'd',
      ...other.figures.map((figure) => ({ ...figure, detail: { ...figure.detail } })),
    );
    expect(() => run([record], { figures: ['scope1/total'] })).toThrow(
      expect.objectContaining({ code: 'missing-entity', value: urn('other') }),
    );
  });
});
