import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { utils, write } from '@e965/xlsx';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { digestAnswer, formatAnswer, parseAnswer } from '../../agents/answer/answer-file.ts';
import { DATA } from '../../cli/inputs/offer-ports.ts';
import { digestRows } from '../../jobs/map/recorded-reading.ts';
import { seededRandom } from '../engine/planted/random.ts';
import { TASKS } from '../agents/tasks/all-tasks.ts';
import { type CliRun, runLine } from './test-terminal.ts';

const FUEL = 'fuels.xlsx#Fuel:Diesel (road)=';
const CHOICES = [`${FUEL}diesel`, 'fuels.xlsx#detail.category=1.A.3.b', 'fuels.xlsx#detail.geography=GB'];
const ACCEPT = CHOICES.flatMap((name) => ['--accept', `a=${name}`]);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ask-table-'));
  const sheet = utils.aoa_to_sheet([
    ['Fuel report of the depot'],
    ['Site', 'Month', 'Fuel', 'Quantity', 'Unit'],
    ['Leeds', '2024-01', 'Diesel (road)', 1000, 'L'],
    ['Leeds', '2024-02', 'Diesel (road)', 500, 'L'],
    ['Total', null, null, 1500],
  ]);
  const book = write(utils.book_new(sheet), { type: 'buffer', bookType: 'xlsx' }) as Buffer;
  const forest = TASKS.find(({ question }) => question === 'forest-and-scope1')!
    .runs(seededRandom(1))
    .find(({ run }) => run === 'b')!;
  const inventory = {
    ...{ period: { from: '2024-01-01', until: '2025-01-01' }, gwpSet: 'AR5' },
    ...{
      grids: { location: 'national', residual: 'national' },
      rounding: { mode: 'half-even', decimals: 6 },
    },
  };
  await writeFile(join(folder, 'fuels.xlsx'), book);
  await writeFile(join(folder, 'land.json'), JSON.stringify(forest.inputs));
  await writeFile(join(folder, 'a.json'), JSON.stringify(inventory));
  await writeFile(join(folder, 'b.json'), JSON.stringify(forest.parameters));
});
afterAll(() => rm(folder, { recursive: true }));

/** What of the entry `source` the test changes. */
interface SourceOfTable {
  readonly custom: { readonly reading: { digest: string } };
}

const ask = (...more: readonly string[]): Promise<CliRun> =>
  runLine(
    [
      ...['ask', 'Net my forest?', '--form', 'forest-and-scope1'],
      ...['--only', `a=${join(folder, 'fuels.xlsx')}`],
      ...['--only', `a=${join(DATA, 'uk-2024/fuels.csv')}`, '--only', 'b=land.json'],
      ...['--parameters', 'a.json', '--parameters', 'b.json', ...more],
    ],
    { cwd: folder },
  );

describe('ledger ask with a workbook of a company', () => {
  it('proposes how it is read, with what each candidate changes', async () => {
    const { exit, out } = await ask();
    expect(exit).toBe(0);
    const text = out.replaceAll(/\s+/g, ' ');
    for (const name of CHOICES) expect(text).toContain(name);
    expect(text).toMatch(/% alike, changes \S+ by −0.22314 t CO2e/u);
  });

  it('reads it with the choices that were accepted, and the answer file verifies; one with another row does not', async () => {
    const { exit, out } = await ask(...ACCEPT, '--out', 'net.carbon-answer.json');
    expect(exit).toBe(0);
    expect(out).toContain('[table-read]');
    const verified = await runLine(['verify', 'net.carbon-answer.json'], { cwd: folder });
    expect(verified).toMatchObject({ exit: 0 });
    const again = ['--document', 'fuels.xlsx'];
    const verifyIn = (name: string, ...more: readonly string[]): Promise<CliRun> =>
      runLine(['verify', name, ...more], { cwd: folder });
    expect(await verifyIn('net.carbon-answer.json', ...again)).toMatchObject({ exit: 0 });
    const file = structuredClone(parseAnswer(await readFile(join(folder, 'net.carbon-answer.json'))));
    const rows = file.runs[0]!.inputs.at(-1)!.entries;
    const source = rows.find(({ key }) => key === 'source')!.detail as unknown as SourceOfTable;
    const write = (): Promise<void> =>
      writeFile(
        join(folder, 'other.carbon-answer.json'),
        formatAnswer({ ...file, digest: digestAnswer(file) }),
      );
    rows[0]!.value = '9';
    await write();
    const refused = await verifyIn('other.carbon-answer.json');
    expect([refused.exit, refused.out]).toEqual([1, expect.stringContaining('[reading-differs]')]);
    // Who makes a digest of other rows has made other rows: the table tells.
    source.custom.reading.digest = digestRows(rows);
    await write();
    expect((await verifyIn('other.carbon-answer.json')).out).not.toContain('[reading-differs]');
    expect((await verifyIn('other.carbon-answer.json', ...again)).out).toContain('[reading-differs]');
  });

  it('refuses a name that no candidate has', async () => {
    const { exit, err } = await ask('--accept', `a=${FUEL}wood`, '--json');
    expect(exit).toBe(2);
    expect(err).toContain(`${FUEL}wood: no choice has this name`);
    expect(JSON.parse(err.trim().split('\n').at(-1)!)).toMatchObject({ error: { code: 'option' } });
  });
});
