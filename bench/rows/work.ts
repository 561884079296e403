import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { engineFolder } from '../../cli/engines/engine-folder.ts';
import { type Api, openApi } from '../../client/http/api.ts';
import { signIn } from '../../client/http/sign-in.ts';
import { openWorkClient } from '../../client/http/work.ts';
import { signerOfKey } from '../../client/keys/signer.ts';
import { bytesOf, type Hex, ZERO_HASH } from '../../core/encoding/hex.ts';
import { hashJson } from '../../core/hashing/json-hash.ts';
import { signDigest } from '../../core/hashing/signature.ts';
import { deriveSalt, type Entry, hashEntries } from '../../core/records/entry.ts';
import { KINDS } from '../../core/records/kind.ts';
import { digestRecord, hashRecord } from '../../core/records/record.ts';
import { fetchInput } from '../../jobs/compute/run-inputs.ts';
import { openMethodEngine } from '../../jobs/engines/method-engine.ts';
import { finishOnPools } from '../../jobs/work/finish-on-pools.ts';
import { addressOfKey } from '../../core/hashing/signature.ts';
import { readCpu } from '../tools/process-times.ts';
import { showTime } from '../tools/measure.ts';
import type { Row } from '../tools/row.ts';
import { serveLedger, type ServedLedger, type Writer } from '../tools/served-ledger.ts';

const TURNS = 3;
const DRAWS = 100_000;
const USES = 5_000;
const YEAR = { from: 1672531200, until: 1704067200 };

const METHOD = `${DRAWS.toLocaleString('en-GB')} draws of ${USES.toLocaleString('en-GB')} uses of a fuel, all uncertain, on a pool: 98 units. API, PostgreSQL, who asks
and the workers, each a process with one thread, run on the same two cores. Time is from asking to the result, with workers that run already;
the fastest of ${TURNS}. What the machine computes besides the workers is part of the time of two.`;

/** Measures the same work with one worker and with two. */
export async function measureRow(): Promise<Row> {
  const served = await serveLedger({ ROLES: 'api,work', LOG_LEVEL: 'info' });
  const folder = await mkdtemp(join(tmpdir(), 'work-bench-'));
  const workers: ChildProcess[] = [];
  try {
    const { writer, url } = served;
    await writeFile(join(folder, 'key'), `${writer.privateKey}\n`, { mode: 0o600 });
    const id = await register(served, makeRows());
    const best: Measured[] = [];
    for (const count of [1, 2]) {
      while (workers.length < count) workers.push(startWorker(url, folder));
      await run(served, id);
      const measured: Measured[] = [];
      for (let turn = 0; turn < TURNS; turn++) measured.push(await measure(served, workers, id));
      best.push(measured.reduce((one, other) => (other.time < one.time ? other : one)));
    }
    const [one, two] = best as [Measured, Measured];
    return {
      title: 'Draws on the workers of a pool',
      method: METHOD,
      head: ['', 'time', 'processor: workers', 'who asks', 'API', 'PostgreSQL'],
      lines: [showLine('one worker', one), showLine('two workers', two)],
      goals: [{ what: 'two workers / one', ratio: two.time / one.time, goal: 0.6, sense: 'at most' }],
    };
  } finally {
    for (const child of workers) {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    }
    await served.stop();
    await rm(folder, { recursive: true });
  }
}

/** Milliseconds: of the run, and of the processor for each part. */
interface Measured {
  readonly time: number;
  readonly workers: number;
  readonly asking: number;
  readonly api: number;
  readonly postgres: number;
}

function showLine(name: string, { time, workers, asking, api, postgres }: Measured): string[] {
  return [name, ...[time, workers, asking, api, postgres].map(showTime)];
}

async function measure(served: ServedLedger, workers: readonly ChildProcess[], id: Hex): Promise<Measured> {
  const read = (): Omit<Measured, 'time'> => {
    const { user, system } = process.cpuUsage();
    const asking = (user + system) / 1000;
    const computing = workers.reduce((sum, { pid }) => sum + readCpu(pid!), 0);
    return { ...served.times(), workers: computing, asking };
  };
  const before = read();
  const time = await run(served, id);
  const after = read();
  return {
    time,
    workers: after.workers - before.workers,
    asking: after.asking - before.asking,
    api: after.api - before.api,
    postgres: after.postgres - before.postgres,
  };
}

