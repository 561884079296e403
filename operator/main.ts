import { resolve } from 'node:path';
import { Command, CommanderError } from 'commander';
import { describeError } from '../runtime/describe-error.ts';
import { ConfigError } from '../runtime/settings.ts';
import { ReaderError } from '../core/verify/chain-reader.ts';
import { UserFacingError } from '../core/errors.ts';
import { StartupError } from '../runtime/startup-error.ts';
import { type OperatorConfig, parseDatabaseUrl, parseOperatorConfig } from './settings.ts';
import type { OperatorDeps } from './deps.ts';
import { migrateDatabase, withOperator } from './open.ts';
import { reconcileLedger } from './reconcile.ts';
import { restoreLedger } from './restore.ts';

/** How a command ends. */
const EXIT = { done: 0, refused: 1, usage: 2, unavailable: 4, internal: 70 } as const;

const ABOUT = `What an operator does to a ledger beside running it.

Configured as the server is, by environment variables: DATABASE_URL, RPC_URL, RPC_QUORUM, LEDGER_ADDRESS, CHAIN_ID, FINALITY,
PUBLICATION_DIR (docs/configuration.md).

Exit codes: 0 done, 1 refused (the code is in docs/errors.md), 2 wrong usage or configuration,
4 database, chain or publication not reachable, 70 a defect of this program.`;

const RESTORE = `
Rebuilds an EMPTY database from the publication and the chain alone: batches, records, trees, maps, heads and streams. Every hash and
root is computed again and compared with what the chain holds; on any mismatch it refuses. It may be cut short and run again: it
goes on. Then start server and indexer as ever; the indexer reads registry and anchors from the chain.

What no publication holds is not restored: records that were accepted and not sealed yet (their parties send them again), rejected
records, sign-ins, and private entries, which never leave the database: load them from a backup of the tables entries and grants
(docs/spec/publication.md). Parties keep their own files of them, and proofs made before stay good.

Examples:
  npm run operator -- restore
  npm run operator -- restore --from https://ledger.example.org/publication --json`;

const RECONCILE = `
The way out when a ledger stopped because the chain holds what its database does not: unknown-header (the database was restored from
an old backup, or someone else used the key that anchors) or reorg-past-finality. The chain wins. It shows what the chain holds that
the database lacks, takes back the batches that the chain does not hold in their place (their records wait again), imports those of
the chain from the publication, every hash and root compared, and lets the ledger go on: start the indexer again. After a
reorganisation it also takes back what is not on chain and holds records that their keys or roles may not sign by what the chain
says now. The server may run meanwhile: it seals and sends nothing before the ledger goes on.

It changes nothing and refuses (copy-lacks) when the publication lacks a batch that the chain holds. If no copy anywhere has it, the
records behind that header are lost, or never were yours: revoke the key that anchors, have the admin close the ledger for a successor
(npm run deploy -- close), deploy that, and let each stream go on there by \`continues\` (docs/spec/protocol.md).

Examples:
  npm run operator -- reconcile
  npm run operator -- reconcile --from /mnt/backup/publication --json`;

const MIGRATE = `
Brings the database in DATABASE_URL to the schema of this program, and reads no other setting. Each migration is one transaction; a
database that is newer than the program is refused. A server or indexer whose role may change the tables does the same when it starts:
this command is for roles that may not (docs/operate.md).

Examples:
  DATABASE_URL=postgres://owner:…@localhost/carbon_ledger npm run operator -- migrate`;

interface Options {
  readonly from?: string;
  readonly json?: true;
}

type Action = (deps: OperatorDeps) => Promise<object>;

/** Returns the command line. */
function createProgram(run: (action: Action, options: Options) => Promise<void>): Command {
  const program = new Command('operator').description(ABOUT).exitOverride().helpCommand(false);
  const add = (name: string, description: string, help: string, action: Action): void => {
    program
      .command(name)
      .description(description)
      .option('--from <folder or URL>', 'the publication; PUBLICATION_DIR by default')
      .option('--json', 'print the result as JSON on standard output; progress stays on standard error')
      .addHelpText('after', help)
      .action((options: Options) => run(action, options));
  };
  add('restore', 'rebuild an empty database from publication and chain', RESTORE, restoreLedger);
  add('reconcile', 'bring a ledger that stopped together with the chain', RECONCILE, reconcileLedger);
  program
    .command('migrate')
    .description('bring the database to the schema of this program')
    .addHelpText('after', MIGRATE)
    .action(async () => {
      await migrateDatabase(parseDatabaseUrl(process.env), tell);
      process.stdout.write('The database is at the schema of this program.\n');
    });
  return program;
}

function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** `npm run` starts a script in the project's folder; paths are meant from where the user stood. */
function locate(from: string): string {
  if (/^https?:/.test(from)) return from;
  return resolve(process.env['INIT_CWD'] ?? process.cwd(), from);
}

async function runAction(action: Action, { from, json }: Options): Promise<void> {
  const config: OperatorConfig = parseOperatorConfig(process.env);
  const publication = from === undefined ? config.publication : locate(from);
  const result = await withOperator({ ...config, publication }, tell, action);
  const lines = Object.entries(result).map(([name, value]) => `${name}: ${String(value)}`);
  process.stdout.write(json === true ? `${JSON.stringify(result)}\n` : `Done. ${lines.join(', ')}.\n`);
}

function exitOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  if (error instanceof ConfigError) return EXIT.usage;
  if (error instanceof ReaderError) return EXIT.unavailable;
  if (error instanceof StartupError)
    return error.code.endsWith('-unreachable') ? EXIT.unavailable : EXIT.usage;
  if (!(error instanceof UserFacingError)) return EXIT.internal;
  if (error.code === 'no-publication') return EXIT.usage;
  return error.code === 'copy-unreadable' ? EXIT.unavailable : EXIT.refused;
}

function formatJson(error: unknown): string {
  const code = error instanceof UserFacingError ? String(error.code) : 'internal';
  return JSON.stringify({ error: { code, message: error instanceof Error ? error.message : String(error) } });
}

/** Commander has already printed its own errors. */
function report(error: unknown, json: boolean): void {
  if (error instanceof CommanderError) return;
  process.stderr.write(`${json ? formatJson(error) : describeError(error)}\n`);
}

try {
  await createProgram(runAction).parseAsync(process.argv);
} catch (error) {
  report(error, process.argv.includes('--json'));
  process.exitCode = exitOf(error);
}
