import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Figure } from '../../../engine/figures/figure.ts';
import { runMethod, type RunResult } from '../../../engine/run.ts';
import { COMMON, dataset, figureOf, gwp, recordId, type TestEntry } from '../dataset.ts';
import { isWithin, solveExactly, thousandths, type Fraction } from './exact-flows.ts';
import { addUp, expectEqual, read } from './figures.ts';
import { groupRows } from './group-rows.ts';
import { randomTable, type RandomTable } from './random-tables.ts';
import { recordOf, rowsOf, SOUND_TABLE } from './small-table.ts';
import { documentsOf } from './table-documents.ts';

const { period } = COMMON;
const CHOSEN = { period, groups: { regions: 'g', sectors: 's' }, unsureDigits: 'drop', mass: 'kg' };
const NAMES = ['CO2', 'water'];

/** A table with some of its regions and sectors in two groups each; the others are in none. */
const grouped = randomTable.chain((random) =>
  fc.record({
    random: fc.constant(random),
    regions: partition(random.regions),
    sectors: partition(random.sectors),
  }),
);

type Groups = Readonly<Record<string, readonly string[]>>;

/** Puts each name into `one`, `two`, or (empty) no group; at least one is in a group. */
function partition(names: readonly string[]): fc.Arbitrary<Groups> {
  return fc
    .array(fc.constantFrom('one', 'two', ''), { minLength: names.length, maxLength: names.length })
    .map((chosen) => {
      const isEmpty = chosen.every((group) => group === '');
      const all = names.map((name, at) => ({ name, group: isEmpty ? 'one' : chosen[at]! }));
      const byGroup = Map.groupBy(
        all.filter(({ group }) => group !== ''),
        ({ group }) => group,
      );
      return Object.fromEntries([...byGroup].map(([group, own]) => [group, own.map(({ name }) => name)]));
    });
}

/** Returns the members of each part: those of groups, and each name in none by itself. */
function partsOf(groups: Groups, names: readonly string[]): Map<string, readonly string[]> {
  const inGroup = new Set(Object.values(groups).flat());
  const alone = names.filter((name) => !inGroup.has(name)).map((name) => [name, [name]] as const);
  return new Map([...Object.entries(groups), ...alone]);
}

function run({ table }: RandomTable, regions: Groups, sectors: Groups): RunResult {
  const lists = [...groupRows(regions), ...groupRows(sectors, 's')];
  return runMethod('trade@1', [recordOf(table), dataset('2', ...lists)], { ...CHOSEN, by: ['region'] });
}

const sum = (numbers: readonly bigint[]): bigint => numbers.reduce((all, each) => all + each, 0n);

/** Returns the exact accounts of groups in kilograms (and m3), as sums of the flows of the table. */
function addExactly({ table, regions }: RandomTable): {
  flow: (stressor: number, from: readonly string[], to: readonly string[]) => Fraction;
  direct: (stressor: number, of: readonly string[]) => bigint;
} {
  const exact = solveExactly(table, regions);
  const households = thousandths(table.fy!);
  return {
    flow: (stressor, from, to) => {
      const flows = from.flatMap((a) => to.map((b) => exact(stressor, a, b)));
      const { denominator } = exact(stressor, regions[0]!, regions[0]!);
      return { numerator: sum(flows.map(({ numerator }) => numerator)), denominator };
    },
    direct: (stressor, of) =>
      sum(households[stressor]!.filter((_value, c) => of.includes(table.demands[c]!.split('/')[0]!))),
  };
}

/** Adds a whole number of thousandths. */
function plus({ numerator, denominator }: Fraction, thousands: bigint): Fraction {
  return { numerator: numerator * 1000n + thousands * denominator, denominator: denominator * 1000n };
}

function expectExact({ key, value, detail }: Figure, truth: Fraction): void {
  expect(isWithin(value, detail.bound ?? '0', truth), `${key} ${value} ± ${detail.bound}`).toBe(true);
}

