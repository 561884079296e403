/**
 * Records golden files: files written by one version of the project. They are kept for ever; the tests of every later version load
 * them.
 *
 *   node scripts/record-golden-files.ts test/golden-files/<version> [--of <checkout>]
 *
 * Runs `npm start` of a checkout with installed dependencies (default: this checkout) in a temporary folder, adds what the worked
 * example lacks with the command line, stops it, and copies the files. It uses only the public interfaces of the checkout: npm
 * scripts, command line, HTTP, and the files in LEDGER_HOME.
 */
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { brotliCompressSync, constants, gunzipSync } from 'node:zlib';
import { dumpDatabase } from './golden-files/dump-database.ts';
import { playMore } from './golden-files/play-more.ts';
import { openCommandLine, readPrograms, type StartedLedger, startLedger } from './golden-files/programs.ts';
import { recordAnswers } from './golden-files/record-answers.ts';

/** The last proof file that `npm start` writes. */
const LAST_PROOF = 'example/disclosure-tampered.carbon-proof.json';
/** The parts of LEDGER_HOME that are copied. The database is dumped instead, and the chain's state is compressed. */
const HOME_PARTS = [
  'chain/deployment.json',
  'chain/state.mnemonic',
  'example',
  'keys',
  'ledger.json',
  'policy.json',
  'publication',
];

/** Records the golden files of a checkout into a folder. */
async function recordGoldenFiles(folder: string, checkout: string): Promise<void> {
  await mkdir(folder);
  const place = await mkdtemp(join(tmpdir(), 'carbon-ledger-golden-'));
  try {
    const home = join(place, '.carbon-ledger');
    await playLedger(home, folder, checkout);
    await keepHome(home, join(folder, 'home'));
    await writeFile(join(folder, 'made-from.json'), describeCheckout(checkout));
  } finally {
    await rm(place, { recursive: true });
  }
}

async function playLedger(home: string, folder: string, checkout: string): Promise<void> {
  const programs = await readPrograms(checkout);
  const ledger = startLedger(programs, home);
  try {
    await ledger.made(join(home, LAST_PROOF));
    const password = randomBytes(8).toString('hex');
    await writeFile(join(folder, 'password'), password);
    const run = openCommandLine(programs, { home, folder, password });
    await playMore({ run, folder, home, data: join(checkout, 'data') });
    await keepLedger(ledger, folder, checkout);
  } finally {
    await ledger.stop();
  }
}

/** Saves what needs a running ledger: its answers and its database. */
async function keepLedger({ home }: StartedLedger, folder: string, checkout: string): Promise<void> {
  const { url } = JSON.parse(await readFile(join(home, 'ledger.json'), 'utf8')) as { url: string };
  const answers = await recordAnswers(url);
  await writeFile(join(folder, 'answers.json'), `${JSON.stringify(answers, null, 1)}\n`);
  await writeFile(join(folder, 'database.sql'), await dumpDatabase(await findDatabase(home), checkout));
}

async function findDatabase(home: string): Promise<string> {
  const [password, port] = await Promise.all(
    ['password', 'port'].map((name) => readFile(join(home, 'postgres', name), 'utf8')),
  );
  return `postgresql://carbon_ledger:${password}@127.0.0.1:${port!.trim()}/postgres`;
}

async function keepHome(home: string, folder: string): Promise<void> {
  for (const part of HOME_PARTS) await cp(join(home, part), join(folder, part), { recursive: true });
  await writeFile(join(folder, 'chain/state.json.br'), compress(await readState(home)));
}

/** Version 1.0.0 stores the state of the chain as it is, later versions by gzip. */
async function readState(home: string): Promise<Uint8Array> {
  const file = join(home, 'chain/state.json');
  return existsSync(`${file}.gz`) ? gunzipSync(await readFile(`${file}.gz`)) : readFile(file);
}

/** Compresses a chain state. Its blocks are alike but far apart, so it needs a window of 16 MB; the 32 KB of gzip are too small. */
function compress(bytes: Uint8Array): Uint8Array {
  return brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_LGWIN]: 24 } });
}

function describeCheckout(checkout: string): string {
  const commit = execFileSync('git', ['rev-parse', 'HEAD'], { cwd: checkout, encoding: 'utf8' }).trim();
  return `${JSON.stringify({ commit, recordedAt: new Date().toISOString() }, null, 2)}\n`;
}

const { values, positionals } = parseArgs({ options: { of: { type: 'string' } }, allowPositionals: true });
const [folder] = positionals;
if (folder === undefined)
  throw new Error('Missing argument: the folder to record into. It must not exist yet.');
await recordGoldenFiles(resolve(folder), resolve(values.of ?? join(import.meta.dirname, '..')));
