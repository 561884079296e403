import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { formatExiobase } from '../tables/mrio/exiobase-files.ts';
import { makeTable } from '../tables/mrio/made-table.ts';
import { openTableDesk, type TableDesk } from '../tables/mrio/table-desk.ts';
import { runLine } from './test-terminal.ts';

const MAIN = fileURLToPath(new URL('../../cli/main.ts', import.meta.url));

let desk: TableDesk;
beforeAll(async () => {
  desk = await openTableDesk();
});
afterEach(() => desk.clear());
afterAll(() => desk.close());

const TABLE = makeTable();
const FILES = formatExiobase(TABLE);

/** Makes the version of the year before, and keeps its dataset file. */
async function keepEarlier(name: string, table = TABLE): Promise<void> {
  expect((await desk.read('exiobase', await desk.put('earlier_2018', formatExiobase(table)))).exit).toBe(0);
  await writeFile(join(desk.folder, name), await readFile(join(desk.folder, 'out', 'table.ndjson')));
  await desk.clear();
}

describe('ledger dataset table --previous', () => {
  const LARGER = { ...makeTable([...TABLE.regions, 'DE/DDR']), stressors: ['CO2 - combustion - air', 'CH4'] };

  it('takes a table that has all accounts of the version before, and names that version', async () => {
    await keepEarlier('given-same.ndjson');
    const { exit } = await desk.read(
      'exiobase',
      await desk.put('t', FILES),
      '--previous',
      'given-same.ndjson',
    );
    expect(exit).toBe(0);
    expect((await desk.details())['reading']).toMatchObject({
      previous: expect.stringMatching(/^0x[0-9a-f]{64}$/),
      accepted: [],
    });
  });

  it('refuses a table that lacks accounts, each with its name, until --accept-missing names them all', async () => {
    await keepEarlier('given-larger.ndjson', LARGER);
    const path = await desk.put('t', FILES);
    const previous = ['--previous', 'given-larger.ndjson'];
    const refused = await desk.read('exiobase', path, ...previous);
    expect(refused).toMatchObject({ exit: 2, out: '' });
    const { error } = JSON.parse(refused.err) as { error: { details: { problems: object[] } } };
    const lost = ['region/DE_DDR', 'stressor/CH4', 'direct-stressor/CH4'];
    expect(error.details.problems).toEqual(
      lost.map((column) => ({
        ...{ code: 'lost-account', row: null, key: null, column },
        message: expect.stringContaining(`--accept-missing "${column}"`),
      })),
    );
    expect((await desk.read('exiobase', path, ...previous, '--accept-missing', 'region/DE_DDR')).exit).toBe(
      2,
    );
    const accepted = await desk.read(
      'exiobase',
      path,
      ...previous,
      '--accept-missing',
      'region/DE_DDR',
      'CH4',
    );
    expect(JSON.parse(accepted.out)).toMatchObject({ accepted: lost });
    expect((await desk.details())['reading']).toMatchObject({ accepted: lost });
  });

  it('refuses a table without a matrix that the version before had', async () => {
    await keepEarlier('given-same.ndjson');
    const { [`IOT_2019_ixi/satellite/F_Y.txt`]: _, ...files } = FILES;
    expect(
      await desk.read('exiobase', await desk.put('t', files), '--previous', 'given-same.ndjson'),
    ).toMatchObject({
      exit: 2,
      err: expect.stringContaining('the last version had matrix/F_Y'),
    });
  });

  it('refuses --accept-missing without a version before, and a name that is not missing', async () => {
    const path = await desk.put('t', FILES);
    expect((await desk.read('exiobase', path, '--accept-missing', 'CH4')).err).toContain('needs --previous');
    await keepEarlier('given-same.ndjson');
    const { exit, err } = await desk.read(
      'exiobase',
      path,
      '--previous',
      'given-same.ndjson',
      '--accept-missing',
      'CH4',
    );
    expect(exit).toBe(2);
    expect(err).toContain('is not missing: do not accept it');
  });
});

describe('ledger dataset table', () => {
  it('gives a dataset from which a record is built, whose documents have their names and sizes', async () => {
    await desk.read('exiobase', await desk.put('t', FILES));
    const place = ['--sequence', '1', '--chain-id', '1', '--ledger', `0x${'1'.repeat(40)}`];
    const { exit, err } = await runLine(
      [
        'record',
        'build',
        '--party',
        'demo:provider',
        '--kind',
        'dataset',
        '--subject',
        'mrio',
        '--public',
        '--title',
        't',
        ...place,
        '--entries',
        'out/table.ndjson',
        '-o',
        'given.record.json',
      ],
      { cwd: desk.folder },
    );
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
  });

  it('says for people what was read, and which sectors balance the least', async () => {
    const path = await desk.put('t', FILES);
    const { out } = await runLine(['dataset', 'table', 'exiobase', path, '--licence', 'x', '--out', 'out'], {
      cwd: desk.folder,
    });
    expect(out).toMatch(/^Z +9 × 9 +\d+ bytes +SHA-256 [0-9a-f]{64} +out\/Z\.parquet$/m);
    expect(out).toContain('table     2019, 1000000 EUR, 3 regions, 3 sectors, 2 categories of final demand');
    expect(out).toContain('negative  1 values of Y');
    expect(out).toContain('next: ledger dataset register out/table.ndjson');
  });

  it('refuses an unknown format, an unreadable path and a tolerance in another form than a decimal', async () => {
    const path = await desk.put('t', FILES);
    expect(await desk.read('eurostat', path)).toMatchObject({
      exit: 2,
      err: expect.stringContaining('exiobase'),
    });
    expect(await desk.read('exiobase', 'nothing.zip')).toMatchObject({
      exit: 2,
      err: expect.stringContaining('file-unreadable'),
    });
    expect(await desk.read('exiobase', path, '--tolerance', '1e-3')).toMatchObject({
      exit: 2,
      err: expect.stringContaining('--tolerance'),
    });
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('leaves nothing after %s, and ends with 130', async (signal) => {
    const path = await desk.put('t', FILES);
    await writeManyLines(join(path, 'IOT_2019_ixi', 'Z.txt'));
    const child = spawn(
      process.execPath,
      [MAIN, 'dataset', 'table', 'exiobase', path, '--licence', 'x', '--out', 'out'],
      { cwd: desk.folder },
    );
    let err = '';
    child.stderr.on('data', (text: Buffer) => (err += text.toString()));
    while (!(await readdir(desk.folder)).some((name) => name.endsWith('.new')))
      await new Promise(setImmediate);
    child.kill(signal);
    const [code] = (await once(child, 'exit')) as [number];
    expect({ code, err }).toEqual({ code: 130, err: 'interrupted; nothing was written\n' });
    expect((await readdir(desk.folder)).filter((name) => !name.startsWith('given'))).toEqual([]);
  });
});

/** Writes flows with many blank lines, which take seconds: the command is still at work when the signal comes. */
async function writeManyLines(path: string): Promise<void> {
  const header = (FILES['IOT_2019_ixi/Z.txt'] as string).split('\n').slice(0, 3);
  await writeFile(path, [header.join('\n'), ...Array.from({ length: 48 }, () => '\n'.repeat(1 << 20))]);
}
