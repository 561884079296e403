import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { EXIT_CODES } from '../core/exit-codes.ts';
import { isEmpty, playExample } from './example/play.ts';
import { nameProof, readProofId, TAMPERED, verifyProofs, writeTampered } from './example/proofs.ts';
import { reperformProofs } from './example/reperform.ts';
import { openScreen, type Screen } from './terminal/screen.ts';
import { DEFAULT_HOME, type LedgerHome, nameHome } from './stack/ledger-home.ts';
import { startLocalStack } from './stack/local-stack.ts';
import { describeError } from '../runtime/describe-error.ts';
import { startServiceStack } from './stack/service-stack.ts';
import type { Stack } from './stack/stack.ts';
import { DevnetError } from './terminal/devnet-error.ts';

const HELP = `Starts a carbon ledger.

  npm start                  a whole ledger on this machine, in ${DEFAULT_HOME}/:
                             PostgreSQL, chain, contracts, server, indexer. Plays the
                             worked example in an empty ledger; runs until Ctrl-C
  npm start -- --once        the same in a temporary folder; exits 0 when every record
                             was verified and every figure computed again
  npm start -- --port 8090   HTTP on a port other than 8080

With DATABASE_URL and RPC_URL it uses your database and chain (not with --once), and PORT
sets the port. It then deploys no
contracts (see npm run deploy, LEDGER_ADDRESS) and plays the example only with --example.
LEDGER_HOME names a folder other than ${DEFAULT_HOME}.
docs/configuration.md lists every setting.
`;

interface Options {
  readonly once: boolean;
  readonly example: boolean;
  readonly port: number;
}

const ARGUMENTS = {
  once: { type: 'boolean', default: false },
  example: { type: 'boolean', default: false },
  port: { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

function parseArguments(): ReturnType<typeof parseArgs<{ options: typeof ARGUMENTS }>> {
  try {
    return parseArgs({ options: ARGUMENTS });
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split(/[.\n]/)[0] ?? '') : String(error);
    throw new DevnetError('option', `${reason}: npm start -- --help lists the options.`);
  }
}

function readOptions(): Options | null {
  const { values } = parseArguments();
  if (values.help) return null;
  const port = Number(values.port ?? process.env['PORT'] ?? (values.once ? '0' : '8080'));
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new DevnetError(
      'option',
      `${values.port === undefined ? 'PORT' : '--port'} is ${String(values.port ?? process.env['PORT'])}, expected a port from 0 to 65535.`,
    );
  return { once: values.once, example: values.example, port };
}

/** Resolves at the first SIGINT or SIGTERM. A second signal ends the process immediately. */
function waitForSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.on(signal, () => {
        resolve();
        process.once(signal, () => process.exit(EXIT_CODES.signalled));
      });
    }
  });
}

/** Steps of a first start: 5 to start, 27 records, 9 batches, finality, 3 of the regulator, 29 proof files, 14 re-performances. */
const STEPS = 88;

/** Does something with a running ledger and returns the exit code. */
type Part = (stack: Stack) => Promise<number>;

/** How a run ends after a signal: the exit code, and the advice for the user. */
interface Stopped {
  readonly exitCode: number;
  readonly advice: string;
}

/** Starts a ledger, runs a part on it, and stops it when the part ends, at a signal, or if the indexer halts. */
async function runStack(
  screen: Screen,
  start: () => Promise<Stack>,
  part: Part,
  signalled: Stopped,
): Promise<number> {
  const signal = { came: false };
  const stopped = waitForSignal().then(() => (signal.came = true));
  const stack = await start().catch((error: unknown) => {
    // Ctrl-C also reaches the programs that a start runs, such as initdb. Their failures are then not errors.
    if (signal.came) return null;
    throw error;
  });
  if (stack === null) {
    screen.line('Stopped before the ledger had started; nothing is running. npm start begins again.');
    return signalled.exitCode;
  }
  try {
    return await Promise.race([part(stack), stopped.then(() => signalled.exitCode), stack.halted]);
  } finally {
    if (signal.came) screen.line('Stopping: requests in progress are finished first.');
    await stack.stop();
    if (signal.came) screen.line(signalled.advice);
  }
}

/** Plays and verifies the example in a temporary folder. */
async function runOnce(screen: Screen): Promise<number> {
  const home = nameHome(await mkdtemp(join(tmpdir(), 'carbon-ledger-')));
  const start = (): Promise<Stack> => startLocalStack({ home, port: 0, screen });
  const part = async (stack: Stack): Promise<number> => ((await showExample(stack, home, screen)) ? 0 : 1);
  const signalled = { exitCode: EXIT_CODES.signalled, advice: 'Stopped; the temporary ledger is removed.' };
  try {
    return await runStack(screen, start, part, signalled);
  } finally {
    await rm(home.folder, { recursive: true, force: true });
  }
}

