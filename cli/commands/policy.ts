import type { Command } from 'commander';
import { pinContracts } from '../../jobs/verify/new-policy.ts';
import { openReader } from '../../jobs/verify/policy-reader.ts';
import { LEDGER_FOLDER } from '../options/ledger-file.ts';
import {
  addPolicyOptions,
  checkPolicy,
  listNamed,
  type PolicyOptions,
  readNewPolicy,
  readRegisteredParties,
} from '../options/new-policy.ts';
import { printResult } from '../output/print.ts';
import { formatPolicy } from '../output/verification/policy-text.ts';
import type { CommonOptions, CommandContext } from '../terminal/command-context.ts';
import { writeNewFile } from '../terminal/files.ts';

interface InitOptions extends CommonOptions, PolicyOptions {
  readonly output: string;
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
  const command = policy.command('init').description('write a policy and explain each member');
  addPolicyOptions(command)
    .option('-o, --output <file>', 'new file to write', `${LEDGER_FOLDER}/policy.json`)
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
    .action((options: InitOptions) => initPolicy(context, options));
}

async function initPolicy({ terminal }: CommandContext, options: InitOptions): Promise<void> {
  const basis = await readNewPolicy(terminal, options);
  const reader = await openReader(basis);
  const pinned = await pinContracts(basis, reader);
  const names = await readRegisteredParties(reader, listNamed(options));
  const policy = checkPolicy(pinned);
  const text = `${JSON.stringify(policy, null, 2)}\n`;
  await writeNewFile(terminal, options.output, text);
  printResult(
    terminal,
    options.json,
    { file: options.output, policy },
    `${formatPolicy(policy, names)}\n\nwritten to ${options.output}\nnext: ledger verify <file> --policy ${options.output}`,
  );
}
