import type { Command } from 'commander';
import { ReaderError } from '../../core/verify/chain-reader.ts';
import {
  concludeUnchecked,
  type ProofVerification,
  verifyProofFile,
} from '../../client/verify/verify-proof.ts';
import type { Verification } from '../../core/verify/verify.ts';
import type { CommonOptions, CommandContext } from '../terminal/command-context.ts';
import { printProgress, printResult } from '../output/print.ts';
import { openReleasedEngine } from '../../client/policies/released-engines.ts';
import type { ExitName } from '../../core/exit-codes.ts';
import { readBytes } from '../terminal/files.ts';
import { type SecondOpinion, seekSecondOpinion } from '../protocol/paranoid.ts';
import { addRpcOption } from '../options/rpc-options.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { formatVerification } from '../output/verification-text.ts';
import { choosePolicy, type VerifyPolicyOptions } from '../options/verify-policy.ts';

interface VerifyOptions extends CommonOptions, VerifyPolicyOptions {
  readonly offline?: boolean;
  readonly paranoid?: boolean;
  readonly full?: boolean;
  readonly hints?: boolean;
}

const EXITS = { verified: 'ok', 'not-verified': 'refused', unchecked: 'unchecked' } as const satisfies Record<
  Verification['verdict'],
  ExitName
>;

const HELP = `
Needs the file and any node of the chain, and no server. You choose the ledger, the chain and
the rules; the file never does. Give --policy, or --rpc and --ledger together. Without them
the command uses .carbon-ledger/policy.json if it exists.

Marks: ✓ passed, ! passed with a warning, – not checked (with the reason), ✗ failed.
Exit codes: 0 verified, 1 not verified or not a proof file, 2 wrong usage or unreadable file,
3 unchecked (for example without --rpc).

Examples:
  ledger verify inventory.carbon-proof.json
  ledger verify inventory.carbon-proof.json --rpc https://node.example.org --ledger 0x…
  ledger verify inventory.carbon-proof.json --policy policy.json --json`;

/** Adds `verify <file>`. */
export function addVerifyCommand(program: Command, context: CommandContext): void {
  const command = program
    .command('verify')
    .description('check a proof file against the chain alone')
    .argument('<file>', 'proof file, *.carbon-proof.json, - for standard input')
    .option('--policy <file>', 'file with your rules')
    .option('--ledger <address>', 'contract of the ledger')
    .option('--chain-id <number>', 'chain of the ledger (else from the policy or the first endpoint)');
  addRpcOption(command, 'those of the policy')
    .option('--offline', 'use no endpoint: checks that need the chain are skipped')
    .option('--paranoid', 'also check inclusion with a second, independent library')
    .option('--hints', 'also look up transaction and block, which are only hints (many calls)')
    .option('--full', 'show every check of every record')
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
    .action((file: string, options: VerifyOptions) => verifyFile(context, file, options));
}

async function verifyFile(
  { terminal, endWith }: CommandContext,
  path: string,
  options: VerifyOptions,
): Promise<void> {
  const file = await readBytes(terminal, path);
  const verification = await judge(terminal, file, options);
  const second =
    options.paranoid === true && verification.bundle !== null
      ? await seekSecondOpinion(verification.bundle)
      : null;
  const differs = second !== null && second.differences.length > 0;
  const verdict = differs ? 'not-verified' : verification.verdict;
  const { unchecked, notRequired, summary, checks, party, parties } = verification;
  const text = formatVerification({ ...verification, verdict }, options.full === true ? 'full' : 'brief');
  const printed = { verdict, unchecked, notRequired, summary, checks, party, parties };
  printResult(
    terminal,
    options.json,
    { ...printed, ...(second === null ? {} : { paranoid: second }) },
    second === null ? text : `${formatSecondOpinion(second)}\n\n${text}`,
  );
  endWith(EXITS[verdict]);
}

async function judge(
  terminal: Terminal,
  file: Uint8Array,
  options: VerifyOptions,
): Promise<ProofVerification> {
  try {
    const { policy, source } = await choosePolicy(terminal, options);
    printProgress(terminal, false, `Using ${source}`);
    return await verifyProofFile(file, {
      policy,
      offline: options.offline === true,
      hints: options.hints === true,
      now: Math.floor(terminal.now() / 1000),
      openEngine: openReleasedEngine,
    });
  } catch (error) {
    if (error instanceof ReaderError) return concludeUnchecked(error);
    throw error;
  }
}

function formatSecondOpinion({ library, proofs, differences }: SecondOpinion): string {
  if (differences.length === 0) return `${library} agrees about all ${proofs} inclusion proofs`;
  return `${library} disagrees about the inclusion of ${differences.join(', ')}: this is a defect, please report it`;
}
