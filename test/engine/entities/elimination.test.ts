import { describe, expect, it } from 'vitest';
import { describeRun, repeatRun, type RunResult } from '../../../engine/run.ts';
import { dataset, figureOf, type TestEntry } from '../dataset.ts';
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
  type Held,
} from './group-rows.ts';

const HELD: Held = { financialControl: 'full', operationalControl: 'yes', accounting: 'group' };
/** A power station of 0.8 and a mill of 0.6. */
const GROUP = [
  entityRow('station', { ...HELD, interest: '0.8' }),
  entityRow('mill', { ...HELD, interest: '0.6' }),
];
/** The station burns 100 t for what it sells to the mill, which buys 50 of its 90 MWh there. */
const SALE = coalOf('station', '100', { counterparty: urn('mill') });
const PURCHASE = powerOf('mill', '50', { key: 'power/inside', counterparty: urn('station') });
const ROWS = [...GROUP, SALE, PURCHASE, powerOf('mill', '40')];
const CODE = 'unmatched-counterparty';

const mismatches = ({ warnings }: RunResult): { message: string }[] =>
  warnings.filter(({ code }) => code === CODE);

describe('what a member bought from another one', () => {
  it('is no part of its scope 2 where it is in scope 1 of the seller, and is printed', () => {
    const result = runGroup(ROWS);
    expect(valueOf(result, 'scope1/total')).toBe('200');
    expect(valueOf(result, 'scope2/location')).toBe('20');
    expect(valueOf(result, 'scope2/market')).toBe('24');
    const out = figureOf(result, 'eliminated/scope2/location');
    expect(out).toMatchObject({ value: '25', unit: 't{CO2}' });
    expect(out.detail.derivation.operands).toContainEqual(
      expect.objectContaining({ key: 'power/inside', value: '50' }),
    );
    expect(mismatches(result)).toEqual([]);
  });

  it('is left out by the share by which the seller counts', () => {
    const result = runGroup(ROWS, { consolidation: 'equity-share' });
    // 0.6 × (40 + 50 × (1 − 0.8)) × 0.5 and × 0.6
    expect(valueOf(result, 'scope2/location')).toBe('15');
    expect(valueOf(result, 'scope2/market')).toBe('18');
    expect(valueOf(result, 'eliminated/scope2/location')).toBe('12');
  });

  it('counts where the seller is no member of the group, or does not count', () => {
    const outside = [
      ...GROUP,
      SALE,
      { ...PURCHASE, detail: { ...PURCHASE.detail, counterparty: urn('city') } },
    ];
    expect(valueOf(runGroup(outside.slice(0, -2).concat(outside.at(-1)!)), 'scope2/location')).toBe('25');
    const rows = [entityRow('station', { ...HELD, operationalControl: 'no' }), ...ROWS.slice(1)];
    const result = runGroup(rows);
    expect(valueOf(result, 'scope2/location')).toBe('45');
    expect(mismatches(result)).toEqual([]);
  });

  it('counts with a warning where the seller has no row that names the buyer', () => {
    const result = runGroup([...GROUP, coalOf('station', '100'), PURCHASE]);
    expect(valueOf(result, 'scope2/location')).toBe('25');
    expect(mismatches(result)).toMatchObject([{ row: { key: 'power/inside' } }]);
  });

  it('is refused where it is the buyer itself', () => {
    const own = powerOf('mill', '1', { counterparty: urn('mill') });
    expect(() => runGroup([...GROUP, own])).toThrow(
      expect.objectContaining({
        code: 'bad-detail',
        row: expect.objectContaining({ column: 'detail.counterparty' }),
      }),
    );
  });

  it('is the same when it is computed again from the rows that it used', () => {
    for (const consolidation of ['equity-share', 'operational-control'])
      for (const listed of [0, 100]) {
        const made = runGroup(ROWS, { consolidation, listed });
        const inputs = [dataset('a', ...ROWS), FACTORS].map(({ record, entries }) => ({
          record,
          entries: entries.filter(({ key }) =>
            made.used.some((each) => each.record === record && each.keys.includes(key)),
          ),
        }));
        const parameters = { ...INVENTORY, consolidation, listed };
        const again = repeatRun(describeRun('inventory@2', parameters, made, '0x'), inputs);
        expect(withoutCounts({ ...again, used: [] })).toEqual(withoutCounts({ ...made, used: [] }));
      }
  });
});

describe('rows of one category that name each other', () => {
  const pair = (sold: string, bought: string, category = '3.1'): TestEntry[] => [
    ...GROUP,
    steelOf('station', sold, { counterparty: urn('mill') }),
    steelOf('mill', bought, { counterparty: urn('station'), category }),
  ];

  it('count once, by the greater weight', () => {
    expect(valueOf(runGroup(pair('100', '100')), 'scope3/total')).toBe('300');
    const result = runGroup(pair('100', '100'), { consolidation: 'equity-share' });
    expect(valueOf(result, 'scope3/total')).toBe('240');
    expect(valueOf(result, 'eliminated/scope3/total')).toBe('180');
  });

  it('count once too where one side is split', () => {
    const rows = [...pair('100', '70'), steelOf('mill', '30', { key: 'more', counterparty: urn('station') })];
    const result = runGroup(rows);
    expect(valueOf(result, 'scope3/total')).toBe('300');
    expect(mismatches(result)).toEqual([]);
  });

  it('both count where the amounts differ, and a warning names both', () => {
    const result = runGroup(pair('100', '90'));
    expect(valueOf(result, 'scope3/total')).toBe('570');
    const [warning] = mismatches(result);
    expect(warning?.message).toContain('steel/station (100 t)');
    expect(warning?.message).toContain('steel/mill (90 t)');
  });

  it('both count in different categories, without a warning', () => {
    const result = runGroup(pair('100', '100', '3.4'));
    expect(valueOf(result, 'scope3/total')).toBe('600');
    expect(mismatches(result)).toEqual([]);
  });
});
