import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPolicy } from '../../jobs/verify/new-policy.ts';
import { openKnownEngine, readEngineDigests } from '../../cli/engines/engine-folder.ts';
import { openGivenDocuments } from '../../jobs/documents/given-documents.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { verifyBundle } from '../../core/verify/verify.ts';
import { EXIT_CODES } from '../../core/exit-codes.ts';
import { COMMON, gwp, leak } from '../engine/dataset.ts';
import { TEST_DOMAIN } from '../helpers/registry.ts';
import { openSeededReader } from '../helpers/seeded-reader.ts';
import { makeTrade, type TradeDocuments } from '../helpers/trade-documents.ts';
import { openSeededCli, type SeededCli } from './seeded-cli.ts';
import type { CliRun } from './test-terminal.ts';

const table = makeTrade(['CN', 'DE'], 4);
const other = makeTrade(['CN', 'DE'], 4, 7);
const [Z] = table.documents;
const KEY = ['--key', 'company'];

let cli: SeededCli;
let dataset: Hex;
let result: Computed & { readonly record: { readonly id: Hex } };

interface Computed {
  readonly figures: readonly { key: string; value: string }[];
  readonly warnings: readonly { code: string; message: string; row: object }[];
  readonly solution?: { readonly file: string; readonly sha256: string; readonly size: number };
}

const at = (name: string): string => join(cli.folder, name);

async function writeTable(name: string, { documents, entries }: TradeDocuments): Promise<void> {
  await mkdir(at(name));
  for (const { sha256, bytes } of documents) await writeFile(at(`${name}/${sha256.slice(0, 8)}.mtx`), bytes);
  await writeFile(at(`${name}.ndjson`), entries.map((entry) => JSON.stringify(entry)).join('\n'));
}

/** Signs and registers the record of a file, seals and anchors it. */
async function register(file: string): Promise<void> {
  await cli.json('record', 'sign', file, ...KEY);
  await cli.json('record', 'register', file);
  await cli.publish();
}

async function send(file: string): Promise<void> {
  await cli.json('document', 'send', file, ...KEY);
}

const forget = (): Promise<void> => rm(at('cache'), { recursive: true, force: true });
const compute = (...args: string[]): Promise<CliRun> =>
  cli.run('compute', 'trade@1', ...args, '--parameters', 'p.json');

beforeAll(async () => {
  cli = await openSeededCli();
  await writeTable('matrices', table);
  await writeTable('others', other);
  await writeFile(
    at('p.json'),
    JSON.stringify({ period: COMMON.period, rounding: { mode: 'half-even', digits: 9 } }),
  );
  const of = ['--party', 'test:company', '--kind', 'dataset', '--subject', 'table/2023'];
  dataset = await cli.prepare('table.json', 'company', '--entries', 'matrices.ndjson', ...of);
  await cli.json('record', 'register', 'table.json');
  await cli.publish();
});
afterAll(() => cli.close());

