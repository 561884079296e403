import type { ExitName } from '../../core/exit-codes.ts';
import type { Terminal } from './terminal.ts';

/** What every command gets. */
export interface CommandContext {
  readonly terminal: Terminal;
  /** Sets the exit code of a command that ends without an error but not `ok`. */
  readonly endWith: (exit: ExitName) => void;
}

/** The option that every command has. */
export interface CommonOptions {
  readonly json?: boolean;
}
