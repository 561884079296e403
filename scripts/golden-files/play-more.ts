import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { grantReading } from './grant-reading.ts';
import type { RunLedger } from './programs.ts';

/** A ledger with the worked example, to which more records are added. */
export interface Stage {
  readonly run: RunLedger;
  /** The folder for the files; the command line runs there. */
  readonly folder: string;
  readonly home: string;
  /** The starter data of the project. */
  readonly data: string;
}

const COMPANY = 'lei:0000EXAMPLESTEEL0025';
const AUDITOR = 'urn:example.org:clear-assurance';
const REGULATOR = 'urn:example.org:regulator';
const PERIOD = { from: 1672531200, until: 1704067200 };

/**
 * Adds what the worked example lacks, so that every sort of file exists: key file, dataset file, record files in each state,
 * submissions with their results, a result of another method, a replay of the heads, stricter policies, and proof files
 * that show one entry and the absence of one. Also changes the registry and grants access to a record.
 */
export async function playMore(stage: Stage): Promise<void> {
  for (const name of ['datasets', 'records', 'submissions', 'proofs', 'policies'])
    await mkdir(join(stage.folder, name));
  await changeRegistry(stage);
  await registerDataset(stage);
  await registerLines(stage);
  const result = await registerResult(stage);
  const keyFile = join(stage.home, 'keys/company.key');
  await grantReading(stage.home, { record: result, party: AUDITOR, keyFile });
  await registerReplay(stage, result);
  await keepProofs(stage, result);
}

async function changeRegistry({ run, home }: Stage): Promise<void> {
  const { address } = JSON.parse(await run('key', 'new', 'regulator.key.json', '--json')) as {
    address: string;
  };
  const key = ['--key', join(home, 'keys/registrar.key')];
  await run('party', 'register', REGULATOR, address, '--role', 'regulator', ...key);
  await run('party', 'add-identifier', COMPANY, 'urn:example.org:harbour-steel', ...key);
  await run('party', 'suspend', REGULATOR, ...key);
}

/** Saves a record file in three states: built, signed, and registered with its receipt. */
async function registerDataset({ run, folder, home, data }: Stage): Promise<void> {
  const rows = 'datasets/activity-2023.ndjson';
  const about = ['--dataset', 'activity', '--provider', 'Harbour Steel (invented)', '--licence', 'internal'];
  await run('dataset', 'import', join(data, 'activity-2023.csv'), ...about, '-o', rows);
  const file = join('records', 'built.record.json');
  const of = ['--party', COMPANY, '--kind', 'dataset', '--subject', 'activity/2023-imported'];
  await run('record', 'build', ...of, '--entries', rows, '--title', 'Activity data 2023', '-o', file);
  const copy = async (name: string): Promise<void> =>
    writeFile(join(folder, 'records', `${name}.record.json`), await readFile(join(folder, file)));
  await copy('signed');
  await run('record', 'sign', 'records/signed.record.json', '--key', join(home, 'keys/company.key'));
  await writeFile(
    join(folder, 'records/registered.record.json'),
    await readFile(join(folder, 'records/signed.record.json')),
  );
  await run('record', 'register', 'records/registered.record.json');
}

interface Draft {
  readonly domain: object;
  readonly record: { readonly statement: string };
  readonly statement: object;
  readonly entries: readonly object[];
  readonly public: boolean;
  readonly signature: string;
}

/** Sends a file with three submissions. The second is refused, because its statement is not the signed one. */
async function registerLines({ run, folder, home }: Stage): Promise<void> {
  const lines: string[] = [];
  for (const year of ['2020', '2021', '2022']) {
    const file = `submissions/${year}.record.json`;
    const of = ['--party', COMPANY, '--kind', 'disclosure', '--subject', `headquarters/${year}`];
    await run('record', 'build', ...of, '--title', `Disclosure ${year}`, '--period', year, '-o', file);
    await run('record', 'sign', file, '--key', join(home, 'keys/company.key'));
    const draft = JSON.parse(await readFile(join(folder, file), 'utf8')) as Draft;
    const { domain, record, statement, signature, entries } = draft;
    const sent = year === '2021' ? { ...statement, title: 'Another' } : statement;
    lines.push(JSON.stringify({ domain, record, statement: sent, signature, entries, public: draft.public }));
  }
  await writeFile(join(folder, 'submissions/headquarters.ndjson'), `${lines.join('\n')}\n`);
  // It exits as refused, since one line is.
  await run('record', 'register', '--bulk', 'submissions/headquarters.ndjson').catch(() => {});
  const results = await readFile(join(folder, 'submissions/headquarters.ndjson.results.ndjson'), 'utf8');
  const outcomes = results
    .split('\n')
    .map((line) => line !== '' && 'receipt' in (JSON.parse(line) as object));
  if (outcomes.join() !== 'true,false,true,false')
    throw new Error(`Expected that the second of three lines is refused, got:\n${results}`);
}

