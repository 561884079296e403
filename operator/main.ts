import { EXIT_CODES } from '../core/exit-codes.ts';
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
import { describePublishMissing, describeReconcile, describeRestore } from './describe-result.ts';
import { type MissingPublished, publishMissing } from './publish-missing.ts';
import { type ReconcileResult, reconcileLedger } from './reconcile.ts';
import { type RestoreResult, restoreLedger } from './restore.ts';

const ABOUT = `Commands for the operator of a ledger, besides running server and indexer.

They are configured as the server is, by environment variables: DATABASE_URL, RPC_URL, RPC_QUORUM, LEDGER_ADDRESS,
CHAIN_ID, FINALITY, PUBLICATION_DIR, DOCUMENTS_DIR (docs/configuration.md).

Exit codes: 0 done, 1 refused (docs/errors.md lists the codes), 2 wrong usage or configuration,
4 database, chain or publication not reachable, 70 a defect of this program.`;

const RESTORE = `
Rebuilds an EMPTY database from the publication and the chain alone: batches, records, trees, maps, heads and streams.
Every hash and root is computed again and compared with the chain; restore refuses on any mismatch. If it is interrupted,
run it again: it continues. Afterwards start server and indexer as always; the indexer reads registry and anchors from
the chain. Documents of public records are restored into the folder DOCUMENTS_DIR.

Not restored, because no publication holds it:
- records that were accepted but not sealed: their parties send them again
- rejected records and sign-ins
- private entries: load them from a backup of the tables entries and grants (docs/spec/publication.md)
- documents of private entries: bring back DOCUMENTS_DIR, and the tables documents and document_senders
The parties keep files of their own entries, and proof files made before stay valid.

Examples:
  npm run operator -- restore
  npm run operator -- restore --from https://ledger.example.org/publication --json`;

const RECONCILE = `
Ends the halt of a ledger whose database and chain disagree. The codes of such a halt are:
- unknown-header: the chain holds a batch that the database does not know. The database was restored from an old backup,
  or someone else used the key that anchors.
- reorg-past-finality: the chain replaced a block that was final.

The chain wins. reconcile lists the batches that differ. It voids the batches of the database that the chain does not
hold (their records wait again), and imports those of the chain from the publication, with every hash and root computed
again. After a reorganisation it also voids batches that are not on the chain and hold records whose keys or roles are no
longer valid. Then it ends the halt: start the indexer again. The server may keep running: it seals and anchors nothing
during a halt.

It changes nothing and refuses with copy-lacks if the publication lacks a batch that the chain holds. If no copy has it,
the records behind that header are lost, or never were yours. Then revoke the key that anchors, let the admin close the
ledger for a successor (npm run deploy -- close), deploy the successor, and continue each stream there with \`continues\`
(docs/spec/protocol.md).

Examples:
  npm run operator -- reconcile
  npm run operator -- reconcile --from /mnt/backup/publication --json`;

const PUBLISH_MISSING = `
Writes every batch of the database, and every public document of DOCUMENTS_DIR, that the folder of the publication lacks
or has damaged, and makes it the folder in which the ledger publishes. Needed when that folder was lost (folder-lost) or is to be another one (folder-differs), or
when carbon_ledger_publication_gaps is above 0. Every file is read and compared with its hash. The server may keep
running: it anchors nothing meanwhile. If it is interrupted, run it again. The anchorer must be able to write there
afterwards: run it as the user of the anchorer, or give that user the folder (docs/operate.md).

Examples:
  npm run operator -- publish-missing
  npm run operator -- publish-missing --from /mnt/disk2/publication --json`;

const MIGRATE = `
Migrates the database in DATABASE_URL to the schema of this program. No other setting is read. Each migration is one
transaction. A database of another version is refused (database-other, database-newer). Server and indexer do the same
when they start if their role may change the tables: this command is for when it may not (docs/operate.md).

Examples:
  DATABASE_URL=postgres://owner:…@localhost/carbon_ledger npm run operator -- migrate`;

