import { Option, type Command } from 'commander';
import { readChainId } from '../../chain/rpc/chain-id.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { parseAddress } from '../../core/hashing/domain.ts';
import {
  CHECKS,
  type CheckName,
  OBJECTIONS,
  policySchema,
  type Policy,
  NEWEST,
} from '../../core/verify/policy.ts';
import { parseWith } from '../../core/encoding/schema.ts';
import type { CommonOptions, CommandContext } from '../terminal/command-context.ts';
import { printResult } from '../output/print.ts';
import { openReader } from '../../jobs/verify/policy-reader.ts';
import { parseParty } from '../options/id-arguments.ts';
import { parseNumber } from '../options/domain-options.ts';
import { UsageError } from '../terminal/usage-error.ts';
import { writeNewFile } from '../terminal/files.ts';
import { LEDGER_FOLDER, readLedgerFile } from '../options/ledger-file.ts';
import { formatCount } from '../output/text-format.ts';
import { formatFields } from '../output/wrap-text.ts';
import { type NamedByOption, readRegisteredParties } from '../options/registered-parties.ts';
import { readEngineDigests } from '../../jobs/engines/engine-folder.ts';
import { createPolicy, pinContracts } from '../../jobs/verify/new-policy.ts';
import { addRpcOption, findRpcUrls, type RpcOptions } from '../options/rpc-options.ts';
import type { Terminal } from '../terminal/terminal.ts';

interface InitOptions extends CommonOptions, RpcOptions {
  readonly ledger?: string;
  readonly output: string;
  readonly quorum?: string;
  readonly confirmations?: string;
  readonly maxAge?: string;
  readonly depth: string;
  readonly require?: readonly string[];
  readonly keys?: readonly string[];
  readonly replayParty?: readonly string[];
  readonly replayQuorum?: string;
  readonly newest?: Policy['newest'];
  readonly subjectParty?: string;
  readonly judge?: readonly string[];
  readonly refuse?: Policy['refuse'];
  readonly basis?: Policy['basis'];
}

const HELP = `
A policy holds your own rules: which ledger you mean, and what you require before you call a
figure verified. This command reads the code of the contracts from the chain once and pins it.
You trust what you pin: compare the address of the ledger with a source other than its server.
Parties that it names must be registered: a mistyped judge would never object.

Examples:
  ledger policy init --rpc https://node.example.org --ledger 0x…
  ledger policy init --rpc https://a.example.org https://b.example.org --quorum 2 \\
    --ledger 0x… -o policy.json`;

/** Adds `policy init`. */
export function addPolicyCommand(program: Command, context: CommandContext): void {
  const policy = program.command('policy').helpCommand(false);
  const command = policy
    .command('init')
    .description('write a policy and explain each member')
    .option('--ledger <address>', 'contract of the ledger (else .carbon-ledger/ledger.json)');
  addRpcOption(command, 'LEDGER_RPC_URL, else .carbon-ledger/ledger.json')
    .option('--quorum <number>', 'how many endpoints must agree (else all of them)')
    .option('--confirmations <number>', 'how many blocks on top make a block final (else the tag finalized)')
    .option(
      '--max-age <seconds>',
      'how old a proof of being the latest may be (else 30 days); an older one fails',
    )
    .option('--depth <number>', 'how many levels of sources the file must hold', '1')
    .option('--require <check...>', 'checks that must pass in addition to the default')
    .option('--keys <key...>', 'entries that must be shown')
    .option('--replay-party <party...>', 'parties whose replays count')
    .option('--replay-quorum <number>', 'how many of them are required')
    .addOption(
      new Option(
        '--newest <rule>',
        'whether the file must show that the record is the newest version (else required)',
      ).choices(NEWEST),
    )
    .option('--subject-party <identifier>', 'party whose record it must be (else anybody)')
    .option('--judge <party...>', 'parties whose answers must be shown, or proven absent')
    .addOption(
      new Option('--refuse <answer...>', 'what a judge must not say (else adverse and rejected)').choices(
        OBJECTIONS,
      ),
    )
    .addOption(
      new Option('--basis <result>', 'what a newer version of a cited result does (else fail)').choices([
        'fail',
        'warn',
      ]),
    )
    .option('-o, --output <file>', 'new file to write', `${LEDGER_FOLDER}/policy.json`)
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
    .action((options: InitOptions) => initPolicy(context, options));
}

