import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { indexNext } from '../../server/factors/index-factors.ts';
import { STARTER_FILES } from '../helpers/starter-files.ts';
import { openSeededCli, type SeededCli } from './seeded-cli.ts';
import { type CliRun, runLine } from './test-terminal.ts';

let cli: SeededCli;

beforeAll(async () => {
  cli = await openSeededCli();
  for (const [file, text] of Object.entries(STARTER_FILES)) await writeFile(join(cli.folder, file), text);
});
afterAll(() => cli.close());

/** Searches the starter data of the test. */
const offline = (...args: string[]): Promise<CliRun> => cli.run('factor', 'search', ...args, '--data', '.');

describe('ledger factor search', () => {
  it('finds starter data without a server, with its source, its place and how a run takes it', async () => {
    const { exit, out, err } = await offline('anthracite');
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    expect(out).toMatchInlineSnapshot(`
      "98300 kg{CO2}/TJ  emission-factor, any place, any time
        title    "Anthracite"
        what     fuel anthracite, basis combustion, origin fossil, year 2006, of CO2
        source   "Guidelines of coals", 2006, licence "facts"
        starter  data/coals.csv, line 2
        key      anthracite/CO2
        use      ledger compute <method> <rows> data/coals.csv; rows with fuel
                 anthracite take it
      "
    `);
  });

  it('shows 50 of them and how to go on', async () => {
    const { out } = await offline('--place', 'GB', '--period', '2023-05', '--unit', 'kg/kWh');
    expect(out.match(/^ {2}key /gm)).toHaveLength(50);
    expect(out).toMatch(/\nPlaces: GB, any\.\nmore: add --cursor 50\n$/);
  });

  it('says that no ledger is known, and searches the starter data of the program', async () => {
    const { exit, out, err } = await runLine(['factor', 'search', 'natural', 'gas', '--place', 'GB']);
    expect([exit, err]).toEqual([
      0,
      'No ledger is known: only the starter data is searched (--url names one).\n',
    ]);
    expect(out.replaceAll(/\s+/g, ' ')).toMatch(
      / use ledger compute <method> <rows> data\/\S+\.csv; rows with \w+ natural-gas/,
    );
  });

  it('finds nothing with exit code 1, and names what was searched and the nearest word', async () => {
    expect(await offline('antracite', '--place', 'GB')).toEqual({
      exit: 1,
      out: 'no factors in 62 rows of starter data\n  no factor has the word "antracite"; the nearest one is "anthracite"\nPlaces: GB, any.\n',
      err: '',
    });
    const { out } = await offline('anthracite', '--type', 'gwp');
    expect(out).toBe(
      'no factors in 62 rows of starter data\n  Leave out a word or a filter: all of them must hold.\n',
    );
  });

  it.each([
    [['--year', '23'], 'year: expected a year'],
    [['--limit', 'many'], '--limit'],
    [['--type', 'fuel-use'], 'expected one of'],
    [['--offline', '--key', 'k.json'], 'leave out --key'],
    [['--data', '/nowhere'], 'name its folder with --data'],
  ])('refuses %j', async (args, message) => {
    const { exit, err } = await runLine(['factor', 'search', 'gas', ...args]);
    expect(exit).toBe(2);
    expect(err).toContain(message);
  });

  it('finds rows of the ledger by its server: private ones with the key of their party', async () => {
    const row = {
      row: 'emission-factor',
      fuel: 'own-mix',
      gas: 'CO2',
      origin: 'fossil',
      basis: 'combustion',
      year: 2023,
    };
    const entry = { key: 'own-mix/CO2', value: '80000', unit: 'kg{CO2}/TJ', from: 0, until: 0, detail: row };
    await writeFile(join(cli.folder, 'rows.json'), JSON.stringify([entry]));
    const id = await cli.prepare(
      ...(['own.record.json', 'company'] as const),
      ...[
        '--party',
        'test:company',
        '--kind',
        'dataset',
        '--subject',
        'factors/own',
        '--entries',
        'rows.json',
      ],
    );
    await cli.json('record', 'register', 'own.record.json');
    while (await indexNext(cli.database.pool));
    expect((await cli.run('factor', 'search', 'own', 'mix')).exit).toBe(1);
    const { exit, out } = await cli.run('factor', 'search', 'own', 'mix', '--key', 'company');
    expect(exit).toBe(0);
    expect(out).toContain(id);
    expect(out).toMatch(/^80000 kg\{CO2\}\/TJ {2}emission-factor, any place, any time\n/);
    expect(out.replaceAll(/\s+/g, ' ')).toContain('factors/own by test:company, private');
  });
});