interface Options {
  readonly from?: string;
  readonly json?: true;
}

/** A command on database, chain and publication. */
interface Action<Result extends object> {
  readonly name: string;
  readonly summary: string;
  readonly help: string;
  readonly run: (deps: OperatorDeps) => Promise<Result>;
  /** Returns the result in sentences. */
  readonly describe: (result: Result) => string;
}

const RESTORE_ACTION: Action<RestoreResult> = {
  name: 'restore',
  summary: 'rebuild an empty database from publication and chain',
  help: RESTORE,
  run: restoreLedger,
  describe: describeRestore,
};

const RECONCILE_ACTION: Action<ReconcileResult> = {
  name: 'reconcile',
  summary: 'make a halted ledger agree with the chain again',
  help: RECONCILE,
  run: reconcileLedger,
  describe: describeReconcile,
};

const PUBLISH_ACTION: Action<MissingPublished> = {
  name: 'publish-missing',
  summary: 'write what the folder of the publication lacks, and publish there',
  help: PUBLISH_MISSING,
  run: publishMissing,
  describe: describePublishMissing,
};

function createProgram(): Command {
  const program = new Command('operator').description(ABOUT).exitOverride().helpCommand(false);
  addAction(program, RESTORE_ACTION);
  addAction(program, RECONCILE_ACTION);
  addAction(program, PUBLISH_ACTION);
  program
    .command('migrate')
    .description('migrate the database to the schema of this program')
    .addHelpText('after', MIGRATE)
    .action(async () => {
      await migrateDatabase(parseDatabaseUrl(process.env), report);
      process.stdout.write('The database has the schema of this program.\n');
    });
  return program;
}

function addAction<Result extends object>(program: Command, action: Action<Result>): void {
  program
    .command(action.name)
    .description(action.summary)
    .option('--from <folder or URL>', 'the publication (default: PUBLICATION_DIR)')
    .option('--json', 'print the result as JSON on standard output; progress stays on standard error')
    .addHelpText('after', action.help)
    .action((options: Options) => runAction(action, options));
}

async function runAction<Result extends object>(
  { run, describe }: Action<Result>,
  { from, json }: Options,
): Promise<void> {
  const config: OperatorConfig = parseOperatorConfig(process.env);
  const publication = from === undefined ? config.publication : locate(from);
  const result = await withOperator({ ...config, publication }, report, run);
  process.stdout.write(`${json === true ? JSON.stringify(result) : `Done. ${describe(result)}`}\n`);
}

function report(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** `npm run` starts programs in the project's folder; the user's paths are relative to the folder of the call. */
function locate(from: string): string {
  if (/^https?:/.test(from)) return from;
  return resolve(process.env['INIT_CWD'] ?? process.cwd(), from);
}

function exitOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT_CODES.ok : EXIT_CODES.usage;
  if (error instanceof ConfigError) return EXIT_CODES.usage;
  if (error instanceof ReaderError) return EXIT_CODES.unavailable;
  if (error instanceof StartupError)
    return error.code.endsWith('-unreachable') ? EXIT_CODES.unavailable : EXIT_CODES.usage;
  if (!(error instanceof UserFacingError)) return EXIT_CODES.internal;
  if (error.code === 'no-publication') return EXIT_CODES.usage;
  return error.code === 'copy-unreadable' ? EXIT_CODES.unavailable : EXIT_CODES.refused;
}

function formatJson(error: unknown): string {
  const code = error instanceof UserFacingError ? String(error.code) : 'internal';
  return JSON.stringify({ error: { code, message: error instanceof Error ? error.message : String(error) } });
}

/** Commander has already printed its own errors. */
function printError(error: unknown, json: boolean): void {
  if (error instanceof CommanderError) return;
  process.stderr.write(`${json ? formatJson(error) : describeError(error)}\n`);
}

try {
  await createProgram().parseAsync(process.argv);
} catch (error) {
  printError(error, process.argv.includes('--json'));
  process.exitCode = exitOf(error);
}