describe('figures of groups', () => {
  it('are the exact sums of the flows of their regions, and close', () => {
    fc.assert(
      fc.property(grouped, ({ random, regions, sectors }) => {
        const result = run(random, regions, sectors);
        const parts = partsOf(regions, random.regions);
        const { flow, direct } = addExactly(random);
        const all = random.regions;
        for (const [s, stressor] of NAMES.entries())
          for (const [name, own] of parts) {
            const others = all.filter((region) => !own.includes(region));
            const of = (account: string): Figure => figureOf(result, `${account}/${name}/${stressor}`);
            const households = direct(s, own);
            expectExact(of('pba'), plus(flow(s, own, all), households));
            expectExact(of('cba'), plus(flow(s, all, own), households));
            expectExact(of('imports'), flow(s, others, own));
            expectExact(of('exports'), flow(s, own, others));
            const [imports, exports] = [flow(s, others, own), flow(s, own, others)];
            const numerator = imports.numerator - exports.numerator;
            const balance = of('balance');
            // The difference of the two accounts as they are shown.
            const shown =
              Number(balance.detail.bound) +
              Number(of('imports').detail.bound) +
              Number(of('exports').detail.bound);
            expectExact(
              { ...balance, detail: { ...balance.detail, bound: shown.toFixed(40) } },
              { ...imports, numerator },
            );
            expect(balance.detail.closing?.formula).toBe('cba - pba');
            for (const [to, bought] of parts)
              expectExact(figureOf(result, `flow/${name}/${to}/${stressor}`), flow(s, own, bought));
          }
      }),
      { numRuns: 40, endOnFailure: true },
    );
  });

  it('equal the sums of the figures of the whole table, by region and by sector, and these stay as they are', () => {
    fc.assert(
      fc.property(grouped, ({ random, regions, sectors }) => {
        const plain = runMethod('trade@1', [recordOf(random.table)], {
          ...{ period, unsureDigits: 'drop', mass: 'kg', by: ['sector', 'category'] },
        });
        const lists = [...groupRows(regions), ...groupRows(sectors, 's')];
        const inputs = [recordOf(random.table), dataset('2', ...lists)];
        const whole = runMethod('trade@1', inputs, { ...CHOSEN, by: ['region', 'category'] });
        const [before, after] = [read(plain), read(whole)];
        const own = partsOf(regions, random.regions);
        for (const [key, figure] of after) {
          const [account, part, member, stressor = member] = key.split('/') as [
            string,
            string,
            string,
            string?,
          ];
          if (!own.has(part)) expect(figure, key).toEqual(before.get(key));
          if (!own.has(part) || !/-(sector|category)$/.test(account)) continue;
          const members = account.endsWith('sector')
            ? (partsOf(sectors, random.sectors).get(member) ?? [])
            : [member];
          const parts = own
            .get(part)!
            .flatMap((region) =>
              members.map((each) => before.get(`${account}/${region}/${each}/${stressor}`)!),
            );
          expectEqual(figure, addUp(parts), key);
        }
      }),
      { numRuns: 20, endOnFailure: true },
    );
  });

  it('are the same from documents, and from only the rows that the run used', async () => {
    await fc.assert(
      fc.asyncProperty(grouped, async ({ random, regions, sectors }) => {
        const lists = dataset(
          '2',
          ...groupRows(regions),
          ...groupRows(sectors, 's'),
          ...groupRows({ x: ['R1'] }, 'other'),
        );
        const parameters = { ...CHOSEN, by: ['region'] };
        const result = runMethod('trade@1', [recordOf(random.table), lists], parameters);
        const used = new Set(
          result.used.flatMap(({ record, keys }) => keys.map((key) => `${record} ${key}`)),
        );
        expect(used.has(`${recordId('2')} other/x/R1`)).toBe(false);
        const less = [recordOf(random.table), lists].map(({ record, entries }) => ({
          record,
          entries: entries.filter(({ key }) => used.has(`${record} ${key}`)),
        }));
        const again = runMethod('trade@1', less, parameters, { isRepeated: true });
        expect(again.figures).toEqual(result.figures);
        expect(again.warnings).toEqual(result.warnings);
        const { record, documents } = await documentsOf(random.table);
        const other = read(
          runMethod('trade@1', [record, { ...lists, record: recordId('3') }], parameters, { documents }),
        );
        for (const [key, figure] of read(result)) expectEqual(figure, other.get(key)!, key);
      }),
      { numRuns: 10, endOnFailure: true },
    );
  });
});

