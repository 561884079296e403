import { describe, expect, it } from 'vitest';
import { describeRun, repeatRun, type RunResult } from '../../../engine/run.ts';
import { dataset, figureOf, YEAR_2022, type TestEntry } from '../dataset.ts';
import { withoutCounts } from '../named-rows.ts';
import {
  coalOf,
  entityRow,
  FACTORS,
  INVENTORY,
  runGroup,
  TOP,
  urn,
  valueOf,
  type Held,
} from './group-rows.ts';

const TOTAL = 'scope1/total';
const SUBSIDIARY: Held = {
  interest: '0.6',
  financialControl: 'full',
  operationalControl: 'yes',
  accounting: 'group',
};
const VENTURE: Held = {
  heldBy: 'mill',
  interest: '0.5',
  financialControl: 'joint',
  operationalControl: 'no',
  accounting: 'joint',
};
/** A subsidiary of 60 %, and a venture of 50 % that it holds. */
const GROUP = [entityRow('mill', SUBSIDIARY), entityRow('venture', VENTURE)];

describe('an entity counts', () => {
  const tonnesOf = (held: Held, consolidation: string): string | null =>
    valueOf(
      runGroup([entityRow('own', held), coalOf('own', '50'), coalOf('top', '0')], { consolidation }),
      TOTAL,
    );

  it.each<[string, Held, equity: string, financial: string, operational: string]>([
    ['a subsidiary that is operated', SUBSIDIARY, '60', '100', '100'],
    ['a joint venture that others operate', { ...VENTURE, heldBy: 'top' }, '50', '50', '0'],
    [
      'an associate',
      { interest: '0.4', financialControl: 'none', operationalControl: 'no', accounting: 'associate' },
      '40',
      '0',
      '0',
    ],
    [
      'an investment',
      { interest: '0.01', financialControl: 'none', operationalControl: 'no', accounting: 'investment' },
      '0',
      '0',
      '0',
    ],
    [
      'a venture whose accounting alone says its control',
      { interest: '0.3', accounting: 'joint', operationalControl: 'yes' },
      '30',
      '30',
      '100',
    ],
  ])('%s', (_, held, ...expected) => {
    const approaches = ['equity-share', 'financial-control', 'operational-control'];
    expect(approaches.map((approach) => tonnesOf(held, approach))).toEqual(expected);
  });

  it.each([
    ['equity-share', '30'],
    ['financial-control', '50'],
    ['operational-control', '0'],
  ])('a venture of a subsidiary by %s: %s of 100 t', (consolidation, value) => {
    const result = runGroup([...GROUP, coalOf('venture', '50'), coalOf('top', '0')], { consolidation });
    expect(valueOf(result, TOTAL)).toBe(value);
  });

  it('by the sum of what several members hold', () => {
    const rows = [
      entityRow('one', { ...SUBSIDIARY, interest: '1' }),
      entityRow('two', SUBSIDIARY),
      entityRow('venture', { ...VENTURE, heldBy: 'one', interest: '0.3' }, { key: 'venture/one' }),
      entityRow('venture', { ...VENTURE, heldBy: 'two', interest: '0.4' }, { key: 'venture/two' }),
      coalOf('venture', '50'),
    ];
    // 0.3 + 0.4 × 0.6; 0.3 + 0.4
    expect(valueOf(runGroup(rows, { consolidation: 'equity-share' }), TOTAL)).toBe('54');
    expect(valueOf(runGroup(rows, { consolidation: 'financial-control' }), TOTAL)).toBe('70');
  });

  it('as its holder does, where that controls it fully and counts by share itself', () => {
    const rows = [
      entityRow('venture', { ...VENTURE, heldBy: 'top' }),
      entityRow('works', { ...SUBSIDIARY, heldBy: 'venture' }),
      coalOf('works', '50'),
    ];
    expect(valueOf(runGroup(rows, { consolidation: 'financial-control' }), TOTAL)).toBe('50');
    expect(valueOf(runGroup(rows, { consolidation: 'equity-share' }), TOTAL)).toBe('30');
  });

  it('by the entity row that is valid in the period of each of its rows', () => {
    const { from, until } = INVENTORY.period;
    const july = Date.UTC(2023, 6) / 1000;
    const rows = [
      entityRow('mill', SUBSIDIARY, { key: 'mill/1', period: { from: 0, until: july } }),
      entityRow('mill', { ...SUBSIDIARY, interest: '0.8' }, { key: 'mill/2', period: { from: july, until } }),
      { ...coalOf('mill', '50', { key: 'a' }), until: july },
      { ...coalOf('mill', '100', { key: 'b' }), from: july },
    ];
    expect(valueOf(runGroup(rows, { consolidation: 'equity-share' }), TOTAL)).toBe('220');
    const whole = [...rows.slice(0, 2), { ...coalOf('mill', '50'), from, until }];
    expect(() => runGroup(whole, { consolidation: 'equity-share' })).toThrow(
      expect.objectContaining({ code: 'straddled-period', value: 'coal/mill' }),
    );
    expect(valueOf(runGroup(whole, { consolidation: 'financial-control' }), TOTAL)).toBe('100');
  });

  it('0 in a time that no row about it covers, and the totals say so', () => {
    const july = Date.UTC(2023, 6) / 1000;
    const bought = entityRow('mill', SUBSIDIARY, { period: { from: july, until: INVENTORY.period.until } });
    const rows = [
      bought,
      coalOf('top', '1'),
      { ...coalOf('mill', '50', { key: 'a' }), until: july },
      { ...coalOf('mill', '100', { key: 'b' }), from: july },
    ];
    const result = runGroup(rows, { consolidation: 'equity-share' });
    expect(valueOf(result, TOTAL)).toBe('122');
    expect(figureOf(result, TOTAL).detail.exclusions).toEqual([
      {
        what: `mill (${urn('mill')}), 2023-01-01 to 2023-07-01`,
        reason: 'no entity row is valid at this time',
        entity: urn('mill'),
      },
    ]);
  });
});

