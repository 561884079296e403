import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { addCheckCommand } from './commands/check.ts';
import { addCompareCommand } from './commands/compare.ts';
import { addComputeCommand } from './commands/compute.ts';
import { addDatasetCommand } from './commands/dataset/dataset.ts';
import { addDiscloseCommand } from './commands/disclose.ts';
import { addDocumentCommand } from './commands/document/document.ts';
import { addEventsCommand } from './commands/events.ts';
import { addExplainCommand } from './commands/explain.ts';
import { addGrantCommand } from './commands/grant.ts';
import { addHashCommand } from './commands/hash.ts';
import { addImpactCommand } from './commands/impact.ts';
import { addKeyCommand } from './commands/key.ts';
import { addMethodsCommand } from './commands/methods.ts';
import { addPartyCommand } from './commands/party/party.ts';
import { addPolicyCommand } from './commands/policy.ts';
import { addProofCommand } from './commands/proof.ts';
import { addRecordCommand } from './commands/record/record.ts';
import { addReperformCommand } from './commands/reperform.ts';
import { addReplayCommand } from './commands/replay.ts';
import { addStatusCommand } from './commands/status.ts';
import { addVerifyCommand } from './commands/verify.ts';
import { addWebhookCommand } from './commands/webhook/webhook.ts';
import { fillHelp } from './output/help-text.ts';
import { COLUMNS } from './output/wrap-text.ts';
import type { CommandContext } from './terminal/command-context.ts';

const ABOUT = `carbon-ledger: register carbon figures, and check them without trusting the operator of the ledger.

Exit codes: 0 done or verified, 1 refused or not verified, 2 wrong usage or unreadable file, 3 unchecked, 4 server or chain not reachable.`;

function readVersion(): string {
  const manifest = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}

/** Returns the command line, ready to parse. */
export function createProgram(context: CommandContext): Command {
  const program = new Command('ledger');
  program
    .description(ABOUT)
    .version(readVersion(), '--version', 'print the version')
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => context.terminal.writeOut(fillHelp(text)),
      writeErr: () => undefined,
      getOutHelpWidth: () => COLUMNS,
    })
    .helpCommand(false);
  addHashCommand(program, context);
  addCheckCommand(program, context);
  addKeyCommand(program, context);
  addPartyCommand(program, context);
  addPolicyCommand(program, context);
  addRecordCommand(program, context);
  addProofCommand(program, context);
  addVerifyCommand(program, context);
  addReplayCommand(program, context);
  addGrantCommand(program, context);
  addDatasetCommand(program, context);
  addDocumentCommand(program, context);
  addMethodsCommand(program, context);
  addComputeCommand(program, context);
  addDiscloseCommand(program, context);
  addExplainCommand(program, context);
  addReperformCommand(program, context);
  addCompareCommand(program, context);
  addImpactCommand(program, context);
  addEventsCommand(program, context);
  addWebhookCommand(program, context);
  addStatusCommand(program, context);
  return program;
}