async function initPolicy({ terminal }: CommandContext, options: InitOptions): Promise<void> {
  const urls = await findRpcUrls(terminal, options);
  const ledger = await findLedger(terminal, options);
  const chainId = await readChainId(urls[0]!);
  const basis = applyOptions(
    createPolicy({ chainId, ledger, urls, engines: await readEngineDigests() }),
    options,
  );
  const reader = await openReader(basis);
  const pinned = await pinContracts(basis, reader);
  const names = await readRegisteredParties(reader, listNamed(options));
  const policy = parseWith(policySchema, pinned);
  const text = `${JSON.stringify(policy, null, 2)}\n`;
  await writeNewFile(terminal, options.output, text);
  printResult(
    terminal,
    options.json,
    { file: options.output, policy },
    `${explain(policy, names)}\n\nwritten to ${options.output}\nnext: ledger verify <file> --policy ${options.output}`,
  );
}

/** Returns every party that an option names. */
function listNamed({ judge = [], replayParty = [], subjectParty }: InitOptions): NamedByOption[] {
  return [
    ...replayParty.map((text) => ({ option: '--replay-party', text })),
    ...(subjectParty === undefined ? [] : [{ option: '--subject-party', text: subjectParty }]),
    ...judge.map((text) => ({ option: '--judge', text })),
  ];
}

async function findLedger(terminal: Terminal, { ledger }: InitOptions): Promise<string> {
  const found = ledger ?? (await readLedgerFile(terminal))?.ledger;
  if (found !== undefined) return parseAddress(found);
  throw new UsageError('no-ledger', 'no ledger is known: give its contract address with --ledger 0x…');
}

function applyOptions(policy: Policy, options: InitOptions): Policy {
  const number = (text: string | undefined, name: string, otherwise: number): number =>
    text === undefined ? otherwise : parseNumber(text, name);
  const { urls } = policy.rpc;
  const quorum = number(options.quorum, '--quorum', policy.rpc.quorum);
  if (quorum > urls.length)
    throw new UsageError(
      'option',
      `--quorum ${quorum} needs ${quorum} endpoints, got ${urls.length}: name more with --rpc`,
    );
  return {
    ...policy,
    rpc: { ...policy.rpc, quorum },
    finality:
      options.confirmations === undefined
        ? policy.finality
        : { confirmations: parseNumber(options.confirmations, '--confirmations') },
    maxAge: options.maxAge === undefined ? policy.maxAge : parseMaxAge(options.maxAge),
    depth: parseNumber(options.depth, '--depth'),
    require: unique((options.require ?? []).map(parseCheck)),
    keys: unique(options.keys ?? []),
    replays: parseReplays(options),
    newest: options.newest ?? policy.newest,
    subjectParty: options.subjectParty === undefined ? null : parseParty(options.subjectParty),
    judges: unique((options.judge ?? []).map(parseParty)),
    refuse: [...(options.refuse ?? policy.refuse)],
    basis: options.basis ?? policy.basis,
  };
}

function unique<Item>(items: readonly Item[]): Item[] {
  return [...new Set(items)];
}

function parseMaxAge(text: string): number {
  const seconds = parseNumber(text, '--max-age');
  if (seconds > 0) return seconds;
  throw new UsageError(
    'option',
    '--max-age 0 makes every proof file too old: give a number of seconds, such as 86400 for a day',
  );
}

/** Returns whose replays count. A quorum that nobody can reach, or that asks for nothing, is a mistake. @throws UsageError `option` */
function parseReplays({ replayParty = [], replayQuorum }: InitOptions): Policy['replays'] {
  const parties = unique(replayParty.map(parseParty));
  if (replayQuorum === undefined) return { parties, quorum: parties.length };
  const quorum = parseNumber(replayQuorum, '--replay-quorum');
  if (parties.length === 0)
    throw new UsageError(
      'option',
      '--replay-quorum needs --replay-party: name the parties whose replays count',
    );
  if (quorum === 0)
    throw new UsageError(
      'option',
      `--replay-quorum 0 would ignore the parties in --replay-party: give a number from 1 to ${parties.length}, or leave out --replay-party`,
    );
  if (quorum > parties.length)
    throw new UsageError(
      'option',
      `--replay-quorum ${quorum} needs ${quorum} different parties, got ${parties.length}: name more with --replay-party`,
    );
  return { parties, quorum };
}

