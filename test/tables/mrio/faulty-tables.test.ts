import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { addUp, makeRightTable, transpose } from '../../engine/trade/right-tables.ts';
import { formatExiobase } from './exiobase-files.ts';
import { formatFrame, joinLines, pairsOf, type MadeTable } from './made-table.ts';
import { openTableDesk, type TableDesk, type TableFiles } from './table-desk.ts';

let desk: TableDesk;
beforeAll(async () => {
  desk = await openTableDesk();
});
afterEach(() => desk.clear());
afterAll(() => desk.close());

const ROOT = 'IOT_2019_ixi';

/** Returns a right table as a publisher states it, with output and value added. */
function makeStated(seed: number): MadeTable {
  const { regions, sectors, z, y, v, f } = makeRightTable(seed);
  const output = z.map((row, i) => addUp(row) + addUp(y[i]!));
  return {
    ...{ regions, sectors, categories: ['all'], stressors: ['CO2 - combustion - air'], units: ['t'] },
    ...{ z, y, f: [f], demandF: [regions.map(() => 0)], added: v, output },
  };
}

/** Returns a table in the layout of EXIOBASE 3, with its value added in a folder of its own. */
function filesOf(table: MadeTable, unit = 'M.EUR'): TableFiles {
  const labels = pairsOf(table.regions, table.sectors);
  return {
    ...formatExiobase(table, ROOT),
    [`${ROOT}/factor_inputs/F.txt`]: formatFrame(labels, [['Value added']], [table.added], {
      heads: ['region', 'sector'],
      index: ['stressor'],
    }),
    [`${ROOT}/factor_inputs/unit.txt`]: joinLines(
      [
        ['stressor', 'unit'],
        ['Value added', unit],
      ],
      '\t',
    ),
  };
}

interface Read {
  readonly judged: number;
  readonly findings: readonly string[];
}

async function read(files: TableFiles, ...args: string[]): Promise<Read> {
  const { exit, err, out } = await desk.read('exiobase', await desk.put('table', files), ...args);
  expect({ exit, err }).toEqual({ exit: 0, err: '' });
  return JSON.parse(out) as Read;
}

describe('a right table', () => {
  it.each([0, 1, 2])(
    'is read, judged by its output and value added, and nothing is found: table %i',
    async (seed) => {
      expect(await read(filesOf(makeStated(seed)))).toMatchObject({ judged: 1, findings: [] });
      expect((await desk.details())['reading']).toMatchObject({ judged: '1' });
    },
  );
});

describe('a table that is wrong', () => {
  const table = makeStated(4);
  const { regions, sectors } = table;
  const small = table.output.indexOf(Math.min(...table.output));

  it('is refused where its year is another one than the option states', async () => {
    const refused = await desk.refusalOf('exiobase', filesOf(table), '--year', '2018');
    expect(refused).toMatchObject({ code: 'year' });
  });

  it('is refused where its value added is in another currency', async () => {
    expect(await desk.refusalOf('exiobase', filesOf(table, 'M.USD'))).toEqual({
      file: `${ROOT}/factor_inputs/unit.txt`,
      code: 'unit-mismatch',
      row: 2,
      column: 'unit',
    });
  });

  it('is read where its value added is in another multiple of the currency', async () => {
    const added = table.added.map((value) => value * 1000);
    expect((await read(filesOf({ ...table, added }, '1000 EUR'))).findings).toEqual([]);
  });

  it('is refused where rows and columns of Z are exchanged', async () => {
    const refused = await desk.refusalOf('exiobase', filesOf({ ...table, z: transpose(table.z) }));
    expect(refused).toMatchObject({ code: 'unbalanced' });
  });

  it('has a finding that names a small sector whose final demand has another sign', async () => {
    const y = table.y.map((row, i) => (i === small ? row.map((value) => -value) : row));
    const { findings } = await read(filesOf({ ...table, y }));
    const name = `${regions.at(-1)!} / ${sectors[small % sectors.length]!}`;
    expect(findings.some((text) => text.includes('do not balance by their own output'))).toBe(true);
    expect(findings.join('\n')).toContain(`${name} has `);
  });

  it('has a finding that names two regions whose columns of Y are exchanged', async () => {
    const y = table.y.map(([first, second, ...others]) => [second!, first!, ...others]);
    const { findings } = await read(filesOf({ ...table, y }));
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatch(
      /^1 regions whose columns .*: in Y, CN buys [\d.]+ from DE and [\d.]+ from itself/,
    );
    expect((await desk.details())['reading']).toMatchObject({ findings });
  });

  it('is said to be judged by nothing where it states neither output nor value added', async () => {
    const files = Object.entries(formatExiobase(table, ROOT)).filter(([path]) => path !== `${ROOT}/x.txt`);
    expect((await read(Object.fromEntries(files))).judged).toBe(0);
  });
});
