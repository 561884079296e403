import type { ExitName } from '../../core/exit-codes.ts';
import type { Terminal } from './terminal.ts';

/** What every command gets. */
export interface CommandContext {
  readonly terminal: Terminal;
  /** Sets how the process ends, where that is not `ok` and no error. */
  readonly endWith: (exit: ExitName) => void;
}

/** The option that every command has. */
export interface CommonOptions {
  readonly json?: boolean;
}
