import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runMethod, type RunResult } from '../../../engine/run.ts';
import { COMMON, dataset, entry, ALWAYS, recordId, type TestEntry } from '../dataset.ts';
import { addUp, expectEqual, read, type Sure } from './figures.ts';
import { randomTable } from './random-tables.ts';
import { recordOf, rowsOf, type SmallTable } from './small-table.ts';

const { period } = COMMON;
/** A flow of zero has no digit to guarantee, and one that cancels has few. */
const PARAMETERS = { period, unsureDigits: 'drop' };

function minus(a: Sure, b: Sure): Sure {
  return { value: a.value - b.value, bound: a.bound + b.bound };
}

const STRESSORS = ['CO2', 'water'];

const isOfGrouping = ({ code }: { readonly code: string }): boolean => code === 'grouped-table';

describe('accounts of a random table', () => {
  it('balance in each region, and in total', () => {
    fc.assert(
      fc.property(randomTable, ({ table, regions }) => {
        const result = runMethod('trade@1', [recordOf(table)], PARAMETERS);
        const figures = read(result);
        const of = (key: string): Sure => figures.get(key)!;
        for (const stressor of STRESSORS) {
          const all = (account: string): Sure =>
            addUp(regions.map((region) => of(`${account}/${region}/${stressor}`)));
          expectEqual(all('cba'), all('pba'), `sum of ${stressor}`);
          for (const region of regions) {
            const own = (account: string): Sure => of(`${account}/${region}/${stressor}`);
            expectEqual(minus(own('cba'), own('pba')), own('balance'), `balance of ${region}`);
            expectEqual(minus(own('imports'), own('exports')), own('balance'), `trade of ${region}`);
            const { detail, value } = result.figures.find(
              ({ key }) => key === `balance/${region}/${stressor}`,
            )!;
            expect(detail.closing?.formula).toBe('cba - pba');
            const closing = { value: Number(detail.closing!.value), bound: 2 * own('balance').bound };
            expectEqual(
              closing,
              { value: Number(value), bound: own('cba').bound + own('pba').bound },
              'closing',
            );
            const flows = (from: string | null, to: string | null): Sure =>
              addUp(
                regions.flatMap((a) =>
                  regions.flatMap((b) =>
                    (from ?? a) === a && (to ?? b) === b ? [of(`flow/${a}/${b}/${stressor}`)] : [],
                  ),
                ),
              );
            expectEqual(addUp([flows(null, region), own('household')]), own('cba'), `flows to ${region}`);
            expectEqual(addUp([flows(region, null), own('household')]), own('pba'), `flows from ${region}`);
          }
        }
      }),
    );
  });

  it('are the same, to the last bit, in any order of rows and records', () => {
    fc.assert(
      fc.property(randomTable, fc.integer({ min: 1, max: 1000 }), ({ table }, by) => {
        const rows = rowsOf(table);
        const turned = rows.map((_row, at) => rows[(at * by + at) % rows.length]!);
        const mixed = [...new Set([...turned, ...rows])];
        const whole = runMethod('trade@1', [dataset('1', ...rows)], PARAMETERS);
        expect(runMethod('trade@1', [dataset('1', ...mixed)], PARAMETERS)).toEqual(whole);
        const half = Math.ceil(mixed.length / 2);
        const two = [dataset('1', ...mixed.slice(0, half)), dataset('2', ...mixed.slice(half))];
        const figures = (result: RunResult): object => result.figures.map(({ key, value }) => [key, value]);
        expect(figures(runMethod('trade@1', two, PARAMETERS))).toEqual(figures(whole));
        expect(figures(runMethod('trade@1', two.toReversed(), PARAMETERS))).toEqual(figures(whole));
      }),
      { numRuns: 20 },
    );
  });

  it('of permuted regions are the permuted accounts, within their bounds', () => {
    fc.assert(
      fc.property(randomTable, ({ table, regions }) => {
        const last = regions.length;
        const turn = (name: string): string =>
          name.replace(/R(\d)/g, (_, at: string) => `R${last + 1 - Number(at)}`);
        const permuted: SmallTable = {
          ...table,
          industries: table.industries.map(turn),
          demands: table.demands.map(turn),
        };
        const before = read(runMethod('trade@1', [recordOf(table)], PARAMETERS));
        const after = read(runMethod('trade@1', [recordOf(permuted)], PARAMETERS));
        for (const [key, figure] of before) expectEqual(after.get(turn(key))!, figure, key);
      }),
    );
  });

  it('by sector, and by category of final demand, add up to those of the region', () => {
    fc.assert(
      fc.property(randomTable, ({ table, regions }) => {
        const parameters = { ...PARAMETERS, by: ['sector', 'category'] };
        const figures = read(runMethod('trade@1', [recordOf(table)], parameters));
        for (const stressor of STRESSORS)
          for (const region of regions) {
            const parts = (account: string): Sure =>
              addUp(
                [...figures]
                  .filter(([key]) => key.startsWith(`${account}/${region}/`) && key.endsWith(`/${stressor}`))
                  .map(([, figure]) => figure),
              );
            const own = (account: string): Sure => figures.get(`${account}/${region}/${stressor}`)!;
            expectEqual(addUp([parts('pba-sector'), own('household')]), own('pba'), `pba of ${region}`);
            expectEqual(addUp([parts('cba-sector'), own('household')]), own('cba'), `cba of ${region}`);
            expectEqual(parts('cba-category'), own('cba'), `categories of ${region}`);
          }
      }),
    );
  });

  it('are the same where only S L is solved', () => {
    fc.assert(
      fc.property(randomTable, ({ table }) => {
        const parameters = { ...PARAMETERS, stressors: ['CO2'], accounts: ['cba', 'pba', 'household'] };
        const all = read(runMethod('trade@1', [recordOf(table)], PARAMETERS));
        for (const [key, figure] of read(runMethod('trade@1', [recordOf(table)], parameters)))
          expectEqual(figure, all.get(key)!, key);
      }),
    );
  });
});

