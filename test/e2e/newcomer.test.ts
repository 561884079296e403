/**
 * Somebody who only reads the help and what commands print goes from a workbook of 40 sites to a disclosure whose proof file verifies. What they
 * type next was printed before: each line says where.
 */
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Mapping } from '../../tables/column-plan.ts';
import { type CliRun, runLine } from '../cli/test-terminal.ts';
import { splitWords } from '../helpers/command-lines.ts';
import { IS_LONG } from '../helpers/long.ts';
import { endLedgerIn, playExampleIn, type Watched } from './started-ledger.ts';

const ROOT = new URL('../../', import.meta.url);
const MINUTES = 60_000;
/** What a newcomer may take: minutes, and commands. */
const [MOST_MINUTES, MOST_COMMANDS] = [15, 24];

const BOOK = '--dataset activity --provider Northgate --licence internal';
const WRITER = '--party lei:0000EXAMPLESTEEL0025 --key .carbon-ledger/keys/company.key';
const RESULT = '--record result.record.json --party lei:0000EXAMPLESTEEL0025 --subject combustion/fy25';

let folder = '';
let ledger: Watched;
let commands = 0;

describe.skipIf(!IS_LONG)('A newcomer at the command line (only in npm run test:long)', () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'carbon-ledger-newcomer-'));
    ledger = await playExampleIn(join(folder, '.carbon-ledger'));
    await cp(new URL('test/import/books/files/sites-40.xlsx', ROOT), join(folder, 'sites-40.xlsx'));
    await symlink(new URL('data', ROOT), join(folder, 'data'));
  }, 5 * MINUTES);
  afterAll(async () => {
    await endLedgerIn(join(folder, '.carbon-ledger'), ledger);
    await rm(folder, { recursive: true });
  }, 2 * MINUTES);

  it(
    'goes from a workbook to a registered disclosure',
    async () => {
      const begun = Date.now();
      await importWorkbook();
      const data = await register('activity', 'activity/fy25');
      const factors = await registerFactors();
      await compute([data, factors]);
      await disclose();
      expect(commands).toBeLessThanOrEqual(MOST_COMMANDS);
      expect(Date.now() - begun).toBeLessThan(MOST_MINUTES * MINUTES);
    },
    MOST_MINUTES * MINUTES,
  );
});

/** Runs a line, and returns what it printed. */
async function run(line: string, exit = 0): Promise<string> {
  commands++;
  const done: CliRun = await runLine(splitWords(line).slice(1), { cwd: folder, now: Date.now() });
  expect(done.exit, `${line}\n${done.out}${done.err}`).toBe(exit);
  return `${done.out}\n${done.err}`;
}

/** Returns what a pattern finds in what was printed. */
function read(printed: string, pattern: RegExp): string {
  const [, found] = pattern.exec(printed) ?? [];
  expect(found, printed).toBeDefined();
  return found!;
}

async function importWorkbook(): Promise<void> {
  expect(await run(`ledger dataset import sites-40.xlsx ${BOOK}`, 2)).toContain('--sheet all');
  const refused = await run(`ledger dataset import sites-40.xlsx ${BOOK} --sheet all`, 2);
  expect(refused).toContain('ledger dataset propose');
  const proposed = await run('ledger dataset propose sites-40.xlsx --names Sheet -o mapping.json');
  for (const kind of ['fuel-use', 'electricity-use', 'heat-use']) expect(proposed).toContain(kind);
  await explain({
    Electricity: { 'detail.row': 'electricity-use', 'detail.category': 'purchased electricity' },
    'Natural gas': {
      ...{ 'detail.row': 'fuel-use', 'detail.fuel': 'natural-gas', 'detail.category': '1.A.4.a' },
      'detail.calorific': 'gross',
    },
    'Gas oil': { 'detail.row': 'fuel-use', 'detail.fuel': 'gas-oil', 'detail.category': '1.A.4.a' },
    'District heat': { 'detail.row': 'heat-use', 'detail.category': 'purchased heat' },
  });
  const next = read(proposed, /^ {2}(ledger dataset import .*) --dataset/m);
  const problems = await run(`${next} ${BOOK} -o activity.ndjson`, 2);
  expect(problems).toContain('"lookups": {"Site":{"Hull Distribution Centre":{"same-as":"…"}}}');
  expect(problems).toContain('heat-use requires carrier');
  expect(problems).toContain('heat-use requires a unit');
  await explain({ 'District heat': { 'detail.carrier': 'heat', unit: 'MWh' } });
  await change((mapping) => ({
    ...mapping,
    lookups: { ...mapping.lookups, Site: { 'Hull Distribution Centre': { 'same-as': 'Hull DC' } } },
  }));
  const thousands = read(problems, /(--thousands ",")/);
  const fiscal = read(problems, /(--fiscal-year-from \S+)/);
  const valid = await run(`${next} ${BOOK} ${thousands} ${fiscal} -o activity.ndjson`);
  expect(valid).toContain('rows    752, all valid');
}

