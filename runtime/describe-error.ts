import { inspect } from 'node:util';
import { UserFacingError } from '../core/errors.ts';

/** Returns what a program prints about the error that ends it: code and message, or for a defect all that is known of it. */
export function describeError(error: unknown): string {
  return error instanceof UserFacingError ? `error (${error.code}): ${error.message}` : inspect(error);
}