function describeEndpoints({ urls, quorum }: Policy['rpc']): string {
  if (urls.length === 1) return `the only endpoint is ${urls[0]!}: you trust this one node`;
  return `the endpoints are ${urls.join(', ')}; ${quorum} must give the same answer`;
}

function parseCheck(name: string): CheckName {
  const check = CHECKS.find((known) => known === name);
  if (check !== undefined) return check;
  throw new UsageError('option', `--require ${name}: expected one of ${CHECKS.join(', ')}`);
}

function explain(policy: Policy, names: Names): string {
  const { chainId, ledger, codeHash, registry, finality, rpc, replays } = policy;
  const { maxAge, engines, depth, keys, require, newest } = policy;
  const final =
    finality === 'finalized'
      ? 'the chain reports it as finalized'
      : `${finality.confirmations} blocks are on top of it`;
  return formatFields([
    ['chainId', `only proofs for chain ${chainId} count`],
    ['ledger', `only proofs for the contract ${ledger} count`],
    ['codeHash', `the hash of its code must be ${codeHash ?? 'anything: not pinned'}`],
    [
      'registry',
      `roles and keys of parties come from ${registry?.address ?? 'the contract that the ledger names'}, code pinned too: who is who is the word of its registrar`,
    ],
    ['faults', 'no contract of proven faults is named'],
    ['finality', `a block counts when ${final}`],
    ['rpc', describeEndpoints(rpc)],
    ['checkpoints', 'block hashes that you trust yourself: none'],
    [
      'replays',
      replays.quorum === 0
        ? 'none required: that a record is the latest depends on the operator’s word'
        : `${replays.quorum} of ${formatCount(replays.parties.length, 'named party', 'named parties')} must have recomputed the heads: ${listNames(replays.parties, names)}`,
    ],
    ['maxAge', `a proof of being the latest may be ${maxAge} s old`],
    ['depth', `the file must hold sources down to level ${depth}`],
    [
      'engines',
      engines.length === 0
        ? 'no engine is trusted to recompute results'
        : `trusted to recompute results: ${engines.join(', ')}`,
    ],
    ['keys', keys.length === 0 ? 'no entry must be shown' : `entries that must be shown: ${keys.join(', ')}`],
    [
      'require',
      require.length === 0
        ? 'no check in addition to the default must pass'
        : `must also pass: ${require.join(', ')}`,
    ],
    [
      'newest',
      newest === 'required'
        ? 'the file must show that the record is the newest version'
        : 'not asked whether the record is the newest version: a newer one, or a withdrawal, may exist',
    ],
    ...explainAnswers(policy, names),
  ]);
}

/** Parties with their first identifiers. */
type Names = ReadonlyMap<Hex, string>;

function listNames(parties: readonly Hex[], names: Names): string {
  return parties.map((party) => `${names.get(party) ?? 'no identifier'} (${party})`).join(', ');
}

/** Explains whose record it must be, and whose word counts. */
function explainAnswers({ subjectParty, judges, refuse, basis }: Policy, names: Names): [string, string][] {
  return [
    [
      'subjectParty',
      subjectParty === null
        ? 'the record may belong to any party'
        : `the record must belong to ${listNames([subjectParty], names)}`,
    ],
    [
      'judges',
      judges.length === 0
        ? 'no answers must be shown: an adverse opinion can be left out of the file'
        : `answers that must be shown, or proven absent: those of ${listNames(judges, names)}`,
    ],
    [
      'refuse',
      refuse.length === 0
        ? 'no answer of a judge fails'
        : `answers of a judge that fail: ${refuse.join(', ')}`,
    ],
    [
      'basis',
      basis === 'fail'
        ? 'a newer version of a cited result fails'
        : 'a newer version of a cited result only gives a warning',
    ],
  ];
}