function startWorker(url: string, folder: string): ChildProcess {
  const main = resolve(import.meta.dirname, '../../cli/main.ts');
  return spawn(process.execPath, [main, 'worker', '--url', url, '--key', join(folder, 'key')], {
    stdio: 'ignore',
  });
}

async function signInAs({ privateKey, domain: { chainId } }: Writer, url: string): Promise<Api> {
  const key = bytesOf(privateKey);
  const signer = signerOfKey({ address: addressOfKey(key), privateKey: key });
  return signIn(openApi(url), signer, { chainId, now: Date.now() });
}

/** Returns the milliseconds of a run. Each has another seed: else the same work would be asked for. */
let seed = 1;
async function run({ writer, url }: ServedLedger, id: Hex): Promise<number> {
  const openOwnApi = (): Promise<Api> => signInAs(writer, url);
  const work = openWorkClient(openOwnApi, () => {});
  const engine = await openMethodEngine('uncertainty@1', engineFolder);
  const inputs = [await fetchInput(await openOwnApi(), id)];
  const { finish } = finishOnPools(
    { pools: [writer.party], check: 'sample' },
    {
      ...{ work, random: Math.random, now: () => performance.now(), wait: (ms: number) => pause(ms) },
      ...{ memory: () => process.memoryUsage().rss, say: () => {}, onProgress: () => {} },
    },
  );
  const began = performance.now();
  await engine.run(inputs, { ...PARAMETERS, seed: seed++ }, { finish });
  return performance.now() - began;
}

const PARAMETERS = {
  method: 'combustion@2',
  approach: 2,
  draws: DRAWS,
  period: YEAR,
  rounding: { mode: 'half-even', decimals: 6 },
};

/** Registers rows as a private dataset, and returns its id. */
async function register({ writer, url }: ServedLedger, rows: Omit<Entry, 'salt'>[]): Promise<Hex> {
  const secret: Hex = `0x${'5'.repeat(64)}`;
  const entries = rows.map((row) => ({ ...row, salt: deriveSalt(secret, row.key) }));
  const statement = { title: 'Uses', period: '2023', standard: '' };
  const record = {
    ...{ party: writer.party, kind: KINDS.dataset, subject: 'uses/2023', sequence: 1, previous: ZERO_HASH },
    ...{ entries: hashEntries(entries), sources: [], statement: hashJson(statement) },
  };
  const signature = signDigest(digestRecord(writer.domain, record), bytesOf(writer.privateKey));
  const response = await fetch(`${url}/v1/records`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ record, statement, signature, entries }),
  });
  if (!response.ok) throw new Error(await response.text());
  return hashRecord(record);
}

function makeRows(): Omit<Entry, 'salt'>[] {
  const uncertainty = { distribution: 'normal', standardDeviation: '0.05' };
  const about = { fuel: 'coal', year: 2023 };
  const always = { from: 0, until: 0 };
  const uses = Array.from({ length: USES }, (_, index) => ({
    ...{ key: `use/${index}`, value: String(100 + index), unit: 't', ...YEAR },
    detail: { row: 'fuel-use', fuel: 'coal', category: '1.A.2', geography: 'CN', uncertainty },
  }));
  const emission = { row: 'emission-factor', origin: 'fossil', basis: 'combustion', gas: 'CO2' };
  return [
    ...uses,
    { key: 'ncv', value: '26.7', unit: 'TJ/Gg', ...always, detail: { row: 'net-calorific-value', ...about } },
    { key: 'oxidation', value: '0.98', unit: '1', ...always, detail: { row: 'oxidation', ...about } },
    { key: 'co2', value: '98300', unit: 'kg{CO2}/TJ', ...always, detail: { ...emission, ...about } },
  ] as Omit<Entry, 'salt'>[];
}
