import { Option, type Command } from 'commander';
import type { Bundle, BundleHead } from '../../core/proofs/bundle.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { KINDS } from '../../core/records/kind.ts';
import { hashStream } from '../../core/records/record.ts';
import type { CommonOptions, CommandContext } from '../terminal/command-context.ts';
import type { Api } from '../../client/http/api.ts';
import { fetchParty, isUnregistered } from '../../client/http/fetch-party.ts';
import type { ApiError } from '../../client/http/api-error.ts';
import {
  awaitProof,
  fetchProof,
  type ProofQuery,
  type WaitState,
  waitForLaterFinal,
  waitForState,
} from '../../client/http/fetch-proof.ts';
import { queryForPolicy } from '../../jobs/verify/policy-evidence.ts';
import { formatEvidence, formatWritten, listEvidence } from '../output/verification/evidence-text.ts';
import { printProgress, printResult } from '../output/print.ts';
import { addNormaliseCommand } from './normalise.ts';
import { addRefreshCommand } from './refresh.ts';
import { parseParty, resolveRecordId } from '../options/id-arguments.ts';
import { parseNumber } from '../options/domain-options.ts';
import { findLedgerPath } from '../options/ledger-file.ts';
import { readPolicy } from '../options/verify-policy.ts';
import { formatStream, parseStream } from '../options/record/stream-argument.ts';
import { writeNewFile } from '../terminal/files.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { UsageError } from '../terminal/usage-error.ts';
import { plainText } from '../output/text-format.ts';
import { addReaderOptions, openReaderApi, type ReaderOptions } from '../options/reader-options.ts';

interface ProofOptions extends CommonOptions, ReaderOptions {
  readonly entries?: string;
  readonly absent?: string;
  readonly depth?: string;
  readonly reperformable?: boolean;
  readonly judge?: readonly string[];
  readonly history?: boolean;
  readonly complete?: boolean;
  readonly absentStream?: readonly string[];
  readonly replayedBy?: readonly string[];
  readonly replayQuorum?: string;
  readonly policy?: string;
  readonly output?: string;
  readonly wait?: WaitState | true;
  readonly timeout: string;
}

const HELP = `
The proof file and any node of the chain are all that a stranger needs to check the record.
It holds the record, its proofs and its sources, newer versions, and the assurances and
decisions about it, withdrawn ones too.

By default it shows all entries that you may read. With --entries it shows only those named,
each proven without the others. With --absent it proves that an entry does not exist.
Private entries need --key.

With --reperformable it also shows what "ledger reperform" needs: the run of the result, and
those rows of each source that the run used. Private rows must be yours or granted to you.

With --history it holds every version of the stream, and with --complete the list of all
streams of the party. With --replayed-by its heads are those of the newest batch that these
parties replayed, so that none of this depends on the operator's word. With --wait it waits for
the replay.

With --policy it holds the evidence that the policy needs, of all these kinds. Name the policy
under which the file will be verified: no policy is found automatically here, as the reader of
the file may have another one. It says so if the policy that verify finds asks for more.

Examples:
  ledger proof 0x… -o inventory.carbon-proof.json --wait
  ledger proof 0x… --entries scope1/total --key company.key.json -o one-figure.carbon-proof.json
  ledger proof 0x… --reperformable --key company.key.json -o for-the-auditor.carbon-proof.json
  ledger proof 0x… --entries none --absent scope3/travel --key company.key.json \\
    -o absence.carbon-proof.json
  ledger proof 0x… --history --complete --absent-stream result/inventory/2022 \\
    -o whole.carbon-proof.json
  ledger proof 0x… --replayed-by demo:auditor -o replayed.carbon-proof.json
  ledger proof 0x… --policy policy.json -o for-this-policy.carbon-proof.json`;

