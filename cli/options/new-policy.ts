import { Option, type Command } from 'commander';
import type { NamingReader } from '../../chain/rpc-reader.ts';
import { readChainId } from '../../chain/rpc/chain-id.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { parseWith } from '../../core/encoding/schema.ts';
import { parseAddress } from '../../core/hashing/domain.ts';
import {
  CHECKS,
  type CheckName,
  NEWEST,
  OBJECTIONS,
  type Policy,
  policySchema,
} from '../../core/verify/policy.ts';
import { readEngineDigests } from '../engines/engine-folder.ts';
import { createPolicy } from '../../jobs/verify/new-policy.ts';
import { plainText } from '../output/text-format.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { UsageError } from '../terminal/usage-error.ts';
import { parseNumber } from './domain-options.ts';
import { parseParty } from './id-arguments.ts';
import { readLedgerFile } from './ledger-file.ts';
import { addRpcOption, findRpcUrls, type RpcOptions } from './rpc-options.ts';

/** Options with the rules of a new policy. */
export interface PolicyOptions extends RpcOptions {
  readonly ledger?: string;
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

/** Adds the options with the rules of a new policy. */
export function addPolicyOptions(command: Command): Command {
  command.option('--ledger <address>', 'contract of the ledger (else .carbon-ledger/ledger.json)');
  return addRpcOption(command, 'LEDGER_RPC_URL, else .carbon-ledger/ledger.json')
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
    );
}

/**
 * Returns the policy of the options, without pinned contracts. `checkPolicy` says later whether its rules fit together.
 * @throws UsageError `option`, `no-ledger`; BadInput; ReaderError
 */
export async function readNewPolicy(terminal: Terminal, options: PolicyOptions): Promise<Policy> {
  const urls = await findRpcUrls(terminal, options);
  const ledger = await findLedger(terminal, options);
  const chainId = await readChainId(urls[0]!);
  return applyOptions(createPolicy({ chainId, ledger, urls, engines: await readEngineDigests() }), options);
}

/** Returns a policy whose rules fit together. @throws BadInput */
export function checkPolicy(policy: Policy): Policy {
  return parseWith(policySchema, policy);
}

/** Returns every party that an option names. */
export function listNamed({ judge = [], replayParty = [], subjectParty }: PolicyOptions): NamedByOption[] {
  return [
    ...replayParty.map((text) => ({ option: '--replay-party', text })),
    ...(subjectParty === undefined ? [] : [{ option: '--subject-party', text: subjectParty }]),
    ...judge.map((text) => ({ option: '--judge', text })),
  ];
}

async function findLedger(terminal: Terminal, { ledger }: PolicyOptions): Promise<string> {
  const found = ledger ?? (await readLedgerFile(terminal))?.ledger;
  if (found !== undefined) return parseAddress(found);
  throw new UsageError('no-ledger', 'no ledger is known: give its contract address with --ledger 0x…');
}

function applyOptions(policy: Policy, options: PolicyOptions): Policy {
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
function parseReplays({ replayParty = [], replayQuorum }: PolicyOptions): Policy['replays'] {
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

function parseCheck(name: string): CheckName {
  const check = CHECKS.find((known) => known === name);
  if (check !== undefined) return check;
  throw new UsageError('option', `--require ${name}: expected one of ${CHECKS.join(', ')}`);
}

/** A party as an option names it: by its first identifier, or by its id. */
interface NamedByOption {
  readonly option: string;
  readonly text: string;
}

/**
 * Returns each party with its first identifier, as the registry has it.
 * @throws UsageError `not-registered`, in the words of the option; BadInput `identifier-…`; ReaderError
 */
export async function readRegisteredParties(
  reader: Pick<NamingReader, 'identifiers'>,
  parties: readonly NamedByOption[],
): Promise<ReadonlyMap<Hex, string>> {
  const names = new Map<Hex, string>();
  for (const { option, text } of parties) {
    const party = parseParty(text);
    const [first] = await reader.identifiers(party);
    if (first === undefined)
      throw new UsageError(
        'not-registered',
        `${option} ${text}: the registry has no such party as of the newest final block. Check the spelling, and name the party by its first identifier or by its id; ledger party show finds a party by any of its identifiers`,
      );
    names.set(party, plainText(first));
  }
  return names;
}
