import { ReaderError } from '../../core/verify/chain-reader.ts';
import { UserFacingError } from '../../core/errors.ts';

/** Returns what a person should read of an error that ended a start: one line where it is known what to do. */
export function describeProblem(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof ReaderError)
    return `The chain can't be asked (${error.code}): ${error.message}. Is RPC_URL right, and does it answer?`;
  if (error instanceof UserFacingError) return error.message;
  return `${error.message}\n${error.stack ?? ''}`;
}