/** Runs a ledger until a signal: a local one, or one on the database and chain of the environment. */
async function runUntilSignal({ port, example }: Options, screen: Screen): Promise<number> {
  const home = nameHome(process.env['LEDGER_HOME'] ?? DEFAULT_HOME);
  // Even one of the two settings means a service. Its configuration then reports the missing one.
  const isService = ['DATABASE_URL', 'RPC_URL'].some((name) => (process.env[name] ?? '') !== '');
  const start = (): Promise<Stack> =>
    isService
      ? startServiceStack({ home, example: example ? 'played' : 'not-played', screen })
      : startLocalStack({ home, port, screen });
  const part = async (stack: Stack): Promise<number> => {
    if (isService && !example) showRunning(screen, stack);
    const isSound = isService && !example ? true : await showExampleOnce(stack, home, screen);
    if (isSound) stack.regulator?.follow();
    return isSound ? new Promise(() => {}) : 1;
  };
  const setting = process.env['LEDGER_HOME'] === undefined ? '' : ' with the same LEDGER_HOME';
  const advice = `Stopped. Nothing is lost: npm start${setting} continues from ${home.folder}.`;
  return runStack(screen, start, part, { exitCode: 0, advice });
}

/** Plays the example if the ledger is empty, or finishes an interrupted one. Shows commands to try if the ledger has the example. */
async function showExampleOnce(stack: Stack, home: LedgerHome, screen: Screen): Promise<boolean> {
  const isBegun = existsSync(join(home.example, 'records'));
  const isDone = existsSync(join(home.example, nameProof(TAMPERED)));
  if (!isBegun && !(await isEmpty(stack))) {
    screen.line('The ledger continues with the records it holds.');
    showRunning(screen, stack);
    return true;
  }
  const isSound = isDone || (await showExample(stack, home, screen));
  if (isDone) screen.line('The ledger continues with the worked example and all that was added.');
  await showCommands(screen, stack, home);
  return isSound;
}

/** Shows commands to paste into another terminal. */
async function showCommands(screen: Screen, stack: Stack, home: LedgerHome): Promise<void> {
  const folder = home.folder === DEFAULT_HOME ? [] : [`LEDGER_HOME=${home.folder}`];
  const show = (what: string, ...parts: readonly string[]): void => {
    screen.line(`# ${what}`);
    screen.command([...folder, 'npm run -s ledger --', ...parts]);
  };
  const proof = (name: string): string => join(home.example, nameProof(name));
  // The newest version: a disclosure of the first one would not be verified any more, since it was restated.
  const inventory = await readProofId(proof('inventory-restated'));
  screen.heading('Try in another terminal');
  show('as the exchange: verify the disclosure', 'verify', proof('disclosure'));
  show('the same with one digit changed', 'verify', proof(TAMPERED));
  show('as a customer: verify the footprint of a steel bar', 'verify', proof('bar-disclosure'));
  show(
    'as the auditor: what the restatement changed',
    'compare',
    proof('inventory'),
    proof('inventory-restated'),
  );
  const key = `--key ${join(home.keys, 'company.key')}`;
  const options = ['--entries scope2/market', key, `--policy ${home.policyFile}`];
  const output = '-o one-figure.carbon-proof.json';
  show('as the company: show one figure without the others', 'proof', inventory, ...options, output);
  showRunning(screen, stack);
}

function showRunning(screen: Screen, { url }: Stack): void {
  screen.heading(`The ledger is running at ${url}. Ctrl-C stops it.`);
}

/** Plays the example, verifies its proof files and computes their figures again. Returns whether all of this succeeded. */
async function showExample(stack: Stack, home: LedgerHome, screen: Screen): Promise<boolean> {
  const { keys } = stack;
  if (keys === null) throw new Error('the example needs the keys of its actors');
  await playExample(stack, keys, home, screen);
  await writeTampered(home);
  screen.heading('Checked');
  const areVerified = await verifyProofs(home, screen);
  const areReperformed = await reperformProofs(home, screen);
  return areVerified && areReperformed;
}

async function main(): Promise<number> {
  const options = readOptions();
  if (options === null) {
    process.stdout.write(HELP);
    return 0;
  }
  const screen = openScreen(STEPS);
  return options.once ? runOnce(screen) : runUntilSignal(options, screen);
}

const exitCode = await main().catch((error: unknown) => {
  process.stderr.write(`${describeError(error)}\n`);
  return 1;
});
// Ends work that a signal interrupted, such as a request that would be sent again.
process.exit(exitCode);
