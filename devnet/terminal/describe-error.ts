import { ReaderError } from '../../core/verify/chain-reader.ts';
import { UserFacingError } from '../../core/errors.ts';

/** Returns the text for the user about an error that ended a start: one line for known errors, otherwise with the stack. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof ReaderError)
    return `Cannot read from the chain (${error.code}): ${error.message}. Check that RPC_URL is right and that the endpoint answers.`;
  if (error instanceof UserFacingError) return error.message;
  return `${error.message}\n${error.stack ?? ''}`;
}
