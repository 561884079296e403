/**
 * Published cases about the consolidation of groups: entities as they are printed, and the share of each that counts. Chapter 3 of the
 * Corporate Standard itself was not at hand. Compared were another program's tests: all cells of its table 1 that CONS-4 has, and of
 * Holland Industries in CONS-1 to CONS-3 only Holland America and BGB. The `source` of each case says so.
 */
import { describe, expect, it } from 'vitest';
import { runMethod, type RunResult } from '../../engine/run.ts';
import { COMMON, dataset, entry, type TestEntry } from '../engine/dataset.ts';
import { entityRow, TOP, urn, type Held } from '../engine/entities/group-rows.ts';
import { readCase, titleOf } from './case.ts';

const slug = (name: string): string => name.toLowerCase().replaceAll(' ', '-');
const pointed = (percent: string): string => String(Number(percent) / 100);

/** Returns an entity of 100 t of CO2, as the methods read it. */
function emission(name: string): TestEntry {
  return entry(`emission/${slug(name)}`, '100', 't{CO2}', {
    ...{ row: 'measured-emission', gas: 'CO2', source: 'stack', category: '1.A', geography: 'NL' },
    entity: urn(slug(name)),
  });
}

function consolidate(rows: readonly TestEntry[], consolidation: string): RunResult {
  return runMethod('inventory@2', [dataset('1', ...rows)], {
    ...COMMON,
    gwpSet: 'AR5',
    organisation: TOP,
    consolidation,
    by: ['entity'],
    grids: { location: 'national', residual: 'national' },
  });
}

/** Returns the share of each entity in per cent: its tonnes, of 100. One that does not count has no figure. */
function sharesOf({ figures }: RunResult, names: readonly string[]): Record<string, string> {
  const values = new Map(figures.map(({ key, value }) => [key, value]));
  return Object.fromEntries(
    names.map((name) => [name, values.get(`by-entity/${urn(slug(name))}/scope1`) ?? '0']),
  );
}

interface Printed {
  readonly name: string;
  readonly accounting: string;
  readonly interest: string;
  readonly operator: string;
}

/** The words of the table, as entity rows state them. */
function readPrinted({ name, accounting, interest, operator }: Printed): TestEntry {
  const [, percent = '', holder = ''] = /^([\d.]+) % by (.*)$/.exec(interest)!;
  const kind =
    accounting === 'fixed asset investment'
      ? 'investment'
      : accounting.includes('associated')
        ? 'associate'
        : accounting.includes('joint financial control')
          ? 'joint'
          : 'group';
  const held: Held = {
    interest: pointed(percent),
    accounting: kind,
    financialControl: kind === 'group' ? 'full' : kind === 'joint' ? 'joint' : 'none',
    operationalControl: operator.startsWith('Holland') ? 'yes' : 'no',
  };
  return entityRow(slug(name), holder === 'Holland Industries' ? held : { ...held, heldBy: slug(holder) });
}

describe.each(['CONS-1', 'CONS-2', 'CONS-3'])('%s', (id) => {
  const one = readCase<never>(id);
  const { approach, entities } = one.inputs as unknown as { approach: string; entities: readonly Printed[] };
  const expected = one.expected as unknown as { share_pct: Record<string, string>; sum_t: string };

  it(titleOf(one), () => {
    const names = entities.map(({ name }) => name);
    const rows = [...entities.map(readPrinted), ...names.map(emission)];
    const result = consolidate(rows, approach);
    expect(sharesOf(result, names)).toEqual(expected.share_pct);
    expect(result.figures.find(({ key }) => key === 'scope1/total')?.value).toBe(expected.sum_t);
  });
});

describe('CONS-4', () => {
  const one = readCase<never>('CONS-4');
  const { interest_pct: interest } = one.inputs as unknown as { interest_pct: string };
  const expected = one.expected as unknown as Record<string, string[]>;
  const kinds: Held[] = [
    { accounting: 'group', financialControl: 'full' },
    { accounting: 'associate', financialControl: 'none' },
    { accounting: 'joint', financialControl: 'joint' },
    { accounting: 'investment', financialControl: 'none' },
  ];

  it(titleOf(one), () => {
    const names = kinds.map((_, index) => `entity ${index}`);
    const rows = [
      ...kinds.map((held, index) => entityRow(`entity-${index}`, { ...held, interest: pointed(interest) })),
      ...names.map(emission),
    ];
    const by = (approach: string): string[] => Object.values(sharesOf(consolidate(rows, approach), names));
    expect(by('equity-share')).toEqual(expected['equity_share_pct']);
    expect(by('financial-control')).toEqual(expected['financial_control_pct']);
  });
});

describe('CONS-5', () => {
  const one = readCase<never>('CONS-5');
  const holdings = Object.entries(one.inputs as unknown as Record<string, string>);
  const expected = one.expected as unknown as { share_pct: Record<string, string> };

  it(titleOf(one), () => {
    const entities = holdings.map(([name, text]) => {
      const [, percent = '', holder = ''] = /^(\d+) % (?:of|held by) (\w+)$/.exec(text)!;
      const held: Held = { interest: pointed(percent), accounting: name.startsWith('JV') ? 'joint' : 'group' };
      return entityRow(slug(name), holder === 'A' ? held : { ...held, heldBy: slug(holder) });
    });
    const names = holdings.map(([name]) => name);
    const result = consolidate([...entities, ...names.map(emission)], 'equity-share');
    expect(sharesOf(result, names)).toEqual(expected.share_pct);
  });
});