/** Adds `proof <id>`. */
export function addProofCommand(program: Command, context: CommandContext): void {
  const command = program
    .command('proof')
    .enablePositionalOptions()
    .argument('<id>', 'record id, or its first 8 or more digits');
  addReaderOptions(command)
    .option('--entries <keys>', 'keys of the entries to show, separated by commas; or all; or none')
    .option('--absent <keys>', 'keys to prove absent, separated by commas')
    .option('--depth <number>', 'how many levels of sources to include (else as many as needed)')
    .option('--reperformable', 'also show the run and its rows, so that anyone can compute the figures again')
    .option(
      '--judge <party...>',
      'also show the newest answers of these parties, or prove that there are none',
    )
    .option('--history', 'also show every version of the stream, which the check order needs')
    .option('--complete', 'also list all streams of the party, which the check completeness needs')
    .option(
      '--absent-stream <stream...>',
      'streams to prove absent, <kind>/<subject> of the party, or <party>/<kind>/<subject>',
    )
    .option('--replayed-by <party...>', 'show the heads of the newest batch that these parties replayed')
    .option('--replay-quorum <number>', 'how many of them must have replayed it (else all)')
    .option('--policy <file>', 'show the evidence that this policy needs')
    .option(
      '-o, --output <file>',
      'new file to write (else the first 12 digits of the id and .carbon-proof.json)',
    )
    .addOption(
      new Option(
        '--wait [state]',
        'wait until the record is final (default) or anchored, and replayed where that is asked for',
      ).choices(['anchored', 'final']),
    )
    .option('--timeout <seconds>', 'longest time to wait', '900')
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
    .action((id: string, options: ProofOptions) => writeProof(context, id, options));
  addNormaliseCommand(command, context);
  addRefreshCommand(command, context);
}

async function writeProof({ terminal }: CommandContext, text: string, options: ProofOptions): Promise<void> {
  const seconds = parseNumber(options.timeout, '--timeout');
  const api = await openReaderApi(terminal, options);
  const id = await resolveRecordId(api, text);
  const query = await queryOf(terminal, options);
  await requireReplayers(api, query, options);
  const onRetry = (error: ApiError, pause: number): void =>
    printProgress(
      terminal,
      options.json,
      `${error.message.replace(/\.$/, '')}; trying again in ${pause / 1000} s`,
    );
  const waiting = {
    until: terminal.now() + 1000 * seconds,
    now: terminal.now,
    report: (state: string): void => printProgress(terminal, options.json, `${plainText(state)} …`),
  };
  if (options.wait !== undefined)
    await waitForState(api, id, options.wait === true ? 'final' : options.wait, waiting);
  const { bytes, proof } =
    options.wait === undefined
      ? await fetchProof(api, id, query, onRetry)
      : await awaitProof(api, id, query, onRetry, waiting);
  if (options.wait === true || options.wait === 'final') await waitForLaterFinal(api, proof, waiting);
  const asked = requireAbsent(proof, options.absentStream ?? []);
  const file = options.output ?? `${id.slice(2, 14)}.carbon-proof.json`;
  await writeNewFile(terminal, file, bytes);
  const { shown, absent } = proof.records[0]!.entries;
  const evidence = listEvidence(proof, { history: query.history !== undefined, asked });
  const result = {
    id,
    file,
    records: proof.records.length,
    shown: shown.map(({ key }) => key),
    absent: absent.map(({ key }) => key),
    rows: proof.records.slice(1).flatMap(({ id: record, entries }) => {
      const keys = entries.shown.map(({ key }) => key);
      return keys.length === 0 ? [] : [{ record, keys }];
    }),
    evidence,
  };
  const replayers = await Promise.all(evidence.replayedBy.map((party) => fetchParty(api, party)));
  const names = replayers.map(({ id: party, identifiers }) => identifiers?.[0] ?? party);
  await remarkOnPolicy(terminal, options);
  const lines = formatEvidence(evidence, { names, absent: options.absentStream ?? [] });
  printResult(terminal, options.json, result, formatWritten(proof, { ...options, file, lines }));
}

