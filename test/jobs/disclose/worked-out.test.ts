import { describe, expect, it } from 'vitest';
import type { Entry } from '../../../client/generated/openapi.ts';
import type { Hex } from '../../../core/encoding/hex.ts';
import { eliminate } from '../../../jobs/disclose/eliminate.ts';
import { keysShown } from '../../../jobs/disclose/keys-shown.ts';
import { listNames, listWorkedOut } from '../../../jobs/disclose/worked-out.ts';
import { readProof } from '../../web/known-records.ts';

const OWN: Hex = `0x${'a'.repeat(64)}`;
const FACTORS: Hex = `0x${'f'.repeat(64)}`;
const isPublic = (record: Hex): boolean => record === FACTORS;

const operand = (name: string, key: string, record?: Hex) => ({
  ...{ name, key, value: '2', unit: 't' },
  ...(record === undefined ? {} : { record }),
});
const figure = (key: string, formula: string, ...operands: object[]): Entry => ({
  ...{ key, value: '4', unit: 't', from: 0, until: 1, salt: `0x${'0'.repeat(64)}` },
  detail: { derivation: { formula, operands } } as unknown as Entry['detail'],
});

const LOCATION = figure(
  'scope2/location',
  'E * EF',
  operand('E', 'meter', OWN),
  operand('EF', 'grid', FACTORS),
);
const SCOPE1 = figure(
  'scope1/total',
  'sum(part[i])',
  operand('part[1]', 'scope1/coal'),
  operand('part[2]', 'scope1/leaks'),
);
const COAL = figure('scope1/coal', 'AD * EF', operand('AD', 'coal', OWN), operand('EF', 'coal', FACTORS));
const LEAKS = figure('scope1/leaks', 'sum(AD[i])', operand('AD[1]', 'a', OWN), operand('AD[2]', 'b', OWN));
const TOTAL = figure(
  'total',
  'sum(part[i])',
  operand('part[1]', 'scope1/coal'),
  operand('part[2]', 'scope1/leaks'),
  operand('part[3]', 'scope2/location'),
);
const INTENSITY = figure('intensity', 'total / O', operand('total', 'total'), operand('O', 'steel', OWN));
const MARKET = figure(
  'scope2/market',
  'sum(I[i] * IF[i]) + (E - sum(I[i])) * RF',
  operand('E', 'meter', OWN),
  operand('I[1]', 'certificate', OWN),
  { ...operand('IF[1]', 'certificate', OWN), value: '0' },
  operand('RF', 'grid', FACTORS),
);
const ALL = [LOCATION, SCOPE1, COAL, LEAKS, TOTAL, INTENSITY, MARKET];

/** The names of what follows from chosen figures. */
const from = (...keys: string[]): string[] =>
  listWorkedOut(ALL, new Set(keys), isPublic)!.map(({ kind, keys: about }) => `${kind} ${about.join('+')}`);

describe('what a reader can work out from disclosed figures', () => {
  it('includes what follows together with the figures of the same result that were shown before', () => {
    const before = (result: Hex, key: string) => ({
      entries: [{ ...LOCATION, key: 'shown', detail: { derivation: { result, key } } }],
    });
    const known = keysShown([before(OWN, 'scope1/total'), before(FACTORS, 'scope1/coal')], OWN);
    expect([...known]).toEqual(['scope1/total']);
    expect(from('total')).toEqual([]);
    expect(from('total', ...known)).toEqual(['row meter', 'figure scope2/location']);
  });

  it('is the row of a formula whose other values are public', () => {
    expect(from('scope2/location')).toEqual(['row meter']);
    expect(listWorkedOut(ALL, new Set(['scope2/location']), isPublic)).toEqual([
      { kind: 'row', record: OWN, keys: ['meter'], count: 1, value: '2', unit: 't' },
    ]);
  });

  it('is nothing where two values are unknown', () => {
    expect(from('total')).toEqual([]);
    expect(from('scope2/market')).toEqual([]);
    expect(from('intensity')).toEqual([]);
    expect(from()).toEqual([]);
  });

  it('is the denominator of an intensity whose total is shown', () => {
    expect(from('intensity', 'total')).toEqual(['row steel']);
  });

  it('is the difference of two totals, and what follows from it', () => {
    expect(from('total', 'scope1/total').sort()).toEqual(['figure scope2/location', 'row meter']);
  });

  it('is the total of parts that are shown, and the sum of rows that stay hidden one by one', () => {
    expect(from('scope1/coal', 'scope1/leaks')).toEqual(['row coal', 'sum a+b', 'figure scope1/total']);
  });

  it('is not looked for among too many figures', () => {
    const many = Array.from({ length: 1001 }, (_, index) => ({ ...COAL, key: `k${index}` }));
    expect(listWorkedOut(many, new Set(['k1']), isPublic)).toBeNull();
  });

  it('counts a set of rows as their sum', () => {
    const set = { name: 'AD', record: OWN, selection: {}, count: 40, root: OWN, sum: '7', unit: 't' };
    const figures = [figure('k', 'sum(AD[i]) * EF', set, operand('EF', 'grid', FACTORS))];
    expect(listWorkedOut(figures, new Set(['k']), isPublic)).toEqual([
      { kind: 'sum', record: OWN, keys: [], count: 40, value: '7', unit: 't' },
    ]);
  });

  it('is found in the worked example: the electricity behind its location-based figure', () => {
    const [result] = readProof('recorded-home/home/example/inventory-restated').records;
    const figures = result!.entries.shown as unknown as Entry[];
    const activity = figures
      .flatMap(
        ({ detail }) =>
          (detail as { derivation?: { operands?: { key: string; record?: Hex }[] } }).derivation?.operands ??
          [],
      )
      .find(({ key }) => key === 'electricity/consumption')!.record!;
    const found = listWorkedOut(figures, new Set(['scope2/location']), (record) => record !== activity)!;
    expect(found.filter(({ kind }) => kind === 'row')).toMatchObject([
      { keys: ['electricity/consumption'], value: '48000', unit: 'MW.h' },
    ]);
    // The market-based figure has the certificates too: of these three values none follows from one figure.
    const market = listWorkedOut(figures, new Set(['scope2/market']), (record) => record !== activity)!;
    expect(market.filter(({ kind }) => kind !== 'figure')).toEqual([]);
  });

  it('shows the names of parts, factors and rows in warnings', () => {
    const detail = {
      covers: [{ key: 'by-facility/works-1/scope1' }],
      factors: [{ key: 'CN/2022/average' }, { count: 1 }],
      derivation: { warnings: [{ code: 'old-factor', row: { key: 'anthracite' } }, { code: 'x' }] },
    } as unknown as Entry['detail'];
    expect(
      listNames([
        { ...COAL, detail },
        { ...COAL, detail: null },
      ]),
    ).toEqual(['CN/2022/average', 'anthracite', 'by-facility/works-1/scope1']);
  });
});

describe('elimination', () => {
  it('determines exactly what linear equations fix', () => {
    const row = (...pairs: [string, number][]) => new Map(pairs);
    const equations = [row(['a', 1], ['b', 1]), row(['a', 1], ['b', -1]), row(['c', 1], ['d', 1])];
    expect([...eliminate(equations, new Set())].sort()).toEqual(['a', 'b']);
    expect(eliminate(equations.slice(2), new Set(['d']))).toEqual(['c']);
    expect(eliminate([row(['a', 1]), row(['a', 2])], new Set())).toEqual(['a']);
  });
});
