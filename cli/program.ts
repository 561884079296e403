import { Command } from 'commander';
import { addCheckCommand } from './commands/check.ts';
import { addHashCommand } from './commands/hash.ts';
import type { Context } from './context.ts';

const ABOUT = `carbon-ledger: register carbon figures, and check them without trusting whoever runs the ledger.

Exit codes: 0 done or verified, 1 refused or not verified, 2 wrong usage or unreadable file, 3 unchecked,
4 server or chain not reachable.`;

/** Returns the command line, ready to parse. */
export function createProgram(context: Context): Command {
  const program = new Command('ledger');
  program
    .description(ABOUT)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => context.terminal.writeOut(text),
      writeErr: () => undefined,
    })
    .helpCommand(false);
  addHashCommand(program, context);
  addCheckCommand(program, context);
  return program;
}