describe('a consolidated figure', () => {
  const rows = [...GROUP, coalOf('top', '10'), coalOf('mill', '20'), coalOf('venture', '50')];
  const result = runGroup(rows, { consolidation: 'equity-share' });

  it('names each interest in its formula, and the rows that state it as operands', () => {
    const { derivation, documents } = figureOf(result, 'scope1/combustion/coal/CO2').detail;
    const mill = 'share_urn_example_mill[i]';
    expect(derivation.formula).toBe(
      `(sum(AD[i] * ${mill}) + sum(AD[i]) + sum(AD[i] * share_urn_example_venture[i] * ${mill})) * NCV * EF * OF`,
    );
    const interests = derivation.operands.filter(({ name }) => name.startsWith('share_'));
    expect(interests.map((operand) => ('key' in operand ? [operand.key, operand.value] : []))).toEqual(
      expect.arrayContaining([
        ['entity/mill', '0.6'],
        ['entity/venture', '0.5'],
      ]),
    );
    expect(documents?.map(({ key }) => key)).toEqual(['entity/mill', 'entity/venture']);
  });

  it('states the approach, the organisation, and which entities count', () => {
    for (const { key, detail } of result.figures)
      expect([key, detail.consolidation, detail.entity]).toEqual([key, 'equity-share', TOP]);
    expect(figureOf(result, TOTAL).detail.entities).toEqual([urn('mill'), TOP, urn('venture')]);
  });

  it.each(['equity-share', 'financial-control', 'operational-control'])(
    'by %s is the same when it is computed again from the rows that it used',
    (consolidation) => {
      for (const listed of [0, 100]) {
        const parameters = { ...INVENTORY, consolidation, listed };
        const made = runGroup(rows, { consolidation, listed });
        const inputs = [dataset('a', ...rows), FACTORS].map(({ record, entries }) => ({
          record,
          entries: entries.filter(({ key }) =>
            made.used.some((each) => each.record === record && each.keys.includes(key)),
          ),
        }));
        const again = repeatRun(describeRun('inventory@2', parameters, made, '0x'), inputs);
        expect(withoutCounts({ ...again, used: [] })).toEqual(withoutCounts({ ...made, used: [] }));
      }
    },
  );

  it('names what is left out as exclusions of its totals, and the rows as left out', () => {
    const out = runGroup(rows, { consolidation: 'operational-control' });
    expect(figureOf(out, 'total/location').detail.exclusions).toEqual([
      expect.objectContaining({ what: `venture (${urn('venture')})`, entity: urn('venture') }),
    ]);
    expect(out.reconciliation.flatMap(({ leftOut }) => leftOut)).toContainEqual({
      reason: 'consolidation',
      role: 'activity',
      keys: ['coal/venture'],
    });
  });
});