/** Registers a result that the command line computed from datasets of the example, and returns its id. */
async function registerResult({ run, folder, home }: Stage): Promise<string> {
  const parameters = {
    rounding: { mode: 'half-even', decimals: 3 },
    period: PERIOD,
    grids: { location: 'national', residual: 'national' },
  };
  await writeFile(join(folder, 'scope2.parameters.json'), `${JSON.stringify(parameters, null, 2)}\n`);
  const inputs = ['activity', 'grid-factors-2023'].map((name) =>
    join(home, 'example', `${name}.carbon-proof.json`),
  );
  const file = 'records/scope2.record.json';
  const key = ['--key', join(home, 'keys/company.key')];
  const of = ['--party', COMPANY, '--subject', 'scope2/2023', '--title', 'Scope 2 of 2023'];
  await run(
    'compute',
    'scope2@1',
    ...inputs,
    '--parameters',
    'scope2.parameters.json',
    ...key,
    '--record',
    file,
    ...of,
  );
  await run('record', 'sign', file, ...key);
  const [{ id }] = JSON.parse(await run('record', 'register', file, '--json')) as [{ id: string }];
  return id;
}

/** Registers the auditor's statement that the heads of the newest batch follow from its records. */
async function registerReplay({ run, folder, home }: Stage, result: string): Promise<void> {
  const proof = join('proofs', 'no-entries.carbon-proof.json');
  await run('proof', result, '--entries', 'none', '--wait', 'final', '-o', proof);
  const { url } = JSON.parse(await readFile(join(home, 'ledger.json'), 'utf8')) as { url: string };
  const { items } = (await (await fetch(`${url}/v1/batches`)).json()) as {
    items: readonly { number: number; id: string }[];
  };
  const { number, id: header } = items[0]!;
  await writeFile(
    join(folder, 'replay.statement.json'),
    `${JSON.stringify({ replay: { number, header } })}\n`,
  );
  const file = 'records/replay.record.json';
  const of = [
    '--party',
    AUDITOR,
    '--kind',
    'assurance',
    '--subject',
    'replay',
    '--title',
    'Replay of the heads',
  ];
  await run('record', 'build', ...of, '--statement', 'replay.statement.json', '-o', file);
  await run('record', 'sign', file, '--key', join(home, 'keys/auditor.key'));
  const [{ id }] = JSON.parse(await run('record', 'register', file, '--json')) as [{ id: string }];
  await run('proof', id, '--wait', 'final', '-o', 'proofs/replay.carbon-proof.json');
}

async function keepProofs({ run, home }: Stage, result: string): Promise<void> {
  const key = ['--key', join(home, 'keys/company.key')];
  const bundle = (id: string, name: string, ...more: string[]): Promise<string> =>
    run('proof', id, ...more, ...key, '-o', `proofs/${name}.carbon-proof.json`);
  const disclosure = await readFile(join(home, 'example/disclosure.carbon-proof.json'), 'utf8');
  const { records } = JSON.parse(disclosure) as { records: readonly [{ id: string }] };
  await bundle(result, 'scope2', '--reperformable');
  await bundle(records[0].id, 'one-figure', '--entries', 'scope2/market');
  await bundle(records[0].id, 'absence', '--entries', 'none', '--absent', 'scope3/travel');
  await keepPolicies(run);
}

/** Saves a policy that the result satisfies, and one that also needs a replay of the heads. */
async function keepPolicies(run: RunLedger): Promise<void> {
  const asks = ['--require', 'currentness', 'reperformance', '--depth', '2', '--confirmations', '2'];
  const strict = [...asks, '--keys', 'scope2/market', '--max-age', '3600'];
  await run('policy', 'init', ...strict, '-o', 'policies/strict.policy.json');
  const replays = ['--replay-party', AUDITOR, '--replay-quorum', '1'];
  await run('policy', 'init', ...strict, ...replays, '-o', 'policies/with-replays.policy.json');
}