/** Changes the mapping in an editor. */
async function change(to: (mapping: Mapping) => Mapping): Promise<void> {
  const path = join(folder, 'mapping.json');
  const mapping = JSON.parse(await readFile(path, 'utf8')) as Mapping;
  await writeFile(path, JSON.stringify(to(mapping), null, 2));
}

/** Says what sheets are about. */
async function explain(said: Readonly<Record<string, Readonly<Record<string, string>>>>): Promise<void> {
  await change((mapping) => {
    const before = mapping.lookups?.['Sheet'] ?? {};
    const next = Object.entries(said).map(([name, more]) => [name, { ...before[name], ...more }] as const);
    return { ...mapping, lookups: { ...mapping.lookups, Sheet: { ...before, ...Object.fromEntries(next) } } };
  });
}

/** Registers a dataset, waits until it is anchored, and returns its record file. */
async function register(name: string, subject: string): Promise<string> {
  const file = `${name}.record.json`;
  const done = await run(`ledger dataset register ${name}.ndjson ${WRITER} --subject ${subject} -o ${file}`);
  const id = read(done, /record +(0x[0-9a-f]{64})/);
  await run(`ledger proof ${id} --wait -o ${name}.carbon-proof.json`);
  return file;
}

/** Finds factors among the starter data, and registers them: a result is computed from registered data alone. */
async function registerFactors(): Promise<string> {
  const found = await run('ledger factor search "gas oil" --place GB --year 2024');
  const file = read(found, /(data\/\S+\.csv)/);
  await run(
    `ledger dataset import ${file} --dataset factor --provider DESNZ --licence OGL-UK-3.0 -o factors.ndjson`,
  );
  return register('factors', 'factors/uk-2024');
}

async function compute(records: readonly string[]): Promise<void> {
  const line = `ledger compute combustion@2 ${records.join(' ')}`;
  const open = await run(line, 2);
  const parameters = JSON.parse(read(open, /for example (\{.*\}); ledger/)) as object;
  const save = (more: object): Promise<void> =>
    writeFile(join(folder, 'parameters.json'), JSON.stringify({ ...parameters, ...more }));
  await save({});
  const unset = await run(`${line} --parameters parameters.json`, 2);
  await save({ gwpSet: read(unset, /set parameters.gwpSet to "(.*)"/) });
  const lacking = await run(`${line} --parameters parameters.json`, 2);
  const offers = [...lacking.matchAll(/^ {2}(--take \S+)/gm)].map(([, take]) => take);
  expect(offers).toHaveLength(2);
  const done = await run(`${line} --parameters parameters.json ${offers.join(' ')} ${RESULT}`);
  expect(done).toContain('scope1/combustion/natural-gas');
  await signAndRegister('result');
}

/** Signs and registers a record. */
async function signAndRegister(name: string): Promise<string> {
  await run(`ledger record sign ${name}.record.json --key .carbon-ledger/keys/company.key`);
  return read(await run(`ledger record register ${name}.record.json`), /record +(0x[0-9a-f]{64})/);
}

async function disclose(): Promise<void> {
  const party = '--party lei:0000EXAMPLESTEEL0025 --subject exchange/fy25';
  const line = `ledger disclose result.record.json ${party} -o disclosure.record.json`;
  const keys = read(await run(`${line} --entries scope1/total`, 2), /It shows: (.*)/).replaceAll(', ', ',');
  await run(`${line} --entries ${keys}`);
  const id = await signAndRegister('disclosure');
  const file = 'disclosure.carbon-proof.json';
  await run(`ledger proof ${id} --key .carbon-ledger/keys/company.key --wait -o ${file}`);
  // The policy of the example asks for a replay, which nobody has made yet.
  await run('ledger policy init -o policy.json');
  expect(await run(`ledger verify ${file} --policy policy.json`)).toContain('✓ verified');
}