function concordance(
  industries: readonly string[],
  to: (region: string, sector: string) => [string, string],
): TestEntry[] {
  return industries.map((name) => {
    const [fromRegion, fromSector] = name.split('/') as [string, string];
    const [toRegion, toSector] = to(fromRegion, fromSector);
    const detail = {
      row: 'industry-concordance',
      concordance: 'c',
      fromRegion,
      fromSector,
      toRegion,
      toSector,
    };
    return entry(`c/${name}`, '1', '1', detail, ALWAYS);
  });
}

describe('a concordance', () => {
  const chosen = { ...PARAMETERS, concordance: 'c' };

  it('that makes one industry of two warns in each figure, with what it changes', () => {
    // Of R1, a sells all of its 100 to R2 and emits 100, b sells its 150 at home and emits 20. Exports are 100; grouped they are 48.
    const table: SmallTable = {
      industries: ['R1/a', 'R1/b', 'R2/c'],
      demands: ['R1/all', 'R2/all'],
      stressors: { CO2: 't{CO2}', water: 'm3' },
      z: [
        [0, 0, 0],
        [0, 0, 0],
        [0, 0, 1],
      ],
      y: [
        [0, 100],
        [150, 0],
        [0, 10],
      ],
      f: [
        [100, 20, 1],
        [1, 1, 1],
      ],
    };
    const rows = concordance(table.industries, (region) => [region, 'all']);
    const parameters = {
      period,
      concordance: 'c',
      stressors: ['CO2'],
      gwpSet: 'AR5',
      by: ['sector'] as const,
    };
    const inputs = [recordOf(table), dataset('2', ...rows)];
    const result = runMethod('trade@1', inputs, parameters);
    const message =
      'the table was grouped by c before it was solved, 3 industries to 2: against solving it first, that changes cba by up to 260 % (cba/R1/CO2), exports by up to -52 % (exports/R1/CO2), imports by up to -52 % (imports/R2/CO2); parameters.groups adds up after solving, which changes nothing';
    const warning = { code: 'grouped-table', message, row: { record: recordId('2'), key: 'c/R1/a' } };
    expect(result.warnings.filter(isOfGrouping)).toEqual([warning]);
    for (const { key, detail } of result.figures)
      expect(detail.derivation.warnings.filter(isOfGrouping), key).toEqual([warning]);
    // A run that is repeated has no rows of other stressors.
    const keys = new Set(
      result.used.flatMap(({ record, keys: used }) => used.map((key) => `${record} ${key}`)),
    );
    const less = inputs.map(({ record, entries }) => ({
      record,
      entries: entries.filter(({ key }) => keys.has(`${record} ${key}`)),
    }));
    expect(runMethod('trade@1', less, parameters, { isRepeated: true }).figures).toEqual(result.figures);
  });

  it('that joins regions and no industries warns of nothing, because it changes nothing', () => {
    fc.assert(
      fc.property(randomTable, ({ table }) => {
        const rows = concordance(table.industries, (region, sector) => ['EU', `${region}-${sector}`]);
        const { warnings } = runMethod('trade@1', [recordOf(table), dataset('2', ...rows)], chosen);
        expect(warnings.filter(isOfGrouping)).toEqual([]);
      }),
      { numRuns: 10 },
    );
  });

  it('that joins regions and no industries gives the sums of their accounts', () => {
    fc.assert(
      fc.property(randomTable, ({ table, regions }) => {
        // Where all regions become one, there is no account of consumption.
        fc.pre(regions.length > 2);
        const joined = (region: string): string => (region <= 'R2' ? 'EU' : region);
        const rows = concordance(table.industries, (region, sector) => [
          joined(region),
          `${region}-${sector}`,
        ]);
        const before = read(runMethod('trade@1', [recordOf(table)], PARAMETERS));
        const after = read(runMethod('trade@1', [recordOf(table), dataset('c', ...rows)], chosen));
        for (const stressor of STRESSORS)
          for (const to of new Set(regions.map(joined))) {
            const own = regions.filter((region) => joined(region) === to);
            for (const account of ['pba', 'cba', 'household', 'balance'])
              expectEqual(
                after.get(`${account}/${to}/${stressor}`)!,
                addUp(own.map((region) => before.get(`${account}/${region}/${stressor}`)!)),
                `${account} of ${to}`,
              );
            const inner = addUp(
              own.flatMap((a) =>
                own.filter((b) => b !== a).map((b) => before.get(`flow/${a}/${b}/${stressor}`)!),
              ),
            );
            const imports = addUp(own.map((region) => before.get(`imports/${region}/${stressor}`)!));
            expectEqual(after.get(`imports/${to}/${stressor}`)!, minus(imports, inner), `imports of ${to}`);
          }
      }),
    );
  });

  it('that joins industries gives the sums of accounts of production, and the same sum of consumption', () => {
    fc.assert(
      fc.property(randomTable, ({ table, regions }) => {
        const rows = concordance(table.industries, (region) => [region, 'all']);
        const before = read(runMethod('trade@1', [recordOf(table)], PARAMETERS));
        const after = read(runMethod('trade@1', [recordOf(table), dataset('c', ...rows)], chosen));
        for (const stressor of STRESSORS) {
          for (const region of regions)
            expectEqual(
              after.get(`pba/${region}/${stressor}`)!,
              before.get(`pba/${region}/${stressor}`)!,
              region,
            );
          const all = (figures: ReadonlyMap<string, Sure>): Sure =>
            addUp(regions.map((region) => figures.get(`cba/${region}/${stressor}`)!));
          expectEqual(all(after), all(before), stressor);
        }
      }),
    );
  });

  it('that joins industries with the same inputs and emissions per output gives the accounts of consumption too', () => {
    fc.assert(
      fc.property(randomTable, fc.integer({ min: 1, max: 9 }), ({ table, regions, sectors }, part) => {
        // Each industry is split into two of the same technology: `part` and 10 − `part` tenths of its inputs and emissions.
        const split = (industries: readonly string[]): string[] =>
          industries.flatMap((name) => [`${name}a`, `${name}b`]);
        const tenths = (value: number | string, by: number): string =>
          String(Math.round(Number(value) * 1000) * by);
        const columns = (matrix: SmallTable['z']): string[][] =>
          matrix.map((row) => row.flatMap((value) => [tenths(value, part), tenths(value, 10 - part)]));
        const rows = (matrix: SmallTable['z']): string[][] =>
          matrix.flatMap((row) => [
            row.map((value) => tenths(value, part * 10)),
            row.map((value) => tenths(value, (10 - part) * 10)),
          ]);
        const both = columns(table.z).flatMap((row) => [
          row.map((value) => String(Number(value) * part)),
          row.map((value) => String(Number(value) * (10 - part))),
        ]);
        const fine: SmallTable = {
          ...table,
          industries: split(table.industries),
          z: both,
          y: rows(table.y),
          f: columns(table.f),
        };
        const list = concordance(fine.industries, (region, sector) => [region, sector.slice(0, -1)]);
        const account = read(runMethod('trade@1', [recordOf(fine)], PARAMETERS));
        const after = read(runMethod('trade@1', [recordOf(fine), dataset('c', ...list)], chosen));
        expect(sectors.length).toBeGreaterThan(0);
        for (const stressor of STRESSORS)
          for (const region of regions)
            for (const each of ['cba', 'imports', 'exports'])
              expectEqual(
                after.get(`${each}/${region}/${stressor}`)!,
                account.get(`${each}/${region}/${stressor}`)!,
                region,
              );
      }),
    );
  });
});