describe('ledger compute of a table of documents', () => {
  it('takes them from a folder, from files and from the server, with the same figures', async () => {
    const folder = await compute('matrices.ndjson', '--documents', 'matrices');
    expect(folder).toMatchObject({ exit: 0, err: '' });
    expect(folder.out).toContain('cba/DE/CO2');
    const files = table.documents.flatMap(({ sha256 }) => [
      '--document',
      `matrices/${sha256.slice(0, 8)}.mtx`,
    ]);
    expect(await compute('matrices.ndjson', ...files)).toEqual(folder);
    for (const { sha256 } of table.documents) await send(`matrices/${sha256.slice(0, 8)}.mtx`);
    const fetched = await compute('matrices.ndjson', ...KEY);
    expect(fetched).toEqual(folder);
    // The files of the server are kept: another computation asks it no more.
    expect(await compute('matrices.ndjson', '--url', 'http://127.0.0.1:1')).toEqual(folder);
  });

  it('names a missing document by hash, size and media type, and says where it can come from', async () => {
    const { exit, out, err } = await compute('others.ndjson');
    expect({ exit, out }).toEqual({ exit: EXIT_CODES.usage, out: '' });
    const { sha256, size } = other.documents[0]!;
    expect(err).toContain(`error (missing-document)`);
    expect(err).toContain(`the document ${sha256} (${size} bytes, application/x-matrix-market) is not here.`);
    expect(err).toMatch(/--document, or its folder with --documents, or a server that has it with --url \(/);
  });

  it('tells that no row names a document that was given, and that no figure uses one', async () => {
    const extra = `others/${other.documents[0]!.sha256.slice(0, 8)}.mtx`;
    const { exit, out } = await compute(
      'matrices.ndjson',
      ...['--documents', 'matrices', '--document', extra, '--json'],
    );
    expect(exit).toBe(0);
    const { warnings } = JSON.parse(out) as Computed;
    expect(warnings.filter(({ code }) => code.endsWith('-document'))).toMatchObject([
      { code: 'unnamed-document', message: expect.stringContaining(other.documents[0]!.sha256) as string },
    ]);
  });

  it('refuses --solution where the file is there, is no .mtx, or nothing is solved', async () => {
    const run = (...more: string[]): Promise<CliRun> =>
      compute('matrices.ndjson', '--documents', 'matrices', ...more);
    expect((await run('--solution', 'x.csv')).err).toContain('ends in .mtx');
    await writeFile(at('there.mtx'), '');
    expect((await run('--solution', 'there.mtx')).err).toContain('file-exists');
    await writeFile(at('refrigerant.json'), JSON.stringify({ ...COMMON, gwpSet: 'AR5' }));
    const rows = [leak('leak', '18.5', 'kg', 'HFC-134a'), gwp('HFC-134a', 'AR5', '1300')];
    await writeFile(at('leak.ndjson'), rows.map((row) => JSON.stringify(row)).join('\n'));
    const refused = await cli.run(
      ...['compute', 'refrigerant@2', 'leak.ndjson', '--parameters', 'refrigerant.json'],
      ...['--solution', 'new.mtx'],
    );
    expect(refused.err).toContain('refrigerant@2 solves no equations: leave out --solution');
    expect(existsSync(at('new.mtx'))).toBe(false);
  });
});

describe('a result of a table of documents', () => {
  it('is built with its solution, and names it by its hash', async () => {
    const target = ['--record', 'result.json', '--party', 'test:company', '--subject', 'trade/2023'];
    result = await cli.json(
      ...['compute', 'trade@1', dataset, '--parameters', 'p.json', '--documents', 'matrices'],
      ...['--solution', 'solution.mtx', ...target, ...KEY],
    );
    const { entries, record } = await cli.readDraft('result.json');
    expect(record.sources).toEqual([dataset]);
    const { sha256, size, file } = result.solution!;
    expect(file).toBe('solution.mtx');
    expect((await readFile(at(file))).length).toBe(size);
    expect(entries.find(({ key }) => key === 'solution')).toMatchObject({
      ...{ value: null, unit: '' },
      detail: { sha256, size, mediaType: 'application/x-matrix-market' },
    });
    await register('result.json');
    const proof = ['--entries', 'all', '--reperformable', '-o', 'result.carbon-proof.json'];
    await cli.json('proof', result.record.id, ...proof, ...KEY);
  });

  it('is not computed again from its proof file without the documents, and says which are missing', async () => {
    await forget();
    const { exit, out } = await cli.run('reperform', 'result.carbon-proof.json');
    expect(exit).toBe(EXIT_CODES.unchecked);
    expect(out).toContain('inputs-not-shown');
    for (const { sha256 } of table.documents) expect(out.replaceAll(/\s/g, '')).toContain(sha256);
  });

  it('is solved again without its solution, and only checked with it, with the same figures', async () => {
    const again = (...more: string[]): Promise<CliRun> =>
      cli.run('reperform', 'result.carbon-proof.json', '--documents', 'matrices', ...more);
    const solved = await again();
    expect(solved).toMatchObject({ exit: 0, err: '' });
    expect(solved.out.replaceAll(/\s+/g, ' ')).toContain('; its equations were solved again');
    const checked = await again('--document', 'solution.mtx');
    expect(checked).toMatchObject({ exit: 0, err: '' });
    expect(checked.out.replaceAll(/\s+/g, ' ')).toContain(
      '; the given solution of its equations was checked',
    );
    const count = result.figures.length;
    for (const { out } of [solved, checked]) expect(out).toContain(`${count} of ${count} figures`);
  });

  it('is computed again by its id, with its documents and its solution from the server', async () => {
    await forget();
    await send('solution.mtx');
    const { exit, out } = await cli.run('reperform', result.record.id, ...KEY);
    expect(exit).toBe(0);
    expect(out.replaceAll(/\s+/g, ' ')).toContain('the given solution of its equations was checked');
    expect(existsSync(at(`cache/carbon-ledger/documents/${Z!.sha256}`))).toBe(true);
  });

  it('has its solution in a proof file that shows one figure and its run', async () => {
    const one = ['--entries', 'cba/DE/CO2', '--reperformable', '-o', 'one.carbon-proof.json'];
    await cli.json('proof', result.record.id, ...one, ...KEY);
    const documents = ['--documents', 'matrices', '--document', 'solution.mtx'];
    const { exit, out } = await cli.run('reperform', 'one.carbon-proof.json', ...documents);
    expect(exit).toBe(0);
    expect(out.replaceAll(/\s+/g, ' ')).toContain('the given solution of its equations was checked');
    expect(out).not.toContain('shown in addition');
  });

  it('is verified with the documents, and unchecked without, where the policy requires it', async () => {
    const file = await readFile(at('result.carbon-proof.json'));
    const policy = createPolicy({ ...TEST_DOMAIN, urls: [] });
    const options = {
      policy: { ...policy, engines: await readEngineDigests(), require: ['reperformance' as const] },
      reader: openSeededReader(cli.database.pool),
      now: cli.ledger.finalTime(),
      openEngine: openKnownEngine,
    };
    const openDocument = openGivenDocuments(table.documents.map(({ bytes }) => bytes));
    expect((await verifyBundle(file, { ...options, openDocument })).verdict).toBe('verified');
    expect(await verifyBundle(file, options)).toMatchObject({
      verdict: 'unchecked',
      unchecked: ['reperformance'],
    });
    await writeFile(at('policy.json'), JSON.stringify(options.policy));
    await forget();
    const verify = async (...more: string[]): Promise<string | undefined> => {
      const { out } = await cli.run(
        ...['verify', 'result.carbon-proof.json', '--policy', 'policy.json', '--offline', '--json', ...more],
      );
      const { checks } = JSON.parse(out) as { checks: { check: string; result: string }[] };
      return checks.find(({ check }) => check === 'reperformance')?.result;
    };
    expect(await verify('--documents', 'matrices')).toBe('pass');
    expect(await verify()).toBe('skipped');
  });

  it('is explained with the documents of a figure', async () => {
    const { exit, out } = await cli.run('explain', 'result.json', 'cba/DE/CO2');
    expect(exit).toBe(0);
    expect(out).toContain('table/Z');
    expect(out.replaceAll(/\s/g, '')).toContain(Z!.sha256);
  });

  it('is explained down to the row of a document, with the proof of it and whether the document is here', async () => {
    await forget();
    const open = (...more: string[]): Promise<CliRun> =>
      cli.run('explain', 'result.carbon-proof.json', 'imports/DE/CO2', '--row', 'table/Z', ...more);
    const { exit, out } = await open('--documents', 'matrices');
    expect(exit).toBe(0);
    expect(out).toContain('row table/Z = document in');
    expect(out).toContain('✓ in its record: ');
    expect(out.replaceAll(/\s+/g, ' ')).toContain('its bytes have this hash: 8 rows, 8 columns');
    const without = await open('--url', 'http://127.0.0.1:1/nothing', '--json');
    expect(JSON.parse(without.out)).toMatchObject({ row: { entry: { key: 'table/Z' }, document: null } });
  });

  it('is stale when a newer version of the dataset names another matrix', async () => {
    const entries = [other.entries[0]!, ...table.entries.slice(1)];
    await writeFile(at('newer.ndjson'), entries.map((entry) => JSON.stringify(entry)).join('\n'));
    const of = ['--party', 'test:company', '--kind', 'dataset', '--subject', 'table/2023'];
    await cli.prepare('newer.json', 'company', '--entries', 'newer.ndjson', ...of);
    await cli.json('record', 'register', 'newer.json');
    await cli.publish();
    const { changed, dependents } = await cli.json<{
      changed: string[];
      dependents: { id: Hex; state: string; by: string; keys: string[] }[];
    }>('impact', dataset, ...KEY);
    expect(changed).toEqual(['table/Z']);
    expect(dependents).toMatchObject([{ id: result.record.id, state: 'stale', by: 'rows' }]);
    expect(dependents[0]!.keys).toEqual(result.figures.map(({ key }) => key).sort());
  });

  it('is compared with a later one, and the changed document is a cause', async () => {
    await writeFile(
      at('mixed.ndjson'),
      [other.entries[0]!, ...table.entries.slice(1)].map((entry) => JSON.stringify(entry)).join('\n'),
    );
    const later = await compute(
      'mixed.ndjson',
      ...[
        '--documents',
        'matrices',
        '--document',
        `others/${other.documents[0]!.sha256.slice(0, 8)}.mtx`,
        '--json',
      ],
    );
    await writeFile(at('later.json'), later.out);
    const { exit, out } = await cli.run('compare', 'result.json', 'later.json');
    expect(exit).toBe(EXIT_CODES.refused);
    expect(out).toContain('cba/DE/CO2');
    const changed = `document table/Z ${Z!.sha256.slice(0, 12)}… → ${other.documents[0]!.sha256.slice(0, 12)}…`;
    expect(out.replaceAll(/\s+/g, ' ')).toContain(changed);
    expect(out).not.toContain('document table/F');
  });
});
