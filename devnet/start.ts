import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openApi } from '../cli/client/api.ts';
import { isEmpty, openAs, playExample, waitUntilVerifiable } from './example/play.ts';
import { nameProof, TAMPERED, verifyProofs, writeProofs } from './example/proofs.ts';
import { ACTORS } from './stack/actors.ts';
import { reperformProofs } from './example/reperform.ts';
import { createTeller, type Teller } from './terminal/tell.ts';
import { DEFAULT_HOME, type LedgerHome, nameHome } from './stack/ledger-home.ts';
import { startLocalStack } from './stack/local-stack.ts';
import { describeProblem } from './terminal/describe-error.ts';
import { startServiceStack } from './stack/service-stack.ts';
import type { Stack } from './stack/stack.ts';
import { DevnetError } from './terminal/devnet-error.ts';

const HELP = `Starts a carbon ledger.

  npm start                  a whole ledger on this machine, in ${DEFAULT_HOME}/: PostgreSQL, chain, contracts, server, indexer;
                             plays the worked example when the ledger is empty, and stays up until Ctrl-C
  npm start -- --once        the same in a temporary folder; exits 0 when every record of the example was verified
                             and every figure computed again
  npm start -- --port 8090   HTTP on another port than 8080

With DATABASE_URL and RPC_URL it uses those: it deploys nothing (npm run deploy, LEDGER_ADDRESS) and plays nothing,
unless told to with --example. docs/configuration.md lists every setting. LEDGER_HOME names another folder than ${DEFAULT_HOME}.
`;

/** The exit code of a program that a signal ended. */
const SIGNALLED = 130;

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
      `${values.port === undefined ? 'PORT' : '--port'} is ${String(values.port ?? process.env['PORT'])}, no port from 0 to 65535.`,
    );
  return { once: values.once, example: values.example, port };
}

/** Resolves at the first SIGINT or SIGTERM; a second one ends the process at once. */
function waitForSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.on(signal, () => {
        resolve();
        process.once(signal, () => process.exit(SIGNALLED));
      });
    }
  });
}

/** What is done with a ledger once it runs; returns the exit code. */
type Part = (stack: Stack) => Promise<number>;

/** Runs a part on a ledger, and stops the ledger whatever happens: at the part's end, at a signal, when the indexer halts. */
async function runStack(
  tell: Teller,
  start: () => Promise<Stack>,
  part: Part,
  signalled: number,
): Promise<number> {
  let isStopped = false;
  const stopped = waitForSignal().then(() => (isStopped = true));
  tell.part('Starting');
  const stack = await start().catch((error: unknown) => {
    // Ctrl-C also reaches the programs that a start runs, such as the one that makes the database: what they say is no fault.
    if (isStopped) return null;
    throw error;
  });
  if (stack === null) {
    tell.say('Stopped before it had started: nothing runs, and the next start begins again.');
    return signalled;
  }
  try {
    return await Promise.race([part(stack), stopped.then(() => signalled), stack.halted]);
  } finally {
    tell.part('Stopping');
    await stack.stop();
    tell.say('Everything is stopped.');
  }
}

/** The example in a temporary place, from nothing to verified. */
async function runOnce(tell: Teller): Promise<number> {
  const home = nameHome(await mkdtemp(join(tmpdir(), 'carbon-ledger-')));
  const start = (): Promise<Stack> => startLocalStack({ home, port: 0, tell });
  try {
    return await runStack(
      tell,
      start,
      async (stack) => ((await showExample(stack, home, tell)).sound ? 0 : 1),
      SIGNALLED,
    );
  } finally {
    await rm(home.folder, { recursive: true, force: true });
  }
}

/** A ledger of this machine's own, or on the database and chain that the environment names, until a signal. */
async function runUntilSignal({ port, example }: Options, tell: Teller): Promise<number> {
  const home = nameHome(process.env['LEDGER_HOME'] ?? DEFAULT_HOME);
  // One of the two alone is a service whose configuration is not complete, which is told.
  const isService = ['DATABASE_URL', 'RPC_URL'].some((name) => (process.env[name] ?? '') !== '');
  const start = (): Promise<Stack> =>
    isService
      ? startServiceStack({ home, example: example ? 'played' : 'not-played', tell })
      : startLocalStack({ home, port, tell });
  const part = async (stack: Stack): Promise<number> => {
    const sound = !isService || example ? await showExampleOnce(stack, home, tell) : true;
    tell.say('');
    tell.say(`The ledger answers at ${stack.url}. Ctrl-C stops it; the next start goes on from here.`);
    return sound ? new Promise(() => {}) : 1;
  };
  return runStack(tell, start, part, 0);
}

/** Plays the example when the ledger is empty, or to its end when it was cut short; else goes on with what is there. */
async function showExampleOnce(stack: Stack, home: LedgerHome, tell: Teller): Promise<boolean> {
  const isBegun = existsSync(join(home.example, 'records'));
  const isDone = existsSync(join(home.example, nameProof(TAMPERED)));
  if (isDone || (!isBegun && !(await isEmpty(stack)))) {
    tell.say('The ledger goes on where it stopped.');
    return true;
  }
  const { sound, disclosure } = await showExample(stack, home, tell);
  tellCommands(tell, home, disclosure);
  return sound;
}

/** Commands to try, as they are typed in another terminal. */
function tellCommands(tell: Teller, home: LedgerHome, disclosure: string): void {
  const ledger = `${home.folder === DEFAULT_HOME ? '' : `LEDGER_HOME=${home.folder} `}npm run -s ledger --`;
  const key = join(home.keys, 'company.key');
  tell.part('Try it');
  tell.command(`${ledger} verify ${join(home.example, nameProof('disclosure'))}`);
  tell.command(`${ledger} verify ${join(home.example, nameProof(TAMPERED))}`);
  const [first, restated] = ['inventory', 'inventory-restated'].map((name) =>
    join(home.example, nameProof(name)),
  );
  tell.command(`${ledger} compare ${first!} ${restated!}`);
  tell.command(
    `${ledger} bundle ${disclosure} --entries scope2/market --key ${key} -o one-figure.carbon-proof.json`,
  );
}

/**
 * Plays the example to its end, verifies its proof files and computes their figures again; returns whether all held, and the id of
 * the disclosure.
 */
async function showExample(
  stack: Stack,
  home: LedgerHome,
  tell: Teller,
): Promise<{ sound: boolean; disclosure: string }> {
  const { keys, registered, url } = stack;
  if (keys === null) throw new Error('the example wants the keys of its actors');
  for (const actor of registered)
    tell.say(`Registered: ${ACTORS[actor].name}, ${ACTORS[actor].identifier}, as ${ACTORS[actor].role}`);
  const records = await playExample(stack, keys, home, tell);
  tell.say('Waiting until the last batch is final …');
  await waitUntilVerifiable(openApi(url), records['inventory-restated']);
  await writeProofs(await openAs(stack, keys.company), home, records);
  const verified = await verifyProofs(home, tell);
  const reperformed = await reperformProofs(home, tell);
  return { sound: verified && reperformed, disclosure: records.disclosure.id };
}

async function main(): Promise<number> {
  const options = readOptions();
  if (options === null) {
    process.stdout.write(HELP);
    return 0;
  }
  const tell = createTeller();
  return options.once ? runOnce(tell) : runUntilSignal(options, tell);
}

const exitCode = await main().catch((error: unknown) => {
  process.stderr.write(`${describeProblem(error)}\n`);
  return 1;
});
// Whatever a signal cut short, such as a request that would be tried again, ends here.
process.exit(exitCode);
