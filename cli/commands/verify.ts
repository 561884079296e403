import type { Command } from 'commander';
import { ReaderError } from '../../core/verify/chain-reader.ts';
import { CHECKS } from '../../core/verify/policy.ts';
import { skip } from '../../core/verify/result.ts';
import { type Verification, verifyBundle } from '../../core/verify/verify.ts';
import type { CommonOptions, CommandContext } from '../terminal/command-context.ts';
import { printProgress, printResult } from '../output/print.ts';
import { openPolicyReader } from '../../client/policies/policy-reader.ts';
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
}

const EXITS = { verified: 'ok', 'not-verified': 'refused', unchecked: 'unchecked' } as const satisfies Record<
  Verification['verdict'],
  ExitName
>;

const HELP = `
Asks no server: the file and any node of the chain are enough. Which ledger, which chain and which rules are yours to say,
never the file's: --policy, or --rpc and --ledger together, or else .carbon-ledger/policy.json where there is one.

Marks: ✓ holds, ! holds with a warning, – not checked and why, ✗ does not hold.
Exit codes: 0 verified, 1 not verified, as a file that is no proof file is, 2 wrong usage or a file that cannot be read,
3 unchecked (such as without --rpc).

Examples:
  ledger verify inventory.carbon-proof.json
  ledger verify inventory.carbon-proof.json --rpc https://node.example.org --ledger 0x…
  ledger verify inventory.carbon-proof.json --policy policy.json --json`;

/** Adds `verify <file>`. */
export function addVerifyCommand(program: Command, context: CommandContext): void {
  const command = program
    .command('verify')
    .description('check a proof file by the chain alone')
    .argument('<file>', 'proof file, *.carbon-proof.json, - for standard input')
    .option('--policy <file>', 'your rules')
    .option('--ledger <address>', 'contract of the ledger')
    .option('--chain-id <number>', 'chain of the ledger (else as the policy or the first endpoint says)');
  addRpcOption(command, 'those of the policy')
    .option('--offline', 'ask no node: checks that need the chain are skipped')
    .option('--paranoid', 'check inclusion by a second, independent library too')
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
  const { checks } = verification;
  const text = formatVerification({ ...verification, verdict }, options.full === true ? 'full' : 'brief');
  printResult(
    terminal,
    options.json,
    { verdict, checks, ...(second === null ? {} : { paranoid: second }) },
    second === null ? text : `${formatSecondOpinion(second)}\n\n${text}`,
  );
  endWith(EXITS[verdict]);
}

async function judge(terminal: Terminal, file: Uint8Array, options: VerifyOptions): Promise<Verification> {
  try {
    const { policy, source } = await choosePolicy(terminal, options);
    printProgress(terminal, false, `judged by ${source}`);
    const reader = options.offline === true ? null : await openPolicyReader(policy);
    return await verifyBundle(file, {
      policy,
      reader,
      now: Math.floor(terminal.now() / 1000),
      openEngine: openReleasedEngine,
    });
  } catch (error) {
    if (error instanceof ReaderError) return concludeUnchecked(error);
    throw error;
  }
}

/** The chain could not even say which it is: nothing is known of the file. */
function concludeUnchecked({ code, message }: ReaderError): Verification {
  const checks = CHECKS.map((check) => ({ check, record: null, ...skip(code, message) }));
  return { verdict: 'unchecked', checks, bundle: null };
}

function formatSecondOpinion({ library, proofs, differences }: SecondOpinion): string {
  if (differences.length === 0) return `${library} says the same of all ${proofs} inclusion proofs`;
  return `${library} says otherwise of the inclusion of ${differences.join(', ')}: a defect, please report it`;
}
