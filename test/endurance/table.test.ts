import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { YEAR_2023 } from '../engine/dataset.ts';
import { openDocumentSource, nameDocumentFile } from '../../tables/matrix-file.ts';
import { createTableFile } from '../../tables/table-file.ts';
import { readDocument, runMethod, type RunSolution } from '../../engine/run.ts';
import type { InputDocument } from '../../engine/rows/document.ts';
import type { InputRecord } from '../../engine/rows/input.ts';
import { IS_LONG } from '../helpers/long.ts';

/** A table of 120 industries; or of 9,800, as EXIOBASE has, in `npm run test:long`. */
const [REGIONS, SECTORS, STRESSORS] = IS_LONG ? [49, 200, 30] : [6, 20, 3];
/** The most memory of a computation, in bytes. */
const MEMORY = 2.5 * (1 << 30);
/** Computations that are interrupted, each at another time. */
const KILLS = IS_LONG ? 1 : 2;

const run = promisify(execFile);
const script = (name: string): string => join(import.meta.dirname, 'fixtures', name);
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'large-table-'));
  const matrices = join(folder, 'matrices');
  await mkdir(matrices);
  await run('node', [
    script('write-exiobase-table.ts'),
    matrices,
    ...[REGIONS, SECTORS, STRESSORS].map(String),
  ]);
  const entries = JSON.parse(await readFile(join(matrices, 'entries.json'), 'utf8')) as readonly object[];
  await writeFile(join(folder, 'table.ndjson'), entries.map((entry) => JSON.stringify(entry)).join('\n'));
  const parameters = {
    period: YEAR_2023,
    rounding: { mode: 'half-even', digits: 6 },
    accounts: ['cba', 'pba'],
  };
  await writeFile(join(folder, 'parameters.json'), JSON.stringify(parameters));
}, 600_000);
afterAll(() => rm(folder, { recursive: true }));

const compute = (solution: string): string[] => [
  ...[script('run-ledger.ts'), 'compute', 'trade@1', 'table.ndjson', '--parameters', 'parameters.json'],
  ...['--documents', 'matrices', '--solution', solution, '--json'],
];

it('a large table of documents is computed in bounded memory, and its solution gives the same figures', async () => {
  const begun = Date.now();
  const { stdout, stderr } = await run('node', compute('solution.mtx'), { cwd: folder, maxBuffer: 1 << 28 });
  const time = Date.now() - begun;
  const { figures } = JSON.parse(stdout) as ReturnType<typeof runMethod>;
  expect(figures).toHaveLength(2 * REGIONS * STRESSORS);
  const memory = Number(stderr.trim().split('\n').at(-1));
  expect(memory).toBeLessThan(MEMORY);
  process.stdout.write(`${REGIONS * SECTORS} industries: ${time} ms, the process held ${memory} bytes\n`);
  if (!IS_LONG) expect(await computeFrom('solution.mtx')).toEqual(figures);
}, 3_600_000);

/** Computes the figures from the written solution, in this process. */
async function computeFrom(solution: string): Promise<unknown> {
  const read = async (path: string): Promise<InputDocument> => {
    const file = createTableFile(path, await readFile(join(folder, path)));
    return readDocument(await nameDocumentFile(file), await openDocumentSource(file));
  };
  const names = (await readdir(join(folder, 'matrices')))
    .filter((name) => name.endsWith('.parquet'))
    .map((name) => `matrices/${name}`);
  const documents = await Promise.all(names.map(read));
  const lines = (await readFile(join(folder, 'table.ndjson'), 'utf8')).trim().split('\n');
  const entries = lines.map((line) => JSON.parse(line) as InputRecord['entries'][number]);
  const { record } = await readRecordId();
  const parameters: unknown = JSON.parse(await readFile(join(folder, 'parameters.json'), 'utf8'));
  const given: RunSolution = await read(solution);
  const { figures } = runMethod('trade@1', [{ record, entries }], parameters, {
    documents,
    solution: given,
    roots: false,
  });
  return JSON.parse(JSON.stringify(figures));
}

/** A dataset file that is not a record has its SHA-256 in place of an id. */
async function readRecordId(): Promise<{ readonly record: string }> {
  const file = createTableFile('table.parquet', await readFile(join(folder, 'table.ndjson')));
  return { record: `0x${(await nameDocumentFile(file)).sha256}` };
}

it('an interrupted computation leaves nothing half-written', async () => {
  const before = (await readdir(folder)).sort();
  const children = Array.from({ length: KILLS }, async (_, at) => {
    const name = `killed-${at}.mtx`;
    const child = spawn('node', compute(name), { cwd: folder, stdio: 'ignore' });
    const ended = once(child, 'exit');
    await setTimeout((at + 1) * (IS_LONG ? 10_000 : 400));
    child.kill('SIGINT');
    await ended;
    return name;
  });
  const names = await Promise.all(children);
  const whole = await readFile(join(folder, 'solution.mtx'));
  for (const name of names)
    if (existsSync(join(folder, name)))
      expect(Buffer.compare(await readFile(join(folder, name)), whole)).toBe(0);
  const left = (await readdir(folder)).filter((name) => !names.includes(name)).sort();
  expect(left).toEqual(before);
}, 600_000);