const TABLE = rowsOf(SOUND_TABLE);
const FAR = { world: ['a', 'b'] };

function runGroups(rows: readonly TestEntry[], parameters: object = {}): RunResult {
  const asked = { period, groups: { regions: 'g' }, ...parameters };
  return runMethod('trade@1', [dataset('1', ...TABLE), dataset('2', ...rows)], asked);
}

describe('a list of groups', () => {
  it('that holds all regions has no trade', () => {
    const result = runGroups(groupRows(FAR));
    for (const account of ['imports', 'exports', 'balance'])
      expect(figureOf(result, `${account}/world/CO2`).value).toBe('0');
    expect(figureOf(result, 'cba/world/CO2').value).toBe(figureOf(result, 'pba/world/CO2').value);
    expect(figureOf(result, 'flow/world/world/CO2').detail.geographies).toEqual(['a', 'b']);
  });

  it('is in the derivation of each figure, row by row or as a set, and its gases add up', () => {
    const result = runGroups([...groupRows({ one: ['b'] }), gwp('CH4', 'AR5', '28')], { gwpSet: 'AR5' });
    const { derivation } = figureOf(result, 'imports/one/CO2').detail;
    expect(derivation.formula).toMatch(/^S\[not one\] L Y\[one\]; /);
    const row = { rows: ['group-member'], where: { group: 'one', list: 'g' } };
    expect(derivation.operands).toContainEqual(
      expect.objectContaining({ name: 'G', selection: row, count: 1 }),
    );
    expect(figureOf(result, 'pba/one/CO2').detail.derivation).toMatchObject({
      formula: 'G * F + G * F_Y',
      operands: expect.arrayContaining([expect.objectContaining({ name: 'G', key: 'g/one/b' })]) as unknown,
    });
    expect(figureOf(result, 'cba/one/CO2e').value).toBe(figureOf(result, 'cba/one/CO2').value);
  });

  it('can name a region that the table lacks where the parameters say so, and each figure of its group says it', () => {
    const rows = groupRows({ one: ['b', 'c'] });
    const result = runGroups(rows, { groups: { regions: 'g', missing: 'leave-out' } });
    const lacking = expect.objectContaining({ what: 'c of one' }) as unknown;
    for (const { key, detail } of result.figures)
      expect(detail.exclusions ?? [], key).toEqual(key.includes('/one/') ? [lacking] : []);
    expect(() => runGroups(rows)).toThrow(
      'the table lacks the regions c: correct the list, or compute without them',
    );
  });

  it.each<[string, TestEntry[], object, string | null, string]>([
    ['that is not there', [], {}, null, ''],
    ['that puts a region into two groups', groupRows({ one: ['a'], two: ['a'] }), {}, 'g/two/a', 'member'],
    ['that names a region which the table lacks', groupRows({ one: ['a', 'c'] }), {}, 'g/one/c', 'member'],
    ['with an empty group', groupRows({ one: ['c'] }), { missing: 'leave-out' }, 'g/one/c', 'group'],
    ['with the name of another region', groupRows({ b: ['a'] }), {}, 'g/b/a', 'group'],
    ['that splits a region', groupRows({ one: ['a'] }, 'g', '0.5'), {}, 'g/one/a', 'value'],
  ])('%s is refused', (_what, rows, more, key, member) => {
    const column = member === 'value' ? member : `detail.${member}`;
    const row =
      key === null
        ? { record: '', key: '', column: 'parameters.groups.regions' }
        : { record: recordId('2'), key, column };
    expect(() => runGroups(rows, { groups: { regions: 'g', ...more } })).toThrow(
      expect.objectContaining({ code: 'bad-groups', row }) as Error,
    );
  });

  it('whose group has the name of one of its regions is refused where figures of both are asked for', () => {
    const rows = groupRows({ a: ['a', 'b'] });
    expect(figureOf(runGroups(rows), 'imports/a/CO2').value).toBe('0');
    expect(() => runGroups(rows, { by: ['region'] })).toThrow('the group a has the name of a region in it');
  });
});
