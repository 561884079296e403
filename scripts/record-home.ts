/**
 * Records the folder of `npm start` after the worked example, for the tests: `node scripts/record-home.ts` replaces what is in
 * `test/recorded-home/`, and writes the examples of the HTTP routes from it. Keys, salts and times are new in each recording.
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { digestEngine } from '../jobs/engines/engine-files.ts';
import { startPostgres } from '../devnet/postgres/embedded-postgres.ts';
import { type LedgerHome, nameHome } from '../devnet/stack/ledger-home.ts';
import { dumpRows } from './recorded-home/dump-rows.ts';

const ROOT = join(import.meta.dirname, '..');
const FOLDER = join(ROOT, 'test/recorded-home');
/** What `npm start` prints once the example is played and verified. */
const PLAYED = 'Ctrl-C stops it';
/** What is kept of the folder. Of the database the rows are kept; record files have nothing that proof files lack. */
const KEPT = [
  ...['chain/deployment.json', 'chain/state.json.gz', 'chain/state.mnemonic'],
  ...['example', 'keys', 'ledger.json', 'policy.json', 'publication'],
];

/** Plays the worked example in a folder, and stops the ledger. */
async function playExample({ folder }: LedgerHome): Promise<void> {
  const env = { ...process.env, LEDGER_HOME: folder };
  const child = spawn(process.execPath, ['devnet/start.ts', '--port', '0'], { cwd: ROOT, env });
  let output = '';
  const note = (chunk: Buffer): void => {
    const wasPlayed = output.includes(PLAYED);
    output += chunk.toString();
    // A second signal would end it before it has stopped its services.
    if (!wasPlayed && output.includes(PLAYED)) child.kill('SIGINT');
  };
  for (const channel of [child.stdout, child.stderr]) channel.on('data', note);
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0 || !output.includes(PLAYED))
    throw new Error(`npm start did not play the example:\n${output}`);
}

async function keepHome(home: LedgerHome): Promise<void> {
  const kept = join(FOLDER, 'home');
  await rm(kept, { recursive: true, force: true });
  for (const part of KEPT) await cp(join(home.folder, part), join(kept, part), { recursive: true });
  await rm(join(kept, 'example/records'), { recursive: true });
}

async function keepRows({ postgres }: LedgerHome): Promise<void> {
  const { url, stop } = await startPostgres({ dataDir: postgres });
  try {
    await writeFile(join(FOLDER, 'rows.sql.br'), brotliCompressSync(await dumpRows(url)));
  } finally {
    await stop();
  }
}

/** Keeps the file of the engine that the runs name. */
async function keepEngine({ example }: LedgerHome): Promise<void> {
  const run = await readFile(join(example, 'inventory.carbon-proof.json'), 'utf8');
  for (const name of await readdir(join(ROOT, 'engines'))) {
    const bytes = await readFile(join(ROOT, 'engines', name));
    if (!run.includes(digestEngine(bytes))) continue;
    await writeFile(join(FOLDER, 'engine.mjs.br'), brotliCompressSync(bytes));
    return;
  }
  throw new Error('The runs of the example name an engine that is not in engines/.');
}

/** Writes the examples of the HTTP routes and the OpenAPI document that includes them. The first run has read the old ones, and fails. */
function writeExamples(): void {
  const run = (...args: readonly string[]): void =>
    void execFileSync(process.execPath, args, { cwd: ROOT, stdio: 'pipe' });
  const test = ['node_modules/vitest/vitest.mjs', 'run', 'test/server/http/examples.test.ts', '-u'];
  try {
    run(...test);
  } catch {
    run(...test);
  }
  run('scripts/generate-docs.ts');
}

const place = await mkdtemp(join(tmpdir(), 'carbon-ledger-record-'));
try {
  const home = nameHome(join(place, '.carbon-ledger'));
  await playExample(home);
  await writeFile(join(FOLDER, 'recorded-at'), `${new Date().toISOString()}\n`);
  await keepHome(home);
  await keepRows(home);
  await keepEngine(home);
} finally {
  await rm(place, { recursive: true });
}
writeExamples();