describe('a group is warned of', () => {
  /** The warnings that are not about the factors. */
  const warningsOf = ({ warnings }: RunResult): object[] =>
    warnings.filter(({ code }) => code !== 'old-factor' && code !== 'missing-gases');

  it('a row that names no entity, while others do', () => {
    const result = runGroup([...GROUP, coalOf('mill', '20'), coalOf(null, '1')]);
    expect(warningsOf(result)).toMatchObject([{ code: 'no-entity', row: { key: 'coal/none' } }]);
    expect(warningsOf(runGroup([...GROUP, coalOf('mill', '20'), coalOf('top', '1')]))).toEqual([]);
  });

  it('an associate that is said to be controlled, which counts 0', () => {
    const wrong = entityRow('works', { ...SUBSIDIARY, accounting: 'associate' });
    const result = runGroup([wrong, coalOf('works', '5'), coalOf('top', '1')], {
      consolidation: 'financial-control',
    });
    expect(warningsOf(result)).toMatchObject([
      { code: 'contradictory-entity', row: { key: 'entity/works' } },
    ]);
    expect(valueOf(result, TOTAL)).toBe('2');
  });
});

describe('a group is refused', () => {
  it.each<[string, string, string, string, readonly TestEntry[]]>([
    [
      'with a holder that does not exist',
      'missing-entity',
      'entity/works',
      'detail.heldBy',
      [entityRow('works', { ...SUBSIDIARY, heldBy: 'nobody' })],
    ],
    [
      'with a row of an entity that no row is about',
      'missing-entity',
      'coal/works',
      'detail.entity',
      [...GROUP, coalOf('works', '1')],
    ],
    [
      'in a circle',
      'entity-cycle',
      'entity/one',
      'detail.heldBy',
      [
        entityRow('one', { ...SUBSIDIARY, heldBy: 'two' }),
        entityRow('two', { ...SUBSIDIARY, heldBy: 'one' }),
      ],
    ],
    [
      'with two rows for one holder',
      'ambiguous-entity',
      'entity/mill/2',
      'detail.heldBy',
      [...GROUP, entityRow('mill', SUBSIDIARY, { key: 'mill/2' })],
    ],
    [
      'with two holders in full control',
      'ambiguous-entity',
      'entity/venture/2',
      'detail.financialControl',
      [
        ...GROUP.slice(0, 1),
        entityRow('venture', { ...VENTURE, financialControl: 'full' }),
        entityRow(
          'venture',
          { ...VENTURE, heldBy: 'top', financialControl: 'full', interest: '0.2' },
          { key: 'venture/2' },
        ),
      ],
    ],
    [
      'with interests of more than 1 together',
      'excess-interest',
      'entity/venture/2',
      'detail.interest',
      [...GROUP, entityRow('venture', { ...VENTURE, heldBy: 'top', interest: '0.6' }, { key: 'venture/2' })],
    ],
    [
      'with an interest above 1',
      'bad-detail',
      'entity/mill',
      'detail.interest',
      [entityRow('mill', { ...SUBSIDIARY, interest: '1.2' })],
    ],
    [
      'without the control that the approach asks for',
      'bad-detail',
      'entity/mill',
      'detail.financialControl',
      [entityRow('mill', { interest: '0.6', operationalControl: 'yes' })],
    ],
  ])('%s', (_, code, key, column, rows) => {
    expect(() => runGroup([...rows, coalOf('top', '1')], { consolidation: 'financial-control' })).toThrow(
      expect.objectContaining({ code, row: expect.objectContaining({ key, column }) }),
    );
  });

  it('not for rows of another year', () => {
    const old = { ...coalOf('works', '1'), ...YEAR_2022 };
    expect(valueOf(runGroup([...GROUP, old, coalOf('top', '1')]), TOTAL)).toBe('2');
  });
});

describe('the inventory of a member', () => {
  it('counts what that member holds, and nothing of those above it and beside it', () => {
    const rows = [
      entityRow('top'),
      entityRow('mill', { ...SUBSIDIARY, heldBy: 'top' }),
      entityRow('venture', VENTURE),
      entityRow('office', { ...SUBSIDIARY, heldBy: 'top' }),
      ...['top', 'mill', 'venture', 'office'].map((name) => coalOf(name, '50')),
    ];
    const changes = { organisation: urn('mill'), consolidation: 'equity-share' };
    expect(valueOf(runGroup(rows, changes), TOTAL)).toBe('150');
    const whole = runGroup(rows, { organisation: undefined, consolidation: 'equity-share' });
    expect(valueOf(whole, TOTAL)).toBe('250');
    expect(figureOf(whole, TOTAL).detail.entity).toBe(TOP);
  });
});