/** What a policy asks for comes first; an option replaces what it names, and adds judges. */
async function queryOf(terminal: Terminal, options: ProofOptions): Promise<Partial<ProofQuery>> {
  const { entries, absent, depth, reperformable, judge, history, complete } = options;
  const ofPolicy =
    options.policy === undefined ? {} : queryForPolicy(await readPolicy(terminal, options.policy));
  const judges = [
    ...(ofPolicy.judges === undefined ? [] : [ofPolicy.judges]),
    ...(judge ?? []).map(parseParty),
  ];
  const streams = (options.absentStream ?? []).map((text) => formatStream(parseStream(text)));
  return {
    ...ofPolicy,
    ...replaysOf(options),
    entries,
    absent,
    depth: depth ?? ofPolicy.depth,
    reperformable: reperformable === true ? 'true' : ofPolicy.reperformable,
    judges: judges.length === 0 ? undefined : judges.join(','),
    history: history === true ? 'true' : ofPolicy.history,
    complete: complete === true ? 'true' : ofPolicy.complete,
    streams: streams.length === 0 ? undefined : streams.join(','),
  };
}

function replaysOf({ replayedBy, replayQuorum }: ProofOptions): Partial<ProofQuery> {
  if (replayedBy === undefined) {
    if (replayQuorum === undefined) return {};
    throw new UsageError('option', '--replay-quorum needs --replayed-by: name the parties');
  }
  const parties = [...new Set(replayedBy.map(parseParty))];
  return {
    replays: parties.join(','),
    quorum: replayQuorum === undefined ? parties.length : parseNumber(replayQuorum, '--replay-quorum'),
  };
}

/** The policy that `verify` finds by itself may ask for more than a file holds that was fetched without it. */
async function remarkOnPolicy(terminal: Terminal, { policy, replayedBy, json }: ProofOptions): Promise<void> {
  const path =
    policy === undefined && replayedBy === undefined ? findLedgerPath(terminal, 'policy.json') : null;
  if (path === null) return;
  const { replays, judges, history, complete, reperformable } = queryForPolicy(
    await readPolicy(terminal, path),
  );
  if ([replays, judges, history, complete, reperformable].every((asked) => asked === undefined)) return;
  printProgress(
    terminal,
    json,
    `This file was fetched without a policy. ${path}, which verify finds automatically, asks for more: --policy ${path} fetches it.`,
  );
}

/** A party that is not registered never replays anything: nobody should wait for it. @throws UsageError `not-registered` */
async function requireReplayers(
  api: Api,
  { replays }: Partial<ProofQuery>,
  { replayedBy, policy }: ProofOptions,
): Promise<void> {
  for (const party of String(replays ?? '')
    .split(',')
    .filter(Boolean) as Hex[]) {
    if (!(await isUnregistered(api, party))) continue;
    const typed = replayedBy?.find((text) => parseParty(text) === party);
    throw new UsageError(
      'not-registered',
      `${typed === undefined ? `the policy ${policy} asks for a replay by ${party}` : `--replayed-by ${typed}`}: the server finds no such party in the registry. ${typed === undefined ? 'Write a policy that names a registered party with ledger policy init' : 'Check the spelling, and name the party by its first identifier or by its id; if it was registered just now, try again in a few seconds'}`,
    );
  }
}

/** Returns the heads of the streams that are to be absent. @throws UsageError `stream-exists` */
function requireAbsent({ records, heads }: Bundle, asked: readonly string[]): BundleHead[] {
  return asked.map((text) => {
    const { party, kind, subject } = parseStream(text);
    const stream = hashStream({ party: party ?? records[0]!.record.party, kind: KINDS[kind], subject });
    const shown = heads.find((head) => hashStream(head) === stream)!;
    if (shown.head === null) return shown;
    throw new UsageError(
      'stream-exists',
      `the stream ${text} exists as of batch ${shown.header.number}: its newest version is sequence ${shown.head.sequence}, record ${shown.head.record}`,
    );
  });
}
