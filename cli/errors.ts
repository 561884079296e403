import { CommanderError } from 'commander';
import { KeyFileProblem } from '../chain/key-file.ts';
import { ReaderError } from '../core/chain-reader.ts';
import { BadInput, FailedCheck, Problem } from '../core/errors.ts';
import { EngineError } from '../engine/errors.ts';
import type { ExitName } from './exit-codes.ts';
import { DatasetRefused } from './tables/problem.ts';

/** What a user of the command line can get wrong, beside values of the protocol. Closed. */
export const USAGE_CODES = {
  option: 'An option or argument is missing, or not as expected.',
  'file-unreadable': 'The file cannot be read.',
  'file-exists': 'The file exists; nothing is overwritten.',
  'file-unwritable': 'The file cannot be written.',
  'no-ledger': 'It is not known which ledger is meant.',
  'no-password': 'A password is wanted and there is no way to ask for it.',
  'other-lines': 'The file of results is not of this file of records.',
  'not-signed': 'The record file holds no signature yet.',
} as const;

export type UsageCode = keyof typeof USAGE_CODES;

/** The user's fault: the message says in one line what to do. */
export class UsageError extends Problem<UsageCode> {
  override readonly name = 'UsageError';
}

/** The server answered with an error, or not at all (status 0); `code` is the server's own. */
export class ApiError extends Problem<string> {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly details: unknown;

  constructor(status: number, code: string, message: string, details: unknown = null, cause?: unknown) {
    super(code, message, cause);
    this.status = status;
    this.details = details;
  }

  /** Tells whether the same request may succeed later. */
  get isTemporary(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

/** The chain refused a transaction, or could not be asked. */
export class ChainError extends Problem<'chain-unreachable' | 'chain-refused'> {
  override readonly name = 'ChainError';
}

/** Returns how the process ends after an error. */
export function exitOfError(error: unknown): ExitName {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 'ok' : 'usage';
  if (
    error instanceof UsageError ||
    error instanceof DatasetRefused ||
    error instanceof KeyFileProblem ||
    error instanceof BadInput ||
    error instanceof EngineError
  )
    return 'usage';
  if (error instanceof FailedCheck) return 'refused';
  if (error instanceof ApiError) return error.isTemporary ? 'unavailable' : 'refused';
  if (error instanceof ChainError) return error.code === 'chain-unreachable' ? 'unavailable' : 'refused';
  if (error instanceof ReaderError) return 'unavailable';
  return 'internal';
}
